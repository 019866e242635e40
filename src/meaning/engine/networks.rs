//! Networks and volumes of an engine, as its projects use them.

use std::collections::BTreeMap;

use super::facts::{Facts, PROJECT, label};
use super::fields::Fields;
use super::mounts::key_in_project;
use super::node::Node;
use crate::model::{Container, MountKind, Network, Traced, Volume};

/// A network that a container is on.
pub(super) struct Joined<'d> {
    /// Its name in the engine.
    pub(super) name: String,
    /// Where the container names it.
    shown: Node<'d>,
    /// The network as the engine tells it, where it does.
    pub(super) node: Option<Node<'d>>,
}

/// The networks that a container is on: none with the network of the host or of another container.
pub(super) fn joined<'d>(own: Node<'d>, facts: &Facts<'d>) -> Vec<Joined<'d>> {
    let mode_node = own.at(&["HostConfig", "NetworkMode"]);
    let mode = mode_node.and_then(Node::text).unwrap_or_default();
    if matches!(mode.as_str(), "host" | "none") || mode.starts_with("container:") {
        return Vec::new();
    }
    let all = own.at(&["NetworkSettings", "Networks"]).map(Node::fields);
    let mut joined: Vec<Joined<'d>> = all
        .unwrap_or_default()
        .into_iter()
        .map(|(name, shown, _)| Joined {
            node: facts.networks.get(&name).copied(),
            name,
            shown,
        })
        .collect();
    // One that was never started is on none yet: it says which one it asks for.
    if joined.is_empty()
        && let Some(shown) = mode_node
        && !mode.is_empty()
    {
        let name = if mode == "default" {
            "bridge".to_owned()
        } else {
            mode
        };
        joined.push(Joined {
            node: facts.networks.get(&name).copied(),
            name,
            shown,
        });
    }
    joined
}

/// The same by the keys of a project.
pub(super) fn memberships(
    joined: &[Joined<'_>],
    project: Option<&str>,
    fields: &mut Fields<'_>,
) -> Vec<Traced<String>> {
    let mut memberships: Vec<Traced<String>> = joined
        .iter()
        .map(|own| fields.traced(own.shown, key(&own.name, own.node, project)))
        .collect();
    memberships.sort_by(|a, b| a.value.cmp(&b.value));
    memberships
}

/// What a network is called in a project.
fn key(name: &str, node: Option<Node<'_>>, project: Option<&str>) -> String {
    let key = node.and_then(|node| key_in_project(node, "com.docker.compose.network", project));
    key.unwrap_or_else(|| name.to_owned())
}

/// The networks of a project: those that Docker Compose made for it, and those that its containers
/// are on. `users` are the projects that are on each network, by its name.
pub(super) fn networks(
    project: Option<&str>,
    joined: &[Vec<Joined<'_>>],
    users: &BTreeMap<String, Vec<Option<String>>>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> BTreeMap<String, Network> {
    let mut networks = BTreeMap::new();
    let own = facts.networks.iter().filter(|(_, node)| {
        let of = label(**node, PROJECT);
        of.is_some() && of.as_deref() == project
    });
    let own = own.map(|(name, node)| (name.clone(), Some(*node)));
    let joined = joined.iter().flatten();
    let joined = joined.map(|own| (own.name.clone(), own.node));
    for (name, node) in own.chain(joined) {
        let others = users.get(&name).map_or(&[][..], Vec::as_slice);
        let is_shared = others.iter().any(|own| own.as_deref() != project);
        let made_by = node.and_then(|node| label(node, PROJECT));
        let is_of_another = made_by.is_some() && made_by.as_deref() != project;
        let key = key(&name, node, project);
        networks.entry(key.clone()).or_insert_with(|| Network {
            // Who else is on it is not seen by the rules of one project.
            external: is_shared || is_of_another,
            ..network(&name, &key, node, fields)
        });
    }
    networks
}

fn network(name: &str, key: &str, node: Option<Node<'_>>, fields: &mut Fields<'_>) -> Network {
    let flag = |field: &str| node.and_then(|node| node.get(field)?.flag()) == Some(true);
    let driver = node.and_then(|node| node.get("Driver")?.text());
    // What an engine or Docker Compose makes by itself, nobody has declared.
    let is_implied = matches!(key, "default" | "bridge" | "podman");
    let place = node
        .and_then(|node| node.get("Name"))
        .filter(|_| !is_implied);
    Network {
        internal: flag("Internal"),
        external: false,
        attachable: flag("Attachable"),
        ipv6: flag("EnableIPv6"),
        driver: driver.filter(|driver| driver != "bridge" && !driver.is_empty()),
        name: Some(name.to_owned()),
        options: fields.pairs(node.and_then(|node| node.get("Options"))),
        place: place.map(|node| node.shown(fields.text)),
    }
}

/// The volumes of a project: those that Docker Compose made for it, and those that its containers
/// have mounted.
pub(super) fn volumes(
    project: Option<&str>,
    containers: &[Container],
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Vec<Volume> {
    let is_mounted = |key: &str| {
        let mounts = containers.iter().flat_map(|container| &container.mounts);
        let mut volumes = mounts.filter(|mount| mount.kind == MountKind::Volume);
        volumes.any(|mount| mount.source.as_deref() == Some(key))
    };
    let mut names: Vec<(&String, &Node<'_>)> = facts.volumes.iter().collect();
    names.sort_by_key(|(name, _)| *name);
    let mut volumes = Vec::new();
    for (name, node) in names {
        let own = key_in_project(*node, "com.docker.compose.volume", project);
        let is_own = own.is_some();
        let key = own.unwrap_or_else(|| name.clone());
        if !is_own && !is_mounted(&key) {
            continue;
        }
        let driver = node.get("Driver").and_then(Node::text);
        volumes.push(Volume {
            key,
            driver: driver.filter(|driver| driver != "local" && !driver.is_empty()),
            name: Some(name.clone()),
            // Its options are known, whoever made it.
            external: false,
            options: fields.pairs(node.get("Options")),
            place: node
                .get("Name")
                .map_or(fields.owner, |node| node.shown(fields.text)),
        });
    }
    volumes
}
