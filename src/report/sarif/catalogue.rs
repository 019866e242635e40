//! The rules of a run, each with its number.

use std::collections::BTreeMap;

use crate::report::Report;
use crate::rules::Rule;

/// The rules that were asked, sorted by id: about the deployment, and about the scan itself.
pub(super) struct Catalogue {
    /// Rules whose findings are results.
    pub(super) rules: Vec<&'static Rule>,
    /// Rules whose findings are notifications.
    pub(super) notifications: Vec<&'static Rule>,
}

impl Catalogue {
    /// Every rule that was asked, whether or not it found something.
    pub(super) fn new(report: &Report<'_>) -> Self {
        let asked = report.tallies.iter().map(|(rule, _)| *rule);
        let answered = report.findings.iter().map(|finding| finding.rule);
        let all: BTreeMap<&str, &'static Rule> =
            asked.chain(answered).map(|rule| (rule.id, rule)).collect();
        let (notifications, rules) = all.into_values().partition(|rule| rule.is_about_the_scan());
        Self {
            rules,
            notifications,
        }
    }

    /// The number of `rule` in its list.
    pub(super) fn index(&self, rule: &Rule) -> usize {
        let list = if rule.is_about_the_scan() {
            &self.notifications
        } else {
            &self.rules
        };
        list.partition_point(|other| other.id < rule.id)
    }
}
