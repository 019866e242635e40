//! Values that vendors published: default and placeholder secrets that everybody can look up.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

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
#[derive(Debug)]
pub struct Use {
    /// The product that ships it.
    pub product: &'static str,
    /// The variable it is shipped for; empty for the password of a URL.
    pub variable: &'static str,
    /// Whether it stands in a URL.
    pub in_url: bool,
    /// What it is.
    pub kind: Kind,
    /// Whether it works as it is.
    pub class: Class,
    /// Who checks it.
    pub side: Side,
    /// Day of the first commit that has it.
    pub since: Option<&'static str>,
    /// Day of the first commit that no longer has it.
    pub until: Option<&'static str>,
}

include!(concat!(env!("OUT_DIR"), "/published.rs"));

/// A match of a value with the list.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// The use that fits best.
    pub entry: &'static Use,
    /// High for the same variable, or a URL of the same kind; medium for another variable.
    pub confidence: Confidence,
}

/// From this rank on a product has nothing to do with the deployment.
const FAR: usize = 2;

/// The published use of a secret's value that fits it best, if the deployment itself accepts the
/// value. `nearness` ranks products: 0 is what the container runs, 1 what runs beside it, 2 any
/// other.
pub fn published(secret: &Secret<'_>, nearness: impl Fn(&str) -> usize) -> Option<Published> {
    if matches!(secret.form, Form::Webhook { .. }) {
        return None;
    }
    let uses = uses_of(secret.value.expose())?;
    // One vendor's default may be another one's placeholder for somebody else's key, or the name
    // of an account: where the variable is known, it decides.
    let mut named = uses.iter().filter(|entry| is_for(entry, secret)).peekable();
    let is_known = named.peek().is_some();
    if is_known && !named.any(opens) {
        return None;
    }
    let fitting = uses.iter().filter(|entry| opens(entry));
    let entry = fitting.min_by_key(|entry| {
        let rank = nearness(entry.product);
        (
            rank >= FAR,
            !is_for(entry, secret),
            rank,
            entry.until.is_some(),
        )
    })?;
    let confidence = if is_known {
        Confidence::High
    } else {
        Confidence::Medium
    };
    Some(Published { entry, confidence })
}

/// Whether the value only stands for one that is not set: a vendor's placeholder for the key of
/// somebody else's service, or the name of an account.
pub fn stands_for_nothing(secret: &Secret<'_>) -> bool {
    let Some(uses) = uses_of(secret.value.expose()) else {
        return false;
    };
    let mut named = uses.iter().filter(|entry| is_for(entry, secret)).peekable();
    if named.peek().is_some() {
        return !named.any(opens);
    }
    !uses.iter().any(opens)
}

/// Whether the value is published for this variable, or for a URL as this one.
fn is_for(entry: &Use, secret: &Secret<'_>) -> bool {
    match &secret.form {
        Form::Whole => !entry.in_url && entry.variable.eq_ignore_ascii_case(&secret.variable.name),
        Form::Url { .. } => entry.in_url,
        Form::Webhook { .. } => false,
    }
}

/// Whether the deployment itself accepts the value.
fn opens(entry: &Use) -> bool {
    entry.side == Side::Server && entry.kind != Kind::Username
}

/// Whether anybody can look the value up, whatever it is used for.
pub(super) fn is_published(value: &str) -> bool {
    uses_of(value).is_some()
}

/// Who checks what a variable of this name holds, as far as vendors' files tell, and agree.
pub(super) fn side_of(variable: &str) -> Option<Side> {
    let tables = CLEAR.iter().chain(HASHED);
    let mut sides = tables
        .flat_map(|(_, uses)| uses.iter())
        .filter(|entry| !entry.in_url && entry.variable.eq_ignore_ascii_case(variable))
        .map(|entry| entry.side);
    let first = sides.next()?;
    sides.all(|side| side == first).then_some(first)
}

fn uses_of(value: &str) -> Option<&'static [Use]> {
    let find = |table: &'static [(&str, &[Use])], key: &str| {
        let index = table
            .binary_search_by(|(known, _)| (*known).cmp(key))
            .ok()?;
        table.get(index).map(|(_, uses)| *uses)
    };
    find(CLEAR, value).or_else(|| find(HASHED, &sha256(value)))
}

fn sha256(value: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(value.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_full() {
        assert!(CLEAR.is_sorted_by_key(|(value, _)| *value));
        assert!(HASHED.is_sorted_by_key(|(value, _)| *value));
        let uses: usize = [CLEAR, HASHED]
            .iter()
            .flat_map(|table| table.iter().map(|(_, uses)| uses.len()))
            .sum();
        assert_eq!(uses, 999);
        assert!(is_published("difyai123456"));
        assert!(!is_published("x9K-not-in-any-vendor-file"));
    }
}
