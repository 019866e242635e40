//! Profiles: which rules are asked, and what makes a scan fail.

use crate::model::{Both, Severity};
use crate::rules::Rule;

/// The contents of one file of `policies/profiles`.
pub struct Profile {
    /// Its name: the file's.
    pub name: &'static str,
    /// What it is for.
    pub title: Both,
    /// Rules that it does not ask.
    pub except: &'static [&'static str],
    /// Rules whose findings fail whatever their severity.
    pub deny: &'static [&'static str],
    /// Severity from which findings fail.
    pub fail_on: Severity,
}

include!(concat!(env!("OUT_DIR"), "/profiles.rs"));

impl Profile {
    /// The profile of a name.
    pub fn find(name: &str) -> Option<&'static Self> {
        PROFILES.iter().find(|profile| profile.name == name)
    }

    /// Whether it asks a rule.
    pub fn asks(&self, rule: &Rule) -> bool {
        !self.except.contains(&rule.id)
    }
}
