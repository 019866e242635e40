//! Sentences with their arguments, safe to show.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Report;
use super::texts::sentence;
use crate::model::{Arg, Lang, REDACTED, Span};
use crate::rules::FlowStep;
use crate::verdict::Finding;

/// So many values of an argument are named; of more, all but the last one.
const NAMED: usize = 4;

/// Longest value of an argument, in characters.
const LONGEST: usize = 120;

/// The sentence of a finding and its arguments in the order of the placeholders.
pub(super) fn message(report: &Report<'_>, finding: &Finding) -> (String, Vec<String>) {
    let arguments = arguments(report, finding);
    let names = finding.args.iter().map(|(name, _)| *name);
    let filled: Vec<(&str, &str)> = names.zip(arguments.iter().map(String::as_str)).collect();
    let text = fill(finding.message.text.get(report.lang), &filled);
    (text, arguments)
}

/// The arguments of a finding's sentence in the order of the placeholders.
pub(super) fn arguments(report: &Report<'_>, finding: &Finding) -> Vec<String> {
    let args = finding.args.iter();
    args.map(|(_, values)| values_of(report, values)).collect()
}

/// A template with its arguments, in one pass: an argument that looks like a placeholder is none.
pub(super) fn fill(template: &str, args: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let found = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = args.iter().find(|(known, _)| *known == name)?;
            Some((*value, after))
        });
        let (shown, after) = found.unwrap_or(("{", after));
        text.push_str(shown);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// `a, b, c (+7)`: the values of an argument, the same in both languages.
pub(super) fn values_of(report: &Report<'_>, values: &[Arg]) -> String {
    // What is not named need not be made.
    let shown = values.iter().take(NAMED).map(|value| shown(report, value));
    of_all(&shown.collect::<Vec<_>>(), values.len())
}

/// `a, b, c (+7)`: names that may be shown.
pub(super) fn listed(names: &[&str]) -> String {
    of_all(names, names.len())
}

/// The first of `count` names, and how many more there are.
fn of_all(first: &[impl AsRef<str>], count: usize) -> String {
    let named = if count > NAMED { NAMED - 1 } else { count };
    let shown: Vec<&str> = first.iter().take(named).map(AsRef::as_ref).collect();
    let mut list = shown.join(", ");
    if count > named {
        let _ = write!(list, " (+{})", count - named);
    }
    if count == 0 {
        list.push('?');
    }
    list
}

fn shown(report: &Report<'_>, arg: &Arg) -> String {
    match arg {
        Arg::Name(name) => clean(&shortened(&report.redactor.clean(name))),
        Arg::Number(number) => number.to_string(),
        Arg::Text(key) => sentence(key).get(report.lang).to_owned(),
    }
}

/// A name from the scanned tree as it may be shown anywhere.
pub(super) fn name(report: &Report<'_>, name: &str) -> String {
    clean(&shortened(&report.redactor.clean(name)))
}

/// Words of the scanned tree as they may be shown anywhere, without what may be a secret.
pub(super) fn quoted(report: &Report<'_>, span: Span) -> String {
    let words = report.texts.quote(span);
    name(report, words.as_deref().unwrap_or(REDACTED))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}

/// `text` with control characters, terminal escapes and marks that turn the direction of text
/// written out as `\u{…}`, and so that no build agent takes a part of it for a command.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in without_commands(text, "\\u{5b}").chars() {
        if is_dangerous(character) {
            let _ = write!(clean, "\\u{{{:x}}}", u32::from(character));
        } else {
            clean.push(character);
        }
    }
    clean
}

/// `text` without the beginnings of commands to build agents: those of Azure (`##vso[`) and the older
/// ones of GitHub (`##[`) count anywhere in a line. `bracket` stands in for the bracket.
pub(super) fn without_commands<'t>(text: &'t str, bracket: &str) -> Cow<'t, str> {
    let brackets = text.match_indices('[').map(|(at, _)| at);
    let mut opening = brackets.filter(|at| opens_command(text.as_bytes(), *at));
    let Some(first) = opening.next() else {
        return Cow::Borrowed(text);
    };
    let mut defused = String::with_capacity(text.len());
    let mut done = 0;
    for at in std::iter::once(first).chain(opening) {
        defused.push_str(text.get(done..at).unwrap_or_default());
        defused.push_str(bracket);
        done = at + 1;
    }
    defused.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(defused)
}

/// Whether the bracket at `at` stands behind `##` or `##vso`.
fn opens_command(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let start = at.saturating_sub(b"##vso".len());
    let area = before.get(start..).unwrap_or_default();
    before.ends_with(b"##") || area.eq_ignore_ascii_case(b"##vso")
}

fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A sentence of the reports with its arguments.
pub(super) fn say(lang: Lang, key: &'static str, args: &[(&str, &str)]) -> String {
    fill(sentence(key).get(lang), args)
}

/// What happens at a step of the way of a value.
pub(super) fn step(report: &Report<'_>, step: &FlowStep) -> String {
    let own = step.name.as_deref().map(|own| name(report, own));
    let others: Vec<String> = step
        .args
        .iter()
        .map(|(_, arg)| shown(report, arg))
        .collect();
    let names = step.args.iter().map(|(name, _)| *name);
    let others = names.zip(others.iter().map(String::as_str));
    let args = [("name", own.as_deref().unwrap_or_default())].into_iter();
    // An argument of its own is the one that counts.
    let has_name = step.args.iter().any(|(name, _)| *name == "name");
    let args: Vec<(&str, &str)> = args.filter(|_| !has_name).chain(others).collect();
    say(report.lang, step.what, &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_never_taken_for_a_placeholder() {
        let args = [("a", "{b}"), ("b", "1")];
        assert_eq!(fill("{a} {b} {c} {", &args), "{b} 1 {c} {");
    }

    #[test]
    fn no_build_agent_finds_a_command() {
        for (text, shown) in [
            ("a ##vso[task.x]b", "a ##vso(task.x]b"),
            ("##VSO[x", "##VSO(x"),
            ("####[add-mask]", "####(add-mask]"),
            ("##[x] ##[y]", "##(x] ##(y]"),
            ("## a # [b] ##vs[", "## a # [b] ##vs["),
            ("###", "###"),
            ("##", "##"),
            ("##中文[", "##中文["),
        ] {
            assert_eq!(without_commands(text, "("), shown);
        }
    }

    #[test]
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(
            clean("a\u{1b}[31m\u{202e}中文"),
            "a\\u{1b}[31m\\u{202e}中文"
        );
    }
}
