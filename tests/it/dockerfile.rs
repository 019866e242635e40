//! Dockerfiles as users have them: beside what another linter says, and joined with the services
//! that build them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::support::{corpus, files_below, hulan, json, project, write};

#[derive(Deserialize)]
struct Fragment {
    name: String,
    base: Option<String>,
    lines: Vec<String>,
    user: Option<String>,
}

/// The ways in which the lines are laid out.
const LAYOUTS: [&str; 10] = [
    "plain",
    "continued",
    "document",
    "trigger",
    "builder",
    "last",
    "lower",
    "crlf",
    "windows",
    "marked",
];

/// What hadolint says, and what says the same here.
const SAME: [(&str, &[&str]); 6] = [
    ("DL3002", &["IMG401"]),
    ("DL3004", &["IMG420"]),
    ("DL3006", &["IMG402"]),
    ("DL3007", &["IMG402"]),
    ("DL3020", &["IMG411", "IMG410"]),
    ("DL3064", &["IMG406", "IMG407"]),
];

fn fragments() -> Vec<Fragment> {
    let path = project().join("tests/dockerfile/fragments.yaml");
    let text = std::fs::read_to_string(path).expect("readable");
    serde_yaml::from_str(&text).expect("fragments")
}

fn laid_out(fragment: &Fragment, layout: &str) -> String {
    let base = fragment.base.as_deref().unwrap_or("debian:13");
    let is_run = |line: &str| line.starts_with("RUN ");
    let lines = fragment.lines.iter().map(|line| match layout {
        "continued" if is_run(line) => line.replace(" && ", " \\\n    # then\n\n    && "),
        "windows" if is_run(line) => line.replace(" && ", " `\n    && "),
        "document" if is_run(line) && !line.contains("--security") => {
            let body = line.replacen("RUN ", "", 1).replace(" && ", "\n");
            format!("RUN <<EOF\n{body}\nEOF")
        }
        "trigger" => format!("ONBUILD {line}"),
        _ => line.clone(),
    });
    let mut all: Vec<String> = match layout {
        "builder" => vec![format!("FROM {base} AS build")],
        "last" => ["FROM alpine:3.22 AS build", "RUN make"]
            .map(str::to_owned)
            .into_iter()
            .chain([format!("FROM {base}")])
            .collect(),
        "windows" => vec!["# escape=`".to_owned(), format!("FROM {base}")],
        _ => vec![format!("FROM {base}")],
    };
    all.extend(lines);
    if layout == "builder" {
        all.push("FROM alpine:3.22".to_owned());
        all.push("COPY --from=build /app /app".to_owned());
    }
    let user = fragment.user.as_deref().unwrap_or("1000");
    if !user.is_empty() {
        all.push(format!("USER {user}"));
    }
    all.push("CMD [\"/app\"]".to_owned());
    if layout == "lower" {
        for line in &mut all {
            let word = line.split(' ').next().unwrap_or_default().to_owned();
            *line = line.replacen(&word, &word.to_lowercase(), 1);
        }
    }
    let text = all.join("\n") + "\n";
    match layout {
        "crlf" => text.replace('\n', "\r\n"),
        "marked" => format!("\u{feff}{text}"),
        _ => text,
    }
}

/// The rules by the folder of the file that they are about.
fn by_folder(report: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("findings") {
        let rule = finding["rule"].as_str().expect("a rule");
        for one in finding["occurrences"].as_array().expect("occurrences") {
            let path = one["location"]["path"].as_str().expect("a path");
            let folder = path.split('/').next().expect("a folder");
            let rules = found.entry(folder.to_owned()).or_default();
            rules.insert(rule.to_owned());
        }
    }
    found
}

/// Why only one of both says something; nothing where nobody knows.
fn reason(code: &str, ours: bool, name: &str, layout: &str) -> Option<&'static str> {
    match (code, ours) {
        ("DL3002", true) if name == "no-user" => Some("no USER at all is root as well"),
        ("DL3002", true) if name == "root-by-argument" => Some("the argument says root"),
        ("DL3004", true) if name == "sudo-package" => Some("installed, not used"),
        ("DL3004", false) if layout == "builder" => Some("not in the image"),
        ("DL3020", true) if name.starts_with("add-remote") => Some("from elsewhere"),
        ("DL3020", true) if layout == "trigger" => Some("in a trigger"),
        _ => None,
    }
}

#[test]
fn what_hadolint_says_is_said() {
    let Some(hadolint) = std::env::var_os("HULAN_HADOLINT").map(PathBuf::from) else {
        assert!(
            std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(),
            "HULAN_HADOLINT is not set"
        );
        eprintln!("skipped: HULAN_HADOLINT is not set");
        return;
    };
    let folder = tempfile::tempdir().expect("made");
    let mut folders = Vec::new();
    for fragment in fragments() {
        for layout in LAYOUTS {
            let name = format!("{}.{layout}", fragment.name);
            let text = laid_out(&fragment, layout);
            write(
                folder.path(),
                &[(&format!("{name}/Dockerfile"), text.as_bytes())],
            );
            folders.push((name, fragment.name.clone(), layout));
        }
    }
    assert!(folders.len() >= 150, "{} files", folders.len());
    let output = Command::new(hadolint)
        .args(["--no-fail", "--format", "json"])
        .args(
            folders
                .iter()
                .map(|(name, ..)| format!("{name}/Dockerfile")),
        )
        .current_dir(folder.path())
        .output()
        .expect("hadolint runs");
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut theirs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in said.as_array().expect("a list") {
        let file = one["file"].as_str().expect("a file");
        let code = one["code"].as_str().expect("a code");
        let name = file.split('/').next().expect("a folder");
        theirs
            .entry(name.to_owned())
            .or_default()
            .insert(code.to_owned());
    }
    let (report, _) = json(folder.path(), &["--profile", "strict"]);
    let ours = by_folder(&report);
    let none = BTreeSet::new();
    let stopped = folders.iter().filter(|(name, ..)| {
        let codes = theirs.get(name).unwrap_or(&none);
        codes.contains("DL1000")
    });
    println!(
        "files: {}, given up by hadolint: {}",
        folders.len(),
        stopped.count()
    );
    println!(
        "{:8} {:16} {:>5} {:>5} {:>7}",
        "id", "rules", "both", "ours", "theirs"
    );
    let mut unexplained = Vec::new();
    for (code, rules) in SAME {
        let mut counts = [0; 3];
        for (name, fragment, layout) in &folders {
            let codes = theirs.get(name).unwrap_or(&none);
            // The same rule speaks of two of theirs.
            let own = ours.get(name).unwrap_or(&none);
            let is_other = |other: &str| codes.contains(other) && !codes.contains(code);
            if codes.contains("DL1000")
                || is_other("DL3006") && code == "DL3007"
                || is_other("DL3007") && code == "DL3006"
            {
                continue;
            }
            let (here, there) = (
                rules.iter().any(|rule| own.contains(*rule)),
                codes.contains(code),
            );
            match (here, there) {
                (true, true) => counts[0] += 1,
                (true, false) => counts[1] += 1,
                (false, true) => counts[2] += 1,
                (false, false) => continue,
            }
            if here != there && reason(code, here, fragment, layout).is_none() {
                unexplained.push(format!("{code} {name} ours: {here}"));
            }
        }
        let [both, only_ours, only_theirs] = counts;
        println!(
            "{code:8} {:16} {both:>5} {only_ours:>5} {only_theirs:>7}",
            rules.join(" ")
        );
        assert!(both >= 5, "{code}: the comparison compares nothing");
    }
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    // No file stops the reader: not one is broken here, and each has something said of it.
    let broken: Vec<&String> = ours
        .iter()
        .filter(|(_, rules)| rules.contains("HUL131"))
        .map(|(name, _)| name)
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}

fn rules(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings").iter();
    let rules = findings.map(|finding| finding["rule"].as_str().expect("a rule").to_owned());
    rules.filter(|rule| rule.starts_with("IMG4")).collect()
}

const STRICT: [&str; 2] = ["--profile", "strict"];

/// The rules IMG4xx that say something of these files.
fn said(files: &[(&str, &str)]) -> (Value, Vec<String>) {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    let (report, _) = json(folder.path(), &STRICT);
    let rules = rules(&report);
    (report, rules)
}

#[test]
fn a_service_decides_what_of_a_file_is_built() {
    let dockerfile = "ARG TAG=latest\nFROM debian:${TAG} AS base\nUSER 1000\nFROM base AS tools\n\
        USER root\nRUN curl -k https://files.example/x\nFROM base AS app\nHEALTHCHECK CMD [\"x\"]\nCMD [\"/app\"]\n";
    let compose = |build: &str, more: &str| {
        format!("services:\n  app:\n    build: {{context: ., {build}}}\n{more}")
    };
    let with = |compose: &str| said(&[("compose.yaml", compose), ("Dockerfile", dockerfile)]).1;
    let named = |rules: &[String], rule: &str| rules.iter().any(|own| own == rule);
    // The whole file, by itself.
    let (_, alone) = said(&[("Dockerfile", dockerfile)]);
    assert!(named(&alone, "IMG402") && named(&alone, "IMG413") && !named(&alone, "IMG401"));
    // The stage with the defect is not built.
    let app = with(&compose("args: {TAG: '13'}", ""));
    assert!(
        !named(&app, "IMG402") && !named(&app, "IMG413") && !named(&app, "IMG401"),
        "{app:?}"
    );
    // It is the one that is wanted.
    let tools = with(&compose("target: tools", ""));
    assert!(named(&tools, "IMG401") && named(&tools, "IMG413") && named(&tools, "IMG402"));
    // And the service names a user itself.
    let healed = with(&compose("target: tools", "    user: '1000'\n"));
    assert!(!named(&healed, "IMG401") && named(&healed, "IMG413"));
}

#[test]
fn a_file_in_a_compose_file_is_judged_at_its_place() {
    let compose = "services:\n  app:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM debian:13\n        \
        ENV PRICE=$$5\n        RUN make && \\\n          curl -k https://files.example/x\n        USER 1000\n";
    let (report, rules) = said(&[("compose.yaml", compose)]);
    assert!(rules.iter().any(|rule| rule == "IMG413"), "{rules:?}");
    let findings = report["findings"].as_array().expect("findings");
    let one = findings
        .iter()
        .find(|own| own["rule"] == "IMG413")
        .expect("found");
    assert_eq!(one["location"]["line"], 9);
    assert_eq!(one["location"]["column"], 16);
}

#[test]
fn secrets_of_dockerfiles_are_not_shown() {
    let secret = "Kd93kf9MMd2qqAlw";
    let text = format!(
        "ARG TOKEN={secret}\nFROM debian:13\nENV API_KEY={secret} B=1\nRUN DB_PASSWORD={secret} ./x && \
         curl -u admin:{secret} -k https://x.example/{secret}\nRUN echo 'root:{secret}' | chpasswd\n"
    );
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("Dockerfile", text.as_bytes())]);
    for format in ["json", "sarif", "terminal", "markdown"] {
        let output = hulan()
            .arg("scan")
            .arg(folder.path())
            .args(STRICT)
            .args(["--output", format])
            .output()
            .expect("it runs");
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            !shown.contains(secret) && !errors.contains(secret),
            "{format}: {shown}"
        );
    }
    let (report, rules) = said(&[("Dockerfile", &text)]);
    assert!(rules.iter().any(|rule| rule == "IMG406"), "{report:#}");
    assert!(rules.iter().any(|rule| rule == "IMG423"), "{report:#}");
}

#[test]
fn comments_suppress_and_broken_lines_do_not_hide_the_rest() {
    let text = "FROM debian:13@sha256:00\n# hulan: ignore[IMG413] the appliance has no certificate yet\n\
        RUN curl -k https://a.example/\nRUNN x\nRUN <<EOF\nmake\nRUN curl -k https://b.example/\nUSER 1000\n";
    let (report, _) = said(&[("Dockerfile", text)]);
    let findings = report["findings"].as_array().expect("findings");
    let status = |line: u64| {
        let own = findings
            .iter()
            .find(|own| own["rule"] == "IMG413" && own["location"]["line"] == line);
        own.map(|own| own["status"].as_str().expect("a status").to_owned())
    };
    assert_eq!(status(3).as_deref(), Some("suppressed"), "{report:#}");
    assert_eq!(status(7).as_deref(), Some("active"), "{report:#}");
    assert!(findings.iter().any(|own| own["rule"] == "HUL131"));
}

#[test]
fn dockerfiles_of_real_deployments_are_read_whole() {
    let Some(folder) = corpus("dockerfiles") else {
        return;
    };
    let is_one = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.to_lowercase().contains("dockerfile")
    };
    let mut read = 0;
    for path in files_below(&folder, &is_one) {
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        let unread = hulan::syntax::dockerfile::parse(&text).unread;
        assert!(unread.is_empty(), "{}: {unread:?}", path.display());
        read += 1;
    }
    println!("{read} Dockerfiles");
}
