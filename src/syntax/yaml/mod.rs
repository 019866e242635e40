//! YAML with spans: all documents of a text in one arena, read as Docker Compose reads them.
//!
//! The events come from `granit-parser`. What is added here: a tree that never expands an alias,
//! the place of every byte of every value, and the judgement of go-yaml, the parser of Docker
//! Compose, where it refuses what YAML 1.2 allows.

mod block;
mod budget;
mod build;
mod check;
mod collections;
mod core;
mod detail;
mod folding;
mod keys;
mod leaves;
mod lenient;
mod merge;
mod node;
mod number;
mod strict;
mod tags;

use std::ops::Range;

pub use self::core::Core;
pub use self::node::{Comment, Entry, Kind, Node, NodeId, Scalar, Style};
pub use self::number::{go_float, go_number};
use crate::model::{Problem, Span, Text, TextId};

/// Collections inside of each other, aliases followed, before a document is refused.
pub const MAX_DEPTH: usize = 256;

/// A YAML stream: all its documents in one arena of nodes.
pub struct Yaml {
    /// The text it was read from.
    pub text: TextId,
    nodes: Vec<Node>,
    nothing: Node,
    /// The top nodes of the documents that may be walked, in their order. A document that breaks
    /// off is there as far as it was read; one that would expand beyond all bounds is not.
    pub documents: Vec<NodeId>,
    /// All comments in the order of the text.
    pub comments: Vec<Comment>,
    /// What is wrong, in the order of the text. [`Refused`](crate::model::ProblemKind::Refused)
    /// are those that matter to Docker Compose only: the file is good YAML otherwise.
    pub problems: Vec<Problem>,
}

impl Yaml {
    /// Reads all documents of a text.
    pub fn parse(text: &Text) -> Self {
        build::parse(text)
    }

    /// All nodes, whatever document they stand in.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    /// The node of a number. Numbers come from this tree alone; another one gives an empty
    /// scalar.
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.index()).unwrap_or(&self.nothing)
    }

    /// The node that an alias stands for, and every other node itself.
    pub fn follow(&self, id: NodeId) -> NodeId {
        match self.node(id).kind {
            // An alias cannot have an anchor: its target is never an alias.
            Kind::Alias(target) => target,
            _ => id,
        }
    }

    /// The scalar at a node or behind an alias.
    pub fn scalar(&self, id: NodeId) -> Option<&Scalar> {
        match &self.node(self.follow(id)).kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// What a node is by the core rules of go-yaml: a tag first, then the spelling.
    pub fn core(&self, id: NodeId) -> Core {
        core::of(self.node(self.follow(id)))
    }

    /// Where bytes `range` of the scalar at `id` are written; the whole node for a collection.
    pub fn span_in(&self, id: NodeId, range: Range<usize>) -> Span {
        let node = self.node(self.follow(id));
        match &node.kind {
            Kind::Scalar(scalar) => scalar
                .place(range)
                .map_or(node.span, |place| Span::new(self.text, place)),
            _ => node.span,
        }
    }
}

#[cfg(test)]
mod tests;
