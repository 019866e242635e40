import ftplib
from ftplib import FTP as F
import ftplib.inner
import aioftp
from . import ftplib as own


def later():
    import ftplib


__import__("ftplib")
