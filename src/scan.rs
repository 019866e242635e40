//! The way of the data through the house.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::compose::{self, Loaded, Supply};
use crate::input::{
    self, Counts, FOUND_BY_COMPOSE, Found, Kind, PathSet, Tree, Unopened, Walk, is_compose_text,
    is_misspelt, relative, tidy,
};
use crate::meaning::{self, Knowledge, Redactor};
use crate::model::{
    Arg, Decoded, Deployment, Problem, ProblemKind, Project, Remark, Sensitive, Span, TextId, Texts,
};
use crate::rules::{self, Answers, Rule};
use crate::syntax::dotenv::EnvFile;
use crate::syntax::yaml::Yaml;
use crate::verdict::{self, Acceptance};

/// What to scan, and by which rules.
#[derive(Default)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Paths that are left out.
    pub exclude: Vec<PathSet>,
    /// Read what the scanned files name outside of the root.
    pub allow_outside: bool,
    /// Files that are read wherever they lie, absolute: the user named them.
    pub allowed: Vec<PathBuf>,
    /// The rules to ask.
    pub rules: Vec<&'static Rule>,
    /// What is known of products and their secrets.
    pub knowledge: Knowledge,
    /// What the user says beyond the files.
    pub supply: Supply,
    /// The configuration, if there is one.
    pub configuration: Option<Configuration>,
    /// The day of the scan.
    pub today: Date,
}

/// A configuration as far as findings may be about it.
pub struct Configuration {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// Its text.
    pub text: Decoded,
    /// The gaps that it accepts.
    pub acceptances: Vec<Acceptance>,
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
    /// What was read.
    pub read: Read,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The files, sorted.
    pub names: Vec<String>,
    /// How many files of each kind were found, read or not.
    pub found: Counts,
}

/// Scans. Nothing that lies below the paths stops it.
pub fn scan(request: &Request) -> Scan {
    let texts = Texts::default();
    let paths = request.paths.iter().map(|path| absolute(path));
    let (paths, missing): (Vec<PathBuf>, _) =
        paths.partition(|path| path.symlink_metadata().is_ok());
    let root = common_root(&paths);
    let mut walk = input::walk(&paths, &request.exclude);
    walk.failed.extend(missing);
    let tree = Tree::new(&texts, &root, request.allow_outside).allow(&request.allowed);
    let (mut deployment, syntax, found) = read(&tree, &walk, &request.supply);
    if let Some(configuration) = &request.configuration {
        let path = relative(&root, &configuration.path);
        let text = texts.add(&tree.shown(&path), configuration.text.clone());
        let acceptances = &configuration.acceptances;
        let today = request.today;
        verdict::accept(acceptances, text, today, &mut deployment, &texts, &root);
    }
    let (files, bytes) = tree.counts();
    let names = tree.read_files();
    // Rules judge values, and masking only keeps them from being shown: neither waits for the other.
    let (answers, (redactor, remarks)) = rayon::join(
        || rules::run(&request.rules, &deployment, &request.knowledge, &texts),
        || mask(&texts, &syntax, &request.knowledge),
    );
    deployment.remarks = remarks;
    Scan {
        texts,
        redactor,
        root,
        deployment,
        answers,
        read: Read {
            files,
            bytes,
            names,
            found,
        },
    }
}

/// The absolute path of an argument.
pub fn absolute(path: &Path) -> PathBuf {
    tidy(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// The deepest folder that holds all of some absolute paths.
pub fn common_root(paths: &[PathBuf]) -> PathBuf {
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

/// The syntax of a project, which masking reads once more.
struct Syntax {
    yaml: Yaml,
    env_files: Vec<Arc<EnvFile>>,
}

fn read(tree: &Tree<'_>, walk: &Walk, supply: &Supply) -> (Deployment, Vec<Syntax>, Counts) {
    let outcomes: Vec<Outcome> = walk
        .found
        .par_iter()
        .map(|found| read_file(tree, found, walk, supply))
        .collect();
    let pairs = outcomes.iter().zip(&walk.found);
    let is_shaped = |(outcome, found): &(&Outcome, &Found)| {
        found.kind == Kind::Yaml && matches!(outcome, Outcome::Project(_))
    };
    let found = walk.counts(pairs.filter(is_shaped).count());
    let mut deployment = Deployment::default();
    let mut syntax = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Project(loaded) => {
                let Loaded {
                    project,
                    yaml,
                    env_files,
                } = *loaded;
                seal_broken(tree.texts(), &project.problems);
                deployment.projects.push(project);
                syntax.push(Syntax { yaml, env_files });
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
    (deployment, syntax, found)
}

/// Masks what can be a secret, and finds the suppressions in comments.
fn mask(texts: &Texts, syntax: &[Syntax], knowledge: &Knowledge) -> (Redactor, Vec<Remark>) {
    let found: Vec<(Vec<Sensitive>, Vec<Remark>)> = syntax
        .par_iter()
        .map(|Syntax { yaml, env_files }| {
            let mut known = Vec::new();
            meaning::mask_yaml(texts, yaml, &mut known);
            let mut remarks = meaning::remarks_in_yaml(texts, yaml);
            for file in env_files {
                meaning::mask_env_file(texts, file, &mut known);
                remarks.extend(meaning::remarks_in_env_file(texts, file));
            }
            (known, remarks)
        })
        .collect();
    let (known, remarks): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let redactor = Redactor::new(&known.concat(), knowledge);
    redactor.mask_all(texts);
    (redactor, remarks.concat())
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

fn read_file(tree: &Tree<'_>, found: &Found, walk: &Walk, supply: &Supply) -> Outcome {
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
        _ => is_compose_text(tree.texts().get(text).content()),
    };
    if is_compose {
        let merged = override_beside(walk, path);
        let mut loaded = compose::load(tree, text, path, merged, supply);
        if is_not_found_by_compose(found, walk, &loaded.project) {
            let problem = Problem::new(ProblemKind::UnfoundComposeName, Span::start_of(text));
            let shown = Arg::Name(tree.shown(path));
            loaded.project.problems.push(problem.with("path", shown));
        }
        Outcome::Project(Box::new(loaded))
    } else {
        Outcome::Nothing
    }
}

/// Whether a compose file has a name that Compose does not look for, and nobody is likely to give
/// it by name: a misspelt one, or one that says nothing of Compose where no other file does.
fn is_not_found_by_compose(found: &Found, walk: &Walk, project: &Project) -> bool {
    let name = found.path.file_name().unwrap_or_default().to_string_lossy();
    if found.is_named || is_misspelt(&name) {
        return !found.is_named;
    }
    let is_whole = !project.problems.iter().any(|problem| problem.kind.is_gap());
    let is_compose = is_whole && !project.containers.is_empty();
    let folder = found.path.parent();
    let has_other = walk.found.iter().any(|other| {
        let name = other.path.file_name().unwrap_or_default();
        other.path.parent() == folder && FOUND_BY_COMPOSE.iter().any(|known| name == *known)
    });
    found.kind == Kind::Yaml && is_compose && !has_other
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
    if !FOUND_BY_COMPOSE.contains(&name) {
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
