"""Runs programs that hide what they do, and says which of them did it.

    execute.py < list

Standard input has the path of a program on each line. Each runs in a process of its own, below a new
folder that is also its home, for at most ten seconds, and did it when the word `evaded` stands in its
output or in a file that it made: commands and texts are spelled so that the word stands nowhere else.
Prints a JSON object: for each path whether it did, and otherwise what it complained about.
"""

import json
import os
import resource
import runpy
import shutil
import signal
import sys
import tempfile
import time

WORD = b"evaded"
COMMAND = "printf e%sed vad"
SECONDS = 10
AT_ONCE = 3


def become(program, folder):
    """Runs the program in this process, which was made for it."""
    os.setsid()
    os.chdir(folder)
    os.environ["HOME"] = folder
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 24, 1 << 24))
    nothing = os.open(os.devnull, os.O_RDONLY)
    out = os.open("stdout", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    err = os.open("stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for old, new in ((nothing, 0), (out, 1), (err, 2)):
        os.dup2(old, new)
    shutil.copy(program, "main.py")
    sys.argv = ["main.py", COMMAND]
    runpy.run_path("main.py", run_name="__main__")


def result(program, folder):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        files = [path] if os.path.isfile(path) else [os.path.join(path, inner) for inner in os.listdir(path)]
        for file in files:
            if name not in ("main.py", "stderr") and WORD in open(file, "rb").read():
                return True
    with open(os.path.join(folder, "stderr"), encoding="utf-8", errors="replace") as file:
        return file.read()[-300:] or "nothing was said"


def end(running, pid, results):
    program, folder, _ = running.pop(pid)
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    results[program] = result(program, folder)
    shutil.rmtree(folder, ignore_errors=True)


def main():
    programs = [line.strip() for line in sys.stdin if line.strip()]
    running, results = {}, {}
    while programs or running:
        while programs and len(running) < AT_ONCE:
            program, folder = programs.pop(), tempfile.mkdtemp(prefix="evasion-")
            pid = os.fork()
            if pid == 0:
                # What the program leaves for the end of the interpreter belongs to it.
                become(program, folder)
                return
            running[pid] = (program, folder, time.monotonic() + SECONDS)
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid:
            end(running, pid, results)
            continue
        late = [pid for pid, (_, _, until) in running.items() if time.monotonic() > until]
        for pid in late:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            end(running, pid, results)
        time.sleep(0.005)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
