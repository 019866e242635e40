//! Scalars, aliases, anchors and comments.

use std::ops::Range;

use granit_parser::{ScalarStyle, Tag};

use super::budget::Weight;
use super::build::{Builder, Children, nothing, offset, written};
use super::node::{Comment, Kind, Node, Places, Scalar, Style};
use super::{block, folding, tags};
use crate::model::{OffsetMap, ProblemKind, Span};

impl Builder<'_> {
    pub(super) fn comment(&mut self, range: Range<usize>) {
        let before = self.source.get(..range.start).unwrap_or_default();
        let own_line = before
            .trim_end_matches([' ', '\t'])
            .chars()
            .next_back()
            .is_none_or(|last| matches!(last, '\n' | '\r'));
        self.comments.push(Comment {
            span: Span::new(self.text.id(), range),
            own_line,
        });
    }

    pub(super) fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        range: Range<usize>,
    ) -> Node {
        let style = match style {
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            ScalarStyle::Plain => Style::Plain,
        };
        let (range, value, places) = match style {
            Style::Plain if range.is_empty() => {
                let at = self.after_colon(range.start);
                (at..at, "".into(), Places::Verbatim(offset(at)))
            }
            Style::Literal | Style::Folded => {
                let folded = style == Style::Folded;
                match block::map(self.source, &range, folded, value) {
                    Some((range, map)) => (range, value.into(), Places::Mapped(Box::new(map))),
                    None => whole(value, range),
                }
            }
            _ => self.flow_scalar(value, style, range),
        };
        Node {
            span: Span::new(self.text.id(), range),
            tag: tag.map(written),
            kind: Kind::Scalar(Scalar {
                value,
                style,
                places,
            }),
        }
    }

    fn flow_scalar(
        &self,
        value: &str,
        style: Style,
        range: Range<usize>,
    ) -> (Range<usize>, Box<str>, Places) {
        let inside = match style {
            Style::Plain => range.clone(),
            _ => range.start + 1..range.end.saturating_sub(1).max(range.start + 1),
        };
        let written = self.text.content().get(inside.clone()).unwrap_or_default();
        // The dash of `[-]` is not one in a mended copy.
        let dash = style == Style::Plain && written == "-";
        if dash || written == value {
            return (
                range,
                written.into(),
                Places::Verbatim(offset(inside.start)),
            );
        }
        let Some(map) = folding::map(written, inside.start, style, value) else {
            return whole(value, range);
        };
        let place = |at: usize| map.outer(at..at + 1).map(|place| place.start);
        let value = if style == Style::DoubleQuoted && self.mended.quoted(&range) {
            self.mended.value(value, place).into()
        } else {
            value.into()
        };
        (range, value, Places::Mapped(Box::new(map)))
    }

    /// The parser places a missing value before the colon.
    fn after_colon(&self, at: usize) -> usize {
        let waits = matches!(
            self.open.last().map(|open| &open.children),
            Some(Children::Entries(_, Some(_)))
        );
        let colon = self.source.get(at..).unwrap_or_default().starts_with(':');
        at + usize::from(waits && colon)
    }

    pub(super) fn alias(&mut self, range: Range<usize>) {
        let name = self.source.get(range.start + 1..range.end);
        let target = name.and_then(|name| self.anchors.get(name)).copied();
        let span = Span::new(self.text.id(), range.clone());
        let refused = match target {
            None => Some("yaml.unknown-anchor"),
            Some(target) if self.open.iter().any(|open| open.id == target) => {
                Some("yaml.anchor-contains-itself")
            }
            Some(_) => None,
        };
        if let Some(detail) = refused {
            self.problem(ProblemKind::InvalidYaml, span, detail);
        }
        let (kind, weight) = match target.filter(|_| refused.is_none()) {
            Some(target) => {
                let weight = self.weights.get(&target).copied().unwrap_or_default();
                (Kind::Alias(target), weight.alias())
            }
            None => (nothing(range.end), Weight::leaf()),
        };
        let node = Node {
            span,
            tag: None,
            kind,
        };
        self.leaf(node, weight);
    }

    pub(super) fn anchor(&mut self, range: Range<usize>) {
        let name = self.source.get(range.start + 1..range.end);
        let (Some(name), Some(id)) = (name, self.last) else {
            return;
        };
        self.anchors.insert(name, id);
        match self.open.last_mut() {
            Some(open) if open.id == id => open.anchored = true,
            _ => {
                self.weights.insert(id, Weight::leaf());
            }
        }
        self.anchor_name(name, range);
    }

    pub(super) fn leaf(&mut self, node: Node, weight: Weight) {
        if let Kind::Scalar(scalar) = &node.kind {
            self.judge(scalar, node.span);
        }
        if !self.dropped() && tags::contradicts(&node) {
            self.problem(ProblemKind::Refused, node.span, "yaml.tag-and-value-differ");
        }
        let id = self.push(node);
        self.attach(id, weight);
    }
}

/// The last resort: no byte of the value has a place of its own.
fn whole(value: &str, range: Range<usize>) -> (Range<usize>, Box<str>, Places) {
    let mut map = OffsetMap::default();
    map.push(0, value.len(), range.start, range.len());
    (range, value.into(), Places::Mapped(Box::new(map)))
}
