//! Names of occurrences stay while lines move, services change their order and files their names.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use super::{folder, scan};

/// What a service can have; each line is something to find or nothing.
const PARTS: [&str; 6] = [
    "    privileged: true\n",
    "    network_mode: host\n",
    "    ports: ['8080:80']\n",
    "    cap_add: [SYS_ADMIN]\n",
    "    read_only: true\n",
    "    environment: {DB_PASSWORD: Kq8vT2mZx7LpWd4RsY}\n",
];

/// A deployment: of each service the parts that it has.
type Services = Vec<(String, Vec<usize>)>;

fn services() -> impl Strategy<Value = Services> {
    let parts = prop::sample::subsequence((0..PARTS.len()).collect::<Vec<_>>(), 0..=4);
    prop::collection::btree_map("[a-z]{3,8}", parts, 2..6).prop_map(|all| all.into_iter().collect())
}

/// The compose file, with `blank` lines and comments before each service.
fn compose(services: &[(String, Vec<usize>)], blank: usize) -> String {
    let mut text = "services:\n".to_owned();
    for (name, parts) in services {
        text.push_str(&"\n  # moved\n".repeat(blank));
        text.push_str(&format!("  {name}:\n    image: nginx:1.27\n"));
        // Host mode and ports exclude each other.
        let has_host = parts.contains(&1);
        for part in parts.iter().filter(|part| !(has_host && **part == 2)) {
            text.push_str(PARTS[*part]);
        }
    }
    text
}

/// The names, with what each is about.
fn names(path: &str, text: &str) -> BTreeSet<(String, String, String)> {
    let folder = folder(&[(path, text)]);
    of_report(&scan(folder.path(), &["--profile", "strict"]).0)
}

fn of_report(report: &Value) -> BTreeSet<(String, String, String)> {
    let findings = report["findings"].as_array().expect("an array");
    let all = findings.iter().flat_map(|finding| {
        let rule = &finding["rule"];
        let own = finding["occurrences"].as_array().expect("an array");
        own.iter().map(move |one| (rule, one))
    });
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    // What is about the file itself has the name of the file.
    let all = all.filter(|(_, one)| one["subject"]["kind"] == "container");
    all.map(|(rule, one)| {
        (
            text(rule),
            text(&one["subject"]["name"]),
            text(&one["fingerprint"]),
        )
    })
    .collect()
}

#[test]
fn names_stay_while_lines_services_and_files_move() {
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let (deployments, compared) = (Cell::new(0), Cell::new(0));
    let result = runner.run(
        &(services(), 1..4_usize, any::<u64>()),
        |(services, blank, seed)| {
            let before = names("compose.yaml", &compose(&services, 0));
            // Each occurrence has a name of its own.
            let distinct: BTreeSet<&String> = before.iter().map(|(_, _, name)| name).collect();
            prop_assert_eq!(distinct.len(), before.len());
            let moved = names("compose.yaml", &compose(&services, blank));
            prop_assert_eq!(&moved, &before);
            let mut turned = services.clone();
            let by = usize::try_from(seed % 5).unwrap_or(0) % turned.len();
            turned.rotate_left(by);
            turned.swap(0, by);
            prop_assert_eq!(&names("compose.yaml", &compose(&turned, blank)), &before);
            for path in ["docker-compose.yml", "deploy/compose.yaml"] {
                prop_assert_eq!(&names(path, &compose(&services, 0)), &before);
            }
            // One service less, and only its names are gone.
            let mut fewer = services.clone();
            let gone = fewer.remove(0).0;
            let expected = before.iter().filter(|(_, subject, _)| *subject != gone);
            let expected: BTreeSet<_> = expected.cloned().collect();
            let after = names("compose.yaml", &compose(&fewer, 0));
            prop_assert_eq!(after, expected);
            deployments.set(deployments.get() + 1);
            compared.set(compared.get() + before.len() * 5);
            Ok(())
        },
    );
    let (deployments, compared) = (deployments.get(), compared.get());
    eprintln!("fingerprints: {deployments} deployments, {compared} names compared, all the same");
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(compared > 500, "{compared}");
}

/// The same file with its lines moved, and with its services turned round where none repeats what
/// another one has.
fn moved(text: &str) -> String {
    let top = "# moved\n\n# and moved\n";
    let Some(start) = text
        .find("\nservices:\n")
        .map(|at| at + "\nservices:\n".len())
    else {
        return format!("{top}{text}");
    };
    let (head, rest) = text.split_at(start);
    let end = rest.lines().scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    let is_outer = |line: &str| !line.is_empty() && !line.starts_with([' ', '#', '\r']);
    let end = end.into_iter().find(|(_, line)| is_outer(line));
    let (own, tail) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
    let is_simple = !own.contains(['&', '\t', '\r']) && own.ends_with('\n');
    let mut services: Vec<String> = Vec::new();
    for line in own.split_inclusive('\n') {
        let is_key =
            line.starts_with("  ") && !line.starts_with("   ") && !line.trim().starts_with('#');
        match services.last_mut() {
            Some(last) if !is_key || line.trim().is_empty() => last.push_str(line),
            _ => services.push(line.to_owned()),
        }
    }
    if is_simple {
        services.reverse();
    }
    format!("{top}{head}{}{tail}", services.concat())
}

/// The same over the deployments at hand. Which files may be turned round, the file itself says.
#[test]
fn names_stay_in_real_deployments() {
    let mut folders = vec![crate::support::project().join("fixtures/bad")];
    folders.push(crate::support::project().join("fixtures/hardened"));
    if let Some(corpus) = std::env::var_os("HULAN_CORPUS").map(std::path::PathBuf::from) {
        for product in ["dify", "fastgpt"] {
            let versions =
                std::fs::read_dir(corpus.join("corpus").join(product)).expect("a folder");
            folders.extend(versions.map(|entry| entry.expect("an entry").path()));
        }
    }
    let (mut all, mut stayed, mut files) = (0, 0, 0);
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let before = of_folder(folder, str::to_owned, &mut 0);
        let after = of_folder(folder, moved, &mut files);
        all += before.len();
        stayed += before.intersection(&after).count();
        let gone: Vec<_> = before.difference(&after).take(3).collect();
        assert!(gone.is_empty(), "{}: {gone:?}", folder.display());
    }
    eprintln!("fingerprints: {stayed} of {all} stayed, {files} files with moved lines");
    assert!(all > 50 && stayed == all);
}

/// The names in a copy of a folder whose compose files are changed.
fn of_folder(
    from: &std::path::Path,
    change: fn(&str) -> String,
    files: &mut usize,
) -> BTreeSet<(String, String, String)> {
    let copy = tempfile::tempdir().expect("made");
    for path in crate::support::files_below(from, &|_: &std::path::Path| true) {
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        let name = path.strip_prefix(from).expect("below");
        let is_compose = name.to_string_lossy().contains("compose")
            && name
                .extension()
                .is_some_and(|end| end == "yml" || end == "yaml");
        let bytes = match String::from_utf8(bytes) {
            Ok(text) if is_compose => {
                *files += 1;
                change(&text).into_bytes()
            }
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        };
        let to = copy.path().join(name);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        std::fs::write(to, bytes).expect("written");
    }
    of_report(&scan(copy.path(), &["--profile", "strict"]).0)
}
