"""/tmp/x"""
import tempfile

PLACE = "/tmp"
OTHER = "/tmp/a"
THIRD = "/var/tmp/a"
FOURTH = "/dev/shm/a"
FIFTH = "/tmpfs"
SIXTH = "tmp/a"
SEVENTH = "/home/tmp"
EIGHTH = "file:///tmp/a"
NINTH = b"/tmp/a"
TENTH = f"/tmp/{PLACE}"
ELEVENTH = f"{PLACE}/tmp/x"
TWELFTH = "/tm" "p/x"
THIRTEENTH = "/tmp" + "/x"


def work(folder="/tmp/work"):
    "/tmp/docs"
    "/tmp/alone"
    open("/tmp/x").close()
    open(
        "/var/tmp/y",
    ).close()
    return {"/tmp": "/tmp/z"}


x: "/tmp" = 1
print(tempfile.gettempdir())
