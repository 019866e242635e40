//! Files of knowledge that a user lays over what is built in. They are read strictly: what is not
//! understood is a fault with its place, never left out.

mod defaults;
mod fields;
mod passwords;
mod stores;

use super::forbidden::Forbidden;
use super::knowledge::Knowledge;
use crate::model::Decoded;
pub use fields::{Document, Fault, Fields, Wrong};

/// A file of a folder of knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Published default and placeholder secrets.
    DefaultSecrets,
    /// Data stores, model servers and consoles.
    Stores,
    /// Passwords that a company forbids.
    ForbiddenPasswords,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DefaultSecrets, Self::Stores, Self::ForbiddenPasswords];

    /// The name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::DefaultSecrets => "default-secrets.yaml",
            Self::Stores => "stores.yaml",
            Self::ForbiddenPasswords => "forbidden-passwords.yaml",
        }
    }
}

impl Knowledge {
    /// Lays a file over what is known.
    pub fn lay_over(&mut self, part: Part, file: Decoded) -> Result<(), Fault> {
        let document = Document::parse(part.file_name(), file)?;
        match part {
            Part::DefaultSecrets => self.add_published(defaults::read(&document)?),
            Part::Stores => self.add_stores(stores::read(&document)?),
            Part::ForbiddenPasswords => self.forbid(passwords::read(&document)?),
        }
        Ok(())
    }
}

/// Reads a file of forbidden passwords alone.
pub fn forbidden_passwords(file: Decoded) -> Result<Forbidden, Fault> {
    let name = Part::ForbiddenPasswords.file_name();
    passwords::read(&Document::parse(name, file)?)
}

#[cfg(test)]
mod tests;
