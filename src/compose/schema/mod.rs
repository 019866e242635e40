//! The shapes that Docker Compose accepts: which keys there are and which types their values have.
//! The table is compiled from `policies/knowledge/compose-schema.yaml`; here it is applied.
//!
//! The tree is checked as Compose does: merged and interpolated, with the casts of interpolation
//! done, what is included taken in, and before short forms are made long.

mod equal;
mod number;
mod say;
mod walk;
mod words;

#[cfg(test)]
mod tests;

pub(super) use number::Number;
pub(super) use walk::validate;
use words::{Keys, Pattern};

/// What is allowed of a value, type by type. A value has one type, and so meets one part at most.
struct Shape {
    /// The types, as flags.
    types: u8,
    /// The strings that are allowed; all if there are none.
    words: &'static [&'static str],
    /// What must be found in a string.
    pattern: Option<Pattern>,
    /// The least and the greatest integer.
    range: Option<(i64, i64)>,
    /// What a list holds; anything without it.
    list: Option<&'static List>,
    /// What a mapping holds; anything without it.
    map: Option<&'static Map>,
}

/// A list of items of one shape.
struct List {
    item: &'static Shape,
    /// Whether no two items may be equal.
    unique: bool,
}

/// A mapping.
struct Map {
    /// The known keys, sorted.
    fields: &'static [(&'static str, &'static Shape)],
    /// Those of them that must be there.
    required: &'static [&'static str],
    /// Keys that the user chooses, and the shape of their values.
    names: Option<(Keys, &'static Shape)>,
    /// Whether `x-*` may stand there.
    extensible: bool,
    /// Whether all other keys are refused.
    closed: bool,
}

const NULL: u8 = 1;
const BOOL: u8 = 1 << 1;
const STRING: u8 = 1 << 2;
const INTEGER: u8 = 1 << 3;
const NUMBER: u8 = 1 << 4;
const LIST: u8 = 1 << 5;
const MAP: u8 = 1 << 6;
/// Whatever it is, also what JSON has no type for.
const ANY: u8 = 1 << 7;

include!(concat!(env!("OUT_DIR"), "/compose_schema.rs"));
