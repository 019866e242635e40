//! Places, and what stands there.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// A place, in a path relative to the scan root; as it is, and not safe to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Location {
    pub(in crate::report) path: String,
    /// From 1.
    pub(in crate::report) line: usize,
    /// In UTF-16 code units, from 1.
    pub(in crate::report) column: usize,
    pub(in crate::report) end_line: usize,
    pub(in crate::report) end_column: usize,
}

/// A place with what stands there: as it is, and not safe to show.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Quoted {
    #[serde(flatten)]
    pub(super) location: Location,
    /// The place itself.
    pub(in crate::report) quote: Option<String>,
    /// The lines around it.
    pub(in crate::report) around: Option<Around>,
}

impl Deref for Quoted {
    type Target = Location;

    fn deref(&self) -> &Location {
        &self.location
    }
}

impl Quoted {
    /// The lines of the place, without their ends: whole ones, as far as whole ones are quoted.
    pub(in crate::report) fn lines(&self) -> Vec<&str> {
        let count = self.end_line.saturating_sub(self.line) + 1;
        let (text, before) = match (&self.around, &self.quote) {
            (Some(around), _) => (&around.text, self.line.saturating_sub(around.line)),
            (None, Some(quote)) => (quote, 0),
            (None, None) => return Vec::new(),
        };
        text.lines().skip(before).take(count).collect()
    }
}

/// Whole lines.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Around {
    /// The number of the first one, from 1.
    pub(in crate::report) line: usize,
    pub(in crate::report) end_line: usize,
    /// The lines, each but the last with its end.
    pub(in crate::report) text: String,
}

/// A place, and what is to be said of it.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::report) struct Noted {
    #[serde(flatten)]
    pub(in crate::report) location: Location,
    pub(in crate::report) message: super::Safe,
}
