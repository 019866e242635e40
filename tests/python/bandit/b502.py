import ssl
import OpenSSL
from OpenSSL import SSL
from pyOpenSSL import SSL as own

ssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_SSLv2)
ssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_TLSv1)
ssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_TLSv1_2)
ssl.wrap_socket(s, ssl_version=VERSION)
ssl.wrap_socket(
    s,
    ssl_version=ssl.PROTOCOL_SSLv3,
)
own.Context(method=own.SSLv2_METHOD)
own.Context(method=own.SSLv23_METHOD)
SSL.Context(method=SSL.SSLv3_METHOD)
SSL.Context(SSL.SSLv3_METHOD)
SSL.Context(method=SSL.TLSv1_METHOD)
SSL.Context(method=SSL.TLS_METHOD)
anything(ssl_version=ssl.PROTOCOL_TLSv1_1)
anything(method="PROTOCOL_SSLv3")
anything(method=PROTOCOL_SSLv2)
anything(version=ssl.PROTOCOL_SSLv2)
anything(ssl_version=ssl.PROTOCOL_TLS)
ssl.SSLContext(ssl.PROTOCOL_TLSv1)
ssl.SSLContext(protocol=ssl.PROTOCOL_TLSv1)
