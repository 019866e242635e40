//! The variables of a project: `.env`, what is given in its place, and what stands in for it.

use std::path::Path;

use super::environment::{Variables, evaluate};
use super::interpolate::{Budget, Environment as _};
use super::load::Loader;
use crate::input::{Unopened, tidy};
use crate::model::{Arg, How, Origin, Problem, ProblemKind, Span, TextId};
use crate::syntax::dotenv::Format;

/// What takes the place of an env file that is not there.
pub(super) enum StandIn {
    /// It is supplied at deploy.
    Supplied,
    /// The template beside it.
    Template(TextId),
    /// Nothing.
    Nothing,
}

impl Loader<'_, '_> {
    /// The variables of `.env` beside the compose file, or of the env files that the user names.
    /// The environment of the process is not read: a scan says the same wherever it runs.
    pub(super) fn project_environment(&mut self, compose_file: Span) -> Variables {
        let mut variables = Variables::default();
        self.set_supplied(&mut variables, compose_file);
        let named = &self.supply.env_files;
        for path in named {
            match self.tree.open_path(path) {
                Ok(text) => self.read_env(text, &mut variables),
                Err(reason) => self.unopened(path, reason),
            }
        }
        if !named.is_empty() {
            return variables;
        }
        let path = self.folder.join(".env");
        match self.tree.open_path(&path) {
            Ok(text) => self.read_env(text, &mut variables),
            Err(Unopened::Missing) => match self.stands_in(".env") {
                StandIn::Supplied => variables.leave_open(),
                StandIn::Template(text) => {
                    self.read_env(text, &mut variables);
                    self.set_supplied(&mut variables, compose_file);
                }
                StandIn::Nothing => {}
            },
            // A folder of that name is none of Compose's business.
            Err(Unopened::Unreadable) if path.is_dir() => {}
            Err(reason) => self.unopened(&path, reason),
        }
        variables
    }

    /// Sets the variables that are supplied at deploy to values that are not known here.
    fn set_supplied(&mut self, variables: &mut Variables, compose_file: Span) {
        for name in &self.supply.variables {
            let origin = self.origins.add(Origin {
                place: compose_file,
                how: How::Supplied {
                    variable: name.as_str().into(),
                },
                parts: Vec::new(),
                replaced: None,
            });
            variables.set(name, None, origin);
        }
    }

    fn read_env(&mut self, text: TextId, variables: &mut Variables) {
        let (file, is_new) = self.files.get(self.tree.texts(), text, Format::Compose);
        let outer = Variables::default();
        let budget = &mut Budget::default();
        let set = evaluate(&file, &outer, variables, &mut self.origins, budget);
        if is_new {
            self.problems.extend(file.problems.iter().cloned());
        }
        self.problems.extend(set.problems);
        if let Some(known) = variables.lookup("COMPOSE_FILE") {
            let place = self.origins.place(known.origin);
            let span = place.unwrap_or(Span::start_of(text));
            let problem = Problem::new(ProblemKind::NotFollowed, span);
            self.problems
                .push(problem.with("what", "COMPOSE_FILE".into()));
        }
    }

    fn unopened(&mut self, path: &Path, reason: Unopened) {
        let place = Span::start_of(self.tree.stand_in(path));
        let shown = Arg::Name(self.tree.shown(path));
        self.problems
            .push(reason.problem(place).with("path", shown));
    }

    /// What takes the place of the missing env file that the project calls `path`; a template is
    /// noted once.
    pub(super) fn stands_in(&mut self, path: &str) -> StandIn {
        let missing = tidy(&self.folder.join(path));
        if self.supply.files.matches(&missing) {
            return StandIn::Supplied;
        }
        let Ok(template) = self.tree.open(&self.folder, &format!("{path}.example")) else {
            return StandIn::Nothing;
        };
        if !self.templates.contains(&template) {
            self.templates.push(template);
            let problem = Problem::new(ProblemKind::TemplateStandsIn, Span::start_of(template));
            let name = self.tree.texts().get(template).path().to_string();
            self.problems.push(
                problem
                    .with("path", Arg::Name(self.tree.shown(&missing)))
                    .with("template", Arg::Name(name)),
            );
        }
        StandIn::Template(template)
    }
}
