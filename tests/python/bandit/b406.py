import xml.sax
from xml import sax
from xml.sax import handler
import xml.sax.saxutils
from xml.sax.saxutils import escape
import xml
from xml import dom
