#!/usr/bin/env python3
"""How fast hulan analyses Python against Ruff and Bandit, and how much they say.

    cargo build --release
    python3 -m venv target/ruff && target/ruff/bin/pip install ruff bandit==1.9.4
    python3 -m venv target/packages && target/packages/bin/pip install flask django ansible-core
    python3 benches/python.py --ruff target/ruff/bin/ruff --bandit target/ruff/bin/bandit \
        --packages target/packages/lib/python3.*/site-packages [--least 1.5] [--least-bandit 100]

Copies the Python files of the packages into a folder, then lets hulan (all PY rules, profile strict) and
Ruff (`--select S --preview --no-cache`) read it in turn, warm, on the same cores, and prints the median of
the ratios of the pairs. Bandit reads a part, and hulan the same part. With --least it fails where hulan is
not that many times as fast as Ruff, with --least-bandit where it is not as Bandit.
"""

import argparse
import collections
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import copyfile


def copy(packages, folder, share=None):
    """The Python files below `packages`, or a share of them; how many, and their bytes and lines."""
    files = sorted(path for path in Path(packages).rglob("*.py") if path.is_file())
    if share:
        files = sorted(random.Random(602).sample(files, min(share, len(files))))
    size = lines = 0
    for path in files:
        parts = path.relative_to(packages).parts
        # hulan passes over environments inside of a tree.
        target = folder.joinpath(*("venv_" if part in ("venv", ".venv") else part for part in parts))
        target.parent.mkdir(parents=True, exist_ok=True)
        copyfile(path, target)
        size += path.stat().st_size
        lines += path.read_bytes().count(b"\n")
    return len(files), size, lines


def hulan(options, folder):
    return [
        options.binary, "scan", str(folder), "--select", "PY", "--profile", "strict", "--isolated", "--exit-zero",
        "--output", "json",
    ]  # fmt: skip


def ruff(options, folder):
    return [
        options.ruff, "check", str(folder), "--isolated", "--select", "S", "--preview", "--no-cache", "--exit-zero",
        "--no-respect-gitignore", "--config", "exclude = []", "--output-format", "json", "-q",
    ]  # fmt: skip


def bandit(options, folder):
    return [options.bandit, "-q", "-r", str(folder), "-f", "json"]


def run(command, statuses=(0, 1, 2, 3)):
    """Seconds by the clock, seconds of processor time, and what was printed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in statuses:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-1000:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used, done.stdout


def pairs(first, second, count):
    """The median of the ratios of `count` pairs by the clock, the same of processor time, and the medians."""
    run(first), run(second)
    both = [(run(first)[:2], run(second)[:2]) for _ in range(count)]
    clock = [theirs[0] / ours[0] for ours, theirs in both]
    used = [theirs[1] / ours[1] for ours, theirs in both]
    medians = [statistics.median(pair[i][0] for pair in both) for i in (0, 1)]
    return statistics.median(clock), statistics.median(used), medians, (min(clock), max(clock))


def said_by_hulan(output):
    """Places by severity."""
    counts = collections.Counter()
    for finding in json.loads(output)["findings"]:
        counts.update(occurrence["severity"] for occurrence in finding["occurrences"])
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default="target/release/hulan")
    parser.add_argument("--ruff", default=os.environ.get("HULAN_RUFF"))
    parser.add_argument("--bandit", default=os.environ.get("HULAN_BANDIT"))
    parser.add_argument("--packages", default=os.environ.get("HULAN_PACKAGES"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--part", type=int, default=600, help="files that Bandit reads")
    parser.add_argument("--least", type=float, help="fail where hulan is not so many times as fast as Ruff")
    parser.add_argument("--least-bandit", type=float, help="and as Bandit")
    options = parser.parse_args()
    if not options.ruff or not options.packages:
        sys.exit("python: --ruff and --packages, or HULAN_RUFF and HULAN_PACKAGES")
    failed = []
    with tempfile.TemporaryDirectory(prefix="python-") as name:
        folder = Path(name)
        files, size, lines = copy(options.packages, folder)
        if files < 2000:
            sys.exit(f"python: only {files} files below {options.packages}")
        version = run([options.ruff, "--version"])[2].decode().strip()
        print(f"{files} files, {size / 2**20:.1f} MiB, {lines} lines; {version}; {os.cpu_count()} cores; {options.runs} pairs")
        clock, used, (ours, theirs), (low, high) = pairs(hulan(options, folder), ruff(options, folder), options.runs)
        print(f"  hulan {ours:.3f} s, {size / ours / 2**20:.0f} MiB/s; Ruff {theirs:.3f} s")
        print(f"  hulan is {clock:.2f} times as fast as Ruff ({low:.2f} to {high:.2f}), by processor time {used:.2f}")
        if options.least is not None and clock < options.least:
            failed.append(f"less than {options.least} times as fast as Ruff")
        if not options.bandit:
            counts = said_by_hulan(run(hulan(options, folder))[2])
            print(f"  hulan says {sum(counts.values()) * 1000 / lines:.2f} by a thousand lines: {dict(counts)}")
    if options.bandit:
        with tempfile.TemporaryDirectory(prefix="python-") as name:
            folder = Path(name)
            files, size, lines = copy(options.packages, folder, options.part)
            print(f"a part: {files} files, {size / 2**20:.1f} MiB, {lines} lines; against Bandit, one run of it")
            seconds, used, output = run(bandit(options, folder))
            own = [run(hulan(options, folder)) for _ in range(options.runs)]
            median = statistics.median(each[0] for each in own)
            ratio = seconds / median
            print(f"  hulan {median:.3f} s; Bandit {seconds:.1f} s: {ratio:.0f} times as fast")
            if options.least_bandit is not None and ratio < options.least_bandit:
                failed.append(f"less than {options.least_bandit} times as fast as Bandit")
            theirs = collections.Counter(own["issue_severity"].lower() for own in json.loads(output)["results"])
            for title, counts in (("Bandit", theirs), ("hulan", said_by_hulan(own[-1][2]))):
                above = sum(n for word, n in counts.items() if word in ("medium", "high", "critical"))
                print(
                    f"  {title} says {sum(counts.values()) * 1000 / lines:.2f} by a thousand lines, "
                    f"{above * 1000 / lines:.3f} of these medium and above: {dict(sorted(counts.items()))}"
                )
    if failed:
        sys.exit("python: " + "; ".join(failed))


if __name__ == "__main__":
    main()
