import subprocess
from subprocess import check_output as out

subprocess.run(["/bin/ls"])
subprocess.run(words)
subprocess.run("/bin/ls")
subprocess.call(words, shell=False)
subprocess.check_call(
    words,
    shell=False,
)
subprocess.check_output(words, text=True)
subprocess.Popen(words)
subprocess.run()
subprocess.run(*words)
subprocess.run(**options)
out(words)
process = (
    subprocess
    .run(words)
)
subprocess.PIPE
subprocess.list2cmdline(words)
self.subprocess.run(words)
asyncio.create_subprocess_exec(*words)
start = subprocess.run
