//! Both tools, and the answers of Docker Compose kept from one run to the next.

use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use assert_cmd::Command;
use serde::{Deserialize, Serialize};

use super::case::{Case, hex, work};

/// What a tool said.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Answer {
    /// Absent where it was stopped.
    pub(super) status: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// The binary of Docker Compose, and what tells one binary from another.
pub(super) struct Oracle {
    path: PathBuf,
    mark: String,
}

impl Oracle {
    /// From `HULAN_COMPOSE`; says so when there is none.
    pub(super) fn find(test: &str) -> Option<Self> {
        let path = crate::compose_oracle::compose(test)?;
        let facts = std::fs::metadata(&path).expect("HULAN_COMPOSE is there");
        let changed = facts.modified().expect("known").duration_since(UNIX_EPOCH);
        let changed = changed.unwrap_or_default().as_secs();
        let mark = format!("{} {changed}", facts.len());
        Some(Self { path, mark })
    }

    /// The answer of this run or an earlier one. Without a profile in the arguments all are on, as
    /// they are for `hulan compose config`.
    pub(super) fn answer(&self, case: &Case) -> Answer {
        let (home, cwd) = case.write();
        // A folder's path stands in the answer.
        let key = format!("{} {} {}", self.mark, case.hash(), home.display());
        let folder = work().join("answers");
        let kept = folder.join(hex(key.as_bytes())).with_extension("json");
        if let Some(answer) = read(&kept) {
            return answer;
        }
        let mut command = Command::new(&self.path);
        if !case.args.iter().any(|argument| argument == "--profile") {
            command.args(["--profile", "*"]);
        }
        command
            .args(&case.args)
            .args(["config", "--format", "json"]);
        let answer = run(command, &home, &cwd);
        std::fs::create_dir_all(folder).expect("made");
        let text = serde_json::to_vec(&answer).expect("it serialises");
        // Another test may read it at this moment.
        let half = kept.with_extension(std::process::id().to_string());
        std::fs::write(&half, text).expect("written");
        std::fs::rename(half, kept).expect("renamed");
        answer
    }
}

fn read(kept: &Path) -> Option<Answer> {
    let text = std::fs::read(kept).ok()?;
    serde_json::from_slice(&text).ok()
}

/// What `hulan compose config` says.
pub(super) fn hulan(case: &Case) -> Answer {
    let (home, cwd) = case.write();
    let mut command = Command::cargo_bin("hulan").expect("the binary is built");
    command.args(["compose", "config", "--reveal"]);
    command.args(&case.args);
    run(command, &home, &cwd)
}

/// Nothing of the caller's environment changes what a tool says.
fn run(mut command: Command, home: &Path, cwd: &Path) -> Answer {
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home)
        .env("PWD", cwd)
        .current_dir(cwd)
        .timeout(Duration::from_mins(1));
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Answer {
        status: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}
