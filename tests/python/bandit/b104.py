"""0.0.0.0"""
import socket

ANY = "0.0.0.0"
ANY6 = "::"
LOCAL = "127.0.0.1"
NET = "0.0.0.0/0"
"0.0.0.0"


def listen(host="0.0.0.0", port=80):
    s = socket.socket()
    s.bind((host, port))
    s.bind(("0.0.0.0", 80))
    s.bind(
        (
            "0.0.0.0",
            80,
        )
    )
    return {"host": "0.0.0.0", "0.0.0.0": 1}


joined = "0.0." "0.0"
text = f"0.0.0.0{listen}"
again = f"{'0.0.0.0'}"
raw = b"0.0.0.0"
if ANY == "0.0.0.0" or ANY in ("0.0.0.0", LOCAL):
    pass
host: str = "0.0.0.0"
added = "0.0.0" + ".0"
