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
        let image = self.image_of(container)?;
        let runs = |store: &&Store| store.images.iter().any(|known| image.is(known));
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

    /// Whether a variable by its name is about a store of this kind.
    pub fn is_of_store(&self, variable: &str, store: &Store) -> bool {
        let own = self.store_of_variable(variable);
        own.is_some_and(|own| own.name == store.name)
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

#[cfg(test)]
mod tests {
    use super::*;

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
