//! The reports of GitLab and of reviewdog, by what their definitions demand.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{INNER, active, json, number, repository, scan, string};

fn keys(value: &Value) -> BTreeSet<&str> {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"));
    object.keys().map(String::as_str).collect()
}

fn parsed(format: &str) -> (Value, Value) {
    let folder = repository();
    let report = json(folder.path(), INNER);
    let text = scan(folder.path(), INNER, &["--output", format]);
    assert!(text.is_ascii() && text.ends_with('\n'));
    (report, serde_json::from_str(&text).expect("JSON"))
}

fn is_about_the_scan(finding: &Value) -> bool {
    // HUL is the family of the scan itself; those of them about suppressions are about the files.
    string(&finding["rule"]).starts_with("HUL1")
}

fn filled(value: &Value, most: usize) {
    let length = string(value).chars().count();
    assert!((1..=most).contains(&length), "{value}");
}

/// `yyyy-mm-ddThh:mm:ss`, and nothing behind it.
fn time(value: &Value) {
    assert_eq!(value, "2026-11-20T10:20:30");
}

#[test]
fn sast_has_what_its_schema_requires() {
    let (report, document) = parsed("gitlab-sast");
    let version = string(&document["version"]);
    assert!(version.starts_with("15."), "{version}");
    let scan = &document["scan"];
    for tool in [&scan["analyzer"], &scan["scanner"]] {
        for key in ["id", "name", "version"] {
            filled(&tool[key], 255);
        }
        filled(&tool["vendor"]["name"], 255);
        assert!(string(&tool["url"]).starts_with("https://"));
    }
    time(&scan["start_time"]);
    time(&scan["end_time"]);
    assert_eq!(scan["type"], "sast");
    // A file is missing.
    assert_eq!(scan["status"], "failure");
    let messages = scan["messages"].as_array().expect("a list");
    assert!(!messages.is_empty());
    for message in messages {
        assert!(["info", "warn", "fatal"].contains(&string(&message["level"])));
        filled(&message["value"], 10_000);
    }
    let findings = active(&report);
    let findings: Vec<&Value> = findings
        .into_iter()
        .filter(|one| !is_about_the_scan(one))
        .collect();
    let vulnerabilities = document["vulnerabilities"].as_array().expect("a list");
    assert_eq!(vulnerabilities.len(), findings.len());
    let mut ids = BTreeSet::new();
    for (own, finding) in vulnerabilities.iter().zip(findings) {
        assert_eq!(string(&own["id"]).len(), 36);
        assert!(ids.insert(string(&own["id"])), "{own}");
        assert_eq!(own["category"], "sast");
        filled(&own["name"], 255);
        filled(&own["description"], 1_048_576);
        filled(&own["solution"], 7_000);
        let severity = string(&own["severity"]);
        assert!(["Info", "Low", "Medium", "High", "Critical"].contains(&severity));
        assert_eq!(severity.to_lowercase(), string(&finding["severity"]));
        let identifiers = own["identifiers"].as_array().expect("a list");
        assert_eq!(identifiers[0]["value"], finding["rule"]);
        for identifier in identifiers {
            for key in ["type", "name", "value"] {
                filled(&identifier[key], 255);
            }
            if let Some(url) = identifier.get("url") {
                assert!(string(url).starts_with("https://") || string(url).starts_with("http://"));
            }
        }
        let cwe = identifiers.iter().filter(|one| one["type"] == "cwe");
        assert!(cwe.count() > 0, "{own}");
        for link in own["links"].as_array().expect("a list") {
            assert!(string(&link["url"]).starts_with("http"));
        }
        let location = &own["location"];
        let path = format!("{INNER}/{}", string(&finding["location"]["path"]));
        assert_eq!(string(&location["file"]), path);
        assert_eq!(location["start_line"], finding["location"]["line"]);
        assert_eq!(location["end_line"], finding["location"]["endLine"]);
    }
}

#[test]
fn code_quality_has_what_it_requires() {
    let (report, document) = parsed("gitlab-codequality");
    let findings = active(&report);
    let issues = document.as_array().expect("a list");
    assert_eq!(issues.len(), findings.len());
    let mut fingerprints = BTreeSet::new();
    for (own, finding) in issues.iter().zip(findings) {
        let all = [
            "check_name",
            "description",
            "fingerprint",
            "location",
            "severity",
        ];
        assert_eq!(keys(own), BTreeSet::from(all));
        assert_eq!(own["description"], finding["message"]);
        assert_eq!(own["check_name"], finding["rule"]);
        assert!(fingerprints.insert(string(&own["fingerprint"])), "{own}");
        let severity = string(&own["severity"]);
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        let path = string(&own["location"]["path"]);
        assert_eq!(
            path,
            format!("{INNER}/{}", string(&finding["location"]["path"]))
        );
        let lines = &own["location"]["lines"];
        assert!(number(&lines["begin"]) >= 1 && number(&lines["end"]) >= number(&lines["begin"]));
    }
}

/// The parser of reviewdog refuses fields that its definition does not have.
#[test]
fn reviewdog_knows_every_field() {
    let (report, document) = parsed("rdjson");
    assert_eq!(
        keys(&document),
        BTreeSet::from(["diagnostics", "severity", "source"])
    );
    assert_eq!(keys(&document["source"]), BTreeSet::from(["name", "url"]));
    let severities = ["ERROR", "WARNING", "INFO"];
    assert!(severities.contains(&string(&document["severity"])));
    let findings = active(&report);
    let diagnostics = document["diagnostics"].as_array().expect("a list");
    assert_eq!(diagnostics.len(), findings.len());
    for (own, finding) in diagnostics.iter().zip(findings) {
        let all = ["code", "location", "message", "severity"];
        assert_eq!(keys(own), BTreeSet::from(all));
        assert!(string(&own["message"]).starts_with(string(&finding["message"])));
        assert!(severities.contains(&string(&own["severity"])));
        assert_eq!(own["code"]["value"], finding["rule"]);
        assert!(keys(&own["code"]).is_subset(&BTreeSet::from(["url", "value"])));
        let location = &own["location"];
        assert_eq!(keys(location), BTreeSet::from(["path", "range"]));
        let path = format!("{INNER}/{}", string(&finding["location"]["path"]));
        assert_eq!(string(&location["path"]), path);
        assert_eq!(keys(&location["range"]), BTreeSet::from(["end", "start"]));
        for (end, key) in [("start", "line"), ("end", "endLine")] {
            // Columns would count bytes.
            assert_eq!(keys(&location["range"][end]), BTreeSet::from(["line"]));
            assert_eq!(location["range"][end]["line"], finding["location"][key]);
        }
    }
}
