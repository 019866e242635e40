import os
import subprocess

os.system("chown root *")
os.system("/bin/chmod 600 *")
os.system("tar cf x.tar *")
os.system("rsync -a * host:")
os.system("ls *")
os.system("start *")
os.system("tar cf x.tar a")
os.popen("rsync * x")
subprocess.run("tar cf x.tar *", shell=True)
subprocess.run("tar cf x.tar *", shell=False)
subprocess.run("tar cf x.tar *", shell=1)
subprocess.Popen(["tar", "cf", "x", "*"], shell=True)
subprocess.Popen(["tar", "cf", "x", "*"])
subprocess.Popen(["chmod", mode, "*"], shell=True)
subprocess.getoutput("chmod 600 *")
os.system("tar %s *" % name)
os.system(f"tar {name} *")
subprocess.call(
    "chown x *",
    shell=True,
)
