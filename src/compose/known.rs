//! What names stand for: values, and values that are set and not known here.

use crate::model::{OriginId, Sensitive};

/// Stands for the characters of a value that is set and not known here. No file holds it: one with
/// NUL characters is no text.
pub const UNKNOWN: char = '\0';

/// The values that names stand for.
pub trait Environment {
    /// The value of a name, where one is set.
    fn lookup(&self, name: &str) -> Option<Known<'_>>;

    /// Whether a file that is not at hand may set further names. A name without a default then
    /// counts as set there; a default stays what it is.
    fn is_open(&self) -> bool {
        false
    }
}

/// A value and its origin.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The value; `None` where it is set and not known here.
    pub value: Option<&'a Sensitive>,
    /// Where it came from.
    pub origin: OriginId,
}

impl Known<'_> {
    /// Whether an operator with (`colon`) or without a colon takes it for set.
    pub(super) fn is_set(self, colon: bool) -> bool {
        !(colon && self.value.is_some_and(Sensitive::is_empty))
    }
}
