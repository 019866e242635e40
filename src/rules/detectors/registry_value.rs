//! Values of the registry that turn a protection off.

use crate::meaning::host_scripts::{HostScript, entry};
use crate::rules::host_scripts::command;
use crate::rules::{Around, Out, Params};

/// `values`: what is set as `name=number`; `keys`: a part of the key, where the name alone says too
/// little.
pub(in crate::rules) fn check(
    params: Params,
    script: &HostScript,
    _: Around<'_>,
    out: &mut Out<'_>,
) {
    let list = |wanted: &str| {
        let found = params.iter().find(|(name, _)| *name == wanted);
        found.map_or(&[][..], |(_, words)| *words)
    };
    for line in script.lines() {
        let Some(entry) = entry(&line) else {
            continue;
        };
        let keys = list("keys");
        let is_there = keys.is_empty() || keys.iter().any(|own| entry.key.contains(own));
        let is_bad = list("values").iter().any(|own| {
            let Some((name, number)) = own.split_once('=') else {
                return false;
            };
            name.eq_ignore_ascii_case(&entry.name) && number.parse().ok() == entry.number()
        });
        if is_there && is_bad {
            let fail = command("default", script, &line).role(entry.name.to_ascii_lowercase());
            out.fail(fail.arg("value", entry.name));
        }
    }
}
