//! What Docker Compose refuses although YAML 1.2 allows it, and what it reads differently.

use std::ops::Range;

use super::node::{Comment, Kind, Node};
use crate::model::ProblemKind;

/// A place, what it is, and its name.
pub(super) type Objection = (Range<usize>, ProblemKind, &'static str);

/// What is said against the text as a whole.
pub(super) fn text(source: &str, tree: &Tree<'_>) -> Vec<Objection> {
    let mut found = Vec::new();
    found.extend(control_character(source));
    found.extend(line_separator(source));
    if source.contains('\t') {
        tabs(source, tree, &mut found);
    }
    if source.starts_with('%') || source.contains("\n%") {
        directives(source, tree, &mut found);
    }
    found
}

/// What was read from the text.
pub(super) struct Tree<'n> {
    pub(super) nodes: &'n [Node],
    pub(super) comments: &'n [Comment],
    /// The outermost flow collections.
    pub(super) flows: &'n [Range<usize>],
}

impl Tree<'_> {
    /// The places of all scalars and comments, in order.
    fn words(&self) -> Vec<Range<usize>> {
        let scalars = self.nodes.iter().filter_map(|node| match node.kind {
            Kind::Scalar(_) => Some(node.span.range()),
            _ => None,
        });
        let comments = self.comments.iter().map(|comment| comment.span.range());
        let mut words: Vec<_> = scalars.chain(comments).collect();
        words.sort_by_key(|range| range.start);
        words
    }
}

/// Whether one of the sorted, separate `ranges` holds `at`.
fn within(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    ranges
        .get(after.wrapping_sub(1))
        .is_some_and(|range| range.contains(&at))
}

/// The reader of go-yaml stops at the first character that is not printable.
fn control_character(source: &str) -> Option<Objection> {
    let strange = |character: &char| {
        !matches!(character,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{D7FF}'
            | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
    };
    let (at, character) = source.char_indices().find(|(_, each)| strange(each))?;
    let place = at..at + character.len_utf8();
    Some((place, ProblemKind::Refused, "control character"))
}

/// Line ends for go-yaml, as in YAML 1.1, and ordinary characters here: what follows one in a
/// comment is no comment for Docker Compose.
fn line_separator(source: &str) -> Option<Objection> {
    let (at, found) = source
        .match_indices(['\u{85}', '\u{2028}', '\u{2029}'])
        .next()?;
    let place = at..at + found.len();
    Some((place, ProblemKind::NotFollowed, "line separator character"))
}

/// In block context go-yaml takes no tab where a key could start: at the beginning of a line and
/// after `-`, `?` and the `:` of a `?`. Blank and comment lines are no exception.
fn tabs(source: &str, tree: &Tree<'_>, found: &mut Vec<Objection>) {
    let words = tree.words();
    for (at, _) in source.match_indices('\t') {
        let before = source.get(..at).unwrap_or_default();
        let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let line = before
            .get(start..)
            .unwrap_or_default()
            .trim_end_matches([' ', '\t']);
        let indicators = |text: &str| {
            text.chars()
                .all(|each| matches!(each, ' ' | '\t' | '-' | '?' | ':'))
        };
        let refused = match line.chars().next_back() {
            None => !after_plain(source, start, &words, tree),
            Some('-' | '?') => {
                let indicator = line.len() - 1;
                line.get(..indicator)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\t']))
                    && !within(&words, start + indicator)
            }
            Some(':') => indicators(line) && !within(&words, start + line.len() - 1),
            Some(_) => false,
        };
        if refused && !within(&words, at) && !within(tree.flows, at) {
            found.push((at..at + 1, ProblemKind::Refused, "tab in the indentation"));
        }
    }
}

/// Whether nothing but white space stands between a plain scalar and `at`: there go-yaml judges
/// tabs by the column, see [`tab_in_plain`].
fn after_plain(source: &str, at: usize, words: &[Range<usize>], tree: &Tree<'_>) -> bool {
    let end = source.get(..at).unwrap_or_default().trim_end().len();
    let after = words.partition_point(|range| range.start < end);
    let plain = words
        .get(after.wrapping_sub(1))
        .filter(|word| word.end == end);
    plain.is_some_and(|word| {
        let first = source
            .get(word.clone())
            .and_then(|word| word.chars().next());
        !matches!(first, Some('#' | '"' | '\''))
            && tree.nodes.iter().any(|node| {
                matches!(&node.kind, Kind::Scalar(scalar) if scalar.style == super::Style::Plain)
                    && node.span.range() == *word
            })
    })
}

/// A tab left of `indent` in the lines of a plain scalar or in the white space behind it.
pub(super) fn tab_in_plain(source: &str, place: &Range<usize>, indent: usize) -> Option<Objection> {
    let rest = source.get(place.end..)?;
    let behind = rest
        .find(|each| !matches!(each, ' ' | '\t' | '\n' | '\r'))
        .unwrap_or(rest.len());
    let all = source.get(place.start..place.end + behind)?;
    let mut at = place.start;
    for (number, line) in all.split_inclusive(['\n', '\r']).enumerate() {
        let white = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line
            .get(..white.min(indent))
            .and_then(|white| white.find('\t'));
        if let (Some(tab), true) = (tab, number > 0) {
            let place = at + tab..at + tab + 1;
            return Some((place, ProblemKind::Refused, "tab in the indentation"));
        }
        at += line.len();
    }
    None
}

/// Directives other than `%YAML` and `%TAG`.
fn directives(source: &str, tree: &Tree<'_>, found: &mut Vec<Objection>) {
    let words = tree.words();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let name = line.split_whitespace().next().unwrap_or_default();
        if name.starts_with('%')
            && line.starts_with('%')
            && !matches!(name, "%YAML" | "%TAG")
            && !within(&words, at)
            && !within(tree.flows, at)
        {
            found.push((
                at..at + name.len(),
                ProblemKind::Refused,
                "unknown directive",
            ));
        }
        at += line.len();
    }
}

/// Escapes of JSON that YAML 1.1 does not have: `\/`, and one character as two `\u`.
pub(super) fn escape(written: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(backslash) = written.get(at..)?.find('\\') {
        at += backslash;
        let rest = written.get(at + 1..)?;
        let half = || {
            let code = rest
                .get(1..5)
                .and_then(|code| u32::from_str_radix(code, 16).ok());
            code.is_some_and(|code| (0xD800..0xE000).contains(&code))
        };
        match rest.chars().next()? {
            '/' => return Some(at..at + 2),
            'u' if half() => return Some(at..at + 6),
            next => at += 1 + next.len_utf8(),
        }
    }
    None
}

/// What go-yaml makes of a plain scalar in a flow collection. It does not read one with a `?`
/// inside or a `:` at the beginning; with a `?` at the beginning it reads a key without it.
pub(super) fn plain_in_flow(written: &str) -> Option<ProblemKind> {
    if let Some(rest) = written.strip_prefix('?') {
        let refused = rest.contains('?') || rest.starts_with(':');
        return Some(if refused {
            ProblemKind::Refused
        } else {
            ProblemKind::NotFollowed
        });
    }
    (written.contains('?') || written.starts_with(':')).then_some(ProblemKind::Refused)
}
