//! Arguments of directives.

use crate::model::Span;

/// An argument as it takes effect.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is; variables that nothing supplies stand in it as they are written.
    pub text: String,
    /// Where it is written: in a template, the place of the variable.
    pub span: Span,
    /// The lines of compose and env files that supply what the template leaves open.
    pub supplied: Vec<Span>,
    /// Whether all of it is known: nothing in it waits for a variable of the environment.
    pub is_known: bool,
    /// Whether it stands in quotes.
    pub is_quoted: bool,
    /// As the file has it, where a template leaves something open.
    pub written: Option<String>,
}

impl Value {
    /// As the file has it: what an environment supplies may be anything, and is not shown.
    pub fn shown(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.text)
    }

    /// Whether it is just this word, in any case of letters.
    pub fn is(&self, word: &str) -> bool {
        self.is_known && self.text.eq_ignore_ascii_case(word)
    }

    /// The names of the variables of Nginx in it (`$host`, `${host}`), in their order.
    pub fn variables(&self) -> Vec<&str> {
        variables(&self.text)
    }
}

/// The names of the variables of Nginx in a text.
pub(super) fn variables(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for piece in text.split('$').skip(1) {
        let piece = piece.strip_prefix('{').unwrap_or(piece);
        let is_name = |next: char| next.is_ascii_alphanumeric() || next == '_';
        let end = piece.find(|next| !is_name(next)).unwrap_or(piece.len());
        let name = piece.get(..end).unwrap_or_default();
        if !name.is_empty() {
            names.push(name);
        }
    }
    names
}
