//! Secrets that services get along with others, and do not read.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::context::Context;
use crate::meaning::{Needs, Secret, Store, StoreKind};
use crate::model::{Container, How, Span, TextId, Variable};

/// The services of a project that get secrets which they do not read.
#[derive(Default)]
pub(super) struct Handed<'a> {
    excess: HashMap<&'a str, Vec<Excess>>,
    /// How many services get such secrets out of an env file, and how many at most; apart for those
    /// that run code of others.
    files: HashMap<(TextId, bool), (usize, usize)>,
}

/// Secrets that came one way to a service that does not read them.
pub(super) struct Excess {
    /// The service runs code of others, beside its environment.
    pub(super) runs_code: bool,
    /// Where the service takes them in.
    pub(super) place: Span,
    /// The env file that holds them; `None` for settings of the compose file that services share.
    pub(super) file: Option<TextId>,
    /// How many.
    pub(super) count: usize,
}

impl<'a> Handed<'a> {
    /// Computes them for a project.
    pub(super) fn new(cx: &Context<'a>) -> Self {
        let supplies = Supplies::new(cx);
        let mut own = Self::default();
        for container in &cx.project.containers {
            let Some(reads) = Reads::of(container, cx) else {
                continue;
            };
            let excess = excess(container, &reads, &supplies, cx);
            for part in &excess {
                if let Some(file) = part.file {
                    let (services, most) = own.files.entry((file, part.runs_code)).or_default();
                    *services += 1;
                    *most = part.count.max(*most);
                }
            }
            if !excess.is_empty() {
                own.excess.insert(&container.name, excess);
            }
        }
        own
    }

    /// What a service gets without need.
    pub(super) fn to(&self, container: &Container) -> &[Excess] {
        let excess = self.excess.get(container.name.as_str());
        excess.map_or(&[], Vec::as_slice)
    }

    /// How many services get such secrets out of the same env file, and how many at most.
    pub(super) fn of_file(&self, file: TextId, runs_code: bool) -> (usize, usize) {
        let found = self.files.get(&(file, runs_code));
        found.copied().unwrap_or_default()
    }
}

/// What supplies more than one service.
#[derive(Default)]
struct Supplies {
    files: HashSet<TextId>,
    places: HashSet<Span>,
}

impl Supplies {
    fn new(cx: &Context<'_>) -> Self {
        let mut own = Self::default();
        let mut files: HashMap<TextId, &str> = HashMap::new();
        let mut places: HashMap<Span, &str> = HashMap::new();
        for container in &cx.project.containers {
            let name = container.name.as_str();
            for secret in cx.secrets(container) {
                let Some(variable) = secret.variable() else {
                    continue;
                };
                if *places.entry(variable.declared).or_insert(name) != name {
                    own.places.insert(variable.declared);
                }
                if let Some(cause) = secret.cause(&cx.project.origins)
                    && matches!(cause.how, How::EnvLine { .. })
                    && *files.entry(cause.place.text).or_insert(name) != name
                {
                    own.files.insert(cause.place.text);
                }
            }
        }
        own
    }
}

/// What a service reads, where that is known.
struct Reads<'a> {
    needs: Option<Needs>,
    store: Option<&'a Store>,
    /// Values that it reads under another name.
    values: HashSet<String>,
}

impl<'a> Reads<'a> {
    fn of(container: &Container, cx: &Context<'a>) -> Option<Self> {
        let needs = cx.knowledge.needs(container);
        let store = cx.store(container);
        let store = store.filter(|store| store.kind != StoreKind::Admin);
        if needs.is_none() && store.is_none() {
            return None;
        }
        let mut own = Self {
            needs,
            store,
            values: HashSet::new(),
        };
        let accepted = cx.credentials().accepted(container);
        let accepted = accepted.iter().flat_map(|own| &own.credentials);
        for credential in accepted {
            own.values.extend(credential.values().map(str::to_owned));
        }
        for secret in cx.secrets(container) {
            if secret
                .variable()
                .is_some_and(|own| needs.is_some_and(|needs| needs.has(&own.name)))
            {
                own.values.insert(secret.value.expose().to_owned());
            }
        }
        Some(own)
    }

    fn has(&self, variable: &Variable, secret: &Secret<'_>, cx: &Context<'_>) -> bool {
        let name = &variable.name;
        let is_of_store = |store| cx.knowledge.is_of_store(name, store);
        self.needs.is_some_and(|needs| needs.has(name))
            || self.store.is_some_and(is_of_store)
            || self.values.contains(secret.value.expose())
    }
}

/// The secrets that a service gets without need, by the way they came. What its own settings name
/// is meant for it.
fn excess(
    container: &Container,
    reads: &Reads<'_>,
    supplies: &Supplies,
    cx: &Context<'_>,
) -> Vec<Excess> {
    let mut ways: BTreeMap<(Span, Option<TextId>), HashSet<&str>> = BTreeMap::new();
    for secret in cx.secrets(container) {
        let Some(variable) = secret.variable() else {
            continue;
        };
        let origin = cx.project.origins.get(variable.origin);
        let line = origin.filter(|origin| matches!(origin.how, How::EnvLine { .. }));
        let way = match line {
            Some(line) if supplies.files.contains(&line.place.text) => {
                (variable.declared, Some(line.place.text))
            }
            None if supplies.places.contains(&variable.declared) => (container.owner, None),
            _ => continue,
        };
        if !reads.has(variable, secret, cx) && !cx.is_unset(secret) {
            ways.entry(way).or_default().insert(&variable.name);
        }
    }
    let runs_code = reads.needs.is_some_and(|needs| needs.runs_code);
    let excess = ways.into_iter().map(|((place, file), names)| Excess {
        runs_code,
        place,
        file,
        count: names.len(),
    });
    excess.collect()
}
