//! What a server offers of TLS. Two ways lead there: first messages of our own making, which no
//! library would send, for everything that is negotiated in clear; and one real handshake, for the
//! certificates that TLS 1.3 encrypts.

mod enumerate;
mod groups;
mod handshake;
mod hello;
mod reply;
mod suites;

pub(super) use enumerate::enumerate;
pub(super) use handshake::{Secured, Trust, Untrusted, anybody, secure};

use super::wire::Door;
use super::{Limits, Roots, StartTls, Target};
use crate::model::{SNAPSHOT_VERSION, Snapshot};

/// Asks an endpoint what it offers of TLS.
pub fn probe_tls(
    target: &Target,
    starttls: Option<StartTls>,
    roots: Option<&Roots>,
    limits: &Limits,
) -> Snapshot {
    let mut snapshot = Snapshot {
        version: SNAPSHOT_VERSION,
        scheme: "tls".to_owned(),
        host: target.host.clone(),
        port: target.port,
        sni: target.sni.clone(),
        starttls: starttls.map(|own| own.name().to_owned()),
        ..Snapshot::default()
    };
    let answer = Door::new(target, starttls, limits)
        .and_then(|door| enumerate(&door, target, roots, &mut snapshot.unanswered));
    match answer {
        Ok(tls) => snapshot.tls = Some(tls),
        Err(failure) => snapshot.failure = Some(failure),
    }
    snapshot
}
