use super::*;

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

#[cfg(target_os = "linux")]
#[test]
fn a_machine_says_who_owns_what_and_what_is_watched() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("made");
    let root = folder.path();
    let own = fs::metadata(root).expect("there");
    let (uid, gid) = {
        use std::os::unix::fs::MetadataExt as _;
        (own.uid(), own.gid())
    };
    write(
        root,
        "etc/passwd",
        &format!("me:x:{uid}:{gid}::/:/bin/sh\nann:x:4711:990::/:/bin/sh\n"),
    );
    write(
        root,
        "etc/group",
        &format!("mine:x:{gid}:\ndocker:x:990:bob,eve\n"),
    );
    write(
        root,
        "etc/docker/daemon.json",
        r#"{"tlskey": "/etc/docker/own.key"}"#,
    );
    write(root, "etc/docker/own.key", "");
    write(root, "etc/docker/certs.d/reg.example/ca.crt", "");
    write(
        root,
        "etc/audit/rules.d/docker.rules",
        "# note\n-w /usr/bin/dockerd -k docker\n\n-b 8192\n",
    );
    let table = "1 0 8:1 / / rw - ext4 /dev/a rw\n2 1 8:2 / /var/lib rw - ext4 /dev/b rw\n";
    write(root, "proc/self/mountinfo", table);
    fs::create_dir_all(root.join("var/lib/docker")).expect("made");
    let key = root.join("etc/docker/own.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).expect("set");
    let facts = host_facts(root, Some("/var/lib/docker")).expect("on Linux");
    assert_eq!(facts["audit"], json!(["-w /usr/bin/dockerd -k docker"]));
    assert_eq!(facts["members"], json!(["ann", "bob", "eve"]));
    assert_eq!(
        facts["data-root"],
        json!({"path": "/var/lib/docker", "mount": "/var/lib"})
    );
    let files = facts["files"].as_array().expect("a list");
    let paths: Vec<&str> = files
        .iter()
        .filter_map(|own| own["path"].as_str())
        .collect();
    let expected = [
        "/etc/docker",
        "/etc/docker/daemon.json",
        "/etc/docker/own.key",
        "/etc/docker/certs.d/reg.example/ca.crt",
        "/var/lib/docker",
    ];
    assert_eq!(paths, expected);
    let expected = json!({"role": "key", "path": "/etc/docker/own.key", "user": "me", "group": "mine", "mode": "0640"});
    assert_eq!(files[2], expected);
}

#[cfg(target_os = "linux")]
#[test]
fn a_machine_without_anything_says_so() {
    let folder = tempfile::tempdir().expect("made");
    let facts = host_facts(folder.path(), None).expect("on Linux");
    assert_eq!(facts, json!({"files": [], "audit": [], "members": []}));
}

#[test]
fn files_of_settings_are_looked_for_where_they_can_be() {
    let folder = tempfile::tempdir().expect("made");
    let root = folder.path();
    let there = [
        "etc/docker/daemon.json",
        "etc/wsl.conf",
        "home/ann/.config/docker/daemon.json",
        "home/ann/.docker/config.json",
        "mnt/c/Users/Ann/.docker/daemon.json",
        "mnt/c/Users/Ann/.wslconfig",
        "mnt/c/Users/Ann/AppData/Roaming/Docker/settings-store.json",
        "mnt/c/ProgramData/DockerDesktop/admin-settings.json",
    ];
    for path in there
        .iter()
        .chain(&["mnt/c/Users/Public/.wslconfig", "home/ann/other.json"])
    {
        write(root, path, "{}");
    }
    let home = root.join("home/ann").to_string_lossy().into_owned();
    let variable = |name: &str| (name == "HOME").then(|| home.clone());
    let found = settings_candidates(root, variable);
    let found: Vec<&Path> = found
        .iter()
        .filter_map(|own| own.strip_prefix(root).ok())
        .collect();
    assert_eq!(found, there.map(Path::new));
    // A variable that is no absolute path names nothing.
    let empty = tempfile::tempdir().expect("made");
    assert!(settings_candidates(empty.path(), |_| Some("etc".to_owned())).is_empty());
}
