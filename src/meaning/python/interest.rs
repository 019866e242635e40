//! Which calls somebody asks about.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names;
use super::vocabulary::Vocabulary;

/// The calls that are asked about, by the numbers of those who ask.
#[derive(Default)]
pub struct Interest {
    names: FxHashMap<Box<str>, Vec<usize>>,
    /// The names by their last parts.
    by_last: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Modules of which everything is asked about: `sh.*`.
    roots: FxHashMap<Box<str>, Vec<usize>>,
    methods: FxHashMap<Box<str>, Vec<usize>>,
    keywords: FxHashMap<Box<str>, Vec<usize>>,
    /// The words of all names.
    pub(super) vocabulary: Vocabulary,
    /// Those who ask about things that are handed on without being called, too.
    about_references: FxHashSet<usize>,
}

impl Interest {
    /// Number `who` asks about calls of a qualified name, or with `.*` of all below it.
    pub fn add_name(&mut self, name: &str, who: usize) {
        self.vocabulary.add(name);
        if let Some(root) = name.strip_suffix(".*") {
            self.roots.entry(root.into()).or_default().push(who);
            return;
        }
        let last = names::last(name);
        let known = self.by_last.entry(last.into()).or_default();
        if !known.iter().any(|own| &**own == name) {
            known.push(name.into());
        }
        self.names.entry(name.into()).or_default().push(who);
    }

    /// Number `who` asks about calls of anything with this last name.
    pub fn add_method(&mut self, method: &str, who: usize) {
        self.methods.entry(method.into()).or_default().push(who);
    }

    /// Number `who` asks about calls with an argument of this name.
    pub fn add_keyword(&mut self, keyword: &str, who: usize) {
        self.keywords.entry(keyword.into()).or_default().push(who);
    }

    /// Number `who` asks about its names wherever they are handed on, too.
    pub fn add_references(&mut self, who: usize) {
        self.about_references.insert(who);
    }

    /// Those who ask about a qualified name.
    pub fn name(&self, name: &str) -> &[usize] {
        if let Some(own) = self.names.get(name) {
            return own;
        }
        let root = self.roots.iter().find(|(root, _)| {
            let rest = name.strip_prefix(&***root);
            rest.is_some_and(|rest| rest.starts_with('.'))
        });
        root.map_or(&[], |(_, who)| who)
    }

    /// Whether everything of a module is asked about.
    pub(super) fn is_root(&self, module: &str) -> bool {
        let is_below = |root: &str| {
            let rest = module.strip_prefix(root);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.roots.keys().any(|root| is_below(root))
    }

    /// Those who ask about a last name.
    pub fn method(&self, method: &str) -> &[usize] {
        self.methods.get(method).map_or(&[], Vec::as_slice)
    }

    /// Those who ask about an argument.
    pub fn keyword(&self, keyword: &str) -> &[usize] {
        self.keywords.get(keyword).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody asks about things that are handed on.
    pub fn is_about_references(&self, who: usize) -> bool {
        self.about_references.contains(&who)
    }

    /// The names that end like this.
    pub(super) fn ending(&self, last: &str) -> &[Box<str>] {
        self.by_last.get(last).map_or(&[], Vec::as_slice)
    }

    /// Whether a name ends so.
    pub(super) fn is_last(&self, last: &str) -> bool {
        self.by_last.contains_key(last)
    }
}
