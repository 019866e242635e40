use crate::meaning::host_scripts::{HostScript, Line, Value};
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

const LOOSE: [&str; 2] = ["Bypass", "Unrestricted"];

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        match line.program().as_str() {
            "set-executionpolicy" => {
                let operands = line.operands(&["Force", "Confirm", "WhatIf"]);
                let mut operands = operands.into_iter();
                let policy = line
                    .parameter(&["ExecutionPolicy"])
                    .or_else(|| operands.next());
                let scope = line.parameter(&["Scope"]).or_else(|| operands.next());
                let lasts = scope.is_none_or(|own| own.is_known && !own.is("Process"));
                if let Some(policy) = policy.filter(|own| own.is_one(&LOOSE) && lasts) {
                    let fail = at("default", script, &policy.range).role("Set-ExecutionPolicy");
                    out.fail(fail.arg("policy", policy.text));
                }
            }
            "powershell" | "pwsh" => {
                let policy = line.parameter(&["ExecutionPolicy", "ep", "exec"]);
                let policy = policy.filter(|own| own.is_one(&LOOSE));
                if let (Some(policy), Some(file)) = (policy, remote_file(&line)) {
                    let fail = at("remote", script, &file.range).role("powershell -File");
                    out.fail(fail.arg("policy", policy.text));
                }
            }
            _ => {}
        }
    }
}

/// The script that comes from another machine.
fn remote_file(line: &Line<'_>) -> Option<Value> {
    let file = line.parameter(&["File"])?;
    let is_remote = file.text.starts_with("\\\\") || file.text.contains("://");
    is_remote.then_some(file)
}
