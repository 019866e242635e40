//! The rules of a run, each with its number.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::told::{Part, rule};
use crate::rules::Rule;

/// A rule of the report.
pub(super) struct Entry<'t> {
    pub(super) id: &'t str,
    /// Its name as the report has it.
    pub(super) name: &'t str,
    /// `None` where another version of hulan wrote the report.
    pub(super) rule: Option<&'static Rule>,
    /// The keys of those of its sentences that have links to other places.
    pub(super) linked: BTreeSet<&'t str>,
}

impl Entry<'_> {
    fn is_about_the_scan(&self) -> bool {
        self.rule
            .map_or_else(|| self.id.starts_with("HUL"), Rule::is_about_the_scan)
    }
}

/// The rules that were asked, sorted by id: about the deployment, and about the scan itself.
pub(super) struct Catalogue<'t> {
    /// Rules whose findings are results.
    pub(super) rules: Vec<Entry<'t>>,
    /// Rules whose findings are notifications.
    pub(super) notifications: Vec<Entry<'t>>,
}

impl<'t> Catalogue<'t> {
    /// Every rule that was asked, whether or not it found something.
    pub(super) fn new(part: &'t Part) -> Self {
        let asked = part.saved.rules.iter();
        let asked = asked.map(|own| (&*own.rule, &*own.rule));
        let found = part.saved.findings.iter();
        let found = found.map(|own| (&*own.rule, &*own.name));
        let all: BTreeMap<&str, &str> = asked.chain(found).collect();
        let mut linked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for own in &part.saved.findings {
            if let Some(key) = own.key.as_deref().filter(|_| own.has_others()) {
                linked.entry(&own.rule).or_default().insert(key);
            }
        }
        let entry = |(id, name)| Entry {
            id,
            name,
            rule: rule(id),
            linked: linked.get(id).cloned().unwrap_or_default(),
        };
        let (notifications, rules) = all
            .into_iter()
            .map(entry)
            .partition(Entry::is_about_the_scan);
        Self {
            rules,
            notifications,
        }
    }

    /// The number of a rule in its list.
    pub(super) fn index(&self, id: &str) -> usize {
        let at = |list: &[Entry<'_>]| list.binary_search_by(|own| own.id.cmp(id));
        let number = at(&self.rules).or_else(|_| at(&self.notifications));
        number.unwrap_or_default()
    }

    /// What is known of the rules about the deployment.
    pub(super) fn known(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().filter_map(|entry| entry.rule)
    }
}
