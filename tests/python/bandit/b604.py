import subprocess

run(text, shell=True)
self.run(text, shell=True)
connection.run(text, shell=False)
anything(shell=1)
anything(shell=flag)
anything(shell="bash")
anything(shell="")
anything(shell=None)
anything(shell=self.shell)
anything()(shell=True)
tools["x"](shell=True)
dict(shell=True)
os.system(text, shell=True)
subprocess.getoutput(text, shell=True)
anything(
    text,
    shell=
    True,
)
anything(**{"shell": True})
anything(Shell=True)


class Runner(Base, shell=True):
    pass
