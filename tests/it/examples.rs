//! Every example of every policy: what is marked is found just there, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::support::{files_below, hulan, json, project, write};

#[derive(Deserialize)]
struct Policy {
    id: String,
    examples: Examples,
}

#[derive(Deserialize)]
struct Examples {
    bad: Vec<Example>,
    good: Vec<Example>,
    #[serde(default)]
    near: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// Files that are no text, in Base64; one that is found as a whole begins with `«»`.
    #[serde(default)]
    binary: BTreeMap<String, String>,
    /// Files that are laid over the built-in knowledge.
    #[serde(default)]
    knowledge: BTreeMap<String, String>,
    /// Files that Git tracks.
    #[serde(default)]
    tracked: Vec<String>,
    /// Modes of files, in octal digits.
    #[serde(default)]
    modes: BTreeMap<String, String>,
}

/// What stands before a file that is no text and is found as a whole.
const WHOLE: &str = "«»";

/// Path, line, column, end line, end column.
type Place = (String, u64, u64, u64, u64);

#[test]
fn every_example_is_judged_as_its_policy_says() {
    let is_policy = |path: &Path| path.extension().is_some_and(|end| end == "yaml");
    let policies = files_below(&project().join("policies/rules"), &is_policy);
    assert!(policies.len() >= 8);
    for path in policies {
        let text = std::fs::read_to_string(&path).expect("readable");
        let policy: Policy = serde_yaml::from_str(&text).expect("a policy");
        for example in &policy.examples.bad {
            if !can_be_made(example) {
                continue;
            }
            let (found, related, others) = judge(&policy.id, example);
            let marked = marks(example);
            // Several lines to change may be one finding: then the others are related.
            let named: BTreeSet<Place> = found.union(&related).cloned().collect();
            let all = marked.iter().all(|mark| named.contains(mark));
            assert!(
                all && found.is_subset(&marked),
                "{}: {:?}: {found:?}, related {related:?}, marked {marked:?}",
                path.display(),
                example.files
            );
            assert!(others, "{}: unread: {:?}", path.display(), example.files);
        }
        for example in policy.examples.good.iter().chain(&policy.examples.near) {
            let (found, _, others) = judge(&policy.id, example);
            assert!(
                found.is_empty(),
                "{}: {found:?} in {:?}",
                path.display(),
                example.files
            );
            assert!(others, "{}: unread: {:?}", path.display(), example.files);
        }
    }
}

/// The places that the rule finds, those related to them, and whether everything was read (unless
/// reading is its theme).
fn judge(id: &str, example: &Example) -> (BTreeSet<Place>, BTreeSet<Place>, bool) {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, Vec<u8>)> = example
        .files
        .iter()
        .map(|(path, text)| (path.as_str(), text.replace(['«', '»'], "").into_bytes()))
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, b)| (*p, b.as_slice())).collect();
    write(folder.path(), &files);
    for (path, text) in &example.binary {
        let bytes = STANDARD.decode(text.trim_start_matches(WHOLE));
        let bytes = bytes.expect("Base64");
        write(folder.path(), &[(path.as_str(), bytes.as_slice())]);
    }
    track(folder.path(), &example.tracked);
    set_modes(folder.path(), &example.modes);
    let overlay = tempfile::tempdir().expect("made");
    let knowledge = example.knowledge.iter();
    let knowledge: Vec<(&str, &[u8])> = knowledge
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    write(overlay.path(), &knowledge);
    let overlay = overlay.path().to_str().expect("UTF-8");
    // All rules are asked, on a day that is always the same: some judge by it.
    let mut arguments = vec!["--profile", "strict", "--now", "2026-11-23T00:00:00Z"];
    if !knowledge.is_empty() {
        arguments.extend(["--knowledge", overlay]);
    }
    let policy = folder.path().join("policy.toml");
    let policy = policy.to_str().expect("UTF-8");
    if example.files.contains_key("policy.toml") {
        arguments.extend(["--policy", policy]);
    }
    let is_endpoint = |path: &&str| path.ends_with(".endpoint.json");
    let documents = files.iter().map(|(path, _)| *path).filter(is_endpoint);
    let documents: Vec<&str> = documents.collect();
    let engine = files.iter().map(|(path, _)| *path);
    let engine = engine
        .into_iter()
        .find(|path| path.ends_with(".engine.json"));
    let report = if let Some(engine) = engine {
        // What an engine said is judged with the other files, if there are any.
        let with_files = files.len() > 1;
        audited(folder.path(), engine, with_files, &arguments)
    } else if documents.is_empty() {
        json(folder.path(), &arguments).0
    } else {
        // Answers of an endpoint are judged by themselves.
        arguments.extend(documents);
        endpoints(folder.path(), &arguments)
    };
    let findings = report["findings"].as_array().expect("a list");
    // Of rules about programs a stronger one takes the place of a weaker one, and says so.
    let is_own = |finding: &&Value| {
        let aliases = finding["aliases"]
            .as_array()
            .filter(|_| id.starts_with("PY"));
        finding["rule"] == id || aliases.is_some_and(|all| all.iter().any(|alias| alias == id))
    };
    let own: Vec<&Value> = findings.iter().filter(is_own).collect();
    let found = own.iter().map(|finding| place(&finding["location"]));
    let related = own
        .iter()
        .filter_map(|finding| finding["related"].as_array());
    let related = related.flatten().map(place);
    let each = own
        .iter()
        .filter_map(|finding| finding["occurrences"].as_array());
    let each = each.flatten().map(|one| place(&one["location"]));
    let related = related.chain(each);
    let unread = report["coverage"]["unread"].as_array().expect("a list");
    let is_read = unread.is_empty() || id.starts_with("HUL");
    (found.collect(), related.collect(), is_read)
}

/// The report about the answers of an engine.
fn audited(folder: &Path, engine: &str, with_files: bool, arguments: &[&str]) -> Value {
    let mut command = hulan();
    command
        .current_dir(folder)
        .args(["audit", "--from", engine]);
    if with_files {
        command.arg(".");
    }
    command.args(["--output", "json"]).args(arguments);
    let output = command.output().expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"))
}

/// The report about saved answers of endpoints.
fn endpoints(folder: &Path, arguments: &[&str]) -> Value {
    let output = hulan()
        .current_dir(folder)
        .args(["probe", "snapshot", "--output", "json"])
        .args(arguments)
        .output()
        .expect("it runs");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// Whether this machine has what the example needs: modes of files, Git.
fn can_be_made(example: &Example) -> bool {
    let has_git = || Command::new("git").arg("--version").output().is_ok();
    let can = (example.modes.is_empty() || cfg!(unix)) && (example.tracked.is_empty() || has_git());
    if !can {
        eprintln!("skipped: {:?}", example.files);
    }
    can
}

/// Makes a repository that tracks some files.
fn track(folder: &Path, files: &[String]) {
    if files.is_empty() {
        return;
    }
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(folder)
            .args(arguments)
            .output()
            .expect("it runs")
    };
    assert!(git(&["init", "-q"]).status.success());
    let mut add = vec!["add", "--force", "--"];
    add.extend(files.iter().map(String::as_str));
    assert!(git(&add).status.success());
}

/// Sets modes, also of the folder, which is made for one user alone.
#[cfg(unix)]
fn set_modes(folder: &Path, modes: &BTreeMap<String, String>) {
    use std::os::unix::fs::PermissionsExt as _;
    for (path, mode) in modes {
        let mode = u32::from_str_radix(mode, 8).expect("octal digits");
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.join(path), mode).expect("set");
    }
    if !modes.is_empty() {
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder, open).expect("set");
    }
}

#[cfg(not(unix))]
fn set_modes(_folder: &Path, _modes: &BTreeMap<String, String>) {}

fn place(place: &Value) -> Place {
    let number = |name: &str| place[name].as_u64().expect("a number");
    (
        place["path"].as_str().expect("a path").to_owned(),
        number("line"),
        number("column"),
        number("endLine"),
        number("endColumn"),
    )
}

/// The marked places, counted as the report counts: UTF-16 units from 1.
fn marks(example: &Example) -> BTreeSet<Place> {
    let mut marks = BTreeSet::new();
    for (path, _) in example
        .binary
        .iter()
        .filter(|(_, text)| text.starts_with(WHOLE))
    {
        marks.insert((path.clone(), 1, 1, 1, 1));
    }
    for (path, text) in &example.files {
        let (mut line, mut column) = (1, 1);
        let mut start = None;
        for character in text.chars() {
            match character {
                '«' => start = Some((line, column)),
                '»' => {
                    let (from, at) = start.take().expect("a mark opens before it closes");
                    marks.insert((path.clone(), from, at, line, column));
                }
                '\n' => {
                    line += 1;
                    column = 1;
                }
                other => column += other.len_utf16() as u64,
            }
        }
        assert!(start.is_none(), "a mark is not closed in {path}");
    }
    marks
}
