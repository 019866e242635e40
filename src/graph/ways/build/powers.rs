//! What one can do who was let into a service, by its product.

use super::accepted::supplier;
use super::doors::Door;
use super::networks::network_node;
use super::tools::shown;
use super::{Building, Member, Services};
use crate::graph::ways::model::{Change, Cut, Edge, EdgeKind, Evidence, NodeKind, Strength};
use crate::meaning::{ConfigKey, Does, Powers, Role, StoreKind};
use crate::model::{Arg, Container, GrantKind, Sensitive, Span, Traced};
use crate::syntax::toml;

/// Adds what the service itself gives.
pub(super) fn give(building: &mut Building<'_>, services: &Services<'_>, member: &Member<'_>) {
    code(building, services, member);
    holds(building, services, member);
    if let Some(powers) = member.powers {
        keys(building, services, member.container, powers);
        spawned(building, services, member.container, powers);
    }
}

/// Code of its users.
fn code(building: &mut Building<'_>, services: &Services<'_>, member: &Member<'_>) {
    let container = member.container;
    let does = match member.powers {
        Some(powers) => powers.code(container),
        None if member.role == Some(Role::Sandbox) => Does::Always,
        None => Does::Never,
    };
    let at = |span, key| shown(span, key, &container.name);
    let about = |span, key, name: &str| at(span, key).with("variable", Arg::Name(name.to_owned()));
    let (strength, evidence, cut) = match does {
        Does::Never => return,
        Does::Always if member.store.is_some() => (
            Strength::Free,
            at(container.owner, "step.store-runs-commands"),
            None,
        ),
        Does::Always => (Strength::Free, at(container.owner, "step.runs-code"), None),
        Does::Open(name, variable) => {
            let place = variable.map_or(container.owner, |own| {
                services.place(own.origin, own.declared)
            });
            let change = Change::SetVariable {
                service: container.name.clone(),
                name: name.to_owned(),
                value: Some("true"),
            };
            let cut = services.cut(place, change);
            (
                Strength::Free,
                about(place, "step.runs-code-unguarded", name),
                Some(cut),
            )
        }
        Does::Prevented(name, variable) => {
            let place = services.place(variable.origin, variable.declared);
            (
                Strength::Closed,
                about(place, "step.runs-code-guarded", name),
                None,
            )
        }
        Does::Unknown(name) => {
            let evidence = about(container.owner, "step.runs-code-unknown", name);
            (Strength::Unknown, evidence, None)
        }
    };
    let from = building.of(services, NodeKind::Service, container);
    let to = building.of(services, NodeKind::Inside, container);
    building.ways.add(Edge {
        from,
        to,
        kind: EdgeKind::RunsCode,
        strength,
        evidence: vec![evidence],
        cuts: cut.into_iter().collect(),
    });
    way_out(building, services, member);
}

/// What runs code and reaches other machines can carry out what it learns.
fn way_out(building: &mut Building<'_>, services: &Services<'_>, member: &Member<'_>) {
    let container = member.container;
    let Some(network) = super::networks::way_out(services, member) else {
        return;
    };
    let mut joined = member.owner.networks.iter();
    let place = joined
        .find(|own| own.value == network)
        .map_or(container.owner, |own| {
            services.place(own.origin, container.owner)
        });
    let evidence = shown(place, "step.way-out", &container.name);
    let evidence = evidence.with("network", Arg::Name(network.to_owned()));
    let is_open = |own: &&Traced<String>| {
        let declared = services.project.networks.get(own.value.as_str());
        declared.is_none_or(|network| !network.internal)
    };
    let is_only = member.owner.networks.iter().filter(is_open).count() == 1;
    let change = Change::MakeInternal {
        network: network.to_owned(),
    };
    let declared = services.project.networks.get(network);
    let declared = declared.and_then(|network| network.place);
    let cut = is_only.then(|| services.cut(declared.unwrap_or(place), change));
    let from = building.of(services, NodeKind::Inside, container);
    let to = building.sole(NodeKind::Outside);
    building.ways.add(Edge {
        from,
        to,
        kind: EdgeKind::Egress,
        strength: Strength::Free,
        evidence: vec![evidence],
        cuts: cut.into_iter().collect(),
    });
}

/// The content of a store, or a model.
fn holds(building: &mut Building<'_>, services: &Services<'_>, member: &Member<'_>) {
    let container = member.container;
    let (goal, key) = match member.store {
        Some(StoreKind::Data) => (NodeKind::Store, "step.holds-data"),
        Some(StoreKind::Model) => (NodeKind::Model, "step.holds-model"),
        Some(StoreKind::Admin) | None => return,
    };
    let to = building.of(services, goal, container);
    for standing in [NodeKind::Service, NodeKind::Inside] {
        let from = building.of(services, standing, container);
        building.ways.add(Edge {
            from,
            to,
            kind: EdgeKind::Holds,
            strength: Strength::Free,
            evidence: vec![shown(container.owner, key, &container.name)],
            cuts: Vec::new(),
        });
    }
}

/// The keys by which a service signs and encrypts: they are in its environment.
fn keys(
    building: &mut Building<'_>,
    services: &Services<'_>,
    container: &Container,
    powers: &Powers,
) {
    for name in powers.signs.iter().chain(powers.encrypts) {
        let mut variables = container.environment.iter();
        let variable = variables.find(|own| own.name == *name);
        let Some(variable) = variable.filter(|own| {
            let value = own.value.as_ref();
            value.is_none_or(|value| !value.is_empty())
        }) else {
            continue;
        };
        let evidence = shown(variable.declared, "step.key-inside", &container.name);
        let evidence = evidence.with("variable", Arg::Name((*name).to_owned()));
        let from = building.of(services, NodeKind::Inside, container);
        let to = building.of(services, NodeKind::SigningKey, container);
        building.ways.add(Edge {
            from,
            to,
            kind: EdgeKind::Environment,
            strength: Strength::Free,
            evidence: vec![evidence],
            cuts: Vec::new(),
        });
    }
}

/// A value of a config of the compose file.
struct Configured<'a> {
    config: &'a str,
    /// Where it stands, or where the config does.
    place: Span,
    value: Option<Sensitive>,
    supplier: Option<String>,
}

/// What a container's config says of a key. `None` where none of its configs is at hand.
fn configured<'a>(
    services: &Services<'a>,
    container: &Container,
    key: &ConfigKey,
) -> Option<Configured<'a>> {
    let mut last = None;
    for grant in &container.configs {
        let mut grants = services.project.grants.iter();
        let config = grants.find(|own| own.kind == GrantKind::Config && own.key == grant.source)?;
        let content: &Traced<Sensitive> = config.content.as_ref()?;
        let text = content.value.expose();
        let place = services.place(content.origin, config.place);
        let entries = toml::entries(text)?;
        let mut entries = entries.into_iter();
        let entry = entries.find(|own| own.name == key.key && own.parent == key.section);
        let found = Configured {
            config: &config.key,
            place,
            value: None,
            supplier: None,
        };
        let Some(entry) = entry else {
            last = Some(found);
            continue;
        };
        let origins = &services.project.origins;
        let cause = origins.cause_of(content.origin, entry.value.clone());
        return Some(Configured {
            place: cause.as_ref().map_or(place, |cause| cause.place),
            value: Some(Sensitive::new(entry.text(text))),
            supplier: cause.and_then(|cause| supplier(&cause.how).map(str::to_owned)),
            ..found
        });
    }
    last
}

/// The door of a product whose credential stands in a config.
pub(super) fn config_door(
    building: &Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
) -> Option<Door> {
    let container = member.container;
    let key = member.powers?.config_key?;
    let told = configured(services, container, &key);
    let name = format!("{}.{}", key.section, key.key);
    let assumptions = building.sources.assumptions;
    let assumed = assumptions.of(&name).or_else(|| assumptions.of(key.client));
    let (strength, kind, evidence, cut): (_, _, Evidence, Option<Cut>) = match told {
        _ if assumed.is_some() => {
            let strength = super::accepted::assumed(assumed);
            let strength = strength.unwrap_or(Strength::Unknown);
            let place = told.map_or(container.owner, |told| told.place);
            let evidence = super::accepted::evidence(place, container, &name, strength);
            (strength, EdgeKind::Credential, evidence, None)
        }
        None => {
            let evidence = shown(container.owner, "step.unknown-service", &container.name);
            (
                Strength::Unknown,
                EdgeKind::NoAuthentication,
                evidence,
                None,
            )
        }
        Some(told) if told.value.as_ref().is_none_or(Sensitive::is_empty) => {
            let change = Change::AddToConfig {
                config: told.config.to_owned(),
                section: key.section,
                key: key.key,
                client: key.client,
            };
            let evidence = shown(told.place, "step.config-asks-nobody", &container.name);
            let evidence = evidence.with("variable", Arg::Name(name));
            let cut = services.cut(told.place, change);
            (
                Strength::Free,
                EdgeKind::NoAuthentication,
                evidence,
                Some(cut),
            )
        }
        Some(told) => {
            // The value was read for its strength alone, as that of a variable of this name.
            let value = told.value?;
            let strength = super::accepted::judged(container, &name, &value);
            let evidence = super::accepted::evidence(told.place, container, &name, strength);
            let supplier = told.supplier;
            let cut = services.cut(told.place, Change::StrongSecret { supplier });
            (strength, EdgeKind::Credential, evidence, Some(cut))
        }
    };
    Some(Door {
        standing: NodeKind::Service,
        kind,
        strength,
        evidence: vec![evidence],
        cuts: cut.into_iter().collect(),
        ports: &[],
        is_fronted: true,
    })
}

/// Containers that a service starts by itself: texts of strangers run code in them.
fn spawned(
    building: &mut Building<'_>,
    services: &Services<'_>,
    container: &Container,
    powers: &Powers,
) {
    let Some(key) = powers.spawns else {
        return;
    };
    let Some(told) = configured(services, container, &key) else {
        return;
    };
    let Some(value) = told.value else {
        return;
    };
    // The engine's name of a network of Compose is that of the project before its key.
    let named = value.expose();
    let mut keys = services.project.networks.keys();
    let network = keys.find(|key| {
        let rest = named.strip_suffix(key.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(['_', '-']))
    });
    let Some(network) = network.cloned() else {
        return;
    };
    let name = format!("{} sandbox", container.name);
    let evidence = shown(told.place, "step.spawns", &container.name);
    let evidence = evidence.with("network", Arg::Name(network.clone()));
    let inside = building
        .ways
        .place(NodeKind::Inside, &name, Some(services.number));
    let prompt = building.sole(NodeKind::Prompt);
    building.ways.add(Edge {
        from: prompt,
        to: inside,
        kind: EdgeKind::Prompted,
        strength: Strength::Free,
        evidence: vec![shown(
            container.owner,
            "step.spawned-runs-code",
            &container.name,
        )],
        cuts: Vec::new(),
    });
    let change = Change::Setting {
        name: format!("{}.{}", key.section, key.key),
        how: "cut.own-network",
    };
    let to = network_node(building, services, &network);
    building.ways.add(Edge {
        from: inside,
        to,
        kind: EdgeKind::Joins,
        strength: Strength::Free,
        evidence: vec![evidence],
        cuts: vec![services.cut(told.place, change)],
    });
}
