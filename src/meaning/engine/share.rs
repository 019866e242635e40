//! What of the host's means a container gets: memory, processors, processes, devices.

use super::facts::Facts;
use super::fields::Fields;
use super::node::Node;
use crate::model::{Device, EngineKind, HostName, Limits, Setting, Traced, Ulimit};

/// A processor has so many thousandths, and the engine counts in billionths.
const BILLIONTHS: i64 = 1_000_000;
/// The period of the scheduler where none is set, in microseconds.
const PERIOD: i64 = 100_000;

/// Limits; those that mean none are not set.
pub(super) fn limits(container: Node<'_>, fields: &mut Fields<'_>) -> Limits {
    let host = container.get("HostConfig");
    let at = |name: &str| host.and_then(|host| host.get(name));
    let above = |node: Node<'_>| node.number().filter(|number| *number > 0);
    let whole = |node: Node<'_>| u64::try_from(above(node)?).ok();
    let thousandths = |node: Node<'_>| u64::try_from(above(node)? / BILLIONTHS).ok();
    let period = at("CpuPeriod").and_then(above).unwrap_or(PERIOD);
    let quota = |node: Node<'_>| {
        let share = above(node)?.checked_mul(1000)?.checked_div(period)?;
        u64::try_from(share).ok()
    };
    let cpus = match fields.read(at("NanoCpus"), thousandths) {
        Setting::Set(own) => Setting::Set(own),
        _ => fields.read(at("CpuQuota"), quota),
    };
    Limits {
        memory: fields.read(at("Memory"), whole),
        cpus,
        pids: fields.read(at("PidsLimit"), above),
    }
}

/// The limits of processes.
pub(super) fn ulimits(container: Node<'_>, fields: &mut Fields<'_>) -> Vec<Ulimit> {
    let list = container.at(&["HostConfig", "Ulimits"]).map(Node::items);
    let list = list.unwrap_or_default().into_iter();
    let limits = list.filter_map(|item| {
        let name = item.get("Name")?;
        let text = name.text()?.to_ascii_lowercase();
        Some(Ulimit {
            // Podman writes the names of the kernel.
            name: text.strip_prefix("rlimit_").unwrap_or(&text).to_owned(),
            soft: item.get("Soft")?.number()?,
            hard: item.get("Hard")?.number()?,
            origin: fields.literal(name),
        })
    });
    limits.collect()
}

/// Devices of the host.
pub(super) fn devices(container: Node<'_>, fields: &mut Fields<'_>) -> Vec<Device> {
    let list = container.at(&["HostConfig", "Devices"]).map(Node::items);
    let list = list.unwrap_or_default().into_iter();
    let devices = list.filter_map(|item| {
        let path = item.get("PathOnHost")?;
        let text = |name: &str| item.get(name).and_then(Node::text);
        let source = path.text()?;
        let target = text("PathInContainer").filter(|own| !own.is_empty());
        let permissions = text("CgroupPermissions").filter(|own| !own.is_empty());
        Some(Device {
            target: target.unwrap_or_else(|| source.clone()),
            permissions: permissions.unwrap_or_else(|| "rwm".to_owned()),
            origin: fields.literal(path),
            source,
        })
    });
    devices.collect()
}

/// How many devices of a driver are asked for, or `all`.
pub(super) fn device_requests(container: Node<'_>, fields: &mut Fields<'_>) -> Vec<Traced<String>> {
    let list = container
        .at(&["HostConfig", "DeviceRequests"])
        .map(Node::items);
    let list = list.unwrap_or_default().into_iter();
    let requests = list.map(|item| {
        let ids = item.get("DeviceIDs").map(Node::texts).unwrap_or_default();
        let count = item.get("Count").and_then(Node::number).unwrap_or_default();
        // Of the Container Device Interface: `nvidia.com/gpu=all`.
        let is_all = ids
            .iter()
            .any(|(id, _)| id == "all" || id.ends_with("=all"));
        let value = match (is_all, ids.len(), count) {
            (true, ..) | (_, 0, ..0) => "all".to_owned(),
            (_, 0, count) => count.to_string(),
            (_, ids, _) => ids.to_string(),
        };
        let shown = item.get("Count").filter(|_| ids.is_empty());
        let shown = shown.or_else(|| ids.first().map(|(_, node)| *node));
        fields.traced(shown.unwrap_or(item), value)
    });
    requests.collect()
}

/// Names that are added to the hosts file.
pub(super) fn extra_hosts(container: Node<'_>, fields: &mut Fields<'_>) -> Vec<HostName> {
    let list = container.at(&["HostConfig", "ExtraHosts"]).map(Node::texts);
    let list = list.unwrap_or_default().into_iter();
    let names = list.filter_map(|(text, node)| {
        let (name, address) = text.split_once([':', '='])?;
        Some(HostName {
            name: name.to_owned(),
            address: address.to_owned(),
            origin: fields.literal(node),
        })
    });
    names.collect()
}

/// The runtime, where it is not the engine's own.
pub(super) fn runtime(
    container: Node<'_>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Setting<String> {
    let own = facts.runtime.as_deref().unwrap_or("runc");
    // Podman calls whatever it runs with so.
    let podman: &[&str] = if facts.kind == EngineKind::Podman {
        &["oci", own]
    } else {
        &[own]
    };
    fields.string(container.at(&["HostConfig", "Runtime"]), podman)
}

/// The parent control group, where it is not the one that Podman takes by itself.
pub(super) fn cgroup_parent(
    container: Node<'_>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Setting<String> {
    let defaults: &[&str] = if facts.kind == EngineKind::Podman {
        &["machine.slice", "user.slice", "/libpod_parent"]
    } else {
        &[]
    };
    fields.string(container.at(&["HostConfig", "CgroupParent"]), defaults)
}

/// The restart policy; `no` is what an engine does by itself.
pub(super) fn restart(container: Node<'_>, fields: &mut Fields<'_>) -> Setting<String> {
    let policy = container.at(&["HostConfig", "RestartPolicy"]);
    let times = policy.and_then(|own| own.get("MaximumRetryCount")?.number());
    fields.read(policy.and_then(|own| own.get("Name")), |node| {
        let name = node
            .text()
            .filter(|name| !name.is_empty() && name != "no")?;
        Some(match times {
            Some(times) if times > 0 && name == "on-failure" => format!("{name}:{times}"),
            _ => name,
        })
    })
}
