//! A published port behind which nobody asks for a password, or everybody knows it.

use crate::meaning::Lack;
use crate::model::{Confidence, Container, OriginId, Port};
use crate::rules::{Context, Fail, Guard, Out, Site};

/// Fails for each such port; all of one service are one finding, at the first of them.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(auth) = cx.auth_state(container) else {
        return out.not_applicable();
    };
    let (key, switch, origin) = match &auth.guard {
        Guard::Own => return,
        Guard::Unknown => return out.unknown(),
        Guard::Default { name, origin } => ("published", *name, *origin),
        Guard::Nothing(lack) => {
            let key = match lack.lack {
                Lack::Never => "default",
                Lack::Off => "off",
                Lack::Missing => "missing",
                Lack::Factory => "factory",
            };
            (key, lack.switch, lack.origin)
        }
    };
    let is_guarded = |port: &&Port| {
        let (first, last) = port.target;
        !port.is_loopback()
            && (auth.ports.is_empty() || auth.ports.iter().any(|own| (first..=last).contains(own)))
    };
    let ports: Vec<&Port> = container.ports.iter().filter(is_guarded).collect();
    let Some(first) = ports.first() else {
        return host_network(container, cx, out, key, auth.product, switch);
    };
    let first = Site::origin(cx, first.origin, container.owner);
    let confidence = if auth.is_sure {
        Confidence::High
    } else {
        Confidence::Medium
    };
    let with = |fail: Fail| {
        let fail = fail.confidence(confidence).arg("product", auth.product);
        if switch.is_empty() {
            fail
        } else {
            fail.arg("switch", switch)
        }
    };
    for port in ports {
        let own = Site::origin(cx, port.origin, container.owner);
        let fail = Fail::new(key, Site::belonging(own.span(), first))
            .covering(own)
            .role(format!("{}/{}", port.target.0, port.protocol))
            .arg("port", Context::shown_port(port));
        out.fail(with(fail));
    }
    // The line that turns it off, or has the password, is the other place to change.
    if let Some(place) = declared(container, cx, origin) {
        out.fail(with(
            Fail::new(key, Site::belonging(place, first)).role(switch),
        ));
    }
}

/// On the network of the host every port that the product listens on is one of the host.
fn host_network(
    container: &Container,
    cx: &Context<'_>,
    out: &mut Out<'_>,
    key: &'static str,
    product: &'static str,
    switch: &'static str,
) {
    let network = &container.namespaces.network;
    let Some(mode) = network.traced().filter(|mode| mode.value == "host") else {
        return;
    };
    let port = cx
        .store(container)
        .and_then(|store| store.ports.first().copied());
    let Some(port) = port else {
        return;
    };
    let fail = Fail::new(key, Site::origin(cx, mode.origin, container.owner))
        .role("host")
        .arg("port", port.to_string())
        .arg("product", product);
    out.fail(if switch.is_empty() {
        fail
    } else {
        fail.arg("switch", switch)
    });
}

fn declared(
    container: &Container,
    cx: &Context<'_>,
    origin: Option<OriginId>,
) -> Option<crate::model::Span> {
    let origin = origin?;
    let variables = container.environment.iter();
    let variable = variables.into_iter().find(|own| own.origin == origin);
    match variable {
        Some(variable) => Some(variable.declared),
        None => cx.project.origins.place(origin),
    }
}
