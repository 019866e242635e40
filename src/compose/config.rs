//! The tree as `docker compose config` prints it: env files and label files read, only what starts
//! and what that needs.

use std::collections::HashSet;

use super::load::{Chosen, Loader};
use super::profiles::Profiles;
use super::value::{Field, Value};
use crate::model::{How, Origins, Project, Variable};

/// What is printed of `root`.
pub(super) fn printable(
    loader: &mut Loader<'_, '_>,
    root: &Value,
    chosen: &Chosen,
    profiles: &Profiles,
    project: &Project,
) -> Value {
    let Some(services) = root.get("services") else {
        return root.clone();
    };
    let mut kept = Vec::new();
    let all = services.fields().iter().zip(&project.containers);
    for (service, container) in all.filter(|(service, _)| profiles.starts(&service.value)) {
        let origins = &loader.origins;
        let mut value = service.value.clone();
        let environment = value.mapping(
            container
                .environment
                .iter()
                .map(|variable| entry(variable, &value, origins))
                .collect(),
        );
        let has = !environment.fields().is_empty() || value.field("environment").is_some();
        value = value.with_field("environment", has.then_some(environment));
        if let Some(build) = value.get("build").filter(|build| build.get("args").is_some()) {
            let args = loader.build_args(service, &chosen.environment);
            let args = args
                .iter()
                .map(|variable| entry(variable, build, &loader.origins));
            let args = build.mapping(args.collect());
            let build = build.with_field("args", Some(args));
            value = value.with_field("build", Some(build));
        }
        if !container.labels.is_empty() {
            let labels = container.labels.iter();
            let labels = labels.map(|label| Field::made(&label.name, value.string(&label.value)));
            let labels = value.mapping(labels.collect());
            value = value.with_field("labels", Some(labels));
        }
        let value = value
            .with_field("env_file", None)
            .with_field("label_file", None);
        kept.push(service.with(value));
    }
    let used = used(&kept);
    let root = root.with_field("services", Some(services.mapping(kept)));
    let sections = root.map_fields(|section, value| {
        let section = ["networks", "volumes", "secrets", "configs"]
            .into_iter()
            .find(|own| *own == section)?;
        let fields = value.fields().iter();
        let fields = fields.filter(|field| used.contains(&(section, field.key.to_string())));
        Some(value.mapping(fields.cloned().collect()))
    });
    sections.unwrap_or(root)
}

fn entry(variable: &Variable, place: &Value, origins: &Origins) -> Field {
    let value = match &variable.value {
        Some(value) => place.string(value.expose()),
        None => {
            let cause = origins.cause(variable.origin);
            let is_supplied =
                cause.is_some_and(|cause| matches!(cause.how, How::Supplied { .. }));
            if is_supplied {
                place.string(&super::interpolate::UNKNOWN.to_string())
            } else {
                place.null()
            }
        }
    };
    Field::made(&variable.name, value)
}

/// What services use, by section and key.
fn used(services: &[Field]) -> HashSet<(&'static str, String)> {
    let mut used = HashSet::new();
    for service in services {
        let value = &service.value;
        for network in value.get("networks").map_or(&[][..], Value::fields) {
            used.insert(("networks", network.key.to_string()));
        }
        let text = |item: &Value, key: &str| {
            let text = item.get(key).and_then(Value::raw);
            text.map(str::to_owned)
        };
        for mount in value.get("volumes").map_or(&[][..], Value::items) {
            if text(mount, "type").as_deref() == Some("volume") {
                used.extend(text(mount, "source").map(|source| ("volumes", source)));
            }
        }
        let build = value.get("build");
        for (section, owner) in [
            ("secrets", Some(value)),
            ("secrets", build),
            ("configs", Some(value)),
        ] {
            let items = owner.and_then(|owner| owner.get(section));
            for item in items.map_or(&[][..], Value::items) {
                used.extend(text(item, "source").map(|source| (section, source)));
            }
        }
    }
    used
}
