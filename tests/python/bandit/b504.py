import ssl
from ssl import wrap_socket

ssl.wrap_socket(s)
ssl.wrap_socket(s, "key", "cert")
ssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_TLSv1_2)
ssl.wrap_socket(s, ssl_version=None)
ssl.wrap_socket(s, ssl_version=version())
wrap_socket(s)
context.wrap_socket(s)
ssl.SSLContext().wrap_socket(s)
ssl.wrap_socket(
    s,
    keyfile="x",
)
