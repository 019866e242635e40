//! What a check may ask beyond its subject.

use std::collections::HashMap;

use crate::graph;
use crate::meaning::{self, Published, Secret, Store};
use crate::model::{Container, Exposure, Project};

/// The project around a subject, and facts about it that several rules share.
pub struct Context<'a> {
    /// The project.
    pub project: &'a Project,
    facts: HashMap<&'a str, Facts<'a>>,
}

/// Facts about one container.
struct Facts<'a> {
    exposure: Exposure,
    secrets: Vec<Secret<'a>>,
    store: Option<&'static Store>,
}

impl<'a> Context<'a> {
    /// Computes the facts of a project once.
    pub fn new(project: &'a Project) -> Self {
        let facts = project
            .containers
            .iter()
            .map(|container| {
                let facts = Facts {
                    exposure: graph::exposure(container),
                    secrets: meaning::secrets(container),
                    store: meaning::store(container),
                };
                (container.name.as_str(), facts)
            })
            .collect();
        Self { project, facts }
    }

    fn facts(&self, container: &Container) -> Option<&Facts<'a>> {
        self.facts.get(container.name.as_str())
    }

    /// From where the container can be reached.
    pub fn exposure(&self, container: &Container) -> Exposure {
        self.facts(container)
            .map_or(Exposure::Internal, |facts| facts.exposure)
    }

    /// The values of its environment that can be secrets.
    pub fn secrets(&self, container: &Container) -> &[Secret<'a>] {
        self.facts(container)
            .map_or(&[], |facts| facts.secrets.as_slice())
    }

    /// The data store or model server it runs, by its image.
    pub fn store(&self, container: &Container) -> Option<&'static Store> {
        self.facts(container).and_then(|facts| facts.store)
    }

    /// The vendor default that the value of a secret is.
    pub fn published(&self, secret: &Secret<'_>) -> Option<Published> {
        meaning::published(secret, self.store(secret.container))
    }

    /// The exposure that counts for a credential: of the service that checks it, where that is
    /// known, or else of the container that holds it.
    pub fn exposure_of_check(&self, secret: &Secret<'_>) -> Exposure {
        if let Some(host) = secret.host() {
            return self
                .facts
                .get(host)
                .map_or(Exposure::Internal, |facts| facts.exposure);
        }
        if self.store(secret.container).is_none() && meaning::is_for_a_store(&secret.variable.name) {
            return Exposure::Internal;
        }
        self.exposure(secret.container)
    }
}
