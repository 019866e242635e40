//! Which service shows which credential to which other one, and what that one accepts.

use std::collections::HashMap;
use std::rc::Rc;

use super::context::Context;
use super::out::Site;
use crate::meaning::{
    Accepts, Form, NamePart, Place, Secret, StoreKind, host_of, name_part, percent_decoded,
};
use crate::model::{Cause, Container, How, Sensitive, Variable};

/// The credentials of a project, by the names of the services.
#[derive(Default)]
pub(super) struct Credentials<'a> {
    accepted: HashMap<&'a str, Accepts<'a>>,
    shown: HashMap<&'a str, Vec<Shown<'a>>>,
}

/// A credential that a service shows to another one.
pub(super) struct Shown<'a> {
    /// The variable that holds it.
    pub(super) variable: &'a Variable,
    /// Who it says it is, where it says so.
    pub(super) user: Option<User>,
    /// The credential, decoded.
    pub(super) value: Sensitive,
    /// How the URL begins in which it stands; empty where it stands in none.
    pub(super) scheme: String,
    /// Who checks it, where that is a service of the project.
    pub(super) server: Option<&'a Container>,
    /// Where it comes from.
    pub(super) cause: Option<Cause>,
}

/// The account of a credential.
pub(super) struct User {
    /// Its name.
    pub(super) name: String,
    /// Where it shows, and comes from.
    pub(super) site: Site,
}

impl<'a> Credentials<'a> {
    /// Computes them for a project.
    pub(super) fn new(cx: &Context<'a>) -> Self {
        let mut own = Self::default();
        let mut names = Names::default();
        for container in &cx.project.containers {
            if let Some(accepts) = cx.knowledge.accepts(container) {
                own.accepted.insert(&container.name, accepts);
            }
            let shown = shown(container, cx, &mut names);
            if !shown.is_empty() {
                own.shown.insert(&container.name, shown);
            }
        }
        own
    }

    /// What a service shows to others.
    pub(super) fn shown(&self, container: &Container) -> &[Shown<'a>] {
        let shown = self.shown.get(container.name.as_str());
        shown.map_or(&[], Vec::as_slice)
    }

    /// What a service accepts.
    pub(super) fn accepted(&self, container: &Container) -> Option<&Accepts<'a>> {
        self.accepted.get(container.name.as_str())
    }
}

/// The variable of an env file, or of a default, that supplies a value.
pub(super) fn supplier(cause: &Cause) -> Option<&str> {
    match &cause.how {
        How::EnvLine { variable }
        | How::Default { variable }
        | How::Replacement { variable }
        | How::Supplied { variable }
        | How::Unset { variable } => Some(variable),
        How::Literal | How::Alias(_) | How::OfImage | How::Interpolated => None,
    }
}

/// What names say of connections, as far as it was asked for: services have many in common.
#[derive(Default)]
struct Names<'a>(HashMap<&'a str, Option<(NamePart, Rc<str>)>>);

impl<'a> Names<'a> {
    fn part(&mut self, name: &'a str) -> Option<(NamePart, Rc<str>)> {
        let part = self.0.entry(name);
        let part = part.or_insert_with(|| name_part(name).map(|(part, stem)| (part, stem.into())));
        part.clone()
    }
}

/// The connections of a service that its variables describe, by the words that their names share.
#[derive(Default)]
struct Connections<'a> {
    hosts: HashMap<Rc<str>, &'a str>,
    users: HashMap<Rc<str>, &'a Variable>,
}

fn shown<'a>(container: &'a Container, cx: &Context<'a>, names: &mut Names<'a>) -> Vec<Shown<'a>> {
    let may_show = shows(container, cx);
    let secrets = cx.secrets(container).iter();
    let own: Vec<(&Secret<'a>, &'a Variable)> = secrets
        .filter_map(|secret| Some((secret, secret.variable()?)))
        .filter(|(_, variable)| may_show(&variable.name))
        .collect();
    if own.is_empty() {
        return Vec::new();
    }
    let mut connections = Connections::default();
    for variable in &container.environment {
        let Some(value) = said(variable) else {
            continue;
        };
        match names.part(&variable.name) {
            Some((NamePart::Address, stem)) => {
                if let Some(host) = host_of(value) {
                    connections.hosts.entry(stem).or_insert(host);
                }
            }
            Some((NamePart::Account, stem)) => {
                connections.users.entry(stem).or_insert(variable);
            }
            Some((NamePart::Credential, _)) | None => {}
        }
    }
    let found = own.into_iter().filter_map(|(secret, variable)| {
        let (user, host, scheme) = match &secret.form {
            Form::Url { scheme, host, .. } => {
                (user_in_url(secret, cx), host.as_str(), scheme.clone())
            }
            Form::Whole => {
                let (user, host) = meant(container, variable, &connections, cx, names)?;
                let user = user.and_then(|user| {
                    let name = said(user)?.to_owned();
                    let site = Site::origin(cx, user.origin, user.declared);
                    Some(User { name, site })
                });
                (user, host, String::new())
            }
            Form::Webhook { .. } => return None,
        };
        let server = cx.container(host);
        let is_itself = server.is_some_and(|server| std::ptr::eq(server, container));
        let is_url = !scheme.is_empty();
        let text = secret.value.expose();
        (!is_itself).then(|| Shown {
            variable,
            user,
            value: if is_url {
                Sensitive::new(percent_decoded(text))
            } else {
                secret.value.clone()
            },
            scheme,
            server,
            cause: secret.cause(&cx.project.origins),
        })
    });
    found.collect()
}

/// Tells whether a service uses a variable at all: what an env file brings to one that does not
/// read it is shown to nobody. Stores show only what the knowledge names.
fn shows<'c>(container: &'c Container, cx: &'c Context<'_>) -> impl Fn(&str) -> bool + 'c {
    let needs = cx.knowledge.needs(container);
    let store = cx.store(container);
    let is_data = store.is_some_and(|store| store.kind == StoreKind::Data);
    move |name| match needs {
        Some(needs) => needs.has(name),
        None => !is_data || cx.knowledge.client(container, name).is_some(),
    }
}

/// The account and the host that belong to a variable with a credential.
fn meant<'a>(
    container: &'a Container,
    variable: &'a Variable,
    connections: &Connections<'a>,
    cx: &Context<'a>,
    names: &mut Names<'a>,
) -> Option<(Option<&'a Variable>, &'a str)> {
    if let Some((user, at)) = cx.knowledge.client(container, &variable.name) {
        let find = |name: &str| {
            let mut variables = container.environment.iter();
            variables.find(|own| own.name == name)
        };
        return Some((find(user), host_of(said(find(at)?)?)?));
    }
    let (part, stem) = names.part(&variable.name)?;
    let host = connections.hosts.get(&stem)?;
    (part == NamePart::Credential).then_some((connections.users.get(&stem).copied(), *host))
}

/// The account in the URL of a password.
fn user_in_url(secret: &Secret<'_>, cx: &Context<'_>) -> Option<User> {
    let (Form::Url { user, .. }, Place::Traced { origin, range, .. }) =
        (&secret.form, &secret.place)
    else {
        return None;
    };
    let end = range.start.checked_sub(1)?;
    let start = end.checked_sub(user.len())?;
    let origins = &cx.project.origins;
    let cause = origins.cause_of(*origin, start..end);
    let shown = secret.shown(origins).or_else(|| origins.place(*origin))?;
    (!user.is_empty()).then(|| User {
        name: percent_decoded(user),
        site: Site::caused(shown, cause),
    })
}

/// What a variable says, where it says something.
fn said(variable: &Variable) -> Option<&str> {
    let value = variable.value.as_ref().map(Sensitive::expose)?;
    (!value.is_empty()).then_some(value)
}
