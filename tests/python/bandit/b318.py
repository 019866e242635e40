import xml.dom.minidom
import xml.dom.minidom as md
from xml.dom.minidom import parse, Document
from xml.dom import minidom

xml.dom.minidom.parse("x")
xml.dom.minidom.parseString("x")
md.parseString("x")
parse("x")
Document()
minidom.parse("x")
minidom.getDOMImplementation()
