from builtins import exec as run_text

exec("x = 1")
exec(
    compile("y = 2", "z", "exec"),
    {},
)


class Session:
    def exec(self, statement):
        return statement


Session().exec("select")
execute = Session().exec
execute("x")
run = exec
value = [exec(text) for text in ("a = 1",)]


def step(text):
    return exec(text) or exec("b = 1")
