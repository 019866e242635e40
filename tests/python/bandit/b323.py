import ssl
import ssl as tls
from ssl import _create_unverified_context as unverified

ssl._create_unverified_context()
tls._create_unverified_context()
unverified()
ssl.create_default_context()
ssl._create_default_https_context = ssl._create_unverified_context
ssl.SSLContext()
