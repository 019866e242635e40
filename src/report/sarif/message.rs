//! The sentence of a finding as SARIF wants it: a template with numbers, its arguments, and both
//! together as text.

use super::model;
use crate::model::Lang;
use crate::report::told::One;
use crate::report::words::{fill, say};
use crate::rules::Message;

/// The key of the sentence about a rule that found nothing; no sentence of a rule has it.
pub(super) const PASS: &str = "hulan-pass";

/// That a rule was asked about so many subjects and found nothing.
pub(super) fn pass(lang: Lang, subjects: usize) -> model::Message {
    let count = subjects.to_string();
    let text = say(lang, "sarif.pass", &[("count", &count)]);
    model::Message::of_rule(PASS, vec![count], text)
}

/// The template of a sentence: `{0}`, `{1}`… in place of names.
pub(super) fn template(message: &Message, lang: Lang) -> String {
    let mut template = message.text.get(lang).to_owned();
    for (number, name) in message.args.iter().enumerate() {
        template = template.replace(&format!("{{{name}}}"), &format!("{{{number}}}"));
    }
    template
}

/// The sentence of a finding; of a report that another version of hulan wrote, without the template
/// that this one does not have.
pub(super) fn message(one: One<'_>) -> model::Message {
    let finding = one.finding;
    let arguments = finding.arguments.iter();
    let arguments: Vec<String> = arguments.map(|own| without_links(own)).collect();
    let all = one.rule().map_or(&[][..], |rule| rule.messages);
    let own = all
        .iter()
        .find(|own| Some(own.key) == finding.key.as_deref());
    match own.filter(|own| own.args.len() == arguments.len()) {
        Some(own) => {
            let text = filled(&template(own, one.part.saved.language), &arguments);
            model::Message::of_rule(own.key, arguments, text)
        }
        None => plain(&finding.message),
    }
}

/// A sentence of no rule, with names from the scanned tree in it.
pub(super) fn plain(sentence: &str) -> model::Message {
    model::Message::plain(&doubled(&without_links(sentence)))
}

/// The template with its arguments. In a text that has arguments beside it, a brace of its own is
/// written twice.
fn filled(template: &str, arguments: &[String]) -> String {
    let numbers: Vec<String> = (0..arguments.len())
        .map(|number| number.to_string())
        .collect();
    let arguments: Vec<String> = arguments.iter().map(|argument| doubled(argument)).collect();
    let numbers = numbers.iter().map(String::as_str);
    let named: Vec<(&str, &str)> = numbers.zip(arguments.iter().map(String::as_str)).collect();
    fill(template, &named)
}

fn doubled(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Viewers make a link of `[text](target)`: no name from the scanned tree shall become one.
fn without_links(text: &str) -> String {
    text.replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_never_taken_for_a_placeholder() {
        let arguments = ["{1}".to_owned(), "b".to_owned()];
        assert_eq!(filled("'{0}' and '{1}'.", &arguments), "'{{1}}' and 'b'.");
    }

    #[test]
    fn a_name_makes_no_link() {
        assert_eq!(without_links("[a](https://b)"), "[a] (https://b)");
    }
}
