//! What words of a template become in an environment.

use std::collections::HashMap;

use super::values::Value;
use crate::model::{Container, Origins, Span};
use crate::syntax::nginx::Word;

/// The environment of the service that fills templates in.
#[derive(Default)]
pub(super) struct Environment {
    /// Whether there is such a service: else nothing is known of any variable.
    pub(super) is_known: bool,
    /// The values, and the lines that supply them.
    pub(super) values: HashMap<String, (Option<String>, Vec<Span>)>,
}

/// What is known of a variable.
pub(super) enum Lookup<'e> {
    /// Its value, and the lines that supply it.
    Is(&'e str, &'e [Span]),
    /// It is set, or may be.
    Unknown,
    /// Nothing sets it.
    Unset,
}

impl Environment {
    pub(super) fn of(container: &Container, origins: &Origins) -> Self {
        let variables = container.environment.iter().map(|variable| {
            let value = variable
                .value
                .as_ref()
                .map(|value| value.expose().to_owned());
            let cause = origins.cause(variable.origin);
            let place = cause.map_or(variable.declared, |cause| cause.place);
            (variable.name.clone(), (value, vec![place]))
        });
        Self {
            is_known: true,
            values: variables.collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Lookup<'_> {
        match self.values.get(name) {
            Some((Some(value), supplied)) => Lookup::Is(value, supplied),
            None if self.is_known => Lookup::Unset,
            Some((None, _)) | None => Lookup::Unknown,
        }
    }

    /// Sets what a start script sets.
    pub(super) fn set(&mut self, name: &str, value: String, supplied: Vec<Span>) {
        self.values.insert(name.to_owned(), (Some(value), supplied));
    }
}

/// Whether a variable by its name is one of the environment: those of Nginx are in lower case.
pub(super) fn is_of_environment(name: &str) -> bool {
    let has_letter = name.chars().any(|sign| sign.is_ascii_uppercase());
    has_letter && !name.chars().any(|sign| sign.is_ascii_lowercase())
}

/// A word in an environment, and the variables in it that nothing sets.
pub(super) struct Rendered {
    pub(super) values: Vec<Value>,
    pub(super) unset: Vec<String>,
}

/// What a word of a template becomes: one that stands for several words is several.
pub(super) fn render(word: &Word, span: Span, environment: &Environment) -> Rendered {
    let mut text = String::new();
    let mut supplied: Vec<Span> = Vec::new();
    let mut unset = Vec::new();
    let (mut is_known, mut is_changed) = (true, false);
    let mut rest = word.text.as_str();
    while let Some(at) = rest.find('$') {
        text.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let (name, length, is_braced) = name_at(rest);
        let whole = rest.get(..length).unwrap_or_default();
        match environment.get(name) {
            Lookup::Is(value, places) if !name.is_empty() => {
                text.push_str(value);
                supplied.extend_from_slice(places);
                is_changed = true;
            }
            lookup => {
                text.push_str(whole);
                if is_braced && is_of_environment(name) {
                    is_known = false;
                    is_changed = true;
                    if matches!(lookup, Lookup::Unset) {
                        unset.push(name.to_owned());
                    }
                }
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    // Who writes a sign that ends a directive into a variable writes directives.
    if is_changed && word.quote.is_none() && text.replace("${", "").contains([';', '{']) {
        is_known = false;
    }
    let value = |text: &str| Value {
        text: text.to_owned(),
        span,
        supplied: supplied.clone(),
        is_known,
        is_quoted: word.quote.is_some(),
        written: is_changed.then(|| word.text.clone()),
    };
    let values = if is_changed && word.quote.is_none() {
        text.split_whitespace().map(value).collect()
    } else {
        vec![value(&text)]
    };
    Rendered { values, unset }
}

/// The variable that a text begins with, how long it is written, and whether in braces.
fn name_at(text: &str) -> (&str, usize, bool) {
    let is_name = |next: char| next.is_ascii_alphanumeric() || next == '_';
    let inside = |text: &str| text.find(|next| !is_name(next)).unwrap_or(text.len());
    if let Some(rest) = text.strip_prefix("${") {
        let end = inside(rest);
        if rest.get(end..).is_some_and(|rest| rest.starts_with('}')) {
            return (rest.get(..end).unwrap_or_default(), end + 3, true);
        }
        return ("", 1, false);
    }
    let rest = text.get(1..).unwrap_or_default();
    let end = inside(rest);
    (rest.get(..end).unwrap_or_default(), end + 1, false)
}
