//! Containers and the networks that join them, and how far it is from a published port to each.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::model::{Container, Exposure, Project};

use super::own_exposure;

/// How many containers may stand on each other's networks in a row.
const LONGEST_CHAIN: usize = 16;

/// How others come to a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach<'a> {
    /// Other machines reach it directly.
    Published,
    /// A published container reaches it: the way from there, itself last.
    Through(Vec<Hop<'a>>),
    /// No published container of the project reaches it.
    Apart,
}

/// A step of a way: a container, and the network by which the one before reaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop<'a> {
    /// The service.
    pub service: &'a str,
    /// The network; `None` for the first step.
    pub network: Option<&'a str>,
}

/// The containers of a project and the networks that join them. Its cost grows with the number of
/// memberships, not with the number of pairs.
pub struct Graph<'a> {
    nodes: Vec<Node<'a>>,
    index: HashMap<&'a str, usize>,
    members: HashMap<&'a str, Vec<&'a Container>>,
    published: HashMap<&'a str, Vec<&'a Container>>,
}

struct Node<'a> {
    container: &'a Container,
    exposure: Exposure,
    networks: Vec<&'a str>,
    /// The container before it on the way from a published one, and their network.
    before: Option<(usize, &'a str)>,
}

impl<'a> Graph<'a> {
    /// Joins the containers of a project.
    pub fn new(project: &'a Project) -> Self {
        let containers = &project.containers;
        let index: HashMap<&str, usize> = containers
            .iter()
            .enumerate()
            .map(|(at, container)| (container.name.as_str(), at))
            .collect();
        let nodes = containers.iter().map(|container| {
            // What stands on the network of another one is reached by the other one's ports.
            let owner = owner(container, containers, &index);
            let networks = owner.networks.iter().map(|own| own.value.as_str());
            Node {
                container,
                exposure: own_exposure(owner).max(own_exposure(container)),
                networks: networks.collect(),
                before: None,
            }
        });
        let mut graph = Self {
            nodes: nodes.collect(),
            index,
            members: HashMap::new(),
            published: HashMap::new(),
        };
        for node in &graph.nodes {
            for network in &node.networks {
                let members = graph.members.entry(network).or_default();
                members.push(node.container);
                if node.exposure == Exposure::Public {
                    let published = graph.published.entry(network).or_default();
                    published.push(node.container);
                }
            }
        }
        graph.walk();
        graph
    }

    /// Breadth first from all published containers at once: each network is entered once.
    fn walk(&mut self) {
        let is_start = |node: &Node<'_>| node.exposure == Exposure::Public;
        let starts = self.nodes.iter().enumerate();
        let mut queue: VecDeque<usize> = starts
            .filter(|(_, node)| is_start(node))
            .map(|(at, _)| at)
            .collect();
        let mut seen: Vec<bool> = self.nodes.iter().map(is_start).collect();
        let mut entered: HashSet<&str> = HashSet::new();
        while let Some(at) = queue.pop_front() {
            let networks = self.nodes.get(at).map(|node| node.networks.clone());
            for network in networks.unwrap_or_default() {
                if !entered.insert(network) {
                    continue;
                }
                let members = self.members.get(network).into_iter().flatten();
                for member in members.filter_map(|own| self.index.get(own.name.as_str())) {
                    if let (Some(seen), Some(node)) =
                        (seen.get_mut(*member), self.nodes.get_mut(*member))
                        && !*seen
                    {
                        *seen = true;
                        node.before = Some((at, network));
                        queue.push_back(*member);
                    }
                }
            }
        }
    }

    fn node(&self, container: &Container) -> Option<&Node<'a>> {
        self.nodes.get(*self.index.get(container.name.as_str())?)
    }

    /// From where a container can be reached, also by the ports of one whose network it shares.
    pub fn exposure(&self, container: &Container) -> Exposure {
        self.node(container)
            .map_or(Exposure::Internal, |node| node.exposure)
    }

    /// The networks that a container is on.
    pub fn networks(&self, container: &Container) -> &[&'a str] {
        self.node(container).map_or(&[], |node| &node.networks)
    }

    /// The containers on a network.
    pub fn members(&self, network: &str) -> &[&'a Container] {
        self.members.get(network).map_or(&[], Vec::as_slice)
    }

    /// The containers on a network that other machines reach.
    pub fn published_on(&self, network: &str) -> &[&'a Container] {
        self.published.get(network).map_or(&[], Vec::as_slice)
    }

    /// How others come to a container: the shortest way.
    pub fn reach(&self, container: &Container) -> Reach<'a> {
        let Some(mut at) = self.index.get(container.name.as_str()).copied() else {
            return Reach::Apart;
        };
        let mut way = Vec::new();
        // Each step was found before the one after it: the walk ends.
        while let Some(node) = self.nodes.get(at) {
            way.push(Hop {
                service: node.container.name.as_str(),
                network: node.before.map(|(_, network)| network),
            });
            match node.before {
                Some((before, _)) => at = before,
                None if node.exposure == Exposure::Public => break,
                None => return Reach::Apart,
            }
        }
        if way.len() < 2 {
            return Reach::Published;
        }
        way.reverse();
        Reach::Through(way)
    }
}

/// The container whose network another one stands on: at the end of `network_mode: service:x`.
fn owner<'a>(
    container: &'a Container,
    containers: &'a [Container],
    index: &HashMap<&str, usize>,
) -> &'a Container {
    let mut owner = container;
    // A chain that closes is refused by Compose; here it only ends.
    for _ in 0..LONGEST_CHAIN {
        let mode = owner.namespaces.network.value();
        let peer = mode.and_then(|mode| mode.strip_prefix("service:"));
        let next = peer.and_then(|peer| containers.get(*index.get(peer)?));
        match next {
            Some(next) => owner = next,
            None => break,
        }
    }
    owner
}
