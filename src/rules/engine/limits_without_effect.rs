//! What the kernel does not give the engine, so that settings of containers do nothing.

use crate::model::Daemon;
use crate::rules::Out;
use crate::rules::daemons::at;

/// Warnings of an engine, each with the setting that does nothing.
const KNOWN: [(&str, &str); 8] = [
    ("No memory limit support", "memory"),
    ("No swap limit support", "memory-swap"),
    ("No cpu cfs quota support", "cpus"),
    ("No cpu cfs period support", "cpus"),
    ("No cpu shares support", "cpu-shares"),
    ("No pids limit support", "pids-limit"),
    ("bridge-nf-call-iptables is disabled", "icc"),
    (
        "Running in rootless-mode without cgroups",
        "memory, cpus, pids-limit",
    ),
];

/// Fails for each such warning.
pub(super) fn check(daemon: &Daemon, out: &mut Out<'_>) {
    for warning in &daemon.warnings {
        let known = KNOWN
            .iter()
            .find(|(sign, _)| warning.value.starts_with(sign));
        if let Some((sign, setting)) = known {
            let fail = at(daemon, "default", warning.origin).role(*sign);
            out.fail(fail.arg("warning", *sign).arg("setting", *setting));
        }
    }
}
