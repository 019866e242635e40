use crate::meaning::host_scripts::{HostScript, Line, Ports, Remote, opening};
use crate::rules::host_scripts::{at, command};
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        if lets_everything_in(&line) {
            out.fail(command("unless", script, &line).arg("command", line.program()));
            continue;
        }
        let Some(own) = opening(&line) else {
            continue;
        };
        let is_wide = matches!(own.remote, Remote::Anyone | Remote::Neighbours);
        if own.ports == Ports::All && own.is_tcp && is_wide && !own.is_limited {
            let fail = at("default", script, &own.place).role(line.program());
            out.fail(fail.arg("command", line.program()));
        }
    }
}

/// Whether what no rule speaks of is let in.
fn lets_everything_in(line: &Line<'_>) -> bool {
    match line.program().as_str() {
        "set-netfirewallprofile"
        | "set-netfirewallhypervvmsetting"
        | "set-netfirewallhypervprofile" => {
            let action = line.parameter(&["DefaultInboundAction"]);
            action.is_some_and(|own| own.is("Allow"))
        }
        "netsh" if line.begins(&["advfirewall", "set"]) => {
            let policy = line.arguments().iter().any(|own| {
                line.said(own)
                    .text
                    .to_ascii_lowercase()
                    .starts_with("allowinbound")
            });
            policy && line.has(&["firewallpolicy"])
                || line.arguments().iter().any(|own| {
                    line.said(own)
                        .text
                        .to_ascii_lowercase()
                        .starts_with("allowinbound,")
                })
        }
        _ => false,
    }
}
