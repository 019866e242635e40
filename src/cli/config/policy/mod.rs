//! `--policy`: what a security team asks of every scan. The configuration beside the scanned files may be
//! stricter; where it is not, it does not count, and that is said.

mod restraint;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use anyhow::Context as _;
use restraint::Restraint;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::{Config, LARGEST, parse, read};
use crate::cli::args::ScanArguments;
use crate::cli::selection::named;
use crate::report;
use crate::scan::absolute;
use crate::verdict::{Limits, PROFILES, Profile};

/// The variable that names the file where no flag does.
const VARIABLE: &str = "HULAN_POLICY";

/// How long a waiver or a suppression may last, where a policy does not say.
const LONGEST: i32 = 180;

/// The keys that a policy can have.
const KEYS: [&str; 8] = [
    "profile",
    "fail-on",
    "select",
    "ignore",
    "severity",
    "gate",
    "parameters",
    "waivers",
];

/// A key of the configuration that would loosen the policy, and where it stands.
pub(in crate::cli) type Attempt = (String, Range<usize>);

/// A file whose keys have places.
#[derive(Deserialize)]
#[serde(transparent)]
struct Keys(BTreeMap<Spanned<String>, Value>);

impl Config {
    /// The policy that the flag or the process names, checked.
    pub(in crate::cli) fn policy(arguments: &ScanArguments) -> anyhow::Result<Option<Self>> {
        let variable = std::env::var_os(VARIABLE).filter(|name| !name.is_empty());
        let Some(file) = arguments.policy.clone().or(variable.map(Into::into)) else {
            return Ok(None);
        };
        let path = absolute(&file);
        let shown = report::clean(&file.to_string_lossy());
        let text = read(&path, LARGEST).with_context(|| format!("policy {shown}"))?;
        let policy = Self {
            settings: parse(&shown, &text.content)?,
            folder: path.parent().unwrap_or(Path::new("/")).to_path_buf(),
            path,
            text,
            shown,
            is_named: true,
            from_tree: false,
        };
        for (key, place) in policy.keys() {
            if !KEYS.contains(&key.as_str()) {
                let known = KEYS.join(", ");
                let key = report::clean(&key);
                return Err(
                    policy.error(&place, format!("'{key}' is no key of a policy ({known})"))
                );
            }
        }
        let settings = &policy.settings;
        let words = settings.select.iter().chain(&settings.ignore);
        let words = words.chain(&settings.gate.deny);
        for word in words.chain(settings.severity.keys()) {
            named(word.get_ref()).map_err(|error| policy.error(&word.span(), error))?;
        }
        if let Some(name) = &settings.profile
            && Profile::find(name.get_ref()).is_none()
        {
            let known = PROFILES.iter().map(|profile| profile.name);
            let known = known.collect::<Vec<_>>().join(", ");
            return Err(policy.error(&name.span(), format!("no such profile (known: {known})")));
        }
        Ok(Some(policy))
    }

    /// The keys of the file with their places.
    fn keys(&self) -> Vec<(String, Range<usize>)> {
        let keys = toml::from_str::<Keys>(&self.text.content).map(|keys| keys.0);
        let keys = keys.unwrap_or_default().into_keys();
        keys.map(|key| (key.get_ref().clone(), key.span()))
            .collect()
    }

    /// What the file allows of waivers and suppressions, where it has that table.
    pub(in crate::cli) fn limits(&self) -> anyhow::Result<Option<Limits>> {
        let Some(own) = &self.settings.waivers else {
            return Ok(None);
        };
        let longest_days = match &own.longest_days {
            Some(days) if *days.get_ref() == 0 => {
                return Err(self.error(&days.span(), "longest-days is at least 1"));
            }
            Some(days) => i32::from(*days.get_ref()),
            None => LONGEST,
        };
        Ok(Some(Limits {
            longest_days,
            owners: own.owners.clone(),
        }))
    }

    /// What a policy allows, which always says something.
    pub(in crate::cli) fn limits_of_policy(&self) -> anyhow::Result<Limits> {
        let unsaid = Limits {
            longest_days: LONGEST,
            owners: None,
        };
        Ok(self.limits()?.unwrap_or(unsaid))
    }

    /// Makes the configuration as strict as the policy is. Gives back what would have loosened it.
    pub(in crate::cli) fn restrain(&mut self, policy: &Self) -> Vec<Attempt> {
        let mut restraint = Restraint {
            places: self.keys(),
            attempts: Vec::new(),
        };
        let (own, law) = (&mut self.settings, &policy.settings);
        // The profile first: it says what else counts. One that nobody knows ends the scan later.
        if let Some(profile) = restraint.gate(own, law) {
            restraint.rules(own, law, profile);
            restraint.parameters(&mut own.parameters, &law.parameters, profile);
        }
        restraint.severities(own, law);
        restraint.rest(own);
        restraint.attempts
    }

    /// The policy as the configuration of a scan of the absolute folder `root` that has none.
    pub(in crate::cli) fn alone(self, root: &Path) -> Self {
        Self {
            folder: root.to_path_buf(),
            ..self
        }
    }
}
