use crate::meaning::host_scripts::HostScript;
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, around: Around<'_>, out: &mut Out<'_>) {
    for line in script.lines() {
        let is_forward = line.program() == "netsh"
            && line.begins(&["interface", "portproxy"])
            && line.has(&["add", "set"]);
        if !is_forward {
            continue;
        }
        let address = line.pair("listenaddress");
        let is_wide = address
            .as_ref()
            .is_none_or(|own| own.is_one(&["*", "0.0.0.0", "::", ""]));
        if !is_wide {
            continue;
        }
        let (listen, connect) = (line.pair("listenport"), line.pair("connectport"));
        let Some(port) = connect
            .as_ref()
            .or(listen.as_ref())
            .filter(|own| own.is_known)
        else {
            out.unknown();
            continue;
        };
        let number = port.text.parse().ok();
        let Some(store) = number.and_then(|own| around.knowledge.store_of_port(own)) else {
            continue;
        };
        let place = address.as_ref().or(listen.as_ref()).unwrap_or(port);
        let fail = at("default", script, &place.range).role(port.text.clone());
        out.fail(
            fail.arg("port", port.text.clone())
                .arg("product", store.name.to_string()),
        );
    }
}
