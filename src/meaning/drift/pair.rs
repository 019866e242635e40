//! A declared service and one of its containers, and what differs between them.

use super::pairing::Group;
use crate::model::{
    Change, Container, Drift, DriftKind, Engine, Image, Instance, OriginId, Project, Setting,
};

/// A declared service and one of its containers.
pub(super) struct Pair<'d> {
    /// The containers that belong together.
    pub(super) group: &'d Group<'d>,
    /// The engine.
    pub(super) engine: &'d Engine,
    /// The declared project.
    pub(super) declared: &'d Project,
    /// Its number.
    pub(super) number: usize,
    /// The service.
    pub(super) service: &'d Container,
    /// The project as it runs.
    pub(super) live: &'d Project,
    /// The container, as the engine keeps it.
    pub(super) instance: &'d Instance,
    /// The container.
    pub(super) running: &'d Container,
    /// Its image.
    pub(super) image: Option<&'d Image>,
}

/// What was found about one container.
#[derive(Default)]
pub(super) struct Differences(pub(super) Vec<Difference>);

/// One difference of one container.
pub(super) struct Difference {
    kind: DriftKind,
    change: Change,
    what: String,
    declared: Option<String>,
    running: Option<String>,
    at: Option<OriginId>,
    found: Option<OriginId>,
}

impl Difference {
    /// A difference of which the kind says all.
    pub(super) fn new(kind: DriftKind, change: Change) -> Self {
        Self {
            kind,
            change,
            what: String::new(),
            declared: None,
            running: None,
            at: None,
            found: None,
        }
    }

    /// What of it.
    pub(super) fn of(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    /// What was declared, and by which value; never a secret.
    pub(super) fn declared(mut self, declared: Option<String>, at: Option<OriginId>) -> Self {
        self.declared = declared;
        self.at = at;
        self
    }

    /// What runs, and where the engine says so; never a secret.
    pub(super) fn running(mut self, running: Option<String>, at: Option<OriginId>) -> Self {
        self.running = running;
        self.found = at;
        self
    }
}

impl Differences {
    /// Adds a difference.
    pub(super) fn add(&mut self, difference: Difference) {
        self.0.push(difference);
    }
}

impl Pair<'_> {
    /// A difference with its places.
    pub(super) fn drift(&self, own: Difference) -> Drift {
        let origins = &self.declared.origins;
        let place = own.at.and_then(|at| origins.place(at));
        let found = own.found.and_then(|at| self.live.origins.place(at));
        Drift {
            kind: own.kind,
            change: own.change,
            what: own.what,
            subject: self.service.name.clone(),
            project: self.declared.name.clone(),
            number: Some(self.number),
            declared: own.declared,
            running: own.running,
            place: place.unwrap_or(self.service.owner),
            cause: own.at.and_then(|at| origins.cause(at)),
            found: vec![found.unwrap_or(self.instance.place)],
            is_sure: self.group.is_sure,
        }
    }
}

/// It cannot be told from here.
pub(super) struct Untold;

/// A setting as far as it can be told.
pub(super) fn told<T>(setting: &Setting<T>) -> Result<Option<&T>, Untold> {
    match setting {
        Setting::Set(own) => Ok(Some(&own.value)),
        Setting::Unset(_) => Ok(None),
        Setting::NotObservable(_) => Err(Untold),
    }
}
