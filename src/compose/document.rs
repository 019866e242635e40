//! One file: read, its documents interpolated and cast, each with what it resets.

use std::path::Path;
use std::sync::Arc;

use super::build::Builder;
use super::cast::cast;
use super::interpolate::Environment;
use super::load::Loader;
use super::resets::Resets;
use super::value::{Data, Value};
use crate::input::Unopened;
use crate::model::{Arg, Encoding, Problem, ProblemKind, Span, TextId};
use crate::syntax::yaml::Yaml;

/// A document of a compose file.
pub(super) struct Document {
    /// Its tree: interpolated and cast.
    pub(super) root: Value,
    /// What it takes away from what was there before.
    pub(super) resets: Resets,
}

impl Loader<'_, '_> {
    /// The syntax of a compose file, read at its first use.
    pub(super) fn yaml(&mut self, text: TextId) -> Arc<Yaml> {
        if let Some(yaml) = self.yamls.iter().find(|yaml| yaml.text == text) {
            return Arc::clone(yaml);
        }
        let source = self.tree.texts().get(text);
        let yaml = Arc::new(Yaml::parse(&source));
        self.problems.extend(yaml.problems.iter().cloned());
        if source.encoding() == Encoding::Gbk {
            let problem = Problem::new(ProblemKind::Refused, Span::start_of(text));
            self.problems
                .push(problem.with("detail", Arg::Text("refused.encoding")));
        }
        self.yamls.push(Arc::clone(&yaml));
        yaml
    }

    /// The documents of a compose file. Compose refuses those that are no mapping.
    pub(super) fn documents(
        &mut self,
        text: TextId,
        environment: &dyn Environment,
    ) -> Vec<Document> {
        let yaml = self.yaml(text);
        let mut builder = Builder::new(&yaml, environment, &mut self.origins);
        let mut documents = Vec::new();
        for id in &yaml.documents {
            let root = builder.value(*id);
            if !matches!(root.data, Data::Mapping(_)) {
                let problem = Problem::new(ProblemKind::Refused, root.span.part(0..1));
                let problem = problem.with("detail", Arg::Text("refused.mapping"));
                builder.problems.push(problem);
                continue;
            }
            documents.push(Document {
                root: cast(&root, &mut builder.problems),
                resets: Resets::of(&yaml, *id),
            });
        }
        self.problems.append(&mut builder.problems);
        documents
    }

    /// Opens a file that a compose file names at `place`; a problem where that cannot be.
    pub(super) fn open(&mut self, path: &Path, place: Span) -> Option<TextId> {
        match self.tree.open_path(path) {
            Ok(text) => Some(text),
            Err(reason) => {
                let shown = self.tree.shown(path);
                if reason == Unopened::Missing {
                    self.stages().refuse(place, "refused.missing-file", &shown);
                } else {
                    let problem = reason.problem(place);
                    self.problems.push(problem.with("path", Arg::Name(shown)));
                }
                None
            }
        }
    }
}
