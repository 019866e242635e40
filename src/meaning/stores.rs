//! Which images are data stores, model servers or administration consoles.

use std::borrow::Cow;

use super::knowledge::{Knowledge, Word};
use crate::model::Container;

/// What a server holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// Data.
    Data,
    /// A model that answers whoever asks.
    Model,
    /// A console over data or other services.
    Admin,
}

/// A server that should not be reachable from other machines.
#[derive(Clone, Debug)]
pub struct Store {
    /// The product.
    pub name: Word,
    /// What it holds.
    pub kind: StoreKind,
    /// Names of its images: the last part of the repository.
    pub images: Cow<'static, [Word]>,
    /// The ports it listens on by default.
    pub ports: Cow<'static, [u16]>,
    /// How the names of variables begin that hold its credentials in other containers.
    pub variables: Cow<'static, [Word]>,
}

include!(concat!(env!("OUT_DIR"), "/stores.rs"));

/// The stores that are built in.
pub(super) fn built_in() -> &'static [Store] {
    STORES
}

impl Knowledge {
    /// The store that a container runs, by its image.
    pub fn store(&self, container: &Container) -> Option<&Store> {
        let image = container.image.value()?;
        let name = image_name(image);
        let repository = image.split('@').next().unwrap_or(image);
        let names = |known: &Word| {
            if known.contains('/') {
                // A last part that says too little alone: `couchbase/server`.
                repository.split(':').any(|part| part.ends_with(&**known))
            } else {
                *known == name
            }
        };
        let runs = |store: &&Store| store.images.iter().any(names);
        self.stores.iter().find(runs)
    }

    /// The store that listens on a port by default. Ports that other software uses as often are in
    /// no entry.
    pub fn store_of_port(&self, port: u16) -> Option<&Store> {
        self.stores.iter().find(|store| store.ports.contains(&port))
    }

    /// Whether a variable by its name holds the credential of a store (`DB_PASSWORD`).
    pub fn is_for_a_store(&self, variable: &str) -> bool {
        self.store_of_variable(variable).is_some()
    }

    /// The store whose credential a variable holds by its name.
    pub(super) fn store_of_variable(&self, variable: &str) -> Option<&Store> {
        let variable = variable.to_ascii_uppercase();
        let names = |store: &&Store| {
            let mut prefixes = store.variables.iter();
            prefixes.any(|prefix| variable.starts_with(&**prefix))
        };
        self.stores.iter().find(names)
    }
}

/// The last part of an image's repository, without registry, tag and digest: mirrors and proxies
/// change only what stands before it.
pub fn image_name(image: &str) -> &str {
    let repository = image.split('@').next().unwrap_or(image);
    let last = repository.rsplit('/').next().unwrap_or(repository);
    last.split(':').next().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_known_behind_any_mirror() {
        for image in [
            "redis",
            "redis:7.2-alpine",
            "docker.m.daocloud.io/library/redis:6@sha256:00",
            "registry.example.com:5000/fastgpt/redis",
        ] {
            assert_eq!(image_name(image), "redis", "{image}");
        }
    }

    #[test]
    fn a_port_names_one_store() {
        let mut ports: Vec<u16> = STORES
            .iter()
            .flat_map(|store| store.ports.iter())
            .copied()
            .collect();
        ports.sort_unstable();
        let all = ports.len();
        ports.dedup();
        assert_eq!(ports.len(), all);
        let knowledge = Knowledge::default();
        let store = knowledge.store_of_port(5432);
        assert!(store.is_some_and(|store| store.name == "postgres"));
        assert!(knowledge.store_of_port(443).is_none());
    }
}
