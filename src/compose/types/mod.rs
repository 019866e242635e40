//! The last stage of loading a project: its canonical tree is decoded into the types of Compose's
//! model, which refuses what no member can hold, and printed as `docker compose config --format
//! json` prints it.
//!
//! The types stand in tables. One walk along them does both, so that what is decoded and what is
//! printed cannot differ.

mod attached;
mod build;
mod collections;
mod deploy;
mod duration;
mod hosts;
mod named;
mod number;
mod out;
mod own;
mod project;
mod scalar;
mod service;
mod size;
mod table;
mod text;
mod time;
mod walk;
mod words;

pub(super) use self::number::{float, single};
use self::out::Out;
use self::walk::Walk;
use super::value::Value;
use crate::model::Problem;

/// What the decoder of Compose refuses of the canonical project `root`.
pub(super) fn decode(root: &Value) -> Vec<Problem> {
    let mut walk = Walk::new(Out::default());
    walk.project(root, "");
    walk.problems
}

/// The canonical project `root` of this name, byte for byte as Compose prints it. It may hold
/// secrets. A value that is supplied at deploy is shown as `<supplied at deploy>`.
pub(super) fn json(root: &Value, name: &str) -> String {
    let mut walk = Walk::new(Out::on());
    walk.project(root, name);
    walk.out.into_text().unwrap_or_default()
}

/// The words of a command that is written as one string; `None` where Compose refuses it.
pub(super) fn shell_words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    words::split(line, |word| words.push(word.to_owned()))?;
    Some(words)
}

#[cfg(test)]
mod tests;
