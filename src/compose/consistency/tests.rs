//! Canonical projects and what is said of them.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;
use crate::compose::testing::tree;

/// What is said of a project in which the services `off…` are not active.
fn found(content: &str) -> Vec<String> {
    let tree = tree(content);
    tree.said(&consistency(&tree.root, &|name| !name.starts_with("off")))
}

/// What is said of a service `a` with `fields` besides its image, beside what `more` defines.
fn service(fields: &str, more: &str) -> Vec<String> {
    found(&format!("services:\n  a: {{image: x, {fields}}}\n{more}"))
}

#[test]
fn what_a_service_refers_to_must_be_there() {
    let content = "\
services:
  off: {image: x, networks: {lost: null}, depends_on: {nobody: {required: true}}}
  plain: {image: x}
  web:
    build:
      additional_contexts: {one: \"service:plain\", two: \"service:lost\", three: ./x}
      secrets: [{source: s1}, {source: s2}]
    depends_on:
      plain: {condition: service_started, required: true}
      off: {condition: service_started, required: true}
      lost: {condition: service_started, required: false}
    networks: {default: null, n1: null}
    volumes:
      - {type: volume, source: v1, target: /1}
      - {type: volume, source: v2, target: /2}
      - {type: volume, target: /3}
      - {type: bind, source: v3, target: /4}
      - {type: volume, source: $SUPPLIED, target: /5}
    secrets: [{source: s3, target: x}]
    configs: [{source: c1}]
    models: {m1: null}
  other: {image: x, network_mode: \"service:off\", depends_on: {off: {required: false}}}
networks: {default: null}
volumes: {v1: null}
secrets: {s1: {file: x}}
";
    let expected = [
        "services.web.depends_on refused.inactive-service off @ off",
        "services.web.depends_on refused.undefined-service lost @ lost",
        "services.web.build.additional_contexts.one refused.not-built plain @ \"service:plain\"",
        "services.web.build.additional_contexts.two refused.undefined-service lost @ \"service:lost\"",
        "services.web.networks refused.undefined-network n1 @ n1",
        "services.web.models refused.undefined-model m1 @ m1",
        "services.web.secrets[0] refused.undefined-secret s3 @ s3",
        "services.web.build.secrets[1] refused.undefined-secret s2 @ s2",
        "services.web.configs[0] refused.undefined-config c1 @ c1",
        "services.web.volumes[1] refused.undefined-volume v2 @ v2",
        "services.other.network_mode refused.inactive-service off @ \"service:off\"",
    ];
    assert_eq!(found(content), expected);
}

#[test]
fn one_fault_of_a_shared_network_is_said_once() {
    let fields = "network_mode: \"service:b\", depends_on: {b: {required: true}}";
    let expected = ["services.a.depends_on refused.undefined-service b @ b"];
    assert_eq!(service(fields, ""), expected);
}

/// What is wrong with a service, and what is said of it after `services.`.
const BAD: [(&str, &str); 15] = [
    (
        "network_mode: host, networks: {default: null}",
        "a.networks refused.two-networks - @ networks",
    ),
    (
        "healthcheck: {test: [curl, x]}",
        "a.healthcheck.test refused.healthcheck - @ curl",
    ),
    (
        "scale: 2, deploy: {replicas: 3}",
        "a.deploy.replicas refused.two-scales - @ 3",
    ),
    ("scale: -1", "a.scale refused.range ≥ 0 @ -1"),
    (
        "deploy: {replicas: -1}",
        "a.deploy.replicas refused.range ≥ 0 @ -1",
    ),
    (
        "deploy: {replicas: 2}, container_name: nn",
        "a.container_name refused.scaled-name - @ nn",
    ),
    (
        "tmpfs: [/t, \"/t:ro\"]",
        "a.tmpfs[1] refused.two-mounts services.a.tmpfs[0] @ \"/t:ro\"",
    ),
    (
        "tmpfs: /t, volumes: [{type: bind, source: /, target: /t}]",
        "a.volumes[0] refused.two-mounts services.a.tmpfs[0] @ /t",
    ),
    (
        "build: {context: ., dockerfile: A, dockerfile_inline: FROM x}",
        "a.build.dockerfile_inline refused.two-dockerfiles - @ FROM x",
    ),
    (
        "platform: linux/arm64, build: {platforms: [linux/amd64]}",
        "a.platform refused.platform - @ linux/arm64",
    ),
    (
        "ports: [{target: 1, host_ip: 127.0.0.01}]",
        "a.ports[0].host_ip refused.address - @ 127.0.0.01",
    ),
    (
        "gpus: [{count: 1, device_ids: [a]}]",
        "a.gpus[0] refused.two-device-counts - @ device_ids",
    ),
    (
        "deploy: {resources: {reservations: {devices: [{capabilities: [gpu], device_ids: [a], count: 1}]}}}",
        "a.deploy.resources.reservations.devices[0] refused.two-device-counts - @ 1",
    ),
    (
        "develop: {watch: [{path: \"\", action: rebuild}]}",
        "a.develop.watch[0].path refused.empty-path - @ \"\"",
    ),
    (
        "develop: {watch: [{path: x, action: sync}]}",
        "a.develop.watch[0] refused.watch-target - @ {path: x, action: sync}",
    ),
];
const GOOD: [&str; 8] = [
    "healthcheck: {test: [NONE]}",
    "scale: 2, deploy: {replicas: 2}",
    "scale: 1, container_name: nn",
    "scale: $SUPPLIED, deploy: {replicas: 3}, container_name: nn",
    "network_mode: host, networks: {}",
    "ports: [{target: 1, host_ip: \"::1\"}, {target: 2, host_ip: $SUPPLIED}]",
    "develop: {watch: [{path: x, action: restart}, {path: x, action: sync, target: /y}]}",
    "platform: linux/arm64, build: {platforms: [linux/amd64, linux/arm64]}",
];

#[test]
fn settings_exclude_each_other() {
    for (fields, expected) in BAD {
        let more = "networks: {default: null}\n";
        assert_eq!(
            service(fields, more),
            [format!("services.{expected}")],
            "{fields}"
        );
    }
    for good in GOOD {
        assert_eq!(service(good, ""), [""; 0], "{good}");
    }
}

#[test]
fn limits_in_both_spellings_must_agree() {
    let both = |own: &str, limits: &str| {
        !service(&format!("{own}, deploy: {{resources: {{{limits}}}}}"), "").is_empty()
    };
    assert!(both("mem_limit: 1g", "limits: {memory: 2g}"));
    assert!(both("mem_limit: 1g", "limits: {cpus: 1}"));
    assert!(!both("mem_limit: 1073741824", "limits: {memory: 1g}"));
    assert!(!both("mem_limit: 1g", "reservations: {memory: 2g}"));
    assert!(!both("mem_limit: 1g", "limits: {memory: $SUPPLIED}"));
    assert!(both("mem_reservation: 1m", "reservations: {memory: 2m}"));
    assert!(both("cpus: 0.5", "limits: {cpus: \"0.6\"}"));
    assert!(!both("cpus: 0.1", "limits: {cpus: \"0.10\"}"));
    assert!(!both("cpus: 0", "limits: {cpus: \"0.1\"}"));
    assert!(both("pids_limit: 5", "limits: {pids: 6}"));
    assert!(!both("pids_limit: 5", "limits: {pids: \"5\"}"));
    let expected = "services.a.pids_limit refused.two-limits deploy.resources.limits.pids @ 5";
    let fields = "pids_limit: 5, deploy: {resources: {limits: {pids: 6}}}";
    assert_eq!(service(fields, ""), [expected]);
}

#[test]
fn resources_have_one_source() {
    let content = "\
services: {a: {image: x}}
volumes:
  v1: {external: true, name: n, x-a: b, driver: local}
  v2: {external: false, driver: local}
secrets:
  s1: {file: x, environment: Y}
  s2: {name: n}
  s3: {external: true}
  s4: {driver: d}
  s5: {environment: \"\"}
  s6: {external: $SUPPLIED}
configs:
  c1: {content: x, file: y}
  c2: {external: false}
  c3: {}
";
    let expected = [
        "volumes.v1.driver refused.external - @ driver",
        "secrets.s1 refused.two-sources file, environment @ environment",
        "secrets.s2 refused.no-source file, environment @ s2",
        "secrets.s4 refused.no-source file, environment @ s4",
        "secrets.s5 refused.no-source file, environment @ s5",
        "configs.c1 refused.two-sources file, environment, content @ file",
        "configs.c3 refused.no-source file, environment, content @ c3",
    ];
    assert_eq!(found(content), expected);
}

#[test]
fn services_have_something_to_start_and_a_name_of_their_own() {
    let content = "\
services:
  a: {labels: {}}
  b: {image: \"\"}
  c: {provider: {type: x}}
  d: {image: x, container_name: same}
  e: {build: {context: .}, container_name: same}
  off: {container_name: same}
";
    let expected = [
        "services.a (+1) refused.no-image - @ a",
        "services.e.container_name refused.taken-name services.d @ same",
    ];
    assert_eq!(found(content), expected);
}

#[test]
fn circles_are_found_each_once() {
    let waits = |on: &[&str]| -> String {
        let on = on.iter().map(|name| format!("{name}: {{required: true}}"));
        let on: Vec<String> = on.collect();
        format!("{{image: x, depends_on: {{{}}}}}", on.join(", "))
    };
    let content = format!(
        "services:\n  a: {}\n  b: {}\n  c: {}\n  d: {}\n  e: {}\n",
        waits(&["b", "c"]),
        waits(&["c"]),
        waits(&["a"]),
        waits(&["d"]),
        waits(&["a", "b"]),
    );
    let expected = [
        "services.c.depends_on refused.cycle a → b → c → a @ a",
        "services.d.depends_on refused.cycle d → d @ d",
    ];
    assert_eq!(found(&content), expected);
}

#[test]
fn ten_thousand_services_take_no_time() {
    const SERVICES: usize = 10_000;
    let mut content = String::from("networks: {default: null}\nservices:\n");
    for number in 0..SERVICES {
        let next = (number + 1) % SERVICES;
        let _ = writeln!(
            content,
            "  s{number}: {{image: x, networks: {{default: null}}, depends_on: {{s{next}: {{}}}}}}"
        );
    }
    let tree = tree(&content);
    let start = Instant::now();
    let problems = consistency(&tree.root, &|_| true);
    let taken = start.elapsed();
    let circle = "s0 → s1 → s2 → s3 → s4 → s5 → s6 → s7 → s8 → s9 → … → s0";
    let expected = format!("services.s9999.depends_on refused.cycle {circle} @ s0");
    assert_eq!(tree.said(&problems), [expected]);
    assert!(taken < Duration::from_secs(2), "{taken:?}");
}

#[test]
fn contradictions_agree_with_docker_compose() {
    let Some(compose) = std::env::var_os("HULAN_COMPOSE") else {
        let required = std::env::var_os("HULAN_REQUIRE_TOOLS").is_some();
        assert!(!required, "HULAN_COMPOSE is not set");
        return;
    };
    let folder = tempfile::tempdir().expect("made");
    let refuses = |content: &str| {
        let file = folder.path().join("compose.yaml");
        std::fs::write(&file, content).expect("written");
        let output = std::process::Command::new(&compose)
            .arg("-f")
            .arg(&file)
            .args(["config", "--quiet"])
            .env_clear()
            .env("SUPPLIED", "3")
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", folder.path())
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("validating "), "{content}: {said}");
        !output.status.success()
    };
    let service = |fields: &str| format!("services: {{a: {{image: x, {fields}}}}}\n");
    let of_resources = |section: &str, entry: &str| {
        format!("services: {{a: {{image: x}}}}\n{section}: {{r: {{{entry}}}}}\n")
    };
    for (fields, _) in BAD {
        assert!(refuses(&service(fields)), "{fields}");
    }
    for fields in GOOD
        .into_iter()
        .filter(|fields| !fields.contains("$SUPPLIED"))
    {
        assert!(!refuses(&service(fields)), "{fields}");
    }
    let limits = [
        ("mem_limit: 1g", "limits: {memory: 2g}"),
        ("mem_limit: 1g", "limits: {cpus: 1}"),
        ("mem_limit: 1073741824", "limits: {memory: 1g}"),
        ("mem_limit: 1.5", "limits: {memory: 1g}"),
        ("mem_limit: 1g", "limits: {}"),
        ("mem_limit: 1g", "reservations: {memory: 2g}"),
        ("mem_reservation: 1m", "reservations: {memory: 2m}"),
        ("cpus: 0.5", "limits: {cpus: \"0.6\"}"),
        ("cpus: 0.1", "limits: {cpus: \"0.10\"}"),
        ("cpus: 0", "limits: {cpus: \"0.1\"}"),
        ("pids_limit: 5", "limits: {pids: 6}"),
        ("pids_limit: 5", "limits: {pids: \"5\"}"),
    ];
    let limits = limits
        .map(|(own, deployed)| service(&format!("{own}, deploy: {{resources: {{{deployed}}}}}")));
    let resources = [
        ("volumes", "external: true, name: n, x-a: b"),
        ("volumes", "external: true, driver: local"),
        ("volumes", "external: false, driver: local"),
        ("secrets", "file: x, environment: Y"),
        ("secrets", "name: n"),
        ("secrets", "external: true"),
        ("secrets", "external: false"),
        ("secrets", "driver: d"),
        ("secrets", "file: \"\""),
        ("secrets", "environment: \"\""),
        ("configs", "content: x, file: y"),
        ("configs", "external: false"),
        ("configs", "name: n"),
    ];
    let resources = resources.map(|(section, entry)| of_resources(section, entry));
    for content in limits.iter().chain(&resources) {
        assert_eq!(!found(content).is_empty(), refuses(content), "{content}");
    }
}
