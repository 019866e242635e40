//! One secret that several services check.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::context::Context;
use super::credentials::Shown;
use crate::meaning::{Form, is_own_key};
use crate::model::{Container, Span};

/// The uses of secrets that open more than one service, by the services that hold them.
#[derive(Default)]
pub(super) struct Reuse<'a>(HashMap<&'a str, Vec<Reused<'a>>>);

/// A use of such a secret.
pub(super) struct Reused<'a> {
    /// What holds it.
    pub(super) name: &'a str,
    /// Where its service has it.
    pub(super) shown: Span,
    /// Where it comes from.
    pub(super) cause: Span,
    /// Where the first use of the same secret comes from.
    pub(super) first: Span,
    /// Who checks it, where that is another service than the holder's application.
    pub(super) server: Option<&'a str>,
    /// The same secret is a key of the application as well.
    pub(super) is_own: bool,
}

/// Who checks a secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Zone<'a> {
    /// A service.
    Service(&'a str),
    /// The application that holds it: it signs or encrypts, or is its first password.
    Own,
}

struct Use<'a> {
    holder: &'a str,
    name: &'a str,
    shown: Span,
    cause: Span,
    zone: Zone<'a>,
}

impl<'a> Reuse<'a> {
    /// Computes them for a project.
    pub(super) fn new(cx: &Context<'a>) -> Self {
        let mut values: HashMap<String, Vec<Use<'a>>> = HashMap::new();
        let servers = servers(cx);
        let mut placeholders = HashSet::new();
        let starting = cx.project.containers.iter();
        for container in starting.filter(|container| container.starts) {
            let marked = cx.secrets(container).iter();
            let marked = marked.filter(|secret| secret.is_placeholder);
            placeholders.extend(marked.map(|secret| secret.value.expose()));
            uses(container, cx, |value, mut own| {
                if let Zone::Service(name) = own.zone {
                    own.zone = Zone::Service(servers.get(name).copied().unwrap_or(name));
                }
                values.entry(value.to_owned()).or_default().push(own);
            });
        }
        let mut groups: Vec<Vec<Use<'a>>> = values
            .into_iter()
            // What everybody knows is said of each value already.
            .filter(|(value, _)| {
                !placeholders.contains(value.as_str()) && !cx.knowledge.is_published(value)
            })
            .map(|(_, uses)| uses)
            .filter(|uses| uses.len() > 1)
            .collect();
        groups.sort_by_key(|uses| uses.first().map(|first| first.cause));
        let mut own = Self::default();
        for uses in groups {
            own.add(uses, cx);
        }
        own
    }

    fn add(&mut self, mut uses: Vec<Use<'a>>, cx: &Context<'a>) {
        // One line is one secret, whatever the names under which it is handed on.
        let checked: HashSet<Span> = uses
            .iter()
            .filter(|own| own.zone != Zone::Own)
            .map(|own| own.cause)
            .collect();
        uses.retain(|own| own.zone != Zone::Own || !checked.contains(&own.cause));
        let zones: BTreeSet<Zone<'a>> = uses.iter().map(|own| own.zone).collect();
        let Some(first) = uses.first().map(|first| first.cause) else {
            return;
        };
        if together(&zones, cx) < 2 {
            return;
        }
        let is_own = zones.contains(&Zone::Own);
        for own in uses {
            self.0.entry(own.holder).or_default().push(Reused {
                name: own.name,
                shown: own.shown,
                cause: own.cause,
                first,
                server: match own.zone {
                    Zone::Service(name) => Some(name),
                    Zone::Own => None,
                },
                is_own,
            });
        }
    }

    /// The uses in a service.
    pub(super) fn of(&self, container: &Container) -> &[Reused<'a>] {
        let uses = self.0.get(container.name.as_str());
        uses.map_or(&[], Vec::as_slice)
    }
}

/// For the services of one application, which all check the same: the first of them.
fn servers<'a>(cx: &Context<'a>) -> HashMap<&'a str, &'a str> {
    let mut first: HashMap<&str, &'a str> = HashMap::new();
    let mut servers = HashMap::new();
    for container in &cx.project.containers {
        let accepts = cx.credentials().accepted(container);
        if let Some(accepts) = accepts
            && cx.store(container).is_none()
        {
            let name = container.name.as_str();
            servers.insert(name, *first.entry(accepts.product).or_insert(name));
        }
    }
    servers
}

/// How many of the zones are there at the same time: services with Compose profiles are mostly
/// alternatives of each other, and count as one.
fn together(zones: &BTreeSet<Zone<'_>>, cx: &Context<'_>) -> usize {
    let is_optional = |zone: &&Zone<'_>| match zone {
        Zone::Service(name) => cx
            .container(name)
            .is_some_and(|container| !container.profiles.is_empty()),
        Zone::Own => false,
    };
    let optional = zones.iter().filter(is_optional).count();
    zones.len() - optional + optional.min(1)
}

/// Tells of each secret of a service of which it is known who checks it.
fn uses<'a>(container: &'a Container, cx: &Context<'a>, mut tell: impl FnMut(&str, Use<'a>)) {
    let origins = &cx.project.origins;
    let holder = container.name.as_str();
    let credentials = cx.credentials();
    let mut known = HashSet::new();
    let accepted = credentials.accepted(container);
    for own in accepted.iter().flat_map(|own| &own.credentials) {
        let Some(cause) = origins.cause(own.origin) else {
            continue;
        };
        known.insert(own.name);
        for value in own.values() {
            let own = Use {
                holder,
                name: own.name,
                shown: own.declared.unwrap_or(cause.place),
                cause: cause.place,
                zone: Zone::Service(holder),
            };
            tell(value, own);
        }
    }
    for own in credentials.shown(container) {
        let Shown { variable, .. } = own;
        let (Some(server), Some(cause)) = (own.server, &own.cause) else {
            continue;
        };
        known.insert(&variable.name);
        let shown = Use {
            holder,
            name: &variable.name,
            shown: variable.declared,
            cause: cause.place,
            zone: Zone::Service(&server.name),
        };
        tell(own.value.expose(), shown);
    }
    let needs = cx.knowledge.needs(container);
    for secret in cx.secrets(container) {
        let Some(variable) = secret.variable() else {
            continue;
        };
        let name = variable.name.as_str();
        let is_whole = matches!(secret.form, Form::Whole);
        let is_read = needs.is_none_or(|needs| needs.has(name));
        if !is_whole || !is_read || known.contains(name) {
            continue;
        }
        let is_own = is_own_key(name) && !cx.knowledge.is_for_a_store(name);
        if is_own && let Some(cause) = secret.cause(origins) {
            let own = Use {
                holder,
                name,
                shown: variable.declared,
                cause: cause.place,
                zone: Zone::Own,
            };
            tell(secret.value.expose(), own);
        }
    }
}
