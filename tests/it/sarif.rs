//! The SARIF report: judged by the validator of its authors, by the schema, and by what neither of
//! them looks at. `HULAN_MULTITOOL` is the path of the validator's binary, `HULAN_CORPUS` the folder
//! of real deployments.

// Tests may stop at the first surprise, in their helpers as well.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice
)]
// A test that is skipped says so.
#![allow(clippy::print_stdout)]

mod invariants;
mod multitool;
mod profiles;
mod repository;

use std::path::{Path, PathBuf};

use serde_json::Value;

use multitool::Multitool;
use repository::{CANARIES, Repository};

/// The time of all scans.
const NOW: &str = "2026-01-31T08:00:00Z";

/// Notes of the validator that Chinese templates get: it wants a full stop and quotes in ASCII.
const CHINESE: [&str; 2] = ["SARIF2001", "SARIF2015"];

/// A warning that there is no home page to tell of.
const NO_HOME: &str = "SARIF2005";

fn accepted(id: &str, lang: &str) -> bool {
    let has_home = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")] != ["", ""];
    (id == NO_HOME && !has_home) || (lang == "zh" && CHINESE.contains(&id))
}

/// Whether the environment insists on the tools.
fn skip(what: &str) {
    let required = std::env::var("HULAN_REQUIRE_TOOLS").as_deref() == Ok("1");
    assert!(!required, "{what} is not set");
    println!("skipped: {what} is not set");
}

#[test]
fn the_validator_finds_nothing() {
    let Some(multitool) = Multitool::find() else {
        return skip("HULAN_MULTITOOL");
    };
    let repository = Repository::new();
    for lang in ["en", "zh"] {
        let report = repository.scan(".", &["--lang", lang]);
        let found = multitool.validate(&[report.text.as_str()]);
        let left: Vec<_> = found
            .iter()
            .filter(|found| !accepted(&found.id, lang))
            .collect();
        assert!(left.is_empty(), "{lang}: {left:#?}");
        let homeless = found.iter().filter(|found| found.id == NO_HOME).count();
        assert!(homeless <= 1, "{found:#?}");
    }
}

/// Findings about endpoints stand in the documents of their answers.
#[test]
fn the_validator_finds_nothing_about_endpoints() {
    let Some(multitool) = Multitool::find() else {
        return skip("HULAN_MULTITOOL");
    };
    let repository = Repository::new();
    let bad = r#"{"hulan-endpoint": 1, "scheme": "ldap", "host": "dc1.corp.example", "port": 389,
        "unanswered": [{"question": "tls", "why": {"failed": "silent"}}],
        "tls": {"protocols": [{"name": "SSLv3", "suites": ["TLS_RSA_WITH_RC4_128_SHA"]}]},
        "ldap": {"clear-bind": "accepted", "starttls": "refused"}}"#;
    let silent = r#"{"hulan-endpoint": 1, "scheme": "tls", "host": "::1", "port": 443, "failure": "silent"}"#;
    repository.write("a.endpoint.json", bad);
    repository.write("b.endpoint.json", silent);
    for lang in ["en", "zh"] {
        let output = crate::support::hulan()
            .current_dir(repository.root())
            .args(["probe", "snapshot", "a.endpoint.json", "b.endpoint.json"])
            .args(["--output", "sarif", "--lang", lang])
            .output()
            .expect("it runs");
        let report = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            report.contains("LDAP201") && report.contains("HUL141"),
            "{report}"
        );
        let found = multitool.validate(&[report.as_str()]);
        let left = found.iter().filter(|found| !accepted(&found.id, lang));
        assert_eq!(left.count(), 0, "{lang}: {found:#?}");
    }
}

#[test]
fn the_schema_accepts_it() {
    let Some(multitool) = Multitool::find() else {
        return skip("HULAN_MULTITOOL");
    };
    let Some(schema) = multitool.schema() else {
        return skip("the schema beside HULAN_MULTITOOL");
    };
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).expect("a schema");
    let repository = Repository::new();
    for lang in ["en", "zh"] {
        let report = repository.scan(".", &["--lang", lang]);
        let errors: Vec<String> = validator
            .iter_errors(&report.log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn what_no_validator_looks_at() {
    let repository = Repository::new();
    for lang in ["en", "zh"] {
        let report = repository.scan(".", &["--lang", lang]);
        invariants::check(&report.log, &report.text, &repository.root());
        let run = &report.log["runs"][0];
        let results = run["results"].as_array().expect("results");
        let rules = |id: &str| {
            results
                .iter()
                .filter(|result| result["ruleId"] == id)
                .count()
        };
        assert!(
            rules("CTR101") >= 4 && rules("SEC101") >= 3 && rules("NET102") >= 1,
            "{rules:?}",
            rules = results.len()
        );
        let invocation = &run["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(invocation["exitCode"], 1);
        assert_eq!(invocation["startTimeUtc"], NOW);
        let notifications = invocation["toolExecutionNotifications"].as_array();
        let ids: Vec<&str> = notifications
            .expect("notifications")
            .iter()
            .filter_map(|one| one["descriptor"]["id"].as_str())
            .collect();
        assert!(
            ids.contains(&"HUL104") && ids.contains(&"HUL107"),
            "{ids:?}"
        );
        let flows = results.iter().filter(|one| one.get("codeFlows").is_some());
        assert_eq!(flows.count(), 1);
        assert_eq!(run["redactionTokens"][0], "[REDACTED]");
        let provenance = &run["versionControlProvenance"][0];
        assert_eq!(
            provenance["repositoryUri"],
            "https://example.org/shop/deploy.git"
        );
        assert_eq!(provenance["branch"], "main");
    }
}

#[test]
fn no_secret_leaves() {
    let repository = Repository::new();
    for lang in ["en", "zh"] {
        let report = repository.scan(".", &["--lang", lang]);
        for canary in CANARIES {
            for form in invariants::forms(canary) {
                assert!(!report.text.contains(&form), "{form}");
            }
        }
    }
}

#[test]
fn no_hash_covers_a_secret() {
    let repository = Repository::new();
    let hashes = |secret: &str| -> Vec<Value> {
        repository.write(
            "hash/compose.yaml",
            &format!("services:\n  a:\n    image: x/y:1\n    privileged: true\n    environment:\n      DB_PASSWORD: {secret}\n"),
        );
        let report = repository.scan("hash", &[]);
        let results = report.log["runs"][0]["results"].as_array().cloned();
        let results = results.expect("results");
        assert!(results.len() >= 3);
        let prints = |result: &Value| result["partialFingerprints"].clone();
        results.iter().map(prints).collect()
    };
    assert_eq!(hashes("kW3vQ9zLmN4tBx"), hashes("rT8yHc2JfD6sPw"));
}

#[test]
fn equal_input_gives_equal_bytes() {
    let repository = Repository::new();
    let first = repository.scan(".", &[]);
    assert_eq!(first.text, repository.scan(".", &[]).text);
}

#[test]
fn addresses_start_at_the_top_of_the_repository() {
    let repository = Repository::new();
    let report = repository.scan("deploy/生产 环境", &[]);
    invariants::check(&report.log, &report.text, &repository.root());
    let address = &report.log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    let address = address["uri"].as_str().expect("an address");
    assert!(
        address.starts_with("deploy/%E7%94%9F%E4%BA%A7%20%E7%8E%AF%E5%A2%83/"),
        "{address}"
    );
}

#[test]
fn without_a_repository_and_without_findings() {
    let repository = Repository::new();
    std::fs::remove_dir_all(repository.root().join(".git")).expect("removed");
    let report = repository.scan(".", &["--select", "HUL109"]);
    let run = &report.log["runs"][0];
    assert_eq!(run["results"], serde_json::json!([]));
    assert!(run.get("versionControlProvenance").is_none());
    assert!(run.get("taxonomies").is_none());
}

#[test]
fn real_deployments() {
    let Some(corpus) = std::env::var_os("HULAN_CORPUS").map(PathBuf::from) else {
        return skip("HULAN_CORPUS");
    };
    let Some(multitool) = Multitool::find() else {
        return skip("HULAN_MULTITOOL");
    };
    let mut reports = Vec::new();
    for product in ["dify", "fastgpt"] {
        for folder in folders(&corpus.join("corpus").join(product)) {
            let repository = Repository::of(&folder);
            let report = repository.scan(".", &[]);
            invariants::check(&report.log, &report.text, &repository.root());
            let results = report.log["runs"][0]["results"].as_array().map(Vec::len);
            println!("{}: {} results", folder.display(), results.unwrap_or(0));
            reports.push(report.text);
        }
    }
    assert!(!reports.is_empty());
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    let found = multitool.validate(&reports);
    let left: Vec<_> = found
        .iter()
        .filter(|found| !accepted(&found.id, "en"))
        .collect();
    assert!(left.is_empty(), "{left:#?}");
    println!(
        "{} reports, {} remarks accepted",
        reports.len(),
        found.len()
    );
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
