import os
import subprocess

subprocess.run(["ls", "-l"])
subprocess.run(["/bin/ls"])
subprocess.run(["./ls"])
subprocess.run(["../ls"])
subprocess.run([".hidden"])
subprocess.run(["C:\\ls.exe"])
subprocess.run(["\\\\host\\ls"])
subprocess.run(("ls", "-l"))
subprocess.run([name, "-l"])
subprocess.run([])
subprocess.run("ls")
subprocess.run("")
subprocess.run("ls -l", shell=True)
subprocess.run("/bin/ls -l", shell=True)
subprocess.run(args=["ls"])
subprocess.run([["ls"]])
subprocess.run(["ls"] + words)
subprocess.run(["~/ls"])
subprocess.run(["$HOME/ls"])
subprocess.run([f"ls"])
subprocess.run(f"ls {name}", shell=True)
subprocess.run(
    [
        "ls",
        "-l",
    ]
)
os.system("ls")
os.popen("/bin/ls")
os.execvp("ls", words)
os.spawnlp(os.P_WAIT, "ls")
os.startfile("x.doc")
os.system("ls " + name)
