//! What Docker Compose reads is read, and what it refuses is a problem.
//!
//! `HULAN_COMPOSE` names its binary; without one the recorded answers of the snippets are checked
//! alone. `HULAN_CORPUS` names a folder with more YAML files.

use std::path::{Path, PathBuf};
use std::process::Command;

use hulan::model::{Arg, Decoded, Encoding, ProblemKind, Texts};
use hulan::syntax::yaml::Yaml;
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::yaml_snippets::SNIPPETS;

/// Whether we refuse a text, as YAML that Docker Compose is to read.
fn refused(content: &str) -> bool {
    let texts = Texts::default();
    let (bom, content) = match content.strip_prefix('\u{FEFF}') {
        Some(content) => (true, content),
        None => (false, content),
    };
    let id = texts.add(
        "compose.yaml",
        Decoded {
            content: content.to_owned(),
            encoding: Encoding::Utf8,
            bom,
        },
    );
    let yaml = Yaml::parse(&texts.get(id));
    // Compose does not refuse what unfolds beyond all bounds: it tries, for minutes.
    let unfolds = Arg::Text("yaml.excessive-aliasing");
    yaml.problems.iter().any(|problem| {
        let tried = problem.args.iter().any(|(_, arg)| *arg == unfolds);
        problem.kind != ProblemKind::NotFollowed && !tried
    })
}

/// Whether Docker Compose refuses a file as YAML; what its schema says is not asked.
fn refused_by(compose: &Path, file: &Path) -> std::io::Result<bool> {
    let output = Command::new(compose)
        .arg("-f")
        .arg(file)
        .args(["config", "--no-interpolate", "--no-path-resolution", "-q"])
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let not_a_mapping = said.contains("cannot unmarshal") && !said.contains("into string");
    let yaml = said.contains("yaml: ") && !not_a_mapping;
    let keys = said.contains("already defined at line") || said.contains("on-string key");
    let cycle = said.contains("cycle detected");
    Ok(!output.status.success() && (yaml || keys || cycle || said.contains("panic: ")))
}

/// The binary; without it a test is skipped, unless tools are required.
fn compose() -> Option<PathBuf> {
    let found = std::env::var_os("HULAN_COMPOSE").map(PathBuf::from);
    let required = std::env::var_os("HULAN_REQUIRE_TOOLS").is_some_and(|value| value == "1");
    assert!(found.is_some() || !required, "HULAN_COMPOSE is not set");
    found
}

fn yaml_files(root: &Path) -> Vec<PathBuf> {
    WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.is_file())
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "yml" || end == "yaml")
        })
        .collect()
}

#[test]
fn snippets_are_judged_as_recorded() {
    let wrong: Vec<_> = SNIPPETS
        .iter()
        .filter(|(accepted, content)| refused(content) == *accepted)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn snippets_are_judged_as_docker_compose_judges_them() {
    let Some(compose) = compose() else {
        println!("skipped: HULAN_COMPOSE is not set");
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrong: Vec<_> = SNIPPETS
        .par_iter()
        .enumerate()
        .filter(|(number, (accepted, content))| {
            // The name must not look like the beginning of an error.
            let file = folder.path().join(format!("{number}.in"));
            std::fs::write(&file, content).expect("written");
            refused_by(&compose, &file).expect("Docker Compose starts") == *accepted
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_judged_as_docker_compose_judges_them() {
    let Some(compose) = compose() else {
        println!("skipped: HULAN_COMPOSE is not set");
        return;
    };
    let mut files = yaml_files(Path::new("fixtures"));
    match std::env::var_os("HULAN_CORPUS") {
        Some(corpus) => files.extend(yaml_files(Path::new(&corpus))),
        None => println!("skipped: HULAN_CORPUS is not set"),
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrong: Vec<_> = files
        .par_iter()
        .enumerate()
        .filter(|(number, path)| {
            let Ok(content) = std::fs::read_to_string(path) else {
                return false;
            };
            // A file that includes or extends others does not stand alone.
            if content.starts_with("include:") || content.contains("\n      file:") {
                return false;
            }
            let file = folder.path().join(format!("{number}.in"));
            std::fs::write(&file, &content).expect("written");
            refused(&content) != refused_by(&compose, &file).expect("Docker Compose starts")
        })
        .collect();
    println!("{} files", files.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}
