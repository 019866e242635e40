//! A login in Nginx, and a second door beside it: the service behind it publishes its own port.

use crate::meaning::nginx::Nginx;
use crate::model::Exposure;
use crate::rules::{Out, web};

/// Fails for each proxy behind a password to a service that others reach without Nginx.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for pass in nginx.passes() {
        let Some(block) = pass.parent() else {
            continue;
        };
        let Some(login) = block.authentication() else {
            continue;
        };
        for (address, peer) in pass.behind() {
            let port = address.port.unwrap_or(80);
            let mut doors = peer.published.iter();
            let door = doors.find(|(first, last, ..)| (*first..=*last).contains(&port));
            if let Some((_, _, exposure, place)) = door {
                let fail = web::at("default", pass)
                    .arg("service", peer.name.clone())
                    .arg("port", port.to_string())
                    .arg("directive", login.name())
                    .related(*place)
                    .related(login.span());
                out.fail(fail.exposed((*exposure).max(Exposure::Loopback)));
            }
        }
    }
}
