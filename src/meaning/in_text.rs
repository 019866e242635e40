//! Everything in a text that can be a secret: values by their names, passwords and credentials
//! inside of URLs, and tokens of providers, whatever they are called.

use super::file_kind::FileKind;
use super::file_values::{self, Value};
use super::searched::{FileValue, InText, Nature};
use super::secrets::{Form, says_nothing};
use super::tokens::{self, Checksum, Token};
use crate::model::Sensitive;
use crate::syntax::python;
use crate::syntax::yaml::Yaml;

/// So many first bytes tell what a file is, where its name does not.
const HEAD: usize = 512;

/// What a text was parsed to for somebody else.
#[derive(Clone, Copy)]
pub enum Parsed<'t> {
    /// Nothing yet.
    Not,
    /// YAML.
    Yaml(&'t Yaml),
    /// A Python program.
    Python(&'t python::Tree),
}

/// What can be a secret in the text of a file.
pub fn secrets_in_text(path: &str, content: &str, parsed: Parsed<'_>) -> InText {
    let kind = FileKind::of(path, head(content.as_bytes()));
    let nature = nature(kind);
    // Running text shows how things are written; only what a provider gave out is one there.
    let values = match (nature, parsed) {
        (Nature::Text, _) => Vec::new(),
        (_, Parsed::Yaml(yaml)) => file_values::values_of_yaml(content, yaml),
        (_, Parsed::Python(tree)) => file_values::values(content, kind, Some(tree)),
        (_, Parsed::Not) => file_values::values(content, kind, None),
    };
    let values = values.into_iter().map(|value| held(value, content));
    let mut found = Vec::new();
    tokens::search(content.as_bytes(), &mut found);
    found.retain(|token| is_one(token, path, content, nature));
    InText {
        nature,
        values: with_tokens(values.collect(), found, content),
        directories: Vec::new(),
        switches: Vec::new(),
    }
}

/// The text of a file that is a secret as a whole: `name` is what it is called.
pub fn whole_secret(name: &str, content: &str) -> InText {
    let value = content.trim();
    let start = content.len() - content.trim_start().len();
    let is_text = !says_nothing(value) && !value.starts_with("-----BEGIN");
    let whole = is_text.then(|| FileValue {
        name: name.to_owned(),
        range: start..start + value.len(),
        value: Sensitive::new(value),
        form: Form::Whole,
        is_fallback: false,
        token: None,
    });
    InText {
        nature: Nature::Secret,
        values: whole.into_iter().collect(),
        directories: Vec::new(),
        switches: Vec::new(),
    }
}

/// A token of a text of which nothing else is known.
pub fn lone_token(token: Token, value: &str) -> InText {
    let value = FileValue {
        name: String::new(),
        range: token.range.clone(),
        value: Sensitive::new(value),
        form: Form::Whole,
        is_fallback: false,
        token: Some(token),
    };
    InText {
        nature: Nature::Text,
        values: vec![value],
        directories: Vec::new(),
        switches: Vec::new(),
    }
}

fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..bytes.len().min(HEAD)).unwrap_or_default()
}

fn nature(kind: FileKind) -> Nature {
    match kind {
        FileKind::Env => Nature::Env,
        FileKind::Python | FileKind::Program | FileKind::Shell | FileKind::Dockerfile => {
            Nature::Source
        }
        FileKind::Text | FileKind::Locale => Nature::Text,
        _ => Nature::Settings,
    }
}

fn held(value: Value, content: &str) -> FileValue {
    let name = match &value.form {
        Form::Url { host, .. } if value.name.is_empty() => host.clone(),
        _ => value.name.clone(),
    };
    FileValue {
        name,
        value: Sensitive::new(value.text(content)),
        is_fallback: value.is_fallback || is_default(content, value.range.start),
        range: value.range,
        form: value.form,
        token: None,
    }
}

/// Whether what begins at a byte is the default of a variable: `${NAME:-it}`.
fn is_default(content: &str, at: usize) -> bool {
    let before = content.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let Some((_, variable)) = line.rsplit_once("${") else {
        return false;
    };
    let name = variable.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    !variable.contains('}') && (name.starts_with(":-") || name.starts_with('-'))
}

/// Whether a token is one where it stands.
fn is_one(token: &Token, path: &str, content: &str, nature: Nature) -> bool {
    let before = content.get(..token.range.start).unwrap_or_default();
    let value = content.get(token.range.clone()).unwrap_or_default();
    // A signed address shows the key's name, and is no use without the rest.
    let is_signed = before.ends_with("X-Amz-Credential=");
    // Running text explains; what only its surroundings make a token is an example there, and so is
    // a key that was put on one line.
    let is_told = nature != Nature::Text
        || ((token.format.is_specific() || token.checksum == Checksum::Valid)
            && !value.contains("-----\\n"));
    is_told && !is_signed && !is_key_file(path, content, token)
}

/// A private key is at home in a file of its own.
fn is_key_file(path: &str, content: &str, token: &Token) -> bool {
    let before = content.get(..token.range.start).unwrap_or_default();
    let is_named = [".pem", ".key", ".p8"]
        .iter()
        .any(|end| path.ends_with(end));
    token.format.id == "pem-private-key" && (is_named || before.trim().is_empty())
}

/// Values and tokens, in the order of the text. A token is the value that holds it; where no value
/// does, it stands for itself.
fn with_tokens(mut values: Vec<FileValue>, tokens: Vec<Token>, content: &str) -> Vec<FileValue> {
    let mut alone = Vec::new();
    for token in tokens {
        let next = values.partition_point(|value| value.range.end <= token.range.start);
        let around = values
            .get_mut(next)
            .filter(|value| value.range.start < token.range.end);
        if let Some(value) = around {
            value.token.get_or_insert(token);
        } else {
            let value = content.get(token.range.clone()).unwrap_or_default();
            alone.extend(lone_token(token, value).values);
        }
    }
    values.extend(alone);
    values.sort_by_key(|value| value.range.start);
    values
}
