//! The credentials that a service accepts, and how hard each is to come by.

use super::tools::shown;
use super::{Building, Services};
use crate::graph::ways::Assumed;
use crate::graph::ways::model::{Change, Cut, Evidence, Strength};
use crate::meaning::strength::{About, weakness};
use crate::meaning::{Credential, Held, is_password_name, is_placeholder};
use crate::model::{Arg, Container, How, OriginId, Sensitive, Span};

/// A credential that a service accepts.
pub(super) struct Accepted {
    /// The variable or flag that holds it.
    pub(super) name: String,
    /// Its value, or each of a list; nothing where only the deployment knows it.
    pub(super) values: Vec<Sensitive>,
    /// Where it comes from.
    pub(super) place: Span,
    /// How hard it is to come by.
    pub(super) strength: Strength,
    /// What shows that.
    pub(super) evidence: Evidence,
    /// A strong value in its place.
    pub(super) cut: Cut,
}

/// The credentials that a container accepts, each once.
pub(super) fn accepted(
    building: &Building<'_>,
    services: &Services<'_>,
    container: &Container,
) -> Vec<Accepted> {
    let knowledge = building.sources.knowledge;
    let mut found: Vec<Accepted> = Vec::new();
    let mut add = |name: &str, values: Vec<Sensitive>, origin: OriginId, shown: Span| {
        if found.iter().all(|own| own.name != name) {
            let one = one(
                building,
                services,
                container,
                (name, values),
                (origin, shown),
            );
            found.push(one);
        }
    };
    for own in knowledge
        .accepts(container)
        .iter()
        .flat_map(|own| &own.credentials)
    {
        let values = own.values().map(Sensitive::new).collect();
        let place = own.declared.unwrap_or(container.owner);
        add(own.name, values, own.origin, place);
    }
    let auth = knowledge.auth(container, services.is_partial);
    let asked = match auth.map(|auth| auth.held) {
        Some(Held::Credentials(asked)) => asked,
        _ => Vec::new(),
    };
    let mut variables: Vec<&str> = Vec::new();
    for own in &asked {
        match own {
            Credential::Variable(name) => variables.push(name),
            Credential::Flag {
                name,
                value,
                origin,
            } => add(name, vec![value.clone()], *origin, container.owner),
        }
    }
    let powers = knowledge.powers(container);
    variables.extend(powers.iter().flat_map(|powers| powers.signs));
    for name in variables {
        let mut environment = container.environment.iter();
        if let Some(variable) = environment.find(|own| own.name == name) {
            let value = variable.value.clone();
            if value.as_ref().is_some_and(Sensitive::is_empty) {
                continue;
            }
            let values = value.into_iter().collect();
            add(name, values, variable.origin, variable.declared);
        }
    }
    found
}

fn one(
    building: &Building<'_>,
    services: &Services<'_>,
    container: &Container,
    (name, values): (&str, Vec<Sensitive>),
    (origin, declared): (OriginId, Span),
) -> Accepted {
    let cause = services.project.origins.cause(origin);
    let place = cause.as_ref().map_or(declared, |cause| cause.place);
    let supplier = cause.as_ref().and_then(|cause| supplier(&cause.how));
    let assumptions = building.sources.assumptions;
    let told = assumptions
        .of(name)
        .or_else(|| supplier.and_then(|name| assumptions.of(name)));
    let strength = assumed(told);
    // Any value of a list opens: the easiest counts.
    let strength = strength.unwrap_or_else(|| {
        let each = values
            .iter()
            .map(|value| judge(building, container, name, value));
        each.min().unwrap_or(Strength::Unknown)
    });
    let evidence = evidence(place, container, name, strength);
    let supplier = supplier.map(str::to_owned);
    Accepted {
        name: name.to_owned(),
        values,
        place,
        strength,
        evidence,
        cut: services.cut(place, Change::StrongSecret { supplier }),
    }
}

/// What an assumption makes of a secret.
pub(super) fn assumed(told: Option<Assumed>) -> Option<Strength> {
    told.map(|told| match told {
        Assumed::Strong => Strength::Closed,
        Assumed::Weak => Strength::Weak,
    })
}

/// What shows how hard a secret is to come by.
pub(super) fn evidence(
    place: Span,
    container: &Container,
    name: &str,
    strength: Strength,
) -> Evidence {
    let key = match strength {
        Strength::Known => "step.secret-known",
        Strength::Weak => "step.secret-weak",
        Strength::Closed => "step.secret-strong",
        _ => "step.secret-unknown",
    };
    let evidence = shown(place, key, &container.name);
    evidence.with("variable", Arg::Name(name.to_owned()))
}

/// How hard a value is to come by.
fn judge(
    building: &Building<'_>,
    container: &Container,
    name: &str,
    value: &Sensitive,
) -> Strength {
    let text = value.expose();
    if building.sources.knowledge.is_published(text) || is_placeholder(name, text) {
        return Strength::Known;
    }
    judged(container, name, value)
}

/// How hard it is to guess a value that is in no list of vendors.
pub(super) fn judged(container: &Container, name: &str, value: &Sensitive) -> Strength {
    let about = About {
        name,
        words: &[&container.name],
        is_key: !name.starts_with('-') && !is_password_name(name),
    };
    match weakness(value.expose(), &about) {
        Some(_) => Strength::Weak,
        None => Strength::Closed,
    }
}

/// The variable that supplies a value.
pub(super) fn supplier(how: &How) -> Option<&str> {
    match how {
        How::EnvLine { variable }
        | How::Default { variable }
        | How::Replacement { variable }
        | How::Supplied { variable }
        | How::Unset { variable } => Some(variable),
        How::Literal | How::Alias(_) | How::OfImage | How::Interpolated => None,
    }
}
