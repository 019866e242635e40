import xml.sax
from xml import sax
from xml.sax import make_parser, handler

xml.sax.parse("x", h)
xml.sax.parseString("x", h)
xml.sax.make_parser()
sax.parse("x", h)
make_parser()
xml.sax.ContentHandler()
handler.ContentHandler()
