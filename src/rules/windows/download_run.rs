use std::collections::HashMap;

use crate::meaning::host_scripts::{
    HostScript, Line, Transfer, download, downloads_within, run_later,
};
use crate::model::Severity;
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    let held = held(script);
    for line in script.lines() {
        let found = at_once(&line, &held);
        if let Some((own, transfer)) = found.map(|own| (&line, own)) {
            let most = if transfer.is_plain() {
                Severity::High
            } else {
                Severity::Medium
            };
            let fail = at("default", script, &own.command.range).role("iex");
            out.fail(fail.arg("host", shown(&transfer)).at_most(most));
            continue;
        }
        let Some(transfer) = download(&line) else {
            continue;
        };
        if let Some(run) = run_later(script, &transfer) {
            let most = if transfer.is_plain() {
                Severity::High
            } else {
                Severity::Low
            };
            let fail = at("saved", script, &run.command.range).role(line.program());
            let fail = fail.related(script.span(&transfer.range));
            out.fail(fail.arg("host", shown(&transfer)).at_most(most));
        }
    }
}

/// What variables hold that was downloaded.
fn held(script: &HostScript) -> HashMap<String, Transfer> {
    let lines = script.lines().filter_map(|line| {
        let target = line.command.target.as_ref()?;
        let name = target.rsplit('$').next()?.to_ascii_lowercase();
        let transfer = download(&line).or_else(|| downloads_within(&line))?;
        transfer.file.is_none().then_some((name, transfer))
    });
    lines.collect()
}

/// What a command runs that another machine says.
fn at_once(line: &Line<'_>, held: &HashMap<String, Transfer>) -> Option<Transfer> {
    if line.program() != "invoke-expression" && !makes_block(line) {
        return None;
    }
    // What stands in brackets is said there.
    if line.within().any(|own| makes_block(&own)) {
        return None;
    }
    let mut before = line.before();
    // A pipe has an end.
    while let Some(own) = before {
        if let Some(found) = download(&own).or_else(|| downloads_within(&own)) {
            return Some(found);
        }
        if let Some(found) = of_variable(&own, held) {
            return Some(found);
        }
        before = own.before();
    }
    downloads_within(line).or_else(|| of_variable(line, held))
}

/// Whether an expression makes code of a text.
fn makes_block(line: &Line<'_>) -> bool {
    let text = line.text().to_ascii_lowercase();
    line.command.is_expression && text.contains("[scriptblock]::create")
}

fn of_variable(line: &Line<'_>, held: &HashMap<String, Transfer>) -> Option<Transfer> {
    let words = line.command.words.iter();
    let mut names = words.flat_map(|word| line.variables(word));
    names.find_map(|name| held.get(name)).cloned()
}

fn shown(transfer: &Transfer) -> String {
    let host = transfer.host();
    if host.is_empty() {
        "?".to_owned()
    } else {
        host.to_owned()
    }
}
