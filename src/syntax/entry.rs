//! What the parsers of settings and programs give alike: a name and a value.

use std::ops::Range;

/// A value with its name. It has no `Debug`: the value may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, the variable, the attribute; empty for an item of a list that has none.
    pub name: String,
    /// The name of what holds it: the key of its mapping, its section, its element.
    pub parent: String,
    /// The number of the mapping, section or element that it belongs to.
    pub owner: u32,
    /// The number of what holds that in turn; 0 where nothing does, or its grammar knows no such thing.
    pub outer: u32,
    /// The bytes of the value as written, without quotes.
    pub value: Range<usize>,
    /// The value, where escapes make it another one than what is written.
    pub decoded: Option<String>,
    /// Whether it is a string: quoted, or in a language where everything is one.
    pub is_string: bool,
    /// It takes effect only where something else is not given.
    pub is_fallback: bool,
}

impl Entry {
    /// The value with its escapes undone; `text` is what it was read from.
    pub fn text<'a>(&'a self, text: &'a str) -> &'a str {
        let written = || text.get(self.value.clone()).unwrap_or_default();
        self.decoded.as_deref().unwrap_or_else(written)
    }
}
