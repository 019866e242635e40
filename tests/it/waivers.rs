//! Waivers for code that a machine wrote: bound to its hash, with a reason, until a day.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{hulan, json, write};

/// A code node as a model writes it.
const CODE: &str = "import os\n\ndef main(arg):\n    os.system(\"ls \" + arg)\n    assert arg\n";

/// The SHA-256 that a stranger computes.
fn sha256(code: &str) -> String {
    let digits = Sha256::digest(code.as_bytes());
    digits.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The configuration with an entry for some code.
fn config(sha256: &str, rest: &str) -> String {
    format!(
        "profile = 'strict'\n[python]\ngenerated = ['made/**']\n\n[[python.reviewed]]\n\
         sha256 = '{sha256}'\nreason = 'lists its own folder'\n{rest}\n"
    )
}

/// An app of Dify with one code node, its program in a double-quoted scalar.
fn app(code: &str) -> String {
    let code = serde_json::to_string(code).expect("a string");
    format!(
        "kind: app\nworkflow:\n  graph:\n    edges: []\n    nodes:\n    - id: '1'\n      data:\n        \
         type: code\n        title: List\n        code_language: python3\n        code: {code}\n"
    )
}

fn scan(files: &[(&str, &str)], arguments: &[&str]) -> (Value, i32) {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    let now = ["--now", "2026-03-01T12:00:00Z"];
    json(folder.path(), &[arguments, &now].concat())
}

fn text(files: &[(&str, &str)], arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    let mut command = hulan();
    let command = command.arg("scan").arg(folder.path()).args(arguments);
    let output = command.output().expect("it runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The rules with a finding of this status.
fn rules<'r>(report: &'r Value, status: &str) -> Vec<&'r str> {
    let findings = report["findings"].as_array().expect("an array").iter();
    let findings = findings.filter(|finding| finding["status"] == status);
    let mut rules: Vec<&str> = findings
        .map(|own| own["rule"].as_str().expect("a string"))
        .collect();
    rules.sort_unstable();
    rules
}

const UNTIL: &str = "until = '2026-03-01'";

#[test]
fn a_waiver_accepts_what_was_found_in_just_this_code() {
    let hash = sha256(CODE);
    let report = |config: &str, app_code: &str| {
        scan(
            &[("app.yml", &app(app_code)), ("hulan.toml", config)],
            &["--select", "PY,HUL"],
        )
    };
    let (without, status) = report("profile = 'strict'\n", CODE);
    assert_eq!(status, 1);
    let found = rules(&without, "active");
    assert!(
        found.contains(&"PY901") && found.contains(&"PY101"),
        "{found:?}"
    );
    for finding in without["findings"].as_array().expect("an array") {
        let occurrence = &finding["occurrences"][0];
        assert_eq!(occurrence["codeSha256"], hash.as_str(), "{finding:#}");
        assert_eq!(occurrence["accepted"], Value::Null);
    }
    // In capital letters as well, as some tools write it.
    for hash in [hash.clone(), hash.to_ascii_uppercase()] {
        let (report, status) = report(&config(&hash, UNTIL), CODE);
        assert_eq!(status, 3, "no compose project, and no finding: {report:#}");
        assert_eq!(rules(&report, "waived"), found);
        assert_eq!(rules(&report, "active"), Vec::<&str>::new());
        let occurrence = &report["findings"][0]["occurrences"][0];
        assert_eq!(occurrence["accepted"], "lists its own folder");
        assert_eq!(occurrence["status"], "waived");
    }
    // One other byte, and nothing is accepted.
    let (report, status) = report(&config(&hash, UNTIL), &format!("{CODE}\n"));
    assert_eq!(status, 1);
    assert_eq!(rules(&report, "waived"), Vec::<&str>::new());
    let active = rules(&report, "active");
    assert!(
        active.contains(&"PY901") && active.contains(&"HUL126"),
        "{active:?}"
    );
}

#[test]
fn a_file_is_known_by_its_bytes_and_a_node_by_its_text() {
    let hash = sha256(CODE);
    let with_mark = format!("\u{feff}{CODE}");
    let both = [
        ("made/node.py", CODE),
        ("made/marked.py", &with_mark),
        ("app.yml", &app(CODE)),
        ("people.py", CODE),
        ("hulan.toml", &config(&hash, UNTIL)),
    ];
    let (report, status) = scan(&both, &["--select", "PY,HUL"]);
    assert_eq!(status, 1);
    for finding in report["findings"].as_array().expect("an array") {
        for occurrence in finding["occurrences"].as_array().expect("an array") {
            let is_people = occurrence["location"]["path"] == "people.py";
            let expected = if is_people { "active" } else { "waived" };
            assert_eq!(occurrence["status"], expected, "{finding:#}");
            assert_eq!(occurrence["codeSha256"].is_null(), is_people, "{finding:#}");
        }
    }
}

#[test]
fn rules_that_are_named_are_accepted_and_no_others() {
    let hash = sha256(CODE);
    let report = |rules: &str, select: &str| {
        let config = config(&hash, &format!("{UNTIL}\nrules = [{rules}]"));
        scan(
            &[("made/node.py", CODE), ("hulan.toml", &config)],
            &["--select", select],
        )
    };
    let (some, status) = report("'py901'", "PY,HUL");
    assert_eq!(status, 1, "{some:#}");
    assert_eq!(rules(&some, "waived"), ["PY901"]);
    assert!(rules(&some, "active").contains(&"PY101"), "{some:#}");
    assert!(!rules(&some, "active").contains(&"HUL126"), "{some:#}");
    // A rule that finds nothing is said, and nothing is accepted in its name.
    let (wrong, _) = report("'PY506'", "PY,HUL");
    assert_eq!(rules(&wrong, "waived"), Vec::<&str>::new());
    let unused = wrong["findings"].as_array().expect("an array").iter();
    let unused: Vec<&Value> = unused.filter(|own| own["rule"] == "HUL126").collect();
    assert_eq!(unused.len(), 1);
    assert_eq!(unused[0]["location"]["path"], "hulan.toml");
    assert_eq!(unused[0]["location"]["line"], 9);
    // What was not asked is not known.
    let (unasked, _) = report("'PY506'", "PY101,HUL");
    assert!(
        !rules(&unasked, "active").contains(&"HUL126"),
        "{unasked:#}"
    );
    let (secrets, _) = scan(
        &[("a.env", "A=1\n"), ("hulan.toml", &config(&hash, UNTIL))],
        &["--select", "SEC,HUL"],
    );
    assert!(
        !rules(&secrets, "active").contains(&"HUL126"),
        "{secrets:#}"
    );
}

#[test]
fn a_waiver_ends_with_its_day() {
    let config = config(&sha256(CODE), "until = 2026-02-28");
    let (report, status) = scan(
        &[("made/node.py", CODE), ("hulan.toml", &config)],
        &["--select", "PY,HUL"],
    );
    assert_eq!(status, 1);
    assert_eq!(rules(&report, "waived"), Vec::<&str>::new());
    let active = rules(&report, "active");
    assert!(
        active.contains(&"HUL125") && active.contains(&"PY901"),
        "{active:?}"
    );
    assert!(!active.contains(&"HUL126"), "{active:?}");
}

#[test]
fn javascript_is_accepted_by_its_hash() {
    let code = "function main(a) { return require('child_process').execSync(a) }";
    let app = app(code).replace("python3", "javascript");
    let (report, _) = scan(&[("app.yml", &app)], &["--select", "PY"]);
    assert_eq!(rules(&report, "active"), ["PY936"]);
    let hash = report["findings"][0]["occurrences"][0]["codeSha256"].as_str();
    assert_eq!(hash, Some(sha256(code).as_str()));
    let files = [
        ("app.yml", app.as_str()),
        ("hulan.toml", &config(&sha256(code), UNTIL)),
    ];
    let (report, _) = scan(&files, &["--select", "PY,HUL"]);
    assert_eq!(rules(&report, "waived"), ["PY936"]);
}

#[test]
fn what_is_wrong_with_a_waiver_ends_the_scan() {
    let hash = sha256(CODE);
    let entry = |lines: &str| format!("[[python.reviewed]]\n{lines}\n");
    let good = format!("sha256 = '{hash}'\nreason = 'r'\nuntil = 2026-12-31\n");
    for (configuration, expected) in [
        (
            entry("reason = 'r'\nuntil = 2026-12-31"),
            "missing field 'sha256'",
        ),
        (
            entry(&format!("sha256 = '{hash}'\nuntil = 2026-12-31")),
            "missing field 'reason'",
        ),
        (
            entry(&format!("sha256 = '{hash}'\nreason = 'r'")),
            "missing field 'until'",
        ),
        (
            entry("sha256 = 'hunter2'\nreason = 'r'\nuntil = 2026-12-31"),
            "hulan.toml:2:10: sha256 must be",
        ),
        (
            entry(&format!(
                "sha256 = '{}g'\nreason = 'r'\nuntil = 2026-12-31",
                &hash[..63]
            )),
            "hulan.toml:2:10: sha256 must be",
        ),
        (
            entry(&good.replace("'r'", "' '")),
            "hulan.toml:3:10: the reason is empty",
        ),
        (
            entry(&good.replace("2026-12-31", "'soon'")),
            "hulan.toml:4:9: until must be a day",
        ),
        (
            entry(&good.replace("2026-12-31", "7")),
            "hulan.toml:4:9: until must be a day",
        ),
        (
            entry(&format!("{good}rules = []")),
            "hulan.toml:5:9: the list of rules is empty",
        ),
        (
            entry(&format!("{good}rules = ['PY901', 'PY9O1']")),
            "hulan.toml:5:19: no rule about programs is called 'PY9O1': did you mean 'PY901'?",
        ),
        (
            entry(&format!("{good}rules = ['SEC101']")),
            "hulan.toml:5:10: no rule about programs",
        ),
        (
            entry(&format!("{good}rules = ['PY']")),
            "hulan.toml:5:10: no rule about programs",
        ),
        (
            entry(&format!("{good}rule = ['PY901']")),
            "unknown key 'rule': did you mean 'rules'?",
        ),
    ] {
        let folder = tempfile::tempdir().expect("made");
        write(
            folder.path(),
            &[
                ("made/node.py", CODE.as_bytes()),
                ("hulan.toml", configuration.as_bytes()),
            ],
        );
        let output = hulan()
            .arg("scan")
            .arg(folder.path())
            .output()
            .expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{configuration}: {error}");
        assert!(error.contains(expected), "{configuration}: {error}");
        assert!(
            !error.contains("hunter2") && output.stdout.is_empty(),
            "{error}"
        );
    }
}

#[test]
fn reports_show_the_hash_for_copying() {
    let hash = sha256(CODE);
    let files = [
        ("made/node.py", CODE),
        ("app.yml", &app(CODE)),
        ("people.py", CODE),
        ("hulan.toml", "[python]\ngenerated = ['made/**']\n"),
    ];
    let out = text(&files, &["--select", "PY901"]);
    for line in [
        format!("\n  {hash}  app.yml#List\n"),
        format!("\n  {hash}  made/node.py\n"),
    ] {
        assert_eq!(out.matches(&line).count(), 1, "{out}");
    }
    assert!(!out.contains(&format!("{hash}  people.py")), "{out}");
    let sarif = text(&files, &["--select", "PY901", "--output", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("an array");
    assert_eq!(results.len(), 3);
    for result in results {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let codes = &result["properties"]["codeSha256"];
        let is_people = place == "people.py";
        assert_eq!(codes.is_null(), is_people, "{result:#}");
        assert!(
            is_people || codes == &Value::from(vec![hash.as_str()]),
            "{result:#}"
        );
    }
    // What is accepted is counted, even where only the summary is asked for, and shown on demand.
    let config = config(&hash, "until = 2999-12-31");
    let files = [("made/node.py", CODE), ("hulan.toml", config.as_str())];
    for quiet in [&["--select", "PY901"][..], &["--select", "PY901", "-q"]] {
        let out = text(&files, quiet);
        assert!(out.contains("code that was reviewed: 1."), "{out}");
        assert!(!out.contains("PY901") && !out.contains(&hash), "{out}");
    }
    let out = text(&files, &["--select", "PY901", "-v"]);
    assert!(out.contains("accepted: lists its own folder"), "{out}");
}
