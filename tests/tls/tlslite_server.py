"""A TLS server that speaks what other libraries have dropped: SSLv3, 3DES, RC4.

Takes the address; reads srv.pem and srv.key from the current folder.
"""

import socket
import sys
import threading

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey


def serve(connection, chain, key, settings):
    try:
        tls = TLSConnection(connection)
        tls.handshakeServer(certChain=chain, privateKey=key, settings=settings)
        tls.read(max=1, min=1)
    except Exception:  # Whoever asks questions hangs up in the middle.
        pass
    finally:
        connection.close()


def main():
    host, port = sys.argv[1].rsplit(":", 1)
    chain = X509CertChain()
    chain.parsePemList(open("srv.pem").read())
    key = parsePEMKey(open("srv.key").read(), private=True)
    settings = HandshakeSettings()
    settings.minVersion = (3, 0)
    settings.maxVersion = (3, 2)
    settings.cipherNames = ["3des", "rc4"]
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, int(port)))
    listener.listen(128)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, chain, key, settings), daemon=True).start()


main()
