//! A container field by field, in words that do not tell where they came from.

use std::collections::BTreeMap;

use hulan::model::{Command, Container, How, Origins, Pair, Sensitive, Setting, Traced};

/// What both a compose file and a running engine know, by the names of the fields. What is not set,
/// and what is set to what the engine does anyway, is empty.
pub(crate) fn fields(own: &Container, origins: &Origins) -> BTreeMap<&'static str, String> {
    let modes = &own.namespaces;
    let all = [
        ("image", text(&own.image)),
        ("privileged", on(&own.privileged)),
        ("read_only", on(&own.read_only)),
        ("cap_add", set(&own.cap_add)),
        ("cap_drop", set(&own.cap_drop)),
        ("security_opt", security(&own.security_opt)),
        ("user", text(&own.user)),
        ("network_mode", text(&modes.network)),
        ("pid", text(&modes.pid)),
        ("ipc", text(&modes.ipc).replace("shareable", "")),
        ("uts", text(&modes.uts)),
        ("userns_mode", text(&modes.user)),
        ("cgroup", text(&modes.cgroup)),
        ("ports", ports(own)),
        ("mounts", mounts(own)),
        ("environment", environment(own, origins)),
        ("memory", number(own.limits.memory.value().copied())),
        ("cpus", number(own.limits.cpus.value().copied())),
        (
            "pids",
            number(own.limits.pids.value().filter(|own| **own > 0).copied()),
        ),
        ("networks", set(&own.networks)),
        ("command", words(&own.command)),
        ("entrypoint", words(&own.entrypoint)),
        ("health", health(own)),
        (
            "restart",
            text(&own.restart).trim_start_matches("no").to_owned(),
        ),
        ("logging", logging(own)),
        ("devices", devices(own)),
        ("device_rules", set(&own.device_rules)),
        ("device_requests", set(&own.device_requests)),
        ("groups", set(&own.groups)),
        ("sysctls", pairs(&own.sysctls)),
        ("runtime", text(&own.runtime)),
        ("cgroup_parent", text(&own.cgroup_parent)),
        ("ulimits", ulimits(own)),
        ("oom_kill_disable", on(&own.oom_kill_disable)),
        ("oom_score_adj", number(own.oom_score_adj.value().copied())),
        ("init", on(&own.init)),
        ("extra_hosts", hosts(own)),
        ("labels", pairs(&own.labels)),
        ("depends_on", needs(own)),
    ];
    all.into_iter().collect()
}

fn text(setting: &Setting<String>) -> String {
    setting.value().cloned().unwrap_or_default()
}

fn on(setting: &Setting<bool>) -> String {
    let on = setting.value().copied().unwrap_or_default();
    if on { "on".to_owned() } else { String::new() }
}

fn number<N: ToString + Default + PartialEq>(number: Option<N>) -> String {
    let number = number.filter(|number| *number != N::default());
    number.map_or(String::new(), |number| number.to_string())
}

fn set(list: &[Traced<String>]) -> String {
    let mut list: Vec<&str> = list.iter().map(|own| own.value.as_str()).collect();
    list.sort_unstable();
    list.join(" ")
}

/// Both signs are one to Docker, and the command line puts a profile in the place of its path.
fn security(list: &[Traced<String>]) -> String {
    let list = list.iter().map(|own| own.value.replacen(':', "=", 1));
    let mut list: Vec<String> = list
        .map(|own| match own.strip_prefix("seccomp=") {
            Some("unconfined") | None => own,
            Some(_) => "seccomp=(a profile)".to_owned(),
        })
        .collect();
    list.sort_unstable();
    list.join(" ")
}

fn pairs(pairs: &[Pair]) -> String {
    let mut list: Vec<String> = pairs
        .iter()
        .map(|own| format!("{}={}", own.name, own.value))
        .collect();
    list.sort_unstable();
    list.join(" ")
}

fn words(command: &Setting<Command>) -> String {
    let words = command.value().map(|own| own.words.as_slice());
    let words = words.unwrap_or_default().iter();
    let words: Vec<&str> = words.map(|word| word.value.expose()).collect();
    words.join(" ")
}

/// What the image brings is not in the file.
fn environment(own: &Container, origins: &Origins) -> String {
    let of_image = |own: &hulan::model::Variable| {
        let origin = origins.get(own.origin);
        origin.is_some_and(|origin| origin.how == How::OfImage)
    };
    let own = own.environment.iter().filter(|own| !of_image(own));
    let list = own.map(|own| {
        let value = own.value.as_ref().map_or("", Sensitive::expose);
        format!("{}={value}", own.name)
    });
    list.collect::<Vec<_>>().join(" ")
}

fn ports(own: &Container) -> String {
    let mut list = Vec::new();
    for port in &own.ports {
        // An engine knows no ranges.
        for number in port.target.0..=port.target.1 {
            let published = port
                .published
                .map_or(0, |(first, _)| first + number - port.target.0);
            let address = port.host_ip.as_deref().unwrap_or_default();
            let address = address.trim_matches(['[', ']']);
            list.push(format!("{address}|{published}|{number}/{}", port.protocol));
        }
    }
    list.sort();
    list.join(" ")
}

fn mounts(own: &Container) -> String {
    let mut list: Vec<String> = own
        .mounts
        .iter()
        .map(|own| {
            format!(
                "{:?} {} {} {} {} {}",
                own.kind,
                own.source.as_deref().unwrap_or_default(),
                own.target,
                if own.read_only { "ro" } else { "rw" },
                own.propagation
                    .as_ref()
                    .map_or("", |own| own.value.as_str()),
                own.options.join(","),
            )
        })
        .collect();
    list.sort();
    list.join(" + ")
}

fn health(own: &Container) -> String {
    let Some(health) = own.health.value() else {
        return String::new();
    };
    let test: Vec<&str> = health.test.iter().map(|word| word.value.expose()).collect();
    if health.disabled.is_some() {
        return "off".to_owned();
    }
    test.join(" ")
}

fn logging(own: &Container) -> String {
    let Some(logging) = own.logging.value() else {
        return String::new();
    };
    let driver = logging.driver.as_ref().map_or("", |own| own.value.as_str());
    format!("{driver} {}", pairs(&logging.options))
}

fn devices(own: &Container) -> String {
    let list = own.devices.iter();
    let list = list.map(|own| format!("{}:{}:{}", own.source, own.target, own.permissions));
    list.collect::<Vec<_>>().join(" ")
}

fn ulimits(own: &Container) -> String {
    let list = own.ulimits.iter();
    let mut list: Vec<String> = list
        .map(|own| format!("{}={}:{}", own.name, own.soft, own.hard))
        .collect();
    list.sort();
    list.join(" ")
}

fn hosts(own: &Container) -> String {
    let list = own.extra_hosts.iter();
    let list = list.map(|own| format!("{}={}", own.name, own.address));
    list.collect::<Vec<_>>().join(" ")
}

fn needs(own: &Container) -> String {
    let list = own.depends_on.iter();
    let mut list: Vec<String> = list
        .map(|own| format!("{} {}", own.service, own.condition))
        .collect();
    list.sort();
    list.join(" + ")
}
