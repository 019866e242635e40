//! The SARIF Multitool.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What is on and off.
const CONFIGURATION: &str = include_str!("gh.xml");

/// The validator.
pub(super) struct Multitool {
    binary: PathBuf,
}

/// What it says against a report.
#[derive(Debug)]
pub(super) struct Remark {
    /// The id of its rule.
    pub(super) id: String,
    /// The rest, to be printed.
    #[expect(dead_code, reason = "printed by Debug")]
    about: Value,
}

impl Multitool {
    pub(super) fn find() -> Option<Self> {
        let binary = PathBuf::from(std::env::var_os("HULAN_MULTITOOL")?);
        Some(Self { binary })
    }

    /// Everything, notes included, that it says against any of these reports. It exits with 0
    /// whatever it finds, so what counts is the file that it writes.
    pub(super) fn validate(&self, reports: &[&str]) -> Vec<Remark> {
        self.validate_as("Sarif;Ghas", reports)
    }

    /// The same by the rules of these readers.
    pub(super) fn validate_as(&self, kinds: &str, reports: &[&str]) -> Vec<Remark> {
        let folder = tempfile::tempdir().expect("made");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("gh.xml"), CONFIGURATION).expect("written");
        let mut command = Command::new(&self.binary);
        command.arg("validate");
        for (number, report) in reports.iter().enumerate() {
            let file = path(&format!("{number}.sarif"));
            fs::write(&file, report).expect("written");
            command.arg(file);
        }
        let out = path("out.sarif");
        let output = command
            .args(["--config", &path("gh.xml").display().to_string()])
            .args(["--rule-kind", kinds, "--level", "Error;Warning;Note"])
            .args(["-o", &out.display().to_string(), "--log", "ForceOverwrite"])
            .output()
            .expect("the validator runs");
        let log = read(&out).unwrap_or_else(|| panic!("{output:?}"));
        let run = &log["runs"][0];
        let seen = run["artifacts"].as_array().map_or(0, Vec::len);
        let troubles = &run["invocations"][0]["toolExecutionNotifications"];
        assert!(troubles.is_null(), "{troubles}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            seen == reports.len() || text.contains(&format!("{} files scanned", reports.len())),
            "{text}"
        );
        let results = run["results"].as_array().expect("results");
        results
            .iter()
            .map(|result| Remark {
                id: result["ruleId"].as_str().unwrap_or_default().to_owned(),
                about: serde_json::json!([result["level"], result["message"], result["locations"]]),
            })
            .collect()
    }

    /// The schema that comes with it.
    pub(super) fn schema(&self) -> Option<Value> {
        read(&self.binary.with_file_name("sarif-2.1.0.json"))
    }
}

fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("JSON"))
}
