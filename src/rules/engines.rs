//! Asks rules about engines: the daemon, its images, the machine it runs on, and where it differs
//! from what was declared.

use crate::model::{Container, Deployment, Engine, Exposure, Image, Project};

use super::context::Around;
use super::occurrence::Subject;
use super::out::Out;
use super::policy::Check;
use super::run::Answers;
use super::{DaemonCheck, DriftCheck, EngineCheck, HostCheck, ImageCheck, SettingsCheck};

/// An image and the engine that keeps it.
#[derive(Clone, Copy)]
pub struct EngineImage<'e> {
    /// The image.
    pub image: &'e Image,
    /// The engine.
    pub engine: &'e Engine,
    /// All projects, those that engines run among them.
    pub projects: &'e [Project],
}

impl<'e> EngineImage<'e> {
    /// The containers that were made from it.
    pub fn containers(&self) -> impl Iterator<Item = &'e Container> {
        let (engine, projects) = (self.engine, self.projects);
        let instances = self.image.used_by.iter();
        let instances = instances.filter_map(|number| engine.instances.get(*number));
        instances.filter_map(|own| projects.get(own.project)?.containers.get(own.container))
    }

    /// Whether a container was made from it.
    pub fn is_in_use(&self) -> bool {
        !self.image.used_by.is_empty()
    }

    /// What reports call it: its first tag, else its first digest, else its id.
    pub fn name(&self) -> &str {
        let known = self.image.tags.first().or(self.image.digests.first());
        known.unwrap_or(&self.image.id)
    }
}

impl Answers {
    /// Asks the same rules about engines and all that only they tell.
    pub(super) fn about_engines(&mut self, deployment: &Deployment, around: Around<'_>) {
        for engine in &deployment.engines {
            let own = subject("engine", &engine.name);
            self.ask(&own, engine_check, |check, out| check(engine, around, out));
            let own = subject("daemon", &engine.daemon.name);
            self.ask(&own, daemon_check, |check, out| check(&engine.daemon, out));
            for image in &engine.images {
                let image = EngineImage {
                    image,
                    engine,
                    projects: &deployment.projects,
                };
                let own = subject("image", image.name());
                self.ask(&own, image_check, |check, out| check(&image, around, out));
            }
            if let Some(host) = &engine.host {
                let own = subject("host", &engine.name);
                self.ask(&own, host_check, |check, out| check(host, out));
            }
        }
        for file in &deployment.settings {
            let own = subject("file", &file.path);
            self.ask(&own, settings_check, |check, out| check(file, out));
            if let Some(daemon) = file.daemon.as_ref().filter(|_| !file.is_of_engine) {
                self.ask(&own, daemon_check, |check, out| check(daemon, out));
            }
        }
        for drift in &deployment.drift {
            let own = Subject {
                project: drift.project.clone(),
                ..subject("container", &drift.subject)
            };
            let before = self.occurrences.len();
            self.ask(&own, drift_check, |check, out| check(drift, out));
            for occurrence in self.occurrences.iter_mut().skip(before) {
                occurrence.projects = drift.number.into_iter().collect();
            }
        }
    }

    /// Asks the rules of one kind about one subject.
    fn ask<C>(
        &mut self,
        subject: &Subject,
        kind: impl Fn(&Check) -> Option<C>,
        call: impl Fn(C, &mut Out<'_>),
    ) {
        for (rule, tally) in &mut self.tallies {
            if let Some(check) = kind(&rule.check) {
                let occurrences = &mut self.occurrences;
                let subject = subject.clone();
                let mut out = Out::new(rule, subject, Exposure::Internal, occurrences, tally);
                call(check, &mut out);
            }
        }
    }
}

fn subject(kind: &'static str, name: &str) -> Subject {
    Subject {
        kind,
        name: name.to_owned(),
        project: None,
    }
}

fn engine_check(check: &Check) -> Option<EngineCheck> {
    match check {
        Check::Engine(check) => Some(*check),
        _ => None,
    }
}

fn daemon_check(check: &Check) -> Option<DaemonCheck> {
    match check {
        Check::Daemon(check) => Some(*check),
        _ => None,
    }
}

fn image_check(check: &Check) -> Option<ImageCheck> {
    match check {
        Check::Image(check) => Some(*check),
        _ => None,
    }
}

fn host_check(check: &Check) -> Option<HostCheck> {
    match check {
        Check::Host(check) => Some(*check),
        _ => None,
    }
}

fn settings_check(check: &Check) -> Option<SettingsCheck> {
    match check {
        Check::Settings(check) => Some(*check),
        _ => None,
    }
}

fn drift_check(check: &Check) -> Option<DriftCheck> {
    match check {
        Check::Drift(check) => Some(*check),
        _ => None,
    }
}
