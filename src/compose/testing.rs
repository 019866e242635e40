//! Trees for tests, and what is said of them.

use super::build::Builder;
use super::environment::Variables;
use super::value::Value;
use crate::input::decode;
use crate::model::{Arg, Origins, Problem, Span, Texts};
use crate::syntax::yaml::Yaml;

/// A tree and its text.
pub(super) struct Tree {
    pub(super) root: Value,
    text: std::sync::Arc<crate::model::Text>,
}

/// The tree of a compose file in which `$SUPPLIED` is set and not known, and nothing else is.
pub(super) fn tree(content: &str) -> Tree {
    let texts = Texts::default();
    let id = texts.add("compose.yaml", decode(content.as_bytes()).expect("text"));
    let text = texts.get(id);
    let yaml = Yaml::parse(&text);
    let mut origins = Origins::default();
    let mut environment = Variables::default();
    let origin = origins.literal(Span::start_of(id));
    environment.set("SUPPLIED", None, origin);
    let root = *yaml.documents.first().expect("a document");
    let root = Builder::new(&yaml, &environment, &mut origins).value(root);
    Tree { root, text }
}

impl Tree {
    /// Of each problem: path, sentence, what is expected, and what stands at its place.
    pub(super) fn said(&self, problems: &[Problem]) -> Vec<String> {
        let arg = |problem: &Problem, name: &str| {
            let found = problem.args.iter().find(|(known, _)| *known == name);
            match found {
                Some((_, Arg::Name(name))) => name.clone(),
                Some((_, Arg::Text(key))) => (*key).to_owned(),
                _ => "-".to_owned(),
            }
        };
        let line = |problem: &Problem| {
            let words = ["path", "detail", "expected"].map(|name| arg(problem, name));
            let place = self.text.slice(problem.span);
            format!("{} @ {place}", words.join(" "))
        };
        problems.iter().map(line).collect()
    }
}
