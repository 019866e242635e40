import subprocess
import subprocess as sp
from subprocess import Popen, run as start

subprocess.run("ls", shell=True)
subprocess.run(text, shell=True)
subprocess.call("ls " + text, shell=True)
subprocess.check_call(f"ls {text}", shell=True)
subprocess.check_output("ls %s" % text, shell=True)
subprocess.Popen("ls {}".format(text), shell=True)
subprocess.run(text, shell=1)
subprocess.run(text, shell=0)
subprocess.run(text, shell=[1])
subprocess.run(text, shell=[])
subprocess.run(text, shell={})
subprocess.run(text, shell={"a": 1})
subprocess.run(text, shell="yes")
subprocess.run(text, shell="")
subprocess.run(text, shell=None)
subprocess.run(text, shell=False)
subprocess.run(text, shell=flag)
subprocess.run(text, shell=flag())
subprocess.run(text, shell=not flag)
subprocess.run(text, shell=1.5)
subprocess.run(args=text, shell=True)
subprocess.run(["ls", "-l"], shell=True)
subprocess.run(
    text,
    cwd="/",
    shell=True,
)
subprocess.run(
    text,
    shell=
    True,
)
sp.run(text, shell=True)
Popen(text, shell=True)
start(text, shell=True)
subprocess.run(text, **{"shell": True})
subprocess.getoutput(text)
subprocess.run("/bin/ls", shell=True)
with subprocess.Popen(text, shell=True) as process:
    pass
