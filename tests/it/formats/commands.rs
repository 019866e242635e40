//! Workflow commands of GitHub and logging commands of Azure, parsed as their agents do, and made once
//! more by the libraries of those agents.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::{INNER, active, json as report, number, repository, scan, shown, string, tool};

/// A command as an agent reads it.
#[derive(Debug)]
struct Read {
    command: String,
    properties: Vec<(String, String)>,
    message: String,
}

impl Read {
    fn get(&self, key: &str) -> &str {
        let found = self.properties.iter().find(|(own, _)| own == key);
        found.map_or("", |(_, value)| value)
    }
}

fn unescaped(text: &str, codes: &[(&str, &str)]) -> String {
    codes.iter().fold(text.to_owned(), |text, (code, sign)| {
        text.replace(code, sign)
    })
}

const DATA: [(&str, &str); 2] = [("%0D", "\r"), ("%0A", "\n")];

fn github(line: &str) -> Option<Read> {
    let (head, message) = line.strip_prefix("::")?.split_once("::")?;
    let (command, properties) = head.split_once(' ').unwrap_or((head, ""));
    let property = [&DATA[..], &[("%3A", ":"), ("%2C", ","), ("%25", "%")]].concat();
    let properties = properties.split(',').map(|one| {
        let (key, value) = one.split_once('=').expect("KEY=VALUE");
        (key.to_owned(), unescaped(value, &property))
    });
    Some(Read {
        command: command.to_owned(),
        properties: properties.collect(),
        message: unescaped(message, &[&DATA[..], &[("%25", "%")]].concat()),
    })
}

fn azure(line: &str) -> Option<Read> {
    let (_, rest) = line.split_once("##vso[")?;
    let (head, message) = rest.split_once(']')?;
    let (command, properties) = head.split_once(' ').unwrap_or((head, ""));
    let property = [&DATA[..], &[("%5D", "]"), ("%3B", ";"), ("%AZP25", "%")]].concat();
    let properties = properties.split(';').filter(|one| !one.is_empty());
    let properties = properties.map(|one| {
        let (key, value) = one.split_once('=').expect("KEY=VALUE");
        (key.to_owned(), unescaped(value, &property))
    });
    Some(Read {
        command: command.to_owned(),
        properties: properties.collect(),
        message: unescaped(message, &[&DATA[..], &[("%AZP25", "%")]].concat()),
    })
}

/// The same commands, written by the library of the agent.
fn written(modules: &str, agent: &str, commands: &[Read]) -> String {
    let commands: Vec<Value> = commands
        .iter()
        .map(|one| {
            let properties = one.properties.iter().cloned();
            let properties: serde_json::Map<String, Value> =
                properties.map(|(key, value)| (key, value.into())).collect();
            json!({"command": one.command, "properties": properties, "message": one.message})
        })
        .collect();
    let mut child = Command::new("node")
        .arg(crate::support::project().join("tests/formats/commands.mjs"))
        .args([modules, agent])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut input = child.stdin.take().expect("piped");
    let text = serde_json::to_vec(&commands).expect("serialises");
    input.write_all(&text).expect("written");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Keys and values sorted: the order of properties means nothing.
fn sorted(text: &str, parse: fn(&str) -> Option<Read>) -> Vec<String> {
    let lines = text.lines().filter_map(parse);
    lines
        .map(|mut one| {
            one.properties.sort();
            format!("{one:?}")
        })
        .collect()
}

#[test]
fn annotations_of_github() {
    let folder = repository();
    let report = report(folder.path(), INNER);
    let text = scan(
        folder.path(),
        INNER,
        &["--output", "github", "--lang", "en"],
    );
    let commands: Vec<Read> = text.lines().filter_map(github).collect();
    let mut left = 0;
    let mut counts = std::collections::BTreeMap::new();
    let mut read = commands.iter();
    for finding in active(&report) {
        let word = match string(&finding["severity"]) {
            "critical" | "high" => "error",
            "medium" => "warning",
            _ => "notice",
        };
        let count = counts.entry(word).or_insert(0);
        *count += 1;
        if *count > 10 {
            left += 1;
            continue;
        }
        let one = read.next().expect("an annotation");
        let place = &finding["location"];
        assert_eq!(one.command, word);
        assert_eq!(one.get("file"), shown(string(&place["path"])));
        assert_eq!(one.get("line"), place["line"].to_string());
        assert_eq!(one.get("endLine"), place["endLine"].to_string());
        if place["line"] == place["endLine"] {
            assert_eq!(one.get("col"), place["column"].to_string());
            assert_eq!(one.get("endColumn"), place["endColumn"].to_string());
        } else {
            assert_eq!(one.get("col"), "");
        }
        let rule = string(&finding["rule"]);
        assert!(one.get("title").starts_with(&format!("{rule} ")), "{one:?}");
        let (sentence, fix) = one.message.split_once('\n').expect("two lines");
        assert_eq!(sentence, string(&finding["message"]));
        assert!(fix.starts_with("fix: "), "{fix}");
    }
    assert!(read.next().is_none());
    assert!(left > 0 && counts["error"] > 10, "{counts:?}");
    let rest = format!("Findings without an annotation: {left}.");
    assert!(text.lines().any(|line| line.starts_with(&rest)), "{text}");
    if let Some(modules) = tool("HULAN_FORMATS_NODE") {
        let again = written(&modules, "github", &commands);
        assert_eq!(sorted(&again, github), sorted(&text, github));
        let same = again.lines().all(|line| {
            let words = |line: &str| {
                let mut words: Vec<String> = line.split([' ', ',']).map(str::to_owned).collect();
                words.sort();
                words
            };
            text.lines().any(|own| words(own) == words(line))
        });
        assert!(same, "{again}\n{text}");
    }
}

#[test]
fn issues_of_azure() {
    let folder = repository();
    let report = report(folder.path(), INNER);
    let text = scan(folder.path(), INNER, &["--output", "azure", "--lang", "en"]);
    let commands: Vec<Read> = text.lines().filter_map(azure).collect();
    let findings = active(&report);
    assert_eq!(commands.len(), findings.len());
    for (one, finding) in commands.iter().zip(findings) {
        let place = &finding["location"];
        let is_bad = ["critical", "high"].contains(&string(&finding["severity"]));
        assert_eq!(one.command, "task.logissue");
        assert_eq!(one.get("type"), if is_bad { "error" } else { "warning" });
        assert_eq!(one.get("sourcepath"), shown(string(&place["path"])));
        assert_eq!(one.get("linenumber"), number(&place["line"]).to_string());
        assert_eq!(one.get("columnnumber"), place["column"].to_string());
        assert_eq!(one.get("code"), string(&finding["rule"]));
        let (sentence, _) = one.message.split_once('\n').expect("two lines");
        assert_eq!(sentence, string(&finding["message"]));
    }
    if let Some(modules) = tool("HULAN_FORMATS_NODE") {
        let again = written(&modules, "azure", &commands);
        assert_eq!(sorted(&again, azure), sorted(&text, azure));
    }
}
