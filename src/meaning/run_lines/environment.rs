//! The environment and the labels of a run line, with the files that supply them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::container::{Flags, pairs};
use super::flags::What;
use super::maker::Maker;
use crate::input::Tree;
use crate::model::{How, Origin, Pair, Sensitive, Traced, Variable};
use crate::syntax::dotenv::{self, EnvFile, Format};

/// The files that lines name.
pub(super) struct Files<'f, 't> {
    pub(super) tree: &'f Tree<'t>,
    /// Folders that a path may be one from: nobody knows where a script is called.
    pub(super) folders: Vec<PathBuf>,
    /// Those that were read, each once.
    pub(super) read: &'f mut Vec<Arc<EnvFile>>,
}

impl Files<'_, '_> {
    /// The file of a path. Engines read `NAME=value` in lines, where nothing else means anything.
    fn open(&mut self, path: &str) -> Option<Arc<EnvFile>> {
        let mut folders = self.folders.iter();
        let text = folders.find_map(|folder| self.tree.open(folder, path).ok())?;
        if let Some(known) = self.read.iter().find(|own| own.text == text) {
            return Some(Arc::clone(known));
        }
        let parsed = dotenv::parse(&self.tree.texts().get(text), Format::Raw);
        let file = Arc::new(parsed);
        self.read.push(Arc::clone(&file));
        Some(file)
    }
}

/// The effective environment in name order, and the env files.
pub(super) fn variables(
    flags: &Flags<'_, '_>,
    maker: &mut Maker<'_>,
    files: &mut Files<'_, '_>,
) -> (Vec<Variable>, Vec<Traced<String>>) {
    let mut all: Vec<Variable> = Vec::new();
    let mut named = Vec::new();
    for given in flags.of(What::EnvFile) {
        let Some(value) = &given.value else { continue };
        let Some(path) = value.known() else {
            maker.not_known(given);
            continue;
        };
        named.push(maker.traced(value, path.to_owned()));
        let Some(file) = files.open(path) else {
            maker.not_known(given);
            continue;
        };
        let declared = maker.span(value.place());
        for line in &file.statements {
            let place = line.value.as_ref().map_or(line.span, |value| value.span);
            let origin = maker.origins.add(Origin {
                place,
                how: How::EnvLine {
                    variable: Arc::clone(&line.key.name),
                },
                parts: Vec::new(),
                replaced: None,
            });
            set(
                &mut all,
                Variable {
                    name: line.key.name.to_string(),
                    value: line.value.as_ref().map(|value| value.decoded().clone()),
                    origin,
                    declared,
                },
            );
        }
    }
    for given in flags.of(What::Env) {
        let Some(value) = &given.value else { continue };
        let declared = maker.span(value.place());
        let split = value.split_once(|sign| sign == '=');
        let (name, behind) = match &split {
            Some((name, behind)) => (name, Some(behind)),
            None => (value, None),
        };
        let Some(text) = name.known().filter(|name| !name.is_empty()) else {
            maker.not_known(given);
            continue;
        };
        if let Some(behind) = behind {
            maker.hide(text, behind);
        }
        let origin = maker.origin(behind.unwrap_or(value));
        set(
            &mut all,
            Variable {
                name: text.to_owned(),
                value: behind.and_then(|behind| behind.known()).map(Sensitive::new),
                origin,
                declared,
            },
        );
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    (all, named)
}

fn set(all: &mut Vec<Variable>, variable: Variable) {
    all.retain(|known| known.name != variable.name);
    all.push(variable);
}

/// The labels over those of the label files.
pub(super) fn labels(
    flags: &Flags<'_, '_>,
    maker: &mut Maker<'_>,
    files: &mut Files<'_, '_>,
) -> Vec<Pair> {
    let mut all: Vec<Pair> = Vec::new();
    for given in flags.of(What::LabelFile) {
        let path = given.value.as_ref().and_then(|value| value.known());
        let Some(file) = path.and_then(|path| files.open(path)) else {
            maker.not_known(given);
            continue;
        };
        for line in &file.statements {
            let place = line.value.as_ref().map_or(line.span, |value| value.span);
            // A name alone is no label.
            let Some(value) = line.value.as_ref().map(|value| value.decoded().expose()) else {
                continue;
            };
            all.push(Pair {
                name: line.key.name.to_string(),
                value: value.to_owned(),
                origin: maker.origins.literal(place),
            });
        }
    }
    for pair in pairs(&flags.of(What::Label), maker) {
        all.retain(|known| known.name != pair.name);
        all.push(pair);
    }
    all
}

/// The folders that paths of a script may be relative to: its own, then the root.
pub(super) fn folders(path: &Path, root: &Path) -> Vec<PathBuf> {
    let own = path.parent().unwrap_or(root).to_path_buf();
    if own == root {
        vec![own]
    } else {
        vec![own, root.to_path_buf()]
    }
}
