//! A service of the canonical tree as a container.

use super::fields::{Fields, bytes, switch, text_of, thousandths, traced};
use super::mounted;
use super::published;
use super::value::{Data, Field, Value};
use crate::model::{
    Build, Command, Container, Dependency, Device, Grant, Health, Hook, HookTime, HostName, Limits,
    Logging, Namespaces, OriginId, Sensitive, Setting, Traced, Ulimit, Variable,
};

/// What is known of a service beside its own fields.
pub(super) struct Around {
    /// Its environment, env files included.
    pub(super) environment: Vec<Variable>,
    /// The arguments of its build.
    pub(super) args: Vec<Variable>,
    /// Its labels, label files included.
    pub(super) labels: Vec<crate::model::Pair>,
    /// Its env files.
    pub(super) env_files: Vec<Traced<String>>,
    /// Whether it starts.
    pub(super) starts: bool,
    /// Where the implied default network comes from.
    pub(super) default_network: OriginId,
}

/// Reads a service.
pub(super) fn container(service: &Field, around: Around) -> Container {
    let fields = Fields {
        value: &service.value,
        owner: service.key_span,
    };
    let Around {
        environment,
        args,
        labels,
        env_files,
        starts,
        default_network,
    } = around;
    Container {
        name: service.key.to_string(),
        owner: service.key_span,
        image: fields.string("image"),
        build: build(&fields, args),
        pull_policy: fields.string("pull_policy"),
        starts,
        only_fetched: is_only_fetched(&service.value),
        privileged: fields.switch("privileged"),
        read_only: fields.switch("read_only"),
        cap_add: capabilities(&fields, "cap_add"),
        cap_drop: capabilities(&fields, "cap_drop"),
        security_opt: fields.strings("security_opt"),
        use_api_socket: fields.switch("use_api_socket"),
        user: fields.string("user"),
        namespaces: Namespaces {
            network: fields.string("network_mode"),
            pid: fields.string("pid"),
            ipc: fields.string("ipc"),
            uts: fields.string("uts"),
            user: fields.string("userns_mode"),
            cgroup: fields.string("cgroup"),
        },
        ports: published::ports(&fields),
        mounts: mounted::mounts(&fields),
        environment,
        limits: limits(&fields),
        networks: networks(&fields, default_network),
        profiles: fields.strings("profiles"),
        command: fields.read("command", command),
        entrypoint: fields.read("entrypoint", command),
        health: fields.read("healthcheck", |value| Some(health(value))),
        restart: restart(&fields),
        logging: fields.read("logging", |value| Some(logging(value))),
        devices: fields
            .entries("devices")
            .iter()
            .filter_map(device)
            .collect(),
        device_rules: fields.strings("device_cgroup_rules"),
        device_requests: device_requests(&fields),
        groups: fields.strings("group_add"),
        sysctls: fields.pairs("sysctls"),
        runtime: fields.string("runtime"),
        cgroup_parent: fields.string("cgroup_parent"),
        hooks: hooks(&fields),
        provider: fields.deep(&["provider", "type"], |kind| kind.text().map(str::to_owned)),
        ulimits: ulimits(&fields),
        oom_kill_disable: fields.switch("oom_kill_disable"),
        oom_score_adj: fields.whole("oom_score_adj"),
        init: fields.switch("init"),
        extra_hosts: extra_hosts(&fields),
        labels,
        depends_on: dependencies(&fields),
        configs: fields.entries("configs").iter().filter_map(grant).collect(),
        secrets: fields.entries("secrets").iter().filter_map(grant).collect(),
        env_files,
    }
}

/// Whether nothing but an image is named, under a profile for pulling.
fn is_only_fetched(service: &Value) -> bool {
    let names_only_an_image = service.fields().iter().all(|field| match &*field.key {
        "image" | "profiles" | "platform" | "pull_policy" | "container_name" | "labels" => true,
        // The implied network has no place of its own.
        "networks" => field.value.span == service.span,
        _ => field.value.is_null(),
    });
    let profiles = service.get("profiles").map_or(&[][..], Value::items);
    let mut profiles = profiles.iter().filter_map(Value::text);
    names_only_an_image && profiles.any(|own| own.contains("pull") || own.contains("fetch"))
}

fn capabilities(fields: &Fields<'_>, key: &str) -> Vec<Traced<String>> {
    let mut capabilities = fields.strings(key);
    for capability in &mut capabilities {
        let name = capability.value.trim().to_ascii_uppercase();
        name.strip_prefix("CAP_")
            .unwrap_or(&name)
            .clone_into(&mut capability.value);
    }
    capabilities
}

/// The networks of a service by key. The implied one has a place of its own.
fn networks(fields: &Fields<'_>, default_network: OriginId) -> Vec<Traced<String>> {
    let Some(networks) = fields.value.get("networks") else {
        return Vec::new();
    };
    let is_implied = networks.span == fields.value.span;
    let names = networks.fields().iter().map(|field| Traced {
        value: field.key.to_string(),
        origin: if is_implied {
            default_network
        } else {
            field.value.origin
        },
    });
    names.collect()
}

fn limits(fields: &Fields<'_>) -> Limits {
    // Compose refuses a project in which both spellings differ.
    fn either<T>(
        fields: &Fields<'_>,
        deployed: &str,
        short: &str,
        cast: impl Fn(&Value) -> Option<T>,
    ) -> Setting<T> {
        let limit = fields.deep(&["deploy", "resources", "limits", deployed], &cast);
        match limit {
            Setting::Unset(_) => fields.read(short, cast),
            limit => limit,
        }
    }
    Limits {
        memory: either(fields, "memory", "mem_limit", |value| bytes(value.text()?)),
        cpus: either(fields, "cpus", "cpus", |value| thousandths(value.text()?)),
        pids: either(fields, "pids", "pids_limit", |value| {
            value.text()?.trim().parse().ok()
        }),
    }
}

fn words(value: &Value) -> Option<Vec<Traced<Sensitive>>> {
    let word = |item: &Value| {
        Some(Traced {
            value: Sensitive::new(item.text()?),
            origin: item.origin,
        })
    };
    match &value.data {
        Data::Sequence(items) => Some(items.iter().filter_map(word).collect()),
        Data::Scalar(text, _) => {
            let words = super::types::shell_words(text.expose())?;
            let words = words.into_iter().map(|word| Traced {
                value: Sensitive::new(word),
                origin: value.origin,
            });
            Some(words.collect())
        }
        _ => None,
    }
}

fn command(value: &Value) -> Option<Command> {
    let line = match &value.data {
        Data::Scalar(text, _) => Some(text.clone()),
        _ => None,
    };
    words(value).map(|words| Command { words, line })
}

fn health(value: &Value) -> Health {
    let words_of_test = match value.get("test") {
        Some(own) => match &own.data {
            Data::Scalar(text, _) => ["CMD-SHELL", text.expose()]
                .map(|word| Traced {
                    value: Sensitive::new(word),
                    origin: own.origin,
                })
                .into(),
            _ => words(own).unwrap_or_default(),
        },
        None => Vec::new(),
    };
    let switched = value.get("disable");
    let switched = switched.filter(|value| value.text().and_then(switch) == Some(true));
    let first = words_of_test.first();
    let none = first.filter(|word| word.value.expose() == "NONE");
    let none = none.map(|word| word.origin);
    Health {
        disabled: switched.map(|value| value.origin).or(none),
        test: words_of_test,
    }
}

fn restart(fields: &Fields<'_>) -> Setting<String> {
    let text = |value: &Value| value.text().map(str::to_owned);
    match fields.string("restart") {
        Setting::Unset(_) => fields.deep(&["deploy", "restart_policy", "condition"], text),
        own => own,
    }
}

fn logging(value: &Value) -> Logging {
    let options = Fields {
        value,
        owner: value.span,
    };
    Logging {
        driver: value.get("driver").and_then(traced),
        options: options.pairs("options"),
    }
}

fn device(item: &Value) -> Option<Device> {
    let text = |key: &str| text_of(item, key).map(|(text, _)| text);
    let source = text("source")?;
    Some(Device {
        target: text("target").unwrap_or_else(|| source.clone()),
        permissions: text("permissions").unwrap_or_else(|| "rwm".to_owned()),
        source,
        origin: item.origin,
    })
}

fn device_requests(fields: &Fields<'_>) -> Vec<Traced<String>> {
    let reserved = ["deploy", "resources", "reservations", "devices"];
    let reserved = reserved
        .iter()
        .try_fold(fields.value, |value, key| value.get(key));
    let reserved = reserved.map_or(&[][..], Value::items);
    let all = fields.entries("gpus").iter().chain(reserved);
    let requests = all.map(|request| Traced {
        value: match (request.get("count"), request.get("device_ids")) {
            (Some(count), _) => count.text().unwrap_or_default().to_ascii_lowercase(),
            (None, ids) => ids.map_or(0, |ids| ids.items().len()).to_string(),
        },
        origin: request.origin,
    });
    requests.collect()
}

fn hooks(fields: &Fields<'_>) -> Vec<Hook> {
    let of = |key: &str, time: HookTime| {
        let hooks = fields.entries(key).iter().map(move |hook| {
            let own = Fields {
                value: hook,
                owner: hook.span,
            };
            Hook {
                time,
                privileged: own.switch("privileged"),
                user: own.string("user"),
                origin: hook.origin,
            }
        });
        hooks.collect::<Vec<_>>()
    };
    let mut hooks = of("post_start", HookTime::AfterStart);
    hooks.extend(of("pre_stop", HookTime::BeforeStop));
    hooks
}

fn ulimits(fields: &Fields<'_>) -> Vec<Ulimit> {
    let Some(value) = fields.value.get("ulimits") else {
        return Vec::new();
    };
    let limits = value.fields().iter().filter_map(|field| {
        let number = |value: &Value| value.text()?.parse::<i64>().ok();
        let (soft, hard) = match number(&field.value) {
            Some(both) => (both, both),
            None => (
                number(field.value.get("soft")?)?,
                number(field.value.get("hard")?)?,
            ),
        };
        Some(Ulimit {
            name: field.key.to_string(),
            soft,
            hard,
            origin: field.value.origin,
        })
    });
    limits.collect()
}

fn extra_hosts(fields: &Fields<'_>) -> Vec<HostName> {
    let Some(value) = fields.value.get("extra_hosts") else {
        return Vec::new();
    };
    let host = |name: &str, address: &str, origin: OriginId| HostName {
        name: name.to_owned(),
        address: address.trim_matches(['[', ']']).to_owned(),
        origin,
    };
    let mut hosts = Vec::new();
    for field in value.fields() {
        if let Some(address) = field.value.text() {
            hosts.push(host(&field.key, address, field.value.origin));
        }
        for item in field.value.items() {
            if let Some(address) = item.text() {
                hosts.push(host(&field.key, address, item.origin));
            }
        }
    }
    for item in value.items() {
        let Some(text) = item.text() else { continue };
        let split = text.split_once('=').or_else(|| text.split_once(':'));
        if let Some((name, addresses)) = split {
            for address in addresses.split(',') {
                hosts.push(host(name, address, item.origin));
            }
        }
    }
    hosts
}

fn dependencies(fields: &Fields<'_>) -> Vec<Dependency> {
    let Some(value) = fields.value.get("depends_on") else {
        return Vec::new();
    };
    let text = |value: &Value, key: &str| text_of(value, key).map(|(text, _)| text);
    let dependencies = value.fields().iter().map(|field| Dependency {
        service: field.key.to_string(),
        condition: text(&field.value, "condition").unwrap_or_default(),
        required: text(&field.value, "required").as_deref() != Some("false"),
        origin: field.value.origin,
    });
    dependencies.collect()
}

fn grant(item: &Value) -> Option<Grant> {
    let (source, _) = text_of(item, "source")?;
    Some(Grant {
        source,
        target: text_of(item, "target").map(|(target, _)| target),
        origin: item.origin,
    })
}

fn build(fields: &Fields<'_>, args: Vec<Variable>) -> Option<Build> {
    let value = fields.value.get("build")?;
    let own = Fields {
        value,
        owner: value.span,
    };
    Some(Build {
        context: own.string("context"),
        additional_contexts: own.pairs("additional_contexts"),
        dockerfile: own.string("dockerfile"),
        dockerfile_inline: own.string("dockerfile_inline"),
        target: own.string("target"),
        privileged: own.switch("privileged"),
        entitlements: own.strings("entitlements"),
        network: own.string("network"),
        ssh: own.pairs("ssh"),
        args,
        has_check: false,
        place: value.span,
    })
}
