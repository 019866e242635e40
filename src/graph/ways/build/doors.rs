//! How a service lets in whoever can open a connection to it.

use super::tools::shown;
use super::{Building, Member, Services, powers};
use crate::graph::ways::model::{Change, Cut, EdgeKind, Evidence, NodeKind, Strength};
use crate::meaning::{
    Held, Lack, Role, Then, Unguarded, answers_named_callers_only, empty_secret, is_socket_proxy,
    let_through,
};
use crate::model::{Arg, Container, Port, Sensitive};

/// One way to be let in.
#[derive(Clone)]
pub(super) struct Door {
    /// What one who was let in is: in the service, or inside of it.
    pub(super) standing: NodeKind,
    pub(super) kind: EdgeKind,
    pub(super) strength: Strength,
    pub(super) evidence: Vec<Evidence>,
    pub(super) cuts: Vec<Cut>,
    /// The ports in the container at which it is; empty for all.
    pub(super) ports: &'static [u16],
    /// Whether a front passes on what it takes.
    pub(super) is_fronted: bool,
}

impl Door {
    /// Whether it is at a published port.
    pub(super) fn is_at(&self, port: &Port) -> bool {
        let within = |own: &u16| (port.target.0..=port.target.1).contains(own);
        self.ports.is_empty() || self.ports.iter().any(within)
    }

    fn new(strength: Strength, kind: EdgeKind, evidence: Evidence) -> Self {
        Self {
            standing: NodeKind::Service,
            kind,
            strength,
            evidence: vec![evidence],
            cuts: Vec::new(),
            ports: &[],
            is_fronted: true,
        }
    }
}

/// The doors of a container.
pub(super) fn doors(
    building: &Building<'_>,
    services: &Services<'_>,
    member: &Member<'_>,
) -> Vec<Door> {
    let container = member.container;
    let name = &container.name;
    if matches!(member.role, Some(Role::Front | Role::Proxy)) {
        let evidence = shown(container.owner, "step.front", name);
        let door = Door::new(Strength::Free, EdgeKind::NoAuthentication, evidence);
        return vec![Door {
            standing: NodeKind::Front,
            ..door
        }];
    }
    let auth = building
        .sources
        .knowledge
        .auth(container, services.is_partial);
    let ports = auth.as_ref().map_or(&[][..], |auth| auth.ports);
    let mut doors = Vec::new();
    let mut is_untold = false;
    if let Some(auth) = &auth {
        match &auth.held {
            Held::Nothing(lack) => {
                doors.push(unguarded(services, container, lack, auth.is_sure));
            }
            Held::Unknown => is_untold = true,
            Held::Credentials(asked) => is_untold = asked.is_empty(),
        }
    }
    doors.extend(powers::config_door(building, services, member));
    doors.extend(empty(building, services, container));
    // Where nobody is asked, credentials are of no interest.
    let is_open = doors.iter().any(|door| door.strength == Strength::Free);
    for own in member.accepted.iter().filter(|_| !is_open) {
        let signs = member
            .powers
            .is_some_and(|powers| has(powers.signs, &own.name));
        let is_inner = member
            .powers
            .is_some_and(|powers| has(powers.inner, &own.name));
        let kind = if signs {
            EdgeKind::SigningKey
        } else {
            EdgeKind::Credential
        };
        let door = Door {
            cuts: vec![own.cut.clone()],
            ports,
            is_fronted: !is_inner,
            ..Door::new(own.strength, kind, own.evidence.clone())
        };
        doors.push(door);
    }
    // Who knows the key and can show what it signs has the key itself.
    let keys = doors
        .iter()
        .filter(|door| door.kind == EdgeKind::SigningKey);
    let keys = keys.map(|door| Door {
        standing: NodeKind::SigningKey,
        ..door.clone()
    });
    let keys: Vec<Door> = keys.collect();
    doors.extend(keys);
    if is_socket_proxy(container) {
        doors.extend(of_socket_proxy(services, container));
    } else if doors.is_empty() {
        // Of a product that is known to do nothing for its callers, nothing is to be feared.
        let is_harmless = member
            .powers
            .is_some_and(|powers| auth.is_none() && powers.gives_nothing(container));
        if is_untold || !is_harmless {
            let evidence = shown(container.owner, "step.unknown-service", name);
            let door = Door::new(Strength::Unknown, EdgeKind::NoAuthentication, evidence);
            doors.push(Door {
                standing: if member.is_unknown() {
                    NodeKind::Inside
                } else {
                    NodeKind::Service
                },
                ..door
            });
        }
    }
    doors
}

/// A socket proxy answers everybody on its networks, or named services only.
fn of_socket_proxy(services: &Services<'_>, container: &Container) -> Option<Door> {
    let through = let_through(container);
    let place = services.place(through.first()?.origin, container.owner);
    let (strength, key) = if answers_named_callers_only(container) {
        (Strength::Unknown, "step.proxy-names-callers")
    } else {
        (Strength::Free, "step.proxy-answers-all")
    };
    let evidence = shown(place, key, &container.name);
    Some(Door::new(strength, EdgeKind::NoAuthentication, evidence))
}

fn has(names: &[&str], name: &str) -> bool {
    names.contains(&name)
}

/// A service that asks nobody for anything.
fn unguarded(
    services: &Services<'_>,
    container: &Container,
    lack: &Unguarded,
    is_sure: bool,
) -> Door {
    let place = lack.origin.map_or(container.owner, |origin| {
        services.place(origin, container.owner)
    });
    let (key, strength) = match lack.lack {
        Lack::Never => ("step.never-asks", Strength::Free),
        Lack::Off => ("step.asks-not", Strength::Free),
        Lack::Missing => ("step.asks-nobody", Strength::Free),
        Lack::Factory => ("step.factory-secret", Strength::Known),
    };
    let evidence = shown(place, key, &container.name);
    let evidence = if lack.switch.is_empty() {
        evidence
    } else {
        evidence.with("variable", Arg::Name(lack.switch.to_owned()))
    };
    let service = container.name.clone();
    let change = match lack.lack {
        Lack::Never => None,
        Lack::Missing | Lack::Factory if lack.switch.starts_with('-') => Some(Change::AddFlag {
            service,
            flag: lack.switch,
        }),
        Lack::Missing | Lack::Factory => Some(Change::SetVariable {
            service,
            name: lack.switch.to_owned(),
            value: None,
        }),
        Lack::Off => turned(container, lack.switch).map(|value| Change::SetVariable {
            service,
            name: lack.switch.to_owned(),
            value: Some(value),
        }),
    };
    Door {
        cuts: change
            .map(|change| services.cut(place, change))
            .into_iter()
            .collect(),
        ..Door::new(
            if is_sure { strength } else { Strength::Unknown },
            EdgeKind::NoAuthentication,
            evidence,
        )
    }
}

/// The opposite of what a switch says.
fn turned(container: &Container, switch: &str) -> Option<&'static str> {
    let mut variables = container.environment.iter();
    let variable = variables.find(|own| own.name == switch)?;
    let value = variable.value.as_ref().map(Sensitive::expose)?;
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "on" | "yes" | "enabled" => Some("false"),
        "false" | "0" | "off" | "no" | "disabled" => Some("true"),
        _ => None,
    }
}

/// Doors that stand open as a secret is set and empty.
fn empty(building: &Building<'_>, services: &Services<'_>, container: &Container) -> Vec<Door> {
    let Some(image) = building.sources.knowledge.image_of(container) else {
        return Vec::new();
    };
    let variables = container.environment.iter();
    let empty = variables.filter(|own| own.value.as_ref().is_some_and(Sensitive::is_empty));
    let doors = empty.filter_map(|variable| {
        let known = empty_secret(&image, &variable.name)?;
        let kind = match known.then {
            Then::SignsEmpty => EdgeKind::SigningKey,
            Then::Open => EdgeKind::NoAuthentication,
        };
        let cause = services.project.origins.cause(variable.origin);
        let place = variable.declared;
        let evidence = shown(place, "step.secret-empty", &container.name);
        let evidence = evidence.with("variable", Arg::Name(variable.name.clone()));
        let supplier = cause
            .as_ref()
            .and_then(|cause| super::accepted::supplier(&cause.how));
        let change = Change::StrongSecret {
            supplier: supplier.map(str::to_owned),
        };
        Some(Door {
            cuts: vec![services.cut(place, change)],
            ..Door::new(Strength::Free, kind, evidence)
        })
    });
    doors.collect()
}
