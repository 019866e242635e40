//! Values that must never be shown.

use std::sync::Arc;

/// A string that may be a secret. It has no `Debug`, no `Display` and no `Serialize`: what is to
/// leave the program cannot be made from it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive(Arc<str>);

impl Sensitive {
    /// Wraps a value.
    pub fn new(value: impl Into<Arc<str>>) -> Self {
        Self(value.into())
    }

    /// The value, to judge it. Never put it into an argument, a message or an error.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Its length in characters, which may be said.
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether it is the empty string.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
