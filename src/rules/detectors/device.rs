//! Devices of the host that `params` lists: by path (`devices`, a star at the end for all that begin
//! so) and by number (`numbers`, as rules of the device control group name them: `c 10:200`).

use crate::model::{Container, Device};
use crate::rules::{Context, Fail, Out, Params, Site};

/// Fails for each listed device, and for each rule of the device control group that opens one.
pub(in crate::rules) fn check(
    params: Params,
    container: &Container,
    cx: &Context<'_>,
    out: &mut Out<'_>,
) {
    let list = |wanted: &str| {
        let list = params.iter().find(|(name, _)| *name == wanted);
        list.map_or(&[][..], |(_, words)| *words)
    };
    let fail = |origin, role: &str| {
        let site = Site::origin(cx, origin, container.owner);
        Fail::new("default", site).role(role).arg("device", role)
    };
    for device in &container.devices {
        if list("devices")
            .iter()
            .any(|pattern| is_like(device, pattern))
        {
            out.fail(fail(device.origin, &device.source));
        }
    }
    if !makes_nodes(container) {
        return;
    }
    for rule in &container.device_rules {
        if list("numbers")
            .iter()
            .any(|number| opens(&rule.value, number))
        {
            out.fail(fail(rule.origin, &rule.value).arg("rule", rule.value.as_str()));
        }
    }
}

fn is_like(device: &Device, pattern: &str) -> bool {
    let path = device.source.trim_end_matches('/');
    match pattern.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => path == pattern,
    }
}

/// Whether the container can make the node of a device that a rule opens: it may by default.
fn makes_nodes(container: &Container) -> bool {
    let has = |list: &[crate::model::Traced<String>]| {
        list.iter()
            .any(|own| ["ALL", "MKNOD"].contains(&own.value.as_str()))
    };
    container.privileged.is(&true) || has(&container.cap_add) || !has(&container.cap_drop)
}

/// Whether a rule (`c 10:* rw`, `a`) lets the device of a number be read or written.
fn opens(rule: &str, number: &str) -> bool {
    let split = |text: &str| {
        let mut words = text.split_whitespace().map(str::to_owned);
        let kind = words.next().unwrap_or_default();
        let numbers = words.next().unwrap_or_else(|| "*:*".to_owned());
        let rights = words.next().unwrap_or_else(|| "rwm".to_owned());
        let (major, minor) = numbers.split_once(':').unwrap_or((&numbers, "*"));
        ([kind, major.to_owned(), minor.to_owned()], rights)
    };
    let (rule, rights) = split(rule);
    let (device, _) = split(number);
    let is_any = |word: &str| ["*", "a"].contains(&word);
    rights.contains(['r', 'w'])
        && rule
            .iter()
            .zip(&device)
            .all(|(own, wanted)| own == wanted || is_any(own) || is_any(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_opens_what_its_numbers_cover() {
        for rule in ["a", "a *:* rwm", "b *:* rw", "b 8:* r", "b 8:0 rwm"] {
            assert!(opens(rule, "b *:*"), "{rule}");
        }
        for rule in ["c 1:* r", "c *:* rwm", "c 1:1 rw"] {
            assert!(opens(rule, "c 1:1"), "{rule}");
        }
        for rule in ["c 1:3 mr", "b 8:* m", "c 188:* rmw", "", "x"] {
            assert!(!opens(rule, "c 1:1"), "{rule}");
            assert!(!opens(rule, "b *:*"), "{rule}");
        }
    }
}
