import os
from os import chmod
from pathlib import Path

os.chmod("a", 0o777)
os.chmod("a", 0o755)
os.chmod("a", 0o700)
os.chmod("a", 0o644)
os.chmod("a", 0o664)
os.chmod("a", 511)
os.fchmod(3, 0o666)
os.lchmod("a", 0o111)
chmod("a", 0o710)
chmod("a", 0o701)
chmod("a", 0o740)
chmod("a", mode=0o777)
Path("a").chmod(0o777)
os.chmod(
    "a",
    0o767,
)
MODE = 0o777
os.chmod("a", MODE)
os.chmod("a", 0o600 | 0o077)
os.chmod("a", 0o777, follow_symlinks=False)
os.chmod("a", 0o777, dir_fd=1)
