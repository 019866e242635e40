import crypt
import hashlib
import hashlib as h
from hashlib import md5, new, sha1 as s1, sha256

hashlib.md5(b"x")
hashlib.sha1(b"x")
hashlib.sha256(b"x")
hashlib.md5(b"x", usedforsecurity=False)
hashlib.md5(b"x", usedforsecurity=True)
hashlib.md5(
    b"x",
    usedforsecurity=True,
)
hashlib.sha1(b"x", usedforsecurity=FLAG)
hashlib.sha1(b"x", usedforsecurity=flag())
hashlib.new("md5")
hashlib.new("MD5")
hashlib.new("sha1", usedforsecurity=False)
hashlib.new(name="sha1")
hashlib.new("sha256")
hashlib.new(kind)
hashlib.new(md5)
hashlib.new("sha", b"x")
hashlib.new("md4")
h.md5(b"x")
md5(b"x")
s1(b"x")
sha256(b"x")
new("md5")
hashlib.md5
hmac.new(key, b"x", hashlib.md5)
hashlib.md5(b"x").hexdigest()
digest = (
    hashlib
    .sha1(b"x")
    .hexdigest()
)
crypt.crypt("p", crypt.METHOD_CRYPT)
crypt.crypt("p", salt=crypt.METHOD_MD5)
crypt.crypt("p", crypt.METHOD_SHA512)
crypt.mksalt(crypt.METHOD_BLOWFISH)
crypt.mksalt(method=crypt.METHOD_CRYPT)
crypt.mksalt()
