//! What the history of a git repository tells of a value; nothing where there is none.

use std::path::Path;
use std::process::Command;

/// The first commit that has the value in the file.
pub(crate) fn since(folder: &Path, path: &str, value: &str) -> Option<String> {
    commits(folder, path, value).last().cloned()
}

/// The last commit that took the value out of the file.
pub(crate) fn until(folder: &Path, path: &str, value: &str) -> Option<String> {
    commits(folder, path, value).first().cloned()
}

/// The commits that put the value into the file or took it out, the newest first, as the list
/// writes them.
fn commits(folder: &Path, path: &str, value: &str) -> Vec<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["log", "--abbrev=10", "--format=%h %cs"])
        .arg(format!("-S{value}"))
        .args(["--", path])
        .output();
    let Ok(output) = output.inspect_err(|error| eprintln!("git: {error}")) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let commits = text.lines().filter_map(|line| {
        let (commit, date) = line.split_once(' ')?;
        Some(format!("commit: \"{commit}\", date: \"{date}\""))
    });
    commits.collect()
}
