import xml.dom.expatbuilder
from xml.dom import expatbuilder
from xml.dom.expatbuilder import parseString as read

xml.dom.expatbuilder.parse("x")
expatbuilder.parse("x")
expatbuilder.parseString("x")
read("x")
expatbuilder.parseFragment("x", None)
