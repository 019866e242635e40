//! Programs inside of other files: the place that a report names is where the code stands.

use std::collections::BTreeSet;
use std::io::Write as _;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{hulan, write};

/// The findings of rules about programs: rule, path and what stands at the place.
fn found(files: &[(&str, &str)]) -> (BTreeSet<(String, String, String)>, Value) {
    let tree = tempfile::tempdir().expect("made");
    for (path, content) in files {
        write(tree.path(), &[(*path, content.as_bytes())]);
    }
    scan(tree.path(), files)
}

fn scan(
    folder: &std::path::Path,
    files: &[(&str, &str)],
) -> (BTreeSet<(String, String, String)>, Value) {
    let output = hulan()
        .arg("scan")
        .arg(folder)
        .args(["--select", "PY", "--profile", "strict", "--output", "json"])
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("a list");
    let row = |one: &Value| {
        let place = &one["location"];
        let path = place["path"].as_str().expect("a path").to_owned();
        let number = |name: &str| usize::try_from(place[name].as_u64().expect("a number"));
        let (line, column) = (
            number("line").expect("fits"),
            number("column").expect("fits"),
        );
        let text = files.iter().find(|(own, _)| *own == path);
        let text = text.map_or("", |(_, text)| text);
        let line = text.lines().nth(line - 1).unwrap_or_default();
        let rest: String = line.chars().skip(column - 1).take(9).collect();
        (one["rule"].as_str().expect("an id").to_owned(), path, rest)
    };
    (findings.iter().map(row).collect(), report)
}

#[test]
fn each_front_end_leads_to_the_line_of_the_code() {
    let files = [
        (
            "app.yml",
            "kind: app\nworkflow:\n  graph:\n    edges: []\n    nodes:\n    - id: '1'\n      data:\n        type: code\n        title: 密\n        code_language: python3\n        code: \"import os\\n\\ndef main(x):\\n\\\n          \\    os.system(x)\\n\"\n",
        ),
        (
            "flow.json",
            "{\"nodes\": [{\"nodeId\": \"1\", \"name\": \"n\", \"flowNodeType\": \"code\", \"inputs\": [\n {\"key\": \"codeType\", \"value\": \"py\"},\n {\"key\": \"code\", \"value\": \"import os\\ndef main(x):\\n    os.system(x)\"}]}]}\n",
        ),
        (
            "book.ipynb",
            "{\"cells\": [\n {\"cell_type\": \"code\", \"source\": [\"import os\\n\"]},\n {\"cell_type\": \"code\", \"source\": [\"x = input()\\n\",\n  \"os.system(x)\\n\"]}\n], \"metadata\": {}}\n",
        ),
        (
            "compose.yaml",
            "services:\n  a:\n    image: python:3.12\n    command: [\"python\", \"-c\", \"import os, sys; os.system(sys.argv[1])\"]\n",
        ),
        (
            "Dockerfile",
            "FROM python:3.12\nRUN python3 - <<EOF\nimport os\nos.system(input())\nEOF\n",
        ),
        (
            "run.sh",
            "#!/bin/sh\npython3 -c 'import os\nos.system(input())'\n",
        ),
        (
            "notes.md",
            "# N\n\n```python\nimport os\nos.system(input())\n```\n",
        ),
    ];
    let (found, _) = found(&files);
    for (path, _) in files {
        let is_it = |(_, own, at): &&(String, String, String)| own == path && at == "os.system";
        assert!(found.iter().any(|row| is_it(&row)), "{path}: {found:?}");
    }
}

#[test]
fn packages_are_unpacked() {
    let tree = tempfile::tempdir().expect("made");
    let file = std::fs::File::create(tree.path().join("p.difypkg")).expect("made");
    let mut archive = ZipWriter::new(file);
    let options = SimpleFileOptions::default();
    archive.start_file("tools/run.py", options).expect("begun");
    archive
        .write_all(b"import os\n\ndef run(x):\n    os.system(x)\n")
        .expect("written");
    archive.finish().expect("finished");
    let (found, report) = scan(tree.path(), &[]);
    let paths: BTreeSet<&str> = found.iter().map(|(_, path, _)| path.as_str()).collect();
    assert_eq!(paths, BTreeSet::from(["p.difypkg/tools/run.py"]));
    assert_eq!(report["coverage"]["found"]["packages"], 1);
}

/// The files with a finding that something was not read, and the details of those.
fn broken(report: &Value) -> Vec<(String, String)> {
    let unread = report["coverage"]["unread"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let row = |one: &Value| (text(&one["path"]), text(&one["reason"]));
    unread.iter().map(row).collect()
}

#[test]
fn what_breaks_off_is_said_and_the_rest_is_judged() {
    let app = "kind: app\nworkflow:\n  graph:\n    edges: []\n    nodes:\n    - id: '1'\n      data:\n        type: code\n        title: a\n        code_language: python3\n        code: \"import os\\n\\nos.system(input())\\n\"\n    - id: '2'\n      data:\n        type: code\n        title: b\n        code: \"import os";
    let flow = "{\"nodes\": [{\"nodeId\": \"1\", \"name\": \"n\", \"flowNodeType\": \"code\", \"inputs\": [\n {\"key\": \"codeType\", \"value\": \"py\"},\n {\"key\": \"code\", \"value\": \"import os\\nos.system(input())\\n\"}]}, {\"nodeId\": \"2";
    let book = "{\"cells\": [\n {\"cell_type\": \"code\", \"source\": [\"import os\\n\", \"os.system(input())\\n\"]},\n {\"cell_type\": \"code\", \"source\": [\"x = ";
    let tree = tempfile::tempdir().expect("made");
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("main.py", options).expect("begun");
    archive.write_all(b"import os\n").expect("written");
    let package = archive.finish().expect("finished").into_inner();
    let cut = &package[..package.len() / 2];
    let files: [(&str, &[u8]); 9] = [
        ("app.yml", app.as_bytes()),
        ("flow.json", flow.as_bytes()),
        ("book.ipynb", book.as_bytes()),
        ("cut.difypkg", cut),
        ("chart/graph.yaml", b"{{- if .graph }}\npython: {{ .x }}\n"),
        ("empty.py", b""),
        ("empty.ipynb", b""),
        ("empty.yml", b""),
        ("main.py", b"import os\nos.system(input())\n"),
    ];
    write(tree.path(), &files);
    let output = hulan()
        .arg("scan")
        .arg(tree.path())
        .args(["--select", "PY901,HUL111", "--output", "json"])
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let said = |kind: &str| format!("the {kind} breaks off or is wrong here");
    let read = |path: &str, detail: &str| {
        (
            path.to_owned(),
            format!("Not all of '{path}' was read: '{detail}'."),
        )
    };
    assert_eq!(
        broken(&report),
        [
            read("app.yml", &said("YAML of the workflow")),
            read("book.ipynb", &said("JSON of the notebook")),
            read(
                "cut.difypkg",
                "the package is damaged or of a kind that is not read"
            ),
            read("flow.json", &said("JSON of the workflow")),
        ]
    );
    let findings = report["findings"].as_array().expect("a list").iter();
    let judged = findings.filter(|one| one["rule"] == "PY901");
    let judged: BTreeSet<&str> = judged
        .map(|one| one["location"]["path"].as_str().expect("a path"))
        .collect();
    assert_eq!(
        judged,
        BTreeSet::from(["app.yml", "book.ipynb", "flow.json", "main.py"])
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_not_analysed_is_said() {
    let flow = "{\"nodes\": [{\"nodeId\": \"1\", \"name\": \"js\", \"flowNodeType\": \"code\", \"inputs\": [{\"key\": \"code\", \"value\": \"return 1\"}]}]}\n";
    let (found, report) = found(&[("flow.json", flow)]);
    assert!(found.is_empty(), "{found:?}");
    let code = &report["coverage"]["notAnalysed"][0];
    assert_eq!(code["what"], "js");
    assert_eq!(code["location"]["path"], "flow.json");
    assert!(!code["why"].as_str().expect("a sentence").is_empty());
}

#[test]
fn a_notebook_is_judged_as_far_as_it_is_python_and_the_rest_is_listed() {
    let book = r#"{"cells": [
 {"cell_type": "code", "source": ["!python3 -c 'import os; os.system(input())'\n", "x = !pip install a\n",
  "%pip install b==1\n", "y != 1\n"]},
 {"cell_type": "code", "source": ["%%bash\n", "rm -rf /data\n"]},
 {"cell_type": "code", "source": ["%%sql\n", "select 1\n"]}
], "metadata": {}}
"#;
    let script = "#!/bin/sh\nrm -rf /data\n";
    let (found, report) = found(&[("book.ipynb", book), ("run.sh", script)]);
    let all: BTreeSet<(&str, &str)> = found
        .iter()
        .map(|(rule, _, at)| (rule.as_str(), at.as_str()))
        .collect();
    for expected in [
        ("PY901", "os.system"),
        ("PY910", "!pip inst"),
        ("PY910", "%pip inst"),
        ("PY914", "!python3 "),
    ] {
        assert!(all.contains(&expected), "{expected:?} of {all:?}");
    }
    assert!(!all.contains(&("PY914", "!pip inst")), "{all:?}");
    let said = report.to_string();
    assert!(said.contains("'!pip' installs packages with 'pip install'"));
    assert_eq!(
        not_analysed(&report),
        ["book.ipynb:4", "book.ipynb:5", "run.sh:1"]
    );
}

/// Where code is that nobody analyses.
fn not_analysed(report: &Value) -> Vec<String> {
    let all = report["coverage"]["notAnalysed"]
        .as_array()
        .expect("a list");
    let place = |one: &Value| {
        let place = &one["location"];
        format!(
            "{}:{}",
            place["path"].as_str().expect("a path"),
            place["line"]
        )
    };
    all.iter().map(place).collect()
}

#[test]
fn templates_are_read_as_far_as_they_lead_into_python() {
    let app = |template: &str| {
        let template = serde_json::to_string(template).expect("a string");
        format!(
            "kind: app\nworkflow:\n  graph:\n    edges: []\n    nodes:\n    - id: '1'\n      data:\n        type: template-transform\n        title: t\n        template: {template}\n"
        )
    };
    let (found, report) = found(&[
        ("bad.yml", &app("{{ cycler.__init__.__globals__.os }}")),
        ("calls.yml", &app("{{ rows.pop() }}")),
        (
            "plain.yml",
            &app("Hello {{ user.name }}, {# x() #} {{ topic }}"),
        ),
    ]);
    let rules: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|(rule, path, at)| (rule.as_str(), path.as_str(), at.as_str()))
        .collect();
    assert_eq!(
        rules,
        [
            ("PY916", "bad.yml", "__globals"),
            ("PY916", "bad.yml", "__init__.")
        ]
    );
    // What only puts values in has nothing that could be analysed.
    assert_eq!(not_analysed(&report), ["calls.yml:10"]);
}

#[test]
fn keys_of_workflows_are_never_shown() {
    let key = "made-up-4f9Kq27ZtQ";
    let app = format!(
        "kind: app\nworkflow:\n  environment_variables:\n  - {{name: apikey, value_type: string, value: {key}}}\n  - {{name: upstream, value_type: secret, value: {key}-2}}\n  graph:\n    edges: []\n    nodes:\n    - id: '1'\n      data:\n        type: http-request\n        title: t\n        url: https://example.com/x?api_key={key}\n        headers: 'Authorization: Bearer {key}'\n        authorization: {{type: api-key, config: {{api_key: {key}}}}}\n"
    );
    let tree = tempfile::tempdir().expect("made");
    write(tree.path(), &[("app.yml", app.as_bytes())]);
    for format in ["text", "json", "sarif", "table"] {
        let output = hulan()
            .arg("scan")
            .arg(tree.path())
            .args(["--profile", "strict", "--output", format])
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            said.contains("PY931") && said.contains("PY932"),
            "{format}: {said}"
        );
        assert!(!said.contains(key), "{format}: {said}");
    }
}
