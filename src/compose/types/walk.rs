//! The walk over a project along the tables: it notes what the decoder of Compose refuses, and
//! prints what it decodes where printing is switched on.

use super::out::{Out, SUPPLIED};
use super::project::{CONTENT, MODELS, SECTIONS, SERVICES, Section};
use super::scalar::Scalar;
use super::table::{Kind, Member, One, Struct};
use super::text::{EXTENSIONS, is_extension, sorted};
use crate::compose::value::{Data, Field, Value};
use crate::model::{Arg, Problem, ProblemKind, Span};

/// How many bytes may be printed. Parts that a file shares are printed each time.
const MAX_PRINTED: usize = 64 << 20;

/// One step from a value to a part of it.
enum Step<'a> {
    /// To the value of a key.
    Key(&'a str),
    /// To an item.
    Item(usize),
}

/// An entry where names are expected.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    /// A name and its value.
    Name(&'a Field),
    /// Those of these fields that begin with `x-`, under one key.
    Extensions(&'a [Field]),
}

impl<'a> Entry<'a> {
    fn key(self) -> &'a str {
        match self {
            Self::Name(field) => &field.key,
            Self::Extensions(_) => EXTENSIONS,
        }
    }
}

/// The walk.
pub(super) struct Walk<'a> {
    pub(super) out: Out,
    path: Vec<Step<'a>>,
    /// What is refused.
    pub(super) problems: Vec<Problem>,
    /// How many bytes may still be printed.
    pub(super) left: usize,
}

impl<'a> Walk<'a> {
    /// A walk that prints to `out`.
    pub(super) fn new(out: Out) -> Self {
        Self {
            out,
            path: Vec::new(),
            problems: Vec::new(),
            left: MAX_PRINTED,
        }
    }

    /// The whole project.
    pub(super) fn project(&mut self, root: &'a Value, name: &str) {
        self.out.open('{');
        for section in &SECTIONS {
            // The name stands between the sections, in the order of the keys.
            if section.key == "networks" {
                self.out.key("name");
                self.out.string(name);
            }
            let value = root.get(section.key);
            let fields = value.map_or(&[][..], Value::fields);
            if section.key == MODELS {
                self.silently(|walk| walk.section(section, fields));
            } else if section.key == SERVICES || !fields.is_empty() {
                self.out.key(section.key);
                self.section(section, fields);
            }
        }
        for field in sorted(root.fields(), is_extension) {
            self.out.key(&field.key);
            self.extension(&field.value);
        }
        self.out.close('}');
    }

    fn section(&mut self, section: &'static Section, fields: &'a [Field]) {
        self.path.push(Step::Key(section.key));
        self.entries(fields, !section.has_names, |walk, entry| match entry {
            Entry::Name(field) => walk.structure(section.of, Some(&field.value)),
            Entry::Extensions(_) => walk.structure(section.of, None),
        });
        self.path.pop();
    }

    /// Walks without printing.
    pub(super) fn silently(&mut self, walk: impl FnOnce(&mut Self)) {
        let out = std::mem::take(&mut self.out);
        walk(self);
        self.out = out;
    }

    /// Notes that Compose refuses a value.
    pub(super) fn refuse(&mut self, value: &Value, detail: &'static str) {
        let path = self.shown_path();
        let problem = Problem::new(ProblemKind::Refused, value.span);
        let problem = problem.with("detail", Arg::Text(detail));
        self.problems.push(problem.with("path", Arg::Name(path)));
    }

    /// The way to the value at hand: `services.web.ports[0]`.
    fn shown_path(&self) -> String {
        let mut shown = String::new();
        for step in &self.path {
            match step {
                Step::Key(_) if shown.is_empty() => {}
                Step::Key(_) => shown.push('.'),
                Step::Item(_) => shown.push('['),
            }
            match step {
                Step::Key(key) => shown.push_str(key),
                Step::Item(number) => {
                    shown.push_str(&number.to_string());
                    shown.push(']');
                }
            }
        }
        shown
    }

    /// Takes from what may be printed. Once nothing is left, nothing more is walked.
    pub(super) fn spend(&mut self, span: Span, bytes: usize) -> bool {
        // A line has its indent, a comma and quotes.
        let cost = bytes.saturating_add(self.out.indent()).saturating_add(8);
        if let Some(left) = self.left.checked_sub(cost) {
            self.left = left;
            return true;
        }
        if self.left > 0 {
            self.left = 0;
            let problem = Problem::new(ProblemKind::LimitExceeded, span);
            self.problems
                .push(problem.with("detail", Arg::Text("limit.printed")));
        }
        false
    }

    /// A struct, or an empty one.
    pub(super) fn structure(&mut self, of: &'static Struct, value: Option<&'a Value>) {
        let fields: &'a [Field] = match value.map(|value| (&value.data, value)) {
            None | Some((Data::Null, _)) => &[],
            Some((Data::Mapping(fields), _)) => fields,
            Some((Data::Unknown(..), _)) => return self.out.string(SUPPLIED),
            Some((_, value)) => {
                self.refuse(value, "refused.mapping");
                return self.out.raw("null");
            }
        };
        if value.is_some_and(|value| !self.spend(value.span, 0)) {
            return self.out.raw("null");
        }
        let find = |key: &str| {
            let exact = fields.iter().find(|field| &*field.key == key);
            let any = |field: &&Field| field.key.eq_ignore_ascii_case(key);
            let any = || fields.iter().find(any).filter(|_| of.is_open);
            exact.or_else(any).map(|field| &field.value)
        };
        self.out.open('{');
        for member in of.members {
            let given = || find("environment").and_then(Value::text);
            if member.key == CONTENT && given().is_some_and(|text| !text.is_empty()) {
                self.silently(|walk| walk.member(member, find(CONTENT)));
            } else {
                self.member(member, find(member.key));
            }
        }
        self.out.close('}');
    }

    fn member(&mut self, member: &'static Member, value: Option<&'a Value>) {
        let Some(value) = value.filter(|value| !value.is_null()) else {
            if let Kind::Struct(of) = member.kind {
                self.out.key(member.shown);
                self.structure(of, None);
            } else if member.keep {
                self.out.key(member.shown);
                self.nothing(member.kind);
            }
            return;
        };
        self.path.push(Step::Key(member.key));
        if let Kind::One(one) = member.kind {
            if let Some(scalar) = self.scalar(one, value)
                && (member.keep || one.is_maybe() || !scalar.is_empty())
                && self.spend(value.span, member.shown.len() + scalar.length())
            {
                self.out.key(member.shown);
                scalar.print(&mut self.out);
            }
        } else if member.keep || member.kind.is_printed(value) {
            self.out.key(member.shown);
            self.value(member.kind, value);
        } else {
            self.silently(|walk| walk.value(member.kind, value));
        }
        self.path.pop();
    }

    /// A value as `one`; what cannot be one is noted.
    pub(super) fn scalar(&mut self, one: One, value: &'a Value) -> Option<Scalar<'a>> {
        match Scalar::decode(one, value) {
            Ok(scalar) => Some(scalar),
            Err(expected) => {
                self.refuse(value, expected);
                None
            }
        }
    }

    /// A member that is printed though it is not set.
    fn nothing(&mut self, kind: Kind) {
        match kind {
            Kind::One(one) => Scalar::zero(one).print(&mut self.out),
            _ => self.out.raw("null"),
        }
    }

    /// A sequence, each item of which `each` prints.
    pub(super) fn items(&mut self, items: &'a [Value], mut each: impl FnMut(&mut Self, &'a Value)) {
        self.out.open('[');
        for (number, item) in items.iter().enumerate() {
            if !self.spend(item.span, 0) {
                break;
            }
            self.path.push(Step::Item(number));
            self.out.item();
            each(self, item);
            self.path.pop();
        }
        self.out.close(']');
    }

    /// A mapping in the order of its keys, each value of which `each` prints. With `fold` the keys
    /// that begin with `x-` are no names.
    pub(super) fn entries(
        &mut self,
        fields: &'a [Field],
        fold: bool,
        each: impl FnMut(&mut Self, Entry<'a>),
    ) {
        self.chosen(fields, fold, |_| true, each);
    }

    /// The same with those entries only that are `wanted`.
    pub(super) fn chosen(
        &mut self,
        fields: &'a [Field],
        fold: bool,
        wanted: impl Fn(&Entry<'a>) -> bool,
        mut each: impl FnMut(&mut Self, Entry<'a>),
    ) {
        let folded = fields.iter().filter(|field| fold && is_extension(field));
        let extensions = folded.map(|_| Entry::Extensions(fields)).take(1);
        let names = fields.iter().filter(|field| !fold || !is_extension(field));
        let entries = names.map(Entry::Name).chain(extensions);
        let entries = entries.filter(wanted);
        self.out.open('{');
        if self.out.is_on() {
            let mut entries: Vec<Entry<'a>> = entries.collect();
            entries.sort_by_key(|entry| entry.key());
            for entry in entries {
                self.entry(entry, &mut each);
            }
        } else {
            for entry in entries {
                self.entry(entry, &mut each);
            }
        }
        self.out.close('}');
    }

    fn entry(&mut self, entry: Entry<'a>, each: &mut impl FnMut(&mut Self, Entry<'a>)) {
        let key = entry.key();
        match entry {
            Entry::Name(field) if !self.spend(field.key_span, key.len()) => return,
            Entry::Name(_) => {}
            // Their text is printed, so their size counts.
            Entry::Extensions(fields) => self.silently(|walk| {
                for field in fields.iter().filter(|field| is_extension(field)) {
                    walk.extension(&field.value);
                }
            }),
        }
        self.path.push(Step::Key(key));
        self.out.key(key);
        each(self, entry);
        self.path.pop();
    }
}
