//! The variables of a Dockerfile while it is built.

use std::collections::BTreeMap;

use crate::syntax::dockerfile::{Expanded, Lookup, Piece, expand};

/// What a service gives its build; `None` where nobody knows what the build is given.
pub(super) type Given = Option<BTreeMap<String, Lookup>>;

/// Arguments that builders set by themselves.
const OF_BUILDER: [&str; 10] = [
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETSTAGE",
    "SOURCE_DATE_EPOCH",
];

/// Variables by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    known: BTreeMap<String, Lookup>,
    /// The names that an image keeps.
    kept: Vec<String>,
    /// Whether others may be set that the file does not name.
    has_others: bool,
}

impl Variables {
    /// Of an image that may set others.
    pub(super) fn inherited(has_others: bool) -> Self {
        Self {
            has_others,
            ..Self::default()
        }
    }

    pub(super) fn get(&self, name: &str) -> Lookup {
        let own = self.known.get(name).cloned();
        own.unwrap_or(if self.has_others || OF_BUILDER.contains(&name) {
            Lookup::Unknown
        } else {
            Lookup::Unset
        })
    }

    pub(super) fn expand(&self, piece: &Piece, escape: char) -> Expanded {
        expand(&piece.raw, escape, &|name| self.get(name))
    }

    /// What an `ENV` sets.
    pub(super) fn set(&mut self, name: &str, value: Expanded) {
        self.known.insert(name.to_owned(), lookup(value));
        self.kept.push(name.to_owned());
    }

    /// What an `ARG` declares: the build may say otherwise. A variable of the image wins.
    pub(super) fn declare(
        &mut self,
        name: &str,
        default: Option<Expanded>,
        given: &Given,
        outer: Option<&Self>,
    ) {
        if self.kept.iter().any(|own| own == name) {
            return;
        }
        let told = given.as_ref().and_then(|given| given.get(name)).cloned();
        let of_outer = || outer.and_then(|outer| outer.known.get(name)).cloned();
        let value = told
            .or_else(|| default.map(lookup))
            .or_else(of_outer)
            .unwrap_or(if given.is_some() && !OF_BUILDER.contains(&name) {
                Lookup::Unset
            } else {
                Lookup::Unknown
            });
        self.known.insert(name.to_owned(), value);
    }

    /// What the next stage takes over: arguments end with their stage.
    pub(super) fn of_image(&self) -> Self {
        let kept = self.kept.iter();
        let known = kept.filter_map(|name| Some((name.clone(), self.known.get(name)?.clone())));
        Self {
            known: known.collect(),
            kept: self.kept.clone(),
            has_others: self.has_others,
        }
    }
}

fn lookup(value: Expanded) -> Lookup {
    if value.is_known {
        Lookup::Value(value.value)
    } else {
        Lookup::Unknown
    }
}
