//! What stands between a container and its host: namespaces, capabilities, security options.

use super::facts::Facts;
use super::fields::Fields;
use super::node::Node;
use crate::model::{EngineKind, Namespaces, Setting, Traced};

/// The capabilities that Podman gives every container.
pub(super) const GIVEN_BY_PODMAN: [&str; 11] = [
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// The others that Docker gives: Podman counts what is dropped from these as well.
const GIVEN_BY_DOCKER: [&str; 3] = ["AUDIT_WRITE", "MKNOD", "NET_RAW"];

/// Who shares a namespace: what a container is called in this project, by its id or name.
pub(super) type Peers<'p> = &'p dyn Fn(&str) -> Option<String>;

/// The modes of the namespaces. What the engine chooses by itself is not set.
pub(super) fn namespaces(
    container: Node<'_>,
    facts: &Facts<'_>,
    peers: Peers<'_>,
    fields: &mut Fields<'_>,
) -> Namespaces {
    let host = container.get("HostConfig");
    let mode = |name: &str| host.and_then(|host| host.get(name));
    let is_privileged = mode("Privileged").and_then(Node::flag) == Some(true);
    // Under old control groups, and for all-powerful containers, the host's is the default.
    let cgroup_defaults: &[&str] = if facts.has_old_cgroups || is_privileged {
        &["private", "host"]
    } else {
        &["private"]
    };
    Namespaces {
        network: network(mode("NetworkMode"), peers, fields),
        pid: shared(mode("PidMode"), &["private"], peers, fields),
        ipc: shared(mode("IpcMode"), &["private", "shareable"], peers, fields),
        uts: shared(mode("UTSMode"), &["private"], peers, fields),
        user: shared(mode("UsernsMode"), &["private"], peers, fields),
        cgroup: shared(mode("CgroupnsMode"), cgroup_defaults, peers, fields),
    }
}

/// `host`, `none` and the network of another container; networks of their own are in the list of
/// networks.
fn network(node: Option<Node<'_>>, peers: Peers<'_>, fields: &mut Fields<'_>) -> Setting<String> {
    fields.read(node, |node| {
        let text = node.text()?;
        let is_mode = matches!(text.as_str(), "host" | "none") || text.starts_with("container:");
        is_mode.then(|| with_peer(text, peers))
    })
}

fn shared(
    node: Option<Node<'_>>,
    defaults: &[&str],
    peers: Peers<'_>,
    fields: &mut Fields<'_>,
) -> Setting<String> {
    match fields.string(node, defaults) {
        Setting::Set(mode) => Setting::Set(Traced {
            value: with_peer(mode.value, peers),
            origin: mode.origin,
        }),
        other => other,
    }
}

/// `container:ID` as the project calls it.
fn with_peer(mode: String, peers: Peers<'_>) -> String {
    let peer = mode.strip_prefix("container:").and_then(peers);
    peer.unwrap_or(mode)
}

/// Added and dropped capabilities, upper case and without `CAP_`.
pub(super) fn capabilities(
    container: Node<'_>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> (Vec<Traced<String>>, Vec<Traced<String>>) {
    let mut list = |name: &str| {
        let mut all = fields.strings(container.at(&["HostConfig", name]));
        for own in &mut all {
            let name = own.value.trim().to_ascii_uppercase();
            name.strip_prefix("CAP_")
                .unwrap_or(&name)
                .clone_into(&mut own.value);
        }
        all
    };
    let (mut added, mut dropped) = (list("CapAdd"), list("CapDrop"));
    if facts.kind == EngineKind::Podman {
        as_all(&mut added, &mut dropped);
    }
    (added, dropped)
}

/// Podman writes out what `ALL` and what is added back to it come to. Where most of what it gives is
/// dropped, that is what was said.
fn as_all(added: &mut Vec<Traced<String>>, dropped: &mut Vec<Traced<String>>) {
    let is_kept = |name: &&&str| !dropped.iter().any(|own| own.value == **name);
    let kept: Vec<&&str> = GIVEN_BY_PODMAN.iter().filter(is_kept).collect();
    let others: Vec<&&str> = GIVEN_BY_DOCKER.iter().filter(is_kept).collect();
    let Some(first) = dropped
        .first()
        .filter(|_| kept.len() < GIVEN_BY_PODMAN.len() / 2)
    else {
        return;
    };
    let origin = first.origin;
    let said = |name: &str| Traced {
        value: name.to_owned(),
        origin,
    };
    added.extend(kept.into_iter().chain(others).map(|name| said(name)));
    dropped.push(said("ALL"));
}

/// The security options, with those that the engine notes elsewhere.
pub(super) fn security(
    container: Node<'_>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Vec<Traced<String>> {
    let host = container.get("HostConfig");
    let at = |name: &str| host.and_then(|host| host.get(name));
    let mut options = fields.strings(at("SecurityOpt"));
    // The engine adds this itself where a container shares processes or memory with the host, and
    // to all-powerful ones: those are what is to be found there.
    let shares = |name: &str| at(name).is_some_and(|mode| mode.is_text("host"));
    let is_privileged = at("Privileged").and_then(Node::flag) == Some(true);
    if is_privileged || shares("PidMode") || shares("IpcMode") {
        options.retain(|own| own.value != "label=disable");
    }
    // The command line turns this option into two empty lists.
    if let Some(masked) = at("MaskedPaths")
        && masked.is_list()
        && masked.items().is_empty()
        && !is_privileged
    {
        options.push(fields.traced(masked, "systempaths=unconfined".to_owned()));
    }
    let says = |own: &Traced<String>| own.value.trim().starts_with("no-new-privileges");
    if let Some(node) = facts.no_new_privileges
        && !options.iter().any(says)
    {
        options.push(fields.traced(node, "no-new-privileges".to_owned()));
    }
    options
}
