//! Comments that speak to hulan, with the lines that they are about.

use std::ops::{Range, RangeInclusive};

use crate::model::{Ask, Problem, ProblemKind, Remark, Span, Text, Texts};
use crate::syntax::dockerfile::Dockerfile;
use crate::syntax::dotenv::EnvFile;
use crate::syntax::host_script::{Script, Shell};
use crate::syntax::nginx;
use crate::syntax::python::nosec;
use crate::syntax::remark;
use crate::syntax::shell_words;
use crate::syntax::yaml::{Kind, Style, Yaml};

/// The remarks in a YAML file, in the order of the file.
pub fn remarks_in_yaml(texts: &Texts, yaml: &Yaml) -> Vec<Remark> {
    let text = texts.get(yaml.text);
    let values = || {
        let scalars = yaml.ids().filter_map(|id| match &yaml.node(id).kind {
            Kind::Scalar(scalar) => Some((yaml.node(id).span, scalar.style)),
            _ => None,
        });
        let lines = scalars.map(|(span, style)| match style {
            // The line with the `|` belongs to the block that it announces.
            Style::Literal | Style::Folded => header(&text, span)..=last_line(&text, span),
            _ => lines(&text, span),
        });
        lines.collect()
    };
    let comments = yaml.comments.iter().map(|comment| comment.span);
    remarks(&text, comments, values)
}

/// The remarks in an env file, in the order of the file.
pub fn remarks_in_env_file(texts: &Texts, file: &EnvFile) -> Vec<Remark> {
    let text = texts.get(file.text);
    let values = || {
        let statements = file.statements.iter();
        statements.map(|one| lines(&text, one.span)).collect()
    };
    let comments = file.comments.iter().map(|comment| comment.span);
    remarks(&text, comments, values)
}

/// The remarks in a file of Nginx configuration, in the order of the file.
pub fn remarks_in_nginx(text: &Text, file: &nginx::File) -> Vec<Remark> {
    let whole = text.whole();
    let values = || {
        let statements = file.statements.iter();
        statements
            .map(|one| lines(text, whole.part(one.range.clone())))
            .collect()
    };
    let comments = file
        .comments
        .iter()
        .map(|comment| whole.part(comment.clone()));
    remarks(text, comments, values)
}

/// The remarks in a Dockerfile, in the order of the file.
pub fn remarks_in_dockerfile(text: &Text, file: &Dockerfile) -> Vec<Remark> {
    let whole = text.whole();
    let values = || {
        let instructions = file.instructions.iter();
        instructions
            .map(|one| lines(text, whole.part(one.range.clone())))
            .collect()
    };
    let comments = file.comments.iter();
    let comments = comments.map(|comment| whole.part(comment.clone()));
    remarks(text, comments, values)
}

/// The remarks in a script of Windows, in the order of the file.
pub fn remarks_in_host_script(text: &Text, script: &Script, shell: Shell) -> Vec<Remark> {
    let whole = text.whole();
    let values = || {
        let commands = script.commands.iter();
        commands
            .map(|one| lines(text, whole.part(one.range.clone())))
            .collect()
    };
    let comments = script.comments.iter();
    let comments = comments.map(|comment| whole.part(comment.clone()));
    let parse = |comment: &str, place: Span| {
        // What a batch file calls a note, others write behind `#`.
        let own = without_note(comment);
        let place = place.part(comment.len() - own.len()..comment.len());
        remark::parse(own, place).map(|(span, ask)| (span, ask, Reach::Next))
    };
    let begins: fn(&str) -> bool = match shell {
        Shell::PowerShell => begins_with_hash,
        Shell::Cmd => |line| without_note(line).len() < line.len(),
    };
    remarks_of(text, comments, parse, values, begins)
}

/// A line of a batch file without `rem` or `::`.
fn without_note(line: &str) -> &str {
    let line = line.strip_prefix('@').unwrap_or(line);
    if let Some(rest) = line.strip_prefix("::") {
        return rest;
    }
    match line.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("rem") => {
            let rest = line.get(3..).unwrap_or_default();
            let is_word = rest.starts_with(|own: char| own.is_alphanumeric() || own == '_');
            if is_word { line } else { rest }
        }
        _ => line,
    }
}

/// Whether a file is a script of a shell, by its name or its first line, and may speak to hulan.
pub fn is_speaking_script(name: &str, content: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let by_name = [".sh", ".bash", ".ksh", ".zsh"]
        .iter()
        .any(|end| name.ends_with(end));
    let first = content.lines().next().unwrap_or_default();
    let runner = first.strip_prefix("#!").unwrap_or_default();
    let by_line = || {
        let mut words = runner.split(|c: char| c == '/' || c.is_whitespace());
        words.any(|word| ["sh", "bash", "dash", "ash", "ksh", "zsh"].contains(&word))
    };
    // Most scripts say nothing, and need not be read as a shell reads them.
    (by_name || by_line()) && content.to_ascii_lowercase().contains("hulan:")
}

/// The remarks in a script of a shell, in the order of the file. What stands in quotes or in a
/// here-document is no comment.
pub fn remarks_in_script(text: &Text) -> Vec<Remark> {
    let whole = text.whole();
    let script = shell_words::parse(text.content());
    let values = || {
        let commands = script.commands.iter();
        let ranges =
            commands.filter_map(|words| Some(words.first()?.range.start..words.last()?.range.end));
        ranges.map(|range| lines(text, whole.part(range))).collect()
    };
    let comments = script.comments.iter();
    let comments = comments.map(|comment| whole.part(comment.clone()));
    remarks(text, comments, values)
}

/// The remarks in a Python program, in the order of the text: those to hulan, and those to Bandit,
/// which are about their own statement alone. `statements` gives the bytes of what one comment is
/// about. In code that a machine wrote none holds: it would speak for itself.
pub fn remarks_in_program(
    text: &Text,
    comments: &[Span],
    statements: impl FnOnce() -> Vec<Range<usize>>,
    is_generated: bool,
) -> Vec<Remark> {
    let whole = text.whole();
    let values = || {
        let statements = statements().into_iter();
        statements
            .map(|range| lines(text, whole.part(range)))
            .collect()
    };
    let mut found = remarks_of(
        text,
        comments.iter().copied(),
        programs_remark,
        values,
        begins_with_hash,
    );
    for remark in found.iter_mut().filter(|_| is_generated) {
        let problem = Problem::new(ProblemKind::GeneratedSuppression, remark.span);
        remark.ask = Err(problem);
    }
    found
}

fn programs_remark(comment: &str, place: Span) -> Option<Found> {
    if let Some((span, ask)) = remark::parse(comment, place) {
        return Some((span, ask, Reach::Next));
    }
    nosec::parse(comment, place).map(|(span, ask)| (span, ask, Reach::Own))
}

/// What a comment on a line of its own is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The next line with content.
    Next,
    /// Its own line.
    Own,
}

/// The place of a remark, what it asks, and what it is about.
type Found = (Span, Result<Ask, Problem>, Reach);

/// The remarks to hulan among `comments`.
fn remarks(
    text: &Text,
    comments: impl DoubleEndedIterator<Item = Span>,
    values: impl FnOnce() -> Vec<RangeInclusive<usize>>,
) -> Vec<Remark> {
    let parse = |comment: &str, place| {
        remark::parse(comment, place).map(|(span, ask)| (span, ask, Reach::Next))
    };
    remarks_of(text, comments, parse, values, begins_with_hash)
}

/// The remarks that `parse` finds among `comments`. `begins` tells a line that is a comment. `values` gives the lines of each value: no comment can stand
/// inside of one, so its lines count as one.
fn remarks_of(
    text: &Text,
    comments: impl DoubleEndedIterator<Item = Span>,
    parse: impl Fn(&str, Span) -> Option<Found>,
    values: impl FnOnce() -> Vec<RangeInclusive<usize>>,
    begins: fn(&str) -> bool,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    // From line `.0` on, the next line with content is line `.1`.
    let mut below: Option<(usize, usize)> = None;
    for comment in comments.rev() {
        let Some((span, ask, reach)) = parse(text.slice(comment), comment) else {
            continue;
        };
        let own = text.position(comment.range().start).line;
        let line = if reach == Reach::Next && begins(written(text, own)) {
            let target = target(text, own + 1, below, begins);
            below = Some((own + 1, target));
            target
        } else {
            own
        };
        remarks.push(Remark {
            span,
            lines: line..=line,
            ask,
        });
    }
    remarks.reverse();
    if !remarks.is_empty() {
        let values = joined(values());
        for remark in &mut remarks {
            let line = *remark.lines.start();
            let next = values.partition_point(|value| *value.end() < line);
            if let Some(value) = values.get(next).filter(|value| value.contains(&line)) {
                remark.lines = value.clone();
            }
        }
    }
    remarks
}

/// The first line from `line` on that is neither blank nor a comment; the line behind the last one
/// where there is none.
fn target(
    text: &Text,
    mut line: usize,
    below: Option<(usize, usize)>,
    begins: fn(&str) -> bool,
) -> usize {
    while line <= text.lines().last() {
        match below {
            Some((from, target)) if line >= from => return target,
            _ if !begins(written(text, line)) && !is_blank(text, line) => return line,
            _ => line += 1,
        }
    }
    line
}

/// Whether a line is a comment, as most files write one.
fn begins_with_hash(line: &str) -> bool {
    line.starts_with('#')
}

fn is_blank(text: &Text, line: usize) -> bool {
    written(text, line).is_empty()
}

/// A line from its first character that is not blank.
fn written(text: &Text, line: usize) -> &str {
    let line = text.content().get(text.line_range(line));
    line.unwrap_or_default().trim_start()
}

fn lines(text: &Text, span: Span) -> RangeInclusive<usize> {
    text.position(span.range().start).line..=last_line(text, span)
}

/// The line of the last character.
fn last_line(text: &Text, span: Span) -> usize {
    let range = span.range();
    text.position(range.end.saturating_sub(1).max(range.start))
        .line
}

/// The line that announces the block at `span`.
fn header(text: &Text, span: Span) -> usize {
    let before = text.content().get(..span.range().start);
    let before = before.unwrap_or_default().trim_end();
    text.position(before.len()).line
}

/// Ranges of more than one line in their order; those that share a line become one.
fn joined(mut ranges: Vec<RangeInclusive<usize>>) -> Vec<RangeInclusive<usize>> {
    ranges.retain(|range| range.end() > range.start());
    ranges.sort_unstable_by_key(|range| (*range.start(), *range.end()));
    let mut joined: Vec<RangeInclusive<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start() <= last.end() => {
                *last = *last.start()..=*last.end().max(range.end());
            }
            _ => joined.push(range),
        }
    }
    joined
}
