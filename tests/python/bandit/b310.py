import urllib.request
from urllib.request import urlopen, Request, urlretrieve as fetch
from urllib import request
from six.moves import urllib as moved
import six.moves.urllib.request

urllib.request.urlopen("https://example.com")
urllib.request.urlopen(address)
urlopen(Request("https://example.com"))
fetch("https://example.com", "x")
request.urlopen(address)
urllib.request.URLopener()
urllib.request.FancyURLopener()
urllib.request.Request(address)
urllib.request.build_opener()
urllib.parse.quote("x")
urllib.urlopen(address)
moved.request.urlopen(address)
six.moves.urllib.request.urlopen(address)
six.moves.urllib.request.urlretrieve(address)
text = (
    urllib.request
    .urlopen(address)
    .read()
)
