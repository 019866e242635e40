use crate::meaning::host_scripts::{HostScript, Line, entry};
use crate::rules::host_scripts::command;
use crate::rules::{Around, Out};

/// The services without which no rule of the firewall holds.
const SERVICES: [&str; 2] = ["mpssvc", "bfe"];

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines().filter(turns_off) {
        out.fail(command("default", script, &line).arg("command", line.program()));
    }
}

fn turns_off(line: &Line<'_>) -> bool {
    let names_it = || {
        line.arguments().iter().any(|own| {
            let said = line.said(own);
            SERVICES
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&said.text))
        })
    };
    match line.program().as_str() {
        "set-netfirewallprofile" => line.parameter(&["Enabled"]).is_some_and(|own| own.is_off()),
        "set-netfirewallhypervvmsetting" => {
            line.parameter(&["Enabled"]).is_some_and(|own| own.is_off())
        }
        "netsh" if line.begins(&["advfirewall", "set"]) => {
            let words = line.arguments();
            let pairs = words.iter().zip(words.iter().skip(1));
            pairs
                .into_iter()
                .any(|(a, b)| line.value(a).is("state") && line.value(b).is("off"))
        }
        "netsh" if line.begins(&["firewall", "set", "opmode"]) => {
            line.has(&["disable", "mode=disable"])
        }
        "stop-service" => names_it(),
        "set-service" => {
            let start = line.parameter(&["StartupType"]);
            names_it() && start.is_some_and(|own| own.is("Disabled"))
        }
        "net" => line.begins(&["stop"]) && names_it(),
        "sc" => {
            names_it()
                && (line.begins(&["stop"])
                    || line.begins(&["config"]) && line.has(&["disabled", "start=disabled"]))
        }
        _ => entry(line).is_some_and(|own| {
            own.name.eq_ignore_ascii_case("EnableFirewall") && own.number() == Some(0)
        }),
    }
}
