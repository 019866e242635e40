//! Words that may be shown anywhere.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize};

use crate::report::words::clean;

/// Words that may be shown anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(in crate::report) struct Safe(String);

impl Safe {
    /// Words that were made safe already.
    pub(super) fn made(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Deref for Safe {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Safe {
    fn from(text: &str) -> Self {
        Self(clean(text))
    }
}

impl<'de> Deserialize<'de> for Safe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| text.as_str().into())
    }
}
