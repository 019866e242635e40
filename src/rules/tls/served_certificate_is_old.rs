//! Another certificate than the one on the disk.

use crate::meaning::Endpoint;
use crate::rules::endpoints::{at, tls_of};
use crate::rules::{Fail, Out};

/// Fails where none of the certificates that the configuration names is presented.
pub(super) fn check(endpoint: &Endpoint, out: &mut Out<'_>) {
    if tls_of(endpoint, out).is_none() {
        return;
    }
    let configured = endpoint.snapshot.configured.iter();
    let files: Vec<_> = configured.flat_map(|own| &own.certificates).collect();
    let leaves = endpoint.leaves();
    let (Some(file), Some((number, _))) = (files.first(), leaves.first()) else {
        return;
    };
    let is_known = |digest: &str| files.iter().any(|own| own.sha256 == digest);
    if leaves.iter().any(|(_, digest)| is_known(digest)) {
        return;
    }
    let way = ["tls", "chains", &number.to_string(), "certificates", "0"];
    let fail = at(endpoint, "default", &way).arg("file", file.file.as_str());
    let places = endpoint.configured_at.iter();
    out.fail(places.fold(fail, |fail, place| Fail::related(fail, *place)));
}
