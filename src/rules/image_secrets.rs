//! Secrets that an image carries, in its environment and in the notes of its making.

use std::collections::HashSet;

use super::context::Around;
use super::image_history::{Deed, deeds};
use crate::meaning::tokens::Checksum;
use crate::meaning::{
    FileValue, Form, Parsed, is_masked, is_placeholder, is_reference, secrets_in_text,
};
use crate::model::{Confidence, Image, Span};

/// A secret of an image.
pub(super) struct Carried {
    /// Where it stands.
    pub(super) place: Span,
    /// What it is called; empty where it has no name.
    pub(super) name: String,
    /// What it is: the key of a sentence.
    pub(super) key: &'static str,
    /// Whose it is, where that is known.
    pub(super) provider: Option<&'static str>,
    /// How sure that is.
    pub(super) confidence: Confidence,
}

/// All of them, each once: what a step sets and the environment still has is told there.
pub(super) fn carried(image: &Image, around: Around<'_>) -> Vec<Carried> {
    let mut search = Search {
        around,
        known: HashSet::new(),
        found: Vec::new(),
    };
    for variable in &image.environment {
        if let Some(value) = &variable.value {
            search.pair(&variable.name, value.expose(), variable.declared);
        }
    }
    for (step, deed) in deeds(image) {
        match deed {
            Deed::Set(pairs) => search.pairs(&pairs, step.place),
            Deed::Run(pairs, script) => {
                search.pairs(&pairs, step.place);
                search.text("build-step.sh", script, step.place);
            }
            Deed::Add(_) | Deed::Copy(_) | Deed::Other => {}
        }
    }
    search.found
}

struct Search<'a> {
    around: Around<'a>,
    known: HashSet<String>,
    found: Vec<Carried>,
}

impl Search<'_> {
    fn pairs(&mut self, pairs: &[(&str, &str)], place: Span) {
        for (name, value) in pairs {
            self.pair(name, value, place);
        }
    }

    fn pair(&mut self, name: &str, value: &str, place: Span) {
        if !value.contains('\n') {
            self.text("image.env", &format!("{name}='{value}'\n"), place);
        }
    }

    /// What a search of files would find in such a text.
    fn text(&mut self, path: &str, text: &str, place: Span) {
        for own in secrets_in_text(path, text, Parsed::Not).values {
            let Some((key, confidence)) = self.judge(&own) else {
                continue;
            };
            if self.known.insert(own.value.expose().to_owned()) {
                self.found.push(Carried {
                    place,
                    name: own.name.clone(),
                    key,
                    provider: own.token.as_ref().map(|token| token.format.provider),
                    confidence,
                });
            }
        }
    }

    /// What a value is, if it is a secret that opens something.
    fn judge(&self, own: &FileValue) -> Option<(&'static str, Confidence)> {
        let value = own.value.expose();
        let is_nothing = is_masked(value)
            || is_reference(value)
            || is_placeholder(&own.name, value)
            || value.starts_with(['/', '$']);
        if is_nothing {
            return None;
        }
        if let Some(token) = &own.token {
            let is_live = token.checksum != Checksum::Wrong
                && !token.format.is_public
                && !token.format.is_retired;
            return is_live.then_some(("token", Confidence::High));
        }
        match own.form {
            Form::Url { .. } | Form::Webhook { .. } => Some(("url", Confidence::High)),
            Form::Whole if self.around.knowledge.is_published(value) => {
                Some(("published", Confidence::High))
            }
            // Images of languages name the keys that their sources were signed with.
            Form::Whole if is_public_key(&own.name, value) || value.len() < SHORTEST => None,
            Form::Whole => Some(("default", Confidence::Medium)),
        }
    }
}

/// Shorter values are as often switches and numbers.
const SHORTEST: usize = 8;

/// Whether it names a key that everybody may know: a fingerprint, the URL or the file of a key.
fn is_public_key(name: &str, value: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let says_so = [
        "GPG",
        "PGP",
        "PUBLIC",
        "SHA256",
        "SHA512",
        "CHECKSUM",
        "FINGERPRINT",
    ];
    let is_hexadecimal = value.split_whitespace().all(|word| {
        matches!(word.len(), 8 | 16 | 40) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    says_so.iter().any(|word| name.contains(word)) || is_hexadecimal || value.contains("://")
}
