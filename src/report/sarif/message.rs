//! The sentence of a finding as SARIF wants it: a template with numbers, its arguments, and both
//! together as text.

use std::fmt::Write as _;

use super::model;
use crate::model::Lang;
use crate::report::told::{Location, One};
use crate::report::words::{clean, fill, say};
use crate::rules::Message;

/// So many places are linked from a sentence.
const MOST_LINKS: usize = 4;

/// So many arguments a sentence may have.
const MOST_ARGUMENTS: usize = 5;

/// The key of the sentence about a rule that found nothing; no sentence of a rule has it.
pub(super) const PASS: &str = "hulan-pass";

/// That a rule was asked about so many subjects and found nothing.
pub(super) fn pass(lang: Lang, subjects: usize) -> model::Message {
    let count = subjects.to_string();
    let text = say(lang, "sarif.pass", &[("count", &count)]);
    model::Message::of_rule(PASS.to_owned(), vec![count], text)
}

/// The template of a sentence: `{0}`, `{1}`… in place of names.
pub(super) fn template(message: &Message, lang: Lang) -> String {
    let mut template = message.text.get(lang).to_owned();
    for (number, name) in message.args.iter().enumerate() {
        template = template.replace(&format!("{{{name}}}"), &format!("{{{number}}}"));
    }
    template
}

/// What the key of a sentence ends with if it has links behind it.
const LINKED: &str = "-linked";

/// The key and the template of a sentence with links to other places behind it; `None` where a sentence
/// has too many arguments for one more.
pub(super) fn linked_template(message: &Message, lang: Lang) -> Option<(String, String)> {
    let number = message.args.len();
    let text = template(message, lang);
    let args = [("text", &*text), ("places", &*format!("{{{number}}}"))];
    let template = say(lang, "sarif.linked", &args);
    (number < MOST_ARGUMENTS).then(|| (format!("{}{LINKED}", message.key), template))
}

/// Which of the sentences of its rule a finding is; `None` for one of another version of hulan.
fn of_rule(one: One<'_>) -> Option<&'static Message> {
    let all = one.rule().map_or(&[][..], |rule| rule.messages);
    let own = all
        .iter()
        .find(|own| Some(own.key) == one.finding.key.as_deref());
    own.filter(|own| own.args.len() == one.finding.arguments.len())
}

/// The sentence of a finding; of a report that another version of hulan wrote, without the template
/// that this one does not have.
pub(super) fn message(one: One<'_>) -> model::Message {
    match of_rule(one) {
        Some(own) => {
            let arguments = arguments(one);
            let text = filled(&template(own, one.part.saved.language), &arguments);
            model::Message::of_rule(own.key.to_owned(), arguments, text)
        }
        None => plain(&one.finding.message),
    }
}

/// The same with links to its other places, which code review shows only if they are linked. The places
/// have the numbers from 1 on.
pub(super) fn linked<'p>(
    one: One<'_>,
    places: impl ExactSizeIterator<Item = &'p Location>,
) -> model::Message {
    let lang = one.part.saved.language;
    let count = places.len();
    if count == 0 {
        return message(one);
    }
    let shown = (1..).zip(places).take(MOST_LINKS);
    let shown = shown.map(|(id, place)| link(&format!("{}:{}", one.path(place), place.line), id));
    let mut links = shown.collect::<Vec<_>>().join(", ");
    if count > MOST_LINKS {
        let _ = write!(links, " (+{})", count - MOST_LINKS);
    }
    let Some(own) = of_rule(one) else {
        let text = doubled(&without_links(&one.finding.message));
        let args = [("text", &*text), ("places", &*doubled(&links))];
        return model::Message::plain(&say(lang, "sarif.linked", &args));
    };
    let Some((key, template)) = linked_template(own, lang) else {
        return message(one);
    };
    let mut arguments = arguments(one);
    arguments.push(links);
    let text = filled(&template, &arguments);
    model::Message::of_rule(key, arguments, text)
}

/// A link to the place with this number.
fn link(text: &str, id: usize) -> String {
    let mut label = String::new();
    for character in clean(text).chars() {
        if matches!(character, '\\' | '[' | ']') {
            label.push('\\');
        }
        label.push(character);
    }
    format!("[{label}]({id})")
}

/// What stands in the sentence of a finding.
fn arguments(one: One<'_>) -> Vec<String> {
    let arguments = one.finding.arguments.iter();
    arguments.map(|own| without_links(own)).collect()
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
    fn a_path_stays_within_its_link() {
        assert_eq!(link("a](b)/[c]:1", 2), "[a\\](b)/\\[c\\]:1](2)");
    }

    #[test]
    fn a_name_makes_no_link() {
        assert_eq!(without_links("[a](https://b)"), "[a] (https://b)");
    }
}
