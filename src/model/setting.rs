//! A field of the model: set, not set, or not to be seen from here.

use super::origin::{OriginId, Traced};
use super::span::Span;

/// A field as its source gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting<T> {
    /// Set to a value.
    Set(Traced<T>),
    /// Not set by its owner, whose place this is.
    Unset(Span),
    /// The source cannot tell (an image's own user, say); the reason is a key of the sentences.
    NotObservable(&'static str),
}

impl<T> Setting<T> {
    /// The value, where one is set.
    pub fn value(&self) -> Option<&T> {
        self.traced().map(|traced| &traced.value)
    }

    /// The value with its origin, where one is set.
    pub fn traced(&self) -> Option<&Traced<T>> {
        match self {
            Self::Set(traced) => Some(traced),
            Self::Unset(_) | Self::NotObservable(_) => None,
        }
    }

    /// The origin of the value, where one is set.
    pub fn origin(&self) -> Option<OriginId> {
        self.traced().map(|traced| traced.origin)
    }

    /// Whether it is set to just this.
    pub fn is(&self, value: &T) -> bool
    where
        T: PartialEq,
    {
        self.value() == Some(value)
    }
}
