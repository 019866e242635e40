import xml.etree.cElementTree
import xml.etree.ElementTree as et
from xml.etree.ElementTree import parse
from xml.etree import ElementTree
from xml.etree import ElementInclude, ElementTree as t
import xml.etree
import xml.etree.ElementPath
from xml import etree
import lxml.etree
