"""How long hulan takes to load and judge a deployment, against the time that Docker Compose takes to
load it: pairs of runs, one after the other, and the median of the ratios. Ends with 1 above a bound.

    speed.py HULAN DOCKER-COMPOSE FOLDER BOUND
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from shutil import copytree

PAIRS = 5


def main() -> int:
    hulan, compose, source, bound = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = copytree(source, os.path.join(folder, "deployment"))
        template = os.path.join(folder, ".env.example")
        if os.path.exists(template):
            os.rename(template, os.path.join(folder, ".env"))
        file = os.path.join(folder, "docker-compose.yaml")
        ours = [hulan, "scan", file, "--isolated", "--quiet"]
        theirs = [compose, "-f", file, "--profile", "*", "config", "--format", "json"]
        times(ours), times(theirs)
        pairs = [(times(ours), times(theirs)) for _ in range(PAIRS)]
    wall = [own[0] / other[0] for own, other in pairs]
    cpu = [own[1] / other[1] for own, other in pairs]
    median = statistics.median(wall)
    print(
        f"time against Docker Compose, median of {PAIRS} pairs: {median:.3f} "
        f"({min(wall):.3f} to {max(wall):.3f}), CPU time {statistics.median(cpu):.3f}"
    )
    # Machines that are shared make the clock jump; CPU time tells whether it was hulan.
    return int(min(median, statistics.median(cpu)) > float(bound))


def times(command: list[str]) -> tuple[float, float]:
    """Seconds by the clock and of CPU time."""
    before, start = used(), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start, max(used() - before, 0.001)


def used() -> float:
    """Seconds of CPU time that all children have used so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
