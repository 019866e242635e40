//! What a Linux machine says of the files of its engine: who owns them, who may use them, what its
//! audit system watches. Collects only, and reads no file that is not named here. All that is
//! particular to an operating system in this is here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

/// What is looked at, whatever the settings are: what it is for, and its path.
const FILES: [(&str, &str); 26] = [
    ("unit", "/etc/systemd/system/docker.service"),
    ("unit", "/usr/lib/systemd/system/docker.service"),
    ("unit", "/lib/systemd/system/docker.service"),
    ("unit", "/etc/systemd/system/docker.socket"),
    ("unit", "/usr/lib/systemd/system/docker.socket"),
    ("unit", "/lib/systemd/system/docker.socket"),
    ("settings", "/etc/docker"),
    ("settings", "/etc/docker/daemon.json"),
    ("settings", "/etc/default/docker"),
    ("settings", "/etc/sysconfig/docker"),
    ("settings", "/etc/containerd/config.toml"),
    ("certificate", "/etc/docker/ca.pem"),
    ("certificate", "/etc/docker/server-cert.pem"),
    ("key", "/etc/docker/server-key.pem"),
    ("certificate", "/root/.docker/ca.pem"),
    ("key", "/root/.docker/key.pem"),
    ("socket", "/run/docker.sock"),
    ("containerd-socket", "/run/containerd/containerd.sock"),
    ("program", "/usr/bin/dockerd"),
    ("program", "/usr/sbin/dockerd"),
    ("program", "/usr/bin/containerd"),
    ("program", "/usr/bin/containerd-shim"),
    ("program", "/usr/bin/containerd-shim-runc-v1"),
    ("program", "/usr/bin/containerd-shim-runc-v2"),
    ("program", "/usr/bin/runc"),
    ("program", "/usr/sbin/runc"),
];

/// Names in `daemon.json` that name further files.
const NAMED: [(&str, &str); 3] = [
    ("certificate", "tlscacert"),
    ("certificate", "tlscert"),
    ("key", "tlskey"),
];

/// No file of settings is larger.
const LARGEST: u64 = 1 << 20;
/// More files or lines than any real machine has.
const MOST: usize = 10_000;

/// What the machine says of an engine whose data lies in `data_root`, as the part `host` of an
/// engine's document; nothing on other systems than Linux. Paths are those below `root`, which is
/// `/` but in tests.
pub fn host_facts(root: &Path, data_root: Option<&str>) -> Option<Value> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let host = Host {
        root,
        users: names(&read(&root.join("etc/passwd")).unwrap_or_default()),
        groups: names(&read(&root.join("etc/group")).unwrap_or_default()),
    };
    let data_root = data_root.filter(|own| own.starts_with('/'));
    let mut facts = Map::new();
    facts.insert("files".to_owned(), Value::Array(host.files(data_root)));
    if let Some(rules) = host.audit_rules() {
        facts.insert("audit".to_owned(), json!(rules));
    }
    if let Some(path) = data_root
        && let Some(mount) = host.mount_of(path)
    {
        let value = json!({"path": path, "mount": mount});
        facts.insert("data-root".to_owned(), value);
    }
    facts.insert("members".to_owned(), json!(host.members()));
    Some(Value::Object(facts))
}

struct Host<'r> {
    root: &'r Path,
    users: BTreeMap<u32, String>,
    groups: BTreeMap<u32, String>,
}

impl Host<'_> {
    fn below(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    fn files(&self, data_root: Option<&str>) -> Vec<Value> {
        let mut wanted: Vec<(&str, String)> = FILES
            .iter()
            .map(|(role, path)| (*role, (*path).to_owned()))
            .collect();
        let settings = read(&self.below("/etc/docker/daemon.json"));
        let settings: Option<Value> = settings.and_then(|own| serde_json::from_str(&own).ok());
        for (role, name) in NAMED {
            let path = settings.as_ref().and_then(|own| own.get(name)?.as_str());
            if let Some(path) = path.filter(|path| path.starts_with('/')) {
                wanted.push((role, path.to_owned()));
            }
        }
        wanted.extend(self.registry_files());
        wanted.extend(data_root.map(|path| ("data", path.to_owned())));
        let mut seen = BTreeSet::new();
        let mut files = Vec::new();
        for (role, path) in wanted {
            // `/lib` and `/usr/lib` are one folder on most machines.
            let Ok(real) = fs::canonicalize(self.below(&path)) else {
                continue;
            };
            if seen.insert(real.clone())
                && let Some(file) = self.file(role, &path, &real)
            {
                files.push(file);
            }
        }
        files
    }

    /// The certificates and keys for registries.
    fn registry_files(&self) -> Vec<(&'static str, String)> {
        const FOLDER: &str = "/etc/docker/certs.d";
        let mut found = Vec::new();
        for registry in entries(&self.below(FOLDER)) {
            for file in entries(&self.below(&format!("{FOLDER}/{registry}"))) {
                let role = match file.rsplit('.').next() {
                    Some("crt" | "cert" | "pem") => "certificate",
                    Some("key") => "key",
                    _ => continue,
                };
                found.push((role, format!("{FOLDER}/{registry}/{file}")));
            }
        }
        found
    }

    fn file(&self, role: &str, path: &str, real: &Path) -> Option<Value> {
        let (user, group, mode) = access(&fs::metadata(real).ok()?)?;
        let name = |names: &BTreeMap<u32, String>, id: u32| {
            names.get(&id).cloned().unwrap_or_else(|| id.to_string())
        };
        Some(json!({
            "role": role,
            "path": path,
            "user": name(&self.users, user),
            "group": name(&self.groups, group),
            "mode": format!("{mode:04o}"),
        }))
    }

    /// What the audit system is told to watch; nothing where that cannot be read, which needs root.
    fn audit_rules(&self) -> Option<Vec<String>> {
        let folder = self.below("/etc/audit");
        if folder.symlink_metadata().is_err() {
            return Some(Vec::new());
        }
        fs::read_dir(&folder).ok()?;
        let mut files = vec![folder.join("audit.rules")];
        let further = folder.join("rules.d");
        let names = entries(&further).into_iter();
        files.extend(
            names
                .filter(|own| Path::new(own).extension().is_some_and(|end| end == "rules"))
                .map(|own| further.join(own)),
        );
        let mut rules = Vec::new();
        for file in files.into_iter().filter(|own| own.exists()) {
            let text = read(&file)?;
            let lines = text.lines().map(str::trim);
            let lines = lines.filter(|line| line.starts_with("-w") || line.starts_with("-a"));
            rules.extend(lines.map(str::to_owned).take(MOST));
        }
        Some(rules)
    }

    /// The folder that the file system of a path is mounted at.
    fn mount_of(&self, path: &str) -> Option<String> {
        let table = read(&self.below("/proc/self/mountinfo"))?;
        let points = table.lines().filter_map(|line| line.split(' ').nth(4));
        let points = points.filter(|point| Path::new(path).starts_with(point));
        points.max_by_key(|point| point.len()).map(str::to_owned)
    }

    /// The users of the group `docker`.
    fn members(&self) -> Vec<String> {
        let groups = read(&self.below("/etc/group")).unwrap_or_default();
        let Some(group) = groups.lines().find(|line| line.starts_with("docker:")) else {
            return Vec::new();
        };
        let mut parts = group.split(':').skip(2);
        let id = parts.next().unwrap_or_default();
        let mut members: BTreeSet<String> = parts
            .next()
            .unwrap_or_default()
            .split(',')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        let users = read(&self.below("/etc/passwd")).unwrap_or_default();
        for user in users.lines() {
            let mut parts = user.split(':');
            let name = parts.next().unwrap_or_default();
            if !id.is_empty() && parts.nth(2) == Some(id) && !name.is_empty() {
                members.insert(name.to_owned());
            }
        }
        members.into_iter().collect()
    }
}

/// Owner, group and mode of a file.
#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "files of other systems have none of these"
)]
fn access(about: &fs::Metadata) -> Option<(u32, u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;

    Some((about.uid(), about.gid(), about.mode() & 0o7777))
}

#[cfg(not(unix))]
fn access(_about: &fs::Metadata) -> Option<(u32, u32, u32)> {
    None
}

/// The names of users or groups by their numbers, from `/etc/passwd` or `/etc/group`.
fn names(table: &str) -> BTreeMap<u32, String> {
    let lines = table.lines().filter_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        Some((parts.nth(1)?.parse().ok()?, name.to_owned()))
    });
    // Of two names of one number the first one is shown.
    let mut names = BTreeMap::new();
    for (id, name) in lines {
        names.entry(id).or_insert(name);
    }
    names
}

/// The names in a folder, sorted; none of one that cannot be read.
fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|own| own.file_name().into_string().ok());
    let mut names: Vec<String> = names.take(MOST).collect();
    names.sort();
    names
}

fn read(path: &Path) -> Option<String> {
    let file = File::open(path).ok()?;
    let mut text = String::new();
    file.take(LARGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Folders of Windows that belong to no user.
const NO_USERS: [&str; 5] = [
    "All Users",
    "Default",
    "Default User",
    "Public",
    "desktop.ini",
];

/// The files of settings that can belong to an engine of this machine, as far as they are there.
/// `variable` gives variables of the process. From inside of WSL the files of the users of Windows
/// are among them. For an engine elsewhere there are none to look for.
pub fn settings_candidates(root: &Path, variable: impl Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let folder = |name: &str| {
        let value = variable(name).filter(|own| !own.is_empty())?;
        Some(PathBuf::from(value)).filter(|own| own.is_absolute())
    };
    let mut all = vec![
        root.join("etc/docker/daemon.json"),
        root.join("etc/wsl.conf"),
    ];
    let config = folder("XDG_CONFIG_HOME").or(folder("HOME").map(|own| own.join(".config")));
    all.extend(config.map(|own| own.join("docker/daemon.json")));
    all.extend(folder("HOME").map(|own| own.join(".docker/daemon.json")));
    let client = folder("DOCKER_CONFIG").or(folder("HOME").map(|own| own.join(".docker")));
    all.extend(client.map(|own| own.join("config.json")));
    for windows in folder("USERPROFILE")
        .into_iter()
        .chain(users_of_windows(root))
    {
        all.push(windows.join(".docker/daemon.json"));
        all.push(windows.join(".wslconfig"));
        for name in ["settings-store.json", "settings.json"] {
            all.push(windows.join("AppData/Roaming/Docker").join(name));
        }
    }
    let roaming = folder("APPDATA").map(|own| own.join("Docker/settings-store.json"));
    all.extend(roaming);
    let program_data = folder("ProgramData").or(Some(root.join("mnt/c/ProgramData")));
    all.extend(program_data.map(|own| own.join("DockerDesktop/admin-settings.json")));
    let mut seen = BTreeSet::new();
    all.retain(|path| path.is_file() && seen.insert(fs::canonicalize(path).ok()));
    all
}

/// The folders of the users of Windows, from inside of WSL.
fn users_of_windows(root: &Path) -> Vec<PathBuf> {
    let folder = root.join("mnt/c/Users");
    let names = entries(&folder).into_iter();
    let names = names.filter(|name| !NO_USERS.contains(&name.as_str()));
    names.map(|name| folder.join(name)).collect()
}

#[cfg(test)]
mod tests;
