//! The environment that a service really gets: its `environment` over its env files, each later
//! one over the earlier ones.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use super::environment::{Layered, Variables, evaluate};
use super::fields::{switch, text_of};
use super::interpolate::{Budget, Environment, Known, UNKNOWN};
use super::load::Loader;
use super::project_env::StandIn;
use super::value::{Data, Field, Value};
use crate::input::{Unopened, tidy};
use crate::model::{How, Origin, OriginId, Origins, Pair, Part, Sensitive, Span, TextId, Variable};
use crate::syntax::dotenv::Format;
use crate::syntax::yaml::Yaml;

/// What an env file sets, whatever service names it first of its env files.
pub(super) struct Shared {
    /// The names that services are asked for: none of them may have one of these.
    asked: BTreeSet<String>,
    entries: Rc<[super::environment::Entry]>,
    lines: Rc<Variables>,
}

/// An environment that remembers what it was asked for.
struct Asked<'a> {
    environment: &'a Variables,
    names: RefCell<BTreeSet<String>>,
}

impl Environment for Asked<'_> {
    fn lookup(&self, name: &str) -> Option<Known<'_>> {
        let mut names = self.names.borrow_mut();
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
        self.environment.lookup(name)
    }

    fn is_open(&self) -> bool {
        self.environment.is_open()
    }
}

/// An env file of a service.
struct Entry {
    path: String,
    span: Span,
    required: bool,
    format: Format,
    /// Where a format is named that Compose does not know.
    unknown_format: Option<Span>,
}

impl Loader<'_, '_> {
    /// The environment of a service in the order of the names; without its env files where it is
    /// not `active`.
    pub(super) fn environment(
        &mut self,
        service: &Field,
        project: &dyn Environment,
        active: bool,
    ) -> Vec<Variable> {
        let own = match service.value.get("environment") {
            Some(value) => self.variables(value, project),
            None => BTreeMap::new(),
        };
        let mut known = Variables::default();
        for variable in own.values() {
            if let Some(value) = &variable.value {
                known.set(variable.name.as_str(), Some(value.clone()), variable.origin);
            }
        }
        let mut all: Vec<Variable> = Vec::new();
        let mut lines = Rc::new(Variables::default());
        let mut is_first = true;
        for entry in entries(&service.value) {
            if !active {
                break;
            }
            let Some(text) = self.env_file(&entry) else {
                continue;
            };
            if let Some(span) = entry.unknown_format {
                self.stages()
                    .refuse(span, "refused.env-format", &entry.path);
                continue;
            }
            let set = self.evaluated(text, entry.format, project, &known, &mut lines, is_first);
            is_first = false;
            all.extend(set.iter().map(|line| Variable {
                name: line.name.to_string(),
                value: line.value.clone(),
                origin: line.origin,
                declared: entry.span,
            }));
        }
        all.extend(own.into_values());
        // Of one name the last one counts.
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all.dedup_by(|later, kept| {
            let same = later.name == kept.name;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        all
    }

    /// What an env file sets for a service whose own variables are `known`. Nearly always that is
    /// the same for all services, which then share it.
    fn evaluated(
        &mut self,
        text: TextId,
        format: Format,
        project: &dyn Environment,
        known: &Variables,
        lines: &mut Rc<Variables>,
        is_first: bool,
    ) -> Rc<[super::environment::Entry]> {
        let key = (text, format == Format::Raw);
        if is_first
            && let Some(shared) = self.shared.get(&key)
            && shared.asked.iter().all(|name| known.lookup(name).is_none())
        {
            *lines = Rc::clone(&shared.lines);
            return Rc::clone(&shared.entries);
        }
        let (file, is_new) = self.files.get(self.tree.texts(), text, format);
        if is_new {
            self.problems.extend(file.problems.iter().cloned());
        }
        let own = Asked {
            environment: known,
            names: RefCell::default(),
        };
        let outer = Layered {
            first: project,
            then: &own,
        };
        let budget = &mut Budget::default();
        let set = evaluate(
            &file,
            &outer,
            Rc::make_mut(lines),
            &mut self.origins,
            budget,
        );
        self.problems.extend(set.problems);
        let entries: Rc<[_]> = set.entries.into();
        let asked = own.names.into_inner();
        if is_first && asked.iter().all(|name| known.lookup(name).is_none()) {
            let shared = Shared {
                asked,
                entries: Rc::clone(&entries),
                lines: Rc::clone(lines),
            };
            self.shared.insert(key, shared);
        }
        entries
    }

    /// The arguments of a service's build that have a value, or one that is not known here.
    pub(super) fn build_args(
        &mut self,
        service: &Field,
        project: &dyn Environment,
    ) -> Vec<Variable> {
        let args = service
            .value
            .get("build")
            .and_then(|build| build.get("args"));
        let Some(args) = args.cloned() else {
            return Vec::new();
        };
        let args = self.variables(&args, project).into_values();
        let given = |variable: &Variable| {
            variable.value.is_some() || project.lookup(&variable.name).is_some() || {
                let origin = self.origins.get(variable.origin);
                origin.is_some_and(|origin| !origin.parts.is_empty())
            }
        };
        args.filter(given).collect()
    }

    /// The labels of a service over those of its label files.
    pub(super) fn labels(&mut self, service: &Field, active: bool) -> Vec<Pair> {
        let mut all: BTreeMap<String, Pair> = BTreeMap::new();
        let files = service
            .value
            .get("label_file")
            .map_or(&[][..], Value::items);
        let mut lines = Variables::default();
        for file in files.iter().filter(|_| active) {
            let Some(path) = file.text() else { continue };
            let path = tidy(&self.folder.join(self.at_home(path)));
            let Some(text) = self.open(&path, file.span) else {
                continue;
            };
            let (parsed, is_new) = self.files.get(self.tree.texts(), text, Format::Compose);
            if is_new {
                self.problems.extend(parsed.problems.iter().cloned());
            }
            let outer = Variables::default();
            let budget = &mut Budget::default();
            let set = evaluate(&parsed, &outer, &mut lines, &mut self.origins, budget);
            self.problems.extend(set.problems);
            for line in set.entries {
                let Some(value) = line.value else { continue };
                let label = Pair {
                    name: line.name.to_string(),
                    value: value.expose().to_owned(),
                    origin: line.origin,
                };
                all.insert(label.name.clone(), label);
            }
        }
        let own = service.value.get("labels");
        for label in own.map_or_else(Vec::new, super::fields::pairs) {
            all.insert(label.name.clone(), label);
        }
        all.into_values().collect()
    }

    /// The tree with the bare names in lists of variables filled in.
    pub(super) fn with_inherited(&mut self, root: &Value, environment: &dyn Environment) -> Value {
        let made = root.get("services").and_then(|services| {
            services.map_fields(|_, service| {
                let variables = service.get("environment")?;
                let filled = variables.map_items(|item| {
                    let name = item.text()?;
                    let known = environment.lookup(name)?;
                    let value = known
                        .value
                        .map_or_else(|| UNKNOWN.to_string(), |value| value.expose().to_owned());
                    let key = self.origins.literal(item.span);
                    let from = name.len() + 1;
                    let origin = self.origins.add(Origin {
                        place: item.span,
                        how: How::Interpolated,
                        parts: vec![
                            Part::new(0..from, key),
                            Part::new(from..from + value.len(), known.origin),
                        ],
                        replaced: None,
                    });
                    let made = item.string(&format!("{name}={value}"));
                    Some(Value { origin, ..made })
                })?;
                Some(service.with_field("environment", Some(filled)))
            })
        });
        match made {
            Some(services) => root.with_field("services", Some(services)),
            None => root.clone(),
        }
    }

    /// Variables as a mapping or a list says them.
    fn variables(
        &mut self,
        value: &Value,
        project: &dyn Environment,
    ) -> BTreeMap<String, Variable> {
        let mut own = BTreeMap::new();
        let mut add = |variable: Variable| own.insert(variable.name.clone(), variable);
        for field in value.fields() {
            match &field.value.data {
                Data::Null => {
                    let origins = &mut self.origins;
                    add(inherited(&field.key, field.key_span, project, origins));
                }
                Data::Scalar(text, _) => {
                    add(Variable {
                        name: field.key.to_string(),
                        value: Some(text.clone()),
                        origin: field.value.origin,
                        declared: field.key_span,
                    });
                }
                Data::Unknown(..) => {
                    add(Variable {
                        name: field.key.to_string(),
                        value: None,
                        origin: field.value.origin,
                        declared: field.key_span,
                    });
                }
                Data::Sequence(_) | Data::Mapping(_) => {}
            }
        }
        for item in value.items() {
            let Some(text) = item.raw() else { continue };
            let known = item.text().is_some();
            let variable = match text.split_once('=') {
                None if known => inherited(text, item.span, project, &mut self.origins),
                // Of a variable whose very name is not known nothing can be said.
                None => continue,
                Some((name, _)) if name.contains(UNKNOWN) => continue,
                Some((name, value)) => Variable {
                    name: name.to_owned(),
                    value: (!value.contains(UNKNOWN)).then(|| Sensitive::new(value)),
                    origin: self.tail(item, name.len() + 1),
                    declared: item.span,
                },
            };
            add(variable);
        }
        own
    }

    /// The text of an env file; a problem where it should be there and is not.
    fn env_file(&mut self, entry: &Entry) -> Option<TextId> {
        let path = self.at_home(&entry.path);
        match self.tree.open(&self.folder, &path) {
            Ok(text) => Some(text),
            Err(Unopened::Missing) if !entry.required => None,
            Err(Unopened::Missing) => {
                let stands_in = self.stands_in(Path::new(&path));
                if let StandIn::Nothing = stands_in {
                    self.missing(&entry.path, entry.span);
                }
                match stands_in {
                    StandIn::Template(text) => Some(text),
                    StandIn::Supplied | StandIn::Nothing => None,
                }
            }
            Err(reason) => {
                let problem = reason.problem(entry.span);
                self.problems
                    .push(problem.with("path", entry.path.as_str().into()));
                None
            }
        }
    }

    /// The origin of a string from byte `from` on.
    fn tail(&mut self, item: &Value, from: usize) -> OriginId {
        let yaml = self.yamls.iter().find(|yaml| yaml.text == item.span.text);
        let yaml = yaml.map(std::sync::Arc::clone);
        tail(&mut self.origins, yaml.as_deref(), item, from)
    }
}

/// The env files that a service names.
fn entries(service: &Value) -> Vec<Entry> {
    let items = service.get("env_file").map_or(&[][..], Value::items);
    let entries = items.iter().filter_map(|item| {
        let (path, _) = text_of(item, "path")?;
        let text = |key: &str| item.get(key).and_then(Value::text);
        Some(Entry {
            path,
            span: item.get("path").map_or(item.span, |path| path.span),
            required: text("required").and_then(switch) != Some(false),
            format: match text("format") {
                Some("raw") => Format::Raw,
                _ => Format::default(),
            },
            unknown_format: item.get("format").and_then(|format| {
                let is_known = matches!(format.text(), None | Some("" | "raw"));
                (!is_known).then_some(format.span)
            }),
        })
    });
    entries.collect()
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
fn tail(origins: &mut Origins, yaml: Option<&Yaml>, item: &Value, from: usize) -> OriginId {
    let length = item.raw().map_or(0, str::len);
    let place = yaml.map_or(item.span, |yaml| yaml.span_in(item.node, from..length));
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
