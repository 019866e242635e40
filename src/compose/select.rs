//! Which files are a project: as named, or as Compose chooses them in a folder.

use std::path::{Path, PathBuf};

use super::environment::Variables;
use super::interpolate::Environment as _;
use super::load::{Chosen, Loader};
use crate::input::{FOUND_BY_COMPOSE, tidy};
use crate::model::{Sensitive, Span, TextId};
use crate::syntax::yaml::Yaml;

/// A project to load.
#[derive(Clone, Debug)]
pub enum Selection {
    /// What Compose finds in a folder.
    Folder(PathBuf),
    /// These files, absolute, in this order.
    Files {
        /// The files; at least one.
        files: Vec<PathBuf>,
        /// The folder of the project, where it is not that of the first file.
        folder: Option<PathBuf>,
    },
}

/// The names of the overrides that it looks for.
const OVERRIDE_NAMES: [&str; 4] = [
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

impl Selection {
    /// The folder of the project, as far as it is known before `.env` is read.
    pub fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::Files { files, folder } => folder.as_deref().unwrap_or_else(|| {
                let first = files.first().map(PathBuf::as_path);
                first.and_then(Path::parent).unwrap_or(Path::new(""))
            }),
        }
    }
}

impl Loader<'_, '_> {
    /// Reads what says which files are the project, and reads those.
    pub(super) fn choose(&mut self, selection: &Selection) -> Chosen {
        let mut environment = self.project_environment();
        let named = environment.lookup("COMPOSE_FILE");
        let named = named.and_then(|known| self.origins.place(known.origin));
        let mut files = match selection {
            Selection::Files { files, .. } => files.clone(),
            Selection::Folder(folder) => {
                let files = self.files_in(folder, &environment);
                let own = files.first().and_then(|file| file.parent());
                if let Some(own) = own.filter(|own| own != folder) {
                    self.folder = own.to_path_buf();
                    self.add_environment(&mut environment);
                }
                files
            }
        };
        let over = files.first().and_then(|first| self.tree.over(first));
        files.extend(over.map(Path::to_path_buf));
        let mut texts = Vec::new();
        for path in files {
            let place = named.unwrap_or_else(|| Span::start_of(self.tree.stand_in(&path)));
            self.follows(&path);
            if let Some(text) = self.open(&path, place) {
                texts.push((text, path));
            }
        }
        let first = texts.first().map_or_else(
            || self.tree.stand_in(&self.folder.clone()),
            |(text, _)| *text,
        );
        let (name, is_named) = self.project_name(&texts, &environment);
        let origin = self.origins.literal(Span::start_of(first));
        let value = Sensitive::new(name.as_str());
        environment.set("COMPOSE_PROJECT_NAME", Some(value), origin);
        Chosen {
            texts,
            first,
            environment,
            name,
            is_named,
        }
    }

    /// The files that `COMPOSE_FILE` names, or those that Compose looks for.
    fn files_in(&self, folder: &Path, environment: &Variables) -> Vec<PathBuf> {
        let text = |name: &str| Some(environment.lookup(name)?.value?.expose().to_owned());
        if let Some(named) = text("COMPOSE_FILE") {
            let separator = text("COMPOSE_PATH_SEPARATOR").filter(|own| !own.is_empty());
            let separator = separator.unwrap_or_else(|| {
                // Windows separates by semicolons, and its paths have colons in them.
                let windows = named.contains(';') || cfg!(windows);
                if windows { ";" } else { ":" }.to_owned()
            });
            let names = named.split(separator.as_str());
            return names.map(|name| tidy(&folder.join(name))).collect();
        }
        let find = |folder: &Path, names: &[&str]| {
            let mut paths = names.iter().map(|name| folder.join(name));
            paths.find(|path| path.exists())
        };
        // Whoever types the command may stand further down; a scan asks each folder.
        let here = if self.supply.knows_home {
            usize::MAX
        } else {
            1
        };
        for folder in folder.ancestors().take(here) {
            if let Some(main) = find(folder, &FOUND_BY_COMPOSE) {
                let over = find(folder, &OVERRIDE_NAMES);
                return std::iter::once(main).chain(over).collect();
            }
        }
        Vec::new()
    }

    /// The name of the project, and whether its files give it.
    fn project_name(
        &mut self,
        texts: &[(TextId, PathBuf)],
        environment: &Variables,
    ) -> (String, bool) {
        let known = environment.lookup("COMPOSE_PROJECT_NAME");
        let given = self.supply.name.clone().or_else(|| {
            let value = known?.value?;
            (!value.is_empty()).then(|| value.expose().to_owned())
        });
        if let Some(given) = given {
            if normalised(&given) != given {
                let place = texts.first().map(|(text, _)| Span::start_of(*text));
                let place = place.unwrap_or(Span::start_of(TextId(0)));
                self.stages().refuse(place, "refused.project-name", "name");
            }
            return (given, false);
        }
        // Compose looks at the first documents to see whether there is a name, and at all of them
        // for the name itself.
        let mut in_first = false;
        let mut name = String::new();
        for (text, _) in texts {
            let yaml = self.yaml(*text);
            for (at, document) in yaml.documents.iter().enumerate() {
                let entry = yaml.entries(*document).into_iter().find(|entry| {
                    yaml.scalar(entry.key)
                        .is_some_and(|key| &*key.value == "name")
                });
                let written = entry.and_then(|entry| written_name(&yaml, entry.value));
                if let Some(written) = written.filter(|written| !written.is_empty()) {
                    in_first |= at == 0;
                    name = written;
                }
            }
        }
        let mut scope = super::interpolate::Scope {
            environment,
            origins: &mut self.origins,
            budget: &mut super::interpolate::Budget::default(),
        };
        let first = texts.first().map_or(TextId(0), |(text, _)| *text);
        let place = |_: std::ops::Range<usize>| Span::start_of(first);
        let name = match scope.expand(&name, &place) {
            Ok(expanded) => normalised(&expanded.value),
            // The file itself will say so.
            Err(_) => String::new(),
        };
        if !name.is_empty() {
            return (name, true);
        }
        if in_first {
            return (String::new(), true);
        }
        let folder = self.folder.file_name().unwrap_or_default();
        (normalised(&folder.to_string_lossy()), false)
    }
}

fn written_name(yaml: &Yaml, id: crate::syntax::yaml::NodeId) -> Option<String> {
    let scalar = yaml.scalar(id)?;
    let is_null = yaml.core(id) == crate::syntax::yaml::Core::Null;
    (!is_null).then(|| scalar.value.to_string())
}

/// A name as Compose makes it of any text.
fn normalised(name: &str) -> String {
    let kept = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(*c);
    let name: String = name.to_lowercase().chars().filter(kept).collect();
    name.trim_start_matches(['_', '-']).to_owned()
}
