//! What the statements of an env file set.
//!
//! Compose fills in a variable from the environment outside of the file first: the process for
//! `.env`, and for `env_file` the project, then the service's own `environment`. Only then come
//! the lines that were read before, of this file and of the files before it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::interpolate::{Budget, Environment, Known, Scope};
use crate::model::{How, Origin, OriginId, Origins, Part, Problem, Sensitive};
use crate::syntax::dotenv::{EnvFile, Statement, Value};

/// Variables by name, as env files set them one after the other.
#[derive(Clone, Default)]
pub struct Variables {
    known: BTreeMap<Arc<str>, (Option<Sensitive>, OriginId)>,
    open: bool,
}

impl Variables {
    /// Sets a variable, to `None` where its value is not known here; gives the origin of the value
    /// it had.
    pub fn set(
        &mut self,
        name: impl Into<Arc<str>>,
        value: Option<Sensitive>,
        origin: OriginId,
    ) -> Option<OriginId> {
        self.known
            .insert(name.into(), (value, origin))
            .map(|(_, replaced)| replaced)
    }

    /// From now on a file that is not at hand may set further variables.
    pub fn leave_open(&mut self) {
        self.open = true;
    }

    /// Sets what `more` sets and nothing here does.
    pub fn add_missing(&mut self, more: &Self) {
        for (name, known) in &more.known {
            self.known
                .entry(name.clone())
                .or_insert_with(|| known.clone());
        }
        self.open |= more.open;
    }

    /// All variables in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Known<'_>)> {
        self.known.iter().map(|(name, (value, origin))| {
            let (value, origin) = (value.as_ref(), *origin);
            (name.as_ref(), Known { value, origin })
        })
    }
}

impl Environment for Variables {
    fn lookup(&self, name: &str) -> Option<Known<'_>> {
        let (value, origin) = self.known.get(name)?;
        let (value, origin) = (value.as_ref(), *origin);
        Some(Known { value, origin })
    }

    fn is_open(&self) -> bool {
        self.open
    }
}

/// One environment before another.
pub struct Layered<'a> {
    /// Asked first.
    pub first: &'a dyn Environment,
    /// Asked for what the first one does not have.
    pub then: &'a dyn Environment,
}

impl Environment for Layered<'_> {
    fn lookup(&self, name: &str) -> Option<Known<'_>> {
        self.first.lookup(name).or_else(|| self.then.lookup(name))
    }

    fn is_open(&self) -> bool {
        self.first.is_open() || self.then.is_open()
    }
}

/// What one statement sets.
pub struct Entry {
    /// The name of the variable.
    pub name: Arc<str>,
    /// Its value; `None` for a bare key that the environment outside does not have, for a value
    /// that Compose refuses, and for one that is not known here.
    pub value: Option<Sensitive>,
    /// Where the value came from.
    pub origin: OriginId,
}

/// What an env file sets.
#[derive(Default)]
pub struct Evaluated {
    /// Each statement in its order; of several with one name the last value counts.
    pub entries: Vec<Entry>,
    /// What Compose refuses in the values. For any of them it refuses the whole file.
    pub problems: Vec<Problem>,
}

/// Evaluates the statements of `file` in their order. `outer` is the environment outside of the
/// files; `variables` holds what the files before this one set, and what this one sets is added.
/// The origin of an entry is an env line at the value; its `replaced` is the line before it.
pub fn evaluate(
    file: &EnvFile,
    outer: &dyn Environment,
    variables: &mut Variables,
    origins: &mut Origins,
    budget: &mut Budget,
) -> Evaluated {
    let mut evaluated = Evaluated::default();
    for statement in &file.statements {
        let name = &statement.key.name;
        let replaced = variables.lookup(name).map(|known| known.origin);
        let mut origin = Origin {
            place: statement.key.span,
            how: How::EnvLine {
                variable: name.clone(),
            },
            parts: Vec::new(),
            replaced,
        };
        let value = match &statement.value {
            None => inherit(statement, outer, &mut origin),
            Some(value) => {
                origin.place = value.span;
                let mut scope = Scope {
                    environment: &Layered {
                        first: outer,
                        then: variables,
                    },
                    origins,
                    budget,
                };
                fill_in(value, &mut scope, &mut origin).unwrap_or_else(|problem| {
                    evaluated.problems.push(problem);
                    Given::Nothing
                })
            }
        };
        let origin = origins.add(origin);
        let is_nothing = matches!(value, Given::Nothing);
        let value = match value {
            Given::Value(value) => Some(value),
            Given::Unknown | Given::Nothing => None,
        };
        if !is_nothing {
            variables.set(Arc::clone(name), value.clone(), origin);
        }
        evaluated.entries.push(Entry {
            name: name.clone(),
            value,
            origin,
        });
    }
    evaluated
}

/// What a statement gives its variable.
enum Given {
    /// A value.
    Value(Sensitive),
    /// A value that is not known here.
    Unknown,
    /// No value.
    Nothing,
}

/// The value of a bare key. Earlier lines do not count: without one outside nothing is set.
fn inherit(statement: &Statement, outer: &dyn Environment, origin: &mut Origin) -> Given {
    let name = &statement.key.name;
    let Some(known) = outer.lookup(name) else {
        origin.how = How::Unset {
            variable: name.clone(),
        };
        return Given::Nothing;
    };
    let len = known.value.map_or(0, |value| value.expose().len());
    origin.parts.push(Part::new(0..len, known.origin));
    known.value.cloned().map_or(Given::Unknown, Given::Value)
}

fn fill_in(value: &Value, scope: &mut Scope<'_>, origin: &mut Origin) -> Result<Given, Problem> {
    if !value.quote.interpolates() {
        return Ok(Given::Value(value.decoded().clone()));
    }
    let expanded = scope.expand(value.decoded().expose(), &|range| value.place(range))?;
    origin.parts = expanded.parts.unwrap_or_default();
    Ok(match expanded.value {
        _ if !expanded.is_known => Given::Unknown,
        Cow::Borrowed(_) => Given::Value(value.decoded().clone()),
        Cow::Owned(filled) => Given::Value(Sensitive::new(filled)),
    })
}

#[cfg(test)]
mod tests;
