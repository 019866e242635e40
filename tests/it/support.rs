//! What several tests need.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// All formats.
pub(crate) const FORMATS: [&str; 16] = [
    "text",
    "table",
    "concise",
    "json",
    "sarif",
    "github",
    "azure",
    "gitlab-sast",
    "gitlab-codequality",
    "junit",
    "rdjson",
    "markdown",
    "csv",
    "compliance",
    "compliance-markdown",
    "compliance-json",
];

/// The folder of the project.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The binary, with nothing of the caller's environment that changes its output.
pub(crate) fn hulan() -> Command {
    let mut command = Command::cargo_bin("hulan").expect("the binary is built");
    command
        // Release lines end some day: the tests run on one day for ever.
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("HULAN_LANG")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .env("NO_COLOR", "1");
    command
}

/// Writes files below `folder`.
pub(crate) fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (path, content) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("made");
        std::fs::write(path, content).expect("written");
    }
}

/// A copy of `fixtures/NAME`, below the same two folders. In a repository its files are tracked, and
/// what is found there would be other than in an archive of the source.
pub(crate) fn copy_of_fixture(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("made");
    for file in files_below(&project().join("fixtures").join(name), &|_: &Path| true) {
        let name = file.strip_prefix(project()).expect("below the project");
        let name = name.to_str().expect("UTF-8").replace('\\', "/");
        let content = std::fs::read(&file).expect("readable");
        write(folder.path(), &[(&name, &content)]);
    }
    folder
}

/// The report as JSON, and the exit status.
pub(crate) fn json(folder: &Path, arguments: &[&str]) -> (serde_json::Value, i32) {
    let output = hulan()
        .arg("scan")
        .arg(folder)
        .args(["--output", "json"])
        .args(arguments)
        .output()
        .expect("it runs");
    let text = String::from_utf8(output.stdout).expect("ASCII");
    let report = serde_json::from_str(&text).unwrap_or_else(|error| {
        let errors = String::from_utf8_lossy(&output.stderr);
        panic!("no JSON ({error}): {text}\n{errors}")
    });
    (report, output.status.code().expect("not killed"))
}

/// The folder with real deployments, from `HULAN_CORPUS`; says so when there is none.
pub(crate) fn corpus(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("HULAN_CORPUS");
    if folder.is_none() {
        eprintln!("{test}: skipped, HULAN_CORPUS is not set");
    }
    folder.map(|folder| PathBuf::from(folder).join("corpus"))
}

/// All files below a folder that `wanted` takes, sorted.
pub(crate) fn files_below(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("known");
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && wanted(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
