//! The JSON report keeps its contract, `schema/report-v1.json`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use jsonschema::Validator;
use serde_json::Value;

use crate::support::{json as scan, project};

fn fixture(name: &str) -> PathBuf {
    project().join("fixtures").join(name)
}

fn schema() -> Value {
    let file = project().join("schema/report-v1.json");
    let text = fs::read_to_string(file).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn check(validator: &Validator, report: &Value, what: &str) {
    let errors: Vec<String> = validator
        .iter_errors(report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}\n{}", errors.join("\n"));
}

#[test]
fn reports_keep_the_schema() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for name in ["bad", "hardened", "broken", ""] {
        for arguments in [
            &[][..],
            &["--lang", "zh"],
            &["--select", "CTR", "--exit-zero"],
        ] {
            let (report, status) = scan(&fixture(name), arguments);
            check(
                &validator,
                &report,
                &format!("fixtures/{name} {arguments:?}"),
            );
            assert_eq!(report["outcome"]["exit"], status);
        }
    }
    let nothing = tempfile::tempdir().expect("a folder");
    let (report, status) = scan(nothing.path(), &[]);
    check(&validator, &report, "an empty folder");
    assert_eq!(status, 3);
}

#[test]
fn the_schema_is_strict() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let report = scan(&fixture("bad"), &[]).0;
    let spoiled = |change: fn(&mut Value)| {
        let mut report = report.clone();
        change(&mut report);
        !validator.is_valid(&report)
    };
    assert!(spoiled(|report| report["more"] = Value::Null));
    assert!(spoiled(|report| report["version"] = 2.into()));
    assert!(spoiled(
        |report| report["findings"][0]["severity"] = "dire".into()
    ));
    assert!(spoiled(
        |report| report["findings"][0]["location"]["line"] = 0.into()
    ));
    assert!(spoiled(
        |report| report["findings"][0]["occurrences"] = Value::Array(Vec::new())
    ));
    let objects = |value: &Value| value["type"] == "object";
    let mut open: Vec<&Value> = vec![&schema];
    while let Some(value) = open.pop() {
        if objects(value) {
            assert_eq!(value["additionalProperties"], false, "{value}");
            let keys = value["properties"].as_object().expect("a mapping").keys();
            let required = value["required"].as_array().expect("a list");
            let required: BTreeSet<&str> = required.iter().filter_map(Value::as_str).collect();
            assert_eq!(keys.map(String::as_str).collect::<BTreeSet<_>>(), required);
        }
        match value {
            Value::Object(fields) => open.extend(fields.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

/// The fields that other tools rely on.
const FIELDS: [&str; 35] = [
    "/version",
    "/tool/name",
    "/tool/version",
    "/root",
    "/summary/critical",
    "/summary/high",
    "/summary/medium",
    "/summary/low",
    "/summary/info",
    "/summary/suppressed",
    "/findings/0/rule",
    "/findings/0/aliases",
    "/findings/0/name",
    "/findings/0/severity",
    "/findings/0/confidence",
    "/findings/0/message",
    "/findings/0/subject/kind",
    "/findings/0/subject/name",
    "/findings/0/subject/project",
    "/findings/0/location/path",
    "/findings/0/location/line",
    "/findings/0/location/column",
    "/findings/0/location/endLine",
    "/findings/0/location/endColumn",
    "/findings/0/related/0/path",
    "/findings/0/related/0/message",
    "/findings/0/occurrences/0/subject/kind",
    "/findings/0/occurrences/0/location/path",
    "/findings/0/occurrences/0/fingerprint",
    "/findings/0/occurrences/0/status",
    "/findings/0/fingerprint",
    "/findings/0/status",
    "/coverage/files",
    "/coverage/bytes",
    "/coverage/unread",
];

#[test]
fn the_fields_of_the_contract_are_there() {
    let report = scan(&fixture("bad"), &[]).0;
    let lacking: Vec<&&str> = FIELDS
        .iter()
        .filter(|field| report.pointer(field).is_none())
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    let broken = scan(&fixture("broken"), &["--select", "HUL"]).0;
    for field in ["path", "line", "reason"] {
        assert!(!broken["coverage"]["unread"][0][field].is_null(), "{field}");
    }
}
