import ssl
from OpenSSL import SSL


def one(version=ssl.PROTOCOL_SSLv2):
    pass


def two(s, version=SSL.SSLv3_METHOD):
    pass


def three(version=ssl.PROTOCOL_TLSv1_2):
    pass


def four(a=1, *, version=ssl.PROTOCOL_SSLv2):
    pass


async def five(version=ssl.PROTOCOL_TLSv1):
    pass


def six(
    a=ssl.PROTOCOL_TLSv1_1,
    b=ssl.PROTOCOL_SSLv2,
):
    pass


def seven(version=PROTOCOL_SSLv2):
    pass


eight = lambda version=ssl.PROTOCOL_SSLv2: version


@decorated
def nine(version=a.b.PROTOCOL_SSLv3):
    pass
