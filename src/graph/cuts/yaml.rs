//! An override file: what is laid over the compose files of a vendor.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is set of a service or a network, by its field, as YAML behind the colon.
type Fields = BTreeMap<&'static str, Field>;

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// On the same line.
    Plain(String),
    /// A text of several lines.
    Block(String),
    /// A map of texts, merged into that of the vendor.
    Map(BTreeMap<String, String>),
    /// A list in place of the vendor's (`!override`), or merged into it.
    List(ListMode, Vec<String>),
}

/// What becomes of the vendor's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListMode {
    /// It is replaced.
    Override,
    /// It is added to.
    Merge,
}

/// An override file as it grows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Override {
    pub(super) services: BTreeMap<String, Fields>,
    pub(super) networks: BTreeMap<String, Fields>,
    pub(super) configs: BTreeMap<String, Fields>,
}

impl Override {
    /// Sets an entry of a map of a service.
    pub(super) fn set_entry(
        &mut self,
        service: &str,
        field: &'static str,
        key: &str,
        value: String,
    ) {
        let fields = self.services.entry(service.to_owned()).or_default();
        let map = fields
            .entry(field)
            .or_insert_with(|| Field::Map(BTreeMap::new()));
        if let Field::Map(map) = map {
            map.insert(key.to_owned(), value);
        }
    }

    /// Sets a field of a service.
    pub(super) fn set(&mut self, service: &str, field: &'static str, value: Field) {
        let fields = self.services.entry(service.to_owned()).or_default();
        fields.insert(field, value);
    }

    /// The file, with a line end; empty where nothing is set.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let sections = [
            ("services", &self.services),
            ("networks", &self.networks),
            ("configs", &self.configs),
        ];
        for (section, all) in sections {
            if all.is_empty() {
                continue;
            }
            let _ = writeln!(out, "{section}:");
            for (name, fields) in all {
                let _ = writeln!(out, "  {}:", key(name));
                for (field, value) in fields {
                    write_field(&mut out, field, value);
                }
            }
        }
        out
    }
}

fn write_field(out: &mut String, field: &str, value: &Field) {
    match value {
        Field::Plain(value) => {
            let _ = writeln!(out, "    {field}: {value}");
        }
        Field::Block(text) => write_block(out, field, text),
        Field::Map(map) => {
            let _ = writeln!(out, "    {field}:");
            for (name, value) in map {
                let _ = writeln!(out, "      {}: {value}", key(name));
            }
        }
        Field::List(mode, items) => {
            let tag = match mode {
                ListMode::Override if items.is_empty() => " !reset []",
                ListMode::Override => " !override",
                ListMode::Merge => "",
            };
            let _ = writeln!(out, "    {field}:{tag}");
            for item in items {
                let _ = writeln!(out, "      - {item}");
            }
        }
    }
}

/// A text line by line, where YAML reads it back as it is.
fn write_block(out: &mut String, field: &str, text: &str) {
    let is_odd = |c: char| c.is_control() && c != '\n';
    let starts = text.starts_with(|c: char| !c.is_whitespace());
    let ends = text.ends_with('\n') && !text.ends_with("\n\n");
    let is_unicode_end = |c: char| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !starts || !ends || text.contains(is_odd) || text.contains(is_unicode_end) {
        let _ = writeln!(out, "    {field}: {}", quoted(text));
        return;
    }
    let _ = writeln!(out, "    {field}: |");
    for line in text.lines() {
        if line.is_empty() {
            out.push('\n');
        } else {
            let _ = writeln!(out, "      {line}");
        }
    }
}

/// A text as a YAML scalar; what Compose would fill in stays as it is written.
pub(super) fn quoted(text: &str) -> String {
    // A JSON string is a YAML scalar in double quotes.
    serde_json::to_string(text).unwrap_or_default()
}

/// A text in which nothing is filled in.
pub(super) fn literal(text: &str) -> String {
    text.replace('$', "$$")
}

fn key(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    // `no`, `on` and their like are no texts.
    let is_word = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
        .contains(&name.to_ascii_lowercase().as_str());
    if starts && name.chars().all(is_plain) && !is_word {
        name.to_owned()
    } else {
        quoted(name)
    }
}
