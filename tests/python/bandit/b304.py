from Crypto.Cipher import AES, ARC2, ARC4, Blowfish, DES, XOR
from Cryptodome.Cipher import DES as DESd
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.ciphers.algorithms import IDEA, TripleDES

ARC2.new(key)
ARC4.new(key)
Blowfish.new(key)
DES.new(key, DES.MODE_CBC)
XOR.new(key)
AES.new(key)
DESd.new(key)
algorithms.ARC4(key)
algorithms.Blowfish(key)
algorithms.CAST5(key)
algorithms.IDEA(key)
algorithms.SEED(key)
algorithms.TripleDES(key)
algorithms.AES(key)
algorithms.ChaCha20(key, nonce)
IDEA(key)
TripleDES(key)
kind = algorithms.Blowfish
