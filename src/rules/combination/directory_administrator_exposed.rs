//! A service that others reach, and that asks the directory as an administrator without TLS.

use crate::graph::ways::{EdgeKind, NodeKind};
use crate::rules::combinations::steps;
use crate::rules::{Combination, Combined};

/// Fails for each service that has the password of an administrator and sends it in clear.
pub(super) fn check(cx: &Combined<'_>) -> Vec<Combination> {
    let binds = cx.ways.edges().iter().filter(|edge| {
        let is_held = cx.ways.node(edge.from).kind == NodeKind::Inside;
        edge.kind == EdgeKind::BindsAsAdministrator && is_held
    });
    let mut made: Vec<Combination> = Vec::new();
    for edge in binds {
        let Some((project, service)) = cx.service(edge.from) else {
            continue;
        };
        let Some(account) = edge.evidence.first() else {
            continue;
        };
        // The same account is heard on the network where no TLS protects it.
        let heard = cx.ways.incoming(edge.to).iter().map(|id| cx.ways.edge(*id));
        let mut heard = heard.filter(|other| {
            other.kind == EdgeKind::BindsAsAdministrator
                && cx.ways.node(other.from).kind == NodeKind::Lan
                && other.evidence.contains(account)
        });
        let (Some(heard), Some(open)) = (heard.next(), cx.exposed(project, service)) else {
            continue;
        };
        made.push(
            Combination::new(cx, "default", (Some(project), service), account.span)
                .steps(steps([open, edge, heard]))
                .role("directory"),
        );
    }
    made
}
