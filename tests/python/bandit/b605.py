import os
import os as o
import commands
import popen2
import subprocess
from os import popen, system
from subprocess import getoutput

os.system("ls")
os.system("/bin/ls")
os.system(text)
os.system("ls " + text)
os.system(f"ls {text}")
os.system(command=text)
os.popen("ls")
os.popen(text)
os.popen2(text)
os.popen3(text)
os.popen4(text)
popen2.popen2(text)
popen2.popen3(text)
popen2.popen4(text)
popen2.Popen3(text)
popen2.Popen4(text)
commands.getoutput(text)
commands.getstatusoutput(text)
subprocess.getoutput(text)
subprocess.getstatusoutput("ls")
o.system(text)
popen(text)
system(text)
getoutput(text)
os.path.join(text)
platform.system(text)
self.os.system(text)
os.system(
    text,
)
answer = os.popen(text).read()
run = os.system
list(map(os.system, texts))
