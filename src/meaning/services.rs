//! What services do, by their images.

use super::knowledge::Knowledge;
use crate::model::Container;

/// What a service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It runs code that users bring.
    Sandbox,
    /// It starts such code, and needs other services to do so.
    Runner,
    /// It stands before applications.
    Front,
    /// It is the way out for what stands behind it.
    Proxy,
}

include!(concat!(env!("OUT_DIR"), "/roles.rs"));

impl Knowledge {
    /// What a container does, where its image tells.
    pub fn role(&self, container: &Container) -> Option<Role> {
        let image = self.image_of(container)?;
        let has = |known: &&str| image.is(known);
        let found = ROLES.iter().find(|(_, images)| images.iter().any(has));
        found.map(|(role, _)| *role)
    }
}
