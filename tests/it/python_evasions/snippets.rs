//! Many small programs in few files: `tests/python/evasions/README.md` says how.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{files_below, project, write};

/// A program.
pub(super) struct Snippet {
    /// The name of the file it stands in.
    pub(super) technique: String,
    pub(super) title: String,
    /// What may be said about it.
    pub(super) kinds: Vec<String>,
    pub(super) run: Run,
    /// Lines on one of which it is to be said.
    pub(super) lines: BTreeSet<usize>,
    number: usize,
    file: String,
    text: String,
}

/// Whether it can be executed.
pub(super) enum Run {
    No,
    Always,
    /// By this minor version of Python 3 and later ones.
    Since(u32),
}

impl Snippet {
    /// Where it is written, below the folder of all.
    pub(super) fn path(&self) -> String {
        format!("{}/{:03}/{}", self.technique, self.number, self.file)
    }

    fn new(technique: &str, number: usize, part: &str) -> Self {
        let (head, body) = part.split_once('\n').expect("a program has lines");
        let mut fields = head.split('|').map(str::trim);
        let title = fields.next().expect("the first").to_owned();
        let kinds = fields.next().unwrap_or_default().split(',');
        let kinds = kinds.filter(|kind| !kind.is_empty()).map(str::to_owned);
        let run = match fields.next().unwrap_or("norun") {
            "run" => Run::Always,
            other if other.starts_with("norun") => Run::No,
            other => {
                let version = other.strip_prefix("run>=3.").map(str::parse);
                Run::Since(version.expect("a version").expect("a number"))
            }
        };
        let mut lines = BTreeSet::new();
        let mut text = String::new();
        for (index, line) in body.lines().enumerate() {
            text.push_str(unmarked(line, index + 1, &mut lines));
            text.push('\n');
        }
        Self {
            technique: technique.to_owned(),
            title,
            kinds: kinds.collect(),
            run,
            lines,
            number,
            file: fields.next().unwrap_or("main.py").to_owned(),
            text,
        }
    }
}

/// The line without its marks, which go to `lines`.
fn unmarked<'a>(line: &'a str, number: usize, lines: &mut BTreeSet<usize>) -> &'a str {
    let mut rest = line;
    while let Some((before, mark)) = rest.rsplit_once("#!") {
        let back = match mark.trim() {
            "" => 0,
            mark => match mark.strip_prefix('-').map(str::parse) {
                Some(Ok(back)) => back,
                _ => break,
            },
        };
        lines.insert(number - back);
        rest = before.trim_end();
    }
    rest
}

/// All programs of `tests/python/FOLDER`.
pub(super) fn snippets(folder: &str) -> Vec<Snippet> {
    let folder = project().join("tests/python").join(folder);
    let is_text = |path: &Path| path.extension().is_some_and(|end| end == "txt");
    let mut all = Vec::new();
    for path in files_below(&folder, &is_text) {
        let technique = path.file_stem().and_then(|name| name.to_str());
        let technique = technique.expect("UTF-8");
        let text = fs::read_to_string(&path).expect("UTF-8");
        let text = text.strip_prefix("### ").expect("a program comes first");
        let parts = text.split("\n### ").enumerate();
        all.extend(parts.map(|(number, part)| Snippet::new(technique, number, part)));
    }
    all
}

/// Writes each into a folder of its own.
pub(super) fn write_all(folder: &Path, all: &[Snippet]) {
    for snippet in all {
        write(folder, &[(&snippet.path(), snippet.text.as_bytes())]);
    }
}
