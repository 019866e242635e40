//! What one can do who was let into a product.

use super::knowledge::Knowledge;
use crate::model::{Container, Sensitive, Variable};

/// What a product does for those whom it lets in.
pub struct Powers {
    /// The product.
    pub product: &'static str,
    images: &'static [&'static str],
    /// Variables with the keys that sign its sessions.
    pub signs: &'static [&'static str],
    /// Variables with the keys that encrypt what it keeps.
    pub encrypts: &'static [&'static str],
    /// Credentials that it checks on paths which a front does not pass on.
    pub inner: &'static [&'static str],
    requests: May,
    code: May,
    /// It starts and stops containers as its callers ask.
    pub commands_engine: bool,
    /// Models read texts of strangers in it.
    pub prompts: bool,
    /// The credential of its callers, where that stands in a config.
    pub config_key: Option<ConfigKey>,
    /// The network of the containers that it starts, where that stands in a config.
    pub spawns: Option<ConfigKey>,
}

/// A key of a config of the compose file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigKey {
    /// Its section.
    pub section: &'static str,
    /// Its name.
    pub key: &'static str,
    /// The variable of clients that holds the same value; empty for none.
    pub client: &'static str,
}

/// Whether a product does something.
enum May {
    Never,
    Always,
    Unless {
        variable: &'static str,
        is: Prevents,
    },
}

/// What a switch must be to prevent it.
enum Prevents {
    Enabled,
    Set,
}

/// Whether a container does something for those whom it lets in.
#[derive(Clone, Copy)]
pub enum Does<'c> {
    /// It does not.
    Never,
    /// It does, and no setting changes that.
    Always,
    /// It does, as a variable does not prevent it: which has this value, if it is there.
    Open(&'static str, Option<&'c Variable>),
    /// A variable prevents it.
    Prevented(&'static str, &'c Variable),
    /// It cannot be told.
    Unknown(&'static str),
}

include!(concat!(env!("OUT_DIR"), "/powers.rs"));

impl Powers {
    /// Whether a container of the product sends requests of its users' choice.
    pub fn requests<'c>(&self, container: &'c Container) -> Does<'c> {
        self.requests.of(container)
    }

    /// Whether a container of the product does nothing for its callers that reaches further.
    pub fn gives_nothing(&self, container: &Container) -> bool {
        let is_never = |does: Does<'_>| matches!(does, Does::Never);
        !self.commands_engine
            && is_never(self.requests(container))
            && is_never(self.code(container))
    }

    /// Whether a container of the product runs code of its users.
    pub fn code<'c>(&self, container: &'c Container) -> Does<'c> {
        self.code.of(container)
    }
}

impl May {
    fn of<'c>(&self, container: &'c Container) -> Does<'c> {
        let (name, is) = match self {
            Self::Never => return Does::Never,
            Self::Always => return Does::Always,
            Self::Unless { variable, is } => (*variable, is),
        };
        let mut variables = container.environment.iter();
        let variable = variables.find(|own| own.name == name);
        let value = variable.map(|own| own.value.as_ref().map(Sensitive::expose));
        let prevents = match (value, is) {
            (Some(None), _) => return Does::Unknown(name),
            (Some(Some(value)), Prevents::Enabled) if !value.trim().is_empty() => {
                let value = value.trim().to_ascii_lowercase();
                Some(["true", "1", "on", "yes"].contains(&value.as_str()))
            }
            (Some(Some(value)), Prevents::Set) if !value.trim().is_empty() => Some(true),
            _ => None,
        };
        match (prevents, variable) {
            (Some(true), Some(variable)) => Does::Prevented(name, variable),
            (Some(false), variable) => Does::Open(name, variable),
            _ => Does::Unknown(name),
        }
    }
}

impl Knowledge {
    /// What a container does for those whom it lets in; `None` for a product that is not known.
    pub fn powers(&self, container: &Container) -> Option<&'static Powers> {
        let image = self.image_of(container)?;
        let has = |own: &&Powers| own.images.iter().any(|known| image.is(known));
        POWERS.iter().find(has)
    }
}
