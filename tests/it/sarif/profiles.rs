//! What each reader of SARIF gets.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::multitool::Multitool;
use super::repository::{CANARIES, Repository};
use super::{accepted, folders, invariants, skip};
use crate::support::{hulan, project};

/// The profiles, with the readers whose rules they keep.
const PROFILES: [(&str, &str); 3] = [
    ("github", "Sarif;Ghas"),
    ("azure", "Sarif;Ghas;GHAzDO"),
    ("audit", "Sarif;Ghas"),
];

/// A deployment of which something is suppressed, something waived, something known and something new.
fn decided() -> Repository {
    let repository = Repository::new();
    let file = "services:\n  a:\n    image: x/y:1\n    # hulan: ignore[CTR101] until=2026-12-31 it needs it\n    \
                privileged: true\n    pid: host\n    ipc: host\n";
    repository.write("decided/compose.yaml", file);
    let waivers = "waivers:\n  - rule: CTR110\n    subject: container/a\n    reason: it watches\n    \
                   owner: platform\n    created: 2026-01-01\n    expires: 2026-06-01\n";
    repository.write(".hulan/waivers.yaml", waivers);
    let folder = repository.root().join("decided");
    let written = hulan()
        .current_dir(&folder)
        .args(["baseline", "write", "--now", super::NOW])
        .output()
        .expect("it runs");
    assert!(written.status.success(), "{written:?}");
    repository.write("decided/compose.yaml", &format!("{file}    uts: host\n"));
    repository
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().expect("results")
}

#[test]
fn the_validator_finds_nothing_in_any_profile() {
    let Some(multitool) = Multitool::find() else {
        return skip("HULAN_MULTITOOL");
    };
    let mut repositories = vec![(Repository::new(), "."), (decided(), "decided")];
    let mut all: Vec<PathBuf> = folders(&project().join("fixtures"));
    match std::env::var_os("HULAN_CORPUS").map(PathBuf::from) {
        None => skip("HULAN_CORPUS"),
        Some(corpus) => {
            for product in ["dify", "fastgpt"] {
                all.extend(folders(&corpus.join("corpus").join(product)));
            }
        }
    }
    repositories.extend(all.iter().map(|folder| (Repository::of(folder), ".")));
    for (profile, kinds) in PROFILES {
        // What GitHub gets of real deployments has a test of its own.
        let few = if profile == "github" {
            2
        } else {
            repositories.len()
        };
        let reports = repositories.iter().take(few).map(|(repository, folder)| {
            let known = match *folder {
                "decided" => &["--baseline", ".hulan/baseline.json"][..],
                _ => &[],
            };
            let arguments = [&["--sarif-profile", profile][..], known].concat();
            repository.scan(folder, &arguments)
        });
        let reports: Vec<_> = reports.collect();
        let count: usize = reports
            .iter()
            .map(|report| results(&report.log).len())
            .sum();
        let texts: Vec<&str> = reports.iter().map(|report| report.text.as_str()).collect();
        let mut found = multitool.validate_as(kinds, &texts);
        found.retain(|one| !accepted(&one.id, "en"));
        // Where nobody knows where a folder comes from, nothing can be said of it.
        found.retain(|one| one.id != "SARIF2003");
        // A line of a hundred thousand characters is not quoted, and neither is what is around it.
        let results_of = reports.iter().flat_map(|report| results(&report.log));
        let has_none = |one: &&Value| {
            let place = &one["locations"][0]["physicalLocation"];
            place.get("contextRegion").is_none()
        };
        let without = results_of.filter(has_none).count();
        let remarks = found.iter().filter(|one| one.id == "SARIF2011").count();
        assert_eq!(remarks, without, "{profile}");
        assert!(without <= 1, "{profile}: {without}");
        found.retain(|one| one.id != "SARIF2011");
        println!(
            "{profile}: {} reports, {count} results, {} remarks",
            texts.len(),
            found.len()
        );
        assert!(found.is_empty(), "{profile}: {found:#?}");
    }
}

#[test]
fn all_results_of_a_run_say_it_or_none() {
    let repository = decided();
    let known = ["--baseline", ".hulan/baseline.json"];
    for (profile, _) in PROFILES {
        for arguments in [&[][..], &known] {
            let arguments = [&["--sarif-profile", profile][..], arguments].concat();
            let report = repository.scan("decided", &arguments);
            let results = results(&report.log);
            for (key, expected) in [
                ("suppressions", profile == "audit"),
                ("baselineState", profile == "audit" && arguments.len() > 2),
            ] {
                let all = results.iter().filter(|one| one.get(key).is_some()).count();
                assert_eq!(
                    all,
                    if expected { results.len() } else { 0 },
                    "{profile} {key}"
                );
            }
            for result in results {
                let is_fail = result["kind"] == "fail";
                assert_eq!(result["level"] != "none", is_fail, "{result}");
                assert!(is_fail || profile == "audit");
                assert!(result.get("rank").is_none());
            }
            if profile == "github" {
                invariants::check(&report.log, &report.text, &repository.root());
            }
            for form in CANARIES.into_iter().flat_map(invariants::forms) {
                assert!(!report.text.contains(&form), "{form}");
            }
        }
    }
}

#[test]
fn an_audit_says_what_became_of_each() {
    let repository = decided();
    let known = ["--baseline", ".hulan/baseline.json"];
    let report = repository.scan(
        "decided",
        &[&["--sarif-profile", "audit"][..], &known].concat(),
    );
    let of = |id: &str| {
        let mut own = results(&report.log)
            .iter()
            .filter(|one| one["ruleId"] == id);
        let first = own.next().unwrap_or_else(|| panic!("{id}"));
        (
            first["suppressions"].clone(),
            first["baselineState"].clone(),
            first["kind"].clone(),
        )
    };
    let comment = json!([{"kind": "inSource", "status": "accepted", "justification": "it needs it",
        "properties": {"until": "2026-12-31"}}]);
    assert_eq!(of("CTR101"), (comment, json!("new"), json!("fail")));
    let waived = json!([{"kind": "external", "status": "accepted", "justification": "it watches",
        "properties": {"until": "2026-06-01", "owner": "platform"}}]);
    assert_eq!(of("CTR110"), (waived, json!("new"), json!("fail")));
    assert_eq!(of("CTR301"), (json!([]), json!("unchanged"), json!("fail")));
    let passed: Vec<&Value> = results(&report.log)
        .iter()
        .filter(|one| one["kind"] == "pass")
        .collect();
    assert!(passed.len() > 5, "{}", passed.len());
    let sentence = passed[0]["message"]["text"].as_str().expect("a sentence");
    assert!(sentence.ends_with("the rule found nothing."), "{sentence}");
    let kept = repository.scan("decided", &known);
    let failed = |log: &Value| {
        let own = results(log).iter().filter(|one| one["kind"] == "fail");
        own.map(|one| one["ruleId"].clone()).collect::<Vec<_>>()
    };
    let kept = failed(&kept.log);
    assert!(
        !kept.contains(&json!("CTR101")) && !kept.contains(&json!("CTR301")),
        "{kept:?}"
    );
    assert_eq!(kept, ["CTR123"]);
}

#[test]
fn azure_gets_its_pipeline() {
    let repository = Repository::new();
    let report = repository.scan(".", &["--sarif-profile", "azure"]);
    let run = &report.log["runs"][0];
    let details = &run["automationDetails"];
    assert_eq!(details["id"], "azuredevops/pipeline/build/42/hulan/");
    let own =
        |key: &str| details["properties"][format!("azuredevops/pipeline/build/{key}")].clone();
    assert_eq!(own("buildDefinitionId"), "42");
    assert_eq!(own("phaseId"), "96ac2280-8cb4-5df5-99de-dd2da759617d");
    assert!(!report.text.contains("##vso["), "no command of the agent");
    let output = hulan()
        .current_dir(repository.root())
        .args(["scan", ".", "--output", "sarif", "--sarif-profile", "azure"])
        .env_remove("SYSTEM_DEFINITIONID")
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        errors.contains("SYSTEM_DEFINITIONID is not set"),
        "{errors}"
    );
}
