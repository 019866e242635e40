//! The schema agrees with Docker Compose, named by `HULAN_COMPOSE`, on each kind of value at each
//! place: on a sample, or with `HULAN_ORACLE=full` on all of them.
//!
//! Compose casts before and decodes after it looks at the schema. Each file has one more fault at
//! its top, and Compose names the fault that lies deepest: so its answer is always that of the
//! schema, or says that it did not come so far.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;

use super::probes::{Spot, spots};
use crate::compose::schema::validate;
use crate::compose::testing::tree;

/// Lists of which Compose drops what stands twice before it looks at the schema.
const DEDUPLICATED: [&str; 23] = [
    "services.*.cap_add",
    "services.*.cap_drop",
    "services.*.dns",
    "services.*.dns_opt",
    "services.*.dns_search",
    "services.*.environment",
    "services.*.annotations",
    "services.*.labels",
    "services.*.links",
    "services.*.profiles",
    "services.*.sysctls",
    "services.*.tmpfs",
    "services.*.ports",
    "services.*.volumes",
    "networks.*.labels",
    "services.*.build.args",
    "services.*.build.additional_contexts",
    "services.*.build.tags",
    "services.*.build.labels",
    "services.*.deploy.labels",
    "services.*.networks.*.aliases",
    "services.*.networks.*.link_local_ips",
    "services.*.expose",
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Accepted,
    Refused,
    /// Compose stopped before or after the schema.
    Elsewhere,
}

struct Probe {
    spot: Spot,
    value: String,
}

impl Probe {
    fn file(&self) -> String {
        match self.spot.section {
            Some(section) => file(section, &[self]),
            None => self.spot.with(&self.value),
        }
    }
}

/// A file with an entry for each probe.
fn file(section: &str, probes: &[&Probe]) -> String {
    let mut file = String::from("zz9: 1\n");
    if section != "services" {
        file.push_str("services: {zz: {image: x}}\n");
    }
    let _ = writeln!(file, "{section}:");
    for (number, probe) in probes.iter().enumerate() {
        let entry = probe.spot.with(&probe.value);
        let _ = writeln!(file, "  n{number}: {entry}");
    }
    file
}

/// What the schema here says of a probe.
fn here(probe: &Probe) -> Answer {
    let tree = tree(&probe.file());
    let said = tree.said(&validate(&tree.root));
    if said.iter().all(|line| line.starts_with("zz9 ")) {
        Answer::Accepted
    } else {
        Answer::Refused
    }
}

/// What the schema there says of a file.
fn there(compose: &Path, folder: &Path, file: &str) -> Answer {
    let number = std::thread::current().id();
    let path = folder.join(format!("{number:?}.yaml"));
    std::fs::write(&path, file).expect("written");
    let output = Command::new(compose)
        .arg("-f")
        .arg(&path)
        .args(["--profile", "*", "config", "--quiet"])
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", folder)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let of_schema = said.lines().find(|line| line.starts_with("validating "));
    match of_schema {
        // The fault at the top has no path before it.
        Some(line) if line.ends_with(":  additional properties 'zz9' not allowed") => {
            Answer::Accepted
        }
        Some(_) => Answer::Refused,
        None if output.status.success() && !file.starts_with("zz9") => Answer::Accepted,
        None => Answer::Elsewhere,
    }
}

#[test]
fn shapes_agree_with_docker_compose() {
    let Some(compose) = std::env::var_os("HULAN_COMPOSE") else {
        let required = std::env::var_os("HULAN_REQUIRE_TOOLS").is_some();
        assert!(!required, "HULAN_COMPOSE is not set");
        return;
    };
    let compose = Path::new(&compose);
    let folder = tempfile::tempdir().expect("made");
    let full = std::env::var("HULAN_ORACLE").is_ok_and(|value| value == "full");
    let all: Vec<Probe> = spots()
        .into_iter()
        // Compose follows an include, and takes it away, before it looks at the schema.
        .filter(|spot| spot.path != "include")
        .flat_map(|spot| {
            let values = spot.values().into_iter();
            let probe = move |value| Probe {
                spot: spot.clone(),
                value,
            };
            values.map(probe).collect::<Vec<_>>()
        })
        .collect();
    assert!(all.len() > 15_000, "{} probes", all.len());
    // The step is prime, so that each place and each kind has its turn.
    let step = if full { 1 } else { 97 };
    let probes: Vec<&Probe> = all.iter().step_by(step).collect();
    let (accepted, refused): (Vec<_>, Vec<_>) = probes
        .iter()
        .copied()
        .partition(|probe| here(probe) == Answer::Accepted && probe.spot.section.is_some());
    let single = |probe: &Probe| there(compose, folder.path(), &probe.file());
    let mut batches: Vec<(&str, Vec<&Probe>)> = Vec::new();
    for probe in accepted {
        let section = probe.spot.section.unwrap_or_default();
        match batches.last_mut() {
            Some((known, batch)) if *known == section && batch.len() < 8 => batch.push(probe),
            _ => batches.push((section, vec![probe])),
        }
    }
    let answers = batches.par_iter().flat_map(|(section, batch)| {
        if there(compose, folder.path(), &file(section, batch)) == Answer::Accepted {
            return batch
                .iter()
                .map(|probe| (*probe, Answer::Accepted))
                .collect();
        }
        let answers = batch.iter().map(|probe| (*probe, single(probe)));
        answers.collect::<Vec<_>>()
    });
    let mut answers: Vec<(&Probe, Answer)> = answers.collect();
    answers.par_extend(refused.par_iter().map(|probe| (*probe, single(probe))));
    let count = |wanted: Answer| {
        answers
            .iter()
            .filter(|(_, answer)| *answer == wanted)
            .count()
    };
    let different: Vec<String> = answers
        .iter()
        .filter(|(probe, answer)| {
            let is_twice = probe.value == "[a, a]" || probe.value == "[1, 1.0]";
            let path = probe.spot.path.as_str();
            let dropped = DEDUPLICATED.contains(&path);
            *answer != Answer::Elsewhere && *answer != here(probe) && !(is_twice && dropped)
        })
        .map(|(probe, answer)| format!("{} {}: {answer:?} there", probe.spot.path, probe.value))
        .collect();
    assert!(
        different.is_empty(),
        "{} of {} differ:\n{}",
        different.len(),
        answers.len(),
        different.join("\n")
    );
    assert!(count(Answer::Accepted) > 0 && count(Answer::Refused) > 0);
}
