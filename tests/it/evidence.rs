//! The way of a value reaches the reader: in the text, in JSON and in SARIF, without secrets.

use serde_json::Value;

use crate::support::{hulan, json, write};

const CANARY: &str = "kR7vT2qW9mX4zc1pG6jN3dS8hB5";

const AGENT: &str = "import requests
from openai import OpenAI
client = OpenAI()
def ask(question):
    answer = client.chat.completions.create(model=\"m\", messages=question)
    address = answer.choices[0].message.content
    return address
def fetch(url, api_key=\"KEY\"):
    target = url + \"/\"
    return requests.get(target, timeout=5)
def main(question):
    return fetch(ask(question), api_key=\"KEY\")
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("made");
    let agent = AGENT.replace("KEY", CANARY);
    write(folder.path(), &[("agent/main.py", agent.as_bytes())]);
    folder
}

fn scanned(arguments: &[&str]) -> String {
    let folder = folder();
    let output = hulan()
        .arg("scan")
        .arg(folder.path())
        .args(arguments)
        .output()
        .expect("it runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn forged(report: &Value) -> &Value {
    let findings = report["findings"].as_array().expect("findings");
    let found = findings.iter().find(|one| one["rule"] == "PY907");
    found.expect("a finding of PY907")
}

#[test]
fn the_steps_are_numbered_lines_below_the_finding() {
    let text = scanned(&["--select", "PY907", "--output", "text"]);
    let steps = "   1. line 6: the answer of a model; assigned to 'address'
      address = answer.choices[0].message.content
   2. line 7: returned by a function
      return address
   3. line 12: passed to a function
      return fetch(ask(question), [REDACTED]";
    assert!(text.contains(steps), "{text}");
    let chinese = scanned(&["--select", "PY907", "--output", "text", "--lang", "zh"]);
    assert!(
        chinese.contains("   1. 第 6 行：模型的回答; 赋给“address”\n"),
        "{chinese}"
    );
    assert!(!text.contains(CANARY) && !chinese.contains(CANARY));
}

#[test]
fn the_report_for_programs_has_each_step_with_its_place() {
    let folder = folder();
    let compose = b"services: {a: {image: 'x/y:1', privileged: true}}\n";
    write(folder.path(), &[("compose.yaml", compose)]);
    let (report, _) = json(folder.path(), &[]);
    let flow = forged(&report)["flow"].as_array().expect("a flow");
    let first = flow.first().expect("a step");
    assert_eq!(first["path"], "agent/main.py");
    assert_eq!((&first["line"], &first["column"]), (&6.into(), &15.into()));
    assert_eq!(first["what"], "the answer of a model");
    let lines: Vec<u64> = flow
        .iter()
        .filter_map(|step| step["line"].as_u64())
        .collect();
    assert_eq!(lines, [6, 6, 7, 12, 9]);
    assert!(!report.to_string().contains(CANARY));
    let findings = report["findings"].as_array().expect("findings");
    let other = findings.iter().find(|one| one["rule"] == "CTR101");
    let flow = other.and_then(|one| one["flow"].as_array());
    assert!(flow.is_some_and(Vec::is_empty));
}

#[test]
fn a_viewer_of_sarif_can_walk_from_the_source_to_the_finding() {
    for lang in ["en", "zh"] {
        let text = scanned(&["--output", "sarif", "--lang", lang]);
        let log: Value = serde_json::from_str(&text).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results");
        let found = results.iter().find(|one| one["ruleId"] == "PY907");
        let found = found.expect("a finding");
        let flows = found["codeFlows"].as_array().expect("flows");
        assert_eq!(flows.len(), 1);
        let threads = flows[0]["threadFlows"].as_array().expect("threads");
        assert_eq!(threads.len(), 1);
        let places = threads[0]["locations"].as_array().expect("places");
        let ends = [places.first(), places.last()].map(|place| {
            let place = &place.expect("a place")["location"];
            assert!(
                place["message"]["text"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
            place["physicalLocation"]["region"].clone()
        });
        assert_eq!(ends[0]["startLine"], 6);
        assert_eq!(ends[1], found["locations"][0]["physicalLocation"]["region"]);
        assert!(!text.contains(CANARY));
    }
}

#[test]
fn of_a_long_way_the_middle_is_left_out() {
    let folder = tempfile::tempdir().expect("made");
    let mut code = String::from("import requests\nfrom agents import tool\n@tool\ndef go(a0):\n");
    for number in 0..12 {
        code.push_str(&format!("    a{} = a{number}\n", number + 1));
    }
    code.push_str("    return requests.get(a12)\n");
    write(folder.path(), &[("main.py", code.as_bytes())]);
    let output = hulan()
        .args(["scan", "--select", "PY907", "--output", "text"])
        .arg(folder.path())
        .output()
        .expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("   4. line 7: "), "{text}");
    assert!(
        text.contains("      and 5 more between\n   10. line 13: "),
        "{text}"
    );
    assert!(
        !text.contains("   5. line") && !text.contains("   9. line"),
        "{text}"
    );
}

#[test]
fn the_first_step_is_the_parameter_itself() {
    let code = "import os
from langchain.tools import tool

@tool
def remove(
    quiet: bool,
    path: str,
):
    target = path
    os.system(target)
";
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("tools.py", code.as_bytes())]);
    let (report, _) = json(folder.path(), &["--select", "PY901"]);
    let flow = &report["findings"][0]["flow"];
    let step = |number: usize| {
        let step = &flow[number];
        let places = ["line", "column", "endLine", "endColumn"];
        let places = places.map(|name| step[name].as_u64().expect("a number"));
        (places, step["what"].as_str().expect("a sentence"))
    };
    let given = "what a workflow or a tool is given";
    assert_eq!(step(0), ([7, 5, 7, 9], given));
    assert_eq!(step(1), ([9, 14, 9, 18], "assigned to 'target'"));
}

#[test]
fn who_decides_is_said_of_the_command_line_and_comes_before_what_nobody_steers() {
    let code = "import hashlib, subprocess, sys
mark = hashlib.md5(b'x')
other = hashlib.sha1(b'x')
subprocess.run(sys.argv[1], shell=True)
";
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("main.py", code.as_bytes())]);
    let text = |lang: &str| {
        let output = hulan()
            .arg("scan")
            .arg(folder.path())
            .args(["--select", "PY901,PY324", "--lang", lang])
            .output()
            .expect("it runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let (english, chinese) = (text("en"), text("zh"));
    assert!(
        english.contains("that whoever runs the program decides"),
        "{english}"
    );
    assert!(chinese.contains("由运行程序的人给出的命令"), "{chinese}");
    assert!(!english.contains("for security"), "{english}");
    assert!(
        english.contains("\n  1. main.py:4  high[PY901] "),
        "{english}"
    );
}
