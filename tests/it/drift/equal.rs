//! Whatever is declared: a container that is just so, in the words of an engine, differs in nothing.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::Config;
use serde_json::{Value, json};

use super::{compose, container, document, drift, merge, said};

/// A setting: the lines of a compose file, and what an engine makes of it in one of its spellings.
type Pair = (&'static str, Value);

/// Settings that exclude each other, by what they are about.
#[expect(clippy::too_many_lines, reason = "a table")]
fn settings() -> Vec<Vec<Pair>> {
    let host = |own: Value| json!({"HostConfig": own});
    vec![
        vec![
            (
                "privileged: true",
                host(json!({"Privileged": true, "SecurityOpt": ["label=disable"]})),
            ),
            (
                "cap_add: [net_admin]",
                host(json!({"CapAdd": ["CAP_NET_ADMIN"]})),
            ),
            (
                "cap_drop: [all]\ncap_add: [CHOWN]",
                host(json!({"CapAdd": ["CHOWN"], "CapDrop": ["CAP_ALL", "ALL"]})),
            ),
            (
                "cap_drop: [NET_RAW]",
                host(json!({"CapDrop": ["CAP_NET_RAW"]})),
            ),
        ],
        vec![
            ("mem_limit: 64m", host(json!({"Memory": 67_108_864}))),
            (
                "deploy: {resources: {limits: {memory: 0.5G, cpus: '1.25'}}}",
                host(json!({"Memory": 536_870_912, "NanoCpus": 1_250_000_000})),
            ),
            ("mem_limit: 0", host(json!({"Memory": 0}))),
        ],
        vec![
            ("pids_limit: 100", host(json!({"PidsLimit": 100}))),
            ("pids_limit: -1", host(json!({"PidsLimit": Value::Null}))),
        ],
        vec![
            (
                "restart: unless-stopped",
                host(json!({"RestartPolicy": {"Name": "unless-stopped"}})),
            ),
            (
                "restart: on-failure:5",
                host(json!({"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 5}})),
            ),
            (
                "restart: 'no'",
                host(json!({"RestartPolicy": {"Name": ""}})),
            ),
        ],
        vec![
            ("user: nobody", json!({"Config": {"User": "nobody"}})),
            ("user: '0'", json!({"Config": {"User": "root"}})),
        ],
        vec![
            (
                "ports: ['80:80']",
                host(
                    json!({"PortBindings": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "80"}, {"HostIp": "::", "HostPort": "80"}]}}),
                ),
            ),
            (
                "ports: ['127.0.0.1:8080-8081:80-81/udp']",
                host(
                    json!({"PortBindings": {"80/udp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}], "81/udp": [{"HostIp": "127.0.0.1", "HostPort": "8081"}]}}),
                ),
            ),
            (
                "ports: [{target: 80}]",
                host(json!({"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": ""}]}})),
            ),
        ],
        vec![
            (
                "read_only: true\ninit: true",
                host(json!({"ReadonlyRootfs": true, "Init": true})),
            ),
            (
                "ipc: host\npid: host",
                host(
                    json!({"IpcMode": "host", "PidMode": "host", "SecurityOpt": ["label=disable"]}),
                ),
            ),
        ],
        vec![
            (
                "environment: {A: '1', B: two, EMPTY: ''}",
                json!({"Config": {"Env": ["EMPTY=", "B=two", "A=1", "PATH=/bin", "OF_IMAGE=1"]}}),
            ),
            (
                "environment: [OF_IMAGE=2]",
                json!({"Config": {"Env": ["OF_IMAGE=2", "PATH=/bin"]}}),
            ),
        ],
        vec![
            (
                "command: sh -c 'exec true'",
                json!({"Config": {"Cmd": ["sh", "-c", "exec true"]}}),
            ),
            (
                "entrypoint: [sh, -c]\ncommand: [a]",
                json!({"Config": {"Entrypoint": ["sh", "-c"], "Cmd": ["a"]}}),
            ),
        ],
        vec![
            (
                "logging: {driver: local}",
                host(json!({"LogConfig": {"Type": "local", "Config": {}}})),
            ),
            (
                "logging: {options: {max-file: '3'}}",
                host(json!({"LogConfig": {"Type": "json-file", "Config": {"max-file": "3"}}})),
            ),
        ],
        vec![
            (
                "ulimits: {nofile: {soft: 10, hard: 20}}",
                host(json!({"Ulimits": [{"Name": "nofile", "Soft": 10, "Hard": 20}]})),
            ),
            (
                "sysctls: {net.core.somaxconn: 1024}",
                host(json!({"Sysctls": {"net.core.somaxconn": "1024"}})),
            ),
            (
                "extra_hosts: ['a=10.0.0.1', 'h:host-gateway']",
                host(json!({"ExtraHosts": ["a:10.0.0.1", "h:host-gateway"]})),
            ),
            ("group_add: [999]", host(json!({"GroupAdd": ["999"]}))),
            ("oom_score_adj: -500", host(json!({"OomScoreAdj": -500}))),
        ],
        vec![
            (
                "healthcheck: {test: [CMD, a]}",
                json!({"Config": {"Healthcheck": {"Test": ["CMD", "a"]}}}),
            ),
            (
                "healthcheck: {disable: true}",
                json!({"Config": {"Healthcheck": {"Test": ["NONE"]}}}),
            ),
        ],
        vec![
            (
                "volumes: ['data:/data', './a:/a:ro', '/anon']",
                json!({"Mounts": [
                    {"Type": "volume", "Name": "shop_data", "Destination": "/data", "RW": true},
                    {"Type": "bind", "Source": "/opt/shop/a", "Destination": "/a", "RW": false},
                    {"Type": "volume", "Name": "f".repeat(64), "Destination": "/anon", "RW": true},
                ]}),
            ),
            (
                r"volumes: ['C:\x:/x', {type: tmpfs, target: /t, tmpfs: {size: 1m}}]",
                json!({
                    "Mounts": [
                        {"Type": "bind", "Source": "/host_mnt/c/X", "Destination": "/x", "RW": true},
                        {"Type": "tmpfs", "Source": "", "Destination": "/t", "RW": true},
                    ],
                    "HostConfig": {"Mounts": [{"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": 1_048_576}}]},
                }),
            ),
            (
                "tmpfs: ['/run:size=1m,mode=1777', /tmp]",
                host(json!({"Tmpfs": {"/run": "size=1m,mode=1777", "/tmp": ""}})),
            ),
        ],
        vec![(
            "networks: [back]",
            json!({"HostConfig": {"NetworkMode": "shop_back"}, "NetworkSettings": {"Networks": {"shop_back": {}}}}),
        )],
    ]
}

/// Some settings, at most one of each kind.
fn chosen() -> impl Strategy<Value = Vec<Pair>> {
    let kinds = settings();
    let count = kinds.len();
    subsequence(kinds, 0..=count).prop_flat_map(|kinds| {
        let each: Vec<_> = kinds.into_iter().map(select).collect();
        each
    })
}

proptest! {
    #![proptest_config(Config { cases: 128, failure_persistence: None, ..Config::default() })]

    #[test]
    fn what_is_just_as_declared_differs_in_nothing(pairs in chosen()) {
        let lines: Vec<&str> = pairs.iter().map(|(lines, _)| *lines).collect();
        let file = compose(&lines.join("\n"));
        let file = format!("{file}volumes:\n  data:\nnetworks:\n  back:\n");
        let labels = json!({"Config": {"Labels": {"com.docker.compose.project.working_dir": "/opt/shop"}}});
        let mut own = container(labels);
        for (_, engine) in &pairs {
            merge(&mut own, engine.clone());
        }
        let found = drift(&[("compose.yaml", &file)], &document(&[own]));
        prop_assert_eq!(said(&found), vec![], "{}", file);
    }
}
