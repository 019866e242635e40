//! The containers of an engine by the compose projects that they belong to.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::container::{Called, container};
use super::facts::Facts;
use super::fields::Fields;
use super::networks::{Joined, joined, networks, volumes};
use super::node::Node;
use super::state::{compose_labels, state};
use crate::model::{ComposeLabels, Instance, Origins, Project, Span, TextId};

/// Which of the numbers of a deployment the projects and the engine have.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    /// The number of the engine.
    pub(super) engine: usize,
    /// The number of its first project.
    pub(super) first: usize,
}

/// A container before it is read.
struct Own<'d> {
    node: Node<'d>,
    id: String,
    name: String,
    place: Span,
    compose: Option<ComposeLabels>,
    /// What it is called in its project.
    called: String,
}

/// Reads the containers of a document.
pub(super) fn projects(
    top: Node<'_>,
    text: TextId,
    facts: &Facts<'_>,
    numbers: Numbers,
) -> (Vec<Project>, Vec<Instance>) {
    let all = top.get("containers").map(Node::items).unwrap_or_default();
    let all = all.into_iter().filter(|node| node.is_object());
    let all = all.enumerate().map(|(at, node)| own(at, node, text));
    // Those of no project come last.
    let mut groups: BTreeMap<(bool, String), Vec<Own<'_>>> = BTreeMap::new();
    for own in all {
        let project = own.compose.as_ref().map(|labels| labels.project.clone());
        let key = (project.is_none(), project.unwrap_or_default());
        groups.entry(key).or_default().push(own);
    }
    let users = users(&groups, facts);
    let mut projects = Vec::new();
    let mut instances = Vec::new();
    for ((is_nobody, name), mut group) in groups {
        let name = (!is_nobody).then_some(name);
        name_all(&mut group);
        let number = numbers.first + projects.len();
        let project = project(name, &group, text, facts, &users, numbers.engine);
        for (at, own) in group.into_iter().enumerate() {
            instances.push(instance(own, (number, at), text));
        }
        projects.push(project);
    }
    instances.sort_by(|a, b| a.name.cmp(&b.name));
    (projects, instances)
}

fn own(at: usize, node: Node<'_>, text: TextId) -> Own<'_> {
    let id = node.get("Id").and_then(Node::text).unwrap_or_default();
    let name_node = node.get("Name");
    let name = name_node.and_then(Node::text).unwrap_or_default();
    let name = match name.trim_start_matches('/') {
        "" if id.is_empty() => format!("container {}", at + 1),
        "" => id.clone(),
        name => name.to_owned(),
    };
    Own {
        node,
        place: name_node.unwrap_or(node).shown(text),
        compose: compose_labels(node, text),
        called: name.clone(),
        id,
        name,
    }
}

/// Which projects are on each network.
fn users(
    groups: &BTreeMap<(bool, String), Vec<Own<'_>>>,
    facts: &Facts<'_>,
) -> BTreeMap<String, Vec<Option<String>>> {
    let mut users: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for ((is_nobody, name), group) in groups {
        let project = (!is_nobody).then(|| name.clone());
        for network in group.iter().flat_map(|own| joined(own.node, facts)) {
            let known = users.entry(network.name).or_default();
            if known.last() != Some(&project) {
                known.push(project.clone());
            }
        }
    }
    users
}

/// Gives the containers of a project their names there: the first of a service has the service's,
/// all others have their own. No two have the same.
fn name_all(group: &mut [Own<'_>]) {
    group.sort_by(|a, b| {
        let key = |own: &Own<'_>| {
            let labels = own.compose.as_ref();
            labels.map(|own| (own.service.clone(), own.is_one_off, own.number))
        };
        key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
    });
    let mut taken: HashSet<String> = HashSet::new();
    let mut first_of = |own: &Own<'_>| {
        let labels = own.compose.as_ref().filter(|own| !own.is_one_off)?;
        let service = Some(&labels.service).filter(|service| !service.is_empty())?;
        taken.insert(service.clone()).then(|| service.clone())
    };
    let services: Vec<Option<String>> = group.iter().map(&mut first_of).collect();
    for (own, service) in group.iter_mut().zip(services) {
        if let Some(service) = service {
            own.called = service;
            continue;
        }
        let mut name = own.name.clone();
        let short: String = own.id.chars().take(12).collect();
        let mut again = 1;
        while !taken.insert(name.clone()) {
            name = match again {
                1 => format!("{} {short}", own.name),
                _ => format!("{} {short} {again}", own.name),
            };
            again += 1;
        }
        own.called = name;
    }
}

fn project(
    name: Option<String>,
    group: &[Own<'_>],
    text: TextId,
    facts: &Facts<'_>,
    users: &BTreeMap<String, Vec<Option<String>>>,
    engine: usize,
) -> Project {
    let mut by_id: HashMap<&str, &str> = HashMap::new();
    for own in group {
        for known in [&own.id, &own.name] {
            if !known.is_empty() {
                by_id.insert(known, &own.called);
            }
        }
    }
    let peers = |peer: &str| {
        let called = by_id.get(peer)?;
        Some(format!("service:{called}"))
    };
    let mut origins = Origins::default();
    let mut containers = Vec::new();
    for own in group {
        let called = Called {
            name: own.called.clone(),
            project: name.as_deref(),
            peers: &peers,
        };
        let mut fields = Fields {
            text,
            origins: &mut origins,
            owner: own.place,
        };
        containers.push(container(own.node, &called, facts, &mut fields));
    }
    let mut fields = Fields {
        text,
        origins: &mut origins,
        owner: Span::start_of(text),
    };
    let all: Vec<Vec<Joined<'_>>> = group.iter().map(|own| joined(own.node, facts)).collect();
    let networks = networks(name.as_deref(), &all, users, facts, &mut fields);
    let volumes = volumes(name.as_deref(), &containers, facts, &mut fields);
    Project {
        name,
        engine: Some(engine),
        file: text,
        containers,
        files: vec![text],
        networks,
        volumes,
        origins,
        sources: vec![text],
        ..Project::nobody()
    }
}

fn instance(own: Own<'_>, (project, container): (usize, usize), text: TextId) -> Instance {
    let image = own.node.get("Image").and_then(Node::text);
    Instance {
        state: state(own.node, own.place, text),
        id: own.id,
        name: own.name,
        project,
        container,
        place: own.place,
        image: image.unwrap_or_default(),
        compose: own.compose,
    }
}
