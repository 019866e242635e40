//! Which files Git tracks, asked of repositories that Git itself made.

use std::fs;
use std::path::Path;
use std::process::Command;

use hulan::input::Repositories;

/// Runs Git; `false` where there is none.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output();
    match output {
        Ok(output) if output.status.success() => true,
        Ok(output) => panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => {
            eprintln!("no git: skipped");
            false
        }
    }
}

fn repository(arguments: &[&str]) -> Option<tempfile::TempDir> {
    let made = tempfile::tempdir().expect("made");
    let start = ["init", "-q"].iter().chain(arguments);
    let start: Vec<&str> = start.copied().collect();
    git(made.path(), &start).then_some(made)
}

#[test]
fn tracked_files_are_known_in_every_version() {
    for (arguments, version) in [
        (&[][..], "2"),
        (&[], "4"),
        (&["--object-format=sha256"], "2"),
        (&["--object-format=sha256"], "4"),
    ] {
        let Some(made) = repository(arguments) else {
            return;
        };
        let root = made.path();
        fs::create_dir_all(root.join("deploy/conf")).expect("made");
        for file in [
            ".env",
            "deploy/.env",
            "deploy/conf/配置.env",
            "new.env",
            "z",
        ] {
            fs::write(root.join(file), "A=1").expect("made");
        }
        git(root, &["add", ".env", "deploy", "z"]);
        git(root, &["add", "--intent-to-add", "new.env"]);
        git(root, &["update-index", "--index-version", version]);
        fs::write(root.join("other.env"), "A=1").expect("made");
        let mut repositories = Repositories::default();
        for file in [
            ".env",
            "deploy/.env",
            "deploy/conf/配置.env",
            "new.env",
            "z",
        ] {
            assert_eq!(repositories.tracks(&root.join(file)), Some(true), "{file}");
        }
        for file in ["other.env", "deploy/other", "env"] {
            assert_eq!(repositories.tracks(&root.join(file)), Some(false), "{file}");
        }
    }
}

#[test]
fn work_trees_and_new_repositories_are_known() {
    let Some(made) = repository(&[]) else {
        return;
    };
    let root = made.path().join("main");
    fs::create_dir(&root).expect("made");
    git(&root, &["init", "-q"]);
    let env = root.join(".env");
    fs::write(&env, "A=1").expect("made");
    assert_eq!(Repositories::default().tracks(&env), Some(false));
    git(&root, &["add", ".env"]);
    git(&root, &["commit", "-qm", "one"]);
    git(&root, &["worktree", "add", "-q", "../other"]);
    let other = made.path().join("other/.env");
    assert_eq!(Repositories::default().tracks(&other), Some(true));
    git(&root, &["update-index", "--split-index"]);
    assert_ne!(Repositories::default().tracks(&env), Some(false));
    fs::write(root.join(".git/index"), "no index").expect("made");
    assert_eq!(Repositories::default().tracks(&env), None);
}
