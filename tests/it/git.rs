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
    fs::write(root.join(".git/index"), "no index").expect("made");
    assert_eq!(Repositories::default().tracks(&env), None);
    assert_eq!(Repositories::default().tracks(&other), Some(true));
}

#[test]
fn split_indexes_are_put_together() {
    for format in ["sha1", "sha256"] {
        let Some(made) = repository(&["--object-format", format]) else {
            return;
        };
        let root = made.path();
        let files: Vec<String> = (0..100).map(|number| format!("{number}.env")).collect();
        for file in &files {
            fs::write(root.join(file), "A=1").expect("made");
        }
        git(root, &["add", "."]);
        git(root, &["update-index", "--split-index"]);
        git(root, &["rm", "-q", "--cached", "1.env", "70.env"]);
        fs::write(root.join("2.env"), "A=longer").expect("made");
        fs::write(root.join("new.env"), "A=1").expect("made");
        git(root, &["add", "2.env", "new.env"]);
        let mut repositories = Repositories::default();
        for file in &files {
            let is_kept = file != "1.env" && file != "70.env";
            assert_eq!(
                repositories.tracks(&root.join(file)),
                Some(is_kept),
                "{file}"
            );
        }
        let new = root.join("new.env");
        assert_eq!(repositories.tracks(&new), Some(true));
        assert_eq!(repositories.tracks(&root.join("other")), Some(false));

        let mut shared = fs::read_dir(root.join(".git")).expect("read");
        let shared = shared.find_map(|entry| {
            let path = entry.expect("read").path();
            let name = path.file_name()?.to_str()?;
            name.starts_with("sharedindex.").then_some(path)
        });
        fs::write(shared.expect("split"), "no index").expect("made");
        let mut repositories = Repositories::default();
        assert_eq!(repositories.tracks(&new), Some(true));
        assert_eq!(repositories.tracks(&root.join("3.env")), None);
    }
}

#[test]
fn folders_that_a_sparse_index_leaves_out_say_nothing() {
    let Some(made) = repository(&[]) else {
        return;
    };
    let root = made.path();
    for folder in ["deploy", "other"] {
        fs::create_dir(root.join(folder)).expect("made");
        fs::write(root.join(folder).join(".env"), "A=1").expect("made");
    }
    git(root, &["add", "."]);
    git(root, &["commit", "-qm", "one"]);
    git(
        root,
        &[
            "sparse-checkout",
            "set",
            "--cone",
            "--sparse-index",
            "deploy",
        ],
    );
    let mut repositories = Repositories::default();
    for (file, expected) in [
        ("deploy/.env", Some(true)),
        ("deploy/b.env", Some(false)),
        ("other/.env", None),
        ("others/.env", Some(false)),
    ] {
        assert_eq!(repositories.tracks(&root.join(file)), expected, "{file}");
    }
}

#[test]
fn damaged_indexes_are_not_read() {
    for (format, version) in [("sha1", "2"), ("sha1", "4"), ("sha256", "2")] {
        let Some(made) = repository(&["--object-format", format]) else {
            return;
        };
        let root = made.path();
        fs::create_dir(root.join("deploy")).expect("made");
        // So many that one more does not make Git write all of them anew.
        fs::write(root.join("z.env"), "A=1").expect("made");
        for letter in 'a'..'k' {
            fs::write(root.join(format!("deploy/{letter}.env")), "A=1").expect("made");
        }
        git(root, &["add", "deploy"]);
        git(root, &["update-index", "--index-version", version]);
        git(root, &["update-index", "--split-index"]);
        git(root, &["add", "z.env"]);
        // Paths of version 4 and the link to the other half are both worth damaging.
        let names = fs::read_dir(root.join(".git")).expect("read");
        let names = names.map(|entry| entry.expect("read").file_name());
        let names: Vec<_> = names
            .filter(|name| name.to_string_lossy().contains("index"))
            .collect();
        assert_eq!(names.len(), 2);
        for name in names {
            let path = root.join(".git").join(name);
            let whole = fs::read(&path).expect("read");
            let is_split = path.ends_with("index");
            let listed = root.join(if is_split { "z.env" } else { "deploy/a.env" });
            let tracks = |bytes: &[u8]| {
                fs::write(&path, bytes).expect("written");
                Repositories::default().tracks(&listed)
            };
            assert_eq!(tracks(&whole), Some(true));
            for length in (0..whole.len()).step_by(11) {
                assert_eq!(tracks(&whole[..length]), None, "{length}");
            }
            let hash = if format == "sha1" { 20 } else { 32 };
            let end = whole.len() - hash;
            for (at, flip) in (0..end).step_by(13).zip([0x01, 0x40, 0xff].iter().cycle()) {
                let mut bytes = whole.clone();
                bytes[at] ^= flip;
                assert_eq!(tracks(&bytes), None, "{at}");
                // Without a checksum it may say anything, but has to come to an end.
                bytes[end..].fill(0);
                tracks(&bytes);
            }
            fs::write(&path, &whole).expect("written");
        }
    }
}
