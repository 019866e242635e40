#!/usr/bin/env python3
"""How fast hulan searches files for secrets, and how often it is wrong, against kingfisher.

    cargo build --release
    python3 -m venv target/kf && target/kf/bin/pip install kingfisher-bin==2.14.0
    python3 benches/secrets.py --kingfisher target/kf/bin/kingfisher [--megabytes 500] [--runs 3]

Makes a tree of mixed text (the same one each time), and lets hulan (`--select SEC`), kingfisher
(without validation) and `grep -r -c ''` read it in turn, warm. Then counts what both find in the
libraries of Rust and Python on this machine, which hold no secrets. With --least it fails where
hulan is not that many times as fast, or finds more per MB than kingfisher does.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

WORDS = (
    "server client token cache index query model route view table worker queue batch password key "
    "secret return import def class self value name string number error request response context"
).split()


def line(rng):
    return " ".join(rng.choices(WORDS, k=rng.randrange(4, 14)))


def source(rng):
    indent = "    " * rng.randrange(4)
    kinds = (
        lambda: f"{indent}{rng.choice(WORDS)}_{rng.choice(WORDS)} = {rng.choice(WORDS)}({line(rng)!r})",
        lambda: f"{indent}# {line(rng)}",
        lambda: f"{indent}if {rng.choice(WORDS)}.{rng.choice(WORDS)} != {rng.randrange(1000)}:",
        lambda: "",
    )
    return rng.choice(kinds)()


def data(rng):
    kinds = (
        lambda: f'  "{rng.choice(WORDS)}": {{"id": "{rng.getrandbits(128):032x}", "n": {rng.random():.6f}}},',
        lambda: f"  - {rng.choice(WORDS)}: {line(rng)}",
        lambda: f"{rng.choice(WORDS)}.{rng.choice(WORDS)}={line(rng)}",
    )
    return rng.choice(kinds)()


def log(rng):
    return (
        f"2026-0{rng.randrange(1, 10)}-{rng.randrange(10, 29)}T10:{rng.randrange(10, 60)}:00Z "
        f"{rng.choice(('INFO', 'WARN'))} {line(rng)} sha256:{rng.getrandbits(256):064x} "
        f"GET /api/{rng.choice(WORDS)}?id={rng.getrandbits(64):016x}"
    )


def packed(rng):
    return "".join(f"function {rng.choice('abcdefgh')}(e,t){{return e.{rng.choice(WORDS)}(t)}}" for _ in range(40))


FILES = ((source, "py"), (source, "ts"), (source, "go"), (data, "json"), (data, "yaml"), (log, "log"), (packed, "js"))


def make(folder, megabytes):
    """Writes about `megabytes` of text in files of 2 to 60 KiB, and a few binary ones."""
    rng = random.Random(500)
    # Pieces are made once and mixed: making each line anew would take longer than the runs.
    pieces = {kind: ["\n".join(kind(rng) for _ in range(40)) + "\n" for _ in range(60)] for kind, _ in FILES}
    size, number = 0, 0
    while size < megabytes << 20:
        kind, end = rng.choice(FILES)
        text = "".join(rng.choices(pieces[kind], k=rng.randrange(1, 12)))
        below = folder / f"part{number // 200:04d}"
        below.mkdir(exist_ok=True)
        (below / f"{rng.choice(WORDS)}{number}.{end}").write_text(text, encoding="utf-8")
        if number % 50 == 0:
            (below / f"image{number}.bin").write_bytes(b"\0" + rng.randbytes(20_000))
        size += len(text)
        number += 1
    return size


def hulan(options, folder):
    return [options.binary, "scan", str(folder), "--select", "SEC", "--isolated", "--exit-zero", "--output", "json"]


def kingfisher(options, folder):
    return [
        options.kingfisher, "scan", str(folder), "--no-validate", "--format", "jsonl", "-q", "--git-history", "none",
        "--no-update-check",
    ]  # fmt: skip


def run(command):
    """Seconds, and what was printed."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return time.perf_counter() - start, done


def of_hulan(done):
    if done.returncode != 0:
        sys.exit(f"hulan failed: {done.stderr.decode(errors='replace')}")
    report = json.loads(done.stdout)
    return [
        (finding["rule"], finding["location"]["path"], finding["location"]["line"])
        for finding in report["findings"]
        if finding["rule"].startswith("SEC")
    ], report["coverage"]["searched"]


def of_kingfisher(done):
    if done.returncode not in (0, 200, 205):
        sys.exit(f"kingfisher failed: {done.stderr.decode(errors='replace')[-500:]}")
    found = 0
    for text in done.stdout.decode(errors="replace").splitlines():
        try:
            found += "rule" in json.loads(text)
        except ValueError:
            continue
    return found


def speed(options, folder):
    megabytes = make(folder, options.megabytes) / 2**20
    commands = {
        "hulan": hulan(options, folder),
        "kingfisher": kingfisher(options, folder),
        "grep": ["grep", "-r", "-c", "", str(folder)],
    }
    times = {name: [] for name in commands}
    for command in commands.values():
        run(command)
    for _ in range(options.runs):
        for name, command in commands.items():
            seconds, done = run(command)
            times[name].append(seconds)
            if name == "hulan":
                of_hulan(done)
            elif name == "kingfisher":
                of_kingfisher(done)
    median = {name: statistics.median(own) for name, own in times.items()}
    print(f"mixed text, {megabytes:.0f} MiB, median of {options.runs}:")
    for name, seconds in median.items():
        print(f"  {name:10} {seconds:7.3f} s  {megabytes / seconds:6.0f} MiB/s")
    ratio = median["kingfisher"] / median["hulan"]
    print(f"  hulan is {ratio:.1f} times as fast as kingfisher, and takes {median['hulan'] / median['grep']:.1f} times what grep takes")
    return ratio


def large(options, folder):
    """The memory for one file that is larger than what is kept, in MiB."""
    line = b"INSERT INTO notes VALUES (1, 'nothing to see here, move along please');\n" * 10_000
    with open(folder / "dump.sql", "wb") as file:
        for _ in range((options.large << 20) // len(line) + 1):
            file.write(line)
        # A made-up one.
        file.write(b"('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')\n")
    process = subprocess.Popen(hulan(options, folder), stdout=subprocess.PIPE)
    report = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    found = [finding["rule"] for finding in json.loads(report)["findings"]]
    if status != 0 or found != ["SEC114"]:
        sys.exit(f"secrets: the token at the end of a large file: {found}, status {status}")
    megabytes = usage.ru_maxrss / 1024
    print(f"a file of {options.large} MiB: {megabytes:.0f} MiB of memory")
    return megabytes


def size_of(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files) / 2**20


def noise(options):
    """What both find where there is nothing to find."""
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True)
    worse = False
    for name, folder in (
        ("Python's library", Path(sysconfig.get_paths()["stdlib"])),
        ("the Rust toolchain", Path(sysroot.stdout.strip())),
    ):
        megabytes = size_of(folder)
        found, searched = of_hulan(run(hulan(options, folder))[1])
        other = of_kingfisher(run(kingfisher(options, folder))[1])
        print(f"{name}, {folder}, {megabytes:.0f} MiB ({searched['files']} texts, {searched['binary']} others):")
        print(f"  hulan {len(found)} findings, {len(found) / megabytes:.3f} per MiB; kingfisher {other}, {other / megabytes:.3f} per MiB")
        for rule, path, number in found[:20]:
            print(f"    {rule} {path}:{number}")
        worse |= len(found) > other
    return worse


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default="target/release/hulan")
    parser.add_argument("--kingfisher", required=True)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--large", type=int, default=2048, help="MiB of one file")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--least", type=float, help="fail below this ratio")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="secrets-", dir=Path(options.binary).parent) as name:
        ratio = speed(options, Path(name))
    with tempfile.TemporaryDirectory(prefix="secrets-", dir=Path(options.binary).parent) as name:
        memory = large(options, Path(name))
    worse = noise(options) or memory > 64
    if options.least is not None and (ratio < options.least or worse):
        sys.exit(f"secrets: less than {options.least} times as fast, noisier than kingfisher, or above 64 MiB")


if __name__ == "__main__":
    main()
