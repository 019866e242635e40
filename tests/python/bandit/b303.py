from Crypto.Hash import MD5, SHA, SHA256
from Crypto.Hash import MD2 as old, MD4
from Cryptodome.Hash import MD5 as MD5d
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hashes import SHA1, SHA512
import Crypto.Hash.MD5
import Cryptodome.Hash.SHA

MD5.new()
SHA.new(b"x")
SHA256.new()
old.new()
MD4.new()
MD5d.new()
hashes.MD5()
hashes.SHA1()
hashes.SHA256()
SHA1()
SHA512()
Crypto.Hash.MD5.new()
Cryptodome.Hash.SHA.new()
hashes.Hash(hashes.MD5())
kind = hashes.MD5
