//! `include`: other projects as parts of this one.

use std::path::{Path, PathBuf};

use super::environment::{Layered, Variables, evaluate};
use super::interpolate::{Budget, Environment};
use super::load::{Loader, Place};
use super::paths::is_remote;
use super::value::{Data, Field, Value};
use crate::input::{Unopened, tidy};
use crate::model::{Arg, Problem, ProblemKind, Span};
use crate::syntax::dotenv::Format;

/// How deep projects may include each other. Compose has no bound but its memory.
const DEEPEST: usize = 64;

/// An entry of `include`.
struct Entry {
    /// The main file and its overrides, with their places.
    files: Vec<(String, Span)>,
    folder: Option<String>,
    env_files: Vec<(String, Span)>,
}

/// The sections whose entries are taken over.
const SECTIONS: [&str; 6] = [
    "services", "volumes", "networks", "secrets", "configs", "models",
];

impl Loader<'_, '_> {
    /// The tree of a document with what it includes. `included` are the files on the way here.
    pub(super) fn including(
        &mut self,
        root: &Value,
        place: &Place,
        environment: &dyn Environment,
        included: &[PathBuf],
    ) -> Value {
        let Some(include) = root.field("include") else {
            return root.clone();
        };
        let mut model = root.with_field("include", None);
        if !matches!(include.value.data, Data::Sequence(_) | Data::Null) {
            self.stages()
                .refuse(include.value.span, "refused.list", "include");
        }
        for item in include.value.items() {
            let Some(entry) = self.entry(item) else {
                continue;
            };
            let imported = self.import(&entry, place, environment, included);
            if let Some(imported) = imported {
                model = self.take_over(&model, &imported, item.span);
            }
        }
        model
    }

    fn entry(&mut self, item: &Value) -> Option<Entry> {
        let list = |value: Option<&Value>| -> Vec<(String, Span)> {
            let Some(value) = value else {
                return Vec::new();
            };
            let one = |value: &Value| Some((value.text()?.to_owned(), value.span));
            match &value.data {
                Data::Sequence(items) => items.iter().filter_map(one).collect(),
                _ => one(value).into_iter().collect(),
            }
        };
        let files = match &item.data {
            Data::Mapping(_) => list(item.get("path")),
            Data::Scalar(..) => list(Some(item)),
            _ => Vec::new(),
        };
        if files.is_empty() {
            if item.has_unknown() {
                self.not_followed("include", item.span);
            } else {
                self.stages()
                    .refuse(item.span, "refused.include", "include");
            }
            return None;
        }
        Some(Entry {
            files,
            folder: item
                .get("project_directory")
                .and_then(Value::text)
                .map(str::to_owned),
            env_files: list(item.get("env_file")),
        })
    }

    fn import(
        &mut self,
        entry: &Entry,
        place: &Place,
        environment: &dyn Environment,
        included: &[PathBuf],
    ) -> Option<Value> {
        let mut files = Vec::new();
        for (path, span) in &entry.files {
            if is_remote(path) {
                self.not_followed(path, *span);
                return None;
            }
            files.push((tidy(&place.folder.join(self.as_here(path))), *span));
        }
        let (main, main_span) = files.first()?.clone();
        if included.contains(&main) {
            self.stages()
                .refuse(main_span, "refused.include-cycle", "include");
            return None;
        }
        if included.len() >= DEEPEST {
            let problem = Problem::new(ProblemKind::LimitExceeded, main_span);
            self.problems
                .push(problem.with("detail", Arg::Text("limit.include")));
            return None;
        }
        let folder = match &entry.folder {
            Some(folder) => tidy(&place.folder.join(folder)),
            None => main.parent().unwrap_or(&main).to_path_buf(),
        };
        let own = self.include_environment(entry, place, &folder, environment)?;
        let layered = Layered {
            first: environment,
            then: &own,
        };
        let mut texts = Vec::new();
        for (path, span) in &files {
            texts.push((self.open(path, *span)?, path.clone()));
            self.follows(path);
        }
        let inner = Place {
            shown: place.shown_below(&folder),
            folder,
        };
        let imported = self.model(&texts, &inner, &layered, included)?;
        Some(self.finished_part(&imported, &inner, &layered))
    }

    /// The variables of the env files that an entry names, or of the `.env` of its folder.
    fn include_environment(
        &mut self,
        entry: &Entry,
        place: &Place,
        folder: &Path,
        outer: &dyn Environment,
    ) -> Option<Variables> {
        let mut variables = Variables::default();
        let mut files = Vec::new();
        if entry.env_files.is_empty() {
            let path = folder.join(".env");
            match self.tree.open_path(&path) {
                Ok(text) => files.push(text),
                Err(Unopened::Missing) => {
                    self.env_stand_in(folder, &mut files, &mut variables);
                }
                Err(_) if path.is_dir() => {}
                Err(reason) => {
                    let span = entry.files.first().map(|(_, span)| *span)?;
                    let shown = Arg::Name(self.tree.shown(&path));
                    self.problems.push(reason.problem(span).with("path", shown));
                }
            }
        }
        for (path, span) in &entry.env_files {
            let path = tidy(&place.folder.join(self.as_here(path)));
            files.push(self.open(&path, *span)?);
        }
        for text in files {
            let (file, is_new) = self.files.get(self.tree.texts(), text, Format::Compose);
            let budget = &mut Budget::default();
            let set = evaluate(&file, outer, &mut variables, &mut self.origins, budget);
            if is_new {
                self.problems.extend(file.problems.iter().cloned());
            }
            self.problems.extend(set.problems);
        }
        Some(variables)
    }

    /// The model with the resources of an included one.
    fn take_over(&mut self, model: &Value, imported: &Value, place: Span) -> Value {
        let mut model = model.clone();
        for section in SECTIONS {
            let Some(from) = imported.get(section) else {
                continue;
            };
            let own = match model.get(section) {
                Some(own) => own.clone(),
                None => from.mapping(Vec::new()),
            };
            let mut fields: Vec<Field> = own.fields().to_vec();
            let index = super::index::Index::of(&fields);
            for field in from.fields() {
                let known = index
                    .find(&fields, &field.key)
                    .and_then(|at| fields.get(at));
                let Some(known) = known else {
                    fields.push(field.clone());
                    continue;
                };
                if !known.value.same(&field.value, &mut 1_000_000) {
                    let path = format!("{section}.{}", field.key);
                    self.stages()
                        .refuse(place, "refused.include-conflict", &path);
                }
            }
            model = model.with_field(section, Some(own.mapping(fields)));
        }
        model
    }
}
