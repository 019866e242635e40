//! Sentences with their arguments, safe to show.

use std::fmt::Write as _;

use super::Report;
use super::texts::sentence;
use crate::model::{Arg, Lang, REDACTED, Span};
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
    let named = if values.len() > NAMED {
        NAMED - 1
    } else {
        values.len()
    };
    let shown: Vec<String> = values
        .iter()
        .take(named)
        .map(|value| shown(report, value))
        .collect();
    let mut list = shown.join(", ");
    if values.len() > named {
        let _ = write!(list, " (+{})", values.len() - named);
    }
    if values.is_empty() {
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
/// written out as `\u{…}`.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        if is_dangerous(character) {
            let _ = write!(clean, "\\u{{{:x}}}", u32::from(character));
        } else {
            clean.push(character);
        }
    }
    clean
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_never_taken_for_a_placeholder() {
        let args = [("a", "{b}"), ("b", "1")];
        assert_eq!(fill("{a} {b} {c} {", &args), "{b} 1 {c} {");
    }

    #[test]
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(
            clean("a\u{1b}[31m\u{202e}中文"),
            "a\\u{1b}[31m\\u{202e}中文"
        );
    }
}
