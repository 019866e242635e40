def one(user, password="p"):
    pass


def two(
    user,
    token="t",
):
    pass


async def three(password="p"):
    pass


def four(*, password="p"):
    pass


def five(user="u", pwd=None, secret=""):
    pass


def six(password: str = "p", token: str = "t"):
    pass


@decorated
def seven(a, passphrase="x"):
    def eight(token="inner"):
        pass


nine = lambda password="p": password


class K:
    def ten(self, secret_word="w", passwd=b"x"):
        pass


def eleven(a, /, password="p"):
    pass


def twelve(a, b="x", /, password="p"):
    pass
