//! One secret for several services, held by one that others reach or that runs code of others.

use std::collections::BTreeMap;

use crate::meaning::Role;
use crate::model::{Arg, Exposure, Span};
use crate::rules::combinations::{step, steps};
use crate::rules::{Combination, Combined};

/// A holder, what it calls the secret, where that stands, and who checks it.
type Use<'a> = (&'a str, &'a str, Span, Option<&'a str>);

/// Fails once for each such secret.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let mut made = Vec::new();
    for (number, project) in cx.contexts().iter().enumerate() {
        let mut uses: BTreeMap<Span, Vec<Use<'_>>> = BTreeMap::new();
        for container in &project.project.containers {
            for own in project.reuse().of(container) {
                let one = (container.name.as_str(), own.name, own.shown, own.server);
                uses.entry(own.first).or_default().push(one);
            }
        }
        for (first, uses) in uses {
            let weakest = uses.iter().find_map(|(service, ..)| {
                let container = project.container(service)?;
                let runs_code = project.role(container) == Some(Role::Sandbox);
                let open = cx.exposed(number, service);
                let is_open = open.is_some() && project.exposure(container) == Exposure::Public;
                (runs_code || is_open).then_some((*service, container, open, runs_code))
            });
            let Some((weakest, container, open, runs_code)) = weakest else {
                continue;
            };
            let named = |service: &str| ("service", Arg::Name(service.to_owned()));
            let mut shown = Vec::new();
            if runs_code {
                shown.push(step(
                    container.owner,
                    "step.runs-code",
                    vec![named(weakest)],
                ));
            } else {
                shown.extend(steps(open));
            }
            for (service, name, place, server) in &uses {
                let checker = Arg::Name(server.unwrap_or(service).to_string());
                let variable = ("variable", Arg::Name((*name).to_owned()));
                let args = vec![named(service), variable, ("other", checker)];
                shown.push(step(*place, "step.has-secret", args));
            }
            let opened: Vec<&str> = uses.iter().filter_map(|own| own.3).collect();
            let opened = opened.iter().find(|own| **own != weakest);
            let opened = opened.copied().unwrap_or(weakest);
            made.push(
                Combination::new(cx, "default", (Some(number), weakest), first)
                    .steps(shown)
                    .role(opened)
                    .arg("other", Arg::Name(opened.to_owned())),
            );
        }
    }
    made
}
