"""Reads reports with libraries that hulan did not write, and prints as JSON what they see.

read.py junit|csv|markdown FILE
"""

import csv
import json
import sys
from html.parser import HTMLParser


def junit(path):
    from junitparser import Error, Failure, JUnitXml, Skipped

    words = {Failure: "failed", Error: "broken", Skipped: "skipped"}
    suites = []
    report = JUnitXml.fromfile(path)
    for suite in report:
        cases = []
        for case in suite:
            results = [[words[type(one)], one.message, one.type, one.text] for one in case.result]
            cases.append({"class": case.classname, "name": case.name, "results": results})
        counted = [suite.tests, suite.failures, suite.errors, suite.skipped]
        # What the library counts itself.
        suite.update_statistics()
        suites.append(
            {
                "name": suite.name,
                "machine": suite.hostname,
                "written": counted,
                "counted": [suite.tests, suite.failures, suite.errors, suite.skipped],
                "cases": cases,
            }
        )
    return {"all": [report.tests, report.failures, report.errors, report.skipped], "suites": suites}


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.rows, self.text, self.cell = [], [], [], None

    def handle_starttag(self, tag, attributes):
        self.tags.append([tag, [name for name, _ in attributes]])
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = []

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append("".join(self.cell))
            self.cell = None

    def handle_data(self, data):
        self.text.append(data)
        if self.cell is not None:
            self.cell.append(data)


def markdown(path):
    import cmarkgfm
    from cmarkgfm.cmark import Options

    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    # Nothing is filtered out: what the page would say shows.
    html = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
    page = Page()
    page.feed(html)
    return {"tags": page.tags, "rows": page.rows, "text": "".join(page.text), "html": html}


readers = {"junit": junit, "csv": table, "markdown": markdown}
json.dump(readers[sys.argv[1]](sys.argv[2]), sys.stdout)
