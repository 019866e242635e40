//! A project for both tools, and the projects of `tests/compose`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::support::{files_below, project};

/// Files, a folder to run in, and arguments.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Case {
    /// `topic/name`.
    pub(super) name: String,
    /// The last part of the folder's path, which Docker Compose makes the project's name of.
    folder: String,
    /// Where below the folder the tools run.
    cwd: String,
    /// Contents by path; a path that ends in `/` is an empty folder.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// The same for both tools.
    pub(super) args: Vec<String>,
    /// Whether Docker Compose refuses the project, where the case says it.
    #[serde(skip)]
    pub(super) refused: Option<bool>,
}

impl Case {
    pub(super) fn new(name: String, files: BTreeMap<String, Vec<u8>>, args: Vec<String>) -> Self {
        Self {
            name,
            folder: "demo".into(),
            cwd: String::new(),
            files,
            args,
            refused: None,
        }
    }

    /// Equal for equal cases, in whatever run.
    pub(super) fn hash(&self) -> String {
        let text = serde_json::to_vec(self).expect("it serialises");
        hex(&text)
    }

    /// Writes the files once; a case has the same place in every run, so that answers can be kept.
    /// Returns the home folder of the tools and the folder they run in.
    pub(super) fn write(&self) -> (PathBuf, PathBuf) {
        let hash = self.hash();
        let (short, _) = hash.split_at(16);
        let home = work().join(short);
        let folder = home.join(&self.folder);
        let cwd = folder.join(&self.cwd);
        let done = home.join("written");
        if !done.exists() {
            std::fs::create_dir_all(&cwd).expect("made");
            for (path, content) in &self.files {
                write_file(&folder.join(path), path.ends_with('/'), content);
            }
            std::fs::write(done, "").expect("written");
        }
        (home, cwd)
    }

    /// The files as a reader of a failure wants them.
    pub(super) fn shown(&self) -> String {
        let files = self.files.iter().map(|(path, content)| {
            let content = String::from_utf8_lossy(content);
            format!("--- {path}\n{}\n", content.trim_end())
        });
        format!("{}args: {:?}\n", files.collect::<String>(), self.args)
    }
}

/// The folder of this test below `target`.
pub(super) fn work() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("compose-config")
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text grows");
        text
    })
}

fn write_file(path: &Path, is_folder: bool, content: &[u8]) {
    let folder = if is_folder { Some(path) } else { path.parent() };
    std::fs::create_dir_all(folder.expect("below the folder")).expect("made");
    if !is_folder {
        std::fs::write(path, content).expect("written");
    }
}

/// A case as a file of `tests/compose` writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    /// Short for a file `compose.yaml`.
    compose: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    refused: bool,
    #[serde(default)]
    folder: Option<String>,
    #[serde(default)]
    cwd: String,
}

/// The cases of all topics, one topic a file.
pub(super) fn topics() -> Vec<Case> {
    let folder = project().join("tests/compose");
    let files = files_below(&folder, &|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".yaml") && name != "differences.yaml"
    });
    let cases: Vec<Case> = files.iter().flat_map(|file| topic(file)).collect();
    let mut names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    names.sort_unstable();
    for pair in names.windows(2) {
        assert_ne!(pair[0], pair[1], "two cases of one name");
    }
    cases
}

fn topic(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).expect("it is read");
    let written: Vec<Written> =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let topic = file.file_stem().unwrap_or_default().to_string_lossy();
    let cases = written.into_iter().map(|one| {
        let mut files = one.files;
        if let Some(compose) = one.compose {
            let before = files.insert("compose.yaml".into(), compose);
            assert!(before.is_none(), "{topic}/{}: two compose.yaml", one.name);
        }
        let files = files.into_iter().map(|(path, text)| (path, text.into()));
        Case {
            name: format!("{topic}/{}", one.name),
            folder: one.folder.unwrap_or_else(|| "demo".into()),
            cwd: one.cwd,
            files: files.collect(),
            args: one.args,
            refused: Some(one.refused),
        }
    });
    cases.collect()
}
