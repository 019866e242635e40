//! Each kind of difference, and what is near it.

use hulan::model::Change::{Other, Stronger, Weaker};
use hulan::model::{Change, DriftKind};
use serde_json::{Value, json};

use super::{compose, container, document, drift, other, said};

/// The lines of the service, what the engine says of its container, and what differs.
type Case = (
    &'static str,
    Value,
    &'static [(DriftKind, &'static str, Change)],
);

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    use DriftKind as K;
    let host = |own: Value| json!({"HostConfig": own});
    let on_none = |own: Value| {
        let mut container = json!({"HostConfig": {"NetworkMode": "none"}, "NetworkSettings": {"Networks": {"none": {}}}});
        super::merge(&mut container, own);
        container
    };
    vec![
        ("", json!({}), &[]),
        // Full access.
        (
            "",
            host(json!({"Privileged": true})),
            &[(K::Privileged, "", Weaker)],
        ),
        (
            "privileged: true",
            json!({}),
            &[(K::Privileged, "", Stronger)],
        ),
        (
            "privileged: 'yes'",
            host(json!({"Privileged": true, "SecurityOpt": ["label=disable"]})),
            &[],
        ),
        // Capabilities.
        (
            "",
            host(json!({"CapAdd": ["CAP_SYS_ADMIN"]})),
            &[(K::Capabilities, "more", Weaker)],
        ),
        (
            "cap_drop: [ALL]",
            json!({}),
            &[(K::Capabilities, "more", Weaker)],
        ),
        (
            "cap_add: [net_admin]",
            json!({}),
            &[(K::Capabilities, "fewer", Stronger)],
        ),
        (
            "cap_add: [CAP_NET_ADMIN]\ncap_drop: [all]",
            host(json!({"CapAdd": ["CAP_NET_ADMIN"], "CapDrop": ["ALL"]})),
            &[],
        ),
        ("cap_add: [CHOWN]", host(json!({"CapAdd": []})), &[]),
        // Confinement.
        (
            "security_opt: [no-new-privileges]",
            host(json!({"SecurityOpt": ["no-new-privileges:true"]})),
            &[],
        ),
        (
            "security_opt: ['no-new-privileges=true']",
            json!({}),
            &[(K::Confinement, "no-new-privileges", Weaker)],
        ),
        (
            "",
            host(json!({"SecurityOpt": ["seccomp=unconfined"]})),
            &[(K::Confinement, "seccomp", Weaker)],
        ),
        (
            "security_opt: ['seccomp:unconfined']",
            json!({}),
            &[(K::Confinement, "seccomp", Stronger)],
        ),
        (
            "security_opt: ['seccomp=./profile.json']",
            host(json!({"SecurityOpt": ["seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"}"]})),
            &[],
        ),
        (
            "",
            host(json!({"SecurityOpt": ["apparmor=docker-default"]})),
            &[],
        ),
        // The user.
        (
            "user: '1000'",
            json!({"Config": {"User": ""}}),
            &[(K::User, "", Weaker)],
        ),
        (
            "user: '1000:1000'",
            json!({"Config": {"User": "1000:1000"}}),
            &[],
        ),
        ("user: root", json!({"Config": {"User": "0:0"}}), &[]),
        (
            "",
            json!({"Config": {"User": "1000"}}),
            &[(K::User, "", Stronger)],
        ),
        // The root file system.
        ("read_only: true", json!({}), &[(K::ReadOnly, "", Weaker)]),
        (
            "read_only: true",
            host(json!({"ReadonlyRootfs": true})),
            &[],
        ),
        // Namespaces.
        (
            "",
            host(json!({"PidMode": "host"})),
            &[(K::Namespace, "pid", Weaker)],
        ),
        ("ipc: host", json!({}), &[(K::Namespace, "ipc", Stronger)]),
        ("ipc: shareable", host(json!({"IpcMode": "private"})), &[]),
        ("network_mode: none", on_none(json!({})), &[]),
        (
            "network_mode: none",
            host(json!({"NetworkMode": "host"})),
            &[(K::Namespace, "network_mode", Weaker)],
        ),
        // Ports.
        (
            "",
            host(json!({"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "80"}]}})),
            &[(K::Port, "80/tcp", Weaker)],
        ),
        (
            "",
            host(json!({"PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "80"}]}})),
            &[(K::Port, "80/tcp", Other)],
        ),
        (
            "ports: ['127.0.0.1:5432:5432']",
            host(
                json!({"PortBindings": {"5432/tcp": [{"HostIp": "0.0.0.0", "HostPort": "5432"}]}}),
            ),
            &[(K::Port, "5432/tcp", Weaker)],
        ),
        (
            "ports: ['5432:5432']",
            host(
                json!({"PortBindings": {"5432/tcp": [{"HostIp": "127.0.0.1", "HostPort": "5432"}]}}),
            ),
            &[(K::Port, "5432/tcp", Stronger)],
        ),
        (
            "ports: ['80:80']",
            json!({}),
            &[(K::Port, "80/tcp", Stronger)],
        ),
        (
            "ports: ['0.0.0.0:80:80', '[::]:80:80']",
            host(json!({"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "80"}]}})),
            &[],
        ),
        (
            "ports: ['9000-9001:90-91', '53/udp']",
            host(
                json!({"PortBindings": {"90/tcp": [{"HostIp": "", "HostPort": "9000"}], "91/tcp": [{"HostIp": "", "HostPort": "9001"}], "53/udp": [{"HostIp": "", "HostPort": "32768"}]}}),
            ),
            &[],
        ),
        // Networks.
        (
            "",
            json!({"NetworkSettings": {"Networks": {"shop_default": {}, "elsewhere": {}}}}),
            &[(K::Network, "elsewhere", Weaker)],
        ),
        (
            "networks: [default, back]",
            json!({}),
            &[(K::Network, "shop_back", Other)],
        ),
        (
            "networks: [back, default]",
            json!({"NetworkSettings": {"Networks": {"shop_default": {}, "shop_back": {}}}}),
            &[],
        ),
        // Mounts.
        (
            "",
            json!({"Mounts": [bind("/etc", "/host", true)]}),
            &[(K::Mount, "/host", Weaker)],
        ),
        (
            "volumes: ['/opt/a:/a:ro']",
            json!({"Mounts": [bind("/opt/a", "/a", true)]}),
            &[(K::Mount, "/a", Weaker)],
        ),
        (
            "volumes: ['/opt/a:/a']",
            json!({"Mounts": [bind("/opt/a", "/a", false)]}),
            &[(K::Mount, "/a", Stronger)],
        ),
        (
            "volumes: ['/opt/a:/a']",
            json!({"Mounts": [bind("/opt/b", "/a", true)]}),
            &[(K::Mount, "/a", Weaker)],
        ),
        (
            "volumes: ['/opt/a:/a']",
            json!({}),
            &[(K::Mount, "/a", Other)],
        ),
        (
            "volumes: ['/var/run/docker.sock:/var/run/docker.sock']",
            json!({"Mounts": [bind("/run/host-services/docker.proxy.sock", "/var/run/docker.sock", true)]}),
            &[],
        ),
        (
            "volumes: ['C:\\ai\\conf:/conf']",
            json!({"Mounts": [bind("/run/desktop/mnt/host/c/AI/conf", "/conf", true)]}),
            &[],
        ),
        (
            "volumes: ['~/conf:/conf']",
            json!({"Mounts": [bind("/home/ai/conf", "/conf", true)]}),
            &[],
        ),
        (
            "",
            json!({"Mounts": [{"Type": "volume", "Name": "c".repeat(64), "Destination": "/var/lib/x", "RW": true}]}),
            &[],
        ),
        (
            "tmpfs: ['/tmp:size=64m']",
            host(json!({"Tmpfs": {"/tmp": "size=67108864"}})),
            &[],
        ),
        (
            "tmpfs: ['/tmp:size=64m']",
            host(json!({"Tmpfs": {"/tmp": "exec,size=64m"}})),
            &[(K::Mount, "/tmp", Weaker)],
        ),
        (
            "use_api_socket: true",
            json!({"Mounts": [bind("/var/run/docker.sock", "/var/run/docker.sock", true)], "Config": {"Env": ["DOCKER_CONFIG=/run/secrets/docker", "PATH=/bin", "OF_IMAGE=1"]}}),
            &[],
        ),
        // Devices.
        (
            "",
            host(
                json!({"Devices": [{"PathOnHost": "/dev/kvm", "PathInContainer": "/dev/kvm", "CgroupPermissions": "rwm"}]}),
            ),
            &[(K::Device, "/dev/kvm", Weaker)],
        ),
        (
            "devices: [/dev/kvm]",
            host(
                json!({"Devices": [{"PathOnHost": "/dev/kvm", "PathInContainer": "/dev/kvm", "CgroupPermissions": "rwm"}]}),
            ),
            &[],
        ),
        (
            "devices: [/dev/kvm]",
            json!({}),
            &[(K::Device, "/dev/kvm", Stronger)],
        ),
        // Limits.
        (
            "mem_limit: 64m",
            json!({}),
            &[(K::Limit, "mem_limit", Weaker)],
        ),
        ("mem_limit: 64m", host(json!({"Memory": 67_108_864})), &[]),
        (
            "mem_limit: 1gb",
            host(json!({"Memory": 67_108_864})),
            &[(K::Limit, "mem_limit", Stronger)],
        ),
        (
            "deploy: {resources: {limits: {cpus: '0.50', pids: 20}}}",
            host(json!({"NanoCpus": 500_000_000, "PidsLimit": 20})),
            &[],
        ),
        (
            "cpus: 1.5\npids_limit: 20",
            host(json!({"NanoCpus": 2_000_000_000, "PidsLimit": -1})),
            &[(K::Limit, "cpus", Weaker), (K::Limit, "pids_limit", Weaker)],
        ),
        // The environment.
        ("environment: {A: one}", env(&["A=one"]), &[]),
        (
            "environment: {A: one}",
            env(&["A=two"]),
            &[(K::Variable, "A", Other)],
        ),
        (
            "environment: {A: one}",
            env(&[]),
            &[(K::Variable, "A", Other)],
        ),
        ("", env(&["DEBUG=1"]), &[(K::Variable, "DEBUG", Weaker)]),
        (
            "",
            env(&["http_proxy=http://proxy.corp.example:3128", "HOSTNAME=x"]),
            &[],
        ),
        (
            "environment: {DB_PASSWORD: one, API_KEY: two}",
            env(&["DB_PASSWORD=three", "API_KEY=four"]),
            &[],
        ),
        (
            "environment: {URL: 'https://u:made-up-1@h/'}",
            env(&["URL=https://u:made-up-2@h/"]),
            &[],
        ),
        // The command.
        ("command: sleep 1000", json!({}), &[]),
        (
            "command: [sh, -c, 'a b']",
            json!({"Config": {"Cmd": ["sh", "-c", "a b"]}}),
            &[],
        ),
        (
            "command: [sh]",
            json!({"Config": {"Cmd": ["nc"]}}),
            &[(K::Command, "command", Other)],
        ),
        (
            "",
            json!({"Config": {"Entrypoint": ["nc"]}}),
            &[(K::Command, "entrypoint", Other)],
        ),
        // Other settings.
        (
            "restart: always",
            json!({}),
            &[(K::Setting, "restart", Other)],
        ),
        (
            "restart: 'no'",
            host(json!({"RestartPolicy": {"Name": ""}})),
            &[],
        ),
        (
            "deploy: {restart_policy: {condition: any}}",
            host(json!({"RestartPolicy": {"Name": "always"}})),
            &[],
        ),
        (
            "healthcheck: {test: [CMD, 'true']}",
            json!({"Config": {"Healthcheck": {"Test": ["NONE"]}}}),
            &[(K::Setting, "healthcheck", Weaker)],
        ),
        (
            "healthcheck: {test: 'true'}",
            json!({"Config": {"Healthcheck": {"Test": ["CMD-SHELL", "true"]}}}),
            &[],
        ),
        (
            "",
            json!({"Config": {"Healthcheck": {"Test": ["CMD-SHELL", "true"]}}}),
            &[],
        ),
        (
            "logging: {driver: json-file, options: {max-size: 10m}}",
            host(json!({"LogConfig": {"Type": "json-file", "Config": {"max-size": "10m"}}})),
            &[],
        ),
        (
            "",
            host(json!({"LogConfig": {"Type": "none", "Config": {}}})),
            &[(K::Setting, "logging.driver", Weaker)],
        ),
        (
            "logging: {options: {max-size: 10m}}",
            json!({}),
            &[(K::Setting, "logging.options.max-size", Other)],
        ),
        (
            "ulimits: {nofile: 1024}",
            host(
                json!({"Ulimits": [{"Name": "nofile", "Soft": 1024, "Hard": 1024}, {"Name": "nproc", "Soft": 1, "Hard": 1}]}),
            ),
            &[],
        ),
        (
            "ulimits: {nofile: 1024}",
            host(json!({"Ulimits": [{"Name": "nofile", "Soft": 1024, "Hard": 4096}]})),
            &[(K::Setting, "ulimits.nofile", Weaker)],
        ),
        (
            "",
            host(json!({"ExtraHosts": ["db:10.9.8.7"]})),
            &[(K::Setting, "extra_hosts.db", Weaker)],
        ),
        (
            "extra_hosts: {db: 10.9.8.7}",
            host(json!({"ExtraHosts": ["db:10.9.8.7"]})),
            &[],
        ),
        (
            "group_add: ['999']",
            host(json!({"GroupAdd": ["999"]})),
            &[],
        ),
        (
            "",
            host(json!({"GroupAdd": ["0"]})),
            &[(K::Setting, "group_add.0", Weaker)],
        ),
        ("init: true", json!({}), &[(K::Setting, "init", Other)]),
        (
            "runtime: runsc",
            json!({}),
            &[(K::Setting, "runtime", Other)],
        ),
        // The image.
        (
            "",
            json!({"Config": {"Image": "docker.io/library/box:1"}}),
            &[],
        ),
        (
            "",
            json!({"Config": {"Image": "box:2"}, "Image": "sha256:22"}),
            &[(K::Image, "", Other)],
        ),
        (
            "",
            json!({"Config": {"Image": "registry.example/other:1"}, "Image": "sha256:22"}),
            &[(K::Image, "", Weaker)],
        ),
        (
            "",
            json!({"Image": "sha256:22"}),
            &[(K::TagMoved, "", Other)],
        ),
        // How it is.
        (
            "",
            json!({"State": {"Status": "exited", "ExitCode": 1}}),
            &[(K::NotRunning, "", Weaker)],
        ),
        (
            "",
            json!({"State": {"Status": "exited", "ExitCode": 0}}),
            &[(K::NotRunning, "", Other)],
        ),
        (
            "restart: on-failure",
            json!({"State": {"Status": "exited", "ExitCode": 0}, "HostConfig": {"RestartPolicy": {"Name": "on-failure"}}}),
            &[],
        ),
        (
            "restart: 'no'\nports: ['80:80']",
            json!({"State": {"Status": "exited", "ExitCode": 0}, "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}}),
            &[(K::NotRunning, "", Weaker)],
        ),
        (
            "scale: 0",
            json!({"State": {"Status": "exited", "ExitCode": 1}}),
            &[],
        ),
        (
            "profiles: [debug]",
            json!({"State": {"Status": "exited", "ExitCode": 1}}),
            &[],
        ),
        (
            "",
            json!({"RestartCount": 9, "State": {"Status": "restarting", "ExitCode": 1}}),
            &[(K::RestartLoop, "", Other)],
        ),
        (
            "",
            json!({"RestartCount": 30, "State": {"StartedAt": "2026-11-22T23:59:00Z"}}),
            &[(K::RestartLoop, "", Other)],
        ),
        ("", json!({"RestartCount": 30}), &[]),
        (
            "",
            json!({"State": {"Health": {"Status": "unhealthy"}}}),
            &[(K::Unhealthy, "", Other)],
        ),
        (
            "",
            json!({"State": {"Health": {"Status": "starting"}}}),
            &[],
        ),
        (
            "",
            json!({"State": {"OOMKilled": true}}),
            &[(K::OutOfMemory, "", Other)],
        ),
    ]
}

fn bind(source: &str, target: &str, writable: bool) -> Value {
    json!({"Type": "bind", "Source": source, "Destination": target, "RW": writable, "Propagation": "rprivate"})
}

fn env(own: &[&str]) -> Value {
    let all: Vec<&str> = own
        .iter()
        .copied()
        .chain(["PATH=/bin", "OF_IMAGE=1"])
        .collect();
    json!({"Config": {"Env": all}})
}

#[test]
fn each_difference_is_said_and_what_is_near_it_is_not() {
    let mut wrong = Vec::new();
    for (lines, own, expected) in cases() {
        let file = compose(lines);
        let file = if lines.contains("back") {
            format!("{file}networks:\n  back:\n")
        } else {
            file
        };
        let shown = own.to_string();
        // A project whose only service has a profile would not run at all.
        let file = format!("{file}  beside:\n    image: box:1\n").replace(
            "networks:\n  back:\n  beside:\n    image: box:1\n",
            "  beside:\n    image: box:1\nnetworks:\n  back:\n",
        );
        let containers = [container(own), other("beside", 2, json!({}))];
        let found = drift(&[("compose.yaml", &file)], &document(&containers));
        let found = said(&found);
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, what, change)| (*kind, (*what).to_owned(), *change))
            .collect();
        if found != expected {
            wrong.push(format!("{lines:?} {shown}\n   {found:?}\n   {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What differs between files and containers.
fn between(files: &[(&str, &str)], containers: &[Value]) -> Vec<(DriftKind, String, String)> {
    let found = drift(files, &document(containers));
    found
        .into_iter()
        .map(|one| (one.kind, one.subject, one.what))
        .collect()
}

fn three(kind: DriftKind, subject: &str, what: &str) -> (DriftKind, String, String) {
    (kind, subject.to_owned(), what.to_owned())
}

#[test]
fn containers_that_nobody_declares_and_services_without_one() {
    let file = compose("");
    let files = [("compose.yaml", file.as_str())];
    let mut stray = container(json!({"Name": "/stray", "Id": "b".repeat(64)}));
    stray["Config"]["Labels"] = json!({});
    let labels = json!({"Config": {"Labels": {"com.docker.compose.project": "blog"}}, "Name": "/blog-web-1"});
    let elsewhere = other("web", 3, labels);
    let old = other("old", 4, json!({}));
    assert_eq!(
        between(
            &files,
            &[container(json!({})), stray.clone(), elsewhere.clone(), old]
        ),
        [
            three(DriftKind::NotGiven, "blog", ""),
            three(DriftKind::Undeclared, "stray", ""),
            three(DriftKind::Removed, "old", ""),
        ]
    );
    // Nothing of it runs: one note, and not one for each service.
    assert_eq!(
        between(&files, std::slice::from_ref(&elsewhere)),
        [
            three(DriftKind::NotDeployed, "shop", ""),
            three(DriftKind::NotGiven, "blog", ""),
        ]
    );
    // Without files, nobody declares anything.
    assert_eq!(between(&[], &[stray, elsewhere, container(json!({}))]), []);
    let two = format!("{file}  db:\n    image: box:1\n");
    let two = [("compose.yaml", two.as_str())];
    assert_eq!(
        between(&two, &[container(json!({}))]),
        [three(DriftKind::NotRunning, "db", "")]
    );
}

#[test]
fn a_container_of_a_task_is_not_its_service() {
    let file = compose("");
    let files = [("compose.yaml", file.as_str())];
    let task = |started: &str| {
        container(json!({
            "Id": "b".repeat(64),
            "Name": "/shop-web-run-1",
            "State": {"StartedAt": started},
            "HostConfig": {"Privileged": true},
            "Config": {"Labels": {"com.docker.compose.oneoff": "True"}},
        }))
    };
    let own = container(json!({}));
    assert_eq!(
        between(&files, &[own.clone(), task("2026-11-22T20:00:00Z")]),
        []
    );
    assert_eq!(
        between(&files, &[own, task("2026-11-20T20:00:00Z")]),
        [three(DriftKind::OneOff, "web", "")]
    );
}

#[test]
fn each_of_several_containers_of_a_service_counts() {
    let file = compose("scale: 3\nmem_limit: 64m");
    let limited = json!({"HostConfig": {"Memory": 67_108_864}});
    let containers = [
        other("web", 1, limited),
        other("web", 2, json!({})),
        other("web", 3, json!({})),
    ];
    let found = drift(&[("compose.yaml", &file)], &document(&containers));
    let [only] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((only.kind, only.found.len()), (DriftKind::Limit, 2));
}

#[test]
fn a_service_whose_network_another_has() {
    let file = compose("");
    let file = format!("{file}  side:\n    image: box:1\n    network_mode: service:web\n");
    let files = [("compose.yaml", file.as_str())];
    let side = |id: &str| {
        let mode = format!("container:{id}");
        other(
            "side",
            2,
            json!({"HostConfig": {"NetworkMode": mode}, "NetworkSettings": {"Networks": {}}}),
        )
    };
    let web = container(json!({}));
    assert_eq!(between(&files, &[web.clone(), side(&"a".repeat(64))]), []);
    // Of a container that is gone.
    assert_eq!(
        between(&files, &[web, side(&"e".repeat(64))]),
        [three(DriftKind::Namespace, "side", "network_mode")]
    );
}

#[test]
fn a_digest_of_the_file_is_one_of_the_image() {
    let digest = format!("sha256:{}", "d".repeat(64));
    let file = compose("").replace("box:1", &format!("box:1@{digest}"));
    let with = |digests: Value| {
        let mut document = document(&[container(json!({}))]);
        document["images"][0]["inspect"]["RepoDigests"] = digests;
        said(&drift(&[("compose.yaml", &file)], &document))
    };
    assert_eq!(with(json!([format!("box@{digest}")])), []);
    // One that no registry gave has none.
    assert_eq!(with(json!([])), []);
    let another = format!("box@sha256:{}", "e".repeat(64));
    assert_eq!(
        with(json!([another])),
        [(DriftKind::Image, String::new(), Other)]
    );
}

#[test]
fn an_image_that_is_built_here_has_the_name_that_compose_gives() {
    let file = compose("build: .").replace("    image: box:1\n", "");
    let named = |name: &str| {
        let own = container(json!({"Config": {"Image": name}}));
        said(&drift(&[("compose.yaml", &file)], &document(&[own])))
    };
    assert_eq!(named("shop-web"), []);
    assert_eq!(named("shop_web"), []);
    assert_eq!(named("other"), [(DriftKind::Image, String::new(), Weaker)]);
}

#[test]
fn configs_and_secrets_are_mounts_of_their_files() {
    let file = compose("secrets: [key]\nconfigs: [{source: conf, target: etc/conf}]");
    let file =
        format!("{file}secrets:\n  key:\n    file: ./key\nconfigs:\n  conf:\n    file: ./conf\n");
    let files = [("compose.yaml", file.as_str())];
    let labels = json!({"com.docker.compose.project.working_dir": "/opt/shop"});
    let own = |source: &str| {
        container(json!({
            "Config": {"Labels": labels},
            "Mounts": [bind(source, "/run/secrets/key", false), bind("/opt/shop/conf", "/etc/conf", false)],
        }))
    };
    assert_eq!(between(&files, &[own("/opt/shop/key")]), []);
    assert_eq!(
        between(&files, &[own("/opt/other/key")]),
        [three(DriftKind::Mount, "web", "/run/secrets/key")]
    );
}

#[test]
fn one_place_has_many_spellings() {
    let file = compose("volumes: ['./conf:/conf', '../shared:/shared']");
    let files = [("compose.yaml", file.as_str())];
    for (folder, source) in [
        (r"C:\ai\shop", "/run/desktop/mnt/host/c/ai/shop"),
        ("/mnt/c/ai/shop", r"C:\ai\shop"),
        ("/c/AI/shop", "/host_mnt/c/ai/shop"),
        (r"\\wsl.localhost\Ubuntu\home\ai\shop", "/home/ai/shop"),
        ("//wsl$/Ubuntu/home/ai/shop", "/home/ai/shop"),
        ("/home/ai/shop", "/home/ai/shop"),
    ] {
        let (parent, _) = source.rsplit_once(['/', '\\']).expect("a parent");
        let own = container(json!({
            "Config": {"Labels": {"com.docker.compose.project.working_dir": folder}},
            "Mounts": [bind(&format!("{source}/conf"), "/conf", true), bind(&format!("{parent}/shared"), "/shared", true)],
        }));
        assert_eq!(between(&files, &[own]), [], "{folder}");
    }
    let own = container(json!({
        "Config": {"Labels": {"com.docker.compose.project.working_dir": r"C:\ai\shop"}},
        "Mounts": [bind("/run/desktop/mnt/host/d/ai/shop/conf", "/conf", true), bind(r"C:\ai\shared", "/shared", true)],
    }));
    assert_eq!(
        between(&files, &[own]),
        [three(DriftKind::Mount, "web", "/conf")]
    );
}

#[test]
fn a_project_is_found_by_the_name_of_its_folder() {
    let folder = tempfile::tempdir().expect("made");
    let own = folder.path().join("My Shop");
    let text = "services:\n  web:\n    image: box:1\n    mem_limit: 64m\n";
    crate::support::write(&own, &[("compose.yaml", text.as_bytes())]);
    let labels = |folder: &str, files: &str| {
        let mut container = container(json!({
            "HostConfig": {"NetworkMode": "none"},
            "NetworkSettings": {"Networks": {}},
        }));
        container["Config"]["Labels"] = json!({
            "com.docker.compose.project": "myshop",
            "com.docker.compose.service": "web",
            "com.docker.compose.project.working_dir": folder,
            "com.docker.compose.project.config_files": files,
        });
        let found = super::drift_of(&own, &document(&[container]));
        let kinds = found.into_iter().map(|one| (one.kind, one.is_sure));
        kinds
            .filter(|(kind, _)| matches!(kind, DriftKind::Limit | DriftKind::OtherFiles))
            .collect::<Vec<_>>()
    };
    let here = own.display().to_string();
    assert_eq!(
        labels(&here, &format!("{here}/compose.yaml")),
        [(DriftKind::Limit, true)]
    );
    // Checked out in another place: a note, and nothing less sure.
    assert_eq!(
        labels("/opt/myshop", "/opt/myshop/compose.yaml"),
        [(DriftKind::Limit, true), (DriftKind::OtherFiles, true)]
    );
    // From other files as well.
    assert_eq!(
        labels(&here, &format!("{here}/compose.yaml,{here}/prod.yaml")),
        [(DriftKind::Limit, false), (DriftKind::OtherFiles, true)]
    );
}

#[test]
fn two_folders_under_one_name() {
    let folder = tempfile::tempdir().expect("made");
    for name in ["a/docker", "b/docker"] {
        let text = b"services:\n  web:\n    image: box:1\n    network_mode: none\n";
        crate::support::write(&folder.path().join(name), &[("compose.yaml", text)]);
    }
    let of = |name: &str, number: u8, own: Value| {
        let folder = folder.path().join(name).display().to_string();
        let mut all = other(
            "web",
            number,
            json!({"HostConfig": {"NetworkMode": "none"}}),
        );
        all["Config"]["Labels"]["com.docker.compose.project"] = json!("docker");
        all["Config"]["Labels"]["com.docker.compose.project.working_dir"] = json!(folder);
        super::merge(&mut all, own);
        all
    };
    let privileged = json!({"HostConfig": {"Privileged": true}});
    let containers = [of("a/docker", 1, json!({})), of("b/docker", 2, privileged)];
    let found = super::drift_of(folder.path(), &document(&containers));
    let found: Vec<_> = found.iter().map(|one| (one.kind, one.number)).collect();
    // Each is held against its own files.
    assert_eq!(
        found,
        [
            (DriftKind::Privileged, Some(1)),
            (DriftKind::SharedName, None)
        ]
    );
}
