import telnetlib
import telnetlib as t
from telnetlib import Telnet
from telnetlib import (
    DEBUGLEVEL,
)
import telnetlib3
import json, telnetlib
import importlib

__import__("telnetlib")
importlib.import_module("telnetlib")
__import__(name)
text = "import telnetlib"
