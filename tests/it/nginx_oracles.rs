//! Nginx configuration beside programs that others wrote: the trees of crossplane, the findings of
//! gixy on its own test configurations, and what Nginx itself accepts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use hulan::syntax::nginx::{End, parse};

use crate::support::{corpus, files_below, json, project, write};

/// A tool by its variable. Without it the test says that it is skipped, and fails where tools are
/// required.
fn tool(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        assert!(
            std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(),
            "{variable} is not set"
        );
        eprintln!("skipped: {variable} is not set");
    }
    found
}

/// The configurations of gixy's own tests.
fn gixy_configurations(source: &Path) -> PathBuf {
    source.join("tests/plugins/simply")
}

#[derive(Deserialize)]
struct Policy {
    id: String,
    examples: Examples,
}

#[derive(Deserialize)]
struct Examples {
    bad: Vec<Example>,
    good: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    files: BTreeMap<String, String>,
}

fn policies() -> Vec<Policy> {
    let is_policy = |path: &Path| path.extension().is_some_and(|end| end == "yaml");
    let files = files_below(&project().join("policies/rules/nginx"), &is_policy);
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("readable");
        serde_yaml::from_str(&text).expect("a policy")
    };
    files.iter().map(read).collect()
}

/// Depth, name and arguments of each directive.
fn tree(text: &str) -> Vec<Vec<Value>> {
    let file = parse(text);
    let mut depths: Vec<u64> = Vec::new();
    let mut rows = Vec::new();
    for one in &file.statements {
        let depth = one.parent.map_or(0, |parent| depths[parent] + 1);
        depths.push(depth);
        if one.end == End::Placeholder {
            continue;
        }
        let mut row = vec![Value::from(depth)];
        row.extend(one.words.iter().map(|word| Value::from(word.text.clone())));
        rows.push(row);
    }
    rows
}

/// The same without what crossplane leaves as it is written: backslashes, and the brackets around
/// a condition.
fn plain(rows: &[Vec<Value>]) -> Vec<String> {
    let word = |value: &Value| match value {
        Value::String(text) => {
            let text = text
                .replace("\\\\", "\\")
                .replace(['\\', '\n', '\t', '\r'], "");
            text.trim_start_matches('(')
                .trim_end_matches(')')
                .replace(['"', '\''], "")
        }
        other => other.to_string(),
    };
    let line = |row: &Vec<Value>| {
        let words = row.iter().map(word).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    rows.iter().map(line).collect()
}

#[test]
fn the_tree_is_the_one_of_crossplane() {
    let (Some(python), Some(source)) = (tool("HULAN_CROSSPLANE"), tool("HULAN_GIXY_SOURCE")) else {
        return;
    };
    let mut files = files_below(&gixy_configurations(&source), &|path: &Path| {
        path.extension().is_some_and(|end| end == "conf")
    });
    let gixy = files.len();
    if let Some(corpus) = corpus("crossplane") {
        files.extend(files_below(&corpus, &|path: &Path| {
            let name = path.to_string_lossy();
            name.ends_with(".conf") && name.contains("nginx")
        }));
    }
    let folder = tempfile::tempdir().expect("made");
    for policy in policies() {
        for (number, example) in policy
            .examples
            .good
            .iter()
            .chain(&policy.examples.bad)
            .enumerate()
        {
            for (name, text) in example
                .files
                .iter()
                .filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "conf"))
            {
                let name = format!("{}/{number}/{name}", policy.id);
                let text = text.replace(['«', '»'], "");
                write(folder.path(), &[(&name, text.as_bytes())]);
                files.push(folder.path().join(&name));
            }
        }
    }
    let names: Vec<String> = files
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let mut child = Command::new(python)
        .arg(project().join("tests/nginx/crossplane_tree.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(names.join("\n").as_bytes()).expect("taken");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let theirs: BTreeMap<String, Option<Vec<Vec<Value>>>> =
        serde_json::from_slice(&output.stdout).expect("JSON");
    let (mut same, mut refused, mut different) = (0, 0, Vec::new());
    for path in &names {
        let bytes = std::fs::read(path).expect("readable");
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_start_matches('\u{feff}');
        match &theirs[path] {
            None => refused += 1,
            Some(rows) if plain(rows) == plain(&tree(text)) => same += 1,
            Some(rows) => {
                let (theirs, ours) = (plain(rows), plain(&tree(text)));
                let at = theirs.iter().zip(&ours).position(|(a, b)| a != b);
                let at = at.unwrap_or(theirs.len().min(ours.len()));
                different.push(format!("{path}: {:?} / {:?}", theirs.get(at), ours.get(at)));
            }
        }
    }
    say(&format!(
        "crossplane: {} files ({gixy} of gixy), the same tree {same}, refused by crossplane {refused}, different {}",
        names.len(),
        different.len()
    ));
    for one in &different {
        say(one);
    }
    // Nginx ends a word at the `{` of `{1,10}`, as hulan does; crossplane does not.
    assert!(different.len() <= 5, "{different:#?}");
}

fn say(line: &str) {
    eprintln!("{line}");
}

/// Plugins of gixy, and the rules that ask the same.
const PLUGINS: [(&str, &[&str]); 21] = [
    ("add_header_redefinition", &["NGX124"]),
    ("alias_traversal", &["NGX131"]),
    ("allow_without_deny", &["NGX118"]),
    ("error_log_off", &["NGX144"]),
    ("filesystem_root_exposure", &["NGX132"]),
    ("hash_without_default", &["NGX136"]),
    ("host_spoofing", &["NGX122"]),
    ("hsts_header", &["NGX105", "NGX106"]),
    ("http_splitting", &["NGX127"]),
    ("origins", &["NGX128"]),
    ("proxy_pass_normalized", &["NGX135"]),
    ("regex_redos", &["NGX138"]),
    ("resolver_external", &["NGX148"]),
    ("return_bypasses_allow_deny", &["NGX119"]),
    ("ssl_stapling_without_resolver", &["NGX111"]),
    ("ssrf", &["NGX137"]),
    ("status_page_exposed", &["NGX115"]),
    ("unanchored_regex", &["NGX139"]),
    ("valid_referers", &["NGX129"]),
    ("version_disclosure", &["NGX121"]),
    ("weak_ssl_tls", &["NGX101", "NGX102", "NGX103", "NGX104"]),
];

#[test]
fn what_gixy_finds_in_its_own_configurations_is_found() {
    let (Some(python), Some(source)) = (tool("HULAN_CROSSPLANE"), tool("HULAN_GIXY_SOURCE")) else {
        return;
    };
    let folder = gixy_configurations(&source);
    let output = Command::new(python)
        .arg(project().join("tests/nginx/gixy_plugins.py"))
        .arg(&folder)
        .output()
        .expect("it runs");
    let gixy: BTreeMap<String, BTreeMap<String, Option<u64>>> =
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let (mut all_both, mut all_silent, mut all_ours, mut all_theirs) = (0, 0, 0, 0);
    for (plugin, rules) in PLUGINS {
        // Each alone: files of one folder would be taken for one configuration.
        let apart = tempfile::tempdir().expect("made");
        for name in gixy[plugin].keys() {
            let text = std::fs::read(folder.join(plugin).join(name)).expect("readable");
            let stem = name.trim_end_matches(".conf");
            write(apart.path(), &[(&format!("{stem}/nginx.conf"), &text)]);
        }
        let (report, _) = json(apart.path(), &["--profile", "strict"]);
        let mut ours = BTreeSet::new();
        for finding in report["findings"].as_array().expect("a list") {
            if rules.iter().any(|id| finding["rule"] == *id) {
                for one in finding["occurrences"].as_array().expect("a list") {
                    let path = one["location"]["path"].as_str().expect("a path");
                    ours.insert(path.split('/').next().expect("a folder").to_owned());
                }
            }
        }
        let (mut both, mut silent) = (0, 0);
        let (mut only_ours, mut only_theirs) = (Vec::new(), Vec::new());
        for (name, count) in &gixy[plugin] {
            let name = name.trim_end_matches(".conf");
            match (ours.contains(name), count.is_some_and(|count| count > 0)) {
                (true, true) => both += 1,
                (false, false) => silent += 1,
                (true, false) => only_ours.push(name),
                (false, true) => only_theirs.push(name),
            }
        }
        say(&format!(
            "{plugin:30} both {both:3}  neither {silent:3}  hulan only {:2} {only_ours:?}  gixy only {:2} {only_theirs:?}",
            only_ours.len(),
            only_theirs.len()
        ));
        all_both += both;
        all_silent += silent;
        all_ours += only_ours.len();
        all_theirs += only_theirs.len();
    }
    say(&format!(
        "in all: both {all_both}, neither {all_silent}, hulan only {all_ours}, gixy only {all_theirs}"
    ));
    let all = all_both + all_silent + all_ours + all_theirs;
    assert!(
        (all_both + all_silent) * 100 >= all * 80,
        "less than four in five"
    );
}

/// Good examples that are a whole configuration, with a certificate and hosts that are there.
#[test]
fn nginx_accepts_the_good_examples() {
    let Some(nginx) = tool("HULAN_NGINX") else {
        return;
    };
    let folder = tempfile::tempdir().expect("made");
    let certificate = certificate_in(folder.path());
    let mut tried = 0;
    for policy in policies() {
        for example in &policy.examples.good {
            let Some(text) = example.files.get("nginx/nginx.conf") else {
                continue;
            };
            if !text.contains("http {") || text.contains("dav_methods") {
                continue;
            }
            let mut text = text.replacen("http {", &format!("http {{\n{certificate}"), 1);
            for host in [
                "app:",
                "ollama:",
                "plugin:",
                "web:",
                "php:",
                "docs:",
                "erp.example",
            ] {
                let port = if host.ends_with(':') {
                    "127.0.0.1:"
                } else {
                    "127.0.0.1"
                };
                text = text.replace(host, port);
            }
            let own = folder.path().to_string_lossy();
            text = text.replace("/etc/nginx/house-ca.pem", &format!("{own}/cert.pem"));
            text = text.replace("/var/log/nginx", &own);
            let path = folder.path().join("nginx.conf");
            std::fs::write(&path, &text).expect("written");
            let output = Command::new(&nginx)
                .args(["-t", "-q", "-e", "stderr", "-p"])
                .arg(folder.path())
                .arg("-c")
                .arg(&path)
                .args(["-g", &format!("pid {own}/nginx.pid;")])
                .output()
                .expect("it runs");
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {errors}\n{text}", policy.id);
            tried += 1;
        }
    }
    say(&format!("nginx -t accepts {tried} good examples"));
    assert!(tried >= 30, "{tried}");
}

/// A certificate with its key in a folder, and the directives that name them.
fn certificate_in(folder: &Path) -> String {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ])
        .args(["-days", "2", "-subj", "/CN=a.example", "-keyout"])
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("cert.pem"))
        .output()
        .expect("openssl runs");
    assert!(made.status.success());
    let folder = folder.to_string_lossy();
    format!("    ssl_certificate {folder}/cert.pem;\n    ssl_certificate_key {folder}/key.pem;\n")
}
