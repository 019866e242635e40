"""The directives of Nginx files as crossplane reads them: a JSON object of path to a list of
[depth, name, arguments...]. A file that crossplane refuses gets null."""

import json
import sys

import crossplane


def walk(block, depth, out):
    for one in block:
        if one["directive"] == "#":
            continue
        out.append([depth, one["directive"], *one["args"]])
        walk(one.get("block") or [], depth + 1, out)


def tree(path):
    payload = crossplane.parse(
        path, single=True, check_ctx=False, check_args=False, strict=False
    )
    if payload["status"] != "ok":
        return None
    out = []
    walk(payload["config"][0]["parsed"], 0, out)
    return out


print(json.dumps({path: tree(path) for path in sys.stdin.read().split("\n") if path}))
