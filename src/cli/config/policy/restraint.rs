//! Making a configuration as strict as a policy.

use std::ops::Range;

use toml::Spanned;

use super::Attempt;
use crate::cli::config::settings::{Parameters, Settings};
use crate::cli::selection::named;
use crate::model::Severity;
use crate::rules::{RULES, Rule};
use crate::verdict::Profile;

/// The profiles from the mildest to the strictest.
const ORDER: [&str; 3] = ["baseline", "plan", "strict"];

/// What would loosen a policy, while a configuration is made as strict.
pub(super) struct Restraint {
    /// The keys of the configuration with their places.
    pub(super) places: Vec<(String, Range<usize>)>,
    /// What was found.
    pub(super) attempts: Vec<Attempt>,
}

impl Restraint {
    /// Notes a key of the configuration, or a part of it: `parameters: trusted-images`.
    fn attempt(&mut self, what: &str) {
        let key = what.split(':').next().unwrap_or(what);
        let mut places = self.places.iter();
        let found = places.find(|(own, _)| own.replace('_', "-") == key);
        let place = found.map_or(0..0, |(_, place)| place.clone());
        self.attempts.push((what.to_owned(), place));
    }

    /// Notes a word of a list or table of the configuration.
    fn attempt_at(&mut self, key: &str, word: &Spanned<String>) {
        let what = format!("{key}: {}", word.get_ref());
        self.attempts.push((what, word.span()));
    }

    /// Profile and threshold. Gives back the profile that counts.
    pub(super) fn gate(&mut self, own: &mut Settings, law: &Settings) -> Option<&'static Profile> {
        let least = profile(law)?;
        if profile(own).is_some_and(|own| rank(own) < rank(least)) {
            if own.profile.is_some() {
                self.attempt("profile");
            }
            own.profile = Some(Spanned::new(0..0, least.name.to_owned()));
        }
        let profile = profile(own)?;
        let deny = least.deny.iter().map(|id| unplaced(id));
        let denied = law.gate.deny.iter().cloned().chain(deny);
        own.gate.deny.extend(denied);
        let limit = law.fail_on.unwrap_or(least.fail_on);
        match own.fail_on {
            Some(severity) if severity <= limit => {}
            Some(_) => {
                self.attempt("fail-on");
                own.fail_on = Some(limit);
            }
            None => own.fail_on = Some(limit.min(profile.fail_on)),
        }
        if std::mem::take(&mut own.exit_zero) {
            self.attempt("exit-zero");
        }
        Some(profile)
    }

    /// Which rules are asked.
    pub(super) fn rules(&mut self, own: &mut Settings, law: &Settings, profile: &Profile) {
        if own.select.is_empty() {
            own.select.clone_from(&law.select);
        } else {
            let asked = RULES.iter().filter(|rule| profile.asks(rule));
            let required: Vec<&str> = match law.select.as_slice() {
                [] => asked.map(|rule| rule.id).collect(),
                words => ids(words),
            };
            let chosen = ids(&own.select);
            let missing = required.iter().filter(|id| !chosen.contains(id));
            let missing: Vec<_> = missing.map(|id| unplaced(id)).collect();
            if !missing.is_empty() {
                self.attempt("select");
                own.select.extend(missing);
            }
        }
        let ignored = ids(&law.ignore);
        own.ignore.retain(|word| {
            let own = named(word.get_ref());
            let is_allowed = own.is_ok_and(|own| own.iter().all(|id| ignored.contains(id)));
            if !is_allowed {
                self.attempt_at("ignore", word);
            }
            is_allowed
        });
        own.ignore.extend(law.ignore.iter().cloned());
    }

    /// How bad findings are.
    pub(super) fn severities(&mut self, own: &mut Settings, law: &Settings) {
        own.severity.retain(|word, severity| {
            let rules = ids(std::slice::from_ref(word));
            let is_lower = rules.iter().any(|id| *severity < floor(id, law));
            if is_lower {
                self.attempt_at("severity", word);
            }
            !is_lower
        });
        for (word, severity) in &law.severity {
            let mut words = own.severity.keys();
            if !words.any(|other| other.get_ref() == word.get_ref()) {
                own.severity.insert(word.clone(), *severity);
            }
        }
    }

    /// Each list may lack what the policy or the profile has; it may have nothing that they lack.
    pub(super) fn parameters(&mut self, own: &mut Parameters, law: &Parameters, profile: &Profile) {
        let built_in = &profile.parameters;
        let ports = law.front_door_ports.as_deref();
        let allowed = ports.unwrap_or(built_in.front_door_ports);
        let is_looser = |ports: &Vec<u16>| ports.iter().any(|port| !allowed.contains(port));
        if own.front_door_ports.as_ref().is_some_and(is_looser) {
            self.attempt("parameters: front-door-ports");
            own.front_door_ports = None;
        }
        if own.front_door_ports.is_none() {
            own.front_door_ports.clone_from(&law.front_door_ports);
        }
        let capabilities = (
            &mut own.tolerated_capabilities,
            &law.tolerated_capabilities,
            built_in.tolerated_capabilities,
        );
        let images = (
            &mut own.trusted_images,
            &law.trusted_images,
            built_in.trusted_images,
        );
        let paths = (
            &mut own.allowed_host_paths,
            &law.allowed_host_paths,
            built_in.allowed_host_paths,
        );
        // Without an entry the last two are not enforced.
        for (key, (own, law, built_in), is_open) in [
            ("parameters: tolerated-capabilities", capabilities, false),
            ("parameters: trusted-images", images, true),
            ("parameters: allowed-host-paths", paths, true),
        ] {
            let plain = |text: &str| text.trim_start_matches("CAP_").to_owned();
            let allowed: Vec<String> = match law {
                Some(list) => list.iter().map(|one| plain(one.get_ref())).collect(),
                None => built_in.iter().map(|one| plain(one)).collect(),
            };
            let is_looser = own.as_ref().is_some_and(|own| {
                let mut others = own.iter().map(|one| plain(one.get_ref()));
                let has_more = others.any(|one| !allowed.contains(&one));
                if is_open {
                    !allowed.is_empty() && (own.is_empty() || has_more)
                } else {
                    has_more
                }
            });
            if is_looser {
                self.attempt(key);
                *own = None;
            }
            if own.is_none() {
                own.clone_from(law);
            }
        }
    }

    /// What leaves something out, or decides what is bad.
    pub(super) fn rest(&mut self, own: &mut Settings) {
        let outside = own.allow_outside.take();
        for (key, is_there) in [
            ("exclude", !std::mem::take(&mut own.exclude).is_empty()),
            (
                "coverage",
                !std::mem::take(&mut own.coverage.accept).is_empty(),
            ),
            ("baseline", own.baseline.take().is_some()),
            ("knowledge", own.knowledge.take().is_some()),
            ("python", own.python.keep_what_tightens()),
            (
                "allow-outside",
                outside.is_some_and(|allow| *allow.get_ref()),
            ),
        ] {
            if is_there {
                self.attempt(key);
            }
        }
    }
}

/// A word that stands in no file.
fn unplaced(word: &str) -> Spanned<String> {
    Spanned::new(0..0, word.to_owned())
}

/// The ids that words name, as far as they name any.
fn ids(words: &[Spanned<String>]) -> Vec<&'static str> {
    let words = words.iter().filter_map(|word| named(word.get_ref()).ok());
    words.flatten().collect()
}

/// The severity that a rule has at least under a policy.
fn floor(id: &str, law: &Settings) -> Severity {
    let severities = law.severity.iter();
    let own =
        severities.filter(|(word, _)| named(word.get_ref()).is_ok_and(|ids| ids.contains(&id)));
    let own = own.max_by_key(|(word, _)| word.get_ref().len());
    let rule = RULES.iter().find(|rule| rule.id == id);
    let worst = |rule: &&'static Rule| rule.severity.worst();
    let built_in = rule.map_or(Severity::Info, worst);
    own.map_or(built_in, |(_, severity)| *severity)
}

/// The profile that a file names, or the mildest.
fn profile(settings: &Settings) -> Option<&'static Profile> {
    let named = settings.profile.as_ref();
    Profile::find(named.map_or(ORDER[0], |name| name.get_ref()))
}

/// The place of a profile in the order.
fn rank(profile: &Profile) -> usize {
    let place = ORDER.iter().position(|name| *name == profile.name);
    place.unwrap_or(0)
}
