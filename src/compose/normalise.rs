//! The last stage on the tree: defaults, what is implied, and names.

use super::value::{Data, Field, Value};
use super::volume;

/// The canonical tree with the defaults of Compose filled in.
pub(super) fn defaults(root: &Value) -> Value {
    root.map_fields(|key, section| {
        (key == "services")
            .then(|| section.map_fields(|_, service| service.map_fields(default_field)))?
    })
    .unwrap_or_else(|| root.clone())
}

fn default_field(key: &str, value: &Value) -> Option<Value> {
    match key {
        "build" => default(value, "context", |value| value.string(".")),
        "secrets" => value.map_items(|item| {
            let source = item.get("source").and_then(Value::raw).unwrap_or_default();
            let target = format!("/run/secrets/{source}");
            default(item, "target", |item| item.string(&target))
        }),
        "ports" => value.map_items(|item| {
            let item = default(item, "protocol", |item| item.string("tcp"))
                .unwrap_or_else(|| item.clone());
            Some(default(&item, "mode", |item| item.string("ingress")).unwrap_or(item))
        }),
        "gpus" => value.map_items(default_count),
        "deploy" => {
            let devices = ["resources", "reservations", "devices"];
            deep(value, &devices, &|devices| devices.map_items(default_count))
        }
        _ => None,
    }
}

/// The tree of the whole project with what it implies: networks, dependencies, names.
pub(super) fn normalise(root: &Value, name: &str) -> Value {
    let mut uses_default = false;
    let services = root.get("services").cloned();
    let made = services.as_ref().and_then(|services| {
        services.map_fields(|_, service| Some(normal_service(service, &mut uses_default)))
    });
    let mut root = match made {
        Some(services) => root.with_field("services", Some(services)),
        None => root.clone(),
    };
    if uses_default {
        let networks = match root.get("networks") {
            Some(networks) => networks.clone(),
            None => root.mapping(Vec::new()),
        };
        if networks.field("default").is_none() {
            let networks = networks.with_field("default", Some(networks.null()));
            root = root.with_field("networks", Some(networks));
        }
    }
    let named = root.map_fields(|key, section| {
        let has_names = ["networks", "volumes", "configs", "secrets"].contains(&key);
        has_names
            .then(|| section.map_fields(|key, resource| Some(with_name(resource, key, name))))?
    });
    named.unwrap_or(root)
}

fn normal_service(service: &Value, uses_default: &mut bool) -> Value {
    let has = |key: &str| service.field(key).is_some();
    let mut fields = service.fields().to_vec();
    let own = match service.get("networks") {
        Some(networks) if !networks.fields().is_empty() => Some(networks),
        _ => None,
    };
    if has("provider") || has("network_mode") {
    } else if let Some(networks) = own {
        *uses_default |= networks.field("default").is_some();
    } else {
        *uses_default = true;
        let networks = vec![Field::made("default", service.null())];
        fields.retain(|field| &*field.key != "networks");
        fields.push(Field::made("networks", service.mapping(networks)));
    }
    for field in &mut fields {
        let value = &field.value;
        let new = match &*field.key {
            "pull_policy" if value.text() == Some("if_not_present") => {
                Some(value.string("missing"))
            }
            "build" => {
                let has = |key: &str| value.get(key).is_some();
                let named = has("dockerfile") || has("dockerfile_inline");
                let file = (!named).then(|| value.string("Dockerfile"));
                file.map(|file| value.with_field("dockerfile", Some(file)))
            }
            "volumes" => value.map_items(|mount| {
                let target = mount.get("target")?;
                let clean = volume::clean(target.text()?);
                let clean = target.string(if clean.is_empty() { "." } else { &clean });
                Some(mount.with_field("target", Some(clean)))
            }),
            _ => None,
        };
        if let Some(new) = new {
            field.value = new;
        }
    }
    let implied = implied(service);
    if !implied.is_empty() {
        let own = service.get("depends_on");
        let mut dependencies = own.map_or(Vec::new(), |own| own.fields().to_vec());
        for (name, place, restart) in implied {
            if dependencies.iter().any(|known| *known.key == *name) {
                continue;
            }
            let mut terms = vec![Field::made("condition", place.string("service_started"))];
            if restart {
                terms.push(Field::made("restart", place.bool(true)));
            }
            terms.push(Field::made("required", place.bool(true)));
            dependencies.push(Field::made(&name, place.mapping(terms)));
        }
        let whole = own.unwrap_or(service).mapping(dependencies);
        fields.retain(|field| &*field.key != "depends_on");
        fields.push(Field::made("depends_on", whole));
    }
    service.mapping(fields)
}
/// The services that a service needs without saying so, the values that imply it, and whether it
/// is started anew with them.
fn implied(service: &Value) -> Vec<(String, Value, bool)> {
    let mut implied = Vec::new();
    for link in service.get("links").map_or(&[][..], Value::items) {
        if let Some(text) = link.text() {
            let name = match text.split(':').collect::<Vec<_>>().as_slice() {
                [name, _] => *name,
                _ => text,
            };
            implied.push((name.to_owned(), link.clone(), true));
        }
    }
    for key in ["network_mode", "ipc", "pid", "uts", "cgroup"] {
        if let Some(mode) = service.get(key)
            && let Some(name) = mode.text().and_then(|mode| mode.strip_prefix("service:"))
        {
            implied.push((name.to_owned(), mode.clone(), true));
        }
    }
    for source in service.get("volumes_from").map_or(&[][..], Value::items) {
        if let Some(text) = source.text().filter(|text| !text.starts_with("container:")) {
            let name = text.split(':').next().unwrap_or(text);
            implied.push((name.to_owned(), source.clone(), false));
        }
    }
    implied
}

/// A network, volume, config or secret with its name in the engine.
fn with_name(resource: &Value, key: &str, project: &str) -> Value {
    let resource = match &resource.data {
        Data::Mapping(_) => resource.clone(),
        _ => resource.mapping(Vec::new()),
    };
    if resource.get("name").is_some() {
        return resource;
    }
    let external = resource.get("external").and_then(Value::text);
    let name = if external == Some("true") {
        resource.string(key)
    } else {
        resource.string(&format!("{project}_{key}"))
    };
    resource.with_field("name", Some(name))
}

fn default_count(request: &Value) -> Option<Value> {
    let is_counted = ["count", "device_ids"]
        .iter()
        .any(|key| request.field(key).is_some());
    let is_mapping = matches!(request.data, Data::Mapping(_));
    (is_mapping && !is_counted).then(|| request.with_field("count", Some(request.string("all"))))
}

fn default(value: &Value, key: &str, make: impl Fn(&Value) -> Value) -> Option<Value> {
    let is_mapping = matches!(value.data, Data::Mapping(_));
    (is_mapping && value.field(key).is_none()).then(|| value.with_field(key, Some(make(value))))
}

/// Changes what lies below some keys.
fn deep(value: &Value, keys: &[&str], change: &dyn Fn(&Value) -> Option<Value>) -> Option<Value> {
    let Some((key, rest)) = keys.split_first() else {
        return change(value);
    };
    let new = deep(&value.field(key)?.value, rest, change)?;
    Some(value.with_field(key, Some(new)))
}
