import telnetlib
from telnetlib import Telnet

telnetlib.Telnet("host")
Telnet("host", 23)
with telnetlib.Telnet("host") as connection:
    connection.write(b"x")
telnetlib.TELNET_PORT
other.Telnet("host")
