//! The way of the data through the house.

mod programs;
mod search;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::compose::{self, Declared, Effective, Purpose, Selection, Supply};
use crate::input::{self, Counts, PathSet, Searched, Tree, Unopened, Walk, relative, tidy};
use crate::meaning::programs::{Form, Workflow};
use crate::meaning::{self, Knowledge, Nature, Redactor, SearchedFile, WithEnvFiles};
use crate::model::{Decoded, Deployment, Problem, ProblemKind, Remark, Sensitive, TextId, Texts};
use crate::rules::{
    self, AboutProgram, Answers, Around, Check, Parameters, Rule, Usage, UsedEnvFile,
};
use crate::syntax::dotenv::{self, EnvFile, Format};
use crate::syntax::yaml::Yaml;
use crate::verdict::{self, Acceptance};
use programs::Judge;
use search::Search;

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
    /// The folder that paths are shown relative to, where it is not the deepest one that holds all
    /// paths; absolute.
    pub root: Option<PathBuf>,
    /// What is right here, where that differs from house to house.
    pub parameters: Parameters,
    /// What is known of products and their secrets.
    pub knowledge: Knowledge,
    /// What the user says beyond the files.
    pub supply: Supply,
    /// The deployments that the user declares; without any, what Compose would start.
    pub declared: Vec<Declared>,
    /// The configuration, if there is one.
    pub configuration: Option<Configuration>,
    /// The day of the scan.
    pub today: Date,
    /// What standard input gave, where that is scanned.
    pub stdin: Option<Stdin>,
}

/// What standard input gave.
pub struct Stdin {
    /// What it is.
    pub form: Form,
    /// Its text.
    pub text: Decoded,
}

impl Request {
    /// Whether only secrets and programs were asked about, which stand in any file, and some were
    /// looked at; or standard input alone, which is no deployment.
    pub fn is_search(&self, searched: Searched) -> bool {
        let is_about_files = || {
            let mut rules = self.rules.iter();
            rules.all(|rule| matches!(rule.family(), "SEC" | "PY"))
        };
        searched.files > 0 && (self.stdin.is_some() || is_about_files())
    }

    /// Whether a rule of this kind is asked.
    fn asks(&self, kind: impl Fn(&Check) -> bool) -> bool {
        self.rules.iter().any(|rule| kind(&rule.check))
    }
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
    /// What was searched for secrets.
    pub searched: Searched,
}

/// From so many bytes on a project is worth a second thread.
const LARGE: u64 = 1 << 20;

/// From so many files on a second thread is worth its start.
const MANY: usize = 8;

/// Scans. Nothing that lies below the paths stops it.
pub fn scan(request: &Request) -> Scan {
    let texts = Texts::default();
    let paths = request.paths.iter().map(|path| absolute(path));
    let (paths, missing): (Vec<PathBuf>, _) =
        paths.partition(|path| path.symlink_metadata().is_ok());
    let own = request.root.clone();
    let root = own.unwrap_or_else(|| common_root(&paths));
    let mut walk = input::walk(&paths, &request.exclude);
    walk.failed.extend(missing);
    let tree = Tree::new(&texts, &root, request.allow_outside).allow(&request.allowed);
    let (mut deployment, mut syntax, found) = read(&tree, &walk, request);
    let mut search = Search::default();
    let judge = Judge {
        rules: &request.rules,
        asked: OnceLock::new(),
        for_programs: request.asks(|check| matches!(check, Check::Python(_) | Check::Call(_))),
        for_workflows: request.asks(|check| matches!(check, Check::Workflow(_))),
        options: &request.parameters.python,
    };
    let asked = search::Asked {
        for_secrets: request.asks(|check| {
            let is_about_files = matches!(check, Check::EnvFile(_) | Check::File(_));
            is_about_files || matches!(check, Check::Secret(_) | Check::Token(_))
        }),
        judge: &judge,
    };
    if asked.for_secrets || !judge.is_idle() {
        let projects = &deployment.projects;
        search = search::search(&tree, &root, &walk, projects, &parsed(&syntax), &asked);
    }
    if let Some(stdin) = &request.stdin {
        search.stdin(&texts, stdin, &judge);
    }
    deployment.not_analysed = std::mem::take(&mut search.not_analysed);
    let programs = OfPrograms {
        said: std::mem::take(&mut search.programs),
        workflows: std::mem::take(&mut search.workflows),
        remarks: std::mem::take(&mut search.remarks),
    };
    deployment.problems.append(&mut search.problems);
    let strays = strays(&texts, &syntax, &search.files);
    if request.asks(|check| matches!(check, Check::File(_))) {
        let env_files = syntax.iter().map(|own| own.env_files.as_slice());
        let projects: Vec<WithEnvFiles<'_>> = deployment.projects.iter().zip(env_files).collect();
        let kept = meaning::kept_files(&tree, &root, &walk, &projects, &strays.env_files);
        deployment.kept = kept;
    }
    if !strays.env_files.is_empty() {
        syntax.push(strays);
    }
    if let Some(configuration) = &request.configuration {
        let path = relative(&root, &configuration.path);
        let text = texts.add(&tree.shown(&path), configuration.text.clone());
        let acceptances = &configuration.acceptances;
        let today = request.today;
        verdict::accept(acceptances, text, today, &mut deployment, &texts, &root);
    }
    let read = Read::of(&tree, found, search.searched);
    finish(
        request,
        texts,
        root,
        deployment,
        &syntax,
        (&search.files, programs),
        read,
    )
}

/// Loads one project as Compose does, and asks the rules about it. `None` where it cannot be loaded.
pub fn inspect(
    request: &Request,
    selection: &Selection,
    root: PathBuf,
) -> (Scan, Option<Effective>) {
    let texts = Texts::default();
    let tree = Tree::new(&texts, &root, true);
    let loaded = compose::load(&tree, selection, &request.supply, Purpose::Print);
    seal_broken(&texts, &loaded.project.problems);
    let syntax = Syntax {
        yamls: loaded.yamls,
        env_files: loaded.env_files,
    };
    let read = Read::of(&tree, Counts::default(), Searched::default());
    let deployment = Deployment {
        projects: vec![loaded.project],
        ..Deployment::default()
    };
    let scan = finish(
        request,
        texts,
        root,
        deployment,
        &[syntax],
        (&[], OfPrograms::default()),
        read,
    );
    (scan, loaded.effective)
}

/// What was found in programs.
#[derive(Default)]
struct OfPrograms {
    said: Vec<AboutProgram>,
    workflows: Vec<Workflow>,
    remarks: Vec<Remark>,
}

fn finish(
    request: &Request,
    texts: Texts,
    root: PathBuf,
    mut deployment: Deployment,
    syntax: &[Syntax],
    (files, programs): (&[SearchedFile], OfPrograms),
    read: Read,
) -> Scan {
    let OfPrograms {
        said,
        workflows,
        remarks: of_programs,
    } = programs;
    let ask = || {
        let around = Around {
            knowledge: &request.knowledge,
            parameters: &request.parameters,
            texts: &texts,
            today: request.today,
        };
        let mut answers = rules::run(&request.rules, &deployment, files, around);
        let files = env_files(syntax, &deployment, &texts);
        let given = &request.supply;
        let known = given.variables.iter();
        let known = known.chain(given.process.iter().map(|(name, _)| name));
        answers.about_env_files(&files, known.map(String::as_str), &texts);
        answers.about_programs(said);
        answers.about_workflows(&workflows, &texts);
        answers
    };
    let hide = || mask(&texts, syntax, files, &workflows, request);
    // Rules judge values, and masking only keeps them from being shown: neither waits for the other.
    // For one small project a second thread costs more than it brings.
    let (answers, (redactor, remarks)) = if deployment.projects.len() > 1 || read.bytes > LARGE {
        rayon::join(ask, hide)
    } else {
        (ask(), hide())
    };
    deployment.remarks = remarks;
    deployment.remarks.extend(of_programs);
    Scan {
        texts,
        redactor,
        root,
        deployment,
        answers,
        read,
    }
}

impl Read {
    fn of(tree: &Tree<'_>, found: Counts, searched: Searched) -> Self {
        let (files, bytes) = tree.counts();
        Self {
            files,
            bytes,
            names: tree.read_files(),
            found,
            searched,
        }
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

/// The syntax of a project, which masking reads once more.
struct Syntax {
    yamls: Vec<Arc<Yaml>>,
    env_files: Vec<Arc<EnvFile>>,
}

/// The YAML files that were parsed, by their texts.
fn parsed(syntax: &[Syntax]) -> search::Parsed {
    let yamls = syntax.iter().flat_map(|own| &own.yamls);
    yamls.map(|yaml| (yaml.text, Arc::clone(yaml))).collect()
}

impl Syntax {
    fn texts(&self) -> impl Iterator<Item = TextId> {
        let yamls = self.yamls.iter().map(|yaml| yaml.text);
        yamls.chain(self.env_files.iter().map(|file| file.text))
    }
}

fn read(tree: &Tree<'_>, walk: &Walk, request: &Request) -> (Deployment, Vec<Syntax>, Counts) {
    let found = compose::discover(tree, walk, &request.supply, &request.declared);
    let mut deployment = Deployment {
        problems: found.problems,
        undeclared: found.undeclared,
        ..Deployment::default()
    };
    let counts = walk.counts(found.shaped);
    let mut syntax = Vec::new();
    for loaded in found.projects {
        seal_broken(tree.texts(), &loaded.project.problems);
        deployment.projects.push(loaded.project);
        syntax.push(Syntax {
            yamls: loaded.yamls,
            env_files: loaded.env_files,
        });
    }
    for path in &walk.failed {
        let problem = compose::unopened(tree, path, Unopened::Unreadable);
        deployment.problems.push(problem);
    }
    (deployment, syntax, counts)
}

/// The env files with secrets that no project reads.
fn strays(texts: &Texts, syntax: &[Syntax], files: &[SearchedFile]) -> Syntax {
    let known: HashSet<TextId> = syntax.iter().flat_map(Syntax::texts).collect();
    let strays = files
        .iter()
        .filter(|file| file.held.nature == Nature::Env && !known.contains(&file.text));
    let strays = strays.map(|file| {
        let text = texts.get(file.text);
        Arc::new(dotenv::parse(&text, Format::Compose))
    });
    Syntax {
        yamls: Vec::new(),
        env_files: strays.collect(),
    }
}

/// The env files of all projects, each once, with the projects that read it, and those that none
/// reads.
fn env_files<'s>(
    syntax: &'s [Syntax],
    deployment: &Deployment,
    texts: &Texts,
) -> Vec<UsedEnvFile<'s>> {
    let mut used: BTreeMap<(TextId, bool), UsedEnvFile<'s>> = BTreeMap::new();
    for (number, (own, project)) in syntax.iter().zip(&deployment.projects).enumerate() {
        for file in &own.env_files {
            let key = (file.text, file.format == Format::Raw);
            let usage = if project.templates.contains(&file.text) {
                Usage::Template
            } else {
                Usage::Compose
            };
            let used = used.entry(key).or_insert_with(|| UsedEnvFile {
                file,
                usage,
                projects: Vec::new(),
            });
            used.projects.push(number);
            used.usage = used.usage.min(usage);
        }
    }
    let strays = syntax.iter().skip(deployment.projects.len());
    let strays = strays
        .flat_map(|own| &own.env_files)
        .map(|file| UsedEnvFile {
            file,
            usage: Usage::of_unused(texts.get(file.text).path()),
            projects: Vec::new(),
        });
    used.into_values().chain(strays).collect()
}

/// Masks what can be a secret, and finds the suppressions in comments.
fn mask(
    texts: &Texts,
    syntax: &[Syntax],
    files: &[SearchedFile],
    workflows: &[Workflow],
    request: &Request,
) -> (Redactor, Vec<Remark>) {
    let look = |own: &Syntax| {
        let mut known = Vec::new();
        let mut remarks = Vec::new();
        for yaml in &own.yamls {
            meaning::mask_yaml(texts, yaml, &mut known);
            remarks.extend(meaning::remarks_in_yaml(texts, yaml));
        }
        for file in &own.env_files {
            meaning::mask_env_file(texts, file, &mut known);
            remarks.extend(meaning::remarks_in_env_file(texts, file));
        }
        (known, remarks)
    };
    let found: Vec<(Vec<Sensitive>, Vec<Remark>)> = match syntax {
        [only] => vec![look(only)],
        all => all.par_iter().map(look).collect(),
    };
    let (known, remarks): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let mut known = known.concat();
    let parsed: HashSet<TextId> = syntax.iter().flat_map(Syntax::texts).collect();
    let files = each(files, |file| {
        meaning::mask_file(texts, file, parsed.contains(&file.text))
    });
    known.extend(files.into_iter().flatten());
    for (place, value) in workflows.iter().flat_map(Workflow::secrets) {
        texts.mask(place);
        known.push(value.clone());
    }
    let process = request.supply.process.iter();
    let process = process.filter(|(name, _)| meaning::is_secret_name(name));
    known.extend(process.map(|(_, value)| Sensitive::new(value.as_str())));
    let redactor = Redactor::new(&known, &request.knowledge);
    redactor.mask_all(texts);
    (redactor, remarks.concat())
}

/// What `make` makes of each, in parallel where that pays: threads are not free.
fn each<T: Sync, R: Send>(all: &[T], make: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if all.len() >= MANY {
        all.par_iter().map(make).collect()
    } else {
        all.iter().map(make).collect()
    }
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
