from xml.dom import pulldom
import xml.dom.pulldom
from xml.dom.pulldom import parse as read

pulldom.parse("x")
pulldom.parseString("x")
xml.dom.pulldom.parse("x")
read("x")
pulldom.START_ELEMENT
