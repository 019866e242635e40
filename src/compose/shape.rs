//! The shapes of fields that Compose accepts, as far as they are not read elsewhere. The table was
//! made by asking Docker Compose 2.40 for each key and each kind of value.

use super::fields::{bytes, switch};
use super::value::{Data, Value};
use crate::syntax::yaml::Core;

/// The keys of a service with the kinds of values that Compose accepts: `N`ull, `S`tring, `I`nteger,
/// `F`raction, `B`oolean, `L`ist, `M`apping.
const SERVICE: &[(&str, &str)] = &[
    ("annotations", "LM"),
    ("attach", "SB"),
    ("blkio_config", "M"),
    ("build", "SM"),
    ("cap_add", "L"),
    ("cap_drop", "L"),
    ("cgroup", "S"),
    ("cgroup_parent", "S"),
    ("command", "NSL"),
    ("configs", "L"),
    ("container_name", "S"),
    ("cpu_count", "SI"),
    ("cpu_percent", "SI"),
    ("cpu_period", "SIF"),
    ("cpu_quota", "SIF"),
    ("cpu_rt_period", "SIF"),
    ("cpu_rt_runtime", "SIF"),
    ("cpu_shares", "SIF"),
    ("cpus", "SIF"),
    ("cpuset", "S"),
    ("credential_spec", "M"),
    ("depends_on", "LM"),
    ("deploy", "NM"),
    ("develop", "NM"),
    ("device_cgroup_rules", "L"),
    ("devices", "L"),
    ("dns", "SL"),
    ("dns_opt", "L"),
    ("dns_search", "SL"),
    ("domainname", "S"),
    ("entrypoint", "NSL"),
    ("env_file", "SL"),
    ("environment", "LM"),
    ("expose", "L"),
    ("extends", "SM"),
    ("external_links", "L"),
    ("extra_hosts", "LM"),
    ("gpus", "SL"),
    ("group_add", "L"),
    ("healthcheck", "M"),
    ("hostname", "S"),
    ("image", "S"),
    ("init", "SB"),
    ("ipc", "S"),
    ("isolation", "S"),
    ("label_file", "SL"),
    ("labels", "LM"),
    ("links", "L"),
    ("logging", "M"),
    ("mac_address", "S"),
    ("mem_limit", "SIF"),
    ("mem_reservation", "SI"),
    ("mem_swappiness", "SI"),
    ("memswap_limit", "SIF"),
    ("models", "LM"),
    ("network_mode", "S"),
    ("networks", "LM"),
    ("oom_kill_disable", "SB"),
    ("oom_score_adj", "SI"),
    ("pid", "S"),
    ("pids_limit", "SIF"),
    ("platform", "S"),
    ("ports", "L"),
    ("post_start", "L"),
    ("pre_stop", "L"),
    ("privileged", "SB"),
    ("profiles", "L"),
    ("provider", "M"),
    ("pull_policy", "S"),
    ("pull_refresh_after", "S"),
    ("read_only", "SB"),
    ("restart", "S"),
    ("runtime", "S"),
    ("scale", "SI"),
    ("secrets", "L"),
    ("security_opt", "L"),
    ("shm_size", "SIF"),
    ("stdin_open", "SB"),
    ("stop_grace_period", "S"),
    ("stop_signal", "S"),
    ("storage_opt", "M"),
    ("sysctls", "LM"),
    ("tmpfs", "SL"),
    ("tty", "SB"),
    ("ulimits", "M"),
    ("use_api_socket", "B"),
    ("user", "S"),
    ("userns_mode", "S"),
    ("uts", "S"),
    ("volumes", "L"),
    ("volumes_from", "L"),
    ("working_dir", "S"),
];

/// Keys of mappings inside of a service or section, without those of `x-*`.
const BUILD: &str = " additional_contexts args cache_from cache_to context dockerfile \
    dockerfile_inline entitlements extra_hosts isolation labels network no_cache platforms \
    privileged provenance pull sbom secrets shm_size ssh tags target ulimits ";
const VOLUME: &str = " bind consistency image read_only source target tmpfs type volume ";
const NETWORK: &str = " attachable driver driver_opts enable_ipv4 enable_ipv6 external internal \
    ipam labels name ";

/// What is wrong with the value of a service's key, as the key of a sentence.
pub(super) fn service_field(key: &str, value: &Value) -> Option<&'static str> {
    if key.starts_with("x-") {
        return None;
    }
    let Some((_, kinds)) = SERVICE.iter().find(|(known, _)| *known == key) else {
        return Some("refused.unknown-key");
    };
    if !kinds.contains(kind(value)) {
        return Some(expected(kinds));
    }
    let text = value.text();
    match *kinds {
        "SB" => text
            .is_some_and(|text| switch(text).is_none())
            .then_some("refused.bool"),
        "SI" | "SIF" => text
            .is_some_and(|text| bytes(text.trim_start_matches(['-', '+'])).is_none())
            .then_some("refused.number"),
        _ => inside(key, value),
    }
}

/// What is wrong inside of the value of a key.
fn inside(key: &str, value: &Value) -> Option<&'static str> {
    match key {
        "container_name" => {
            // Compose looks for two such characters anywhere in the name.
            let good = |text: &str| {
                let next = |c: u8| c.is_ascii_alphanumeric() || b"_.-".contains(&c);
                let pairs = text.bytes().zip(text.bytes().skip(1));
                pairs
                    .into_iter()
                    .any(|(a, b)| a.is_ascii_alphanumeric() && next(b))
            };
            let bad = value.text().is_some_and(|text| !good(text));
            bad.then_some("refused.container-name")
        }
        "build" => unknown(value, BUILD),
        "volumes" => value.items().iter().find_map(|item| unknown(item, VOLUME)),
        "labels" | "environment" | "annotations" => {
            let strings = value.items().iter().all(|item| kind(item) == 'S');
            (!strings).then_some("refused.string")
        }
        "healthcheck" => {
            let test = value.get("test")?.items().first()?.text()?;
            let known = ["CMD", "CMD-SHELL", "NONE"].contains(&test);
            (!known).then_some("refused.healthcheck")
        }
        _ => None,
    }
}

/// What is wrong with a network of the project.
pub(super) fn network(value: &Value) -> Option<&'static str> {
    unknown(value, NETWORK)
}

/// Whether a value is a string.
pub(super) fn is_string(value: &Value) -> bool {
    kind(value) == 'S'
}

fn unknown(value: &Value, known: &str) -> Option<&'static str> {
    let is_known = |key: &str| key.starts_with("x-") || known.contains(&format!(" {key} "));
    let all = value.fields().iter().all(|field| is_known(&field.key));
    (!all).then_some("refused.unknown-key")
}

fn kind(value: &Value) -> char {
    match &value.data {
        Data::Null => 'N',
        Data::Sequence(_) => 'L',
        Data::Mapping(_) => 'M',
        Data::Scalar(_, core) | Data::Unknown(_, core) => match core {
            Core::Bool => 'B',
            Core::Int => 'I',
            Core::Float => 'F',
            Core::Str => 'S',
            _ => '?',
        },
    }
}

fn expected(kinds: &str) -> &'static str {
    match kinds {
        "S" => "refused.string",
        "B" | "SB" => "refused.bool",
        "L" => "refused.list",
        "M" | "NM" => "refused.mapping",
        "SI" | "SIF" => "refused.number",
        _ => "refused.kind",
    }
}
