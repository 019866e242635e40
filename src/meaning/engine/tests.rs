use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ReadEngine, mask_engine, read_engine};
use crate::model::{
    Container, EngineKind, How, MountKind, ProblemKind, Project, REDACTED, Setting, Texts,
};

fn read(document: &Value) -> ReadEngine {
    let texts = Texts::default();
    let read = read_engine(&texts, "engine.json", &document.to_string(), (0, 3));
    read.unwrap_or_else(|_| panic!("a document"))
}

/// A document with these containers on an engine of Docker.
fn document(containers: &Value) -> Value {
    json!({
        "hulan-engine": 1,
        "endpoint": "unix:///var/run/docker.sock",
        "version": {"Components": [{"Name": "Engine"}], "Platform": {"Name": "Docker Engine"}},
        "info": {"LoggingDriver": "json-file", "DefaultRuntime": "runc", "CgroupVersion": "2"},
        "containers": containers,
    })
}

/// A container with these fields beside its name.
fn one(fields: Value) -> Container {
    let mut own =
        json!({"Id": "ab", "Name": "/web", "Config": {"User": "", "Image": "example/app:1"}});
    merge(&mut own, fields);
    let mut read = read(&document(&json!([own])));
    read.projects.remove(0).containers.remove(0)
}

fn merge(own: &mut Value, other: Value) {
    match (own, other) {
        (Value::Object(own), Value::Object(other)) => {
            for (name, value) in other {
                merge(own.entry(name).or_insert(Value::Null), value);
            }
        }
        (own, other) => *own = other,
    }
}

fn compose(service: &str, number: u32, project: &str) -> Value {
    json!({"Labels": {
        "com.docker.compose.project": project,
        "com.docker.compose.service": service,
        "com.docker.compose.container-number": number.to_string(),
        "com.docker.compose.oneoff": "False",
        "com.docker.compose.project.config_files": "/srv/a.yaml,/srv/b.yaml",
    }})
}

fn ports(container: &Container) -> Vec<String> {
    let ports = container.ports.iter().map(|port| {
        let address = port.host_ip.as_deref().unwrap_or("*");
        let published = port.published.map_or(0, |(first, _)| first);
        format!("{address}:{published}:{}/{}", port.target.0, port.protocol)
    });
    ports.collect()
}

#[test]
fn containers_stand_in_their_projects_under_the_names_of_their_services() {
    let one_off = json!({"Labels": {
        "com.docker.compose.project": "shop",
        "com.docker.compose.service": "web",
        "com.docker.compose.oneoff": "True",
    }});
    let document = document(&json!([
        {"Id": "d4", "Name": "/alone"},
        {"Id": "b2", "Name": "/shop-web-2", "Config": compose("web", 2, "shop")},
        {"Id": "a1", "Name": "/shop-web-1", "Config": compose("web", 1, "shop")},
        {"Id": "c3", "Name": "/db", "Config": one_off},
        {"Id": "e5", "Name": "/other-db-1", "Config": compose("db", 1, "shop")},
        {"Id": "f6", "Name": "/cache", "Config": compose("cache", 1, "blog")},
    ]));
    let read = read(&document);
    let names = |project: &Project| -> Vec<String> {
        project
            .containers
            .iter()
            .map(|own| own.name.clone())
            .collect()
    };
    let projects: Vec<_> = read
        .projects
        .iter()
        .map(|own| own.name.as_deref())
        .collect();
    assert_eq!(projects, [Some("blog"), Some("shop"), None]);
    // A run of `web` that is called as another service is.
    assert_eq!(
        names(&read.projects[1]),
        ["db", "web", "shop-web-2", "db c3"]
    );
    assert_eq!(names(&read.projects[2]), ["alone"]);
    assert!(read.projects.iter().all(|own| own.engine == Some(0)));
    let web = read
        .engine
        .instances
        .iter()
        .find(|own| own.name == "shop-web-1");
    let web = web.expect("an instance");
    assert_eq!((web.project, web.container), (4, 1));
    let labels = web.compose.as_ref().expect("labels");
    assert_eq!(labels.config_files, ["/srv/a.yaml", "/srv/b.yaml"]);
}

#[test]
fn what_an_engine_does_by_itself_is_not_set() {
    let own = one(json!({"HostConfig": {
        "Privileged": false, "ReadonlyRootfs": false, "Memory": 0, "NanoCpus": 0, "PidsLimit": -1,
        "RestartPolicy": {"Name": "no"}, "LogConfig": {"Type": "json-file", "Config": {}},
        "IpcMode": "private", "CgroupnsMode": "private", "Runtime": "runc", "OomScoreAdj": 0,
        "SecurityOpt": null, "CapAdd": null, "MaskedPaths": ["/proc/kcore"],
    }}));
    assert!(matches!(own.privileged, Setting::Unset(_)));
    assert!(matches!(own.read_only, Setting::Unset(_)));
    assert!(matches!(own.limits.memory, Setting::Unset(_)));
    assert!(matches!(own.limits.cpus, Setting::Unset(_)));
    assert!(matches!(own.limits.pids, Setting::Unset(_)));
    assert!(matches!(own.restart, Setting::Unset(_)));
    assert!(matches!(own.logging, Setting::Unset(_)));
    assert!(matches!(own.namespaces.ipc, Setting::Unset(_)));
    assert!(matches!(own.namespaces.cgroup, Setting::Unset(_)));
    assert!(matches!(own.runtime, Setting::Unset(_)));
    assert!(own.security_opt.is_empty());
    // A process without a user is root, and the engine knows.
    assert!(own.user.is(&"root".to_owned()));
}

#[test]
fn limits_in_every_spelling() {
    let own = one(json!({"HostConfig": {
        "Memory": 1024, "CpuQuota": 25_000, "CpuPeriod": 50_000, "PidsLimit": 7,
    }}));
    assert_eq!(own.limits.memory.value(), Some(&1024));
    assert_eq!(own.limits.cpus.value(), Some(&500));
    assert_eq!(own.limits.pids.value(), Some(&7));
    let own = one(json!({"HostConfig": {"NanoCpus": 1_500_000_000}}));
    assert_eq!(own.limits.cpus.value(), Some(&1500));
}

#[test]
fn ports_as_the_engine_binds_them() {
    // Asked for without an address: the container is up, and the engine's default is loopback.
    let own = one(json!({
        "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}},
        "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}]}},
    }));
    assert_eq!(ports(&own), ["127.0.0.1:8080:80/tcp"]);
    // All addresses of both families are one port; a number that the engine chose is known.
    let own = one(json!({
        "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": ""}]}},
        "NetworkSettings": {"Ports": {"80/tcp": [
            {"HostIp": "0.0.0.0", "HostPort": "32768"}, {"HostIp": "::", "HostPort": "32768"},
        ]}},
    }));
    assert_eq!(ports(&own), ["*:32768:80/tcp"]);
    let own = one(json!({"HostConfig": {"PortBindings": {"53/udp": [
        {"HostIp": "0.0.0.0", "HostPort": "53"}, {"HostIp": "::", "HostPort": "53"},
        {"HostIp": "192.0.2.1", "HostPort": "54"},
    ]}}}));
    assert_eq!(ports(&own), ["0.0.0.0:53:53/udp", "192.0.2.1:54:53/udp"]);
    let own = one(json!({
        "Config": {"ExposedPorts": {"80/tcp": {}, "81/tcp": {}}},
        "HostConfig": {"PublishAllPorts": true},
        "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "32769"}]}},
    }));
    assert_eq!(ports(&own), ["*:32769:80/tcp", "*:0:81/tcp"]);
}

#[test]
fn mounts_of_windows_and_of_memory() {
    let own = one(json!({
        "HostConfig": {
            "Tmpfs": {"/run": "rw,exec,size=64m"},
            "Mounts": [{"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": 7, "Mode": 511}}],
        },
        "Mounts": [
            {"Type": "npipe", "Source": "\\\\.\\pipe\\docker_engine", "Destination": "\\\\.\\pipe\\docker_engine", "RW": true},
            {"Type": "bind", "Source": "/run/desktop/mnt/host/c/data", "Destination": "/data", "RW": false, "Propagation": "rshared"},
            {"Type": "volume", "Name": "a".repeat(64), "Destination": "/var/lib/x/", "RW": true},
            {"Type": "volume", "Name": "kept", "Destination": "/kept", "RW": true},
            {"Type": "tmpfs", "Destination": "/t", "RW": true},
        ],
    }));
    let kinds: Vec<_> = own.mounts.iter().map(|mount| mount.kind).collect();
    let expected = [
        MountKind::Pipe,
        MountKind::Bind,
        MountKind::Volume,
        MountKind::Volume,
        MountKind::Tmpfs,
        MountKind::Tmpfs,
    ];
    assert_eq!(kinds, expected);
    assert!(own.mounts[1].read_only);
    assert!(own.mounts[1].propagation.is_some());
    assert_eq!(
        (
            own.mounts[2].source.as_deref(),
            own.mounts[2].target.as_str()
        ),
        (None, "/var/lib/x")
    );
    assert_eq!(own.mounts[3].source.as_deref(), Some("kept"));
    assert_eq!(own.mounts[4].options, ["size=7", "mode=511"]);
    assert_eq!(own.mounts[5].options, ["rw", "exec", "size=64m"]);
}

#[test]
fn walls_as_engines_spell_them() {
    let texts = |list: &[crate::model::Traced<String>]| -> Vec<String> {
        list.iter().map(|own| own.value.clone()).collect()
    };
    let own = one(json!({"HostConfig": {
        "CapAdd": ["CAP_SYS_ADMIN", "net_raw"], "MaskedPaths": [], "ReadonlyPaths": [],
        "SecurityOpt": ["label=disable"], "PidMode": "host", "CgroupnsMode": "host",
        "DeviceRequests": [{"Driver": "nvidia", "Count": -1, "DeviceIDs": null},
            {"Driver": "cdi", "Count": 0, "DeviceIDs": ["nvidia.com/gpu=all"]},
            {"Driver": "nvidia", "DeviceIDs": ["0", "1"]}],
    }}));
    assert_eq!(texts(&own.cap_add), ["SYS_ADMIN", "NET_RAW"]);
    // The engine adds `label=disable` by itself to what shares processes with the host.
    assert_eq!(texts(&own.security_opt), ["systempaths=unconfined"]);
    assert!(own.namespaces.pid.is(&"host".to_owned()));
    assert!(own.namespaces.cgroup.is(&"host".to_owned()));
    assert_eq!(texts(&own.device_requests), ["all", "all", "2"]);
}

#[test]
fn podman_writes_out_what_all_means() {
    let dropped: Vec<String> = super::walls::GIVEN_BY_PODMAN
        .iter()
        .chain(&["AUDIT_WRITE", "MKNOD", "NET_RAW"])
        .filter(|name| **name != "NET_BIND_SERVICE")
        .map(|name| format!("CAP_{name}"))
        .collect();
    let mut document = document(&json!([{
        "Id": "a", "Name": "web", "Config": {"User": "1000"},
        "HostConfig": {"CapDrop": dropped, "Runtime": "oci", "CgroupParent": "machine.slice",
            "Ulimits": [{"Name": "RLIMIT_NOFILE", "Soft": 1, "Hard": 2}]},
    }]));
    document["version"] = json!({"Components": [{"Name": "Podman Engine"}]});
    let read = read(&document);
    assert_eq!(read.engine.kind, EngineKind::Podman);
    let own = &read.projects[0].containers[0];
    assert!(own.cap_drop.iter().any(|own| own.value == "ALL"));
    // What was added back.
    assert_eq!(own.cap_add.len(), 1);
    assert_eq!(own.cap_add[0].value, "NET_BIND_SERVICE");
    assert!(matches!(own.runtime, Setting::Unset(_)));
    assert!(matches!(own.cgroup_parent, Setting::Unset(_)));
    assert_eq!(own.ulimits[0].name, "nofile");
}

#[test]
fn networks_of_others_are_those_of_this_project_where_they_are() {
    let mut document = document(&json!([
        {"Id": "a1", "Name": "/shop-web-1", "Config": compose("web", 1, "shop"),
            "NetworkSettings": {"Networks": {"shop_back": {}, "shared": {}}}},
        {"Id": "b2", "Name": "/shop-side-1", "Config": compose("side", 1, "shop"),
            "HostConfig": {"NetworkMode": "container:a1"}},
        {"Id": "c3", "Name": "/blog-db-1", "Config": compose("db", 1, "blog"),
            "HostConfig": {"NetworkMode": "container:a1"}},
        {"Id": "d4", "Name": "/blog-web-1", "Config": compose("web", 1, "blog"),
            "NetworkSettings": {"Networks": {"shared": {}}}},
    ]));
    document["networks"] = json!([
        {"Name": "shop_back", "Driver": "bridge", "Internal": true, "Labels": {
            "com.docker.compose.project": "shop", "com.docker.compose.network": "back"}},
        {"Name": "shared", "Driver": "bridge"},
    ]);
    let read = read(&document);
    let (blog, shop) = (&read.projects[0], &read.projects[1]);
    let mode =
        |project: &Project, at: usize| project.containers[at].namespaces.network.value().cloned();
    assert_eq!(mode(shop, 0).as_deref(), Some("service:web"));
    assert_eq!(mode(blog, 0).as_deref(), Some("container:a1"));
    assert!(shop.networks["back"].internal && !shop.networks["back"].external);
    // Whoever else is on it is not seen by the rules of one project.
    assert!(shop.networks["shared"].external);
    let joined: Vec<&str> = shop.containers[1]
        .networks
        .iter()
        .map(|own| own.value.as_str())
        .collect();
    assert_eq!(joined, ["back", "shared"]);
}

#[test]
fn what_the_image_brings_is_not_the_deployments_doing() {
    let mut document = document(&json!([{
        "Id": "a", "Name": "/web", "Image": "sha256:77",
        "Config": {
            "Image": "sha256:7777777777777777", "Cmd": ["serve"], "Entrypoint": ["/own.sh"],
            "Env": ["PATH=/bin", "API_KEY=made-up", "MODE=\"x\""],
            "Labels": {"maintainer": "x", "team": "y", "com.docker.compose.version": "2"},
            "Healthcheck": {"Test": ["NONE"]},
        },
    }]));
    document["images"] = json!([{"inspect": {
        "Id": "sha256:77", "RepoTags": ["example/app:3"], "RepoDigests": [],
        "Config": {"Cmd": ["serve"], "Env": ["PATH=/bin", "API_KEY=made-up"], "User": "app",
            "Labels": {"maintainer": "x"}, "ExposedPorts": {"80/tcp": {}}},
    }, "history": [{"CreatedBy": "RUN x", "Size": 7}, {"CreatedBy": "ENV A=b", "Size": 0}]}]);
    let read = read(&document);
    let project = &read.projects[0];
    let own = &project.containers[0];
    assert!(own.image.is(&"example/app:3@sha256:77".to_owned()));
    assert!(matches!(own.command, Setting::Unset(_)));
    assert_eq!(own.entrypoint.value().map(|own| own.words.len()), Some(1));
    let of_image = |name: &str| {
        let variable = own.environment.iter().find(|own| own.name == name);
        let origin = project.origins.get(variable.expect("there").origin);
        origin.expect("known").how == How::OfImage
    };
    assert!(of_image("PATH") && of_image("API_KEY") && !of_image("MODE"));
    let labels: Vec<&str> = own.labels.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(labels, ["team"]);
    assert!(own.health.value().is_some_and(|own| own.disabled.is_some()));
    let image = &read.engine.images[0];
    assert_eq!(
        (image.used_by.as_slice(), image.history.len()),
        ([0].as_slice(), 2)
    );
    assert!(image.user.is(&"app".to_owned()) && image.history[1].is_empty);
}

#[test]
fn a_stopped_container_is_judged_and_one_that_vanished_is_no_gap() {
    let own = one(json!({"State": {"Status": "exited", "ExitCode": 1}}));
    assert!(!own.starts);
    let own = one(
        json!({"State": {"Status": "exited"}, "HostConfig": {"RestartPolicy": {"Name": "always"}}}),
    );
    assert!(own.starts);
    let read = read(&json!({
        "hulan-engine": 1, "endpoint": "unix:///x",
        "gaps": [
            {"call": "/containers/ab/json", "object": "web", "why": "vanished"},
            {"call": "/containers/cd/json", "object": "db", "why": "status", "status": 500},
        ],
        "failure": {"why": "refused", "hint": "docker-desktop"},
    }));
    let kinds: Vec<_> = read
        .problems
        .iter()
        .map(|own| (own.kind, own.kind.is_gap()))
        .collect();
    let expected = [
        (ProblemKind::EngineNotReached, true),
        (ProblemKind::EngineVanished, false),
        (ProblemKind::EngineNotAnswered, true),
    ];
    assert_eq!(kinds, expected);
}

/// A made-up value that must not be seen.
const CANARY: &str = "mu9-Kw2x-canary";

fn with_canaries() -> Value {
    let mut document = document(&json!([{
        "Id": "a", "Name": "/web", "Image": "sha256:77", "Path": "redis-server",
        "Args": ["--requirepass", CANARY],
        "Config": {
            "Image": "example/app:1",
            "Env": [format!("DB_PASSWORD={CANARY}1"), format!("A_URL=postgres://u:{CANARY}2@db/x"),
                format!("QUOTED_TOKEN=a\"{CANARY}3\\\u{1}")],
            "Cmd": ["redis-server", "--requirepass", format!("{CANARY}4")],
            "Entrypoint": ["sh", "-c", format!("mysql -p{CANARY}5 && psql postgres://u:{CANARY}6@h")],
            "Healthcheck": {"Test": ["CMD", "redis-cli", "-a", format!("{CANARY}7"), "ping"]},
            "Labels": {"app.api-token": format!("{CANARY}8")},
        },
        "HostConfig": {"LogConfig": {"Type": "splunk", "Config": {"splunk-token": format!("{CANARY}9")}}},
        "State": {"Health": {"Log": [{"Output": format!("said {CANARY}10")}]}},
    }]));
    merge(
        &mut document,
        json!({
            "info": {"HttpProxy": format!("http://u:{CANARY}11@proxy:3128")},
            "images": [{
                "inspect": {"Id": "sha256:77", "Config": {"Env": [format!("API_KEY={CANARY}12")]}},
                "history": [{"CreatedBy": format!("RUN |1 TOKEN={CANARY}13 /bin/sh -c make")},
                    {"CreatedBy": format!("ENV DB_PASSWORD={CANARY}14")}],
            }],
            "volumes": [{"Name": "v", "Options": {"o": format!("username=u,password={CANARY}15"), "type": "cifs"}}],
            "swarm": {"JoinTokens": {"Worker": format!("SWMTKN-{CANARY}16")}},
            "services": [{"Spec": {"TaskTemplate": {"ContainerSpec": {"Env": [format!("DB_PASSWORD={CANARY}17")]}}}}],
            "plugins": [{"Config": {"Env": [{"Name": "API_TOKEN", "Value": format!("{CANARY}18")}]}}],
        }),
    );
    document
}

#[test]
fn nothing_that_can_be_a_secret_is_shown() {
    for pretty in [true, false] {
        let document = with_canaries();
        let content = if pretty {
            format!("{document:#}")
        } else {
            document.to_string()
        };
        let count = content.matches(CANARY).count();
        assert_eq!(count, 19);
        let texts = Texts::default();
        let text = texts.add("engine.json", super::utf8(content.clone()));
        let mut known = Vec::new();
        mask_engine(&texts, text, &mut known);
        let text = texts.get(text);
        let masks = text.masks_in(&(0..content.len()));
        let mut shown = String::new();
        let mut at = 0;
        for mask in masks {
            shown.push_str(content.get(at..mask.start).expect("on characters"));
            shown.push_str(REDACTED);
            at = mask.end;
        }
        shown.push_str(content.get(at..).expect("on characters"));
        assert!(!shown.contains(CANARY), "{shown}");
        // What is needed to find the place stays.
        for word in [
            "DB_PASSWORD",
            "example/app:1",
            "redis-server",
            "splunk-token",
        ] {
            assert!(shown.contains(word), "{word} in {shown}");
        }
    }
}

/// Puts `new` in the place of the value that `path` leads to, as far as it leads.
fn put(document: &mut Value, path: &[usize], new: Value) {
    let Some((first, rest)) = path.split_first() else {
        *document = new;
        return;
    };
    match document {
        Value::Object(fields) if !fields.is_empty() => {
            let at = first % fields.len();
            if let Some(value) = fields.values_mut().nth(at) {
                put(value, rest, new);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = first % items.len();
            put(&mut items[at], rest, new);
        }
        other => *other = new,
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null, 1, "x", [[]], {"Name": []}])),
        Just(json!({"": "", "80/tcp": null, "x": [{}], "99999/tcp": [{"HostPort": "99999"}]})),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(|on| json!(on)),
        ".{0,12}".prop_map(|text| json!(text)),
        "[=:,/@a-z\\\\\"-]{0,12}".prop_map(|text| json!(text)),
    ]
}

/// What an engine of Docker 20.10 answered about five containers.
const REAL: &str = include_str!("../../../tests/it/engine_table/docker-20.10.json");

proptest! {
    #[test]
    fn any_document_is_read(
        is_real in any::<bool>(),
        changes in prop::collection::vec((prop::collection::vec(any::<usize>(), 1..9), any_value()), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut document = if is_real {
            serde_json::from_str(REAL).expect("JSON")
        } else {
            with_canaries()
        };
        for (path, value) in changes {
            put(&mut document, &path, value);
        }
        let content = document.to_string();
        let texts = Texts::default();
        let read = read_engine(&texts, "engine.json", &content, (0, 0));
        if let Ok(read) = read {
            mask_engine(&texts, read.engine.text, &mut Vec::new());
            for project in &read.projects {
                let names: std::collections::HashSet<&str> =
                    project.containers.iter().map(|own| own.name.as_str()).collect();
                prop_assert_eq!(names.len(), project.containers.len());
            }
        }
        let mut end = cut.index(content.len() + 1);
        while !content.is_char_boundary(end) {
            end -= 1;
        }
        let half = content.get(..end).expect("on a character").to_owned();
        let text = texts.add("half.json", super::utf8(half.clone()));
        mask_engine(&texts, text, &mut Vec::new());
        let _ = read_engine(&texts, "half.json", &half, (0, 0));
    }
}
