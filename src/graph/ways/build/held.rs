//! Credentials of other services that a service has in its own settings.

use std::collections::HashMap;

use super::tools::shown;
use super::{Building, Member, Services};
use crate::graph::ways::model::{Edge, EdgeKind, Holder, NodeKind, Strength};
use crate::meaning::{Form, Secret, StoreKind, addressee, host_of, percent_decoded};
use crate::model::{Arg, Span};

/// Adds an edge for each credential that one of the services has and another one accepts, and notes
/// who has it.
pub(super) fn hold(building: &mut Building<'_>, services: &Services<'_>, members: &[Member<'_>]) {
    let mut servers: HashMap<&str, Vec<(&Member<'_>, usize)>> = HashMap::new();
    for member in members {
        for (number, accepted) in member.accepted.iter().enumerate() {
            for value in accepted.values.iter().filter(|own| !own.is_empty()) {
                let known = servers.entry(value.expose()).or_default();
                known.push((member, number));
            }
        }
    }
    for member in members {
        for secret in &member.secrets {
            let value = match secret.form {
                Form::Url { .. } => percent_decoded(secret.value.expose()),
                _ => secret.value.expose().to_owned(),
            };
            let found = servers.get(value.as_str()).into_iter().flatten();
            for (server, number) in found {
                one(building, services, (member, secret), (server, *number));
            }
        }
    }
}

fn one(
    building: &mut Building<'_>,
    services: &Services<'_>,
    (member, secret): (&Member<'_>, &Secret<'_>),
    (server, number): (&Member<'_>, usize),
) {
    let Some(accepted) = server.accepted.get(number) else {
        return;
    };
    let origins = &services.project.origins;
    let place = secret.cause(origins).map(|cause| cause.place);
    let is_own = std::ptr::eq(member.container, server.container);
    let is_meant =
        is_own || place == Some(accepted.place) || aims_at(building, services, secret, server);
    if is_meant && let Some(place) = place {
        note(building, services, (member, secret), accepted.place);
        if place != accepted.place {
            note(building, services, (member, secret), place);
        }
    }
    if is_own || accepted.strength <= Strength::Known {
        return;
    }
    let shown_at = secret.shown(origins).unwrap_or(member.container.owner);
    let evidence = held_evidence(member, secret, shown_at, server);
    let inside = building.of(services, NodeKind::Inside, member.container);
    let signs = |own: &Member<'_>| {
        let powers = own.powers;
        powers.is_some_and(|powers| powers.signs.contains(&accepted.name.as_str()))
    };
    if signs(server) {
        let to = building.of(services, NodeKind::SigningKey, server.container);
        building.ways.add(Edge {
            from: inside,
            to,
            kind: EdgeKind::Environment,
            strength: Strength::Free,
            evidence: vec![evidence.clone()],
            cuts: Vec::new(),
        });
    }
    let Some(network) = member.common_network(server) else {
        return;
    };
    let joins = shown(
        member.container.owner,
        "step.shares",
        &member.container.name,
    );
    let joins = joins
        .with("network", Arg::Name(network.to_owned()))
        .with("other", Arg::Name(server.container.name.clone()));
    let to = building.of(services, NodeKind::Service, server.container);
    let mut standings = vec![inside];
    if member.store == Some(StoreKind::Admin) {
        standings.push(building.of(services, NodeKind::Service, member.container));
    }
    for from in standings {
        building.ways.add(Edge {
            from,
            to,
            kind: EdgeKind::HeldCredential,
            strength: if is_meant {
                Strength::Known
            } else {
                Strength::Reused
            },
            evidence: vec![joins.clone(), evidence.clone()],
            cuts: if is_meant {
                Vec::new()
            } else {
                vec![accepted.cut.clone()]
            },
        });
    }
}

fn held_evidence(
    member: &Member<'_>,
    secret: &Secret<'_>,
    place: Span,
    server: &Member<'_>,
) -> crate::graph::ways::model::Evidence {
    shown(place, "step.has-secret", &member.container.name)
        .with("variable", Arg::Name(secret.name.to_string()))
        .with("other", Arg::Name(server.container.name.clone()))
}

/// Whether a service shows a secret to this server: by the host in its URL, or by the address that
/// belongs to it. A host that no service is called may be any.
fn aims_at(
    building: &Building<'_>,
    services: &Services<'_>,
    secret: &Secret<'_>,
    server: &Member<'_>,
) -> bool {
    let host = secret.host().or_else(|| addressee(secret));
    let host = host.or_else(|| {
        let container = secret.container()?;
        let knowledge = building.sources.knowledge;
        let (_, at) = knowledge.client(container, &secret.name)?;
        let mut variables = container.environment.iter();
        let address = variables.find(|own| own.name == at)?;
        host_of(address.value.as_ref()?.expose())
    });
    host.is_some_and(|host| host == server.container.name || !services.by_name.contains_key(host))
}

/// Notes who has the secret of a place.
fn note(
    building: &mut Building<'_>,
    services: &Services<'_>,
    (member, secret): (&Member<'_>, &Secret<'_>),
    place: Span,
) {
    let holder = Holder {
        project: services.number,
        service: member.container.name.clone(),
        name: secret.name.to_string(),
        is_part: !matches!(secret.form, Form::Whole),
    };
    let holders = building.ways.holders.entry(place).or_default();
    if !holders.contains(&holder) {
        holders.push(holder);
    }
}
