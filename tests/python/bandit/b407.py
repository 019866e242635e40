import xml.dom.expatbuilder
from xml.dom import expatbuilder
from xml.dom.expatbuilder import parse
import xml.parsers.expat
