use super::*;

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
const CONFIG: &str = "[remote \"origin\"]\n\turl = git@example.org:shop/deploy.git\n";

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
    }
}

fn origin(branch: Option<&str>, revision: Option<&str>) -> Origin {
    Origin {
        address: "https://example.org/shop/deploy.git".to_owned(),
        revision: revision.map(str::to_owned),
        branch: branch.map(str::to_owned),
    }
}

fn found(folder: &Path) -> Option<Origin> {
    find(folder).and_then(|repository| repository.origin)
}

#[test]
fn a_loose_and_a_packed_reference() {
    let folder = tempfile::tempdir().expect("made");
    let inner = folder.path().join("a/b");
    fs::create_dir_all(&inner).expect("made");
    write(
        folder.path(),
        &[
            (".git/HEAD", "ref: refs/heads/x/main\n"),
            (".git/config", CONFIG),
        ],
    );
    assert_eq!(found(&inner), Some(origin(Some("x/main"), None)));
    let packed = format!("# pack-refs\n{COMMIT} refs/heads/x/main\n");
    write(folder.path(), &[(".git/packed-refs", &packed)]);
    assert_eq!(found(&inner), Some(origin(Some("x/main"), Some(COMMIT))));
    let other = COMMIT.replace('0', "9");
    write(folder.path(), &[(".git/refs/heads/x/main", &other)]);
    assert_eq!(found(&inner), Some(origin(Some("x/main"), Some(&other))));
    write(folder.path(), &[(".git/HEAD", COMMIT)]);
    assert_eq!(found(&inner), Some(origin(None, Some(COMMIT))));
    assert_eq!(
        find(&inner).map(|found| found.root),
        Some(folder.path().to_path_buf())
    );
}

#[test]
fn a_linked_working_tree_and_a_submodule() {
    let folder = tempfile::tempdir().expect("made");
    let tree = folder.path().join("tree");
    let back = tree.join(".git").display().to_string();
    let data = folder.path().join("main/.git/worktrees/tree");
    write(
        folder.path(),
        &[
            ("main/.git/HEAD", "ref: refs/heads/main\n"),
            ("main/.git/config", CONFIG),
            ("main/.git/refs/heads/side", COMMIT),
            ("main/.git/worktrees/tree/HEAD", "ref: refs/heads/side\n"),
            ("main/.git/worktrees/tree/commondir", "../..\n"),
            ("main/.git/worktrees/tree/gitdir", &back),
            ("tree/.git", &format!("gitdir: {}\n", data.display())),
            ("main/.git/modules/part/HEAD", COMMIT),
            ("main/.git/modules/part/config", CONFIG),
            ("main/part/.git", "gitdir: ../.git/modules/part\n"),
            ("thief/.git", &format!("gitdir: {}\n", data.display())),
            ("robber/.git", "gitdir: ../main/.git\n"),
        ],
    );
    assert_eq!(found(&tree), Some(origin(Some("side"), Some(COMMIT))));
    assert_eq!(
        found(&folder.path().join("main/part")),
        Some(origin(None, Some(COMMIT)))
    );
    for stranger in ["thief", "robber"] {
        let stranger = folder.path().join(stranger);
        assert_eq!(found(&stranger), None);
        assert_eq!(find(&stranger).map(|found| found.root), Some(stranger));
    }
}

#[test]
fn what_does_not_look_right_is_not_passed_on() {
    let folder = tempfile::tempdir().expect("made");
    let large = "x".repeat(5000);
    for head in [
        "ref: refs/heads/../../secret",
        "ref: ../secret",
        "ref: refs/heads/a\u{202e}b",
        "a line that is no commit",
        large.as_str(),
    ] {
        write(
            folder.path(),
            &[
                (".git/secret", COMMIT),
                (".git/HEAD", head),
                (".git/config", CONFIG),
            ],
        );
        assert_eq!(found(folder.path()), Some(origin(None, None)), "{head}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = tempfile::tempdir().expect("made");
    write(
        folder.path(),
        &[
            ("config", CONFIG),
            ("main", COMMIT),
            (".git/HEAD", "ref: refs/heads/main"),
        ],
    );
    let git = folder.path().join(".git");
    std::os::unix::fs::symlink(folder.path().join("config"), git.join("config")).expect("linked");
    assert_eq!(found(folder.path()), None);
    fs::remove_file(git.join("config")).expect("removed");
    write(folder.path(), &[(".git/config", CONFIG)]);
    fs::create_dir(git.join("refs")).expect("made");
    std::os::unix::fs::symlink(folder.path(), git.join("refs/heads")).expect("linked");
    assert_eq!(found(folder.path()), Some(origin(Some("main"), None)));
}
