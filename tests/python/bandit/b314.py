import xml.etree.ElementTree as et
import xml.etree.ElementTree
from xml.etree.ElementTree import fromstring, XMLParser as P, Element
from xml.etree import ElementTree
from defusedxml.ElementTree import parse

et.parse("x")
et.iterparse("x")
et.fromstring("x")
et.XMLParser()
et.tostring(node)
et.ElementTree(file="x")
et.XML("x")
fromstring("x")
P()
Element("x")
ElementTree.parse("x")
xml.etree.ElementTree.parse("x")
parse("x")
