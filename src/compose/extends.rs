//! `extends`: a service that begins as another one, of this file or of another.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::index::Index;
use super::interpolate::Environment;
use super::load::Loader;
use super::paths::{Base, is_remote, join, resolve_paths};
use super::resets::Resets;
use super::value::{Data, Field, Value};
use crate::model::{Arg, Problem, ProblemKind, Span};

/// How many services may extend each other in a row. Compose has no bound; nobody writes this.
const LONGEST_CHAIN: usize = 1000;

/// The services of a file that others extend.
pub(super) struct Foreign {
    services: Vec<Field>,
    resets: Resets,
}

/// The services of one file while their `extends` is followed.
struct Services {
    fields: Vec<Field>,
    index: Index,
    /// The file as messages name it.
    file: String,
    /// What the file resets, which is gone from what its services extend.
    resets: Resets,
}

/// A service that is being extended: its file as it is written, and its name.
type Step = (String, String);

/// What following `extends` needs to know.
pub(super) struct Extending<'e> {
    /// The variables.
    pub(super) environment: &'e dyn Environment,
    /// The folder that paths are relative to.
    pub(super) folder: &'e Path,
    /// The file.
    pub(super) file: &'e Path,
}

impl Loader<'_, '_> {
    /// The tree of a document with all its `extends` followed.
    pub(super) fn extended(
        &mut self,
        root: &Value,
        resets: &Resets,
        scope: &Extending<'_>,
    ) -> Value {
        let Some(services) = root.get("services") else {
            return root.clone();
        };
        let extends = |field: &Field| field.value.field("extends").is_some();
        if !services.fields().iter().any(extends) {
            return root.clone();
        }
        let fields = services.fields().to_vec();
        let mut all = Services {
            index: Index::of(&fields),
            file: scope.file.to_string_lossy().into_owned(),
            resets: resets.clone(),
            fields,
        };
        for at in 0..all.fields.len() {
            let Some(name) = all.fields.get(at).map(|field| Rc::<str>::from(&*field.key)) else {
                continue;
            };
            let mut steps = Vec::new();
            self.follow(&mut all, at, &name, &mut steps, scope);
        }
        root.with_field("services", Some(services.mapping(all.fields)))
    }

    /// Follows the `extends` of the service at `at`. The recursion is bounded by
    /// [`LONGEST_CHAIN`].
    fn follow(
        &mut self,
        all: &mut Services,
        at: usize,
        name: &str,
        steps: &mut Vec<Step>,
        scope: &Extending<'_>,
    ) -> Value {
        let Some(service) = all.fields.get(at).map(|field| field.value.clone()) else {
            return self.nothing();
        };
        let Some(extends) = service.field("extends").cloned() else {
            return service;
        };
        let merged = self.base(all, name, &extends, steps, scope).map(|base| {
            let base = all.resets.apply_to_service(name, &base);
            let merged = self.stages().extend(&base, &service);
            merged.with_field("extends", None)
        });
        let merged = merged.unwrap_or_else(|| service.with_field("extends", None));
        if let Some(field) = all.fields.get_mut(at) {
            field.value = merged.clone();
        }
        merged
    }

    /// The service that `extends` names, with its own `extends` followed.
    fn base(
        &mut self,
        all: &mut Services,
        name: &str,
        extends: &Field,
        steps: &mut Vec<Step>,
        scope: &Extending<'_>,
    ) -> Option<Value> {
        let value = &extends.value;
        let wanted = match &value.data {
            Data::Mapping(_) => value.get("service"),
            Data::Scalar(..) => Some(value),
            _ => None,
        };
        let path = format!("services.{name}.extends");
        let Some((wanted, place)) = wanted.and_then(|own| Some((own.text()?.to_owned(), own.span)))
        else {
            if !value.has_unknown() {
                self.stages()
                    .refuse(extends.key_span, "refused.extends", &path);
            }
            return None;
        };
        let file = value.get("file").cloned();
        let step = match &file {
            Some(file) => (file.text()?.to_owned(), name.to_owned()),
            None => (all.file.clone(), name.to_owned()),
        };
        if steps.contains(&step) {
            self.stages().refuse(place, "refused.extends-cycle", &path);
            return None;
        }
        if steps.len() >= LONGEST_CHAIN {
            let problem = Problem::new(ProblemKind::LimitExceeded, place);
            self.problems
                .push(problem.with("detail", Arg::Text("limit.extends")));
            return None;
        }
        steps.push(step);
        let Some(file) = file else {
            let Some(at) = all.index.find(&all.fields, &wanted) else {
                let path = format!("{path} → {wanted}");
                self.stages().refuse(place, "refused.undefined", &path);
                return None;
            };
            return Some(self.follow(all, at, &wanted, steps, scope));
        };
        let foreign = self.foreign(&file, scope)?;
        let mut all = Services {
            index: Index::of(&foreign.services),
            fields: foreign.services.clone(),
            file: all.file.clone(),
            resets: foreign.resets.clone(),
        };
        let Some(at) = all.index.find(&all.fields, &wanted) else {
            let path = format!("{path} → {wanted}");
            self.stages().refuse(place, "refused.undefined", &path);
            return None;
        };
        Some(self.follow(&mut all, at, &wanted, steps, scope))
    }

    /// The services of another file, in their canonical form and with their paths relative to
    /// where the project is.
    fn foreign(&mut self, file: &Value, scope: &Extending<'_>) -> Option<Rc<Foreign>> {
        let written = file.text()?.to_owned();
        if is_remote(&written) {
            self.not_followed(&written, file.span);
            return None;
        }
        let path = crate::input::tidy(&scope.folder.join(self.as_here(&written)));
        if let Some(foreign) = self.foreign.get(&path) {
            return foreign.clone();
        }
        let foreign = self
            .read_foreign(&path, &written, file.span, scope)
            .map(Rc::new);
        self.foreign.insert(path, foreign.clone());
        foreign
    }

    fn read_foreign(
        &mut self,
        path: &Path,
        written: &str,
        place: Span,
        scope: &Extending<'_>,
    ) -> Option<Foreign> {
        let text = self.open(path, place)?;
        self.follows(path);
        let mut whole: Option<Value> = None;
        let mut resets = Resets::default();
        for document in self.documents(text, scope.environment) {
            let root = match &whole {
                Some(before) => {
                    let before = document.resets.apply(before);
                    self.stages().merge(&before, &document.root)
                }
                None => document.root.clone(),
            };
            resets = document.resets;
            let mut stages = self.stages();
            let root = stages.unique(&root);
            let root = stages.canonical(&root);
            whole = Some(stages.unique(&root));
        }
        let whole = whole?;
        let folder = Path::new(written).parent().map(Path::to_path_buf);
        let folder: PathBuf = folder.unwrap_or_default();
        let base = Base {
            folder: join(&folder.to_string_lossy(), "."),
            home: self.home.clone(),
        };
        let whole = resolve_paths(&whole, &base);
        let Some(services) = whole.get("services") else {
            self.stages().refuse(place, "refused.undefined", written);
            return None;
        };
        Some(Foreign {
            services: services.fields().to_vec(),
            resets,
        })
    }
}
