//! What Compose reads of projects, for all that looks at the same files once more.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::search;
use crate::meaning::{Nature, SearchedFile};
use crate::model::{Deployment, TextId, Texts};
use crate::rules::{Usage, UsedEnvFile};
use crate::syntax::dotenv::{self, EnvFile, Format};
use crate::syntax::yaml::Yaml;

/// The syntax of a project, which masking reads once more.
#[derive(Default)]
pub(super) struct Syntax {
    pub(super) yamls: Vec<Arc<Yaml>>,
    pub(super) env_files: Vec<Arc<EnvFile>>,
}

/// The YAML files that were parsed, by their texts.
pub(super) fn parsed(syntax: &[Syntax]) -> search::Parsed {
    let yamls = syntax.iter().flat_map(|own| &own.yamls);
    yamls.map(|yaml| (yaml.text, Arc::clone(yaml))).collect()
}

/// The texts that Compose reads.
pub(super) fn parsed_texts(syntax: &[Syntax]) -> HashSet<TextId> {
    syntax.iter().flat_map(Syntax::texts).collect()
}

impl Syntax {
    fn texts(&self) -> impl Iterator<Item = TextId> {
        let yamls = self.yamls.iter().map(|yaml| yaml.text);
        yamls.chain(self.env_files.iter().map(|file| file.text))
    }
}

/// The env files with secrets that no project reads.
pub(super) fn strays(texts: &Texts, syntax: &[Syntax], files: &[SearchedFile]) -> Syntax {
    let known = parsed_texts(syntax);
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
pub(super) fn env_files<'s>(
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
