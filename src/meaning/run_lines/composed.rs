//! Compose files that a `docker compose -f` line puts together: what starts is what they come to, and
//! not what each of them says.

use std::path::{Path, PathBuf};

use super::Script;
use super::environment::folders;
use super::given::{behind_global, is_engine};
use crate::input::{Tree, tidy};
use crate::syntax::command_lines::{CommandLine, Word};

/// Compose files that are started as one project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// The files, absolute, in their order; at least two.
    pub files: Vec<PathBuf>,
    /// The folder of the project, absolute, where it is not that of the first file.
    pub folder: Option<PathBuf>,
    /// The env files, absolute, in place of `.env`.
    pub env_files: Vec<PathBuf>,
    /// The Compose profiles.
    pub profiles: Vec<String>,
}

/// The sets of files that lines name, each once. A line counts where all of its files are there: seen
/// from the folder of its script, or from the root. Of a line with a variable in its place nobody
/// knows what it names.
pub fn together(scripts: &[Script], tree: &Tree<'_>, root: &Path) -> Vec<Together> {
    let mut all: Vec<Together> = Vec::new();
    for script in scripts {
        let named = script.lines.iter().filter_map(named);
        for named in named {
            let mut folders = folders(&script.path, root).into_iter();
            let found = folders.find_map(|folder| named.below(&folder, tree));
            all.extend(found.filter(|own| !all.contains(own)));
        }
    }
    all
}

/// What a line names, as it is written.
#[derive(Default)]
struct Named {
    files: Vec<String>,
    folder: Option<String>,
    env_files: Vec<String>,
    profiles: Vec<String>,
}

impl Named {
    /// The same as seen from a folder, where all files are there.
    fn below(&self, folder: &Path, tree: &Tree<'_>) -> Option<Together> {
        let path = |written: &String| {
            let slashed = written.replace('\\', "/");
            let own = tidy(&folder.join(written));
            let path = if own.is_file() {
                own
            } else {
                tidy(&folder.join(slashed))
            };
            (path.is_file() && !tree.is_outside(&path)).then_some(path)
        };
        let files: Option<Vec<PathBuf>> = self.files.iter().map(path).collect();
        let mut seen = Vec::new();
        for file in files? {
            if !seen.contains(&file) {
                seen.push(file);
            }
        }
        let env_files: Option<Vec<PathBuf>> = self.env_files.iter().map(path).collect();
        (seen.len() > 1).then(|| Together {
            files: seen,
            folder: self.folder.as_ref().map(|own| tidy(&folder.join(own))),
            env_files: env_files.unwrap_or_default(),
            profiles: self.profiles.clone(),
        })
    }
}

/// What a line of Compose names before its command; nothing of fewer than two files.
fn named(line: &CommandLine) -> Option<Named> {
    let mut words = words_of_compose(line)?.iter();
    let mut named = Named::default();
    loop {
        let word = words.next()?.text()?;
        let Some(flag) = word.strip_prefix('-') else {
            break;
        };
        let (name, value) = match flag.strip_prefix('-') {
            Some(long) => match long.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            },
            None => match flag.split_at_checked(1)? {
                (name, "") => (name, None),
                (name, value) => (name, Some(value.strip_prefix('=').unwrap_or(value))),
            },
        };
        if matches!(
            name,
            "compatibility" | "dry-run" | "all-resources" | "verbose" | "help" | "h"
        ) {
            continue;
        }
        let value = match value {
            Some(value) => value.to_owned(),
            None => words.next()?.text()?.into_owned(),
        };
        match name {
            "f" | "file" => named.files.push(value),
            "project-directory" | "workdir" => named.folder = Some(value),
            "env-file" => named.env_files.push(value),
            "profile" => named.profiles.push(value),
            _ => {}
        }
    }
    (named.files.len() > 1).then_some(named)
}

/// The words behind `docker compose` or `docker-compose`.
fn words_of_compose(line: &CommandLine) -> Option<&[Word]> {
    let (first, words) = line.words.split_first()?;
    let name = first.text()?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.strip_suffix(".exe").unwrap_or(name);
    if matches!(name, "docker-compose" | "podman-compose") {
        return Some(words);
    }
    if !is_engine(first) {
        return None;
    }
    let (at, command) = behind_global(words)?;
    command.is("compose").then(|| words.get(at + 1..))?
}
