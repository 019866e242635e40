//! The same rules on what Podman tells through the interface that it shares with Docker.

use std::collections::BTreeSet;

use hulan::live::{EngineLimits, collect_engine, engine_endpoint};
use hulan::model::EngineKind;

use super::scan_document;
use crate::engines::{IMAGE, Podman};

/// A container without a defect, but for its image.
const HARDENED: [&str; 11] = [
    "--user=1000",
    "--read-only",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
    "--memory=64m",
    "--cpus=0.5",
    "--pids-limit=64",
    "--network=none",
    "--restart=always",
    "--health-cmd=true",
    "--log-driver=none",
];

/// What is said of each container besides what is said of the hardened one, by its arguments.
const CASES: [(&str, &[&str], &[&str]); 9] = [
    ("hardened", &[], &[]),
    ("port", &["--cap-add=NET_BIND_SERVICE"], &[]),
    ("host", &["--cap-add=SYS_ADMIN"], &["HostCapabilityAdded"]),
    ("raw", &["--cap-add=NET_RAW"], &["FurtherCapability"]),
    ("root", &["--user=0"], &["RootUser"]),
    ("processes", &["--pid=host"], &["HostNamespace"]),
    (
        "seccomp",
        &["--security-opt=seccomp=unconfined"],
        &["ConfinementDisabled"],
    ),
    (
        "settings",
        &["--volume=/etc:/x:ro"],
        &["SensitiveHostPathReadable"],
    ),
    (
        "limits",
        &["--memory=0", "--tmpfs=/x"],
        &["NoMemoryLimit", "LooseTmpfs"],
    ),
];

#[test]
fn what_podman_tells_is_judged_as_what_docker_tells() {
    let test = "what_podman_tells_is_judged_as_what_docker_tells";
    let Some(podman) = Podman::start(test) else {
        return;
    };
    let command = [IMAGE, "/bin/sleep", "1000"];
    for (name, arguments, _) in CASES {
        let name = format!("--name={name}");
        let create = ["create", name.as_str()];
        podman.podman(&[&create, HARDENED.as_slice(), arguments, &command].concat());
    }
    podman.podman(&[
        "create",
        "--name=bare",
        "--network=none",
        IMAGE,
        "/bin/sleep",
        "1",
    ]);
    let privileged = [
        "create",
        "--name=privileged",
        "--privileged",
        "--network=host",
        IMAGE,
    ];
    podman.podman(&[privileged.as_slice(), &["/bin/sleep", "1"]].concat());
    let endpoint = engine_endpoint(Some(&podman.endpoint()), &|_| None, None);
    let document = collect_engine(&endpoint.expect("one"), &EngineLimits::default());
    let scan = scan_document(&document);
    assert_eq!(scan.deployment.engines[0].kind, EngineKind::Podman);
    let rules = |name: &str| -> BTreeSet<&str> {
        let all = scan.answers.occurrences.iter();
        let own = all.filter(|own| own.subject.kind == "container" && own.subject.name == name);
        own.map(|own| own.rule.name).collect()
    };
    let always = rules("hardened");
    for (name, _, more) in CASES {
        let found = rules(name);
        let found: BTreeSet<&str> = found.difference(&always).copied().collect();
        let more: BTreeSet<&str> = more.iter().copied().collect();
        eprintln!("{name}: {found:?}");
        assert_eq!(found, more, "{name}");
    }
    let all = ["LogsDiscarded", "NoDigest"];
    assert!(always.iter().all(|rule| all.contains(rule)), "{always:?}");
    let bare = rules("bare");
    for rule in [
        "RootUser",
        "WritableRootFilesystem",
        "CapabilitiesNotDropped",
        "NewPrivilegesAllowed",
        "NoMemoryLimit",
        "NoCpuLimit",
        "NoHealthCheck",
        "NotRestarted",
    ] {
        assert!(bare.contains(rule), "{rule} of {bare:?}");
    }
    // Podman limits processes by itself.
    assert!(!bare.contains("NoPidsLimit"));
    let privileged = rules("privileged");
    assert!(privileged.contains("PrivilegedContainer") && privileged.contains("HostNamespace"));
}
