//! Which certificates are used where, for those who judge certificates.

use std::path::PathBuf;

use super::tree::Nginx;
use crate::model::Span;

/// A certificate that a server shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateUse {
    /// The file on the host, where one is mounted there.
    pub file: Option<PathBuf>,
    /// The file of its key on the host.
    pub key: Option<PathBuf>,
    /// Where the configuration names it.
    pub place: Span,
    /// The service that runs the server; else the file of the configuration.
    pub who: String,
    /// What the server is called: names that the certificate has to cover. Patterns of the file
    /// and names that nobody can ask for are left out.
    pub names: Vec<String>,
    /// Whether OCSP answers are stapled.
    pub staples: bool,
}

/// The certificates that servers show, in the order of the configurations.
pub fn certificate_uses(all: &[Nginx]) -> Vec<CertificateUse> {
    let mut uses = Vec::new();
    for nginx in all {
        let service = nginx.service.as_ref().map(|service| service.name.clone());
        let who = service.unwrap_or_else(|| nginx.name.clone());
        for server in nginx.servers() {
            if server.tls().is_none() {
                continue;
            }
            let names = server.names.iter().filter(|name| name.is_known);
            let names = names.map(|name| name.text.as_str());
            let names = names.filter(|name| is_askable(name));
            let names: Vec<String> = names.map(str::to_owned).collect();
            let stapling = server.block.setting("ssl_stapling");
            let staples = stapling.is_some_and(|one| one.is("on"));
            for certificate in &server.certificates {
                uses.push(CertificateUse {
                    file: certificate.host.clone(),
                    key: certificate.host_key.clone(),
                    place: certificate.path.span,
                    who: who.clone(),
                    names: names.clone(),
                    staples,
                });
            }
        }
    }
    uses.dedup();
    uses
}

/// Whether a name of a server is one that a client asks for.
fn is_askable(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(['~', '_', '.']) && !name.contains(['$', '*'])
}
