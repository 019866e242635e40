//! Socket proxies: what they let through to the engine.

use super::images::image_name;
use crate::model::{Container, OriginId};

include!(concat!(env!("OUT_DIR"), "/socket_proxies.rs"));

/// Something that a socket proxy lets through and that amounts to commanding the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetThrough {
    /// The section, or the variable or flag with a pattern.
    pub name: &'static str,
    /// Where the setting that opens it comes from.
    pub origin: OriginId,
}

/// Whether a container runs a socket proxy, by its image.
pub fn is_socket_proxy(container: &Container) -> bool {
    let image = container.image.value();
    image.is_some_and(|image| IMAGES.contains(&image_name(image).to_lowercase().as_str()))
}

/// What a socket proxy lets through of what commands the engine.
pub fn let_through(container: &Container) -> Vec<LetThrough> {
    let switch = |name: &str| {
        let mut variables = container.environment.iter();
        let variable = variables.find(|variable| variable.name == name)?;
        is_on(variable.value.as_ref()?.expose()).then_some(variable.origin)
    };
    let mut found = Vec::new();
    if let Some(origin) = WRITES.iter().find_map(|name| switch(name)) {
        let open = SECTIONS.iter().filter(|name| switch(name).is_some());
        found.extend(open.map(|name| LetThrough { name, origin }));
    }
    for name in METHODS {
        let mut values = values(container, name).into_iter();
        let origin = values.find(|(pattern, _)| commands(pattern));
        found.extend(origin.map(|(_, origin)| LetThrough { name, origin }));
    }
    found
}

/// Whether a socket proxy answers named services only. Without a word about it a proxy that knows
/// this setting answers nobody else on its networks, and one that does not answers everybody.
pub fn answers_named_callers_only(container: &Container) -> bool {
    let mut callers = CALLERS.iter().flat_map(|name| values(container, name));
    callers
        .next()
        .is_some_and(|(callers, _)| !callers.contains('/'))
}

/// The values of a setting: of a variable, also of one with a number after its name, or of a flag
/// of the command.
fn values<'c>(container: &'c Container, name: &str) -> Vec<(&'c str, OriginId)> {
    let Some(flag) = name.strip_prefix('-') else {
        let variables = container.environment.iter().filter_map(|variable| {
            let rest = variable.name.strip_prefix(name)?;
            let is_it = rest.is_empty() || rest.starts_with('_');
            let value = variable.value.as_ref().filter(|_| is_it)?;
            Some((value.expose(), variable.origin))
        });
        return variables.collect();
    };
    let words = container.command.value();
    let words = words.map_or(&[][..], |command| &command.words);
    let following = words.iter().skip(1).map(Some).chain([None]);
    let flags = words.iter().zip(following).filter_map(|(word, next)| {
        let own = word.value.expose().trim_start_matches('-');
        match own.strip_prefix(flag)? {
            "" => next.map(|next| (next.value.expose(), next.origin)),
            rest => Some((rest.strip_prefix('=')?, word.origin)),
        }
    });
    flags.collect()
}

/// Whether a switch is on: everything but what says no.
fn is_on(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    !["", "0", "false", "no", "off"].contains(&value.as_str())
}

/// Whether a pattern of paths lets a command through: it names one, or ends with anything.
fn commands(pattern: &str) -> bool {
    let pattern = pattern.trim().trim_end_matches('$');
    pattern.ends_with(".*") || COMMANDS.iter().any(|word| pattern.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_judged_by_what_it_can_match() {
        for pattern in [
            ".*",
            "/.*",
            "^/v1\\..*/containers/.*$",
            "/v1\\.[0-9]+/containers/create",
            "/(build|info)",
        ] {
            assert!(commands(pattern), "{pattern}");
        }
        for pattern in [
            "/v1\\..{1,2}/containers/[^/]+/(start|stop|restart)",
            "/v1\\..{1,2}/(version|events)",
            "/containers/.*/restart$",
        ] {
            assert!(!commands(pattern), "{pattern}");
        }
        for value in ["0", "", "false", " No "] {
            assert!(!is_on(value), "{value}");
        }
        assert!(is_on("1") && is_on("true"));
    }
}
