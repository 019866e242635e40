//! Names of the house that are asked of somebody outside.

use std::net::IpAddr;

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `resolver` on the internet.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("resolver") {
        let outside = one
            .args()
            .iter()
            .find(|value| value.is_known && is_public(&value.text));
        if let Some(value) = outside {
            out.fail(web::value("default", one, value).arg("address", value.shown()));
        }
    }
}

fn is_public(text: &str) -> bool {
    let address = match text.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None if text.matches(':').count() == 1 => text.split(':').next().unwrap_or_default(),
        None => text,
    };
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(own)) => {
            let shared = own.octets();
            let carrier =
                shared.first() == Some(&100) && shared.get(1).is_some_and(|part| part & 0xC0 == 64);
            !(own.is_private()
                || own.is_loopback()
                || own.is_link_local()
                || own.is_unspecified()
                || carrier)
        }
        Ok(IpAddr::V6(own)) => {
            let first = own.segments().first().copied().unwrap_or_default();
            let local = first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80;
            !(own.is_loopback() || own.is_unspecified() || local)
        }
        // A name: whose it is cannot be told, unless it is one of the well-known ones.
        Err(_) => ["dns.google", "one.one.one.one", "dns.quad9.net"].contains(&address),
    }
}
