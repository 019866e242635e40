//! Values that vendors published: default and placeholder secrets that everybody can look up.

mod digests;
mod variants;

use std::borrow::Cow;
use std::collections::HashMap;

use sha2::{Digest, Sha256};

pub(super) use digests::Digests;
pub(super) use variants::Variants;

use super::checker::Checker;
use super::forbidden::hexadecimal;
use super::knowledge::{Knowledge, Word};
use super::secrets::{Form, Secret};
use crate::model::Confidence;

/// What a published value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A password.
    Password,
    /// A key that signs sessions or tokens.
    SigningKey,
    /// A key of an interface.
    ApiKey,
    /// A token.
    Token,
    /// The name of an account, which is no secret.
    Username,
}

/// Whether a published value works as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It works as shipped.
    Default,
    /// It asks to be replaced.
    Placeholder,
}

/// Who checks the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The deployment itself: the value opens it.
    Server,
    /// Somebody else's service: the value means "not set".
    Client,
}

/// One published use of a value.
#[derive(Clone, Debug)]
pub struct Use {
    /// The product that ships it.
    pub product: Word,
    /// The variable it is shipped for; empty for the password of a URL.
    pub variable: Word,
    /// Whether it stands in a URL.
    pub in_url: bool,
    /// What it is.
    pub kind: Kind,
    /// Whether it works as it is.
    pub class: Class,
    /// Who checks it.
    pub side: Side,
    /// Whether a later version of the product no longer has it.
    pub is_gone: bool,
    /// The month since which it is shipped, where it is known: `2023-05`.
    pub since: Option<Word>,
    /// The month since which it is shipped no more.
    pub until: Option<Word>,
}

/// A published value, in clear or as the hexadecimal SHA-256 of it, and its uses.
pub(super) type Value = (Word, Cow<'static, [Use]>);

include!(concat!(env!("OUT_DIR"), "/published.rs"));

/// The values that are built in: in clear, and as hashes. Both are sorted.
pub(super) fn built_in() -> (&'static [Value], &'static [Value]) {
    (CLEAR, HASHED)
}

/// How a value is a published one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Character by character.
    Exact,
    /// In other letters: capitals or small ones.
    Folded,
    /// Behind base64 or percent signs, on either side.
    Decoded,
    /// Behind SHA-2 or bcrypt, on either side.
    Digest,
    /// As the key that has signed it: everybody can sign such tokens.
    Signed,
}

/// A match of a value with the list.
#[derive(Clone, Copy, Debug)]
pub struct Published<'k> {
    /// How it matches.
    pub how: How,
    /// The use that fits best.
    pub entry: &'k Use,
    /// The month until which the product shipped the value, where it does so no longer.
    pub until: Option<&'k str>,
    /// High for the same variable, or a URL of the same kind; medium for another variable.
    pub confidence: Confidence,
}

/// From this rank on a product has nothing to do with the deployment.
const FAR: usize = 2;

impl Knowledge {
    /// The published use of a secret's value that fits it best, if the deployment itself accepts
    /// the value. `nearness` ranks products: 0 is what the container runs, 1 what runs beside it,
    /// 2 any other.
    pub fn published(
        &self,
        secret: &Secret<'_>,
        nearness: impl Fn(&str) -> usize,
    ) -> Option<Published<'_>> {
        if matches!(secret.form, Form::Webhook { .. }) {
            return None;
        }
        let value = secret.value.expose();
        if let Some(uses) = self.uses_of(value) {
            return best(uses.iter(), How::Exact, secret, &nearness);
        }
        // What others check may look like anything.
        if matches!(self.checker(&secret.name), Checker::Elsewhere) {
            return None;
        }
        let variants = self.variants.get_or_init(|| Variants::new(&self.clear));
        let found = variants.of(value, &self.clear).into_iter();
        let mut found = found.filter_map(|(how, uses)| best(uses.iter(), how, secret, &nearness));
        found
            .next()
            .or_else(|| digests::of(self, secret, &nearness))
            .or_else(|| self.signed(value))
    }

    /// A JSON Web Token of a published key, whatever it is for.
    fn signed(&self, value: &str) -> Option<Published<'_>> {
        let entry = value.starts_with("eyJ").then(|| self.jwt_signer(value))??;
        Some(Published {
            how: How::Signed,
            entry,
            until: None,
            confidence: Confidence::High,
        })
    }

    /// Whether the value only stands for one that is not set: a vendor's placeholder for the key
    /// of somebody else's service, or the name of an account.
    pub fn stands_for_nothing(&self, secret: &Secret<'_>) -> bool {
        let Some(uses) = self.uses_of(secret.value.expose()) else {
            return false;
        };
        let mut named = uses.iter().filter(|entry| is_for(entry, secret)).peekable();
        if named.peek().is_some() {
            return !named.any(opens);
        }
        !uses.iter().any(opens)
    }

    /// Whether anybody can look the value up, whatever it is used for.
    pub fn is_published(&self, value: &str) -> bool {
        self.uses_of(value).is_some()
    }

    /// Whether a product ships this value as a password that works.
    pub fn is_published_password(&self, value: &str) -> bool {
        let is_password = |own: &Use| own.kind == Kind::Password && own.class == Class::Default;
        self.uses_of(value)
            .is_some_and(|uses| uses.iter().any(is_password))
    }

    /// Who checks what a variable of this name holds, as far as vendors' files tell, and agree.
    pub(super) fn side_of(&self, variable: &str) -> Option<Side> {
        let sides = self.sides.get_or_init(|| self.sides());
        *sides.get(&variable.to_ascii_lowercase())?
    }

    fn sides(&self) -> HashMap<String, Option<Side>> {
        let mut sides = HashMap::new();
        let tables = self.clear.iter().chain(self.hashed.iter());
        let entries = tables.flat_map(|(_, uses)| uses.iter());
        for entry in entries.filter(|entry| !entry.in_url) {
            let name = entry.variable.to_ascii_lowercase();
            let known = sides.entry(name).or_insert(Some(entry.side));
            *known = known.filter(|side| *side == entry.side);
        }
        sides
    }

    fn uses_of(&self, value: &str) -> Option<&[Use]> {
        find(&self.clear, value).or_else(|| find(&self.hashed, &sha256(value)))
    }
}

/// The use that fits a secret best, if the deployment itself accepts it.
fn best<'u>(
    uses: impl Iterator<Item = &'u Use> + Clone,
    how: How,
    secret: &Secret<'_>,
    nearness: &impl Fn(&str) -> usize,
) -> Option<Published<'u>> {
    // One vendor's default may be another one's placeholder for somebody else's key, or the
    // name of an account: where the variable is known, it decides.
    let mut named = uses
        .clone()
        .filter(|entry| is_for(entry, secret))
        .peekable();
    let is_known = named.peek().is_some();
    if is_known && !named.any(opens) {
        return None;
    }
    let fitting = uses.clone().filter(|entry| opens(entry));
    let entry = fitting.min_by_key(|entry| {
        let rank = nearness(&entry.product);
        (rank >= FAR, !is_for(entry, secret), rank, entry.is_gone)
    })?;
    // Servers tell capitals from small letters.
    let confidence = if is_known && how != How::Folded {
        Confidence::High
    } else {
        Confidence::Medium
    };
    // What a product still ships for another variable is not gone.
    let mut own = uses.filter(|other| other.product == entry.product);
    let is_gone = own.all(|other| other.is_gone);
    Some(Published {
        how,
        entry,
        until: entry.until.as_deref().filter(|_| is_gone),
        confidence,
    })
}

/// The uses in a sorted table.
fn find<'t>(table: &'t [Value], key: &str) -> Option<&'t [Use]> {
    let index = table.binary_search_by(|(known, _)| known.as_ref().cmp(key));
    let entry = index.ok().and_then(|index| table.get(index));
    entry.map(|(_, uses)| uses.as_ref())
}

/// Whether the value is published for this variable, or for a URL as this one.
fn is_for(entry: &Use, secret: &Secret<'_>) -> bool {
    match &secret.form {
        Form::Whole => !entry.in_url && entry.variable.eq_ignore_ascii_case(&secret.name),
        Form::Url { .. } => entry.in_url,
        Form::Webhook { .. } => false,
    }
}

/// Whether the deployment itself accepts the value.
fn opens(entry: &Use) -> bool {
    entry.side == Side::Server && entry.kind != Kind::Username
}

/// The SHA-256 of a value, in lower-case hexadecimal.
pub(super) fn sha256(value: &str) -> String {
    hexadecimal(&Sha256::digest(value.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_full() {
        assert!(CLEAR.is_sorted_by_key(|(value, _)| value));
        assert!(HASHED.is_sorted_by_key(|(value, _)| value));
        let uses: usize = [CLEAR, HASHED]
            .iter()
            .flat_map(|table| table.iter().map(|(_, uses)| uses.len()))
            .sum();
        assert_eq!(uses, 1001);
        let knowledge = Knowledge::default();
        assert!(knowledge.is_published("difyai123456"));
        assert!(!knowledge.is_published("x9K-not-in-any-vendor-file"));
    }
}
