//! The document of an engine's answers as the model sees it: pure, without any engine.

mod container;
mod daemon;
mod facts;
mod fields;
mod host;
mod images;
mod masks;
mod mounts;
mod networks;
mod node;
mod ports;
mod problems;
mod projects;
mod runs;
mod share;
mod state;
#[cfg(test)]
mod tests;
mod walls;

use super::BadSnapshot;
use crate::model::{
    Decoded, ENGINE_DOCUMENT_VERSION, Encoding, Engine, Problem, Project, Span, Texts,
};
use facts::Facts;
pub use masks::mask_engine;
pub use node::{Document, Node};
use projects::Numbers;

/// What a document says.
pub struct ReadEngine {
    /// The engine.
    pub engine: Engine,
    /// Its containers, by the compose projects they belong to; those of none come last.
    pub projects: Vec<Project>,
    /// What could not be found out.
    pub problems: Vec<Problem>,
}

/// Reads a document, which reports call `path`. Its projects get numbers from `first` on, and it is
/// engine `number` of the deployment.
pub fn read_engine(
    texts: &Texts,
    path: &str,
    content: &str,
    (number, first): (usize, usize),
) -> Result<ReadEngine, BadSnapshot> {
    let document = Document::parse(content).ok_or(BadSnapshot::Broken)?;
    let top = document.top().ok_or(BadSnapshot::Broken)?;
    let version = top.get("hulan-engine").ok_or(BadSnapshot::Broken)?;
    if version.number() != Some(i64::from(ENGINE_DOCUMENT_VERSION)) {
        return Err(BadSnapshot::Version);
    }
    let text = texts.add(path, utf8(content.to_owned()));
    let address = top.get("endpoint");
    let place = address.map_or(Span::start_of(text), |own| own.shown(text));
    let name = address.and_then(Node::text).unwrap_or_default();
    let problems = problems::problems(top, text, &name);
    let facts = Facts::new(top);
    let numbers = Numbers {
        engine: number,
        first,
    };
    let (projects, instances) = projects::projects(top, text, &facts, numbers);
    let (images, origins) = images::images(top, text, &instances);
    Ok(ReadEngine {
        engine: Engine {
            daemon: daemon::daemon(top, text, &facts, (&name, place)),
            name,
            text,
            place,
            kind: facts.kind,
            host: host::of_engine(top, text, facts.kind),
            instances,
            images,
            origins,
        },
        projects,
        problems,
    })
}

fn utf8(content: String) -> Decoded {
    Decoded {
        content,
        encoding: Encoding::Utf8,
        bom: false,
    }
}
