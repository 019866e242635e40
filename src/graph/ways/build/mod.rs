//! From a deployment to nodes and edges.

mod accepted;
mod daemons;
mod directories;
mod doors;
mod fronts;
mod held;
mod host;
mod networks;
mod powers;
mod prompts;
mod tools;

use std::collections::HashMap;

use super::model::{NodeId, NodeKind};
use super::{Sources, Ways};
use crate::meaning::{Role, Seen, StoreKind};
use crate::model::{Container, ProblemKind, Project};
use accepted::Accepted;
use doors::Door;

/// Reads the nodes and edges out of a deployment.
pub(super) fn build(sources: Sources<'_>) -> Ways {
    let mut building = Building {
        sources,
        ways: Ways::default(),
    };
    for (number, project) in sources.deployment.projects.iter().enumerate() {
        let services = Services::new(number, project);
        let mut seen = Seen::default();
        let members: Vec<Member<'_>> = services
            .starting()
            .map(|container| Member::new(&building, &services, container, &mut seen))
            .collect();
        for member in &members {
            networks::join(&mut building, &services, member);
            powers::give(&mut building, &services, member);
            host::reach(&mut building, &services, member);
            directories::bind(&mut building, &services, member);
        }
        held::hold(&mut building, &services, &members);
        fronts::pass_on(&mut building, &services, &members);
        prompts::prompt(&mut building, &services, &members);
    }
    daemons::listen(&mut building);
    directories::of_files(&mut building);
    building.ways
}

/// The graph as it grows.
struct Building<'a> {
    sources: Sources<'a>,
    ways: Ways,
}

/// The services of a project.
struct Services<'a> {
    number: usize,
    project: &'a Project,
    by_name: HashMap<&'a str, &'a Container>,
    /// Env files are missing: what is not set may be set there.
    is_partial: bool,
}

/// A service, and what of it several kinds of edges ask for.
struct Member<'a> {
    container: &'a Container,
    /// The container whose networks and ports it uses: itself, mostly.
    owner: &'a Container,
    role: Option<Role>,
    store: Option<StoreKind>,
    powers: Option<&'static crate::meaning::Powers>,
    accepted: Vec<Accepted>,
    doors: Vec<Door>,
    secrets: Vec<crate::meaning::Secret<'a>>,
}

impl<'a> Services<'a> {
    fn new(number: usize, project: &'a Project) -> Self {
        let containers = project.containers.iter();
        let mut problems = project.problems.iter();
        Self {
            number,
            project,
            by_name: containers.map(|own| (own.name.as_str(), own)).collect(),
            is_partial: problems.any(|problem| problem.kind == ProblemKind::MissingEnvFile),
        }
    }

    fn starting(&self) -> impl Iterator<Item = &'a Container> + use<'a> {
        self.project
            .containers
            .iter()
            .filter(|own| own.starts && !own.only_fetched)
    }
}

impl<'a> Member<'a> {
    fn new(
        building: &Building<'a>,
        services: &Services<'a>,
        container: &'a Container,
        seen: &mut Seen<'a>,
    ) -> Self {
        let knowledge = building.sources.knowledge;
        let mut own = Self {
            container,
            owner: networks::owner(services, container),
            role: knowledge.role(container),
            store: knowledge.store(container).map(|store| store.kind),
            powers: knowledge.powers(container),
            accepted: accepted::accepted(building, services, container),
            doors: Vec::new(),
            secrets: crate::meaning::secrets(container, services.project, seen),
        };
        own.doors = doors::doors(building, services, &own);
        own
    }

    /// Whether nothing is known of what it runs.
    fn is_unknown(&self) -> bool {
        self.role.is_none()
            && self.store.is_none()
            && self.powers.is_none()
            && self.accepted.is_empty()
    }

    /// A network by which it reaches another service.
    fn common_network(&self, other: &Member<'_>) -> Option<&'a str> {
        let theirs = &other.owner.networks;
        let is_common = |name: &str| theirs.iter().any(|own| own.value == name);
        let mut own = self.owner.networks.iter().map(|own| own.value.as_str());
        own.find(|name| is_common(name))
    }

    fn shares_network(&self, other: &Member<'_>) -> bool {
        self.common_network(other).is_some() || std::ptr::eq(self.owner, other.owner)
    }

    /// Whether code of others runs in it, by its image.
    fn runs_code(&self) -> bool {
        self.role == Some(Role::Sandbox)
    }
}

impl Building<'_> {
    /// The node of a container.
    fn of(&mut self, services: &Services<'_>, kind: NodeKind, container: &Container) -> NodeId {
        self.ways
            .place(kind, &container.name, Some(services.number))
    }

    /// The node of something that is once in a deployment.
    fn sole(&mut self, kind: NodeKind) -> NodeId {
        self.ways.place(kind, "", None)
    }
}
