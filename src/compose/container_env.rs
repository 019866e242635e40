//! The environment that a service really gets: its `environment` over its env files, each later
//! one over the earlier ones.

use std::collections::BTreeMap;

use super::environment::{Layered, Variables, evaluate};
use super::fields::switch;
use super::interpolate::{Budget, Environment, UNKNOWN};
use super::load::Loader;
use super::project_env::StandIn;
use super::value::{Data, Field, Value};
use crate::input::Unopened;
use crate::model::{
    Arg, How, Origin, OriginId, Origins, Part, Problem, ProblemKind, Sensitive, Span, TextId,
    Variable,
};
use crate::syntax::dotenv::Format;
use crate::syntax::yaml::{Core, Yaml};

/// An env file of a service.
struct Entry<'v> {
    path: &'v str,
    span: Span,
    required: bool,
    format: Format,
}

impl Loader<'_, '_> {
    /// The environment of a service in the order of the names.
    pub(super) fn environment(
        &mut self,
        service: &Field,
        yaml: &Yaml,
        project: &dyn Environment,
    ) -> Vec<Variable> {
        let own = self.own(service, yaml, project);
        let mut known = Variables::default();
        for variable in own.values() {
            if let Some(value) = &variable.value {
                known.set(&variable.name, Some(value.clone()), variable.origin);
            }
        }
        let mut all: BTreeMap<String, Variable> = BTreeMap::new();
        let mut lines = Variables::default();
        for entry in self.entries(service) {
            let Some(text) = self.env_file(&entry) else {
                continue;
            };
            let (file, is_new) = self.files.get(self.tree.texts(), text, entry.format);
            if is_new {
                self.problems.extend(file.problems.iter().cloned());
            }
            let outer = Layered {
                first: project,
                then: &known,
            };
            let budget = &mut Budget::default();
            let set = evaluate(&file, &outer, &mut lines, &mut self.origins, budget);
            self.problems.extend(set.problems);
            for line in set.entries {
                let name = line.name.to_string();
                all.insert(
                    name.clone(),
                    Variable {
                        name,
                        value: line.value,
                        origin: line.origin,
                        declared: entry.span,
                    },
                );
            }
        }
        all.extend(own);
        all.into_values().collect()
    }

    /// What `environment` says, as a mapping or as a list.
    fn own(
        &mut self,
        service: &Field,
        yaml: &Yaml,
        project: &dyn Environment,
    ) -> BTreeMap<String, Variable> {
        let mut own = BTreeMap::new();
        let Some(value) = service.value.get("environment") else {
            return own;
        };
        let mut add = |variable: Variable| own.insert(variable.name.clone(), variable);
        for field in value.fields() {
            match &field.value.data {
                Data::Null => {
                    add(inherited(
                        &field.key,
                        field.key_span,
                        project,
                        &mut self.origins,
                    ));
                }
                Data::Scalar(text, core) if *core != Core::Timestamp => {
                    add(Variable {
                        name: field.key.to_string(),
                        value: Some(text.clone()),
                        origin: field.value.origin,
                        declared: field.key_span,
                    });
                }
                Data::Unknown(_, core) if *core != Core::Timestamp => {
                    add(Variable {
                        name: field.key.to_string(),
                        value: None,
                        origin: field.value.origin,
                        declared: field.key_span,
                    });
                }
                _ => self.refuse(&field.value, "refused.variable", &service.key),
            }
        }
        for item in value.items() {
            if let Some(text) = item.partial() {
                // Of a variable whose very name is not known nothing can be said.
                let name = text.split_once('=').map(|(name, _)| name);
                if let Some(name) = name.filter(|name| !name.contains(UNKNOWN)) {
                    add(Variable {
                        name: name.to_owned(),
                        value: None,
                        origin: item.origin,
                        declared: item.span,
                    });
                }
                continue;
            }
            let Some(text) = item.text() else {
                self.refuse(item, "refused.variable", &service.key);
                continue;
            };
            add(match text.split_once('=') {
                None => inherited(text, item.span, project, &mut self.origins),
                Some((name, value)) => Variable {
                    name: name.to_owned(),
                    value: Some(Sensitive::new(value)),
                    origin: tail(&mut self.origins, yaml, item, name.len() + 1),
                    declared: item.span,
                },
            });
        }
        if value.text().is_some() {
            self.refuse(value, "refused.variable", &service.key);
        }
        own
    }

    fn refuse(&mut self, value: &Value, detail: &'static str, service: &str) {
        self.problems.push(
            Problem::new(ProblemKind::Refused, value.span)
                .with("detail", Arg::Text(detail))
                .with("path", Arg::Name(format!("services.{service}"))),
        );
    }

    /// The env files that a service names.
    fn entries<'v>(&mut self, service: &'v Field) -> Vec<Entry<'v>> {
        let Some(value) = service.value.get("env_file") else {
            return Vec::new();
        };
        let items = match &value.data {
            Data::Sequence(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut entries = Vec::new();
        for item in items {
            let text = |key: &str| item.get(key).and_then(Value::text);
            let path = item.text().or_else(|| text("path"));
            let Some(path) = path else {
                if item.has_unknown() {
                    continue;
                }
                self.refuse(item, "refused.env-file", &service.key);
                continue;
            };
            entries.push(Entry {
                path,
                span: item.get("path").map_or(item.span, |path| path.span),
                required: text("required").and_then(switch) != Some(false),
                format: match text("format") {
                    Some("raw") => Format::Raw,
                    _ => Format::default(),
                },
            });
        }
        entries
    }

    /// The text of an env file; a problem where it should be there and is not.
    fn env_file(&mut self, entry: &Entry<'_>) -> Option<TextId> {
        match self.tree.open(&self.folder, entry.path) {
            Ok(text) => Some(text),
            Err(Unopened::Missing) if !entry.required => None,
            Err(Unopened::Missing) => {
                let stands_in = self.stands_in(entry.path);
                if let StandIn::Nothing = stands_in {
                    self.missing(entry.path, entry.span);
                }
                match stands_in {
                    StandIn::Template(text) => Some(text),
                    StandIn::Supplied | StandIn::Nothing => None,
                }
            }
            Err(reason) => {
                let problem = reason.problem(entry.span);
                self.problems.push(problem.with("path", entry.path.into()));
                None
            }
        }
    }
}

/// A bare name: the value that the project's environment has, if it has one.
fn inherited(name: &str, span: Span, project: &dyn Environment, origins: &mut Origins) -> Variable {
    let known = project.lookup(name);
    let parts = known.map(|known| {
        let length = known.value.map_or(0, |value| value.expose().len());
        Part::new(0..length, known.origin)
    });
    Variable {
        name: name.to_owned(),
        value: known.and_then(|known| known.value.cloned()),
        origin: origins.add(Origin {
            place: span,
            how: How::Interpolated,
            parts: parts.into_iter().collect(),
            replaced: None,
        }),
        declared: span,
    }
}

/// The origin of a string from byte `from` on.
fn tail(origins: &mut Origins, yaml: &Yaml, item: &Value, from: usize) -> OriginId {
    let length = item.text().map_or(0, str::len);
    let place = yaml.span_in(item.node, from..length);
    let mut whole = item.origin;
    while let Some(Origin {
        how: How::Alias(target),
        ..
    }) = origins.get(whole)
    {
        whole = *target;
    }
    let Some(Origin { how, parts, .. }) = origins.get(whole).cloned() else {
        return item.origin;
    };
    if parts.is_empty() {
        return origins.literal(place);
    }
    let mut kept = Vec::new();
    for part in parts {
        let (start, end) = (part.range.start as usize, part.range.end as usize);
        if end <= from && !(start == end && start == from) {
            continue;
        }
        let cut = from.saturating_sub(start);
        let piece = origins.get(part.origin);
        let piece = piece.map(|piece| (piece.place, piece.how == How::Literal));
        let origin = match piece {
            Some((place, true)) if cut > 0 => {
                let rest = place.end.saturating_sub(place.start) as usize;
                origins.literal(place.part(cut..rest))
            }
            _ => part.origin,
        };
        kept.push(Part::new(start.max(from) - from..end - from, origin));
    }
    origins.add(Origin {
        place,
        how,
        parts: kept,
        replaced: None,
    })
}
