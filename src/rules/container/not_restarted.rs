//! A service that stays down after a crash or a restart of the host.

use crate::model::{Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Words in names and commands of jobs that run once.
const ONCE: [&str; 11] = [
    "init",
    "migrate",
    "migration",
    "migrations",
    "seed",
    "setup",
    "bootstrap",
    "prepull",
    "job",
    "once",
    "chown",
];

/// Fails without a restart policy, and with `no`. Jobs that end, and services of a Compose profile,
/// which somebody starts by hand, need none.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let by_hand = !container.profiles.is_empty();
    if by_hand || container.provider.value().is_some() || runs_once(container, cx) {
        return out.not_applicable();
    }
    match &container.restart {
        Setting::Set(policy) if matches!(policy.value.as_str(), "no" | "none") => {
            let site = Site::origin(cx, policy.origin, container.owner);
            out.fail(Fail::new("never", site));
        }
        Setting::Set(_) => {}
        Setting::NotObservable(_) => out.unknown(),
        Setting::Unset(_) => out.fail(Fail::new("default", Site::missing(container.owner))),
    }
}

/// Whether a service is one that others wait to see end, or says so by its name or command.
fn runs_once(container: &Container, cx: &Context<'_>) -> bool {
    let says = |text: &str| {
        let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
        words.any(|word| ONCE.contains(&word.to_ascii_lowercase().as_str()))
    };
    let command = [&container.entrypoint, &container.command];
    // A script may have any word in it: the program and its first argument say what it is.
    let words = command.iter().filter_map(|command| command.value());
    let mut words = words.flat_map(|command| command.words.iter().take(2));
    cx.is_awaited(container) || says(&container.name) || words.any(|word| says(word.value.expose()))
}
