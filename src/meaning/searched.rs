//! What a search for secrets found in a file.

use std::ops::Range;

use super::secrets::Form;
use super::switches::Switch;
use super::tokens::Token;
use crate::model::{Directory, Sensitive, Span, TextId};

/// A file with values that can be secrets.
pub struct SearchedFile {
    /// Its text.
    pub text: TextId,
    /// It stands in for a file that people are to make of it (`.env.example`).
    pub is_template: bool,
    /// What it holds.
    pub held: InText,
}

/// What a text holds that can be a secret.
pub struct InText {
    /// What the text is for.
    pub nature: Nature,
    /// The values that can be secrets, in the order of the text and apart.
    pub values: Vec<FileValue>,
    /// What it tells clients of directories; its places are settled with the text.
    pub directories: Vec<Directory>,
    /// Where it turns the verification of certificates off; settled like them.
    pub switches: Vec<Switch>,
}

/// A value of a text that can be a secret.
pub struct FileValue {
    /// What it is called: a variable or a key; empty where it has no name.
    pub name: String,
    /// Its bytes.
    pub range: Range<usize>,
    /// The secret, its escapes resolved.
    pub value: Sensitive,
    /// How it stands in its value.
    pub form: Form,
    /// It takes effect only where a variable is not set: `${NAME:-it}`.
    pub is_fallback: bool,
    /// The token of a provider that it is.
    pub token: Option<Token>,
}

impl SearchedFile {
    /// Whether it is made to keep secrets: an env file that is no template.
    pub fn keeps_secrets(&self) -> bool {
        matches!(self.held.nature, Nature::Env | Nature::Secret) && !self.is_template
    }

    /// The place of one of its values.
    pub fn place(&self, value: &FileValue) -> Span {
        Span::new(self.text, value.range.clone())
    }
}

/// What a file is for, as far as its secrets are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// An env file.
    Env,
    /// Settings: YAML, JSON, TOML, INI and the like.
    Settings,
    /// A program or a script.
    Source,
    /// A file that holds one secret and nothing else.
    Secret,
    /// Any other text.
    Text,
}

/// Marks in the names of files that are to be copied and filled in.
const TEMPLATES: [&str; 7] = [
    "example", "examples", "sample", "template", "tmpl", "tpl", "dist",
];

/// Whether a file, by its name, stands in for one that people are to make of it: `.env.example`,
/// `config-template.json`.
pub fn is_template(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.split(['.', '-', '_'])
        .any(|word| TEMPLATES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_told_by_their_names() {
        for name in [
            ".env.example",
            "my.env.template",
            "example.env",
            "docker-compose-template.yaml",
            "config.json.dist",
            "middleware.env.example",
        ] {
            assert!(is_template(name), "{name}");
        }
        for name in [".env", "exampled.env", "compose.yaml", "distribution.json"] {
            assert!(!is_template(name), "{name}");
        }
    }
}
