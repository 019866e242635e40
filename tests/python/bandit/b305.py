from cryptography.hazmat.primitives.ciphers import modes
from cryptography.hazmat.primitives.ciphers.modes import ECB, CBC
from cryptography.hazmat.primitives import ciphers

modes.ECB()
modes.ECB(iv)
modes.CBC(iv)
modes.GCM(iv)
ECB()
CBC(iv)
ciphers.modes.ECB()
kind = modes.ECB
