query = "SELECT * FROM users WHERE id = " + key
query = "SELECT * FROM users WHERE id = %s" % key
query = "SELECT * FROM users WHERE id = '{}'".format(key)
query = f"SELECT * FROM users WHERE id = {key}"
query = "SELECT * FROM users WHERE id = 1"
query = "select %s from %s" % (column, name)
query = "SELECT " + column + " FROM users"
query = "SELECT " + column + " FROM " + name
query = "SELECT * FROM" + name
query = f"SELECT {column} FROM {name}"
query = f"{verb} * FROM {name}"
query = f"DELETE FROM {name}"
query = "DELETE FROM %s" % name
query = "INSERT INTO %s VALUES (1)" % name
query = f"INSERT INTO {name} VALUES({key})"
query = "INSERT INTO t (a) VALUES (%s)" % key
query = "UPDATE %s SET a = 1" % name
query = f"UPDATE {name} SET a = {key}"
query = "UPDATE t SET a = 1 WHERE b = X".replace("X", key)
query = "SELECT * FROM t".replace("t", name)
query = "WITH x AS (SELECT 1) SELECT * FROM x WHERE a = " + key
query = "Please select a colour from the list: " + key
query = "please update the set " + key
query = """SELECT *
    FROM users
    WHERE id = %s
""" % key
query = (
    "SELECT * "
    "FROM users "
    "WHERE id = " + key
)
query = (
    "SELECT * "
    + "FROM users "
    + "WHERE id = "
    + key
)
query = f"""
    SELECT *
    FROM {name}
"""
query = (
    f"SELECT * "
    f"FROM {name}"
)
cursor.execute("SELECT * FROM users WHERE id = " + key)
cursor.execute("SELECT * FROM users WHERE id = %s" % key)
cursor.execute("SELECT * FROM users WHERE id = {}".format(key))
cursor.execute(f"SELECT * FROM users WHERE id = {key}")
cursor.executemany("DELETE FROM users WHERE id = %s" % key, rows)
cursor.execute("SELECT * FROM users WHERE id = %s", (key,))
cursor.execute("SELECT * FROM users WHERE id = 1")
cursor.execute("SELECT * FROM t".replace("t", name))
cursor.execute(
    "SELECT * FROM users "
    "WHERE id = '%s'" % key
)
cursor.execute(sql + " SELECT a FROM b ")
query = "select" + " a " + "from" + " b "
query += "SELECT * FROM t WHERE a = " + key
print("%s" % "SELECT a FROM b WHERE")
query = "SELECT a FROM b" " WHERE c = %d" % 1
query = "a" * 3 + "SELECT a FROM b "
query = f"{'SELECT a FROM b '}{key}"
query = "SELECT a FROM b {}".join(names)
query = b"SELECT a FROM b WHERE c = " + key
