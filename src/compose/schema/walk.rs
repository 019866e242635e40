//! Walks over a tree beside the table of shapes. No shape contains itself, so the walk is as deep
//! as the table at most; what the table says nothing about is not walked.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::equal::Classes;
use super::number::Number;
use super::{ANY, BOOL, INTEGER, LIST, List, MAP, Map, NULL, NUMBER, ROOT, STRING, Shape, say};
use crate::compose::value::{Data, Field, Value};
use crate::model::{Arg, Problem, ProblemKind, Span};
use crate::syntax::yaml::Core;

/// Values that are looked at before the rest is given up: more than any real project has.
const MOST_VALUES: usize = 4_000_000;
/// Problems that are named; whoever has more begins with these.
const MOST_PROBLEMS: usize = 200;

/// Everything in the project `root` that has not the shape that Compose accepts.
pub(in crate::compose) fn validate(root: &Value) -> Vec<Problem> {
    within(root, MOST_VALUES)
}

/// As [`validate`], with a budget of values to look at.
pub(super) fn within(root: &Value, budget: usize) -> Vec<Problem> {
    let mut walk = Walk {
        problems: Vec::new(),
        budget,
        seen: HashSet::new(),
        classes: Classes::default(),
    };
    walk.check(ROOT, root, &Path::Root, root.span);
    if walk.budget == 0 {
        let problem = Problem::new(ProblemKind::LimitExceeded, root.span.part(0..1));
        walk.problems
            .push(problem.with("detail", Arg::Text("limit.values")));
    }
    walk.problems
}

struct Walk<'a> {
    problems: Vec<Problem>,
    budget: usize,
    /// Shared collections that were checked, with the shape: what is wrong in one is said once.
    seen: HashSet<(usize, usize)>,
    classes: Classes<'a>,
}

/// The way to a value.
enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

impl Path<'_> {
    fn text(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Key(Self::Root, key) => (*key).to_owned(),
            Self::Key(parent, key) => format!("{}.{key}", parent.text()),
            Self::Item(parent, index) => format!("{}[{index}]", parent.text()),
        }
    }
}

impl<'a> Walk<'a> {
    /// Checks `value`; what is wrong with it as a whole is said at `place`.
    fn check(&mut self, shape: &'static Shape, value: &'a Value, at: &Path<'_>, place: Span) {
        if shape.types & ANY != 0 || self.is_over() {
            return;
        }
        self.budget -= 1;
        match &value.data {
            Data::Sequence(items) if shape.types & LIST != 0 => {
                if let Some(list) = shape.list
                    && self.is_new(items, shape)
                {
                    self.list(list, items, at);
                }
            }
            Data::Mapping(fields) if shape.types & MAP != 0 => {
                if let Some(map) = shape.map
                    && self.is_new(fields, shape)
                {
                    self.map(map, fields, at, place);
                }
            }
            _ => self.scalar(shape, value, at, place),
        }
    }

    fn is_over(&self) -> bool {
        self.budget == 0 || self.problems.len() >= MOST_PROBLEMS
    }

    /// Whether this is the first time that `parts`, if shared, meet `shape`.
    fn is_new<T>(&mut self, parts: &Arc<[T]>, shape: &'static Shape) -> bool {
        let shape = std::ptr::from_ref(shape).addr();
        Arc::strong_count(parts) == 1 || self.seen.insert((parts.as_ptr().addr(), shape))
    }

    fn refuse(&mut self, place: Span, at: &Path<'_>, detail: &'static str, expected: &str) {
        let problem = Problem::new(ProblemKind::Refused, place).with("detail", Arg::Text(detail));
        let problem = match at {
            Path::Root => problem,
            _ => problem.with("path", at.text().into()),
        };
        self.problems.push(match expected {
            "" => problem,
            expected => problem.with("expected", expected.into()),
        });
    }

    fn scalar(&mut self, shape: &Shape, value: &Value, at: &Path<'_>, place: Span) {
        let allows = |types: u8| shape.types & types != 0;
        let (is_allowed, text) = match &value.data {
            Data::Null | Data::Scalar(_, Core::Null) => (allows(NULL), None),
            // Whatever is set there may be right.
            Data::Unknown(..) => (allows(STRING | BOOL | INTEGER | NUMBER), None),
            Data::Scalar(text, Core::Int | Core::Float) => {
                return self.number(shape, text.expose(), at, place);
            }
            Data::Scalar(_, Core::Bool) => (allows(BOOL), None),
            // A date is none of JSON's types; a tag that nobody knows leaves a string.
            Data::Scalar(_, Core::Timestamp) | Data::Sequence(_) | Data::Mapping(_) => {
                (false, None)
            }
            Data::Scalar(text, _) => (allows(STRING), Some(text.expose())),
        };
        if !is_allowed {
            return self.refuse(place, at, say::expected(shape), "");
        }
        let Some(text) = text else {
            return;
        };
        if !shape.words.is_empty() && !shape.words.contains(&text) {
            self.refuse(place, at, "refused.word", &shape.words.join(", "));
        }
        if let Some(pattern) = shape.pattern
            && !pattern.is_in(text)
        {
            self.refuse(place, at, say::pattern(pattern), "");
        }
    }

    fn number(&mut self, shape: &Shape, text: &str, at: &Path<'_>, place: Span) {
        let number = Number::of(text);
        let is_whole = number.as_ref().is_some_and(Number::is_whole);
        let is_integer = is_whole && shape.types & INTEGER != 0;
        if shape.types & NUMBER == 0 && !is_integer {
            return self.refuse(place, at, say::expected(shape), "");
        }
        if let (Some(range), Some(number)) = (shape.range, number)
            && !number.is_within(range)
        {
            self.refuse(place, at, "refused.range", &say::range(range));
        }
    }

    fn list(&mut self, list: &List, items: &'a [Value], at: &Path<'_>) {
        for (index, item) in items.iter().enumerate() {
            self.check(list.item, item, &Path::Item(at, index), item.span);
        }
        if !list.unique {
            return;
        }
        let mut classes = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            if self.is_over() {
                return;
            }
            if let Some(first) = classes.insert(self.classes.of(item), index) {
                let first = Path::Item(at, first).text();
                self.refuse(
                    item.span,
                    &Path::Item(at, index),
                    "refused.duplicate",
                    &first,
                );
            }
        }
    }

    fn map(&mut self, map: &'static Map, fields: &'a [Field], at: &Path<'_>, place: Span) {
        for required in map.required {
            if !fields.iter().any(|field| &*field.key == *required) {
                self.refuse(place, at, "refused.missing-key", required);
            }
        }
        for field in fields {
            let key = &*field.key;
            let path = Path::Key(at, key);
            let known = map.fields.binary_search_by_key(&key, |(name, _)| name);
            let known = known.ok().and_then(|index| map.fields.get(index));
            let named = map.names.filter(|(keys, _)| keys.take(key));
            let shape = known.map(|(_, shape)| *shape);
            if let Some(shape) = shape.or(named.map(|(_, shape)| shape)) {
                let place = match field.value.data {
                    Data::Scalar(..) | Data::Unknown(..) => field.value.span,
                    _ => field.key_span,
                };
                self.check(shape, &field.value, &path, place);
            } else if map.closed && !(map.extensible && key.starts_with("x-")) {
                self.unknown(map, field, &path);
            }
            if self.is_over() {
                return;
            }
        }
    }

    fn unknown(&mut self, map: &'static Map, field: &Field, at: &Path<'_>) {
        if let Some((keys, _)) = map.names {
            return self.refuse(field.key_span, at, say::key(keys), "");
        }
        match say::nearest(&field.key, map.fields.iter().map(|(name, _)| *name)) {
            Some(near) => self.refuse(field.key_span, at, "refused.misspelt-key", near),
            None => self.refuse(field.key_span, at, "refused.unknown-key", ""),
        }
    }
}
