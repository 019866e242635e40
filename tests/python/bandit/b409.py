import xml.dom.pulldom
from xml.dom import pulldom as p
from xml.dom.pulldom import PullDOM
from xml.dom import minicompat
