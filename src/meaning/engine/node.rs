//! A JSON document by the names of its fields, with the place of each value.

use std::ops::Range;

use crate::model::{OffsetMap, Span, TextId};
use crate::syntax::json::{Json, Kind, NodeId};

/// A document that is JSON throughout.
pub struct Document<'t> {
    content: &'t str,
    json: Json,
}

/// A value of a document.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    id: NodeId,
}

impl<'t> Document<'t> {
    /// Reads a text; `None` where it is no JSON.
    pub fn parse(content: &'t str) -> Option<Self> {
        let json = Json::parse(content);
        json.broken_at.is_none().then_some(Self { content, json })
    }

    /// The outermost value.
    pub fn top(&self) -> Option<Node<'_>> {
        let id = self.json.top()?;
        Some(Node { document: self, id })
    }
}

impl<'d> Node<'d> {
    fn of(self, id: NodeId) -> Self {
        Self { id, ..self }
    }

    /// The value of a field; `None` where there is none, or `null`.
    pub fn get(self, name: &str) -> Option<Self> {
        self.field(name).filter(|value| !value.is_null())
    }

    /// The value of a field, also `null`.
    pub fn field(self, name: &str) -> Option<Self> {
        let Kind::Object(pairs) = self.document.json.kind(self.id) else {
            return None;
        };
        let mut pairs = pairs.iter();
        let found = pairs.find(|(key, _)| self.of(*key).is_text(name));
        found.map(|(_, value)| self.of(*value))
    }

    /// The value at the end of a way of fields.
    pub fn at(self, way: &[&str]) -> Option<Self> {
        way.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The fields of an object: name, the name's own node, value.
    pub fn fields(self) -> Vec<(String, Self, Self)> {
        let Kind::Object(pairs) = self.document.json.kind(self.id) else {
            return Vec::new();
        };
        let pairs = pairs.iter().filter_map(|(key, value)| {
            let key = self.of(*key);
            Some((key.text()?, key, self.of(*value)))
        });
        pairs.collect()
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> Vec<Self> {
        match self.document.json.kind(self.id) {
            Kind::List(items) => items.iter().map(|item| self.of(*item)).collect(),
            _ => Vec::new(),
        }
    }

    /// The value of a string.
    pub fn text(self) -> Option<String> {
        let decoded = self.document.json.string(self.document.content, self.id);
        decoded.map(|(text, _)| text)
    }

    /// Whether it is this string. Most strings have no escapes and need no decoding.
    pub fn is_text(self, text: &str) -> bool {
        if !matches!(self.document.json.kind(self.id), Kind::String) {
            return false;
        }
        let raw = self.raw();
        if raw.contains('\\') {
            self.text().is_some_and(|own| own == text)
        } else {
            raw == text
        }
    }

    /// Its place with the quotes of a string that is empty: something has to be seen there.
    pub fn shown(self, text: TextId) -> Span {
        let range = self.range();
        if range.is_empty() {
            return Span::new(text, range.start.saturating_sub(1)..range.end + 1);
        }
        Span::new(text, range)
    }

    /// The texts of a list of strings, with their nodes.
    pub fn texts(self) -> Vec<(String, Self)> {
        let items = self.items().into_iter();
        items
            .filter_map(|item| Some((item.text()?, item)))
            .collect()
    }

    /// The value of a string, with the way back to its bytes.
    pub fn mapped(self) -> Option<(String, OffsetMap)> {
        self.document.json.string(self.document.content, self.id)
    }

    /// A whole number.
    pub fn number(self) -> Option<i64> {
        self.word()?.parse().ok()
    }

    /// `true` or `false`.
    pub fn flag(self) -> Option<bool> {
        self.word()?.parse().ok()
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.word() == Some("null")
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        matches!(self.document.json.kind(self.id), Kind::Object(_))
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self.document.json.kind(self.id), Kind::List(_))
    }

    fn word(self) -> Option<&'d str> {
        match self.document.json.kind(self.id) {
            Kind::Word => self.document.content.get(self.range()),
            _ => None,
        }
    }

    /// Its bytes; of a string without its quotes.
    pub fn range(self) -> Range<usize> {
        self.document.json.range(self.id)
    }

    /// Its place in the text of the document.
    pub fn span(self, text: TextId) -> Span {
        Span::new(text, self.range())
    }

    /// The text as it stands in the document.
    pub fn raw(self) -> &'d str {
        self.document.content.get(self.range()).unwrap_or_default()
    }
}
