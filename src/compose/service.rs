//! A service as a container.

use super::fields::Fields;
use super::value::{Data, Field, Value};
use crate::model::{Container, Namespaces, OriginId, Problem, Setting, Traced, Variable};

/// Reads a service. Its environment is resolved by the caller, who knows the env files. Problems
/// say what Compose refuses of it.
pub(super) fn container(
    service: &Field,
    environment: Vec<Variable>,
    default_network: OriginId,
) -> (Container, Vec<Problem>) {
    let mut fields = Fields {
        service: &service.value,
        owner: service.key_span,
        path: format!("services.{}", service.key),
        problems: Vec::new(),
    };
    let namespaces = Namespaces {
        network: fields.string("network_mode"),
        pid: fields.string("pid"),
        ipc: fields.string("ipc"),
        uts: fields.string("uts"),
        user: fields.string("userns_mode"),
        cgroup: fields.string("cgroup"),
    };
    let networks = match &namespaces.network {
        Setting::Set(_) => Vec::new(),
        _ => networks(&mut fields, default_network),
    };
    let container = Container {
        name: service.key.to_string(),
        owner: service.key_span,
        image: fields.string("image"),
        built: fields.service.get("build").is_some(),
        privileged: fields.switch("privileged"),
        read_only: fields.switch("read_only"),
        cap_add: capabilities(&mut fields, "cap_add"),
        cap_drop: capabilities(&mut fields, "cap_drop"),
        security_opt: fields.strings("security_opt", false),
        use_api_socket: fields.switch("use_api_socket"),
        user: fields.string("user"),
        namespaces,
        ports: fields.ports(),
        mounts: fields.mounts(),
        environment,
        limits: fields.limits(),
        networks,
        profiles: fields.strings("profiles", false),
    };
    (container, fields.problems)
}

fn capabilities(fields: &mut Fields<'_>, key: &str) -> Vec<Traced<String>> {
    let mut capabilities = fields.strings(key, false);
    for capability in &mut capabilities {
        let name = capability.value.trim().to_ascii_uppercase();
        name.strip_prefix("CAP_")
            .unwrap_or(&name)
            .clone_into(&mut capability.value);
    }
    capabilities
}

/// The networks of a service by key; without the field it joins `default`.
fn networks(fields: &mut Fields<'_>, default_network: OriginId) -> Vec<Traced<String>> {
    match fields.service.get("networks") {
        Some(Value {
            data: Data::Mapping(networks),
            ..
        }) => networks
            .iter()
            .map(|field| Traced {
                value: field.key.to_string(),
                origin: field.value.origin,
            })
            .collect(),
        Some(_) => fields.strings("networks", false),
        None => vec![Traced {
            value: "default".to_owned(),
            origin: default_network,
        }],
    }
}
