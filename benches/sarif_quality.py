"""What the SARIF of hulan and of its peers is worth to those who take it in.

One folder, scanned in one run by hulan, bandit and ruff (and kingfisher, if it is named). Each report
goes to the SARIF Multitool with GitHub's rules forced on, which says what a consumer will trip over,
and to sarif-tools, which has to count as many results as there are.
"""

import argparse
import collections
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("error", "warning", "note")


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def reports(arguments, folder):
    """The reports by the names of their tools."""
    target = arguments.input
    commands = {
        "hulan": (arguments.hulan, "scan", target, "--profile", "strict", "--exit-zero", "--output", "sarif={}"),
        "bandit": (arguments.bandit, "-q", "--exit-zero", "-r", target, "-f", "sarif", "-o", "{}"),
        "ruff": (arguments.ruff, "check", "--isolated", "--select", "ALL", "--exit-zero", "--no-cache",
                 "--output-format", "sarif", "-o", "{}", target),
        "kingfisher": (arguments.kingfisher, "scan", target, "--no-validate", "--format", "sarif", "--output", "{}"),
    }
    made = {}
    for name, command in commands.items():
        if command[0] is None:
            continue
        file = folder / f"{name}.sarif"
        done = run(*(str(word).replace("{}", str(file)) for word in command))
        if not file.exists():
            sys.exit(f"{name} wrote no SARIF: {done.stderr[-2000:]}")
        made[name] = file
    return made


def validated(multitool, file):
    """What the validator says, by level and rule."""
    out = file.with_suffix(".validated")
    run(multitool, "validate", file, "--config", ROOT / "tests/it/sarif/gh.xml", "--rule-kind", "Sarif;Ghas",
        "--level", "Error;Warning;Note", "-o", out, "--log", "ForceOverwrite")
    log = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0]
    rules = log.get("tool", {}).get("driver", {}).get("rules", [])
    defaults = {rule["id"]: rule.get("defaultConfiguration", {}).get("level", "warning") for rule in rules}
    said = collections.Counter()
    for result in log["results"]:
        level = result.get("level", defaults.get(result["ruleId"], "warning"))
        said[level, result["ruleId"]] += 1
    return said


def counted(python, file):
    """How many results sarif-tools reads, by its own functions."""
    code = "import sys; from sarif import loader; print(loader.load_sarif_file(sys.argv[1]).get_result_count())"
    done = run(python, "-c", code, file)
    if done.returncode:
        sys.exit(f"sarif-tools refuses {file.name}: {done.stderr[-2000:]}")
    return int(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hulan", required=True)
    parser.add_argument("--multitool", required=True)
    parser.add_argument("--bandit")
    parser.add_argument("--ruff")
    parser.add_argument("--kingfisher")
    parser.add_argument("--sarif-tools", help="a Python with sarif-tools")
    parser.add_argument("--input", default=ROOT / "fixtures/bad")
    arguments = parser.parse_args()
    failed = False
    print(f"{'tool':<12}{'results':>8}{'error':>8}{'warning':>8}{'note':>8}  most often")
    with tempfile.TemporaryDirectory() as folder:
        for name, file in reports(arguments, Path(folder)).items():
            results = [one for own in json.loads(file.read_text())["runs"] for one in own.get("results", [])]
            said = validated(arguments.multitool, file)
            levels = {level: sum(n for (own, _), n in said.items() if own == level) for level in LEVELS}
            most = ", ".join(f"{rule} {n}" for (_, rule), n in said.most_common(3))
            counts = "".join(f"{levels[level]:>8}" for level in LEVELS)
            print(f"{name:<12}{len(results):>8}{counts}  {most}")
            if arguments.sarif_tools and counted(arguments.sarif_tools, file) != len(results):
                print(f"sarif-tools counts other results of {name}")
                failed = True
            failed |= name == "hulan" and (levels["error"] + levels["warning"] > 0 or not results)
    sys.exit(failed)


if __name__ == "__main__":
    main()
