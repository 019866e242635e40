//! Starts, goals, steps and edits of ways in, in plain words.

use super::super::Report;
use super::super::words::{clean, fill, name, say, values_of};
use crate::graph::cuts::EnvFile;
use crate::graph::ways::{Change, Cut, EdgeKind, Evidence, Node, NodeKind, Strength, Way, Ways};
use crate::model::{Arg, Lang, Span};

/// Where an attacker begins: the port that lets him in, where there is one.
pub(super) fn start(report: &Report<'_>, ways: &Ways, way: &Way) -> String {
    let first = way.edges.first().map(|id| ways.edge(*id));
    let shown = first.map_or(&[][..], |edge| &edge.evidence).iter();
    let mut args = shown.flat_map(|own| &own.args);
    let port = args.find(|(name, _)| *name == "port");
    let from = first.map(|edge| ways.node(edge.from));
    let is_by_port = from.is_none_or(|node| {
        matches!(
            node.kind,
            NodeKind::Lan | NodeKind::Internet | NodeKind::Local
        )
    });
    match (port, from) {
        (Some((_, port)), _) if is_by_port => {
            let port = values_of(report, std::slice::from_ref(port));
            say(report.lang, "way.from-port", &[("port", &port)])
        }
        (_, Some(node)) => say(report.lang, start_key(node.kind), &[]),
        (_, None) => String::new(),
    }
}

fn start_key(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Internet => "way.from-internet",
        NodeKind::Local => "way.from-local",
        NodeKind::Prompt => "way.from-prompt",
        NodeKind::Account => "way.from-account",
        _ => "way.from-lan",
    }
}

/// What a node is to whoever has come there.
pub(super) fn goal(report: &Report<'_>, node: &Node) -> String {
    let key = match node.kind {
        NodeKind::Host => "way.to-host",
        NodeKind::Directory => "way.to-directory",
        NodeKind::SigningKey => "way.to-key",
        NodeKind::Store => "way.to-store",
        NodeKind::Model => "way.to-model",
        NodeKind::Outside => "way.to-outside",
        _ => "way.to-service",
    };
    say(report.lang, key, &[("service", &name(report, &node.name))])
}

/// What a node is called on the command line and in data.
pub fn node_name(node: &Node) -> String {
    let kind = match node.kind {
        NodeKind::Front | NodeKind::Service => return node.name.clone(),
        NodeKind::Inside => "inside",
        NodeKind::Network => "network",
        NodeKind::Secret => "secret",
        NodeKind::Store => "store",
        NodeKind::Model => "model",
        NodeKind::SigningKey => "key",
        NodeKind::Lan => "lan",
        NodeKind::Internet => "internet",
        NodeKind::Local => "local",
        NodeKind::Prompt => "prompt",
        NodeKind::Account => "account",
        NodeKind::Directory => "directory",
        NodeKind::Outside => "outside",
        NodeKind::Engine => "engine",
        NodeKind::Host => "host",
    };
    match node.name.as_str() {
        "" => kind.to_owned(),
        own => format!("{kind}:{own}"),
    }
}

/// What an edge is called in data.
pub(super) fn kind_name(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Published => "published",
        EdgeKind::Joins => "network",
        EdgeKind::NoAuthentication => "no-authentication",
        EdgeKind::Credential => "credential",
        EdgeKind::HeldCredential => "held-credential",
        EdgeKind::SigningKey => "signing-key",
        EdgeKind::Proxied => "proxied",
        EdgeKind::RunsCode => "runs-code",
        EdgeKind::Prompted => "prompted",
        EdgeKind::Holds => "holds",
        EdgeKind::Environment => "environment",
        EdgeKind::Socket => "socket",
        EdgeKind::EngineOnTcp => "engine-on-tcp",
        EdgeKind::CommandsEngine => "commands-engine",
        EdgeKind::Powers => "powers",
        EdgeKind::HostNamespace => "host-namespace",
        EdgeKind::HostPath => "host-path",
        EdgeKind::DockerGroup => "docker-group",
        EdgeKind::BindsAsAdministrator => "binds-as-administrator",
        EdgeKind::ClearLogin => "clear-login",
        EdgeKind::Egress => "egress",
    }
}

/// What a strength is called in data.
pub(super) fn strength_name(strength: Strength) -> &'static str {
    match strength {
        Strength::Free => "free",
        Strength::Known => "known",
        Strength::Weak => "weak",
        Strength::Reused => "reused",
        Strength::Unknown => "unknown",
        Strength::Closed => "closed",
    }
}

/// How hard it is to pass.
pub(super) fn strength(lang: Lang, strength: Strength) -> String {
    let key = match strength {
        Strength::Free => "way.free",
        Strength::Known => "way.known",
        Strength::Weak => "way.weak",
        Strength::Reused => "way.reused",
        Strength::Unknown => "way.unknown",
        Strength::Closed => "way.closed",
    };
    say(lang, key, &[])
}

/// How hard the hardest of these is to pass, by their names in data.
pub(super) fn hardest<'n>(lang: Lang, names: impl Iterator<Item = &'n str>) -> String {
    let known = |name: &str| {
        Strength::ALL
            .into_iter()
            .find(|own| strength_name(*own) == name)
    };
    let hardest = names.filter_map(known).max();
    hardest.map_or(String::new(), |own| strength(lang, own))
}

/// What a place shows.
pub(super) fn evidence(report: &Report<'_>, evidence: &Evidence) -> String {
    let values = evidence.args.iter();
    let values: Vec<(&str, String)> = values
        .map(|(name, value)| (*name, values_of(report, std::slice::from_ref(value))))
        .collect();
    let args: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let text = super::super::sentence(evidence.key).get(report.lang);
    fill(text, &args)
}

/// `path:line`, safe to show.
pub(super) fn place(report: &Report<'_>, span: Span) -> String {
    let place = report.texts.locate(span);
    format!("{}:{}", clean(&place.path), place.start.line)
}

/// What an edit does.
pub(in crate::report) fn change(report: &Report<'_>, ways: &Ways, cut: &Cut) -> String {
    let lang = report.lang;
    let own = |text: &str| name(report, text);
    match &cut.change {
        Change::StrongSecret {
            supplier: Some(supplier),
        } => say(lang, "change.secret", &[("name", &own(supplier))]),
        Change::StrongSecret { supplier: None } => {
            let holders = ways.holders(cut.place).iter();
            let names = holders.map(|own| Arg::Name(format!("{}.{}", own.service, own.name)));
            let names = values_of(report, &names.collect::<Vec<_>>());
            say(lang, "change.secret-here", &[("names", &names)])
        }
        Change::SetVariable {
            service,
            name,
            value,
        } => {
            let args = [
                ("service", &*own(service)),
                ("name", &*own(name)),
                ("value", value.unwrap_or("")),
            ];
            let key = if value.is_some() {
                "change.variable"
            } else {
                "change.variable-secret"
            };
            say(lang, key, &args)
        }
        Change::AddFlag { service, flag } => say(
            lang,
            "change.flag",
            &[("service", &own(service)), ("flag", flag)],
        ),
        Change::AddToConfig {
            config,
            section,
            key,
            ..
        } => {
            let key = format!("{section}.{key}");
            say(
                lang,
                "change.config",
                &[("config", &own(config)), ("key", &own(&key))],
            )
        }
        Change::BindToLoopback {
            service,
            published,
            target,
            ..
        } => {
            let port = published.map_or(target.0, |ports| ports.0).to_string();
            say(
                lang,
                "change.loopback",
                &[("service", &own(service)), ("port", &port)],
            )
        }
        Change::Leave { service, network } => {
            let args = [("service", &*own(service)), ("network", &*own(network))];
            say(lang, "change.leave", &args)
        }
        Change::MakeInternal { network } => {
            say(lang, "change.internal", &[("network", &own(network))])
        }
        Change::DropMount { service, target } => {
            let args = [("service", &*own(service)), ("target", &*own(target))];
            say(lang, "change.drop-mount", &args)
        }
        Change::MountReadOnly { service, target } => {
            let args = [("service", &*own(service)), ("target", &*own(target))];
            say(lang, "change.read-only", &args)
        }
        Change::DropField {
            service,
            field,
            item,
        } => {
            let item = item
                .as_deref()
                .map_or(String::new(), |item| format!(" {item}"));
            let field = format!("{field}{}", own(&item));
            say(
                lang,
                "change.drop-field",
                &[("service", &own(service)), ("field", &field)],
            )
        }
        Change::Setting { name, how } => {
            let how = say(lang, how, &[]);
            say(
                lang,
                "change.setting",
                &[("name", &own(name)), ("how", &how)],
            )
        }
    }
}

/// What an env file is called; the file that is to be made of a template, by its own name.
pub(super) fn env_file(report: &Report<'_>, file: EnvFile) -> String {
    match file {
        EnvFile::Own => ".env".to_owned(),
        EnvFile::Text(text) => {
            let text = report.texts.get(text);
            let path = text.path();
            clean(path.strip_suffix(".example").unwrap_or(path))
        }
    }
}
