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
    /// The Compose profiles whose services are judged as if they started; `*` is every one.
    pub compose_profiles: &'static [&'static str],
    /// What rules ask that differs from house to house.
    pub parameters: Written,
}

/// Parameters as a profile writes them; patterns are globs.
pub struct Written {
    /// The ports of the host that are open to all networks on purpose.
    pub front_door_ports: &'static [u16],
    /// Capabilities that may be added, upper case and without `CAP_`.
    pub tolerated_capabilities: &'static [&'static str],
    /// Where images may come from.
    pub trusted_images: &'static [&'static str],
    /// What of the host may be mounted.
    pub allowed_host_paths: &'static [&'static str],
    /// How many days after it was made an image in use is old; 0 where that is not enforced.
    pub image_age_days: u16,
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
