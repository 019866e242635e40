from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from Crypto.PublicKey import DSA, RSA
from Cryptodome.PublicKey import RSA as R

rsa.generate_private_key(public_exponent=65537, key_size=1024)
rsa.generate_private_key(65537, 512)
rsa.generate_private_key(65537, 2047)
rsa.generate_private_key(65537, 2048)
rsa.generate_private_key(65537, key_size=4096)
rsa.generate_private_key(65537, SIZE)
rsa.generate_private_key(65537, key_size=1024 * 2)
rsa.generate_private_key()
generate_private_key(65537, 1023)
dsa.generate_private_key(1024)
dsa.generate_private_key(key_size=512)
dsa.generate_private_key(2048)
ec.generate_private_key(ec.SECP192R1())
ec.generate_private_key(ec.SECP192R1)
ec.generate_private_key(curve=ec.SECT163K1)
ec.generate_private_key(ec.SECP256R1)
ec.generate_private_key(ec.SECT163R2, backend)
ec.generate_private_key(CURVE)
RSA.generate(1024)
RSA.generate(bits=512)
RSA.generate(2048)
DSA.generate(1024)
DSA.generate(bits=2048)
R.generate(1024)
rsa.generate_private_key(
    65537,
    key_size=1024,
)
