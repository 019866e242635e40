//! What a check may ask beyond its subject.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use jiff::civil::Date;

use super::credentials::Credentials;
use super::handed::Handed;
use super::parameters::Parameters;
use super::reuse::Reuse;
use crate::graph::Graph;
use crate::meaning::tokens::{Category, Checksum, Token};
use crate::meaning::{self, Checker, Form, Knowledge, Published, Role, Secret, Store};
use crate::model::{
    Cause, Confidence, Container, Directory, Engine, Exposure, How, Project, Span, Texts, Variable,
};

/// What is the same for all projects of a scan.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// What is known of products and their secrets.
    pub knowledge: &'a Knowledge,
    /// What the profile leaves to the team.
    pub parameters: &'a Parameters,
    /// All texts.
    pub texts: &'a Texts,
    /// The day of the scan.
    pub today: Date,
    /// The engines that were asked.
    pub engines: &'a [Engine],
}

/// The project around a subject, and facts about it that several rules share.
pub struct Context<'a> {
    /// The project.
    pub project: &'a Project,
    /// What is known of products and their secrets.
    pub knowledge: &'a Knowledge,
    /// All texts.
    pub texts: &'a Texts,
    /// The day of the scan.
    pub today: Date,
    /// The engines that were asked.
    pub engines: &'a [Engine],
    parameters: &'a Parameters,
    /// Who reaches whom.
    pub graph: Graph<'a>,
    facts: HashMap<&'a str, Facts<'a>>,
    /// The containers by the names of their services.
    containers: HashMap<&'a str, &'a Container>,
    /// The services that others wait for to end.
    awaited: HashSet<&'a str>,
    /// The repositories of the images of the project, in lower case.
    images: Vec<String>,
    /// Names of accounts, once they are asked for.
    users: OnceLock<Vec<&'a str>>,
    /// How many containers get a variable from one place.
    spread: HashMap<(Span, &'a str), usize>,
    /// Who shows which credential to whom; nothing until a rule asks.
    credentials: OnceLock<Credentials<'a>>,
    /// Who gets secrets without need.
    handed: OnceLock<Handed<'a>>,
    /// Which secrets several services check.
    reuse: OnceLock<Reuse<'a>>,
    /// What containers are told of directories.
    directories: OnceLock<HashMap<&'a str, Vec<Directory>>>,
}

/// What a value that asks to be replaced does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// The deployment itself accepts it: it is a password that everybody can guess.
    Accepted,
    /// It opens nothing: it says that there is no secret.
    Unset,
}

/// It cannot be told from here.
#[derive(Clone, Copy, Debug)]
pub struct Untold;

/// Facts about one container.
struct Facts<'a> {
    exposure: Exposure,
    secrets: Vec<Secret<'a>>,
    store: Option<&'a Store>,
    role: Option<Role>,
}

impl<'a> Context<'a> {
    /// Computes the facts of a project once.
    pub fn new(project: &'a Project, around: Around<'a>) -> Self {
        let knowledge = around.knowledge;
        let graph = Graph::new(project);
        let all = &project.containers;
        let needs = all.iter().flat_map(|container| &container.depends_on);
        let ends = needs.filter(|need| need.condition == "service_completed_successfully");
        let mut seen = meaning::Seen::default();
        let facts = project
            .containers
            .iter()
            .map(|container| {
                let mut secrets = meaning::secrets(container, project, &mut seen);
                // What an image brings is judged with the image, unless everybody knows it.
                if project.engine.is_some() {
                    secrets.retain(|secret| {
                        !secret.is_of_image(&project.origins)
                            || knowledge.is_published(secret.value.expose())
                    });
                }
                let facts = Facts {
                    exposure: graph.exposure(container),
                    secrets,
                    store: knowledge.store(container),
                    role: knowledge.role(container),
                };
                (container.name.as_str(), facts)
            })
            .collect();
        let images = project.containers.iter();
        let images = images.filter_map(|container| knowledge.image_of(container));
        let mut spread = HashMap::new();
        for container in &project.containers {
            for variable in &container.environment {
                *spread.entry(supply(project, variable)).or_insert(0) += 1;
            }
        }
        Self {
            project,
            knowledge,
            containers: all.iter().map(|own| (own.name.as_str(), own)).collect(),
            awaited: ends.map(|need| need.service.as_str()).collect(),
            texts: around.texts,
            today: around.today,
            engines: around.engines,
            parameters: around.parameters,
            graph,
            facts,
            images: images.map(|image| image.path.to_lowercase()).collect(),
            users: OnceLock::new(),
            spread,
            credentials: OnceLock::new(),
            handed: OnceLock::new(),
            reuse: OnceLock::new(),
            directories: OnceLock::new(),
        }
    }

    /// Who shows which credential to whom.
    pub(super) fn credentials(&self) -> &Credentials<'a> {
        self.credentials.get_or_init(|| Credentials::new(self))
    }

    /// What a container is told of directories.
    pub(super) fn directories(&self, container: &Container) -> &[Directory] {
        let all = self.directories.get_or_init(|| {
            let origins = &self.project.origins;
            let containers = self.project.containers.iter();
            let found = containers.map(|own| {
                let found = meaning::directories_of(own, origins);
                (own.name.as_str(), found)
            });
            found.filter(|(_, found)| !found.is_empty()).collect()
        });
        all.get(container.name.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Who gets secrets without need.
    pub(super) fn handed(&self) -> &Handed<'a> {
        self.handed.get_or_init(|| Handed::new(self))
    }

    /// Which secrets several services check.
    pub(super) fn reuse(&self) -> &Reuse<'a> {
        self.reuse.get_or_init(|| Reuse::new(self))
    }

    /// Whether the value of a secret says that there is none.
    pub(super) fn is_unset(&self, secret: &Secret<'_>) -> bool {
        self.placeholder(secret) == Some(Placeholder::Unset)
    }

    /// What is right here, where that differs from house to house.
    pub fn parameters(&self) -> &'a Parameters {
        self.parameters
    }

    /// The container of a service.
    pub fn container(&self, service: &str) -> Option<&'a Container> {
        self.containers.get(service).copied()
    }

    /// Whether other services wait for a container to end: it is a job.
    pub fn is_awaited(&self, container: &Container) -> bool {
        self.awaited.contains(container.name.as_str())
    }

    fn facts(&self, container: &Container) -> Option<&Facts<'a>> {
        self.facts.get(container.name.as_str())
    }

    /// From where the container can be reached.
    pub fn exposure(&self, container: &Container) -> Exposure {
        self.facts(container)
            .map_or(Exposure::Internal, |facts| facts.exposure)
    }

    /// The values of its environment that can be secrets.
    pub fn secrets(&self, container: &Container) -> &[Secret<'a>] {
        self.facts(container)
            .map_or(&[], |facts| facts.secrets.as_slice())
    }

    /// The data store or model server it runs, by its image.
    pub fn store(&self, container: &Container) -> Option<&'a Store> {
        self.facts(container).and_then(|facts| facts.store)
    }

    /// What it does, by its image.
    pub fn role(&self, container: &Container) -> Option<Role> {
        self.facts(container).and_then(|facts| facts.role)
    }

    /// Whether the project has a service of this name.
    pub fn has_service(&self, name: &str) -> bool {
        self.facts.contains_key(name)
    }

    /// The vendor default that the value of a secret is.
    pub fn published(&self, secret: &Secret<'_>) -> Option<Published<'a>> {
        let container = secret.container();
        let image = container.and_then(|container| self.knowledge.image_of(container));
        let image = image.map(|image| image.path.to_lowercase());
        let store = container.and_then(|container| self.store(container));
        let names = |image: &str, product: &str| image.contains(product);
        self.knowledge.published(secret, |product| {
            let runs = store.is_some_and(|store| store.name == product);
            if image.as_deref().is_some_and(|image| names(image, product)) || runs {
                0
            } else if self.images.iter().any(|image| names(image, product)) {
                1
            } else {
                2
            }
        })
    }

    /// The token of a provider that a value of a file is: one that opens something, and that not
    /// everybody knows.
    pub fn live_token<'s>(&self, secret: &Secret<'s>) -> Option<&'s Token> {
        let token = secret.token?;
        let is_live = token.checksum != Checksum::Wrong
            && !token.format.is_public
            && !token.format.is_retired
            && !self.knowledge.is_published(secret.value.expose())
            && self.knowledge.jwt_signer(secret.value.expose()).is_none()
            && !is_judged_as_password(secret, token);
        is_live.then_some(token)
    }

    /// Whether the value of a secret asks to be replaced, and what it does meanwhile. `None` also
    /// where nobody knows who checks it.
    pub fn placeholder(&self, secret: &Secret<'_>) -> Option<Placeholder> {
        if secret.is_placeholder {
            match self.is_checked_here(secret) {
                Some(true) => return Some(Placeholder::Accepted),
                Some(false) => return Some(Placeholder::Unset),
                None => {}
            }
        }
        self.knowledge
            .stands_for_nothing(secret)
            .then_some(Placeholder::Unset)
    }

    /// Whether the value of a secret asks to be replaced, and the deployment itself accepts it.
    pub fn accepts_placeholder(&self, secret: &Secret<'_>) -> bool {
        secret.is_placeholder && self.is_checked_here(secret) == Some(true)
    }

    /// Whether the deployment itself checks a secret, as far as its name and place tell.
    pub fn is_checked_here(&self, secret: &Secret<'_>) -> Option<bool> {
        match &secret.form {
            Form::Webhook { .. } => Some(false),
            Form::Url { host, .. } => self.facts.contains_key(host.as_str()).then_some(true),
            Form::Whole => match self.knowledge.checker(&secret.name) {
                Checker::Elsewhere => Some(false),
                Checker::Deployment => Some(true),
                // Object stores are as often somebody else's.
                Checker::Store(store) => Some(store.name != "minio" || self.runs(store)),
                Checker::Unknown => self.is_held_by_a_store(secret).then_some(true),
            },
        }
    }

    /// Whether a secret stands in settings far from any deployment: they are somebody else's, and
    /// words in them say little.
    pub fn is_far(&self, secret: &Secret<'_>) -> bool {
        !secret.keeps_secrets() && self.project.containers.is_empty()
    }

    /// Names that a secret's value may be built on: of services, of their images, of accounts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = &self.project.containers;
        let users = self.users.get_or_init(|| {
            let variables = all.iter().flat_map(|container| &container.environment);
            let users = variables.filter(|variable| meaning::is_user_name(&variable.name));
            let mut users: Vec<&str> = users
                .filter_map(|user| Some(user.value.as_ref()?.expose()))
                .collect();
            users.sort_unstable();
            users.dedup();
            users
        });
        let services = all.iter().map(|container| container.name.as_str());
        let images = self.images.iter().map(String::as_str);
        services.chain(images).chain(users.iter().copied())
    }

    fn is_held_by_a_store(&self, secret: &Secret<'_>) -> bool {
        let container = secret.container();
        container.is_some_and(|container| self.store(container).is_some())
    }

    fn runs(&self, store: &Store) -> bool {
        let mut stores = self.facts.values().filter_map(|facts| facts.store);
        stores.any(|own| own.name == store.name)
    }

    /// What supplies a secret, where the compose file itself does: as a literal or a default.
    /// `Err` where that cannot be told.
    pub fn written(&self, secret: &Secret<'_>) -> Result<Option<Cause>, Untold> {
        // What gave a running container its values, the engine does not know.
        if self.project.engine.is_some() {
            return Err(Untold);
        }
        let cause = secret.cause(&self.project.origins).ok_or(Untold)?;
        let supplies = matches!(
            cause.how,
            How::Literal | How::Default { .. } | How::Replacement { .. }
        );
        let is_in_file = supplies && cause.place.text == self.project.file;
        Ok(is_in_file.then_some(cause))
    }

    /// The exposure that counts for a credential: of the service that checks it, where that is
    /// known, or else of the container that holds it.
    pub fn exposure_of_check(&self, secret: &Secret<'_>) -> Exposure {
        if let Some(host) = secret.host() {
            return self
                .facts
                .get(host)
                .map_or(Exposure::Internal, |facts| facts.exposure);
        }
        if meaning::encrypts_data(&secret.name) {
            return Exposure::Internal;
        }
        if !self.is_held_by_a_store(secret) && self.knowledge.is_for_a_store(&secret.name) {
            return Exposure::Internal;
        }
        // What an env file or an anchor brings to several containers is checked by one of them,
        // and nobody knows by which.
        let supply = secret.variable().map(|own| supply(self.project, own));
        let spread = supply.and_then(|supply| self.spread.get(&supply));
        if spread.is_some_and(|count| *count > 1) {
            return Exposure::Internal;
        }
        let Some(container) = secret.container() else {
            return Exposure::Internal;
        };
        let own = self.exposure(container);
        // Whoever it is sent to checks it: that the sender is published opens nothing.
        let other = meaning::addressee(secret).and_then(|host| self.facts.get(host));
        match other {
            Some(other) if other.exposure != Exposure::Public => other.exposure,
            _ => own,
        }
    }
}

/// A password in a URL of settings or of an env file is judged as what it is.
fn is_judged_as_password(secret: &Secret<'_>, token: &Token) -> bool {
    let is_generic = token.format.category == Category::Generic;
    is_generic && matches!(secret.form, Form::Url { .. }) && !secret.is_in_program()
}

/// How sure it is that a token is one of its provider: a checksum that fits says it, and so does a
/// shape that nobody else uses.
pub fn confidence_of(token: &Token) -> Confidence {
    if token.checksum == Checksum::Valid || token.format.is_specific() {
        Confidence::High
    } else {
        Confidence::Medium
    }
}

/// The place that gives containers this variable: a line of an env file, or one in the compose file,
/// which an anchor may repeat.
fn supply<'v>(project: &Project, variable: &'v Variable) -> (Span, &'v str) {
    let origin = project.origins.get(variable.origin);
    let line = origin.filter(|origin| matches!(origin.how, How::EnvLine { .. }));
    let place = line.map_or(variable.declared, |origin| origin.place);
    (place, &variable.name)
}
