import pyghmi
import pyghmi.ipmi.command
from pyghmi.ipmi import command
from pyghmi import exceptions as e
import ipmi
