//! One deployment seen twice: as its compose file, and as the containers that Docker Compose made of
//! it on a real engine. The same rules have to say the same of both.

mod bench;
pub(crate) mod fields;
mod podman;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use hulan::live::{EngineLimits, collect_engine, engine_endpoint};
use hulan::model::{Container, Project};
use hulan::rules::RULES;
use hulan::scan::{EngineAnswers, Request, Scan, scan};
use jiff::civil::Date;
use serde_json::Value;

use crate::engines::Docker;
use crate::servers::tool;
use crate::support::{project, write};
use fields::fields;

/// The day of the scans: release lines end.
const TODAY: Date = Date::constant(2026, 11, 23);

/// The images of the compose file.
const IMAGES: [&str; 7] = [
    "example/app:1.4",
    "example/app:latest",
    "postgres:16.4",
    "redis:7.4.1",
    "ollama/ollama:0.5.4",
    "semitechnologies/weaviate:1.27.0",
    "mongo:4.4",
];

/// What the image says of itself.
const CHANGES: [&str; 3] = [
    "CMD [\"sh\"]",
    "ENV PATH=/bin",
    "ENV BUILD_TOKEN=mu9-of-the-image",
];

#[test]
fn what_docker_compose_makes_is_judged_as_its_file() {
    let test = "what_docker_compose_makes_is_judged_as_its_file";
    let Some(compose) = tool(test, "HULAN_COMPOSE", &[]) else {
        return;
    };
    let Some(engine) = Docker::start(test) else {
        return;
    };
    let folder = tempfile::tempdir().expect("made");
    let file = copied(folder.path());
    make_images(&engine);
    let output = Command::new(compose)
        .arg("--file")
        .arg(&file)
        .args(["create", "--pull", "never"])
        .env("DOCKER_HOST", engine.endpoint())
        .env("DOCKER_CONFIG", engine.folder())
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let endpoint = engine_endpoint(Some(&engine.endpoint()), &|_| None, None);
    let document = collect_engine(&endpoint.expect("one"), &EngineLimits::default());
    drop(engine);

    let of_file = scan_file(folder.path());
    let of_engine = scan_document(&document);
    let seen = &of_engine.deployment.projects[0];
    assert_eq!(seen.name.as_deref(), Some("proof"));
    assert_eq!(seen.engine, Some(0));
    let declared = &of_file.deployment.projects[0];
    assert!(
        declared.containers.len() >= 40,
        "{}",
        declared.containers.len()
    );
    let names = |all: &[Container]| -> BTreeSet<String> {
        all.iter().map(|own| own.name.clone()).collect()
    };
    assert_eq!(names(&declared.containers), names(&seen.containers));

    other_tool(&of_engine, &document);
    let mut wrong = other_fields(declared, seen, folder.path());
    wrong.extend(other_rules(&of_file, &of_engine));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Makes images of all these names, which hold nothing but a shell.
pub(crate) fn make_images(engine: &Docker) {
    let image = engine.image.display().to_string();
    let changes = CHANGES.iter().flat_map(|change| ["--change", change]);
    let (first, others) = IMAGES.split_first().expect("a name");
    let arguments = ["import"].into_iter().chain(changes);
    let arguments: Vec<&str> = arguments.chain([image.as_str(), first]).collect();
    engine.docker(&arguments);
    for other in others {
        engine.docker(&["tag", first, other]);
    }
}

/// Copies the compose file and what it names.
fn copied(folder: &Path) -> PathBuf {
    let own = project().join("tests/it/engine_table");
    for name in ["compose.yaml", "seccomp.json", "app.conf"] {
        let content = std::fs::read(own.join(name)).expect("readable");
        write(folder, &[(name, &content)]);
    }
    folder.join("compose.yaml")
}

pub(crate) fn scan_file(folder: &Path) -> Scan {
    scan(&Request {
        paths: vec![folder.to_path_buf()],
        rules: RULES.to_vec(),
        today: TODAY,
        ..Request::default()
    })
}

pub(crate) fn scan_document(document: &Value) -> Scan {
    scan(&Request {
        rules: RULES.to_vec(),
        today: TODAY,
        engines: vec![EngineAnswers {
            path: "engine.json".to_owned(),
            content: format!("{document:#}"),
        }],
        ..Request::default()
    })
}

/// The ids of the rules that speak of each service.
pub(crate) fn ids(scan: &Scan) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut ids: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for own in &scan.answers.occurrences {
        if own.subject.kind == "container" {
            let of = ids.entry(own.subject.name.clone()).or_default();
            of.insert(own.rule.id);
        }
    }
    ids
}

/// Where an engine and a file may differ, and why.
struct Allowed {
    what: &'static str,
    /// The services; all where none is named.
    services: &'static [&'static str],
    why: &'static str,
}

impl Allowed {
    fn is_for(&self, what: &str, service: &str) -> bool {
        self.what == what && (self.services.is_empty() || self.services.contains(&service))
    }
}

const FIELDS: &[Allowed] = &[
    Allowed {
        what: "user",
        services: &["bare", "user-empty"],
        why: "an engine knows that the image names no user, and a file does not",
    },
    Allowed {
        what: "cgroup",
        services: &["groups-of-host"],
        why: "with control groups of version 1 the host's is what every container gets",
    },
    Allowed {
        what: "restart",
        services: &["restart-in-deploy"],
        why: "of `deploy` the model keeps the condition, and an engine the number as well",
    },
    Allowed {
        what: "logging",
        services: &["logs-unlimited"],
        why: "an engine writes its default driver where nothing is said",
    },
    Allowed {
        what: "mounts",
        services: &["root-of-host"],
        why: "an engine chooses how mounts spread that hold its own files",
    },
];

const RULES_OF_ONE: &[Allowed] = &[
    Allowed {
        what: "CTR112",
        services: &["bare", "user-empty"],
        why: "an engine knows that the image names no user, and a file does not",
    },
    Allowed {
        what: "CTR123",
        services: &["groups-of-host"],
        why: "with control groups of version 1 the host's is what every container gets",
    },
    Allowed {
        what: "SEC101",
        services: &[],
        why: "it is about the file: what gave a container its values, the engine does not know",
    },
    Allowed {
        what: "TOX101",
        services: &[],
        why: "one finding stands for all services of its kind, and names the easiest: compared as a whole",
    },
];

fn other_fields(declared: &Project, seen: &Project, folder: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    let folder = format!("{}/", folder.display());
    for own in &declared.containers {
        let other = seen.containers.iter().find(|other| other.name == own.name);
        let other = fields(other.expect("the same services"), &seen.origins);
        for (field, of_file) in fields(own, &declared.origins) {
            // A file names paths from its folder.
            let of_engine = other[field].replace(&folder, "");
            let is_allowed = FIELDS.iter().any(|known| known.is_for(field, &own.name));
            if of_file != of_engine && !is_allowed {
                wrong.push(format!("{} {field}: {of_file:?} {of_engine:?}", own.name));
            }
        }
    }
    wrong
}

fn other_rules(of_file: &Scan, of_engine: &Scan) -> Vec<String> {
    let (file, engine) = (ids(of_file), ids(of_engine));
    let none = BTreeSet::new();
    let mut wrong = Vec::new();
    for service in &of_file.deployment.projects[0].containers {
        let name = &service.name;
        let file = file.get(name).unwrap_or(&none);
        let engine = engine.get(name).unwrap_or(&none);
        let both: Vec<&str> = file.intersection(engine).copied().collect();
        let mut line = format!("{name:<24} {}", both.join(" "));
        for (sign, more) in [("file", file - engine), ("engine", engine - file)] {
            for id in more {
                line.push_str(&format!(" {sign}:{id}"));
                if !RULES_OF_ONE.iter().any(|known| known.is_for(id, name)) {
                    wrong.push(format!("{name}: {id} of the {sign} alone"));
                }
            }
        }
        eprintln!("{line}");
    }
    let combined = |own: &BTreeMap<String, BTreeSet<&'static str>>| -> BTreeSet<&'static str> {
        let all = own.values().flatten().copied();
        all.filter(|id| id.starts_with("TOX")).collect()
    };
    if combined(&file) != combined(&engine) {
        wrong.push(format!(
            "{:?} of the file, {:?} of the engine",
            combined(&file),
            combined(&engine)
        ));
    }
    for known in FIELDS.iter().chain(RULES_OF_ONE) {
        eprintln!("{} may differ: {}", known.what, known.why);
    }
    wrong
}

/// Which rules say what a check of docker-bench-security warns of; any of them will do.
const SAME: [(&str, &[&str]); 24] = [
    ("4.1", &["RootUser"]),
    ("5.2", &["ConfinementDisabled"]),
    ("5.3", &["ConfinementDisabled"]),
    (
        "5.4",
        &[
            "HostCapabilityAdded",
            "HostReachCapability",
            "DangerousCapabilityAdded",
            "FurtherCapability",
        ],
    ),
    ("5.5", &["PrivilegedContainer"]),
    ("5.6", &["SensitiveHostPathMounted"]),
    ("5.8", &["FrontPortOnAllInterfaces", "PortOnAllInterfaces"]),
    ("5.10", &["HostNamespace"]),
    ("5.11", &["NoMemoryLimit"]),
    ("5.12", &["NoCpuLimit"]),
    ("5.13", &["WritableRootFilesystem"]),
    ("5.14", &["FrontPortOnAllInterfaces", "PortOnAllInterfaces"]),
    ("5.15", &[]),
    ("5.16", &["HostNamespace"]),
    ("5.17", &["HostNamespace"]),
    ("5.20", &["SharedPropagation"]),
    ("5.21", &["MinorHostNamespace"]),
    ("5.22", &["ConfinementDisabled"]),
    ("5.25", &["UnusualRuntime"]),
    ("5.26", &["NewPrivilegesAllowed"]),
    ("5.27", &["NoHealthCheck"]),
    ("5.29", &["NoPidsLimit"]),
    ("5.31", &["MinorHostNamespace"]),
    ("5.32", &["EngineSocketMounted"]),
];

/// Warnings of docker-bench-security that are wrong, or that are said in another way here.
const WRONG: &[Allowed] = &[
    Allowed {
        what: "5.2",
        services: &[],
        why: "this host has no AppArmor: no profile is missing (one that is switched off is found)",
    },
    Allowed {
        what: "5.3",
        services: &[],
        why: "this host has no SELinux: no label is missing (one that is switched off is found)",
    },
    Allowed {
        what: "5.4",
        services: &["hardened-command"],
        why: "the engine writes CAP_ before a name, and it takes that for another capability",
    },
    Allowed {
        what: "5.12",
        services: &[],
        why: "it looks at shares alone, and does not see a limit",
    },
    Allowed {
        what: "5.15",
        services: &["restart-always"],
        why: "a service that comes back after a crash is what most want; a loop shows by its count",
    },
];

/// What it passes although it should not: the rule that speaks, the service, and why it is silent.
const MISSED: [(&str, &str, &str); 9] = [
    (
        "SensitiveHostPathReadable",
        "settings-of-host-read",
        "5.6 passes whatever is read-only",
    ),
    (
        "SensitiveHostPathReadable",
        "root-of-host",
        "5.6 passes whatever is read-only",
    ),
    (
        "EngineSocketMounted",
        "socket-in-parent",
        "5.32 looks for the socket's own name",
    ),
    (
        "SensitiveHostPathMounted",
        "volume-of-host",
        "5.6 does not look behind a volume",
    ),
    (
        "PortOnAllInterfaces",
        "port-of-ipv6",
        "5.14 knows 0.0.0.0 alone",
    ),
    (
        "CapabilitiesNotDropped",
        "capabilities-kept",
        "5.4 does not look at what is dropped",
    ),
    (
        "NewPrivilegesAllowed",
        "privileges-allowed",
        "5.26 takes any mention for a yes",
    ),
    (
        "ConfinementDisabled",
        "label-off",
        "5.3 takes any option for a label",
    ),
    (
        "ConfinementDisabled",
        "paths-off",
        "no check looks at the masks",
    ),
];

fn other_tool(scan: &Scan, document: &Value) {
    let mut named: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for own in &scan.answers.occurrences {
        let of = named.entry(own.subject.name.clone()).or_default();
        of.insert(own.rule.name);
    }
    let none = BTreeSet::new();
    let (mut warned, mut found, mut wrong) = (0, 0, 0);
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missing = Vec::new();
    for container in document["containers"].as_array().expect("a list") {
        let name = container["Config"]["Labels"]["com.docker.compose.service"].as_str();
        let name = name.expect("a service");
        let rules = named.get(name).unwrap_or(&none);
        for check in bench::warnings(container) {
            warned += 1;
            let (_, same) = SAME.iter().find(|(own, _)| *own == check).expect("listed");
            if same.iter().any(|rule| rules.contains(rule)) {
                found += 1;
            } else if WRONG.iter().any(|own| own.is_for(check, name)) {
                wrong += 1;
                *used.entry(check).or_default() += 1;
            } else if check == "5.26" && rules.contains("PrivilegedContainer") {
                // A privileged container has everything already: that is the finding there.
                found += 1;
            } else {
                missing.push(format!("{name}: {check}"));
            }
        }
    }
    eprintln!("docker-bench-security warns {warned} times: {found} found, {wrong} wrong");
    for own in WRONG {
        eprintln!(
            "{:>5} wrong {:>3} times: {}",
            own.what, used[own.what], own.why
        );
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    for (rule, service, why) in MISSED {
        eprintln!("{rule} of {service}: {why}");
        assert!(named[service].contains(rule), "{service}: no {rule}");
        let container = document["containers"].as_array().expect("a list").iter();
        let mut container = container
            .filter(|own| own["Config"]["Labels"]["com.docker.compose.service"] == service);
        let warned = bench::warnings(container.next().expect("there"));
        let same = SAME.iter().filter(|(_, rules)| rules.contains(&rule));
        for (check, _) in same.filter(|(check, _)| why.starts_with(check)) {
            assert!(!warned.contains(check), "{service}: it warns {check}");
        }
    }
}
