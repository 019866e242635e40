//! What the policies say of the rules.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::catalogue::{Catalogue, Entry};
use super::message::{PASS, linked_template, template};
use super::model::{Configuration, Descriptor, DescriptorProperties, Text};
use super::weaknesses;
use crate::model::{Lang, Severity};
use crate::report::words::say;
use crate::rules::Rule;

/// Longest description that GitHub takes, in characters.
const LONGEST: usize = 1024;

/// So many tags of a rule are kept by GitHub.
const MOST_TAGS: usize = 10;

/// The rules about the deployment, with what is said of one that found nothing if that is `told`.
pub(super) fn rules(lang: Lang, catalogue: &Catalogue<'_>, told: bool) -> Vec<Descriptor> {
    let describe = |rule: &'static Rule, linked: &BTreeSet<&str>| Descriptor {
        message_strings: messages(rule, linked, lang, told),
        relationships: weaknesses::relationships(rule, catalogue),
        default_configuration: Some(Configuration {
            level: rule.severity.default.into(),
        }),
        properties: Some(properties(rule)),
        ..descriptor(rule, lang)
    };
    let all = catalogue.rules.iter();
    all.map(|entry| {
        let own = entry.rule;
        own.map_or_else(|| bare(entry), |rule| describe(rule, &entry.linked))
    })
    .collect()
}

/// The rules about the scan itself.
pub(super) fn notifications(lang: Lang, catalogue: &Catalogue<'_>) -> Vec<Descriptor> {
    let all = catalogue.notifications.iter();
    let describe = |rule| descriptor(rule, lang);
    all.map(|entry| entry.rule.map_or_else(|| bare(entry), describe))
        .collect()
}

/// A rule of another version of hulan: nothing is known of it but what it is called.
fn bare(entry: &Entry<'_>) -> Descriptor {
    let name = || Text::from(entry.name.to_owned());
    Descriptor {
        id: entry.id.to_owned(),
        guid: None,
        name: entry.name.to_owned(),
        short_description: name(),
        full_description: name(),
        help: name(),
        help_uri: String::new(),
        message_strings: BTreeMap::new(),
        default_configuration: None,
        relationships: Vec::new(),
        properties: None,
    }
}

fn descriptor(rule: &'static Rule, lang: Lang) -> Descriptor {
    let (title, why) = (rule.title.get(lang), rule.why.get(lang));
    let full = say(lang, "sarif.description", &[("title", title), ("why", why)]);
    Descriptor {
        id: rule.id.to_owned(),
        guid: None,
        name: rule.name.to_owned(),
        short_description: title.to_owned().into(),
        full_description: shortened(full).into(),
        help: help(rule, lang),
        help_uri: rule
            .references
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        message_strings: messages(rule, &BTreeSet::new(), lang, false),
        default_configuration: None,
        relationships: Vec::new(),
        properties: None,
    }
}

/// The templates of a rule by their keys; those with links only where they are used.
fn messages(
    rule: &Rule,
    linked: &BTreeSet<&str>,
    lang: Lang,
    with_pass: bool,
) -> BTreeMap<Cow<'static, str>, Text> {
    let own = rule.messages.iter();
    let mut messages: BTreeMap<_, Text> = own
        .map(|message| (message.key.into(), template(message, lang).into()))
        .collect();
    let used = rule.messages.iter();
    let used = used.filter(|message| linked.contains(message.key));
    messages.extend(used.filter_map(|message| {
        let (key, template) = linked_template(message, lang)?;
        Some((key.into(), template.into()))
    }));
    if with_pass {
        let pass = say(lang, "sarif.pass", &[("count", "{0}")]);
        messages.insert(PASS.into(), pass.into());
    }
    messages
}

fn shortened(text: String) -> String {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}

/// Why, how to fix, how to see it, where to read on: as text, and as Markdown, which GitHub prefers.
fn help(rule: &Rule, lang: Lang) -> Text {
    let head = |key| say(lang, key, &[]);
    let (why, fix) = (rule.why.get(lang), rule.fix.get(lang));
    let (to_do, to_see) = (head("explain.fix"), head("explain.verify"));
    let to_read = head("sarif.references");
    let verify = rule.verify.trim_end();
    let mut text = format!("{why}\n\n{to_do}\n{fix}\n\n{to_see}\n{verify}\n\n{to_read}");
    let mut markdown = format!(
        "{why}\n\n**{to_do}**\n\n{fix}\n\n**{to_see}**\n\n```sh\n{verify}\n```\n\n**{to_read}**\n"
    );
    for reference in rule.references {
        let _ = write!(text, "\n{reference}");
        let _ = write!(markdown, "\n- <{reference}>");
    }
    Text {
        text,
        markdown: Some(markdown),
    }
}

fn properties(rule: &Rule) -> DescriptorProperties {
    let cwe = rule
        .cwe
        .iter()
        .map(|number| format!("external/cwe/cwe-{number:03}"));
    let topics = rule.topics.iter().map(|topic| (*topic).to_owned());
    let mut tags = vec!["security".to_owned()];
    for tag in cwe.chain(topics) {
        if tags.len() < MOST_TAGS && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    DescriptorProperties {
        tags,
        precision: rule.precision.name(),
        security_severity: score(rule.severity.worst()),
    }
}

/// A number within the band that GitHub gives the same name; it knows no `info`, and takes 0.0 for
/// no severity at all.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
        Severity::Info => "1.0",
    }
}
