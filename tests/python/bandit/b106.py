connect(password="p")
connect(user="u", passwd="", token="t")
connect("password", tokens="x")
connect(password=None, token=b"t")
connect(**{"password": "p"})
connect(
    user="u",
    secret_name="s",
    pwd=
    "later",
)
dict(password="p", user="u")
connect(password=f"x", token="a" + "b")
connect(password=value)
obj.method().connect(passphrase="x")
[connect][0](token="x")


class Meta(Base, password="class keyword"):
    pass


@connect(secret="decorator")
def f():
    pass
