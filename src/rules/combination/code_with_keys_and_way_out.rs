//! Code of others with keys of providers in its environment, and a way out.

use crate::graph::ways::{Edge, EdgeKind, NodeKind, Strength};
use crate::meaning::tokens::{self, Category, Checksum};
use crate::meaning::{Form, Secret};
use crate::model::Arg;
use crate::rules::combinations::{step, steps};
use crate::rules::{Combination, Combined};

/// Fails for each key or webhook that the code can carry out.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let open = cx.ways.edges().iter();
    let open = open.filter(|edge| edge.kind == EdgeKind::Egress && edge.strength == Strength::Free);
    let mut made = Vec::new();
    for out in open {
        let Some((project, service)) = cx.service(out.from) else {
            continue;
        };
        let (Some(runs), Some(context)) = (running(cx, project, service), cx.context(project))
        else {
            continue;
        };
        let Some(container) = cx.container(project, service) else {
            continue;
        };
        for secret in context.secrets(container) {
            let Some(variable) = secret.variable().filter(|_| opens_elsewhere(secret)) else {
                continue;
            };
            let mut shown = vec![step(
                variable.declared,
                "step.key-inside",
                vec![
                    ("service", Arg::Name(service.to_owned())),
                    ("variable", Arg::Name(variable.name.clone())),
                ],
            )];
            shown.extend(steps([out]));
            let one = Combination::new(cx, "default", (Some(project), service), variable.declared)
                .steps(steps([runs]))
                .steps(shown)
                .role(&variable.name)
                .arg("variable", Arg::Name(variable.name.clone()));
            made.push(if runs.strength == Strength::Unknown {
                one.is_unsure()
            } else {
                one
            });
        }
    }
    made
}

/// The edge by which code of others runs in a service.
fn running<'c>(cx: &'c Combined<'_>, project: usize, service: &str) -> Option<&'c Edge> {
    let inside = cx.ways.find(NodeKind::Inside, service, Some(project))?;
    let incoming = cx.ways.incoming(inside).iter();
    let mut incoming = incoming.map(|id| cx.ways.edge(*id));
    incoming.find(|edge| edge.kind == EdgeKind::RunsCode && edge.strength != Strength::Closed)
}

/// Whether a secret opens something of a provider: a channel to people, a model, a cloud.
fn opens_elsewhere(secret: &Secret<'_>) -> bool {
    if matches!(secret.form, Form::Webhook { .. }) {
        return true;
    }
    let mut found = Vec::new();
    tokens::search(secret.value.expose().as_bytes(), &mut found);
    let kinds = [
        Category::Ai,
        Category::AiCn,
        Category::Cloud,
        Category::CloudCn,
        Category::Chat,
    ];
    found.iter().any(|own| {
        own.checksum != Checksum::Wrong
            && own.format.is_specific()
            && !own.format.is_public
            && kinds.contains(&own.format.category)
    })
}
