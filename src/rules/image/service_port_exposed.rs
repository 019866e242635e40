//! A port through which machines are managed.

use crate::meaning::dockerfile::Dockerfile;
use crate::model::Arg;
use crate::rules::{Around, Out, builds};

/// Ports of services that a container has no need for.
const PORTS: [(u16, &str); 9] = [
    (22, "SSH"),
    (23, "Telnet"),
    (445, "SMB"),
    (2375, "Docker"),
    (2376, "Docker"),
    (3389, "RDP"),
    (5900, "VNC"),
    (5985, "WinRM"),
    (5986, "WinRM"),
];

/// Fails for each such port.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["EXPOSE"]).filter(|step| step.is_in_image) {
        for argument in step.arguments.iter().filter(|own| own.value.is_known) {
            let ports = argument.value.value.split('/').next().unwrap_or_default();
            let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
            let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) else {
                continue;
            };
            let known = PORTS.iter().find(|(port, _)| (first..=last).contains(port));
            if let Some((port, service)) = known {
                let fail = builds::at("default", file, &argument.range).role(port.to_string());
                out.fail(
                    fail.arg("port", Arg::Number(u64::from(*port)))
                        .arg("service", *service),
                );
            }
        }
    }
}
