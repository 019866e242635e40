import Crypto.Cipher
import Crypto.Hash
from Crypto import Random
from Crypto.Cipher import AES
from Crypto.PublicKey import RSA
from Crypto.Signature import pss
from Crypto.Protocol import KDF
import Crypto.Util
import Crypto.IO
import Crypto
from Crypto import Math
import Cryptodome.Cipher
from Cryptodome.Cipher import AES
