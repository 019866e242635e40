//! An engine that a container commands over the network without proof of who asks.

use crate::meaning::{image_name, is_socket_proxy};
use crate::model::{Confidence, Container, Sensitive, Variable};
use crate::rules::{Context, Fail, Out, Site};

/// Variables by which clients of an engine learn where it is.
const ADDRESSES: [&str; 2] = ["DOCKER_HOST", "CONTAINER_HOST"];

/// Fails for an address without TLS, for one whose certificate nobody checks, and for an engine in
/// a container that is told to listen without TLS. A known socket proxy has rules of its own.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let is_engine = |container: &Container| {
        let image = container.image.value();
        image.is_some_and(|image| image_name(image) == "docker")
    };
    let set = |name: &str| value(container, name).is_some_and(|value| !value.is_empty());
    for variable in &container.environment {
        let site = Site::caused(variable.declared, cx.project.origins.cause(variable.origin));
        if variable.name == "DOCKER_TLS_CERTDIR" && is_engine(container) {
            if variable.value.as_ref().is_some_and(Sensitive::is_empty) {
                out.fail(Fail::new("served", site).role(&variable.name));
            }
            continue;
        }
        let Some((scheme, host)) = address(variable) else {
            continue;
        };
        let mut services = cx.project.containers.iter();
        let peer = services.find(|service| service.name == host);
        if peer.is_some_and(is_socket_proxy) || (set("DOCKER_TLS_VERIFY") && scheme != "http") {
            continue;
        }
        let is_encrypted = scheme == "https" || set("DOCKER_CERT_PATH") || set("DOCKER_TLS");
        let key = if is_encrypted {
            "unverified"
        } else {
            "default"
        };
        // A name of another project may be that of a proxy.
        let is_sure = peer.is_some_and(is_engine) || host.contains(['.', ':']);
        let fail = Fail::new(key, site).role(&variable.name).arg("host", host);
        out.fail(if is_sure {
            fail
        } else {
            fail.confidence(Confidence::Medium)
        });
    }
}

fn value<'c>(container: &'c Container, name: &str) -> Option<&'c str> {
    let mut variables = container.environment.iter();
    let variable = variables.find(|variable| variable.name == name)?;
    Some(variable.value.as_ref()?.expose())
}

/// Scheme and host of an engine's address on the network.
fn address(variable: &Variable) -> Option<(&str, &str)> {
    if !ADDRESSES.contains(&variable.name.as_str()) {
        return None;
    }
    let (scheme, rest) = variable.value.as_ref()?.expose().split_once("://")?;
    if !["tcp", "http", "https"].contains(&scheme) {
        return None;
    }
    let authority = rest.split('/').next()?;
    let authority = authority.rsplit('@').next()?;
    let host = match authority.strip_prefix('[') {
        Some(inside) => inside.split(']').next()?,
        None => authority.split(':').next()?,
    };
    (!host.is_empty()).then_some((scheme, host))
}
