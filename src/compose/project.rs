//! The canonical tree of a project as the model.

use super::fields::{Fields, pairs, switch, text_of, traced};
use super::load::{Chosen, Loader};
use super::profiles::Profiles;
use super::service::{Around, container};
use super::value::{Field, Value};
use crate::model::{
    FileGrant, GrantKind, Network, Project, Sensitive, Span, Startup, Traced, Volume,
};

/// Fills `project` from `root`.
pub(super) fn project(
    loader: &mut Loader<'_, '_>,
    root: &Value,
    chosen: &Chosen,
    profiles: &Profiles,
    project: &mut Project,
) {
    let entries = |section: &str| root.get(section).map_or(&[][..], Value::fields);
    project.name = chosen.is_named.then(|| chosen.name.clone());
    project.startup = Some(Startup {
        name: chosen.name.clone(),
        folder: loader.folder.clone(),
        files: chosen.texts.iter().map(|(_, path)| path.clone()).collect(),
        replicas: entries("services").iter().filter_map(replicas).collect(),
    });
    project.files = chosen.texts.iter().map(|(text, _)| *text).collect();
    let section = root.field("networks").map(|networks| networks.value.span);
    for entry in entries("networks") {
        let mut network = network(&entry.value);
        // The implied one stands nowhere.
        let is_implied = entry.key_span == root.span || Some(entry.key_span) == section;
        network.place = (!is_implied).then_some(entry.key_span);
        let implied = format!("{}_{}", chosen.name, entry.key);
        network.name = network.name.filter(|name| *name != implied);
        project.networks.insert(entry.key.to_string(), network);
    }
    project.networks.entry("default".to_owned()).or_default();
    let volumes = entries("volumes").iter();
    project.volumes = volumes.map(|own| volume(own, &chosen.name)).collect();
    let configs = entries("configs");
    let configs = configs.iter().map(|own| grant(own, GrantKind::Config));
    let secrets = entries("secrets");
    let secrets = secrets.iter().map(|own| grant(own, GrantKind::Secret));
    project.grants = configs.chain(secrets).collect();
    let default_network = loader.origins.literal(Span::start_of(project.file));
    for service in entries("services") {
        let active = profiles.is_checked(Some(&service.value));
        let environment = loader.environment(service, &chosen.environment, active);
        let args = loader.build_args(service, &chosen.environment);
        let labels = loader.labels(service, active);
        let env_files = Fields {
            value: &service.value,
            owner: service.key_span,
        };
        let env_files = env_files.entries("env_file").iter();
        let env_files = env_files.filter_map(|entry| traced(entry.get("path")?));
        let around = Around {
            environment,
            args,
            labels,
            env_files: env_files.collect(),
            starts: profiles.starts(&service.value),
            default_network,
        };
        project.containers.push(container(service, around));
    }
}

fn is_on(value: &Value, key: &str) -> bool {
    let text = value.get(key).and_then(Value::text);
    text.and_then(switch).unwrap_or(false)
}

fn network(value: &Value) -> Network {
    let text = |key: &str| text_of(value, key).map(|(text, _)| text);
    Network {
        internal: is_on(value, "internal"),
        external: is_on(value, "external"),
        attachable: is_on(value, "attachable"),
        ipv6: is_on(value, "enable_ipv6"),
        driver: text("driver"),
        name: text("name"),
        options: value.get("driver_opts").map_or_else(Vec::new, pairs),
        place: None,
    }
}

/// How many containers a service has, where it says so.
fn replicas(service: &Field) -> Option<(String, u64)> {
    let deployed = service.value.get("deploy");
    let deployed = deployed.and_then(|deploy| deploy.get("replicas"));
    let count = service.value.get("scale").or(deployed)?.text()?;
    Some((service.key.to_string(), count.trim().parse().ok()?))
}

fn volume(entry: &Field, project: &str) -> Volume {
    let implied = format!("{project}_{}", entry.key);
    let name = text_of(&entry.value, "name").map(|(name, _)| name);
    Volume {
        name: name.filter(|name| *name != implied),
        key: entry.key.to_string(),
        driver: text_of(&entry.value, "driver").map(|(driver, _)| driver),
        external: is_on(&entry.value, "external"),
        options: entry.value.get("driver_opts").map_or_else(Vec::new, pairs),
        place: entry.key_span,
    }
}

fn grant(entry: &Field, kind: GrantKind) -> FileGrant {
    let content = entry.value.get("content");
    FileGrant {
        kind,
        key: entry.key.to_string(),
        file: entry.value.get("file").and_then(traced),
        environment: entry.value.get("environment").and_then(traced),
        content: content.and_then(|content| {
            Some(Traced {
                value: Sensitive::new(content.text()?),
                origin: content.origin,
            })
        }),
        external: is_on(&entry.value, "external"),
        place: entry.key_span,
    }
}
