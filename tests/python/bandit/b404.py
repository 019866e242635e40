import subprocess
import subprocess as sp
import os, subprocess
from subprocess import Popen, PIPE
from subprocess import (
    run,
    call,
)
from . import subprocess
from .subprocess import anything
import asyncio.subprocess
from asyncio import subprocess as asub
import subprocess32
import importlib

if True:
    import subprocess


def later():
    from subprocess import check_call


module = __import__("subprocess")
other = importlib.import_module("subprocess")
text = "import subprocess"
