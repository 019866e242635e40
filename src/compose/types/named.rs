//! Texts by name: labels, variables, options.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::collections::is_void;
use super::out::SUPPLIED;
use super::table::Texts;
use super::text::{is_extension, mapping, sorted, text};
use super::walk::{Entry, Walk};
use crate::compose::interpolate::UNKNOWN;
use crate::compose::value::{Data, Field, Value};

impl<'a> Walk<'a> {
    /// The text of an entry; null stays null for variables.
    pub(super) fn named_text(&mut self, of: Texts, entry: Entry<'a>) {
        match entry {
            Entry::Name(field) if field.value.is_null() => match of {
                Texts::Variables => self.out.raw("null"),
                Texts::Plain | Texts::MappingOnly => self.out.string(""),
            },
            Entry::Name(field) => self.text(&field.value),
            Entry::Extensions(fields) if self.out.is_on() => {
                let text = mapping(&sorted(fields, is_extension), self.left);
                self.out.string(&text);
            }
            Entry::Extensions(_) => {}
        }
    }

    /// A list of `name=text`; the last one of a name counts.
    pub(super) fn pairs(&mut self, items: &'a [Value], variables: bool) {
        let mut pairs: BTreeMap<Cow<'a, str>, Option<Cow<'a, str>>> = BTreeMap::new();
        for item in items {
            let (name, value) = cut(item
                .partial()
                .map_or_else(|| text(item, self.left), Cow::from));
            // Go looks at the last byte as if it were a character.
            let last = name.as_bytes().last();
            let space = |byte: &u8| matches!(byte, 9..=13 | b' ' | 0x85 | 0xa0);
            if variables && last.is_some_and(space) {
                self.refuse(item, "refused.trailing-space");
            }
            let length = name.len() + value.as_ref().map_or(0, |value| value.len());
            if self.spend(item.span, length) && self.out.is_on() {
                let empty = (!variables).then_some(Cow::Borrowed(""));
                pairs.insert(known(name), value.map(known).or(empty));
            }
        }
        self.out.open('{');
        for (name, value) in pairs {
            self.out.key(&name);
            match value {
                Some(value) => self.out.string(&value),
                None => self.out.raw("null"),
            }
        }
        self.out.close('}');
    }

    /// Lists of texts by name, where a list of nothing does not count.
    pub(super) fn options(&mut self, fields: &'a [Field]) {
        let is_wanted = |entry: &Entry<'a>| match entry {
            Entry::Name(field) => !is_void(&field.value),
            Entry::Extensions(_) => true,
        };
        self.chosen(fields, true, is_wanted, |walk, entry| match entry {
            Entry::Name(field) => match &field.value.data {
                Data::Sequence(items) => walk.items(items, Self::text),
                _ => walk.items(std::slice::from_ref(&field.value), Self::text),
            },
            Entry::Extensions(_) => {
                walk.out.open('[');
                walk.out.item();
                walk.named_text(Texts::Plain, entry);
                walk.out.close(']');
            }
        });
    }
}

/// `name=text` in two parts.
fn cut(line: Cow<'_, str>) -> (Cow<'_, str>, Option<Cow<'_, str>>) {
    match line {
        Cow::Borrowed(line) => match line.split_once('=') {
            Some((name, value)) => (name.into(), Some(value.into())),
            None => (line.into(), None),
        },
        Cow::Owned(line) => match line.split_once('=') {
            Some((name, value)) => (name.to_owned().into(), Some(value.to_owned().into())),
            None => (line.into(), None),
        },
    }
}

/// A text, or what stands for one that is supplied at deploy.
fn known(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains(UNKNOWN) {
        SUPPLIED.into()
    } else {
        text
    }
}
