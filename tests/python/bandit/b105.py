password = "hunter2"
passwd = ""
pwd = 'a' "b"
my_token = "t"
token_type = "bearer"
secret_key = "k"
the_secret_of = "s"
passphrase = "p"
pass_ = "x"
tokens = "t"
apitoken = "t"
password1 = "p"
userPassword = "p"
PASSWORD = "P"
password = None
password = b"bytes"
password = f"x{pwd}"
password = "a" + "b"
password: str = "annotated"
password += "more"
password, other = "a", "b"
first = password = "chain"
other = token = second = "chain"


class Account:
    password = "class"
    hint = "password"

    def __init__(self, password):
        self.password = "attribute"
        self.account.token = "deeper"
        self.secret = password
        self["token"] = "item"


settings = {"password": "p", "token": None, "secret": 1, "user": "u", "pwd": password, "passwd": b"x", "token_x": True}
settings["password"] = "item"
settings["a"]["token"] = "item"
settings["token"] = 5
settings["token"] = other
value = settings["secret"]
del settings["secret"]
if password == "compared" or "compared" == password:
    pass
if password != "" and self.token == "x" and settings["token"] == "y":
    pass
if token in ("a", "b") or token in "abc" or token is "x":
    pass
if token == other == "z":
    pass
if (
    password
    ==
    "later"
):
    pass
password = (
    "in brackets"
)
settings = {
    "a": 1,
    "password":
        "p",
}
if (password := "walrus"):
    pass
for password in ("x", "y"):
    pass
password = ["x"]
password = "x" if first else "y"
