//! Programs of an engine with published holes. The parameters are the programs; each word is an
//! advisory: `CVE-2024-21626 0 1.1.12 critical`, with the first version that has the hole, the first
//! one without it, and how bad it is. `authz` behind it: only where an authorization plugin is used.

use crate::model::{Confidence, Daemon, EngineProgram, Setting, Severity};
use crate::rules::daemons::at;
use crate::rules::{Out, Params};

/// An advisory.
struct Advisory {
    name: &'static str,
    from: Vec<u32>,
    below: Vec<u32>,
    fixed: &'static str,
    severity: Severity,
    is_authz: bool,
}

/// Fails once for each program, and names the advisories.
pub(in crate::rules) fn check(params: Params, daemon: &Daemon, out: &mut Out<'_>) {
    if daemon.programs.is_empty() {
        return out.unknown();
    }
    let has_plugin = matches!(daemon.list("authorization-plugins"), Setting::Set(_));
    for program in &daemon.programs {
        let Some(version) = numbers(&program.version) else {
            out.unknown();
            continue;
        };
        let words = params.iter().find(|(name, _)| *name == program.name);
        let all = words.map_or(&[][..], |(_, words)| words).iter();
        let has = |own: &Advisory| own.from <= version && version < own.below;
        let mut found: Vec<Advisory> = all
            .filter_map(|word| advisory(word))
            .filter(|own| has(own) && (has_plugin || !own.is_authz))
            .collect();
        found.sort_by_key(|own| own.name);
        found.dedup_by_key(|own| own.name);
        report(daemon, program, &found, out);
    }
}

fn report(daemon: &Daemon, program: &EngineProgram, found: &[Advisory], out: &mut Out<'_>) {
    let worst = found.iter().map(|own| own.severity).max();
    let last = found.iter().max_by(|a, b| a.below.cmp(&b.below));
    let (Some(worst), Some(last)) = (worst, last) else {
        return;
    };
    let names: Vec<&str> = found.iter().map(|own| own.name).collect();
    let fail = at(daemon, "default", program.origin)
        .role(program.name)
        .at_most(worst)
        .arg("program", program.name)
        .arg("version", program.version.as_str())
        .arg("advisories", names.join(", "))
        .arg("fixed", last.fixed);
    // Distributions mend a version without giving it another number.
    let is_packaged = program.version.contains(['+', '~']);
    out.fail(if is_packaged {
        fail.confidence(Confidence::Low)
    } else {
        fail
    });
}

fn advisory(word: &'static str) -> Option<Advisory> {
    let mut parts = word.split(' ');
    let name = parts.next()?;
    let from = numbers(parts.next()?)?;
    let fixed = parts.next()?;
    let severity = match parts.next()? {
        "critical" => Severity::Critical,
        "high" => Severity::High,
        _ => Severity::Medium,
    };
    Some(Advisory {
        name,
        from,
        below: numbers(fixed)?,
        fixed,
        severity,
        is_authz: parts.next() == Some("authz"),
    })
}

/// The three numbers of a version: `v1.1.5+ds1` is 1, 1, 5.
fn numbers(version: &str) -> Option<Vec<u32>> {
    let version = version.trim_start_matches('v');
    let end = version.find(|c: char| !c.is_ascii_digit() && c != '.');
    let version = version.get(..end.unwrap_or(version.len()))?;
    let mut numbers: Vec<u32> = version
        .split('.')
        .map_while(|own| own.parse().ok())
        .collect();
    if numbers.is_empty() {
        return None;
    }
    numbers.resize(3, 0);
    Some(numbers)
}
