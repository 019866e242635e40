//! Small files that try each kind of value at each place of the schema.

use std::fmt::Write as _;

use crate::compose::schema::words::Pattern;
use crate::compose::schema::{LIST, MAP, NUMBER, ROOT, STRING, Shape};

/// Values of each kind, in YAML.
pub(super) const VALUES: [&str; 35] = [
    "null",
    "x",
    "\"12\"",
    "\"true\"",
    "\"\"",
    "12",
    "-1",
    "5000",
    "1.0",
    "1.5",
    "1e3",
    ".inf",
    "true",
    "2020-01-01",
    "[]",
    "[a]",
    "[a, b]",
    "[a, a]",
    "[1]",
    "[1, 1.0]",
    "[1.5]",
    "[null]",
    "[true]",
    "[{}]",
    "[[]]",
    "[2020-01-01]",
    "{}",
    "{a: b}",
    "{A: 1}",
    "{a: 1.5}",
    "{a: null}",
    "{a: [b]}",
    "{a: {}}",
    "{\"\": b}",
    "{x-a: 2020-01-01}",
];

/// A place of the schema.
#[derive(Clone)]
pub(super) struct Spot {
    /// The section in which a named entry holds it; none for the top of the file.
    pub(super) section: Option<&'static str>,
    /// What stands before and after the value, in the entry or in the file.
    before: String,
    after: String,
    /// Its path, with `*` for names.
    pub(super) path: String,
    pub(super) shape: &'static Shape,
}

impl Spot {
    /// The entry, or the file, with a value at the spot.
    pub(super) fn with(&self, value: &str) -> String {
        format!("{}{value}{}", self.before, self.after)
    }

    fn inner(&self, before: &str, after: &str, step: &str, shape: &'static Shape) -> Self {
        Self {
            section: self.section,
            before: format!("{}{before}", self.before),
            after: format!("{after}{}", self.after),
            path: format!("{}{step}", self.path),
            shape,
        }
    }

    /// Values of each kind, and of each known key one that must not be there or is missing.
    pub(super) fn values(&self) -> Vec<String> {
        let mut values: Vec<String> = VALUES.map(str::to_owned).to_vec();
        let Some(map) = self.shape.map else {
            return values;
        };
        let with = |required: &str, more: &str| format!("{{{required}{more}}}");
        values.push(with(&required(self.shape, ""), "zz9: 1"));
        values.push(with(&required(self.shape, ""), "x-a: 2020-01-01"));
        values.push(with(&required(self.shape, ""), ""));
        for missing in map.required {
            values.push(with(&required(self.shape, missing), ""));
        }
        values
    }
}

/// The required entries of a mapping but `without`.
fn required(shape: &Shape, without: &str) -> String {
    let fields = shape.map.map_or(&[][..], |map| map.fields);
    let needed = |key: &&str| shape.map.is_some_and(|map| map.required.contains(key));
    let mut entries = String::new();
    for (key, shape) in fields {
        if needed(key) && *key != without {
            let _ = write!(entries, "{key}: {}, ", sample(shape));
        }
    }
    entries
}

/// A value that is accepted.
fn sample(shape: &Shape) -> String {
    if shape.types & STRING != 0 {
        let word = match shape.pattern {
            Some(Pattern::ContainerName) => "ab",
            Some(Pattern::PullPolicy) => "always",
            None => shape.words.first().copied().unwrap_or("x"),
        };
        return format!("\"{word}\"");
    }
    match shape.types {
        types if types & LIST != 0 => "[]".to_owned(),
        types if types & MAP != 0 => format!("{{{}}}", required(shape, "")),
        types if types & NUMBER != 0 => "1".to_owned(),
        _ => "true".to_owned(),
    }
}

/// Every place that the table speaks of.
pub(super) fn spots() -> Vec<Spot> {
    let mut spots = Vec::new();
    for (key, shape) in ROOT.map.expect("a mapping").fields {
        let service = "services: {zz: {image: x}}, ";
        let service = if *key == "services" { "" } else { service };
        spots.push(Spot {
            section: None,
            before: format!("{{{service}{key}: "),
            after: "}".to_owned(),
            path: (*key).to_owned(),
            shape,
        });
        if let Some((_, shape)) = shape.map.and_then(|map| map.names) {
            let entry = Spot {
                section: Some(key),
                before: String::new(),
                after: String::new(),
                path: format!("{key}.*"),
                shape,
            };
            below(&entry, &mut spots);
        }
    }
    spots
}

fn below(spot: &Spot, spots: &mut Vec<Spot>) {
    spots.push(spot.clone());
    if let Some(list) = spot.shape.list {
        below(&spot.inner("[", "]", "[]", list.item), spots);
    }
    let Some(map) = spot.shape.map else {
        return;
    };
    for (key, shape) in map.fields {
        let mut others = required(spot.shape, key);
        if spot.path == "services.*" && *key != "image" {
            others.push_str("image: x, ");
        }
        let before = format!("{{{others}{key}: ");
        below(&spot.inner(&before, "}", &format!(".{key}"), shape), spots);
    }
    if let Some((_, shape)) = map.names {
        below(&spot.inner("{nn: ", "}", ".*", shape), spots);
    }
}
