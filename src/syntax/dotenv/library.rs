//! What other libraries read out of the same file.
//!
//! An application that loads its `.env` itself does not ask Compose. Both readers here are written
//! from what the libraries document and do, and are held against the libraries by a test.

use super::{node, python};
use crate::model::Sensitive;

/// A library that reads env files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Library {
    /// python-dotenv 1.2, with its own variables filled in, as it does by default.
    Python,
    /// dotenv 18 for Node, alone: it fills in no variables.
    Node,
}

impl Library {
    /// All libraries.
    pub const ALL: [Self; 2] = [Self::Python, Self::Node];

    /// The name that its users know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python-dotenv",
            Self::Node => "dotenv (Node)",
        }
    }

    /// What it reads, in the order of the file: of one name the last counts. It skips what it does
    /// not understand. Variables of the process are left out.
    pub fn read(self, content: &str) -> Vec<Reading> {
        // Both take every line end for a line feed.
        let lines = content.replace("\r\n", "\n").replace('\r', "\n");
        match self {
            Self::Python => python::read(&lines),
            Self::Node => node::read(&lines),
        }
    }
}

/// What a library reads out of one statement.
pub struct Reading {
    /// The name of the variable.
    pub name: String,
    /// Its value; `None` for a name alone, which sets nothing.
    pub value: Option<Sensitive>,
}
