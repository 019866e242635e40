//! The endpoints of TLS and LDAP that a deployment itself names: published ports that usually speak
//! one of them, and addresses of directories in variables.

use crate::model::{Container, Deployment, Port, Project, Span};

/// An endpoint that a deployment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEndpoint {
    /// The number of the project.
    pub project: usize,
    /// The service that names it.
    pub service: String,
    /// The port of its container, where it is a published one.
    pub target: Option<u16>,
    /// The host, as it can be reached from this machine.
    pub host: String,
    /// The port.
    pub port: u16,
    /// What is spoken there.
    pub speaks: Speaks,
    /// Where it is named.
    pub place: Span,
}

/// What is spoken at an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// TLS from the start.
    Tls,
    /// LDAP.
    Ldap,
    /// LDAP inside of TLS.
    Ldaps,
}

/// The endpoints that the services of a deployment name, each once, in the order of the services.
pub fn named_endpoints(deployment: &Deployment) -> Vec<NamedEndpoint> {
    let mut all: Vec<NamedEndpoint> = Vec::new();
    for (number, project) in deployment.projects.iter().enumerate() {
        for container in project.containers.iter().filter(|own| own.starts) {
            let ports = container.ports.iter();
            let ports = ports.filter_map(|port| published(port, container, project));
            let urls = directories(container, project);
            for mut found in ports.chain(urls) {
                found.project = number;
                let is_new = all.iter().all(|own| {
                    (&own.host, own.port, own.speaks) != (&found.host, found.port, found.speaks)
                });
                if is_new {
                    all.push(found);
                }
            }
        }
    }
    all
}

fn published(port: &Port, container: &Container, project: &Project) -> Option<NamedEndpoint> {
    let (first, last) = port.published?;
    if first != last || port.target.0 != port.target.1 || port.protocol != "tcp" {
        return None;
    }
    let image = container.image.value().map_or("", String::as_str);
    let speaks = match port.target.0 {
        443 | 465 | 993 | 995 | 5671 | 6443 | 8443 | 8883 | 9443 => Speaks::Tls,
        389 | 3268 => Speaks::Ldap,
        636 | 3269 => Speaks::Ldaps,
        // Images of directories that run without rights listen higher.
        1389 if image.contains("ldap") => Speaks::Ldap,
        1636 if image.contains("ldap") => Speaks::Ldaps,
        _ => return None,
    };
    let host = match &port.host_ip {
        Some(host) if !port.is_on_all_interfaces() => host.trim_matches(['[', ']']),
        _ => "127.0.0.1",
    };
    Some(NamedEndpoint {
        project: 0,
        target: Some(port.target.0),
        service: container.name.clone(),
        host: host.to_owned(),
        port: first,
        speaks,
        place: project
            .origins
            .place(port.origin)
            .unwrap_or(container.owner),
    })
}

/// The addresses of directories in the variables of a container.
fn directories<'c>(
    container: &'c Container,
    project: &'c Project,
) -> impl Iterator<Item = NamedEndpoint> + 'c {
    let values = container.environment.iter();
    let values = values.filter_map(|own| Some((own, own.value.as_ref()?)));
    values.flat_map(move |(variable, value)| {
        let words = value.expose().split([' ', ',', '"', '\'']);
        let found = words.filter_map(|word| directory(word, project));
        let found: Vec<NamedEndpoint> = found
            .map(|(speaks, host, port)| NamedEndpoint {
                project: 0,
                target: None,
                service: container.name.clone(),
                host,
                port,
                speaks,
                place: variable.declared,
            })
            .collect();
        found
    })
}

/// What an address of a directory leads to, unless that is another service, or no name at all.
fn directory(word: &str, project: &Project) -> Option<(Speaks, String, u16)> {
    let (scheme, rest) = word.split_once("://")?;
    let (speaks, usual) = match scheme {
        "ldap" => (Speaks::Ldap, 389),
        "ldaps" => (Speaks::Ldaps, 636),
        _ => return None,
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (authority, usual),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let is_service = project.containers.iter().any(|own| own.name == host);
    // A name without a dot is one of the engine's network.
    let is_outside = host.contains('.') && host != "host.docker.internal" && !is_service;
    (is_outside && port > 0 && host.chars().all(is_name)).then(|| (speaks, host.to_owned(), port))
}
