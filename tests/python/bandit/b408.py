import xml.dom.minidom
from xml.dom import minidom
from xml.dom.minidom import Document
from xml.dom import Node
import xml.dom
