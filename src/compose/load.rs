//! A project as Compose loads it: its files chosen, read, merged, brought into one form.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::Supply;
use super::canonical;
use super::config::{self, Effective};
use super::consistency::consistency;
use super::container_env::Shared;
use super::env_files::EnvFiles;
use super::environment::Variables;
use super::extends::{Extending, Foreign};
use super::interpolate::Environment;
use super::normalise::{defaults, normalise};
use super::paths::{Base, resolve_paths};
use super::profiles::Profiles;
use super::project::project;
use super::schema;
use super::select::Selection;
use super::stages::Stages;
use super::types;
use super::value::{Data, Value};
use crate::input::Tree;
use crate::model::{Arg, Origins, Problem, ProblemKind, Project, Span, TextId};
use crate::syntax::dotenv::EnvFile;
use crate::syntax::yaml::Yaml;

/// A project and the syntax it was made of, which masking needs.
pub struct Loaded {
    /// The project.
    pub project: Project,
    /// The compose files, those that were included and extended among them.
    pub yamls: Vec<Arc<Yaml>>,
    /// The env files that were read for it.
    pub env_files: Vec<Arc<EnvFile>>,
    /// The compose files that were merged, included or extended, by their absolute paths.
    pub parts: Vec<PathBuf>,
    /// What `docker compose config` prints, where that was asked for.
    pub effective: Option<Effective>,
}

/// How many ports the ranges of a project may stand for: more than there are.
const MOST_PORTS: usize = 100_000;

/// What is to be made of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To judge it. Paths stay relative to the folder of the project.
    Judge,
    /// To print it as Compose does, with the paths of this machine.
    Print,
}

/// Where a part of a project is.
pub(super) struct Place {
    /// Its folder, absolute.
    pub(super) folder: PathBuf,
    /// Its folder as paths in it are to show it.
    pub(super) shown: String,
}

impl Place {
    /// A folder as seen from here.
    pub(super) fn shown_below(&self, folder: &Path) -> String {
        let relative = crate::input::relative(&self.folder, folder);
        relative.to_string_lossy().into_owned()
    }
}

/// Loads the project of `selection`. `supply` is what the user says beyond the files.
pub fn load(tree: &Tree<'_>, selection: &Selection, supply: &Supply, purpose: Purpose) -> Loaded {
    let mut loader = Loader {
        tree,
        supply,
        folder: selection.folder().to_path_buf(),
        home: None,
        origins: Origins::default(),
        problems: Vec::new(),
        files: EnvFiles::default(),
        templates: Vec::new(),
        missing: BTreeMap::new(),
        yamls: Vec::new(),
        foreign: HashMap::new(),
        ports_left: MOST_PORTS,
        shared: HashMap::new(),
        parts: Vec::new(),
    };
    let mut result = loader.load(selection, purpose);
    loader.report_missing();
    let mut seen = HashSet::new();
    loader
        .problems
        .retain(|problem| seen.insert((problem.kind, problem.span, problem.args.clone())));
    result.project.origins = loader.origins;
    result.project.problems = loader.problems;
    result.project.templates = loader.templates;
    result.yamls = loader.yamls;
    result.env_files = loader.files.into_all();
    let yamls = result.yamls.iter().map(|yaml| yaml.text);
    let texts = yamls.chain(result.env_files.iter().map(|file| file.text));
    result.project.sources = texts.collect();
    result.parts = loader.parts;
    result
}

/// What is known while a project is loaded.
pub(super) struct Loader<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) supply: &'t Supply,
    /// The project's folder.
    pub(super) folder: PathBuf,
    /// The home folder, where it is known.
    pub(super) home: Option<String>,
    pub(super) origins: Origins,
    pub(super) problems: Vec<Problem>,
    pub(super) files: EnvFiles,
    /// Templates that stand in for missing env files.
    pub(super) templates: Vec<TextId>,
    /// Env files that are not there: where the first service names each, and how many do.
    missing: BTreeMap<String, (Span, u64)>,
    /// The compose files read so far.
    pub(super) yamls: Vec<Arc<Yaml>>,
    /// The files that services extend, read once.
    pub(super) foreign: HashMap<PathBuf, Option<Rc<Foreign>>>,
    /// How many ports the ranges of the project may still stand for.
    ports_left: usize,
    /// What env files set, by file and grammar.
    pub(super) shared: HashMap<(TextId, bool), Shared>,
    parts: Vec<PathBuf>,
}

impl Loader<'_, '_> {
    fn load(&mut self, selection: &Selection, purpose: Purpose) -> Loaded {
        // The name of the project is looked for in the files: choosing them reads them already.
        let broken = self.problems.len();
        let chosen = self.choose(selection);
        let start = Span::start_of(chosen.first);
        let place = Place {
            folder: self.folder.clone(),
            shown: match purpose {
                Purpose::Judge => String::new(),
                Purpose::Print => self.folder.to_string_lossy().into_owned(),
            },
        };
        let model = self.model(&chosen.texts, &place, &chosen.environment, &[]);
        let is_whole = !self.problems.iter().skip(broken).any(|problem| {
            let breaks = [ProblemKind::InvalidYaml, ProblemKind::LimitExceeded];
            breaks.contains(&problem.kind)
        });
        let Some(model) = model else {
            if is_whole && !chosen.texts.is_empty() {
                self.problems.push(
                    Problem::new(ProblemKind::Refused, start)
                        .with("detail", Arg::Text("refused.empty")),
                );
            }
            return Loaded::nothing(chosen.first);
        };
        let finished = self.finished_part(&model, &place, &chosen.environment);
        let root = normalise(&finished, &chosen.name);
        let profiles = Profiles::new(&self.supply.profiles, &chosen.environment);
        let mut loaded = Loaded::nothing(chosen.first);
        // Of files that break off, what is missing says nothing.
        if is_whole {
            if chosen.name.is_empty() {
                self.stages().refuse(start, "refused.no-name", "name");
            }
            self.problems.extend(types::decode(&root));
            let problems = consistency(&root, &|name| {
                profiles.is_checked(root.get("services").and_then(|all| all.get(name)))
            });
            self.problems.extend(problems);
        }
        project(self, &root, &chosen, &profiles, &mut loaded.project);
        if purpose == Purpose::Print {
            let root = config::printable(self, &root, &chosen, &profiles, &loaded.project);
            loaded.effective = Some(Effective::new(root, &chosen.name));
        }
        loaded
    }

    /// The tree of some files, one merged into the other; `None` where they have no content.
    pub(super) fn model(
        &mut self,
        texts: &[(TextId, PathBuf)],
        place: &Place,
        environment: &dyn Environment,
        included: &[PathBuf],
    ) -> Option<Value> {
        let mut whole: Option<Value> = None;
        for (text, path) in texts {
            let mut included = included.to_vec();
            included.push(path.clone());
            for document in self.documents(*text, environment) {
                let scope = Extending {
                    environment,
                    folder: &place.folder,
                    file: path,
                };
                let root = self.extended(&document.root, &document.resets, &scope);
                let root = self.including(&root, place, environment, &included);
                let mut stages = self.stages();
                let root = match &whole {
                    Some(before) => stages.merge(&document.resets.apply(before), &root),
                    None => root,
                };
                let root = stages.unique(&root);
                stages.problems.extend(schema::validate(&root));
                let root = root.with_field("version", None);
                let root = stages.canonical(&root);
                let root = canonical::without_empty(&root);
                whole = Some(stages.unique(&root));
            }
        }
        whole
    }

    /// What Compose does with the merged files of a project, and of each project that is included.
    pub(super) fn finished_part(
        &mut self,
        model: &Value,
        place: &Place,
        environment: &dyn Environment,
    ) -> Value {
        let root = defaults(model);
        self.stages().check_sources(&root);
        let base = Base {
            folder: place.shown.clone(),
            home: self.home.clone(),
        };
        let root = resolve_paths(&root, &base);
        self.with_inherited(&root, environment)
    }

    /// Where stages put what they find.
    pub(super) fn stages(&mut self) -> Stages<'_> {
        Stages {
            origins: &mut self.origins,
            problems: &mut self.problems,
            ports_left: &mut self.ports_left,
        }
    }

    /// Notes something of the model that is not followed.
    pub(super) fn not_followed(&mut self, what: &str, span: Span) {
        let problem = Problem::new(ProblemKind::NotFollowed, span);
        self.problems.push(problem.with("what", what.into()));
    }

    /// Notes that a compose file is a part of this project.
    pub(super) fn follows(&mut self, path: &Path) {
        if !self.parts.iter().any(|known| known == path) {
            self.parts.push(path.to_path_buf());
        }
    }

    /// A path as this machine has it: with the home folder in place of `~`, where that is known,
    /// and drives of Windows where WSL has them.
    pub(super) fn as_here(&self, path: &str) -> String {
        match (path.strip_prefix('~'), &self.home) {
            (Some(rest), Some(home)) => super::paths::join(home, rest),
            _ => crate::input::local(path).into_owned(),
        }
    }

    /// Null, at no place.
    pub(super) fn nothing(&mut self) -> Value {
        let text = self.yamls.first().map_or(TextId(0), |yaml| yaml.text);
        let span = Span::start_of(text);
        Value {
            origin: self.origins.literal(span),
            span,
            node: crate::syntax::yaml::NodeId::default(),
            data: Data::Null,
        }
    }

    /// Notes an env file that is not there, once however many services name it.
    pub(super) fn missing(&mut self, path: &str, span: Span) {
        self.missing.entry(path.to_owned()).or_insert((span, 0)).1 += 1;
    }

    fn report_missing(&mut self) {
        for (path, (span, services)) in std::mem::take(&mut self.missing) {
            let file = self
                .tree
                .shown(&crate::input::tidy(&self.folder.join(&path)));
            self.problems.push(
                Problem::new(ProblemKind::MissingEnvFile, span)
                    .with("path", Arg::Name(path))
                    .with("services", Arg::Number(services))
                    .with("file", Arg::Name(file)),
            );
        }
    }
}

impl Loaded {
    fn nothing(file: TextId) -> Self {
        Self {
            project: Project {
                file,
                files: vec![file],
                ..Project::nobody()
            },
            yamls: Vec::new(),
            env_files: Vec::new(),
            parts: Vec::new(),
            effective: None,
        }
    }
}

/// The variables of a project, and what else its files and its folder say.
pub(super) struct Chosen {
    /// The files in their order.
    pub(super) texts: Vec<(TextId, PathBuf)>,
    /// The first one, or a stand-in for it.
    pub(super) first: TextId,
    /// The variables.
    pub(super) environment: Variables,
    /// The name of the project.
    pub(super) name: String,
    /// Whether the files themselves give that name.
    pub(super) is_named: bool,
}
