//! Where a value came from.

use std::ops::Range;
use std::sync::Arc;

use super::span::{Span, offset};

/// The number of an origin in its [`Origins`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OriginId(u32);

/// A value and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traced<T> {
    /// The value as it takes effect.
    pub value: T,
    /// Where it came from, in the arena of its project.
    pub origin: OriginId,
}

/// What supplied a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// It is written at its place.
    Literal,
    /// It stands in a YAML anchor; the place is the alias, the target the anchored value.
    Alias(OriginId),
    /// The image brings it, and nothing that starts the container changes it.
    OfImage,
    /// It is put together from the parts.
    Interpolated,
    /// A line of an env file; the place is the value in that line.
    EnvLine {
        /// The variable that the line sets.
        variable: Arc<str>,
    },
    /// The default of `${VARIABLE:-default}`.
    Default {
        /// The variable that is not set.
        variable: Arc<str>,
    },
    /// The replacement of `${VARIABLE:+replacement}`.
    Replacement {
        /// The variable that is set.
        variable: Arc<str>,
    },
    /// A variable that no file sets: one that is declared as supplied at deploy, with a value that
    /// is not known here, or one of the process.
    Supplied {
        /// The variable.
        variable: Arc<str>,
    },
    /// A variable that nothing sets: an empty string.
    Unset {
        /// The variable.
        variable: Arc<str>,
    },
}

/// Where a value came from, and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Where it is written.
    pub place: Span,
    /// What supplied it.
    pub how: How,
    /// The parts of a composed string, in its order.
    pub parts: Vec<Part>,
    /// The origin of the value that this one replaced (a later file, a later line).
    pub replaced: Option<OriginId>,
}

/// A part of a composed string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The bytes of the composed value.
    pub range: Range<u32>,
    /// Where these bytes came from.
    pub origin: OriginId,
}

impl Part {
    /// A part over bytes `range` of the composed value.
    pub fn new(range: Range<usize>, origin: OriginId) -> Self {
        Self {
            range: offset(range.start)..offset(range.end),
            origin,
        }
    }
}

/// All origins of a project.
#[derive(Debug, Default)]
pub struct Origins(Vec<Origin>);

/// Where a value really comes from: the deepest origin that supplies the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The place to change.
    pub place: Span,
    /// What supplied the value there.
    pub how: How,
}

impl Origins {
    /// Adds an origin.
    pub fn add(&mut self, origin: Origin) -> OriginId {
        let id = OriginId(offset(self.0.len()));
        self.0.push(origin);
        id
    }

    /// Adds the origin of a value written at `place`.
    pub fn literal(&mut self, place: Span) -> OriginId {
        self.add(Origin {
            place,
            how: How::Literal,
            parts: Vec::new(),
            replaced: None,
        })
    }

    /// Whether a variable of this name fills in a value.
    pub fn uses(&self, name: &str) -> bool {
        self.0.iter().any(|origin| match &origin.how {
            How::Literal | How::Alias(_) | How::OfImage | How::Interpolated => false,
            How::EnvLine { variable }
            | How::Default { variable }
            | How::Replacement { variable }
            | How::Supplied { variable }
            | How::Unset { variable } => &**variable == name,
        })
    }

    /// The origin of a number; `None` only for a number of another arena.
    pub fn get(&self, id: OriginId) -> Option<&Origin> {
        self.0.get(id.0 as usize)
    }

    /// Where the value is written (for an alias: the alias).
    pub fn place(&self, id: OriginId) -> Option<Span> {
        self.get(id).map(|origin| origin.place)
    }

    /// The deepest origin of a whole value.
    pub fn cause(&self, id: OriginId) -> Option<Cause> {
        self.cause_within(id, None)
    }

    /// The deepest origin of bytes `range` of a value: the part that supplies all of them.
    pub fn cause_of(&self, id: OriginId, range: Range<usize>) -> Option<Cause> {
        self.cause_within(id, Some(range))
    }

    fn cause_within(&self, id: OriginId, range: Option<Range<usize>>) -> Option<Cause> {
        let mut id = id;
        let mut range = range.map(|range| offset(range.start)..offset(range.end));
        // Every step goes to an origin that was made before: the walk ends.
        for _ in 0..=self.0.len() {
            let origin = self.get(id)?;
            if let How::Alias(target) = origin.how {
                id = target;
                continue;
            }
            let Some(part) = origin.only_part(range.as_ref()) else {
                return Some(origin.as_cause());
            };
            range = range.map(|range| {
                let into =
                    |at: u32| at.max(part.range.start).min(part.range.end) - part.range.start;
                into(range.start)..into(range.end)
            });
            id = part.origin;
        }
        None
    }
}

impl Origin {
    /// The one part that supplies `range` (or, without a range, everything that is not empty).
    fn only_part(&self, range: Option<&Range<u32>>) -> Option<&Part> {
        let touching = |part: &&Part| match range {
            Some(range) => part.range.start < range.end && range.start < part.range.end,
            None => !part.range.is_empty(),
        };
        let mut found = self.parts.iter().filter(touching);
        match (found.next(), found.next()) {
            (Some(part), None) => Some(part),
            (None, _) if self.parts.len() == 1 => self.parts.first(),
            _ => None,
        }
    }

    fn as_cause(&self) -> Cause {
        Cause {
            place: self.place,
            how: self.how.clone(),
        }
    }
}
