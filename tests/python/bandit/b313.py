import xml.etree.cElementTree as et
from xml.etree.cElementTree import fromstring
from xml.etree import cElementTree

et.parse("x")
et.iterparse("x")
et.fromstring("x")
et.XMLParser()
et.tostring(node)
et.Element("x")
fromstring("x")
cElementTree.parse("x")
