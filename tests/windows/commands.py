"""The commands of a PowerShell script as another grammar sees them: the byte where the name of each begins."""

import json
import sys

import tree_sitter_powershell
from tree_sitter import Language, Parser

content = open(sys.argv[1], "rb").read()
parser = Parser(Language(tree_sitter_powershell.language()))
found = []
broken = []
nodes = [parser.parse(content).root_node]
while nodes:
    node = nodes.pop()
    if node.type == "ERROR" or node.is_missing:
        broken.append([node.start_byte, node.end_byte])
    if node.type == "command_name":
        found.append([node.start_byte, node.text.decode()])
    nodes.extend(node.children)
print(json.dumps({"commands": sorted(found), "broken": sorted(broken)}))
