//! What of a text must never be shown. Masking is generous: a masked word costs the reader little,
//! a shown secret costs the owner much.

mod answers;
mod prose;

use std::collections::HashMap;
use std::ops::Range;

use super::arguments::arguments;
use super::names::is_secret_name;
use super::searched::{Nature, SearchedFile};
use super::urls::url_passwords;
use super::webhooks::webhooks;
use crate::model::{Sensitive, Span, Texts};
use crate::syntax::dotenv::EnvFile;
use crate::syntax::template::{self, Piece};
use crate::syntax::yaml::{Kind, NodeId, Yaml};
pub use answers::{MASKED, is_masked, mask_answers};

/// Shortest word that is masked for its look alone.
const RANDOM: usize = 12;

/// Keys whose values name things: no word in them is masked for its look.
const STRUCTURAL: [&str; 22] = [
    "image",
    "container_name",
    "hostname",
    "ports",
    "volumes",
    "networks",
    "depends_on",
    "context",
    "dockerfile",
    "source",
    "target",
    "path",
    "env_file",
    "profiles",
    "cap_add",
    "cap_drop",
    "security_opt",
    "restart",
    "interval",
    "devices",
    "user",
    "driver",
];

/// Flags of command lines whose next word is a secret.
pub(super) const FLAGS: [&str; 10] = [
    "-p",
    "-a",
    "-pw",
    "--pass",
    "--password",
    "--passwd",
    "--requirepass",
    "--masterauth",
    "--masterkey",
    "Bearer",
];

/// Masks what can be a secret in a YAML file, its comments included. The secrets that were known by
/// their names or places are added to `known`.
pub fn mask_yaml(texts: &Texts, yaml: &Yaml, known: &mut Vec<Sensitive>) {
    let text = texts.get(yaml.text);
    for comment in &yaml.comments {
        for range in in_prose(text.slice(comment.span)) {
            texts.mask(comment.span.part(range));
        }
    }
    let mut hide = |id: NodeId, value: &str, found: Found| {
        found.note(value, known);
        for range in found.certain.into_iter().chain(found.likely) {
            texts.mask(yaml.span_in(id, range));
        }
    };
    let mut keys: HashMap<NodeId, &str> = HashMap::new();
    for id in yaml.ids() {
        let Kind::Mapping(entries) = &yaml.node(id).kind else {
            continue;
        };
        for entry in entries {
            let key = yaml.scalar(entry.key).map_or("", |key| &key.value);
            match yaml.scalar(entry.value) {
                Some(value) => {
                    let value = &value.value;
                    hide(entry.value, value, in_value(key, value));
                    if value.contains(char::is_whitespace) {
                        let ranges = arguments(&[value]).into_iter().map(|own| own.range);
                        hide(entry.value, value, Found::certain(ranges.collect()));
                    }
                }
                None => {
                    keys.insert(yaml.follow(entry.value), key);
                }
            }
        }
    }
    for id in yaml.ids() {
        let Kind::Sequence(items) = &yaml.node(id).kind else {
            continue;
        };
        let key = keys.get(&id).copied().unwrap_or_default();
        let mut before = "";
        let mut words = Vec::new();
        for item in items {
            if let Some(value) = yaml.scalar(*item) {
                hide(*item, &value.value, in_item(key, before, &value.value));
                before = &value.value;
                words.push((*item, before));
            }
        }
        let texts: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        for own in arguments(&texts) {
            if let Some((item, word)) = words.get(own.word) {
                hide(*item, word, Found::certain(vec![own.range]));
            }
        }
    }
}

/// Masks what can be a secret in an env file, its comments included. The secrets that were known by
/// their names are added to `known`.
pub fn mask_env_file(texts: &Texts, file: &EnvFile, known: &mut Vec<Sensitive>) {
    let text = texts.get(file.text);
    for statement in &file.statements {
        if let Some(value) = &statement.value {
            let decoded = value.decoded().expose();
            let found = in_value(&statement.key.name, decoded);
            found.note(decoded, known);
            for range in found.certain.into_iter().chain(found.likely) {
                texts.mask(value.place(range));
            }
        }
        // What stands behind the closing quote was meant to be a part of the value.
        if let Some(behind) = file.text_behind(statement, text.content())
            && is_secret_name(&statement.key.name)
        {
            texts.mask(behind);
        }
    }
    for comment in &file.comments {
        for range in in_prose(text.slice(comment.span)) {
            texts.mask(comment.span.part(range));
        }
        if let Some(assignment) = &comment.assignment {
            let found = in_value(&assignment.key.name, text.slice(assignment.value));
            for range in found.certain.into_iter().chain(found.likely) {
                texts.mask(assignment.value.part(range));
            }
        }
    }
}

/// Masks what can be a secret in a file that a search came upon: what it found, and, unless the file
/// was masked as what it is, whatever looks like a secret in running text. What to look for elsewhere
/// is given back.
pub fn mask_file(texts: &Texts, file: &SearchedFile, is_parsed: bool) -> Vec<Sensitive> {
    let mut known = Vec::new();
    for value in &file.held.values {
        texts.mask(file.place(value));
        let text = value.value.expose();
        // Words of other texts are in use as passwords as well: of settings, only what a machine
        // made is looked for elsewhere.
        if matches!(file.held.nature, Nature::Env | Nature::Secret)
            || !random_words(text).is_empty()
        {
            known.push(value.value.clone());
        }
    }
    if !is_parsed {
        let text = texts.get(file.text);
        let content = text.content();
        let mut told = prose::marks(content);
        let mut next = told.next();
        let mut start = 0;
        for line in content.split_inclusive('\n') {
            let end = start + line.len();
            let mut found = Vec::new();
            if next.is_some_and(|at| at < end) {
                found = in_prose(line);
                next = told.find(|at| *at >= end);
            }
            if prose::may_be_random(line) {
                found.extend(random_words(line));
            }
            for range in found {
                let range = start + range.start..start + range.end;
                texts.mask(Span::new(file.text, range));
            }
            start = end;
        }
    }
    known
}

/// The secrets of a value: bytes that are one by name or place, and words that look like one.
#[derive(Default)]
pub(super) struct Found {
    pub(super) certain: Vec<Range<usize>>,
    pub(super) likely: Vec<Range<usize>>,
}

impl Found {
    pub(super) fn certain(ranges: Vec<Range<usize>>) -> Self {
        Self {
            certain: ranges,
            likely: Vec::new(),
        }
    }

    /// Keeps what is certain, to find it elsewhere.
    pub(super) fn note(&self, value: &str, known: &mut Vec<Sensitive>) {
        let values = self
            .certain
            .iter()
            .filter_map(|range| value.get(range.clone()));
        known.extend(values.map(Sensitive::new));
    }
}

/// The secrets in the value of a key or variable.
pub(super) fn in_value(key: &str, value: &str) -> Found {
    if is_secret_name(key) {
        return Found::certain(literals(value));
    }
    let mut found = Found::certain(in_prose(value));
    if value.contains("${") {
        let defaults = defaults_of_secrets(&template::parse(value));
        found.certain.extend(defaults);
    }
    if !STRUCTURAL.contains(&key) {
        found.likely = random_words(value);
    }
    found
}

/// The secrets in an item of the sequence under `key`, which follows the item `before`.
fn in_item(key: &str, before: &str, item: &str) -> Found {
    if FLAGS.contains(&before) {
        return Found::certain(literals(item));
    }
    match item.split_once('=') {
        Some((name, value)) if is_secret_name(name.trim_start_matches('-')) => {
            let start = name.len() + 1;
            let ranges = literals(value).into_iter();
            let ranges = ranges.map(|range| start + range.start..start + range.end);
            Found::certain(ranges.collect())
        }
        _ => in_value(if STRUCTURAL.contains(&key) { key } else { "" }, item),
    }
}

/// What a template holds besides the names of its variables. A variable that nobody meant is a
/// part of the text.
fn literals(template: &str) -> Vec<Range<usize>> {
    let pieces = template::parse(template);
    let unmeant = template::unmeant(template, &pieces).into_iter();
    let unmeant = unmeant.map(|variable| variable.range.clone());
    let parts = pieces.iter().filter_map(|piece| match piece {
        Piece::Variable(variable) => variable
            .operator
            .as_ref()
            .map(|operator| operator.argument_range.clone()),
        other => Some(other.range()),
    });
    let parts = parts.chain(unmeant);
    parts.filter(|range| !range.is_empty()).collect()
}

/// The arguments of variables with secrets' names: `${DB_PASSWORD:-…}`.
fn defaults_of_secrets(pieces: &[Piece<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for piece in pieces {
        let Piece::Variable(variable) = piece else {
            continue;
        };
        if let Some(operator) = &variable.operator {
            if is_secret_name(variable.name) {
                found.push(operator.argument_range.clone());
            } else {
                found.extend(defaults_of_secrets(&operator.argument));
            }
        }
    }
    found
}

/// The secrets in running text: passwords in URLs, credentials of webhooks, values of names that
/// say so, words after flags.
pub(super) fn in_prose(text: &str) -> Vec<Range<usize>> {
    if !text.contains([' ', '=', ':', '\n', '\t']) {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = url_passwords(text)
        .into_iter()
        .map(|url| url.password)
        .collect();
    found.extend(webhooks(text).into_iter().map(|(range, _)| range));
    let mut before = "";
    for (start, word) in words(text) {
        let is_path = word.starts_with(['/', '-', '$']);
        if FLAGS.contains(&before) && !is_path {
            found.push(start..start + word.len());
        }
        found.extend(after_name(text, start, word));
        before = word;
    }
    found
}

/// `NAME=value`, `name: value`, `"name": "value"`: the value, for the name of a secret.
fn after_name(text: &str, start: usize, word: &str) -> Option<Range<usize>> {
    let sign = word.find(['=', ':'])?;
    let name = word.get(..sign)?;
    if name.contains("${") {
        return None;
    }
    let name = name.trim_start_matches(['-', '#', '{', ',']);
    let name = name.trim_matches(['"', '\'']);
    if name.is_empty() || !is_secret_name(name) {
        return None;
    }
    let rest = text.get(start + sign + 1..)?;
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '"', '\'']).len();
    let value = rest.get(blank..)?;
    let length = value
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ','))
        .unwrap_or(value.len());
    let from = start + sign + 1 + blank;
    let is_variable = value.starts_with("${") && value.get(..length)?.ends_with('}');
    if is_variable {
        let inside = value.get(..length)?;
        return literals(inside)
            .first()
            .map(|range| from + range.start..from + range.end);
    }
    (length > 0).then_some(from..from + length)
}

/// Words that look made by a machine: letters and digits mixed, no path, no version.
fn random_words(text: &str) -> Vec<Range<usize>> {
    let looks_random = |word: &str| {
        let letters = word.chars().filter(char::is_ascii_alphabetic).count();
        let digits = word.chars().filter(char::is_ascii_digit).count();
        word.len() >= RANDOM
            && letters >= 2
            && digits >= 2
            && !word.starts_with(['/', '.', '$', '~'])
            && !word.contains("://")
            && !word.contains("${")
    };
    words(text)
        .filter(|(_, word)| looks_random(word))
        .map(|(start, word)| start + name_before(word)..start + word.len())
        .collect()
}

/// The length of `NAME=` where a word begins with the name of a variable, which is no secret.
fn name_before(word: &str) -> usize {
    let is_name = |name: &str| {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && digits < 2
            && name
                .bytes()
                .all(|own| own.is_ascii_uppercase() || own.is_ascii_digit() || own == b'_')
    };
    match word.split_once('=') {
        // What only `=` follows is padded, and no name.
        Some((name, value)) if is_name(name) && !value.trim_matches('=').is_empty() => {
            name.len() + 1
        }
        _ => 0,
    }
}

/// The words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split_whitespace()
        .map(move |word| (word.as_ptr() as usize - base, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(found: Found) -> Vec<Range<usize>> {
        found.certain.into_iter().chain(found.likely).collect()
    }

    fn masked(ranges: &[Range<usize>], text: &str) -> Vec<String> {
        let mut words: Vec<String> = ranges
            .iter()
            .map(|range| text.get(range.clone()).expect("on characters").to_owned())
            .collect();
        words.sort();
        words.dedup();
        words
    }

    #[test]
    fn hides_secrets_in_running_text() {
        for (text, hidden) in [
            (
                "redis-server --requirepass hunter2 --port 1",
                vec!["hunter2"],
            ),
            ("# DB_PASSWORD=hunter2 and more", vec!["hunter2"]),
            ("mkdir -p /data", vec![]),
            ("curl -H Authorization: Bearer abc", vec!["abc"]),
            ("{\"password\": \"hunter2\"}", vec!["hunter2"]),
            ("see postgres://u:hunter2@h/d", vec!["hunter2"]),
            ("API_KEY=${K:-hunter2}", vec!["hunter2"]),
            ("TOKEN=${K}", vec![]),
            (
                "# https://open.feishu.cn/open-apis/bot/v2/hook/made-up-one",
                vec!["made-up-one"],
            ),
            (
                "curl -d x https://oapi.dingtalk.com/robot/send?access_token=made-up-one",
                vec!["made-up-one"],
            ),
        ] {
            assert_eq!(masked(&in_prose(text), text), hidden, "{text}");
        }
    }

    #[test]
    fn hides_values_by_their_names_and_looks() {
        let hidden = |key: &str, value: &str| masked(&all(in_value(key, value)), value);
        assert_eq!(hidden("DB_PASSWORD", "${DB:-x1}"), ["x1"]);
        assert_eq!(hidden("DB_PASSWORD", "a b"), ["a b"]);
        assert_eq!(hidden("DB_PASSWORD", "pa$word"), ["$word", "pa"]);
        assert!(hidden("DB_PASSWORD", "$OTHER").is_empty());
        assert_eq!(hidden("FOO", "zQ81kkP0aa1xy"), ["zQ81kkP0aa1xy"]);
        assert!(hidden("FOO", "http://host:80/path").is_empty());
        assert!(hidden("image", "minio/minio:RELEASE.2025-09-07T16-13-09Z").is_empty());
        assert_eq!(
            masked(
                &random_words("X SIGNING=zQ81kkP0aa1xy"),
                "X SIGNING=zQ81kkP0aa1xy"
            ),
            ["zQ81kkP0aa1xy"]
        );
        for whole in ["zQ81kkP0aa1xy==", "aB3xQ9zK=1f22", "ZQ81KKP0AA1XY=="] {
            assert_eq!(masked(&random_words(whole), whole), [whole]);
        }
        assert_eq!(masked(&all(in_item("test", "-a", "pw")), "pw"), ["pw"]);
        assert_eq!(
            masked(&all(in_item("environment", "", "A_KEY=pw")), "A_KEY=pw"),
            ["pw"]
        );
    }
}
