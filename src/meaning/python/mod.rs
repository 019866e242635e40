//! What Python programs do: names as they are resolved, values as far as they are known, and where
//! they come from. Nothing is run.

// Tables of what functions do read best arm by arm, each with its own case.
#![allow(
    clippy::match_same_arms,
    clippy::single_match_else,
    clippy::too_many_lines,
    clippy::unnested_or_patterns
)]

mod assigned;
mod bindings;
mod builtin;
mod call;
mod codecs;
mod command;
mod containers;
mod destination;
mod eval;
mod find;
mod fold;
mod functions;
mod guards;
mod handed_on;
mod interest;
mod invoke;
mod kin;
mod lines;
mod marks;
mod members;
mod methods;
mod named;
mod names;
mod options;
mod program;
mod scopes;
mod sites;
mod sources;
mod spread;
#[cfg(test)]
mod tests;
mod value;
mod vocabulary;

pub use call::{Arg, Call, Certainty, Literal, certainty};
pub use command::{Command, How, command};
pub use destination::{is_host_checked, part_deciding};
pub use find::Found;
pub use interest::Interest;
pub use kin::Kin;
pub use named::{NamedValue, Naming};
pub use options::{KeyBits, PythonOptions};
pub use program::{Except, Program};
pub use scopes::Import;
pub use spread::Spread;
pub use value::{Abs, Given, Piece, Source, Step, StepKind, Value};
