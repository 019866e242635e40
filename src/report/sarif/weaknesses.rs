//! The Common Weakness Enumeration, as far as the rules of a run name it.

use std::collections::BTreeSet;

use super::catalogue::Catalogue;
use super::model::{
    ComponentReference, Descriptor, DescriptorReference, Relationship, RelationshipKind, Taxonomy,
};
use crate::model::Lang;
use crate::report::words::say;
use crate::rules::Rule;

include!(concat!(env!("OUT_DIR"), "/weaknesses.rs"));

/// A weakness, with an identifier of our own by which SARIF refers to it.
struct Weakness {
    number: u16,
    name: &'static str,
    guid: &'static str,
}

const NAME: &str = "CWE";
const GUID: &str = "1b5a3c39-6f0c-4a8e-9d55-7c1e0f2b8a64";
const VERSION: &str = "4.15";

/// The taxonomy with the weaknesses that rules name, if they name any.
pub(super) fn taxonomies(lang: Lang, catalogue: &Catalogue<'_>) -> Vec<Taxonomy> {
    let taxa: Vec<Descriptor> = used(catalogue)
        .map(|weakness| taxon(weakness, lang))
        .collect();
    if taxa.is_empty() {
        return Vec::new();
    }
    vec![Taxonomy {
        name: NAME,
        guid: GUID,
        version: VERSION,
        organization: "MITRE",
        information_uri: "https://cwe.mitre.org/",
        short_description: say(lang, "sarif.cwe", &[]).into(),
        taxa,
    }]
}

/// The taxonomy, for the list of those that the rules use.
pub(super) fn references(catalogue: &Catalogue<'_>) -> Vec<ComponentReference> {
    let is_used = used(catalogue).next().is_some();
    if is_used {
        vec![reference()]
    } else {
        Vec::new()
    }
}

/// The weaknesses of a rule: each is wider than the rule.
pub(super) fn relationships(rule: &Rule, catalogue: &Catalogue<'_>) -> Vec<Relationship> {
    used(catalogue)
        .enumerate()
        .filter(|(_, weakness)| rule.cwe.contains(&weakness.number))
        .map(|(index, weakness)| Relationship {
            target: DescriptorReference {
                id: id(weakness),
                index: Some(index),
                guid: Some(weakness.guid),
                tool_component: Some(reference()),
            },
            kinds: [RelationshipKind::Superset],
        })
        .collect()
}

/// How many weaknesses are known by name.
pub(super) fn known() -> usize {
    WEAKNESSES.len()
}

/// The weaknesses in the order of their numbers, each once.
fn used(catalogue: &Catalogue<'_>) -> impl Iterator<Item = &'static Weakness> + use<> {
    let numbers: BTreeSet<u16> = catalogue
        .known()
        .flat_map(|rule| rule.cwe)
        .copied()
        .collect();
    WEAKNESSES
        .iter()
        .filter(move |weakness| numbers.contains(&weakness.number))
}

fn reference() -> ComponentReference {
    ComponentReference {
        name: NAME,
        index: 0,
        guid: GUID,
    }
}

fn id(weakness: &Weakness) -> String {
    format!("CWE-{}", weakness.number)
}

fn taxon(weakness: &'static Weakness, lang: Lang) -> Descriptor {
    let number = weakness.number.to_string();
    let args = [("number", number.as_str()), ("name", weakness.name)];
    Descriptor {
        id: id(weakness),
        guid: Some(weakness.guid),
        name: pascal_case(weakness.name),
        short_description: weakness.name.to_owned().into(),
        full_description: say(lang, "sarif.weakness", &args).into(),
        help: say(lang, "sarif.weakness-help", &args).into(),
        help_uri: format!("https://cwe.mitre.org/data/definitions/{number}.html"),
        message_strings: std::collections::BTreeMap::new(),
        default_configuration: None,
        relationships: Vec::new(),
        properties: None,
    }
}

/// `Binding to an Unrestricted IP Address` as `BindingToAnUnrestrictedIpAddress`.
fn pascal_case(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric());
    let mut pascal = String::new();
    for word in words {
        let mut letters = word.chars();
        pascal.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        pascal.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    pascal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn names_are_in_pascal_case() {
        let name = pascal_case("Use of Hard-coded IP Addresses");
        assert_eq!(name, "UseOfHardCodedIpAddresses");
    }

    #[test]
    fn every_weakness_of_a_rule_is_known_and_sorted() {
        assert!(WEAKNESSES.is_sorted_by_key(|weakness| weakness.number));
        let known = |number: &u16| WEAKNESSES.iter().any(|weakness| weakness.number == *number);
        assert!(RULES.iter().all(|rule| rule.cwe.iter().all(known)));
    }
}
