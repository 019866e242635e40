//! The way of the data through the house.

use std::path::{Path, PathBuf};

use globset::GlobSet;
use rayon::prelude::*;

use crate::compose::{self, Loaded};
use crate::input::{self, Found, Kind, Tree, Unopened, Walk, is_compose_text, tidy};
use crate::meaning::{self, Redactor};
use crate::model::{Arg, Deployment, Problem, ProblemKind, Span, TextId, Texts};
use crate::rules::{self, Answers, Rule};

/// What to scan, and by which rules.
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Paths, relative to the root, that are left out.
    pub exclude: GlobSet,
    /// Read what the scanned files name outside of the root.
    pub allow_outside: bool,
    /// The rules to ask.
    pub rules: Vec<&'static Rule>,
}

/// What a scan found out.
pub struct Scan {
    /// All texts, for quoting.
    pub texts: Texts,
    /// The secrets that were found, to keep them out of every output.
    pub redactor: Redactor,
    /// The folder that paths are relative to, absolute.
    pub root: PathBuf,
    /// What was read.
    pub deployment: Deployment,
    /// What the rules say.
    pub answers: Answers,
    /// How much was read.
    pub read: Read,
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Files.
    pub files: u64,
    /// Bytes.
    pub bytes: u64,
}

/// Scans. Nothing that lies below the paths stops it.
pub fn scan(request: &Request) -> Scan {
    let texts = Texts::default();
    let paths: Vec<PathBuf> = request.paths.iter().map(|path| absolute(path)).collect();
    let root = common_root(&paths);
    let walk = input::walk(&root, &paths, &request.exclude);
    let tree = Tree::new(&texts, &root, request.allow_outside);
    let (deployment, redactor) = read(&tree, &walk);
    let (files, bytes) = tree.counts();
    let answers = rules::run(&request.rules, &deployment, &texts);
    Scan {
        texts,
        redactor,
        root,
        deployment,
        answers,
        read: Read { files, bytes },
    }
}

fn absolute(path: &Path) -> PathBuf {
    tidy(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// The deepest folder that holds all paths.
fn common_root(paths: &[PathBuf]) -> PathBuf {
    let folders = paths.iter().map(|path| {
        let folder = if path.is_dir() {
            Some(path.as_path())
        } else {
            path.parent()
        };
        folder.unwrap_or(path).to_path_buf()
    });
    folders
        .reduce(|a, b| {
            let same = a.components().zip(b.components());
            same.take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
        })
        .unwrap_or_default()
}

/// What one file gave.
enum Outcome {
    Project(Box<Loaded>),
    Problem(Problem),
    Nothing,
}

fn read(tree: &Tree<'_>, walk: &Walk) -> (Deployment, Redactor) {
    let outcomes: Vec<Outcome> = walk
        .found
        .par_iter()
        .map(|found| read_file(tree, found, walk))
        .collect();
    let mut deployment = Deployment::default();
    let mut known = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Project(loaded) => {
                let Loaded {
                    project,
                    yaml,
                    env_files,
                } = *loaded;
                let texts = tree.texts();
                seal_broken(texts, &project.problems);
                let remarks = &mut deployment.remarks;
                meaning::mask_yaml(texts, &yaml, &mut known);
                remarks.extend(meaning::remarks_in_yaml(texts, &yaml));
                for file in env_files {
                    meaning::mask_env_file(texts, &file, &mut known);
                    remarks.extend(meaning::remarks_in_env_file(texts, &file));
                }
                deployment.projects.push(project);
            }
            Outcome::Problem(problem) => deployment.problems.push(problem),
            Outcome::Nothing => {}
        }
    }
    for path in &walk.failed {
        deployment
            .problems
            .push(unopened(tree, path, Unopened::Unreadable));
    }
    let redactor = Redactor::new(&known);
    redactor.mask_all(tree.texts());
    (deployment, redactor)
}

/// What could not be parsed is not quoted: nobody knows what in it is a secret.
fn seal_broken(texts: &Texts, problems: &[Problem]) {
    for problem in problems {
        let broken = [
            ProblemKind::InvalidYaml,
            ProblemKind::InvalidEnvFile,
            ProblemKind::LimitExceeded,
        ];
        if broken.contains(&problem.kind) {
            texts.seal(problem.span.text);
        }
    }
}

fn read_file(tree: &Tree<'_>, found: &Found, walk: &Walk) -> Outcome {
    let path = &found.path;
    // A link that leads somewhere inside is walked there; one that leads nowhere matters where
    // Compose would look for it.
    let leads_nowhere = found.is_link && !path.exists();
    let is_walked = found.is_link && !leads_nowhere && !tree.is_outside(path);
    if is_walked || (leads_nowhere && found.kind == Kind::Yaml) {
        return Outcome::Nothing;
    }
    let text = match tree.open_path(path) {
        Ok(text) => text,
        Err(reason) => return Outcome::Problem(unopened(tree, path, reason)),
    };
    let is_compose = match found.kind {
        Kind::Compose => true,
        Kind::ComposeOverride => return alone(walk, path, text),
        Kind::Yaml | Kind::Other => is_compose_text(tree.texts().get(text).content()),
    };
    if is_compose {
        let merged = override_beside(walk, path);
        Outcome::Project(Box::new(compose::load(tree, text, path, merged)))
    } else {
        Outcome::Nothing
    }
}

/// An override without the file that it overrides is nothing that Compose starts.
fn alone(walk: &Walk, path: &Path, text: TextId) -> Outcome {
    let has_base = walk
        .found
        .iter()
        .any(|found| override_beside(walk, &found.path) == Some(path));
    if has_base {
        return Outcome::Nothing;
    }
    let problem = Problem::new(ProblemKind::NotFollowed, Span::start_of(text));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Outcome::Problem(problem.with("what", Arg::Name(name.into_owned())))
}

/// The override that Compose merges into a file of one of its own names.
fn override_beside<'w>(walk: &'w Walk, path: &Path) -> Option<&'w Path> {
    let name = path.file_name()?.to_str()?;
    let own = [
        "compose.yaml",
        "compose.yml",
        "docker-compose.yaml",
        "docker-compose.yml",
    ];
    if !own.contains(&name) {
        return None;
    }
    let folder = path.parent();
    let twin =
        |found: &&Found| found.kind == Kind::ComposeOverride && found.path.parent() == folder;
    walk.found
        .iter()
        .find(twin)
        .map(|found| found.path.as_path())
}

fn unopened(tree: &Tree<'_>, path: &Path, reason: Unopened) -> Problem {
    let place = Span::start_of(tree.stand_in(path));
    reason
        .problem(place)
        .with("path", Arg::Name(tree.shown(path)))
}
