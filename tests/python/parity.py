"""What hulan finds in Python, against Bandit and Ruff, finding by finding.

    parity.py --hulan target/release/hulan --bandit VENV/bin/bandit [--ruff VENV/bin/ruff]
              [--packages VENV/lib/python3.x/site-packages] [--sample 2500] [--study 10] [--only B602]

All three read the same files: our own for each of Bandit's tests (`bandit/`), Python's library, and the
packages of a virtual environment. A finding of Bandit agrees with one of hulan on file, test and line, one
to one; one of hulan belongs to a test by its rule (PY602) or by a further name of it (B602). Inline
suppressions are off. Files that Bandit's own Python cannot read are left out, and counted.

`differences.yaml` beside this file names what is other on purpose, and why. Ends with 1 where less of what
Bandit says is found than is promised: 98 % for B102, B307 and B6xx, 95 % over all, those named there
included. Needs PyYAML, which Bandit brings: start it with the Python of Bandit.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
CHUNK = 60
# How many tests Bandit 1.9.4 has.
TESTS = 75
STRICT = re.compile(r"B102|B307|B6\d\d")
PROMISED = {"strict": 0.98, "all": 0.95}
# hulan leaves out folders of these names, which have another meaning elsewhere.
RENAMED = {"venv": "venv_", ".venv": "venv_", "node_modules": "node_modules_"}

Finding = collections.namedtuple("Finding", "file id line")


def ask(options, command, **more):
    """What a program prints; an end that means "something was found" is no failure."""
    done = subprocess.run(command, capture_output=True, check=False, **more)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


# The files.


def sources(options):
    """Name of each set, and its files by their path in the tree."""
    sets = {"own": HERE / "bandit"}
    if not options.own:
        sets["library"] = Path(sysconfig.get_paths()["stdlib"])
        if options.packages:
            sets["packages"] = Path(options.packages)
    for name, folder in sets.items():
        files = {}
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).parts
            if path.is_file() and not ("site-packages" in parts and name == "library") and "__pycache__" not in parts:
                files["/".join([name, *(RENAMED.get(part, part) for part in parts)])] = path
        if name != "own" and options.sample:
            share = options.sample // (len(sets) - 1)
            chosen = random.Random(602).sample(sorted(files), min(share, len(files)))
            files = {file: files[file] for file in sorted(chosen)}
        yield name, files


def make_tree(folder, sets):
    for files in sets.values():
        for file, path in files.items():
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


# Bandit.


class Bandit:
    """Bandit's answers, kept by version and content: it takes minutes, and says the same each time."""

    def __init__(self, program, kept):
        self.program = program
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        self.version = " ".join(said.split())
        name = hashlib.sha256(self.version.encode()).hexdigest()[:12]
        self.kept = kept / f"bandit-{name}.json"
        self.answers = json.loads(self.kept.read_text()) if self.kept.exists() else {}

    def read(self, tree, files):
        """Findings with severity, confidence and last line; files that it passed over; seconds."""
        start = time.perf_counter()
        keys = {file: hashlib.sha256((tree / file).read_bytes()).hexdigest() for file in files}
        new = {keys[file]: file for file in files if keys[file] not in self.answers}
        todo = sorted(new.values())
        chunks = [todo[i : i + CHUNK] for i in range(0, len(todo), CHUNK)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for chunk, report in zip(chunks, pool.map(lambda own: self.run(tree, own), chunks)):
                failed = {os.path.normpath(error["filename"]) for error in report["errors"]}
                by_file = collections.defaultdict(list)
                for own in report["results"]:
                    last = max(own["line_range"] or [own["line_number"]])
                    row = [own["test_id"], own["line_number"], last, own["issue_severity"], own["issue_confidence"]]
                    by_file[os.path.normpath(own["filename"])].append(row)
                for file in chunk:
                    self.answers[keys[file]] = None if file in failed else by_file[file]
        if todo:
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            self.kept.write_text(json.dumps(self.answers))
        found, failed = [], set()
        for file in files:
            answer = self.answers[keys[file]]
            if answer is None:
                failed.add(file)
            else:
                found.extend((Finding(file, own[0], own[1]), own[2], own[3], own[4]) for own in answer)
        return found, failed, time.perf_counter() - start, len(todo)

    def run(self, tree, chunk):
        with tempfile.NamedTemporaryFile(suffix=".json") as report:
            command = [self.program, "-q", "--ignore-nosec", "-f", "json", "-o", report.name, *chunk]
            done = subprocess.run(command, cwd=tree, capture_output=True, check=False)
            if done.returncode not in (0, 1):
                sys.exit(f"bandit ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
            return json.load(report)


# hulan and Ruff.


def hulan(options, tree):
    """For each place that is reported: file, line, last line, its rule, all names, severity."""
    command = [options.hulan, "scan", ".", "--select", "PY", "--profile", "strict", "--isolated", "--exit-zero", "-o", "json"]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=tree, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    # 2: some file was not read completely; 3: no compose project was found.
    if done.returncode not in (0, 2, 3):
        sys.exit(f"hulan ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    places = []
    for finding in json.loads(done.stdout)["findings"]:
        names = {finding["rule"], *finding["aliases"]}
        names |= {"B" + name[2:] for name in names if re.fullmatch(r"PY\d{3}", name) and name < "PY900"}
        for occurrence in finding["occurrences"]:
            at = occurrence["location"]
            places.append((at["path"], at["line"], at["endLine"], finding["rule"], names, occurrence["severity"]))
    return places, seconds


def ruff(options, tree):
    command = [
        options.ruff, "check", ".", "--isolated", "--select", "S", "--preview", "--no-cache", "--ignore-noqa",
        "--no-respect-gitignore", "--config", "exclude = []", "--output-format", "json", "--exit-zero", "-q",
    ]  # fmt: skip
    start = time.perf_counter()
    rows = json.loads(ask(options, command, cwd=tree))
    seconds = time.perf_counter() - start
    found = []
    for own in rows:
        if own["code"] and re.fullmatch(r"S\d{3}", own["code"]):
            file = os.path.relpath(own["filename"], os.path.realpath(tree))
            found.append(Finding(file, "B" + own["code"][1:], own["location"]["row"]))
    return found, seconds


# The comparison.


class Differences:
    """What is other on purpose: a test, a side, and a pattern that the line has to fit."""

    def __init__(self, tree):
        entries = yaml.safe_load((HERE / "differences.yaml").read_text(encoding="utf-8")) or []
        self.entries = []
        for entry in entries:
            unknown = set(entry) - {"ids", "side", "line", "path", "reason"}
            if unknown or entry["side"] not in ("bandit", "hulan", "ruff") or not entry.get("reason"):
                sys.exit(f"differences.yaml: {entry}")
            self.entries.append({**entry, "line": re.compile(entry.get("line", "")), "count": 0})
        self.tree, self.lines = tree, {}

    def text(self, file, line):
        if file not in self.lines:
            self.lines[file] = (self.tree / file).read_bytes().decode("utf-8", "replace").split("\n")
        lines = self.lines[file]
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""

    def reason(self, side, finding):
        for entry in self.entries:
            if (
                entry["side"] == side
                and finding.id in entry["ids"]
                and fnmatch.fnmatch(finding.file, entry.get("path", "*"))
                and entry["line"].search(self.text(finding.file, finding.line))
            ):
                entry["count"] += 1
                return entry["reason"]
        return None


def compare(theirs, ours):
    """How often each stands on both sides, on theirs only, and on ours only."""
    theirs, ours = collections.Counter(theirs), collections.Counter(ours)
    return theirs & ours, theirs - ours, ours - theirs


def table(title, both, left, right, names, excused=None):
    rows = []
    for own in sorted({finding.id for part in (both, left, right) for finding in part}):
        count = [sum(n for finding, n in part.items() if finding.id == own) for part in (both, left, right)]
        said = count[0] + count[1]
        share = f"{100 * count[0] / said:6.1f}" if said else "     -"
        excuse = [sum(n for finding, n in part.items() if finding.id == own) for part in excused or ()]
        rows.append([own, said, count[0], share, count[1], count[2], *excuse])
    total = [sum(row[i] for row in rows) for i in (1, 2, 4, 5)]
    said, agreed = total[0], total[1]
    rows.append(["all", said, agreed, f"{100 * agreed / said:6.1f}" if said else "-", *total[2:]])
    if excused:
        rows[-1].extend(sum(part.values()) for part in excused)
    head = ["id", names[0], "agree", "%", f"{names[0]} only", f"{names[1]} only"]
    if excused:
        head += ["meant", "meant"]
    print(f"\n{title}")
    for row in [head, *rows]:
        print("  " + f"{row[0]:5}" + "".join(f"{cell!s:>14}" for cell in row[1:]))


def ids_of(place, wanted):
    """The tests that a place of hulan stands for: those with its number, and the further names that
    the other side speaks of on that line."""
    file, line, _, rule, names, _ = place
    own = "B" + rule[2:] if re.fullmatch(r"PY[1-7]\d\d", rule) else None
    for name in sorted(names):
        if re.fullmatch(r"B\d{3}", name) and (name == own or Finding(file, name, line) in wanted):
            yield Finding(file, name, line)


def study(differences, title, findings, count, near=None):
    if not findings or not count:
        return
    print(f"\n{title}")
    by_id = collections.defaultdict(list)
    for finding in findings:
        by_id[finding.id].append(finding)
    for own, rows in sorted(by_id.items()):
        chosen = random.Random(1).sample(sorted(rows), min(count, len(rows)))
        for finding in chosen:
            hint = near(finding) if near else ""
            text = differences.text(finding.file, finding.line)[:110]
            print(f"  {own} {finding.file}:{finding.line}  {text}{hint}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hulan", default="target/release/hulan")
    parser.add_argument("--bandit", default=os.environ.get("HULAN_BANDIT"))
    parser.add_argument("--ruff", default=os.environ.get("HULAN_RUFF"))
    parser.add_argument("--packages", default=os.environ.get("HULAN_PACKAGES"))
    parser.add_argument("--kept", default="target/ci/parity", help="folder for Bandit's answers")
    parser.add_argument("--sample", type=int, help="so many files of library and packages together, the same each time")
    parser.add_argument("--own", action="store_true", help="only our own files")
    parser.add_argument("--study", type=int, default=0, help="show so many differences of each test")
    parser.add_argument("--only", help="only this test, for --study")
    parser.add_argument("--bandit-only", action="store_true", help="only ask Bandit, and keep its answers")
    options = parser.parse_args()
    for name in ("hulan", "bandit", "ruff"):
        value = getattr(options, name)
        if value and os.sep in value:
            setattr(options, name, os.path.abspath(value))
    if not options.bandit:
        sys.exit("parity: no --bandit, and HULAN_BANDIT is not set")
    sets = dict(sources(options))
    counts = ", ".join(f"{name} {len(files)}" for name, files in sets.items())
    files = [file for own in sets.values() for file in own]
    kept = Path(options.kept).resolve()
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="parity-") as name:
        tree = Path(name).resolve()
        make_tree(tree, sets)
        lines = sum((tree / file).read_bytes().count(b"\n") for file in files)
        print(f"{len(files)} files ({counts}), {lines} lines")
        status = parity(options, tree, files, kept)
    sys.exit(status)


def parity(options, tree, files, kept):
    program = Bandit(options.bandit, kept)
    said, failed, seconds, new = program.read(tree, files)
    print(f"{program.version}: {len(said)} findings, {seconds:.1f} s for {new} files; passes over {len(failed)} files")
    if options.bandit_only:
        return 0
    theirs = [row[0] for row in said]
    seen = {finding.id for finding in theirs if finding.file.startswith("own/")}
    if len(seen) < TESTS:
        sys.exit(f"our own files show {len(seen)} of Bandit's {TESTS} tests")
    wanted = set(theirs)
    last = {row[0]: row[1] for row in said}
    places, seconds = hulan(options, tree)
    print(f"hulan: {len(places)} places, {seconds:.1f} s")
    places = [place for place in places if place[0] not in failed and place[0].endswith(".py")]
    ours = [finding for place in places for finding in ids_of(place, wanted)]
    if options.only:
        theirs = [finding for finding in theirs if finding.id == options.only]
        ours = [finding for finding in ours if finding.id == options.only]
    both, left, right = compare(theirs, ours)

    differences = Differences(tree)
    excused = []
    for side, part in (("bandit", left), ("hulan", right)):
        excused.append(collections.Counter({own: n for own, n in part.items() if differences.reason(side, own)}))
    table("Bandit against hulan", both, left, right, ("Bandit", "hulan"), excused)
    near_by = collections.defaultdict(list)
    for file, line, end, rule, names, _ in places:
        near_by[file].append((line, end, rule, names))

    def near(finding):
        end = last.get(finding, finding.line)
        close = [own for own in near_by[finding.file] if own[0] <= end and own[1] >= finding.line]
        return "".join(sorted({f"  <{rule} on {line}>" for line, _, rule, _ in close}))

    open_left = left - excused[0]
    open_right = right - excused[1]
    study(differences, "Bandit only, no reason yet:", open_left, options.study, near)
    study(differences, "hulan only, no reason yet:", open_right, options.study, near)
    further(places, wanted)
    alarms(said, places, files, tree, failed)
    severities(said, places)
    if options.ruff:
        rows, seconds = ruff(options, tree)
        rows = [own for own in rows if own.file not in failed]
        of_ruff = set(rows)
        ours_for_ruff = [finding for place in places for finding in ids_of(place, of_ruff)]
        print(f"\nruff: {len(rows)} findings, {seconds:.1f} s")
        both_ruff, left_ruff, right_ruff = compare(rows, ours_for_ruff)
        table("Ruff against hulan", both_ruff, left_ruff, right_ruff, ("Ruff", "hulan"))
        study(differences, "Ruff only:", left_ruff, options.study, near)
        table("Bandit against Ruff", *compare(theirs, rows), ("Bandit", "Ruff"))
    for entry in differences.entries:
        print(f"\n{entry['side']} only, {', '.join(entry['ids'])}, {entry['count']} times: {entry['reason']}")
    return verdict(both, left, differences.entries, options)


def further(places, wanted):
    """The rules that Bandit has no number for, and how often they stand alone."""
    own, alone = collections.Counter(), collections.Counter()
    lines = {(finding.file, finding.line) for finding in wanted}
    for file, line, _, rule, _, severity in places:
        if rule >= "PY900":
            own[rule, severity] += 1
            alone[rule, severity] += (file, line) not in lines
    print("\nrules of hulan alone: severity, places, of these on lines where Bandit says nothing")
    for (rule, severity), count in sorted(own.items()):
        print(f"  {rule} {severity:9}{count:7}{alone[rule, severity]:7}")


def alarms(said, places, files, tree, failed):
    """How much is said, by a thousand lines."""
    read = [file for file in files if file not in failed]
    thousands = sum((tree / file).read_bytes().count(b"\n") for file in read) / 1000
    theirs = collections.Counter(row[2].lower() for row in said)
    ours = collections.Counter(place[5] for place in places)
    print(f"\nby a thousand lines ({thousands:.0f} thousand):")
    for name, counts, above in (("Bandit", theirs, ("medium", "high")), ("hulan", ours, ("medium", "high", "critical"))):
        parts = ", ".join(f"{word} {count / thousands:.3f}" for word, count in sorted(counts.items()))
        some = sum(counts[word] for word in above) / thousands
        print(f"  {name:7} {sum(counts.values()) / thousands:.2f}; {some:.3f} medium and above ({parts})")


def severities(said, places):
    """Where both speak, how the severities compare."""
    ours = collections.defaultdict(list)
    for file, line, _, _, names, severity in places:
        for name in names:
            ours[Finding(file, name, line)].append(severity)
    pairs = collections.Counter()
    for finding, _, severity, _ in said:
        for own in ours.get(finding, [])[:1]:
            pairs[finding.id, severity.lower(), own] += 1
    print("\nwhere severities differ: test, Bandit's, hulan's, how often")
    for (own, theirs, mine), count in sorted(pairs.items()):
        if theirs != mine:
            print(f"  {own} {theirs:9}{mine:9}{count:7}")


def verdict(both, left, entries, options):
    status = 0
    for name, fits in (("strict", STRICT.fullmatch), ("all", lambda own: True)):
        agreed = sum(n for finding, n in both.items() if fits(finding.id))
        missed = sum(n for finding, n in left.items() if fits(finding.id))
        share = agreed / (agreed + missed) if agreed + missed else 0.0
        word = "B102, B307, B6xx" if name == "strict" else "all tests"
        print(f"\n{word}: {agreed} of {agreed + missed} lines of Bandit, {100 * share:.2f} %, promised {100 * PROMISED[name]:.0f} %")
        status |= share < PROMISED[name]
    unused = [entry for entry in entries if not entry["count"]]
    if unused and not options.own and not options.sample and not options.only:
        print(f"differences.yaml has reasons for nothing: {[entry['ids'] for entry in unused]}")
        status = 1
    return int(status)


if __name__ == "__main__":
    main()
