//! Which images are data stores, model servers or administration consoles.

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
#[derive(Debug)]
pub struct Store {
    /// The product.
    pub name: &'static str,
    /// What it holds.
    pub kind: StoreKind,
    /// Names of its images: the last part of the repository.
    pub images: &'static [&'static str],
    /// The ports it listens on by default.
    pub ports: &'static [u16],
    /// How the names of variables begin that hold its credentials in other containers.
    pub variables: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/stores.rs"));

/// The store that a container runs, by its image.
pub fn store(container: &Container) -> Option<&'static Store> {
    let image = container.image.value()?;
    let name = image_name(image);
    let repository = image.split('@').next().unwrap_or(image);
    let names = |known: &&str| {
        if known.contains('/') {
            // A last part that says too little alone: `couchbase/server`.
            repository.split(':').any(|part| part.ends_with(*known))
        } else {
            *known == name
        }
    };
    let runs = |store: &&Store| store.images.iter().any(names);
    STORES.iter().find(runs)
}

/// The store that listens on a port by default. Ports that other software uses as often are in no
/// entry.
pub fn store_of_port(port: u16) -> Option<&'static Store> {
    STORES.iter().find(|store| store.ports.contains(&port))
}

/// Whether a variable by its name holds the credential of a store (`DB_PASSWORD`).
pub fn is_for_a_store(variable: &str) -> bool {
    store_of_variable(variable).is_some()
}

/// The store whose credential a variable holds by its name.
pub(super) fn store_of_variable(variable: &str) -> Option<&'static Store> {
    let variable = variable.to_ascii_uppercase();
    let names = |store: &&Store| {
        let mut prefixes = store.variables.iter();
        prefixes.any(|prefix| variable.starts_with(prefix))
    };
    STORES.iter().find(names)
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
            .flat_map(|store| store.ports)
            .copied()
            .collect();
        ports.sort_unstable();
        let all = ports.len();
        ports.dedup();
        assert_eq!(ports.len(), all);
        assert_eq!(
            store_of_port(5432).map(|store| store.name),
            Some("postgres")
        );
        assert!(store_of_port(443).is_none());
    }
}
