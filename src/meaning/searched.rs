//! What a search for secrets found in a file.

use super::secrets::Form;
use crate::model::{Sensitive, Span, TextId};

/// A file with values that can be secrets.
pub struct SearchedFile {
    /// Its text.
    pub text: TextId,
    /// What it is for.
    pub nature: Nature,
    /// The values that can be secrets, in the order of the file.
    pub values: Vec<FileValue>,
}

/// A value of a file that can be a secret.
pub struct FileValue {
    /// What it is called: a variable or a key.
    pub name: String,
    /// The secret.
    pub value: Sensitive,
    /// Its place.
    pub span: Span,
    /// How it stands in its value.
    pub form: Form,
    /// It takes effect only where a variable is not set: `${NAME:-it}`.
    pub is_fallback: bool,
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
    /// Any other text.
    Text,
}
