//! An address that is written as if it were a host name.

use std::net::IpAddr;

use crate::meaning::pki::Examined;
use crate::model::certificate::SubjectName;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails at each, unless the address stands there as one as well.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(leaf) = own.leaf() else {
        return out.not_applicable();
    };
    let names = leaf.names.as_deref().unwrap_or_default();
    for name in names {
        if *name == SubjectName::BrokenIp {
            out.fail(Fail::new("broken", site(own, leaf)).arg("name", called(leaf)));
        }
        let SubjectName::Dns(host) = name else {
            continue;
        };
        let Ok(address) = host.parse::<IpAddr>() else {
            continue;
        };
        if !names.contains(&SubjectName::Ip(address)) {
            let fail = Fail::new("default", site(own, leaf))
                .role(host.as_str())
                .arg("name", called(leaf))
                .arg("host", host.as_str());
            out.fail(fail);
        }
    }
}
