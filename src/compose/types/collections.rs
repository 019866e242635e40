//! Members that hold more than one value: lists and limits.

use std::borrow::Cow;

use super::out::SUPPLIED;
use super::scalar::{Raw, Scalar};
use super::table::{Kind, One, Texts};
use super::text::{sorted, text};
use super::walk::{Entry, Walk};
use super::words;
use crate::compose::value::{Data, Field, Value};
use crate::syntax::yaml::Core;

impl Kind {
    /// Whether a value that is set is printed though nothing asks for it.
    pub(super) fn is_printed(self, value: &Value) -> bool {
        match self {
            Self::Struct(_) | Self::Maybe(_) => true,
            Self::Options => value.fields().iter().any(|field| !is_void(&field.value)),
            _ => match &value.data {
                Data::Sequence(items) => !items.is_empty(),
                Data::Mapping(fields) => !fields.is_empty(),
                _ => true,
            },
        }
    }
}

/// Whether a value is a list of nothing.
pub(super) fn is_void(value: &Value) -> bool {
    matches!(&value.data, Data::Sequence(items) if items.is_empty())
}

/// A string that is no number.
pub(super) fn string(value: &Value) -> Option<&str> {
    match &value.data {
        Data::Scalar(text, core @ (Core::Str | Core::Other | Core::Timestamp)) => {
            match Raw::new(text.expose(), *core) {
                Raw::Str(text) => Some(text),
                _ => None,
            }
        }
        _ => None,
    }
}

impl<'a> Walk<'a> {
    /// A value that is not null, as `kind`.
    pub(super) fn value(&mut self, kind: Kind, value: &'a Value) {
        match (kind, &value.data) {
            (_, Data::Unknown(..)) => self.out.string(SUPPLIED),
            (Kind::One(one), _) => self.one(one, value),
            (Kind::Struct(of) | Kind::Maybe(of), _) => self.structure(of, Some(value)),
            (Kind::Command | Kind::Test, Data::Sequence(items)) => {
                self.items(items, Self::only_string);
            }
            (Kind::Command, _) => self.command(value),
            (Kind::Test | Kind::StringList | Kind::TextList, Data::Scalar(..)) => {
                self.string_as_list(kind, value);
            }
            (Kind::Strings, Data::Sequence(items)) => {
                self.items(items, |walk, item| walk.one(One::Str, item));
            }
            (Kind::StringList, Data::Sequence(items)) => self.items(items, Self::only_string),
            (Kind::TextList, Data::Sequence(items)) => self.items(items, Self::text),
            (Kind::Texts(of), Data::Mapping(fields)) => {
                self.entries(fields, true, |walk, entry| {
                    walk.named_text(of, entry);
                });
            }
            (Kind::Texts(Texts::Plain), Data::Sequence(items)) => self.pairs(items, false),
            (Kind::Texts(Texts::Variables), Data::Sequence(items)) => self.pairs(items, true),
            (Kind::StringMap, Data::Mapping(fields)) => {
                self.entries(fields, true, |walk, entry| match entry {
                    Entry::Name(field) => walk.one(One::Str, &field.value),
                    Entry::Extensions(_) => walk.refused(value, "refused.string"),
                });
            }
            (Kind::Options, Data::Mapping(fields)) => self.options(fields),
            (Kind::Hosts, Data::Mapping(fields)) => self.hosts_by_name(value, fields),
            (Kind::Hosts, Data::Sequence(items)) => self.hosts(items),
            (Kind::Ssh, Data::Mapping(fields)) => self.ssh(fields),
            (Kind::Ulimits, Data::Mapping(fields)) => {
                self.entries(fields, true, |walk, entry| match entry {
                    Entry::Name(field) => walk.limit(&field.value),
                    Entry::Extensions(_) => walk.out.raw("{}"),
                });
            }
            (Kind::List(of), Data::Sequence(items)) => {
                self.items(items, |walk, item| walk.structure(of, Some(item)));
            }
            (Kind::MaybeList(of), Data::Sequence(items)) => {
                self.items(items, |walk, item| match item.data {
                    Data::Null => walk.out.raw("null"),
                    _ => walk.structure(of, Some(item)),
                });
            }
            (Kind::Map(of), Data::Mapping(fields)) => {
                self.entries(fields, false, |walk, entry| match entry {
                    Entry::Name(field) => walk.structure(of, Some(&field.value)),
                    Entry::Extensions(_) => walk.structure(of, None),
                });
            }
            (Kind::MaybeMap(of), Data::Mapping(fields)) => {
                self.entries(fields, true, |walk, entry| match entry {
                    Entry::Name(field) if field.value.is_null() => walk.out.raw("null"),
                    Entry::Name(field) => walk.structure(of, Some(&field.value)),
                    Entry::Extensions(_) => walk.structure(of, None),
                });
            }
            (
                Kind::Test
                | Kind::Strings
                | Kind::StringList
                | Kind::TextList
                | Kind::List(_)
                | Kind::MaybeList(_),
                _,
            ) => self.refused(value, "refused.list"),
            _ => self.refused(value, "refused.mapping"),
        }
    }

    fn refused(&mut self, value: &Value, detail: &'static str) {
        self.refuse(value, detail);
        self.out.raw("null");
    }

    fn one(&mut self, one: One, value: &'a Value) {
        match self.scalar(one, value) {
            Some(scalar) if self.spend(value.span, scalar.length()) => scalar.print(&mut self.out),
            _ => self.out.raw("null"),
        }
    }

    fn only_string(&mut self, value: &'a Value) {
        match (&value.data, string(value)) {
            (Data::Unknown(..), _) => self.out.string(SUPPLIED),
            (_, Some(_)) => self.one(One::Str, value),
            _ => self.refused(value, "refused.string"),
        }
    }

    pub(super) fn text(&mut self, value: &'a Value) {
        if !self.spend(value.span, value.text().map_or(0, str::len)) {
            self.out.raw("null");
        } else if self.out.is_on() {
            self.out.string(&text(value, self.left));
        }
    }

    fn command(&mut self, value: &'a Value) {
        let Some(line) = string(value).filter(|line| self.spend(value.span, line.len())) else {
            return self.out.raw("null");
        };
        self.out.open('[');
        let out = &mut self.out;
        let split = words::split(line, |word| {
            out.item();
            out.string(word);
        });
        self.out.close(']');
        if split.is_none() {
            self.refuse(value, "refused.command");
        }
    }

    fn string_as_list(&mut self, kind: Kind, value: &'a Value) {
        if string(value).is_none() {
            return self.refused(value, "refused.list");
        }
        self.out.open('[');
        if matches!(kind, Kind::Test) {
            self.out.item();
            self.out.string("CMD-SHELL");
        }
        self.out.item();
        self.one(One::Str, value);
        self.out.close(']');
    }

    /// Keys for `ssh`. Compose cannot print one with a path as JSON; here it has the form in which
    /// Compose reads it.
    fn ssh(&mut self, fields: &'a [Field]) {
        self.out.open('[');
        for field in sorted(fields, |_| self.out.is_on()) {
            self.out.item();
            let path = match field.value.data {
                Data::Null => Cow::Borrowed(""),
                _ => text(&field.value, self.left),
            };
            if path.is_empty() || !self.spend(field.key_span, path.len()) {
                self.out.string(&field.key);
            } else {
                self.out.string(&format!("{}={path}", field.key));
            }
        }
        self.out.close(']');
    }

    /// A limit: a number, or a soft and a hard one.
    fn limit(&mut self, value: &'a Value) {
        let int = |value: &Value| match &value.data {
            Data::Scalar(text, core) => match Raw::new(text.expose(), *core) {
                Raw::Int(number) => Some(Scalar::Int(number)),
                _ => None,
            },
            Data::Unknown(..) => Some(Scalar::Supplied),
            _ => None,
        };
        let fields = match &value.data {
            Data::Null => return self.out.raw("null"),
            Data::Mapping(fields) => fields,
            _ => {
                return match int(value) {
                    Some(number) if number.is_empty() => self.out.raw("{}"),
                    Some(number) => number.print(&mut self.out),
                    None => self.refused(value, "refused.number"),
                };
            }
        };
        self.out.open('{');
        for key in ["soft", "hard"] {
            let Some(field) = fields.iter().find(|field| &*field.key == key) else {
                continue;
            };
            match int(&field.value) {
                Some(number) if number.is_empty() => {}
                Some(number) => {
                    self.out.key(key);
                    number.print(&mut self.out);
                }
                None => self.refuse(&field.value, "refused.number"),
            }
        }
        self.out.close('}');
    }
}
