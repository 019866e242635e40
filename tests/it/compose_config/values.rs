//! What the generated projects are made of: each value is YAML in flow style.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Env files every generated project has.
pub(super) const ENV_FILES: [(&str, &str); 3] = [
    (".env", "TAG=1.0\nPORT=8080\nEMPTY=\nCHAIN=${TAG}-x\n"),
    ("one.env", "ONE=1\nBOTH=one\nFROM=${TAG}\n"),
    ("two.env", "TWO='$TAG'\nBOTH=two\n"),
];

/// Anchors that values of the same file use.
pub(super) const ANCHORS: &str = "x-vars: &vars {SHARED: \"1\", TAGGED: \"${TAG}\"}
x-list: &list [one, \"${EMPTY:-two}\"]
";

/// Resources the services use.
pub(super) const RESOURCES: &str = "networks:
  front: {driver: bridge, labels: [a=b]}
  back: {internal: true}
volumes:
  data: {}
  cache: {name: \"cache-${TAG}\"}
";

/// What each service of a base has, unless the generator gave it the key.
pub(super) fn bases() -> [(&'static str, Vec<(&'static str, &'static str)>); 4] {
    let image = ("image", "app:1");
    [
        ("web", vec![image]),
        ("db", vec![image, ("profiles", "[data]")]),
        ("job", vec![image]),
        // Never generated, so that depending on it or extending it makes no cycle.
        (
            "basis",
            vec![
                image,
                ("environment", "{BASE: yes-it-is, BOTH: basis}"),
                ("ports", "[\"9000:9000\"]"),
                ("labels", "{from: basis}"),
                ("command", "[base]"),
            ],
        ),
    ]
}

/// A key of a service and its value.
pub(super) fn pair() -> impl Strategy<Value = (&'static str, String)> {
    prop_oneof![
        2 => list(PORTS).prop_map(|value| ("ports", value)),
        2 => list(VOLUMES).prop_map(|value| ("volumes", value)),
        2 => list(LIST).prop_map(|value| ("environment", value)),
        2 => map(MAP).prop_map(|value| ("environment", value)),
        1 => list(LIST).prop_map(|value| ("labels", value)),
        1 => map(MAP).prop_map(|value| ("labels", value)),
        1 => map(MAP).prop_map(|value| ("annotations", value)),
        1 => list(FILES).prop_map(|value| ("env_file", value)),
        1 => list(CAPS).prop_map(|value| ("cap_add", value)),
        1 => list(CAPS).prop_map(|value| ("cap_drop", value)),
        1 => list(OPTIONS).prop_map(|value| ("security_opt", value)),
        1 => list(HOSTS).prop_map(|value| ("extra_hosts", value)),
        1 => list(DNS).prop_map(|value| ("dns", value)),
        1 => list(DNS).prop_map(|value| ("expose", value)),
        1 => list(TMPFS).prop_map(|value| ("tmpfs", value)),
        1 => list(DEVICES).prop_map(|value| ("devices", value)),
        12 => select(SINGLE).prop_map(|(key, value)| (key, value.to_owned())),
    ]
}

/// Some of the values, now and then in place of what came before or as nothing at all.
fn list(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    let some = proptest::sample::subsequence(values, 1..=values.len().min(4)).prop_shuffle();
    (tag(), some).prop_map(|(tag, values)| format!("{tag}[{}]", values.join(", ")))
}

fn map(pairs: &'static [(&'static str, &'static str)]) -> impl Strategy<Value = String> {
    let all = vec((select(pairs), Just(())), 1..4);
    (tag(), all).prop_map(|(tag, pairs)| {
        let unique: std::collections::BTreeMap<_, _> =
            pairs.into_iter().map(|(pair, ())| pair).collect();
        let pairs = unique.iter().map(|(key, value)| format!("{key}: {value}"));
        format!("{tag}{{{}}}", pairs.collect::<Vec<_>>().join(", "))
    })
}

fn tag() -> impl Strategy<Value = &'static str> {
    prop_oneof![8 => Just(""), 1 => Just("!override "), 1 => Just("!reset ")]
}

const PORTS: &[&str] = &[
    "\"80\"",
    "\"80:80\"",
    "\"127.0.0.1:80:80\"",
    "\"8000-8001:9000-9001/udp\"",
    "\"${PORT}:80\"",
    "443",
    "{target: 80, published: \"80\"}",
    "{target: 53, published: 5353, protocol: udp, mode: host, name: dns}",
    "\"[::1]:81:81\"",
];

const VOLUMES: &[&str] = &[
    "\"./conf:/conf:ro\"",
    "\"data:/data\"",
    "\"data:/conf/\"",
    "\"/anonymous\"",
    "\"~/x:/home/x:z\"",
    "\"cache:/cache:nocopy\"",
    "{type: bind, source: ./conf, target: /conf, bind: {propagation: rslave}}",
    "{type: tmpfs, target: /run, tmpfs: {size: 64m, mode: 0755}}",
    "{type: volume, source: data, target: /data, read_only: true}",
    "\"C:\\\\data:/win\"",
];

const LIST: &[&str] = &[
    "A=1",
    "\"B=${TAG}\"",
    "TAG",
    "UNSET",
    "C=",
    "\"D=a=b\"",
    "\"E=$$HOME\"",
    "BOTH=own",
];

const MAP: &[(&str, &str)] = &[
    ("A", "1"),
    ("B", "\"${TAG:-none}\""),
    ("TAG", "null"),
    ("C", "\"\""),
    ("F", "true"),
    ("G", "1.50"),
    ("H", "0x10"),
    ("<<", "*vars"),
    ("I", "1e3"),
    ("BOTH", "own"),
];

const FILES: &[&str] = &[
    "one.env",
    "./two.env",
    "{path: one.env}",
    "{path: none.env, required: false}",
    "{path: two.env, format: raw}",
];

const CAPS: &[&str] = &["ALL", "NET_ADMIN", "SYS_PTRACE", "CHOWN"];

const OPTIONS: &[&str] = &[
    "\"no-new-privileges:true\"",
    "\"seccomp:unconfined\"",
    "\"label=disable\"",
];

const HOSTS: &[&str] = &[
    "\"a:1.1.1.1\"",
    "\"a=2.2.2.2\"",
    "\"b:host-gateway\"",
    "\"v6:[::1]\"",
];

const DNS: &[&str] = &["\"8080\"", "\"9090\"", "\"7070\""];

const TMPFS: &[&str] = &["/tmp", "\"/run:size=64m\"", "\"/var/tmp:mode=1777\""];

const DEVICES: &[&str] = &[
    "/dev/null",
    "\"/dev/fuse:/dev/fuse:r\"",
    "{source: /dev/zero, target: /dev/null}",
];

const SINGLE: &[(&str, &str)] = &[
    ("image", "\"app:${TAG}\""),
    (
        "image",
        "app@sha256:1111111111111111111111111111111111111111111111111111111111111111",
    ),
    ("command", "run --it \"as it is\""),
    ("command", "[\"run\", \"${CHAIN}\", \"$$x\"]"),
    ("command", "*list"),
    ("command", "!reset null"),
    ("command", "[]"),
    ("entrypoint", "/bin/sh -c 'a b'"),
    ("entrypoint", "[]"),
    ("networks", "[front]"),
    ("networks", "[front, back]"),
    ("networks", "{front: {aliases: [a, b]}, back: null}"),
    ("networks", "{front: {priority: 10, aliases: [c]}}"),
    ("networks", "!override [back]"),
    ("depends_on", "[basis]"),
    (
        "depends_on",
        "{basis: {condition: service_healthy, restart: true}}",
    ),
    ("depends_on", "!reset {}"),
    ("extends", "basis"),
    ("extends", "{service: basis}"),
    ("profiles", "[data, more]"),
    ("profiles", "[more]"),
    ("build", "./app"),
    ("build", "{context: ., args: [A=1, TAG], target: dev}"),
    (
        "build",
        "{dockerfile: D, args: {A: 2, B: null}, labels: {x: 1}}",
    ),
    (
        "healthcheck",
        "{test: curl localhost, interval: 90s, retries: 3}",
    ),
    (
        "healthcheck",
        "{test: [CMD, x], timeout: 1m30s, start_period: 500ms}",
    ),
    ("healthcheck", "{disable: true}"),
    (
        "logging",
        "{driver: json-file, options: {max-size: 10m, max-file: \"3\"}}",
    ),
    ("logging", "{driver: syslog, options: {tag: x}}"),
    ("logging", "{options: {max-size: 1m}}"),
    ("ulimits", "{nofile: 1024, nproc: {soft: 1, hard: 2}}"),
    ("ulimits", "{nofile: {soft: 10, hard: 20}}"),
    ("sysctls", "[net.core.somaxconn=1024]"),
    ("sysctls", "{net.core.somaxconn: 2048, a.b: \"1\"}"),
    (
        "deploy",
        "{replicas: 1, labels: [a=b], resources: {limits: {memory: 50M}}}",
    ),
    (
        "deploy",
        "{resources: {limits: {cpus: \"0.5\"}, reservations: {memory: 20M}}}",
    ),
    ("restart", "always"),
    ("restart", "\"on-failure:5\""),
    ("privileged", "\"true\""),
    ("privileged", "false"),
    ("read_only", "yes"),
    ("init", "\"${EMPTY:-true}\""),
    ("mem_limit", "512m"),
    ("mem_limit", "1073741824"),
    ("cpus", "\"1.5\""),
    ("pids_limit", "100"),
    ("shm_size", "64mb"),
    ("stop_grace_period", "1m30s"),
    ("user", "\"1000:1000\""),
    ("user", "\"1000\""),
    ("working_dir", "/srv"),
    ("hostname", "\"h-${TAG}\""),
    ("x-own", "{a: [1, \"${TAG}\"], b: null}"),
    ("dns", "1.1.1.1"),
    ("tmpfs", "/run"),
    ("env_file", "one.env"),
    ("ports", "!reset []"),
    ("environment", "!reset null"),
    ("environment", "*vars"),
    ("volumes", "!override [\"data:/only\"]"),
];
