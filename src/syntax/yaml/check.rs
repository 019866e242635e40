//! What is wrong with what was read.

use std::ops::Range;

use super::build::{Builder, Children, is_reset};
use super::node::{Entry, Kind, Node, NodeId, Scalar, Style};
use super::{keys, merge, strict};
use crate::model::{Arg, Problem, ProblemKind, Span};

impl Builder<'_> {
    /// The name ends for go-yaml at the first character that is not a letter, a digit, `_`, `-`.
    pub(super) fn anchor_name(&mut self, name: &str, range: Range<usize>) {
        let span = Span::new(self.text.id(), range.clone());
        let rest = self.source.get(range.end..).unwrap_or_default();
        let ends = |character: &char| {
            !character.is_ascii_alphanumeric() && !matches!(character, '_' | '-')
        };
        let end = name.chars().chain(rest.chars().take(1)).find(ends);
        let inside = name.chars().any(|character| ends(&character));
        // `&name:` is an anchor of nothing, then a colon.
        let end = if name.ends_with(':') { Some('\\') } else { end };
        match end {
            None | Some(' ' | '\t' | '\n' | '\r') => {}
            Some('?' | ':' | ',' | ']' | '}' | '%' | '@' | '`') if !inside => {}
            Some('?' | ':' | ',' | ']' | '}' | '%' | '@' | '`') => {
                self.problem(
                    ProblemKind::NotFollowed,
                    span,
                    "yaml.character-in-an-anchor-name",
                );
            }
            Some(_) => self.problem(
                ProblemKind::Refused,
                span,
                "yaml.character-in-an-anchor-name",
            ),
        }
    }

    pub(super) fn start_document(
        &mut self,
        explicit: bool,
        version: Option<(u32, u32)>,
        range: Range<usize>,
    ) {
        let span = Span::new(self.text.id(), range.clone());
        if version.is_some_and(|version| version != (1, 1)) {
            self.problem(ProblemKind::Refused, span, "YAML version other than 1.1");
        }
        let before = self.source.get(..range.start).unwrap_or_default();
        let ended = self.begun || before.lines().any(|line| line.starts_with("..."));
        self.begun = true;
        if !explicit && ended {
            self.problem(
                ProblemKind::Refused,
                span,
                "yaml.document-without-a-start-mark",
            );
        }
    }

    /// What go-yaml says against a scalar at its place.
    pub(super) fn judge(&mut self, scalar: &Scalar, span: Span) {
        let range = span.range();
        let written = self.source.get(range.clone()).unwrap_or_default();
        match scalar.style {
            Style::DoubleQuoted => {
                if let Some(escape) = strict::escape(written) {
                    self.problem(
                        ProblemKind::Refused,
                        span.part(escape),
                        "yaml.unknown-escape",
                    );
                }
            }
            Style::Plain => {
                if let (true, Some(kind)) = (self.in_flow(), strict::plain_in_flow(written)) {
                    self.problem(kind, span, "yaml.character-in-a-flow-collection");
                }
                let indent = self.open.last().map_or(0, |open| open.indent);
                let tab = self
                    .has_tabs
                    .then(|| strict::tab_in_plain(self.source, &range, indent));
                if let Some(objection) = tab.flatten() {
                    self.object(objection);
                }
            }
            Style::Literal | Style::Folded => {
                if strict::tab_before_block(self.source, &range, &scalar.value) {
                    self.problem(ProblemKind::Refused, span, "yaml.tab-in-the-indentation");
                }
                return;
            }
            Style::SingleQuoted => {}
        }
        let is_key = matches!(
            self.open.last().map(|open| &open.children),
            Some(Children::Entries(_, None))
        );
        if is_key && self.in_flow() && written.contains(['\n', '\r']) {
            let before = self.source.get(..range.start).unwrap_or_default();
            let after = self.source.get(range.end..).unwrap_or_default();
            if !before.trim_end().ends_with('?') && after.trim_start().starts_with(':') {
                self.problem(
                    ProblemKind::Refused,
                    span,
                    "yaml.key-over-more-than-one-line",
                );
            }
        }
    }

    /// What is wrong with the keys of a mapping.
    pub(super) fn check(&mut self, entries: &[Entry], dropped: bool) {
        if dropped || self.full() {
            return;
        }
        let (nodes, source) = (&self.nodes, self.source);
        let key_text = |id: NodeId| -> &str {
            match nodes.get(id.index()).map(|node| (&node.kind, node.span)) {
                Some((Kind::Scalar(scalar), _)) => &scalar.value,
                Some((Kind::Alias(_), span)) => source
                    .get(span.start as usize + 1..span.end as usize)
                    .unwrap_or_default(),
                _ => "",
            }
        };
        for (second, first) in keys::duplicates(entries, key_text) {
            if self.full() {
                break;
            }
            let line = self.text.position(self.span(first).start as usize).line;
            let line = u64::try_from(line).unwrap_or(u64::MAX);
            let problem = Problem::new(ProblemKind::DuplicateKey, self.span(second));
            self.report(problem.with("line", Arg::Number(line)));
        }
        for entry in entries {
            let Some(key) = self.resolved(entry.key) else {
                continue;
            };
            if merge::is_merge(key) {
                if !self.can_merge(entry.value) {
                    let span = self.span(entry.value);
                    self.problem(
                        ProblemKind::InvalidYaml,
                        span,
                        "yaml.merge-of-something-not-a-mapping",
                    );
                }
            } else if !keys::usable(key) {
                let span = self.span(entry.key);
                self.problem(ProblemKind::Refused, span, "yaml.key-that-is-not-a-string");
            }
        }
    }

    fn resolved(&self, id: NodeId) -> Option<&Node> {
        let node = self.nodes.get(id.index())?;
        match node.kind {
            Kind::Alias(target) => self.nodes.get(target.index()),
            _ => Some(node),
        }
    }

    /// A mapping or a list of mappings, through aliases; or something that `!reset` drops.
    fn can_merge(&self, id: NodeId) -> bool {
        let is_mapping = |id: &NodeId| {
            self.resolved(*id)
                .is_some_and(|node| matches!(node.kind, Kind::Mapping(_)) || is_reset(node))
        };
        let Some(node) = self.resolved(id) else {
            return false;
        };
        match &node.kind {
            Kind::Sequence(items) => items.iter().all(is_mapping),
            _ => is_mapping(&id),
        }
    }
}
