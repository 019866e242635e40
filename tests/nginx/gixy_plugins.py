"""What gixy says of its own test configurations, one plugin each: a JSON object of plugin to file
name to the number of its findings. The first argument is the folder of the configurations."""

import json
import logging
import sys
from pathlib import Path

from gixy.core.config import Config
from gixy.core.manager import Manager

logging.disable(logging.CRITICAL)


def options(text):
    for line in text.split("\n")[:3]:
        if line.startswith("# Options: "):
            own = json.loads(line[len("# Options: ") :])
            own.pop("__allow_includes", None)
            return own
    return None


def findings(plugin, path):
    text = path.read_text(errors="replace")
    config = Config(allow_includes=False, plugins=[plugin])
    own = options(text)
    if own:
        config.set_for(plugin, own)
    with Manager(config=config) as gixy:
        gixy.audit(str(path), path.open())
        return sum(len(list(own.issues)) for own in gixy.results)


result = {}
for folder in sorted(Path(sys.argv[1]).iterdir()):
    if folder.is_dir():
        files = sorted(folder.glob("*.conf"))
        result[folder.name] = {}
        for path in files:
            try:
                result[folder.name][path.name] = findings(folder.name, path)
            except Exception:
                result[folder.name][path.name] = None
json.dump(result, sys.stdout)
