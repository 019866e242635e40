//! What is known of products: the tables that are built in, and what a user lays over them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::forbidden::Forbidden;
use super::published::{self, Digests, Side, Use, Value, Variants};
use super::stores::{self, Store};

include!(concat!(env!("OUT_DIR"), "/newest_day.rs"));

/// A word of a table: built in, or from a file of the user.
pub(super) type Word = Cow<'static, str>;

/// What the checks know. The default is what is built in, and costs nothing to make.
pub struct Knowledge {
    /// Published values in clear, sorted.
    pub(super) clear: Cow<'static, [Value]>,
    /// Published values as SHA-256, sorted.
    pub(super) hashed: Cow<'static, [Value]>,
    /// Other looks of the published values, made when they are first asked for.
    pub(super) variants: OnceLock<Variants>,
    /// Who checks what a variable holds, by its lower-case name; `None` where vendors do not agree.
    pub(super) sides: OnceLock<HashMap<String, Option<Side>>>,
    /// What bcrypt digests were found to be.
    pub(super) digests: Digests,
    /// Data stores, model servers and consoles; the first that fits counts.
    pub(super) stores: Cow<'static, [Store]>,
    /// Prefixes that mirrors put before the names of images, the longest first.
    pub(super) mirrors: Vec<String>,
    /// Passwords that a company forbids.
    forbidden: Option<Forbidden>,
}

impl Default for Knowledge {
    fn default() -> Self {
        let (clear, hashed) = published::built_in();
        Self {
            clear: Cow::Borrowed(clear),
            hashed: Cow::Borrowed(hashed),
            variants: OnceLock::new(),
            sides: OnceLock::new(),
            digests: Digests::default(),
            stores: Cow::Borrowed(stores::built_in()),
            mirrors: Vec::new(),
            forbidden: None,
        }
    }
}

/// How much is built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// The newest day that the tables state: `2026-01-31`.
    pub date: &'static str,
    /// Uses of published secrets.
    pub published: usize,
    /// Data stores, model servers and consoles.
    pub stores: usize,
}

impl BuiltIn {
    /// Counts.
    pub fn new() -> Self {
        let (clear, hashed) = published::built_in();
        let uses = clear.iter().chain(hashed).map(|(_, uses)| uses.len());
        Self {
            date: NEWEST_DAY,
            published: uses.sum(),
            stores: stores::built_in().len(),
        }
    }
}

impl Default for BuiltIn {
    fn default() -> Self {
        Self::new()
    }
}

impl Knowledge {
    /// The passwords that a company forbids, if it does.
    pub fn forbidden(&self) -> Option<&Forbidden> {
        self.forbidden.as_ref()
    }

    /// Forbids passwords.
    pub(super) fn forbid(&mut self, forbidden: Forbidden) {
        self.forbidden = Some(forbidden);
    }

    /// Adds stores. They go before those that are built in, and in the place of those of the same
    /// name.
    pub(super) fn add_stores(&mut self, mut stores: Vec<Store>) {
        let own = std::mem::take(&mut self.stores).into_owned().into_iter();
        let is_kept = |own: &Store| !stores.iter().any(|new| new.name == own.name);
        let kept: Vec<Store> = own.filter(is_kept).collect();
        stores.extend(kept);
        self.stores = Cow::Owned(stores);
    }

    /// Adds uses of published values, in the place of those with the same value, variable and
    /// product.
    pub(super) fn add_published(&mut self, new: Vec<(Published, Use)>) {
        let mut clear = std::mem::take(&mut self.clear).into_owned();
        let mut hashed = std::mem::take(&mut self.hashed).into_owned();
        for (value, entry) in new {
            // A value stands in one table only, with all its uses.
            let (table, key) = match value {
                Published::Clear(value) => {
                    let hash = published::sha256(&value);
                    if let Some(at) = hashed.iter().position(|(known, _)| *known == hash) {
                        let (_, uses) = hashed.remove(at);
                        clear.push((Cow::Owned(value.clone()), uses));
                    }
                    (&mut clear, value)
                }
                Published::Hashed(hash) => {
                    let same = |(value, _): &&Value| published::sha256(value) == hash;
                    match clear.iter().find(same) {
                        Some((value, _)) => {
                            let value = value.clone().into_owned();
                            (&mut clear, value)
                        }
                        None => (&mut hashed, hash),
                    }
                }
            };
            add(table, key, entry);
        }
        for table in [&mut clear, &mut hashed] {
            table.sort_by(|(a, _), (b, _)| a.cmp(b));
        }
        self.clear = Cow::Owned(clear);
        self.hashed = Cow::Owned(hashed);
        self.variants = OnceLock::new();
        self.sides = OnceLock::new();
    }

    /// The same without what is known of a product's published secrets, so that tests can see what
    /// is left of a product that nobody has listed yet.
    #[must_use]
    pub fn without(mut self, product: &str) -> Self {
        for table in [&mut self.clear, &mut self.hashed] {
            let mut values = std::mem::take(table).into_owned();
            for (_, uses) in &mut values {
                uses.to_mut().retain(|entry| entry.product != product);
            }
            values.retain(|(_, uses)| !uses.is_empty());
            *table = Cow::Owned(values);
        }
        self.variants = OnceLock::new();
        self.sides = OnceLock::new();
        self
    }
}

/// A value of a file that is laid over.
pub(super) enum Published {
    /// As it is.
    Clear(String),
    /// Its SHA-256, in lower-case hexadecimal.
    Hashed(String),
}

fn add(table: &mut Vec<Value>, key: String, entry: Use) {
    let Some((_, uses)) = table.iter_mut().find(|(known, _)| *known == key) else {
        table.push((Cow::Owned(key), Cow::Owned(vec![entry])));
        return;
    };
    let uses = uses.to_mut();
    uses.retain(|own| {
        let is_same = own.in_url == entry.in_url && own.product == entry.product;
        !(is_same && own.variable.eq_ignore_ascii_case(&entry.variable))
    });
    uses.push(entry);
}
