//! A login by accounts of the directory that is open without TLS.

use crate::graph::ways::{EdgeKind, NodeKind};
use crate::model::{Arg, Exposure};
use crate::rules::combinations::{step, steps};
use crate::rules::{Combination, Combined};

/// Fails for each server of Nginx that passes such a login on in clear.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let mut made: Vec<Combination> = Vec::new();
    // By what services of a deployment people log in with these accounts.
    let logins = cx.ways.edges().iter().filter(|edge| {
        cx.ways.node(edge.from).kind == NodeKind::Account && edge.kind == EdgeKind::Credential
    });
    for login in logins {
        let Some((project, service)) = cx.service(login.to) else {
            continue;
        };
        let is_its = |number: usize| number == project;
        for nginx in cx.nginx {
            let Some(front) = nginx.service.as_ref().filter(|own| is_its(own.project)) else {
                continue;
            };
            let found = nginx.servers().iter().find_map(|server| {
                let listen = server.plain().filter(|_| !server.turns_away())?;
                let port = listen.port.unwrap_or(80);
                let exposure = nginx.exposure_of(port)?;
                let passes = server.within("proxy_pass");
                let mut passes = passes.into_iter();
                let pass = passes.find(|pass| {
                    let addresses = pass.addresses();
                    addresses.iter().any(|own| own.host == service)
                })?;
                Some((listen.directive.span(), port, exposure, pass.span()))
            });
            let Some((place, port, exposure, pass)) = found else {
                continue;
            };
            if exposure < Exposure::Loopback {
                continue;
            }
            let heard = step(
                place,
                "step.clear-login",
                vec![("port", Arg::Number(u64::from(port)))],
            );
            let passed = step(
                pass,
                "step.proxied",
                vec![
                    ("service", Arg::Name(front.name.clone())),
                    ("other", Arg::Name(service.to_owned())),
                ],
            );
            made.push(
                Combination::new(cx, "default", (Some(project), service), place)
                    .steps([heard, passed])
                    .steps(steps([login]))
                    .exposed(exposure)
                    .role(front.name.as_str())
                    .arg("port", Arg::Number(u64::from(port))),
            );
        }
    }
    made
}
