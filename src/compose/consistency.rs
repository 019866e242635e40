//! Contradictions in a project: references to what is not there, settings that exclude each other,
//! services that wait for each other. It looks at the canonical tree, in which every short form is
//! made long and what services share is written under `depends_on`.
//!
//! Compose stops at the first one; here all are found.

mod limits;
mod mounts;
mod order;
mod references;
mod resources;
mod settings;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::fields::switch;
use super::schema::Number;
use super::value::{Data, Field, Value};
use crate::model::{Arg, Problem, ProblemKind, Span};
use crate::syntax::yaml::Core;

/// What begins a reference to a service.
const SERVICE: &str = "service:";

/// Every contradiction in the project `root`. Services that no profile activates are not looked at,
/// but for what is wrong in them alone; who needs them is.
pub(super) fn consistency(root: &Value, is_active: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let services = root.get("services").map_or(&[][..], Value::fields);
    let by_name = services.iter().map(|field| (&*field.key, &field.value));
    let active = services.iter().filter(|field| is_active(&field.key));
    let active: Vec<&Field> = active.collect();
    let sections = ["networks", "volumes", "secrets", "configs", "models"];
    let names = |section: &str| {
        let fields = root.get(section).map_or(&[][..], Value::fields);
        fields.iter().map(|field| &*field.key).collect()
    };
    let mut project = Project {
        services: by_name.collect(),
        active: active.iter().map(|field| &*field.key).collect(),
        defined: sections.map(|name| (name, names(name))).into(),
        problems: Vec::new(),
    };
    project.resources(root);
    for service in services {
        project.requests(service);
    }
    project.starts(&active);
    for service in &active {
        project.settings(service);
        project.limits(service);
        project.mounts(service);
        project.references(service);
    }
    project.container_names(&active);
    project.order(&active);
    project.problems
}

struct Project<'a> {
    /// All services by name.
    services: HashMap<&'a str, &'a Value>,
    /// The names of those that a profile activates.
    active: HashSet<&'a str>,
    /// The names that each section defines.
    defined: HashMap<&'static str, HashSet<&'a str>>,
    problems: Vec<Problem>,
}

impl Project<'_> {
    /// Notes that Compose refuses what stands at `span`; `expected` says more, if it is not empty.
    fn refuse(&mut self, span: Span, path: String, detail: &'static str, expected: &str) {
        let problem = Problem::new(ProblemKind::Refused, span)
            .with("detail", Arg::Text(detail))
            .with("path", Arg::Name(path));
        self.problems.push(match expected {
            "" => problem,
            expected => problem.with("expected", expected.into()),
        });
    }
}

/// The value at the end of a way of keys.
fn at<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v Value> {
    keys.iter().try_fold(value, |value, key| value.get(key))
}

/// A string that is known and not empty.
fn filled<'v>(value: &'v Value, key: &str) -> Option<(&'v Value, &'v str)> {
    let value = value.get(key)?;
    let text = value.text().filter(|text| !text.is_empty())?;
    Some((value, text))
}

/// Where a field of a mapping stands: at its value, if that is a scalar.
fn place(field: &Field) -> Span {
    match field.value.data {
        Data::Scalar(..) | Data::Unknown(..) => field.value.span,
        _ => field.key_span,
    }
}

/// A number, if its value is known.
fn number(value: &Value) -> Option<f64> {
    match &value.data {
        Data::Scalar(text, Core::Int | Core::Float) => Some(Number::of(text.expose())?.to_float()),
        Data::Scalar(text, _) => text.expose().parse().ok(),
        _ => None,
    }
}

/// Whether a switch is known to be on.
fn is_on(value: &Value) -> bool {
    value.text().and_then(switch) == Some(true)
}
