//! TLS to a directory by its number.

use std::net::IpAddr;

use crate::model::{Directory, Encryption};
use crate::rules::directories::{is_own, site};
use crate::rules::{Context, Fail, Out};

/// Fails for each server that is named so.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    for server in &directory.servers {
        let host = server.value.host.as_str();
        let is_address = host.parse::<IpAddr>().is_ok();
        let is_tls = match server.value.encryption {
            Some(Encryption::Tls) => true,
            Some(Encryption::Clear) => directory.uses_tls() && directory.in_clear().is_none(),
            Some(Encryption::Local) | None => false,
        };
        if is_address && is_tls && !is_own(host) {
            let fail = Fail::new("default", site(server)).role(&directory.name);
            out.fail(fail.arg("host", host));
        }
    }
}
