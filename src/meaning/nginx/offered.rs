//! What servers are told to offer of TLS, port by port.

use std::path::PathBuf;

use super::tree::{Directive, Nginx};
use super::values::Value;
use crate::model::Span;

/// What the servers at a port of a container are told to offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldTls {
    /// The number of the project.
    pub project: usize,
    /// The service that runs Nginx.
    pub service: String,
    /// The port of its container.
    pub port: u16,
    /// The protocols that are enabled, as the field calls them (`TLS 1.0`), with their words.
    pub protocols: Vec<(&'static str, Span)>,
    /// The files of their certificates on the host, with the words that name them.
    pub certificates: Vec<(PathBuf, Span)>,
    /// One of the certificates is not to be found here.
    pub is_open: bool,
}

/// All that is known, in the order of the configurations.
pub fn told_tls(all: &[Nginx]) -> Vec<ToldTls> {
    let mut told: Vec<ToldTls> = Vec::new();
    for nginx in all {
        let Some(service) = &nginx.service else {
            continue;
        };
        for server in nginx.servers() {
            let ports = server.listens.iter().filter(|listen| listen.is_tls);
            for port in ports.filter_map(|listen| listen.port) {
                let known = told.iter().position(|own| {
                    (own.project, own.port) == (service.project, port)
                        && own.service == service.name
                });
                let at = known.unwrap_or_else(|| {
                    told.push(ToldTls {
                        project: service.project,
                        service: service.name.clone(),
                        port,
                        protocols: Vec::new(),
                        certificates: Vec::new(),
                        is_open: false,
                    });
                    told.len() - 1
                });
                let Some(own) = told.get_mut(at) else {
                    continue;
                };
                let words = server.block.setting("ssl_protocols");
                let words = words.into_iter().flat_map(Directive::args);
                let named = words.filter_map(|word| Some((protocol(word)?, word.span)));
                own.protocols.extend(named);
                for certificate in &server.certificates {
                    match &certificate.host {
                        Some(file) => own.certificates.push((file.clone(), certificate.path.span)),
                        None => own.is_open = true,
                    }
                }
            }
        }
    }
    told
}

/// What the field calls a protocol of `ssl_protocols`.
fn protocol(word: &Value) -> Option<&'static str> {
    Some(match word.text.as_str() {
        "SSLv2" => "SSLv2",
        "SSLv3" => "SSLv3",
        "TLSv1" => "TLS 1.0",
        "TLSv1.1" => "TLS 1.1",
        "TLSv1.2" => "TLS 1.2",
        "TLSv1.3" => "TLS 1.3",
        _ => return None,
    })
}
