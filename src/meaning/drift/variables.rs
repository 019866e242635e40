//! The environment and the command. Values may be secrets: of variables the names are said, of a
//! command that it is another one.

use std::collections::{BTreeMap, HashSet};

use super::pair::{Difference, Differences, Pair, told};
use crate::meaning::{Seen, Slot, is_password_name, is_secret_name, secrets};
use crate::model::{Change, Command, Container, DriftKind, Project, Setting, Variable};

/// What the client and the engine add by themselves, in upper case.
const GIVEN: [&str; 11] = [
    "PATH",
    "HOME",
    "HOSTNAME",
    "TERM",
    "CONTAINER",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "FTP_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "DOCKER_CONFIG",
];

/// Compares both.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Differences) {
    environment(pair, found);
    let (service, running) = (pair.service, pair.running);
    let entrypoint = (&service.entrypoint, &running.entrypoint);
    command(pair, "entrypoint", entrypoint, found);
    command(pair, "command", (&service.command, &running.command), found);
}

fn environment(pair: &Pair<'_>, found: &mut Differences) {
    let declared = by_name(pair.service);
    let running = by_name(pair.running);
    let image = pair
        .image
        .map_or(&[][..], |image| image.environment.as_slice());
    let image: BTreeMap<&str, &Variable> =
        image.iter().map(|own| (own.name.as_str(), own)).collect();
    let problems = &pair.declared.problems;
    // What an unread file would have brought cannot be told from what nobody declared.
    let is_whole =
        !problems.iter().any(|problem| problem.kind.is_gap()) && pair.declared.templates.is_empty();
    let is_given = |name: &str| GIVEN.contains(&name.to_ascii_uppercase().as_str());
    for (name, now) in &running {
        let is_known = declared.contains_key(name) || image.contains_key(name);
        if is_whole && pair.image.is_some() && !is_known && !is_given(name) {
            let difference = Difference::new(DriftKind::Variable, Change::Weaker)
                .of(*name)
                .running(Some((*name).to_owned()), Some(now.origin));
            found.add(difference);
        }
    }
    let hidden = Hidden::new(pair);
    for (name, own) in &declared {
        let Some(value) = &own.value else { continue };
        let origin = pair.declared.origins.cause(own.origin);
        let is_of_template =
            origin.is_some_and(|cause| pair.declared.templates.contains(&cause.place.text));
        match running.get(name) {
            // Nobody knows what stands in the file that the template stands in for.
            _ if is_of_template => {}
            None => {
                let difference = Difference::new(DriftKind::Variable, Change::Other)
                    .of(*name)
                    .declared(Some((*name).to_owned()), Some(own.origin));
                found.add(difference);
            }
            Some(now) => {
                let differs = now.value.as_ref().is_some_and(|now| now != value);
                if differs && !hidden.has(name) && !is_given(name) {
                    let difference = Difference::new(DriftKind::Variable, Change::Other)
                        .of(*name)
                        .declared(Some((*name).to_owned()), Some(own.origin))
                        .running(Some((*name).to_owned()), Some(now.origin));
                    found.add(difference);
                }
            }
        }
    }
}

fn by_name(container: &Container) -> BTreeMap<&str, &Variable> {
    let all = container.environment.iter();
    all.map(|own| (own.name.as_str(), own)).collect()
}

/// The variables that hold secrets on either side. Of those not even that their value is another
/// one is said: whoever may change the files could guess them that way.
struct Hidden(HashSet<String>);

impl Hidden {
    fn new(pair: &Pair<'_>) -> Self {
        let mut all = HashSet::new();
        let mut add = |container: &Container, project: &Project| {
            let mut seen = Seen::default();
            for secret in secrets(container, project, &mut seen) {
                if let Slot::Environment(variable) = secret.slot {
                    all.insert(variable.name.clone());
                }
            }
        };
        add(pair.service, pair.declared);
        add(pair.running, pair.live);
        Self(all)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(name) || is_secret_name(name) || is_password_name(name)
    }
}

fn command(
    pair: &Pair<'_>,
    what: &str,
    (declared, running): (&Setting<Command>, &Setting<Command>),
    found: &mut Differences,
) {
    let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
        return;
    };
    let words = |command: &Command| -> Vec<String> {
        let words = command.words.iter();
        words.map(|word| word.value.expose().to_owned()).collect()
    };
    let own = own.map(words).filter(|words| !words.is_empty());
    let now = now.map(words).filter(|words| !words.is_empty());
    let is_same = match (&own, &now) {
        (Some(own), Some(now)) => own == now,
        // The image says what runs: the engine does not tell it apart from what was asked for.
        (Some(_) | None, None) => true,
        // Only of an image that is known it is clear that this is none of its own.
        (None, Some(_)) => pair.image.is_none(),
    };
    if is_same {
        return;
    }
    let at = declared.traced().map(|own| own.origin);
    let difference = Difference::new(DriftKind::Command, Change::Other)
        .of(what)
        .declared(own.map(|_| what.to_owned()), at)
        .running(Some(what.to_owned()), running.origin());
    found.add(difference);
}
