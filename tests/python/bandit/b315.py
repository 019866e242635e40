import xml.sax.expatreader
from xml.sax import expatreader
from xml.sax.expatreader import create_parser

xml.sax.expatreader.create_parser()
expatreader.create_parser()
create_parser()
expatreader.ExpatParser()
