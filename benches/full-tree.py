#!/usr/bin/env python3
"""How long hulan takes to its first finding in a full source tree, from a cold cache.

    cargo build --release
    python3 benches/full-tree.py [--files 5000] [--runs 3] [--binary target/release/hulan]

Makes a tree of mixed sources, YAML, compose files and env files (the same one each time), scans it
and prints the time until the first finding stands on standard output. Caches are dropped before
each run where the system permits it (Linux, as root); otherwise it says that they were warm.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = [".py", ".ts", ".tsx", ".js", ".go", ".rs", ".md", ".json", ".css", ".html", ".svg", ""]
WORDS = "server client token cache index query model route view table worker queue batch".split()

COMPOSE = """services:
  web:
    image: nginx:1.27
    ports: ["8{n:03d}:80"]
    environment:
      APP_KEY: ${{APP_KEY:-}}
  db:
    image: postgres:16
    environment:
      POSTGRES_PASSWORD: ${{DB_PASSWORD:?}}
    volumes: [data:/var/lib/postgresql/data]
volumes: {{data: {{}}}}
"""


def prose(rng, lines):
    return "".join(" ".join(rng.choices(WORDS, k=9)) + "\n" for _ in range(lines))


def source(rng, end):
    if end == "":
        return rng.choice(["#!/usr/bin/env python3\n", "#!/bin/sh\n", ""]) + prose(rng, 20)
    return prose(rng, rng.randrange(20, 400))


def plain_yaml(rng):
    items = (f"  {rng.choice(WORDS)}_{n}: {{size: {rng.randrange(999)}, on: true}}\n" for n in range(80))
    return "settings:\n" + "".join(items)


def make(folder, count):
    """Writes `count` files: one in a hundred is a compose file or its .env, seven are other YAML."""
    rng = random.Random(5000)
    size = 0
    for number in range(count):
        group = number % 100
        below = folder / f"part{number // 500:02d}" / f"module{number // 25:03d}"
        if group in (0, 1):
            below = folder / "deploy" / f"stack{number // 100:03d}"
            name, text = (
                ("compose.yaml", COMPOSE.format(n=number // 100))
                if group == 0
                else (".env", f"DB_PASSWORD=made-up-{rng.randrange(10**12)}\nAPP_KEY=postgres\n")
            )
        elif group < 9:
            name, text = f"settings{number}.yaml", plain_yaml(rng)
        else:
            end = rng.choice(SOURCES)
            name, text = f"{rng.choice(WORDS)}{number}{end}", source(rng, end)
        below.mkdir(parents=True, exist_ok=True)
        (below / name).write_text(text, encoding="utf-8")
        size += len(text)
    return size


def drop_caches():
    """Whether the next read comes from the disk."""
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3\n", encoding="ascii")
    except (AttributeError, OSError):
        return False
    return True


def scan(binary, folder):
    """Seconds to the first finding, and to the end."""
    command = [binary, "scan", str(folder), "--isolated", "--lang", "en", "--exit-zero"]
    start = time.perf_counter()
    first = None
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            if first is None and line.startswith((b"critical[", b"high[", b"medium[", b"low[")):
                first = time.perf_counter() - start
    if first is None:
        sys.exit("full-tree: the scan found nothing, so there is nothing to measure")
    return first, time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--binary", default="target/release/hulan")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="full-tree-", dir=Path(options.binary).parent) as name:
        size = make(Path(name), options.files)
        print(f"{options.files} files, {size / 2**20:.1f} MiB")
        cold = [(drop_caches(), *scan(options.binary, name)) for _ in range(options.runs)]
        for is_cold, first, whole in cold:
            state = "cold" if is_cold else "warm (caches cannot be dropped here)"
            print(f"first finding {first:.3f} s, whole scan {whole:.3f} s, {state}")
        print(f"median to the first finding: {statistics.median(run[1] for run in cold):.3f} s")


if __name__ == "__main__":
    main()
