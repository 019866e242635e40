//! The nodes of the tree.

use std::ops::Range;

use crate::model::{OffsetMap, Span};

/// The number of a node in its [`Yaml`](super::Yaml).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The number, counted from 0 without gaps.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line, without the line end.
    pub span: Span,
    /// Whether nothing else stands on its line.
    pub own_line: bool,
}

/// A value, a key or an alias. It has no `Debug`: a scalar may be a secret.
pub struct Node {
    /// The value as written, quotes included, tag and anchor not. A block scalar is its lines
    /// without the header; a block collection reaches to the end of its last child.
    pub span: Span,
    /// The tag: `!reset`, `!override`, `tag:yaml.org,2002:str`.
    pub tag: Option<Box<str>>,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
pub enum Kind {
    /// A scalar.
    Scalar(Scalar),
    /// The items of a sequence.
    Sequence(Vec<NodeId>),
    /// The entries of a mapping as written, merge keys among them; see
    /// [`Yaml::entries`](super::Yaml::entries).
    Mapping(Vec<Entry>),
    /// A reference to an earlier node, never to one that contains it.
    Alias(NodeId),
}

/// An entry of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key: nearly always a scalar.
    pub key: NodeId,
    /// The value.
    pub value: NodeId,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A scalar: its value with all escapes and folds undone.
pub struct Scalar {
    /// The value; empty for nothing at all (`key:`).
    pub value: Box<str>,
    /// How it is written.
    pub style: Style,
    pub(super) places: Places,
}

/// Where the bytes of a scalar stand. Nearly all scalars stand there as they are.
pub(super) enum Places {
    Verbatim(u32),
    Mapped(Box<OffsetMap>),
}

impl Scalar {
    /// The map from the bytes of the value to the bytes of the text, as a derived text needs it.
    pub fn offsets(&self) -> OffsetMap {
        match &self.places {
            Places::Verbatim(start) => OffsetMap::verbatim(*start as usize, self.value.len()),
            Places::Mapped(map) => OffsetMap::clone(map),
        }
    }

    pub(super) fn place(&self, range: Range<usize>) -> Option<Range<usize>> {
        match &self.places {
            Places::Verbatim(start) => {
                let at = |inner: usize| *start as usize + inner.min(self.value.len());
                Some(at(range.start)..at(range.end).max(at(range.start)))
            }
            Places::Mapped(map) => map.outer(range),
        }
    }
}
