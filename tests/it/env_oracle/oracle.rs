//! One case, what it means here, and what it means to Compose.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use hulan::compose::environment::{Layered, Variables, evaluate};
use hulan::compose::interpolate::{Budget, Environment, Scope};
use hulan::model::{Decoded, Encoding, OriginId, Origins, Sensitive, Span, Texts};
use hulan::syntax::dotenv::{Format, parse};
use serde_json::{Value, json};

use super::{OUTER, OWN};

/// What is written where.
pub(super) enum Kind {
    /// A scalar in a compose file.
    Template,
    /// The env files of a service, one after the other.
    Files(Format),
    /// The env files of the project (`--env-file`), one after the other.
    Project,
}

/// A case.
pub(super) struct Case {
    pub(super) kind: Kind,
    pub(super) texts: Vec<String>,
    pub(super) random: bool,
}

/// What a case means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Refused,
    Values(BTreeMap<String, String>),
}

impl Case {
    pub(super) fn template(text: impl Into<String>) -> Self {
        Self {
            kind: Kind::Template,
            texts: vec![text.into()],
            random: false,
        }
    }

    pub(super) fn files(format: Format, texts: &[&str]) -> Self {
        Self {
            kind: Kind::Files(format),
            texts: texts.iter().map(|&text| text.to_owned()).collect(),
            random: false,
        }
    }

    pub(super) fn project(texts: &[&str]) -> Self {
        Self {
            kind: Kind::Project,
            ..Self::files(Format::Compose, texts)
        }
    }

    /// What the library makes of it.
    pub(super) fn meaning(&self) -> Meaning {
        let mut origins = Origins::default();
        let place = Span::start_of(Texts::default().add("x", decoded("")));
        let origin = origins.literal(place);
        let outer = variables(&OUTER, origin);
        let own = variables(&OWN, origin);
        match self.kind {
            Kind::Template => {
                let mut scope = Scope {
                    environment: &outer,
                    origins: &mut origins,
                    budget: &mut Budget::default(),
                };
                let done = scope.interpolate(&self.texts[0], &|_| place);
                done.map_or(Meaning::Refused, |done| {
                    let value = done.value.into_owned();
                    Meaning::Values(BTreeMap::from([("V".to_owned(), value)]))
                })
            }
            Kind::Files(format) => {
                let layers = Layered {
                    first: &outer,
                    then: &own,
                };
                let set = self.set_by_files(format, &layers, origins);
                set.map_or(Meaning::Refused, |set| {
                    let all = set.iter().chain(own.iter());
                    let plain = |value: Option<&Sensitive>| {
                        value.expect("nothing is supplied").expose().to_owned()
                    };
                    Meaning::Values(
                        all.map(|(name, known)| (name.to_owned(), plain(known.value)))
                            .collect(),
                    )
                })
            }
            Kind::Project => {
                let set = self.set_by_files(Format::Compose, &outer, origins);
                set.map_or(Meaning::Refused, |set| {
                    let layers = Layered {
                        first: &outer,
                        then: &set,
                    };
                    let value = |name: &str| {
                        let known = layers.lookup(name);
                        let value = known.and_then(|known| known.value);
                        value.map_or("unset", Sensitive::expose).to_owned()
                    };
                    Meaning::Values(
                        ASKED
                            .iter()
                            .map(|&name| (name.to_owned(), value(name)))
                            .collect(),
                    )
                })
            }
        }
    }

    fn set_by_files(
        &self,
        format: Format,
        outer: &dyn Environment,
        mut origins: Origins,
    ) -> Option<Variables> {
        let texts = Texts::default();
        let mut set = Variables::default();
        let mut budget = Budget::default();
        for text in &self.texts {
            let id = texts.add("x", decoded(text));
            let file = parse(&texts.get(id), format);
            let done = evaluate(&file, outer, &mut set, &mut origins, &mut budget);
            if !file.is_accepted() || !done.problems.is_empty() {
                return None;
            }
        }
        Some(set)
    }
}

/// The names whose values a project case compares.
const ASKED: [&str; 5] = ["A", "B", "C", "SET", "NO"];

fn decoded(text: &str) -> Decoded {
    Decoded {
        content: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
        encoding: Encoding::Utf8,
        bom: text.starts_with('\u{feff}'),
    }
}

fn variables(pairs: &[(&str, &str)], origin: OriginId) -> Variables {
    let mut variables = Variables::default();
    for (name, value) in pairs {
        variables.set(*name, Some(Sensitive::new(*value)), origin);
    }
    variables
}

/// The reference.
pub(super) struct Compose {
    binary: PathBuf,
    calls: AtomicUsize,
}

impl Compose {
    pub(super) fn find() -> Option<Self> {
        let binary = std::env::var_os("HULAN_COMPOSE")?.into();
        let calls = AtomicUsize::new(0);
        Some(Self { binary, calls })
    }

    pub(super) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Runs the cases in one project. Where Compose refuses it, halves find who is to blame.
    pub(super) fn differences(&self, cases: &[(Case, Meaning)]) -> Vec<String> {
        if cases.is_empty() {
            return Vec::new();
        }
        let meanings = self.run(cases);
        if let (None, false) = (&meanings, cases.len() == 1) {
            let (left, right) = cases.split_at(cases.len() / 2);
            let mut found = self.differences(left);
            found.extend(self.differences(right));
            return found;
        }
        let meanings = meanings.unwrap_or_else(|| vec![Meaning::Refused]);
        cases
            .iter()
            .zip(meanings)
            .filter(|((_, ours), theirs)| ours != theirs)
            .map(|((case, ours), theirs)| {
                format!("{:?}: here {ours:?}, compose {theirs:?}", case.texts)
            })
            .collect()
    }

    fn run(&self, cases: &[(Case, Meaning)]) -> Option<Vec<Meaning>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let folder = tempfile::tempdir().expect("a folder");
        let mut services = serde_json::Map::new();
        let mut project_files = Vec::new();
        for (number, (case, _)) in cases.iter().enumerate() {
            let write = |(part, text): (usize, &String)| {
                let path = format!("{number}.{part}.env");
                std::fs::write(folder.path().join(&path), text).expect("written");
                path
            };
            let files = case.texts.iter().enumerate().map(write);
            let own = BTreeMap::from(OWN);
            let service = match case.kind {
                Kind::Template => json!({"image": "x", "environment": {"V": case.texts[0]}}),
                Kind::Files(Format::Compose) => {
                    json!({"image": "x", "environment": own, "env_file": files.collect::<Vec<_>>()})
                }
                Kind::Files(Format::Raw) => {
                    let files = files.map(|path| json!({"path": path, "format": "raw"}));
                    json!({"image": "x", "environment": own, "env_file": files.collect::<Vec<_>>()})
                }
                Kind::Project => {
                    project_files.extend(files.flat_map(|path| ["--env-file".to_owned(), path]));
                    let asked = ASKED.map(|name| (name, format!("${{{name}-unset}}")));
                    json!({"image": "x", "environment": BTreeMap::from(asked)})
                }
            };
            services.insert(format!("s{number}"), service);
        }
        let project = json!({"services": services}).to_string();
        std::fs::write(folder.path().join("compose.yaml"), project).expect("written");
        let output = Command::new(&self.binary)
            .args(["-f", "compose.yaml"])
            .args(project_files)
            .args(["config", "--format", "json"])
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", "/bin")
            .envs(OUTER)
            .output()
            .expect("compose runs");
        if !output.status.success() {
            return None;
        }
        let shown: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        Some(
            (0..cases.len())
                .map(|number| {
                    let values = shown["services"][format!("s{number}")]["environment"]
                        .as_object()
                        .into_iter()
                        .flatten()
                        .map(|(name, value)| {
                            let value = value.as_str().unwrap_or_default();
                            (name.replace("$$", "$"), value.replace("$$", "$"))
                        });
                    Meaning::Values(values.collect())
                })
                .collect(),
        )
    }
}
