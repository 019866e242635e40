//! A compose file as a project: read, interpolated, checked.
//!
//! One file is one project here. What would change the result and is not followed yet (overrides,
//! `extends`, `include`, further documents) is a problem, never silence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::env_files::EnvFiles;
use super::fields::switch;
use super::interpolate::Environment;
use super::value::{Builder, Field, Value};
use super::{Supply, check, service};
use crate::input::{Tree, tidy};
use crate::model::{
    Arg, Encoding, Network, Origins, Problem, ProblemKind, Project, Span, Text, TextId,
};
use crate::syntax::dotenv::EnvFile;
use crate::syntax::yaml::Yaml;

/// A project and the syntax it was made of, which masking needs.
pub struct Loaded {
    /// The project.
    pub project: Project,
    /// The compose file.
    pub yaml: Yaml,
    /// The env files that were read for it.
    pub env_files: Vec<Arc<EnvFile>>,
}

/// Loads the compose file `text` at `path`. `merged` is the override that Compose would merge
/// into it, if one stands beside it; `supply` is what the user says beyond the files.
pub fn load(
    tree: &Tree<'_>,
    text: TextId,
    path: &Path,
    merged: Option<&Path>,
    supply: &Supply,
) -> Loaded {
    let source = tree.texts().get(text);
    let yaml = Yaml::parse(&source);
    let mut loader = Loader {
        tree,
        supply,
        folder: path.parent().unwrap_or(path).to_path_buf(),
        origins: Origins::default(),
        problems: yaml.problems.clone(),
        files: EnvFiles::default(),
        templates: Vec::new(),
        missing: BTreeMap::new(),
    };
    loader.check_encoding(&source);
    if let Some(merged) = merged {
        let problem = Problem::new(ProblemKind::NotFollowed, Span::start_of(text));
        let problem = problem.with("what", Arg::Name(tree.shown(merged)));
        loader.problems.push(problem);
    }
    let project = loader.project_environment(Span::start_of(text));
    let mut result = Project {
        name: None,
        file: text,
        containers: Vec::new(),
        networks: BTreeMap::new(),
        origins: Origins::default(),
        problems: Vec::new(),
        templates: Vec::new(),
    };
    if let Some(root) = loader.root(&yaml, &project) {
        loader.fill(&mut result, &root, &yaml, &project);
    }
    loader.report_missing();
    result.origins = loader.origins;
    result.problems = loader.problems;
    result.templates = loader.templates;
    Loaded {
        project: result,
        yaml,
        env_files: loader.files.into_all(),
    }
}

/// What is known while a project is loaded.
pub(super) struct Loader<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) supply: &'t Supply,
    /// The project's folder.
    pub(super) folder: PathBuf,
    pub(super) origins: Origins,
    pub(super) problems: Vec<Problem>,
    pub(super) files: EnvFiles,
    /// Templates that stand in for missing env files.
    pub(super) templates: Vec<TextId>,
    /// Env files that are not there: where the first service names each, and how many do.
    missing: BTreeMap<String, (Span, u64)>,
}

impl Loader<'_, '_> {
    fn check_encoding(&mut self, source: &Text) {
        if source.encoding() == Encoding::Gbk {
            let problem = Problem::new(ProblemKind::Refused, Span::start_of(source.id()));
            self.problems
                .push(problem.with("detail", Arg::Text("refused.encoding")));
        }
    }

    /// The effective tree of the first document that is not empty.
    fn root(&mut self, yaml: &Yaml, project: &dyn Environment) -> Option<Value> {
        let mut builder = Builder::new(yaml, project, &mut self.origins);
        let mut documents = yaml.documents.iter().map(|id| builder.value(*id));
        let root = documents.find(|root| !root.is_null());
        let next = documents.find(|root| !root.is_null());
        drop(documents);
        let problems = std::mem::take(&mut builder.problems);
        self.problems.extend(problems);
        if let Some(next) = next {
            let problem = Problem::new(ProblemKind::NotFollowed, next.span.part(0..1));
            self.problems.push(problem.with("what", "---".into()));
        }
        if root.is_none() && self.problems.is_empty() {
            let problem = Problem::new(ProblemKind::Refused, Span::start_of(yaml.text));
            self.problems
                .push(problem.with("detail", Arg::Text("refused.empty")));
        }
        root
    }

    fn fill(
        &mut self,
        project: &mut Project,
        root: &Value,
        yaml: &Yaml,
        environment: &dyn Environment,
    ) {
        // Of a file that breaks off, what is missing says nothing.
        let broken = [ProblemKind::InvalidYaml, ProblemKind::LimitExceeded];
        if !yaml
            .problems
            .iter()
            .any(|problem| broken.contains(&problem.kind))
        {
            let start = Span::start_of(project.file);
            self.problems.extend(check::check(root, start));
        }
        self.not_followed(root);
        project.name = root.get("name").and_then(Value::text).map(str::to_owned);
        for network in root.get("networks").map_or(&[][..], Value::fields) {
            project
                .networks
                .insert(network.key.to_string(), flags(&network.value));
        }
        project.networks.entry("default".to_owned()).or_default();
        let default_network = self.origins.literal(Span::start_of(project.file));
        for field in root.get("services").map_or(&[][..], Value::fields) {
            let variables = self.environment(field, yaml, environment);
            let (container, problems) = service::container(field, variables, default_network);
            self.problems.extend(problems);
            project.containers.push(container);
        }
    }

    fn not_followed(&mut self, root: &Value) {
        let services = root.get("services").map_or(&[][..], Value::fields);
        let extends = services.iter().flat_map(|service| service.value.fields());
        let extends = extends.filter(|field| &*field.key == "extends");
        let include = root
            .fields()
            .iter()
            .filter(|field| &*field.key == "include");
        let fields: Vec<&Field> = include.chain(extends).collect();
        for field in fields.into_iter().filter(|field| !field.value.is_null()) {
            let problem = Problem::new(ProblemKind::NotFollowed, field.key_span);
            self.problems
                .push(problem.with("what", Arg::Name(field.key.to_string())));
        }
    }

    /// Notes an env file that is not there, once however many services name it.
    pub(super) fn missing(&mut self, path: &str, span: Span) {
        self.missing.entry(path.to_owned()).or_insert((span, 0)).1 += 1;
    }

    fn report_missing(&mut self) {
        for (path, (span, services)) in std::mem::take(&mut self.missing) {
            let file = self.tree.shown(&tidy(&self.folder.join(&path)));
            self.problems.push(
                Problem::new(ProblemKind::MissingEnvFile, span)
                    .with("path", Arg::Name(path))
                    .with("services", Arg::Number(services))
                    .with("file", Arg::Name(file)),
            );
        }
    }
}

fn flags(network: &Value) -> Network {
    let on = |key: &str| {
        let value = network.get(key).and_then(Value::text);
        value.and_then(switch).unwrap_or(false)
    };
    Network {
        internal: on("internal"),
        external: on("external"),
    }
}
