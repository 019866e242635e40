import tempfile
import tempfile as t
from tempfile import mktemp, mkstemp

tempfile.mktemp()
tempfile.mktemp(
    ".txt",
)
t.mktemp()
mktemp()
mkstemp()
tempfile.mkstemp()
tempfile.mkdtemp()
name = tempfile.mktemp
os.mktemp()
