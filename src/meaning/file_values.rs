//! The values of a file that can be secrets, whatever the file is: settings in any of the usual
//! forms, programs, other texts.
//!
//! What is sure to be no secret is left out here: references, paths, labels, names of other
//! things. What a value is worth is for others to judge.

mod directives;
mod judge;
mod urls;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use self::judge::Sort;
use super::assignments::{Assignment, assignments, has_stem, may_give_literal};
use super::file_kind::FileKind;
use super::names::is_secret_name;
use super::secrets::Form;
use crate::model::{Decoded, Texts};
use crate::syntax::dotenv::{self, Format};
use crate::syntax::entry::Entry;
use crate::syntax::yaml::{Kind, NodeId, Style, Yaml};
use crate::syntax::{ini, json, python, toml, xml};

/// A value of a file that can be a secret. It has no `Debug`.
pub(super) struct Value {
    /// What it is called. A name that says nothing alone has the one around it before a dot.
    pub(super) name: String,
    /// The bytes of the value as written, without quotes.
    pub(super) range: Range<usize>,
    /// The value, where escapes make it another one than what is written.
    pub(super) decoded: Option<String>,
    /// It takes effect only where something else is not set: `${NAME:-it}`.
    pub(super) is_fallback: bool,
    /// How it stands there: as a whole, in a URL.
    pub(super) form: Form,
}

impl Value {
    /// The value with its escapes undone; `text` is what it was read from.
    pub(super) fn text<'a>(&'a self, text: &'a str) -> &'a str {
        let written = || text.get(self.range.clone()).unwrap_or_default();
        self.decoded.as_deref().unwrap_or_else(written)
    }
}

/// Most settings of a file that are called `key` or `token` alone and are such.
const MOST_BARE: usize = 3;

/// Whether a file can hold such a value at all: a quick look at its bytes before anything else.
/// UTF-16 is not seen through: such a file may hold anything.
fn may_hold(bytes: &[u8]) -> bool {
    let is_wide = bytes.iter().take(64).any(|byte| *byte == 0);
    let marks = MARK_SEARCH.as_ref();
    is_wide || has_stem(bytes) || marks.is_none_or(|marks| marks.is_match(bytes))
}

/// What shows a secret without a name: addresses, digests of passwords, Squid's `login=`.
const MARKS: [&str; 11] = [
    "://", "login=", "$apr1$", "$2y$", "$2b$", "$2a$", "$5$", "$6$", "{SHA}", "{SSHA}", "on >",
];

static MARK_SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());

/// The values of a text that can be secrets, in their order. Programs other than Python and scripts
/// have none: what a name stands for there, their own grammars alone tell. `tree` is the tree of a Python
/// program, where it was made before.
pub(super) fn values(text: &str, kind: FileKind, tree: Option<&python::Tree>) -> Vec<Value> {
    let is_opaque = matches!(kind, FileKind::Locale | FileKind::Program);
    if is_opaque || !may_hold(text.as_bytes()) {
        return Vec::new();
    }
    let found = match kind {
        FileKind::Json => of_entries(text, json::entries(text), Sort::Settings),
        FileKind::Xml => of_entries(text, xml::entries(text), Sort::Settings),
        FileKind::Ini => of_entries(text, ini::entries(text, ini::Dialect::Ini), Sort::Settings),
        FileKind::Properties => {
            let entries = ini::entries(text, ini::Dialect::Properties);
            of_entries(text, entries, Sort::Settings)
        }
        FileKind::Toml => {
            let entries = toml::entries(text);
            let entries = entries.unwrap_or_else(|| ini::entries(text, ini::Dialect::Ini));
            of_entries(text, entries, Sort::Settings)
        }
        FileKind::Yaml => of_yaml(text),
        FileKind::Env => of_env(text),
        FileKind::Python if !may_give_literal(text) => Vec::new(),
        FileKind::Python => match python::entries(text, tree) {
            Some(entries) => of_entries(text, entries, Sort::Source),
            None => of_assignments(text, 0..text.len(), Sort::Source),
        },
        FileKind::Htpasswd => directives::digests(text),
        FileKind::Directives => {
            let mut found = of_assignments(text, 0..text.len(), Sort::Text);
            found.extend(directives::directives(text));
            found
        }
        FileKind::Shell => of_shell(text),
        FileKind::Dockerfile | FileKind::Text => of_assignments(text, 0..text.len(), Sort::Text),
        FileKind::Locale | FileKind::Program => Vec::new(),
    };
    with_urls(text, found)
}

/// The values of a YAML text that was parsed before.
pub(super) fn values_of_yaml(text: &str, yaml: &Yaml) -> Vec<Value> {
    if !may_hold(text.as_bytes()) {
        return Vec::new();
    }
    with_urls(text, of_parsed_yaml(text, yaml))
}

/// Values and the secrets in addresses, in their order and apart.
fn with_urls(text: &str, mut found: Vec<Value>) -> Vec<Value> {
    let inside = urls::urls(text);
    let overlaps = |value: &Value| {
        let next = inside.partition_point(|url| url.range.end <= value.range.start);
        inside
            .get(next)
            .is_some_and(|url| url.range.start < value.range.end)
    };
    found.retain(|value| !overlaps(value));
    found.extend(inside);
    found.sort_by_key(|value| (value.range.start, value.range.end));
    found.dedup_by(|next, last| next.range.start < last.range.end);
    found
}

/// `PASSWORD :'name'` in a here-document for psql takes the value of a variable.
fn of_shell(text: &str) -> Vec<Value> {
    let mut found = assignments(text);
    found.retain(|one| {
        let between = text.get(one.name.end..one.value.start).unwrap_or_default();
        !between.starts_with(' ') || !between.trim_start().starts_with(':')
    });
    of(text, 0, Sort::Text, found)
}

fn of_assignments(text: &str, range: Range<usize>, sort: Sort) -> Vec<Value> {
    let base = range.start;
    let text = text.get(range).unwrap_or_default();
    of(text, base, sort, assignments(text))
}

/// The values among the assignments of a text that begins at byte `base` of its file.
fn of(text: &str, base: usize, sort: Sort, assignments: Vec<Assignment>) -> Vec<Value> {
    let value = |found: Assignment| {
        let name = text.get(found.name)?;
        // `process.env.NAME`
        let name = name
            .rsplit('.')
            .next()
            .filter(|last| is_secret_name(last))
            .unwrap_or(name);
        let written = text.get(found.value.clone())?;
        // A name for a name is a variable in any language.
        let is_variable = sort == Sort::Source && !found.is_quoted;
        (!is_variable && judge::is_value(sort, name, written, found.is_quoted)).then(|| Value {
            name: name.to_owned(),
            range: base + found.value.start..base + found.value.end,
            decoded: None,
            is_fallback: found.is_fallback,
            form: Form::Whole,
        })
    };
    assignments.into_iter().filter_map(value).collect()
}

/// The secrets among the entries of settings or a program.
fn of_entries(text: &str, entries: Vec<Entry>, sort: Sort) -> Vec<Value> {
    // `{"name": "API_KEY", "value": "…"}`: the name is a value itself.
    let one_of = |entry: &Entry, words: [&str; 3]| {
        words
            .iter()
            .any(|word| entry.name.eq_ignore_ascii_case(word))
    };
    let is_value = |entry: &Entry| one_of(entry, ["value", "default", "val"]);
    let is_name = |entry: &Entry| one_of(entry, ["name", "key", "variable"]);
    let with_value = entries.iter().filter(|entry| is_value(entry));
    let with_value: HashSet<u32> = with_value.map(|entry| entry.owner).collect();
    let mut names: HashMap<u32, String> = HashMap::new();
    for entry in entries.iter().filter(|entry| is_name(entry)) {
        let name = entry.text(text);
        if with_value.contains(&entry.owner) && is_secret_name(name) {
            names.entry(entry.owner).or_insert_with(|| name.to_owned());
        }
    }
    // Where many things are called `key` alone, it is the name of a column.
    let is_column = {
        let keys = entries.iter().filter(|entry| judge::is_bare(&entry.name));
        sort == Sort::Settings && keys.count() > MOST_BARE
    };
    let mut found = Vec::new();
    for entry in entries {
        let pair = names.get(&entry.owner);
        if is_name(&entry) && pair.is_some_and(|name| name == entry.text(text)) {
            continue;
        }
        let paired = pair.filter(|_| is_value(&entry)).cloned();
        let Some(name) = paired.or_else(|| name_of(&entry)) else {
            continue;
        };
        let value = entry.text(text);
        let inner = fallback(value);
        let judged = inner
            .clone()
            .map_or(value, |inner| value.get(inner).unwrap_or_default());
        if !judge::is_value(sort, &name, judged, entry.is_string)
            || (is_column && judge::is_bare(&name) && !judge::looks_random(judged))
        {
            continue;
        }
        let verbatim = inner.filter(|_| entry.decoded.is_none());
        let range = verbatim.clone().map_or(entry.value.clone(), |inner| {
            entry.value.start + inner.start..entry.value.start + inner.end
        });
        found.push(Value {
            name,
            range,
            is_fallback: entry.is_fallback || verbatim.is_some(),
            decoded: entry.decoded,
            form: Form::Whole,
        });
    }
    found
}

/// The name of a secret that an entry goes by: its own, or with the one around it.
fn name_of(entry: &Entry) -> Option<String> {
    if is_secret_name(&entry.name) {
        return Some(entry.name.clone());
    }
    if entry.parent.is_empty() || entry.name.is_empty() {
        return None;
    }
    let both = format!("{}.{}", entry.parent, entry.name);
    (is_secret_name(&entry.parent) && is_secret_name(&both)).then_some(both)
}

/// The value in `${NAME:-value}`.
fn fallback(value: &str) -> Option<Range<usize>> {
    let inner = value.strip_prefix("${")?.strip_suffix('}')?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let operator = inner.trim_start_matches(is_part);
    // Spring has a colon alone there.
    let rest = operator
        .strip_prefix(":-")
        .or(operator.strip_prefix(['-', ':']))?;
    let end = value.len() - 1;
    (!rest.is_empty() && !rest.starts_with(['?', '+'])).then(|| end - rest.len()..end)
}

fn texts_of(text: &str) -> (Texts, crate::model::TextId) {
    let texts = Texts::default();
    let decoded = Decoded::utf8(text);
    let id = texts.add("", decoded);
    (texts, id)
}

fn of_env(text: &str) -> Vec<Value> {
    let (texts, id) = texts_of(text);
    let file = dotenv::parse(&texts.get(id), Format::Compose);
    let mut found = Vec::new();
    for statement in &file.statements {
        let Some(value) = &statement.value else {
            continue;
        };
        let name = statement.key.name.to_string();
        let decoded = value.decoded().expose();
        let range = value.span.range();
        let inner = fallback(decoded).filter(|_| text.get(range.clone()) == Some(decoded));
        let judged = inner
            .clone()
            .map_or(decoded, |inner| decoded.get(inner).unwrap_or_default());
        if !is_secret_name(&name) || !judge::is_value(Sort::Env, &name, judged, true) {
            continue;
        }
        let written = text.get(range.clone()).unwrap_or_default();
        found.push(Value {
            name,
            is_fallback: inner.is_some(),
            decoded: (decoded != written).then(|| decoded.to_owned()),
            range: inner.map_or(range.clone(), |inner| {
                range.start + inner.start..range.start + inner.end
            }),
            form: Form::Whole,
        });
    }
    found
}

fn of_yaml(text: &str) -> Vec<Value> {
    let (texts, id) = texts_of(text);
    of_parsed_yaml(text, &Yaml::parse(&texts.get(id)))
}

fn of_parsed_yaml(text: &str, yaml: &Yaml) -> Vec<Value> {
    let (entries, blocks) = entries_of_yaml(text, yaml);
    let mut found = Vec::new();
    for block in blocks {
        found.extend(of_assignments(text, block, Sort::Text));
    }
    // `- NAME=value` in lists.
    let is_pair = |entry: &Entry| entry.text(text).contains('=') && !is_secret_name(&entry.name);
    for entry in entries.iter().filter(|entry| is_pair(entry)) {
        found.extend(of_assignments(text, entry.value.clone(), Sort::Text));
    }
    found.extend(of_entries(text, entries, Sort::Settings));
    found
}

/// The entries of a parsed YAML text, and the places of scalars of several lines.
fn entries_of_yaml(text: &str, yaml: &Yaml) -> (Vec<Entry>, Vec<Range<usize>>) {
    let mut entries = Vec::new();
    let mut blocks = Vec::new();
    let number = |node: NodeId| u32::try_from(node.index() + 1).unwrap_or(u32::MAX);
    // What the collections are called: a node stands below its key once, aliases aside.
    let mut names: HashMap<NodeId, (&str, u32)> = HashMap::new();
    for node in yaml.ids() {
        match &yaml.node(node).kind {
            Kind::Mapping(mapping) => {
                for entry in mapping {
                    let key = yaml.scalar(entry.key).map_or("", |key| &*key.value);
                    names.insert(entry.value, (key, number(node)));
                }
            }
            Kind::Sequence(items) => {
                // Its items go by its key; what it is called is known, as it came before them.
                let key = names.get(&node).map_or("", |(key, _)| *key);
                for item in items {
                    names.insert(*item, (key, number(node)));
                }
            }
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
    }
    let mut add = |owner: (NodeId, u32), parent: &str, name: &str, id: NodeId| {
        let Kind::Scalar(scalar) = &yaml.node(id).kind else {
            return;
        };
        let value = yaml.span_in(id, 0..scalar.value.len()).range();
        let is_block = matches!(scalar.style, Style::Literal | Style::Folded);
        if is_block && scalar.value.trim().contains('\n') {
            blocks.push(value);
            return;
        }
        let written = text.get(value.clone()).unwrap_or_default();
        entries.push(Entry {
            name: name.to_owned(),
            parent: parent.to_owned(),
            owner: number(owner.0),
            outer: owner.1,
            decoded: (written != &*scalar.value).then(|| scalar.value.to_string()),
            value,
            is_string: scalar.style != Style::Plain,
            is_fallback: false,
        });
    };
    for node in yaml.ids() {
        let (parent, outer) = names.get(&node).copied().unwrap_or_default();
        match &yaml.node(node).kind {
            Kind::Mapping(mapping) => {
                for entry in mapping {
                    let key = yaml.scalar(entry.key).map_or("", |key| &*key.value);
                    add((node, outer), parent, key, entry.value);
                }
            }
            Kind::Sequence(items) => {
                for item in items {
                    add((node, outer), "", parent, *item);
                }
            }
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
    }
    (entries, blocks)
}

/// The names and values of a file of settings. Other files have none.
pub(super) fn settings(text: &str, kind: FileKind, yaml: Option<&Yaml>) -> Vec<Entry> {
    match (kind, yaml) {
        (_, Some(yaml)) => entries_of_yaml(text, yaml).0,
        (FileKind::Json, _) => json::entries(text),
        (FileKind::Ini, _) => ini::entries(text, ini::Dialect::Ini),
        (FileKind::Properties, _) => ini::entries(text, ini::Dialect::Properties),
        (FileKind::Toml, _) => {
            toml::entries(text).unwrap_or_else(|| ini::entries(text, ini::Dialect::Ini))
        }
        (FileKind::Yaml, _) => {
            let (texts, id) = texts_of(text);
            entries_of_yaml(text, &Yaml::parse(&texts.get(id))).0
        }
        (FileKind::Env, _) => {
            let (texts, id) = texts_of(text);
            let file = dotenv::parse(&texts.get(id), Format::Compose);
            let entry = |statement: &dotenv::Statement| {
                let value = statement.value.as_ref()?;
                let decoded = value.decoded().expose();
                let range = value.span.range();
                let written = text.get(range.clone()).unwrap_or_default();
                Some(Entry {
                    name: statement.key.name.to_string(),
                    parent: String::new(),
                    owner: 1,
                    outer: 0,
                    decoded: (decoded != written).then(|| decoded.to_owned()),
                    value: range,
                    is_string: true,
                    is_fallback: false,
                })
            };
            file.statements.iter().filter_map(entry).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
