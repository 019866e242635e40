//! From the events of the parser to the tree.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Options, Parser, Tag};

use super::budget::Weight;
use super::lenient::Mended;
use super::node::{Comment, Entry, Kind, Node, NodeId, Places, Scalar, Style};
use super::{MAX_DEPTH, Yaml, detail, strict};
use crate::model::{Arg, Problem, ProblemKind, Span, Text};

/// More problems than this are not kept: a broken file must not fill the memory.
const MAX_PROBLEMS: usize = 100;

pub(super) fn parse(text: &Text) -> Yaml {
    let mut mended = Mended::default();
    loop {
        match read(text, &mended, false) {
            Ok(yaml) => return yaml,
            Err(error) if mended.mend(text.content(), &error.kind, error.at, error.in_flow) => {}
            Err(_) => {
                return read(text, &mended, true)
                    .unwrap_or_else(|_| Builder::new(text, &mended).finish());
            }
        }
    }
}

/// An error that may be mended.
struct Unread {
    kind: ErrorKind,
    at: usize,
    in_flow: bool,
}

fn read(text: &Text, mended: &Mended, last: bool) -> Result<Yaml, Unread> {
    let mut builder = Builder::new(text, mended);
    let mut parser = Parser::new_from_str_with_options(builder.source, options());
    loop {
        let broken = match parser.next_event() {
            None | Some(Ok((Event::StreamEnd, _))) => break,
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or_default();
                builder.event(event, range).is_err()
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or_default();
                let kind = error.kind();
                if !last && Mended::can(kind) {
                    let (kind, in_flow) = (kind.clone(), builder.in_flow());
                    return Err(Unread { kind, at, in_flow });
                }
                builder.syntax_error(kind, at);
                true
            }
        };
        if broken {
            builder.end_document();
            if !matches!(parser.proceed_next_document(), Ok(true)) {
                break;
            }
        }
    }
    builder.end_document();
    Ok(builder.finish())
}

fn options() -> Options {
    let mut options = Options::default();
    options.block_scalar_eof_without_line_feed = true;
    options.emit_unresolved_aliases = true;
    options.bom_inside_document_as_content = true;
    options.emit_anchor_events = true;
    options.max_buffered_comment_events = usize::MAX;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options
}

/// The document cannot be read further.
pub(super) struct Abandoned;

pub(super) struct Builder<'t> {
    pub(super) text: &'t Text,
    /// What the parser reads: the text, or a mended copy of it with the same offsets.
    pub(super) source: &'t str,
    pub(super) mended: &'t Mended,
    pub(super) nodes: Vec<Node>,
    documents: Vec<NodeId>,
    pub(super) comments: Vec<Comment>,
    problems: Vec<Problem>,
    pub(super) open: Vec<Open>,
    pub(super) root: Option<(NodeId, Weight)>,
    /// By name, and over the ends of documents, as go-yaml keeps them.
    pub(super) anchors: HashMap<&'t str, NodeId>,
    pub(super) weights: HashMap<NodeId, Weight>,
    pub(super) last: Option<NodeId>,
    pub(super) flows: Vec<Range<usize>>,
    /// Whether a document has begun before.
    pub(super) begun: bool,
    pub(super) has_tabs: bool,
}

/// A collection whose end has not come yet.
pub(super) struct Open {
    pub(super) id: NodeId,
    pub(super) children: Children,
    pub(super) weight: Weight,
    pub(super) flow: bool,
    /// The column of the innermost block collection and one more: where its content may stand.
    pub(super) indent: usize,
    pub(super) anchored: bool,
    /// Under `!reset`: Docker Compose drops it unread.
    pub(super) dropped: bool,
}

pub(super) enum Children {
    Items(Vec<NodeId>),
    Entries(Vec<Entry>, Option<NodeId>),
}

impl<'t> Builder<'t> {
    fn new(text: &'t Text, mended: &'t Mended) -> Self {
        let source = match mended.source.as_str() {
            "" => text.content(),
            copy => copy,
        };
        Self {
            text,
            source,
            mended,
            nodes: Vec::with_capacity(text.content().len() / 24),
            documents: Vec::new(),
            comments: Vec::new(),
            problems: Vec::new(),
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            weights: HashMap::new(),
            last: None,
            flows: Vec::new(),
            begun: false,
            has_tabs: text.content().contains('\t'),
        }
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) -> Result<(), Abandoned> {
        match event {
            Event::Comment(..) => self.comment(range),
            Event::Scalar(value, style, _, tag) => {
                let node = self.scalar(&value, style, tag.as_deref(), range);
                self.leaf(node, Weight::leaf());
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.alias(range),
            Event::Anchor(_, _) => self.anchor(range),
            Event::SequenceStart(style, _, tag) => {
                let children = Children::Items(Vec::new());
                return self.start(style, tag.as_deref(), range, children);
            }
            Event::MappingStart(style, _, tag) => {
                let children = Children::Entries(Vec::new(), None);
                return self.start(style, tag.as_deref(), range, children);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(Some(range.end)),
            Event::DocumentStart(explicit, version) => {
                let version = version.map(|version| (version.major, version.minor));
                self.start_document(explicit, version, range);
            }
            Event::DocumentEnd => self.end_document(),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(offset(self.nodes.len()));
        self.nodes.push(node);
        self.last = Some(id);
        id
    }

    pub(super) fn in_flow(&self) -> bool {
        self.open.last().is_some_and(|open| open.flow)
    }

    pub(super) fn dropped(&self) -> bool {
        self.open.last().is_some_and(|open| open.dropped)
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        self.nodes
            .get(id.index())
            .map_or(Span::start_of(self.text.id()), |node| node.span)
    }

    fn end_document(&mut self) {
        while !self.open.is_empty() {
            self.end(None);
        }
        let Some((root, weight)) = self.root.take() else {
            return;
        };
        if self.nodes.get(root.index()).is_some_and(is_reset) {
            self.problem(
                ProblemKind::Refused,
                self.span(root),
                "yaml.reset-of-a-whole-document",
            );
        }
        let span = self.span(root);
        if weight.too_deep() {
            let detail = "yaml.nesting-through-aliases-too-deep";
            self.problem(ProblemKind::LimitExceeded, span, detail);
            return;
        }
        // Nobody here unfolds an alias: what the document says can still be judged.
        self.documents.push(root);
        if weight.excessive() {
            let detail = "yaml.excessive-aliasing";
            self.problem(ProblemKind::LimitExceeded, span, detail);
        }
    }
}

impl Builder<'_> {
    pub(super) fn object(&mut self, (range, kind, detail): strict::Objection) {
        // Said already where the parser stumbled over the same place.
        let near = |problem: &Problem| {
            problem.kind == ProblemKind::InvalidYaml
                && problem.span.range().start.abs_diff(range.start) <= 8
        };
        if self.problems.iter().any(near) {
            return;
        }
        self.problem(kind, Span::new(self.text.id(), range), detail);
    }

    fn syntax_error(&mut self, kind: &ErrorKind, at: usize) {
        let problem = match kind {
            ErrorKind::RecursionLimitExceeded => ProblemKind::LimitExceeded,
            _ => ProblemKind::InvalidYaml,
        };
        let detail = detail::of(kind);
        let at = at.min(self.source.len());
        // The parser names the value before a tab that it stumbles over.
        let span = match tab_after(self.source, at) {
            Some(tab) if detail == detail::TAB => tab..tab + 1,
            _ => at..at,
        };
        self.problem(problem, Span::new(self.text.id(), span), detail);
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, span: Span, detail: &'static str) {
        let name = match kind {
            ProblemKind::NotFollowed => "what",
            _ => "detail",
        };
        self.report(Problem::new(kind, span).with(name, Arg::Text(detail)));
    }

    /// Whether further problems are not kept.
    pub(super) fn full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    pub(super) fn report(&mut self, problem: Problem) {
        if !self.full() {
            self.problems.push(problem);
        }
    }

    fn finish(mut self) -> Yaml {
        let tree = strict::Tree {
            nodes: &self.nodes,
            comments: &self.comments,
            flows: &self.flows,
        };
        for objection in strict::text(self.source, &tree) {
            self.object(objection);
        }
        for range in &self.mended.comments {
            self.comment(range.clone());
        }
        self.problems.sort_by_key(|problem| problem.span.start);
        self.comments.sort_by_key(|comment| comment.span.start);
        Yaml {
            text: self.text.id(),
            nodes: self.nodes,
            nothing: Node {
                span: Span::start_of(self.text.id()),
                tag: None,
                kind: nothing(0),
            },
            documents: self.documents,
            comments: self.comments,
            problems: self.problems,
        }
    }
}

pub(super) fn is_reset(node: &Node) -> bool {
    node.tag.as_deref() == Some("!reset")
}

pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A scalar without characters.
pub(super) fn nothing(at: usize) -> Kind {
    Kind::Scalar(Scalar {
        value: "".into(),
        style: Style::Plain,
        places: Places::Verbatim(offset(at)),
    })
}

pub(super) fn written(tag: &Tag) -> Box<str> {
    let (handle, suffix) = tag.parts();
    [handle, suffix].concat().into()
}

/// The tab in the indentation of the line of byte `at`, or of the next one.
fn tab_after(source: &str, at: usize) -> Option<usize> {
    let before = source.get(..at)?;
    let mut start = before.rfind('\n').map_or(0, |end| end + 1);
    for line in source.get(start..)?.split_inclusive('\n').take(2) {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line.get(..blank)?.find('\t') {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}
