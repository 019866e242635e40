//! Sequences and mappings: opened, filled, closed.

use std::ops::Range;

use granit_parser::{StructureStyle, Tag};

use super::MAX_DEPTH;
use super::budget::Weight;
use super::build::{Abandoned, Builder, Children, Open, nothing, written};
use super::node::{Entry, Kind, Node, NodeId};
use crate::model::{ProblemKind, Span};

impl Builder<'_> {
    pub(super) fn start(
        &mut self,
        style: StructureStyle,
        tag: Option<&Tag>,
        range: Range<usize>,
        children: Children,
    ) -> Result<(), Abandoned> {
        let span = Span::new(self.text.id(), range);
        if self.open.len() >= MAX_DEPTH {
            self.problem(ProblemKind::LimitExceeded, span, "yaml.nesting-too-deep");
            return Err(Abandoned);
        }
        let tag = tag.map(written);
        let flow = style == StructureStyle::Flow;
        let sequence = matches!(children, Children::Items(_));
        let indent = self.indent(flow, sequence, span.start as usize);
        let dropped = self.dropped() || tag.as_deref() == Some("!reset");
        let id = self.push(Node {
            span,
            tag,
            kind: Kind::Sequence(Vec::new()),
        });
        self.open.push(Open {
            id,
            children,
            weight: Weight::collection(),
            flow,
            indent,
            anchored: false,
            dropped,
        });
        Ok(())
    }

    /// Where content may stand inside of a collection that starts at `start`.
    fn indent(&self, flow: bool, sequence: bool, start: usize) -> usize {
        let outer = self.open.last().map_or(0, |open| open.indent);
        if flow {
            // Not by the line: it may be very long.
            return outer;
        }
        let before = self.source.get(..start).unwrap_or_default();
        let line = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let line = before.get(line..).unwrap_or_default();
        // The items of a sequence may stand at the column of the key that holds it; the parser
        // then gives the place of the first item, not of the dash.
        let key_waits = matches!(
            self.open.last().map(|open| &open.children),
            Some(Children::Entries(_, Some(_)))
        );
        let dashed = line.trim_start().starts_with('-')
            || !self
                .source
                .get(start..)
                .is_some_and(|rest| rest.starts_with('-'));
        if sequence && key_waits && dashed {
            return outer;
        }
        outer.max(line.chars().count() + 1)
    }

    /// Closes the innermost collection; `at` is the end of its last token, where there is one.
    pub(super) fn end(&mut self, at: Option<usize>) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        let last = match &mut open.children {
            Children::Items(items) => items.last().copied(),
            Children::Entries(entries, key) => {
                if let Some(key) = key.take() {
                    let end = self.span(key).end as usize;
                    let value = self.push(Node {
                        span: Span::new(self.text.id(), end..end),
                        tag: None,
                        kind: nothing(end),
                    });
                    entries.push(Entry { key, value });
                }
                entries.last().map(|entry| entry.value)
            }
        };
        let mut span = self.span(open.id);
        let end = match at {
            Some(at) if open.flow => at,
            _ => last.map_or(span.end, |last| self.span(last).end) as usize,
        };
        span = Span::new(self.text.id(), span.start as usize..self.trimmed(end));
        let kind = match open.children {
            Children::Items(items) => Kind::Sequence(items),
            Children::Entries(entries, _) => {
                self.check(&entries, open.dropped);
                Kind::Mapping(entries)
            }
        };
        if let Some(node) = self.nodes.get_mut(open.id.index()) {
            node.span = span;
            node.kind = kind;
        }
        if open.flow && !self.in_flow() {
            self.flows.push(span.range());
        }
        if open.anchored {
            self.weights.insert(open.id, open.weight);
        }
        self.attach(open.id, open.weight);
    }

    /// Without the line ends that belong to a block scalar.
    fn trimmed(&self, end: usize) -> usize {
        let before = self.source.get(..end).unwrap_or_default();
        before.trim_end_matches(['\n', '\r', ' ', '\t']).len()
    }

    pub(super) fn attach(&mut self, id: NodeId, weight: Weight) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some((id, weight));
            return;
        };
        open.weight.add(weight);
        match &mut open.children {
            Children::Items(items) => items.push(id),
            Children::Entries(entries, key) => match key.take() {
                None => *key = Some(id),
                Some(key) => entries.push(Entry { key, value: id }),
            },
        }
    }
}
