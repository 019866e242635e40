//! Finding entries by their keys in mappings of any size.

use std::collections::HashMap;
use std::sync::Arc;

use super::value::Field;

/// From this many entries on they are indexed.
const MANY: usize = 24;

/// The positions of the entries that a mapping had when the index was made.
pub(super) struct Index(Option<HashMap<Arc<str>, usize>>);

impl Index {
    /// An index of `fields`.
    pub(super) fn of(fields: &[Field]) -> Self {
        let index = || {
            let keys = fields.iter().enumerate();
            keys.map(|(at, field)| (Arc::clone(&field.key), at))
                .collect()
        };
        Self((fields.len() >= MANY).then(index))
    }

    /// The position of a key in `fields`, which may have grown at its end since.
    pub(super) fn find(&self, fields: &[Field], key: &str) -> Option<usize> {
        match &self.0 {
            Some(index) => index.get(key).copied(),
            None => fields.iter().position(|field| &*field.key == key),
        }
    }
}
