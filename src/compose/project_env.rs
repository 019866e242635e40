//! The variables of a project: `.env`, what is given in its place, and what stands in for it.

use std::path::Path;

use super::environment::{Variables, evaluate};
use super::interpolate::{Budget, Environment as _};
use super::load::Loader;
use crate::input::{Unopened, tidy};
use crate::model::{Arg, How, Origin, OriginId, Problem, ProblemKind, Sensitive, Span, TextId};
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
    /// The variables of `.env` in the folder of the project, or of the env files that the user
    /// names.
    pub(super) fn project_environment(&mut self) -> Variables {
        let mut variables = Variables::default();
        let named = &self.supply.env_files;
        let place = self.place_of_env();
        self.set_supplied(&mut variables, place);
        for path in named {
            match self.tree.open_path(path) {
                Ok(text) => self.read_env(text, &mut variables),
                Err(reason) => self.unopened(path, reason),
            }
        }
        if named.is_empty() && !self.supply.ignores_own_env {
            self.read_own_env(&mut variables);
        }
        self.set_process(&mut variables, place.text);
        variables
    }

    /// Adds what the `.env` of the folder says beyond the variables that are there.
    pub(super) fn add_environment(&mut self, variables: &mut Variables) {
        if !self.supply.env_files.is_empty() || self.supply.ignores_own_env {
            return;
        }
        let mut more = Variables::default();
        self.read_own_env(&mut more);
        variables.add_missing(&more);
    }

    fn place_of_env(&self) -> Span {
        Span::start_of(self.tree.stand_in(&self.folder.join(".env")))
    }

    fn read_own_env(&mut self, variables: &mut Variables) {
        let path = self.folder.join(".env");
        match self.tree.open_path(&path) {
            Ok(text) => self.read_env(text, variables),
            Err(Unopened::Missing) => {
                let folder = self.folder.clone();
                let mut files = Vec::new();
                self.env_stand_in(&folder, &mut files, variables);
                for text in files {
                    self.read_env(text, variables);
                    let place = Span::start_of(text);
                    self.set_supplied(variables, place);
                }
            }
            // A folder of that name is none of Compose's business.
            Err(Unopened::Unreadable) if path.is_dir() => {}
            Err(reason) => self.unopened(&path, reason),
        }
    }

    /// What takes the place of the missing `.env` of a folder.
    pub(super) fn env_stand_in(
        &mut self,
        folder: &Path,
        files: &mut Vec<TextId>,
        variables: &mut Variables,
    ) {
        match self.stands_in(&folder.join(".env")) {
            StandIn::Supplied => variables.leave_open(),
            StandIn::Template(text) => files.push(text),
            StandIn::Nothing => {}
        }
    }

    /// Sets what the process knows: it wins over every file.
    fn set_process(&mut self, variables: &mut Variables, place: TextId) {
        let place = Span::start_of(place);
        for (name, value) in &self.supply.process {
            let value = Sensitive::new(value.as_str());
            let origin = self.supplied(name, place);
            variables.set(name.as_str(), Some(value), origin);
        }
        let origin = self.origins.literal(place);
        self.home = variables
            .lookup("HOME")
            .and_then(|known| Some(known.value?.expose().to_owned()))
            .filter(|_| self.supply.knows_home);
        if !self.supply.knows_home {
            // The same for everybody: whoever starts the project has a home and starts it here.
            variables.set("HOME", Some(Sensitive::new("~")), origin);
            let folder = self.folder.to_string_lossy().into_owned();
            variables.set("PWD", Some(Sensitive::new(folder)), origin);
        }
    }

    /// Sets the variables that are supplied at deploy to values that are not known here.
    fn set_supplied(&mut self, variables: &mut Variables, compose_file: Span) {
        for name in &self.supply.variables {
            let origin = self.supplied(name, compose_file);
            variables.set(name.as_str(), None, origin);
        }
    }

    /// The origin of a variable that no file sets.
    fn supplied(&mut self, variable: &str, place: Span) -> OriginId {
        self.origins.add(Origin {
            place,
            how: How::Supplied {
                variable: variable.into(),
            },
            parts: Vec::new(),
            replaced: None,
        })
    }

    fn read_env(&mut self, text: TextId, variables: &mut Variables) {
        let (file, is_new) = self.files.get(self.tree.texts(), text, Format::Compose);
        let mut outer = Variables::default();
        for (name, value) in &self.supply.process {
            let origin = self.supplied(name, Span::start_of(text));
            outer.set(name.as_str(), Some(Sensitive::new(value.as_str())), origin);
        }
        let budget = &mut Budget::default();
        let set = evaluate(&file, &outer, variables, &mut self.origins, budget);
        if is_new {
            self.problems.extend(file.problems.iter().cloned());
        }
        self.problems.extend(set.problems);
    }

    fn unopened(&mut self, path: &Path, reason: Unopened) {
        let place = Span::start_of(self.tree.stand_in(path));
        let shown = Arg::Name(self.tree.shown(path));
        self.problems
            .push(reason.problem(place).with("path", shown));
    }

    /// What takes the place of a missing env file; a template is noted once.
    pub(super) fn stands_in(&mut self, path: &Path) -> StandIn {
        let missing = tidy(&self.folder.join(path));
        if self.supply.files.matches(&missing) {
            return StandIn::Supplied;
        }
        let mut template = missing.clone().into_os_string();
        template.push(".example");
        let Ok(template) = self.tree.open_path(Path::new(&template)) else {
            return StandIn::Nothing;
        };
        if !self.supply.uses_templates {
            return StandIn::Nothing;
        }
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
