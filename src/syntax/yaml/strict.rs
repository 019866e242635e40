//! What Docker Compose refuses although YAML 1.2 allows it, and what it reads differently.

use std::collections::HashSet;
use std::ops::Range;

use super::node::{Comment, Kind, Node, Style};
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

    fn plain_ends(&self) -> HashSet<usize> {
        let plain = |node: &&Node| {
            matches!(&node.kind, Kind::Scalar(scalar) if scalar.style == Style::Plain)
                && !node.span.is_empty()
        };
        let ends = self.nodes.iter().filter(plain);
        ends.map(|node| node.span.range().end).collect()
    }

    /// Of the comments that have a line of their own.
    fn comment_ends(&self) -> HashSet<usize> {
        let own = self.comments.iter().filter(|comment| comment.own_line);
        own.map(|comment| comment.span.range().end).collect()
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
    Some((place, ProblemKind::Refused, "yaml.control-character"))
}

/// Line ends for go-yaml, as in YAML 1.1, and ordinary characters here: what follows one in a
/// comment is no comment for Docker Compose.
fn line_separator(source: &str) -> Option<Objection> {
    let (at, found) = source
        .match_indices(['\u{85}', '\u{2028}', '\u{2029}'])
        .next()?;
    let place = at..at + found.len();
    Some((
        place,
        ProblemKind::NotFollowed,
        "yaml.line-separator-character",
    ))
}

/// In block context go-yaml takes no tab where a key could start: at the beginning of a line and
/// after `-`, `?` and the `:` of a `?`. Blank and comment lines are no exception, unless they
/// follow a plain scalar (see [`tab_in_plain`]) or stand between comments.
fn tabs(source: &str, tree: &Tree<'_>, found: &mut Vec<Objection>) {
    let words = tree.words();
    let plain = tree.plain_ends();
    let comments = tree.comment_ends();
    // The end of the last character before the line that is not white, and the start of the next
    // one after it: kept, so that many blank lines cost no more than few.
    let (mut done, mut next) = (0, 0);
    let mut start = 0;
    for line in source.split_inclusive(['\n', '\r']) {
        if let Some(tab) = prefix_tab(line, start, &words) {
            let at = start + tab;
            let blank = line
                .get(..tab)
                .is_some_and(|before| before.trim_start().is_empty());
            if next < at {
                let rest = source.get(at..).unwrap_or_default();
                next = at + rest.len() - rest.trim_start().len();
            }
            let comment = source.get(next..).is_some_and(|rest| rest.starts_with('#'));
            let excused = blank && (plain.contains(&done) || comment && comments.contains(&done));
            if !excused && !within(&words, at) && !within(tree.flows, at) {
                found.push((
                    at..at + 1,
                    ProblemKind::Refused,
                    "yaml.tab-in-the-indentation",
                ));
            }
        }
        if !line.trim_end().is_empty() {
            done = start + line.trim_end().len();
        }
        start += line.len();
    }
}

/// The first tab among the spaces and indicators at the beginning of a line.
fn prefix_tab(line: &str, start: usize, words: &[Range<usize>]) -> Option<usize> {
    for (at, character) in line.char_indices() {
        match character {
            ' ' => {}
            '\t' => return Some(at),
            '-' | '?' | ':' if !within(words, start + at) => {
                let rest = line.get(at + 1..)?;
                if !rest.starts_with([' ', '\t']) {
                    return None;
                }
            }
            _ => return None,
        }
    }
    None
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
            return Some((place, ProblemKind::Refused, "yaml.tab-in-the-indentation"));
        }
        at += line.len();
    }
    None
}

/// Whether a block scalar that tells its indentation by its first line begins that with a tab.
pub(super) fn tab_before_block(source: &str, place: &Range<usize>, value: &str) -> bool {
    if !value.trim_start_matches('\n').starts_with('\t') {
        return false;
    }
    let before = source.get(..place.start).unwrap_or_default().trim_end();
    let line = before.lines().next_back().unwrap_or_default();
    let header = line.split(" #").next().unwrap_or_default().trim_end();
    let told = header.chars().rev().take(2);
    !told.into_iter().any(|each| each.is_ascii_digit())
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
                "yaml.unknown-directive",
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
