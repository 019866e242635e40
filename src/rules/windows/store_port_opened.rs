use crate::meaning::host_scripts::{HostScript, Ports, Remote, opening};
use crate::model::Severity;
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, around: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        let Some(own) = opening(&line) else {
            continue;
        };
        if !own.is_tcp || own.remote == Remote::Named {
            continue;
        }
        let ports = match &own.ports {
            Ports::Some(ports) => ports,
            Ports::All => continue,
            Ports::Unknown => {
                out.unknown();
                continue;
            }
        };
        if own.remote == Remote::Unknown {
            out.unknown();
            continue;
        }
        let all = ports.iter().cloned().flatten();
        let stores = all.filter_map(|port| Some((port, around.knowledge.store_of_port(port)?)));
        for (port, store) in stores {
            let is_open = own.remote == Remote::Anyone;
            let most = if is_open && !own.only_known {
                Severity::High
            } else {
                Severity::Medium
            };
            let key = if is_open { "default" } else { "neighbours" };
            let fail = at(key, script, &own.place).role(port.to_string());
            let fail = fail.arg("port", port.to_string());
            out.fail(fail.arg("product", store.name.to_string()).at_most(most));
        }
    }
}
