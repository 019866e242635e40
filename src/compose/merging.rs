//! Merging: how a later file, and a service that extends another, change what was there.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::path::Path;
use super::stages::Stages;
use super::value::{Data, Field, Value};
use crate::model::{Arg, How, Origin, OriginId, Part, Problem, ProblemKind};
use crate::syntax::yaml::Core;

/// How many pairs of address pools are compared: no network has hundreds.
const MOST_POOL_PAIRS: usize = 10_000;

/// How two values become one.
#[derive(Clone, Copy)]
enum Merge {
    /// The later one counts.
    Replace,
    /// Both as a list of `key=value`, one after the other.
    Sequence,
    /// As a list without doubles.
    ExtraHosts,
    /// As mappings; a string is the context.
    Build,
    /// As mappings; a list names services that must have started.
    DependsOn,
    /// As mappings; a list has names without values.
    Names,
    /// As mappings, unless the drivers differ.
    Logging,
    /// Address pools by subnet.
    Pools,
}

/// The special merges; everything else merges by its kind.
fn special(keys: &[&str]) -> Option<Merge> {
    Some(match keys {
        ["networks", _, "ipam", "config"] => Merge::Pools,
        ["networks" | "volumes", _, "labels"]
        | [
            "services",
            _,
            "annotations" | "dns" | "dns_opt" | "dns_search" | "env_file" | "label_file"
            | "environment" | "labels" | "sysctls" | "tmpfs",
        ]
        | [
            "services",
            _,
            "build",
            "args" | "additional_contexts" | "labels",
        ]
        | ["services", _, "deploy", "labels"] => Merge::Sequence,
        ["services", _, "build"] => Merge::Build,
        ["services", _, "build", "extra_hosts"] | ["services", _, "extra_hosts"] => {
            Merge::ExtraHosts
        }
        ["services", _, "command" | "entrypoint"]
        | ["services", _, "healthcheck", "test"]
        | ["services", _, "ulimits", _] => Merge::Replace,
        ["services", _, "depends_on"] => Merge::DependsOn,
        ["services", _, "logging"] => Merge::Logging,
        ["services", _, "models" | "networks"] => Merge::Names,
        _ => return None,
    })
}

impl Stages<'_> {
    /// A tree with a later one merged into it.
    pub(super) fn merge(&mut self, base: &Value, over: &Value) -> Value {
        self.merged(base, over, &Path::ROOT)
    }

    /// A service with the service that extends it merged into it.
    pub(super) fn extend(&mut self, base: &Value, over: &Value) -> Value {
        let services = Path::ROOT.below("services");
        self.merged(base, over, &services.below("x"))
    }

    /// Trees are as deep as their files at most: the recursion ends.
    fn merged(&mut self, base: &Value, over: &Value, path: &Path<'_>) -> Value {
        if let Some(merge) = path.ask(special) {
            return self.specially(merge, base, over, path);
        }
        if over.is_null() {
            return base.clone();
        }
        match (&base.data, &over.data) {
            (Data::Mapping(_), Data::Mapping(_)) => self.mappings(base, over, path),
            (Data::Sequence(first), Data::Sequence(then)) => {
                base.sequence(first.iter().chain(then.iter()).cloned().collect())
            }
            (Data::Mapping(_) | Data::Sequence(_), _) => {
                self.refuse(over.span, "refused.merge", &path.shown());
                base.clone()
            }
            _ => self.replacing(over, base.origin),
        }
    }

    fn mappings(&mut self, base: &Value, over: &Value, path: &Path<'_>) -> Value {
        let mut fields = base.fields().to_vec();
        let index = super::index::Index::of(&fields);
        for field in over.fields() {
            let own = index.find(&fields, &field.key);
            match own.and_then(|at| fields.get_mut(at)) {
                None => fields.push(field.clone()),
                Some(own) => {
                    own.value =
                        self.merged(&own.value.clone(), &field.value, &path.below(&field.key));
                }
            }
        }
        base.mapping(fields)
    }

    /// A value that says which one it replaced.
    pub(super) fn replacing(&mut self, value: &Value, replaced: OriginId) -> Value {
        let Some(origin) = self.origins.get(value.origin).cloned() else {
            return value.clone();
        };
        Value {
            origin: self.origins.add(Origin {
                replaced: Some(replaced),
                ..origin
            }),
            ..value.clone()
        }
    }

    fn specially(&mut self, merge: Merge, base: &Value, over: &Value, path: &Path<'_>) -> Value {
        match merge {
            Merge::Replace => self.replacing(over, base.origin),
            Merge::Sequence => {
                let mut items = self.as_sequence(base);
                items.extend(self.as_sequence(over));
                base.sequence(items)
            }
            Merge::ExtraHosts => {
                let mut items = self.as_sequence(base);
                for item in self.as_sequence(over) {
                    if !items.iter().any(|own| own.raw() == item.raw()) {
                        items.push(item);
                    }
                }
                base.sequence(items)
            }
            Merge::Build => {
                let (base, over) = (as_build(base), as_build(over));
                self.mappings(&base, &over, path)
            }
            Merge::DependsOn => {
                let (base, over) = (as_dependencies(base), as_dependencies(over));
                self.mappings(&base, &over, path)
            }
            Merge::Names => {
                let (base, over) = (as_names(base), as_names(over));
                self.mappings(&base, &over, path)
            }
            Merge::Logging => {
                let driver =
                    |value: &Value| value.get("driver").and_then(|d| d.raw().map(str::to_owned));
                match (driver(base), driver(over)) {
                    (Some(own), Some(other)) if own != other => self.replacing(over, base.origin),
                    _ => self.mappings(base, over, path),
                }
            }
            Merge::Pools => self.pools(base, over, path),
        }
    }

    /// The pools of both: those of one subnet become one. Compose merges a pool in place, so that
    /// what it became is what the next one is compared with, and what is listed already changes
    /// with it.
    fn pools(&mut self, base: &Value, over: &Value, path: &Path<'_>) -> Value {
        let pairs = base.items().len().saturating_mul(over.items().len());
        if pairs > MOST_POOL_PAIRS {
            let problem = Problem::new(ProblemKind::LimitExceeded, over.span);
            self.problems
                .push(problem.with("detail", Arg::Text("limit.pools")));
            return base.clone();
        }
        let subnet = |pool: &Value| pool.get("subnet").and_then(|s| s.raw().map(str::to_owned));
        let mut store: Vec<Value> = over.items().to_vec();
        let mut listed: Vec<usize> = Vec::new();
        for original in base.items() {
            let own = store.len();
            let mut current = original.clone();
            store.push(current.clone());
            for (at, later) in over.items().iter().enumerate() {
                let find = |store: &[Value], wanted: &Option<String>| {
                    listed
                        .iter()
                        .position(|own| store.get(*own).is_some_and(|pool| subnet(pool) == *wanted))
                };
                let wanted = subnet(later);
                if wanted != subnet(&current) && find(&store, &wanted).is_none() {
                    listed.push(at);
                    continue;
                }
                current = self.mappings(&current, later, path);
                if let Some(pool) = store.get_mut(own) {
                    *pool = current.clone();
                }
                let known = find(&store, &subnet(&current));
                match known.and_then(|known| listed.get_mut(known)) {
                    Some(known) => *known = own,
                    None => listed.push(own),
                }
            }
        }
        let pools = listed.iter().filter_map(|own| store.get(*own).cloned());
        base.sequence(pools.collect())
    }

    /// A mapping as a list of `key=value` in the order of the strings; a list as it is.
    pub(super) fn as_sequence(&mut self, value: &Value) -> Vec<Value> {
        let mut items = Vec::new();
        match &value.data {
            Data::Sequence(own) => return own.to_vec(),
            Data::Scalar(..) | Data::Unknown(..) => return vec![value.clone()],
            Data::Null => return items,
            Data::Mapping(_) => {}
        }
        for field in value.fields() {
            match &field.value.data {
                Data::Null => items.push(self.pair(field, None)),
                Data::Sequence(values) => {
                    for value in values.iter() {
                        items.push(self.pair(field, Some(value)));
                    }
                }
                _ => items.push(self.pair(field, Some(&field.value))),
            }
        }
        items.sort_by(|a, b| {
            a.raw()
                .map_or(Ordering::Less, |a| a.cmp(b.raw().unwrap_or("")))
        });
        items
    }

    /// `key=value` as one string that knows where both parts came from; without a value the key.
    pub(super) fn pair(&mut self, field: &Field, value: Option<&Value>) -> Value {
        let key = self.origins.literal(field.key_span);
        let Some(value) = value else {
            let own = Value {
                origin: key,
                span: field.key_span,
                ..field.value.clone()
            };
            return own.string(&field.key);
        };
        let text = value.raw().unwrap_or_default();
        let from = field.key.len() + 1;
        let origin = self.origins.add(Origin {
            place: field.key_span,
            how: How::Interpolated,
            parts: vec![
                Part::new(0..from, key),
                Part::new(from..from + text.len(), value.origin),
            ],
            replaced: None,
        });
        let own = Value {
            origin,
            span: field.key_span,
            ..value.clone()
        };
        own.scalar(&format!("{}={text}", field.key), Core::Str)
    }
}

fn as_build(value: &Value) -> Value {
    match &value.data {
        Data::Mapping(_) => value.clone(),
        Data::Scalar(..) | Data::Unknown(..) => {
            value.mapping(vec![Field::made("context", value.clone())])
        }
        _ => value.mapping(Vec::new()),
    }
}

/// A list of names as a mapping to nothing.
pub(super) fn as_names(value: &Value) -> Value {
    let Data::Sequence(items) = &value.data else {
        return match &value.data {
            Data::Mapping(_) => value.clone(),
            _ => value.mapping(Vec::new()),
        };
    };
    let mut seen = HashSet::new();
    let names = items.iter().filter_map(|item| Some((item.raw()?, item)));
    let names = names.filter(|(name, _)| seen.insert(*name));
    value.mapping(
        names
            .map(|(name, item)| Field::made(name, item.null()))
            .collect(),
    )
}

/// A list of services as a mapping to what is waited for.
pub(super) fn as_dependencies(value: &Value) -> Value {
    let names = as_names(value);
    let Data::Sequence(_) = &value.data else {
        return names;
    };
    let fields = names.fields().iter().map(|field| {
        let own = &field.value;
        field.with(own.mapping(vec![
            Field::made("condition", own.string("service_started")),
            Field::made("required", own.bool(true)),
        ]))
    });
    names.mapping(fields.collect())
}
