//! Sentences with their arguments, safe to show.

use std::fmt::Write as _;

use super::Report;
use super::texts::sentence;
use crate::model::{Arg, Lang};
use crate::verdict::Finding;

/// So many values of an argument are named; of more, all but the last one.
const NAMED: usize = 4;

/// Longest value of an argument, in characters.
const LONGEST: usize = 120;

/// The sentence of a finding and its arguments in the order of the placeholders.
pub(super) fn message(report: &Report<'_>, finding: &Finding) -> (String, Vec<String>) {
    let mut text = finding.message.text.get(report.lang).to_owned();
    let mut arguments = Vec::new();
    for (name, values) in &finding.args {
        let shown = values_of(report, values);
        text = text.replace(&format!("{{{name}}}"), &shown);
        arguments.push(shown);
    }
    (text, arguments)
}

/// `a, b, c (+7)`: the values of an argument, the same in both languages.
fn values_of(report: &Report<'_>, values: &[Arg]) -> String {
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
    let mut text = sentence(key).get(lang).to_owned();
    for (name, value) in args {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(
            clean("a\u{1b}[31m\u{202e}中文"),
            "a\\u{1b}[31m\\u{202e}中文"
        );
    }
}
