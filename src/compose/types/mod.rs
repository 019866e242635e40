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

use self::out::Out;
use self::walk::Walk;
use super::environment::Variables;
use super::value::{Builder, Value};
use crate::model::{Origins, Problem, Text};
use crate::syntax::yaml::Yaml;

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

/// The first document of a file that is in canonical form already, as a project of this name: what
/// Compose prints for it, or what it refuses.
pub fn canonical(file: &Text, name: &str) -> Result<String, Vec<Problem>> {
    let yaml = Yaml::parse(file);
    let mut origins = Origins::default();
    let nothing = Variables::default();
    let mut builder = Builder::new(&yaml, &nothing, &mut origins);
    let root = yaml.documents.first().map(|id| builder.value(*id));
    let mut problems = std::mem::take(&mut builder.problems);
    problems.extend(yaml.problems.iter().cloned());
    let Some(root) = root else {
        return Err(problems);
    };
    problems.extend(decode(&root));
    if problems.is_empty() {
        Ok(json(&root, name))
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests;
