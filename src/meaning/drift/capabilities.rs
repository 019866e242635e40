//! Capabilities, by what comes out: `cap_drop: [ALL]` and the list of all that an engine gives are
//! the same.

use std::collections::BTreeSet;

use super::pair::{Difference, Differences, Pair};
use crate::meaning::capabilities::OF_DOCKER;
use crate::model::{Change, Container, DriftKind, EngineKind, Traced};

/// What of it Podman does not give.
const NOT_OF_PODMAN: [&str; 3] = ["AUDIT_WRITE", "MKNOD", "NET_RAW"];

/// What else Linux has.
const OTHERS: [&str; 27] = [
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "DAC_READ_SEARCH",
    "IPC_LOCK",
    "IPC_OWNER",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "NET_ADMIN",
    "NET_BROADCAST",
    "PERFMON",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

/// So many names are said of a longer list.
const SAID: usize = 5;

/// Compares what both sides let the processes do.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Differences) {
    let is_all_powerful = |own: &Container| {
        own.privileged.is(&true) || own.privileged.value().is_none() && !is_told(own)
    };
    if is_all_powerful(pair.service) || is_all_powerful(pair.running) {
        return;
    }
    let kind = pair.engine.kind;
    let declared = outcome(pair.service, kind);
    let running = outcome(pair.running, kind);
    let more: Vec<&str> = running.difference(&declared).copied().collect();
    let fewer: Vec<&str> = declared.difference(&running).copied().collect();
    if !more.is_empty() {
        let own = Difference::new(DriftKind::Capabilities, Change::Weaker).of("more");
        // Where one was added, there; else where it is no longer dropped.
        let added = pair.running.cap_add.iter();
        let added = added.filter(|own| more.contains(&own.value.as_str()) || own.value == "ALL");
        let found_at = added.map(|own| own.origin).next();
        let of_running = found_at.or_else(|| first(&pair.running.cap_drop));
        let at = first(&pair.service.cap_add).filter(|_| found_at.is_some());
        let at = at.or_else(|| first(&pair.service.cap_drop));
        found.add(
            own.declared(None, at)
                .running(Some(said(&more)), of_running),
        );
    }
    if !fewer.is_empty() {
        let own = Difference::new(DriftKind::Capabilities, Change::Stronger).of("fewer");
        let added = pair.service.cap_add.iter();
        let added = added.filter(|own| fewer.contains(&own.value.as_str()) || own.value == "ALL");
        let at = added.map(|own| own.origin).next();
        let at = at.or_else(|| first(&pair.service.cap_drop));
        let of_running = first(&pair.running.cap_drop);
        found.add(
            own.declared(Some(said(&fewer)), at)
                .running(None, of_running),
        );
    }
}

fn is_told(container: &Container) -> bool {
    super::pair::told(&container.privileged).is_ok()
}

fn first(list: &[Traced<String>]) -> Option<crate::model::OriginId> {
    list.first().map(|own| own.origin)
}

fn said(names: &[&str]) -> String {
    let mut text = names
        .iter()
        .take(SAID)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SAID {
        text.push_str(", …");
    }
    text
}

/// What a container's first process has.
fn outcome(container: &Container, kind: EngineKind) -> BTreeSet<&str> {
    let has = |list: &[Traced<String>], name: &str| list.iter().any(|own| own.value == name);
    let mut own: BTreeSet<&str> = BTreeSet::new();
    if has(&container.cap_add, "ALL") {
        own.extend(OF_DOCKER.iter().chain(&OTHERS));
    } else if !has(&container.cap_drop, "ALL") {
        own.extend(OF_DOCKER);
        if kind == EngineKind::Podman {
            own.retain(|name| !NOT_OF_PODMAN.contains(name));
        }
    }
    own.retain(|name| !has(&container.cap_drop, name));
    let added = container.cap_add.iter().map(|own| own.value.as_str());
    own.extend(added.filter(|name| *name != "ALL"));
    own
}
