//! Files of settings of the engine, of Docker Desktop, of WSL and of the `docker` command: told by
//! their names, and by what they hold where a name is not theirs alone.

mod client;
mod daemon_file;
mod flat;
mod keys;
mod wsl;

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::input::{Tree, decode};
use crate::meaning::engine::Document;
use crate::model::{
    Deployment, EngineKind, Problem, SettingsFault, SettingsFile, SettingsKind, Span, TextId,
};

/// Names of settings of Docker Desktop that no other product has; a file that holds one is its own.
const OF_DESKTOP: [&str; 14] = [
    "exposeDockerAPIOnTCP2375",
    "enhancedContainerIsolation",
    "portBindingBehavior",
    "filesharingDirectories",
    "filesharingAllowedDirectories",
    "dockerDaemonOptions",
    "extensionsEnabled",
    "onlyMarketplaceExtensions",
    "enableInference",
    "wslEngineEnabled",
    "useResourceSaver",
    "configurationFileVersion",
    "kubernetesEnabled",
    "displayedOnboarding",
];

/// Where the engine of a machine is asked. One with another socket was started with other settings.
const USUAL: [&str; 2] = ["unix:///var/run/docker.sock", "unix:///run/docker.sock"];

/// No file of settings is larger.
const LARGEST: u64 = 1 << 20;

/// What was found.
#[derive(Default)]
pub struct FoundSettings {
    /// The files, in the order of their paths.
    pub files: Vec<SettingsFile>,
    /// Their texts.
    pub texts: Vec<TextId>,
    /// Those that could not be read.
    pub problems: Vec<Problem>,
}

/// Reads the files of settings among `paths`, and those that belong to the engine that was asked.
pub fn find_settings<'p>(
    tree: &Tree<'_>,
    paths: impl Iterator<Item = &'p PathBuf>,
    of_engine: &[PathBuf],
) -> FoundSettings {
    let mut found = FoundSettings::default();
    let of_tree = paths.filter(|path| !of_engine.contains(path));
    for (path, is_of_engine) in of_tree
        .map(|path| (path, false))
        .chain(of_engine.iter().map(|path| (path, true)))
    {
        let Some(kind) = kind_of(path) else {
            continue;
        };
        match tree.open_path(path) {
            Ok(text) => {
                if let Some(file) = read(tree, path, text, kind) {
                    // Nobody knows what in it is a secret.
                    if file.faults.iter().any(|own| own.what == "broken") {
                        tree.texts().seal(text);
                    }
                    found.texts.push(text);
                    found.files.push(SettingsFile {
                        is_of_engine,
                        ..file
                    });
                }
            }
            Err(why) => {
                let place = Span::start_of(tree.stand_in(path));
                found.problems.push(why.problem(place));
            }
        }
    }
    found
}

/// What a file sets, by its name; `None` of most, so this is cheap.
fn kind_of(path: &Path) -> Option<SettingsKind> {
    let name = path.file_name()?.to_str()?;
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .and_then(|own| own.to_str());
    if is("daemon.json") {
        Some(SettingsKind::Daemon)
    } else if is("settings-store.json") {
        Some(SettingsKind::Desktop)
    } else if is("admin-settings.json") {
        Some(SettingsKind::DesktopAdmin)
    } else if is(".wslconfig") {
        Some(SettingsKind::WslConfig)
    } else if is("wsl.conf") {
        Some(SettingsKind::WslConf)
    } else if is("config.json") && folder == Some(".docker") || is(".dockerconfigjson") {
        Some(SettingsKind::DockerClient)
    } else if is("settings.json") && is_desktop_file(path) {
        Some(SettingsKind::Desktop)
    } else {
        None
    }
}

/// Whether a `settings.json`, a name that many products use, is one of Docker Desktop.
fn is_desktop_file(path: &Path) -> bool {
    let is_small = fs::metadata(path).is_ok_and(|own| own.is_file() && own.len() <= LARGEST);
    let bytes = if is_small {
        fs::read(path)
    } else {
        return false;
    };
    let decoded = bytes.ok().and_then(|bytes| decode(&bytes));
    decoded.is_some_and(|own| holds_desktop(&own.content))
}

fn holds_desktop(content: &str) -> bool {
    let content = content.to_ascii_lowercase();
    let holds = |name: &str| content.contains(&format!("\"{}\"", name.to_ascii_lowercase()));
    OF_DESKTOP.iter().any(|name| holds(name))
}

fn read(tree: &Tree<'_>, path: &Path, text: TextId, kind: SettingsKind) -> Option<SettingsFile> {
    let shown = tree.shown(path);
    let own = tree.texts().get(text);
    let content = own.content();
    let placing = |range: Range<usize>| Span::new(text, range);
    let mut file = SettingsFile {
        path: shown,
        place: Span::start_of(text),
        kind,
        entries: Vec::new(),
        faults: Vec::new(),
        daemon: None,
        is_of_engine: false,
    };
    match kind {
        SettingsKind::Daemon => {
            let folder = path.parent().and_then(Path::file_name);
            let is_own = folder.is_some_and(|own| own == "docker" || own == ".docker");
            if !is_own && !keys::holds_key(content) {
                return None;
            }
            let (daemon, faults) = daemon_file::read(&file.path, content, &placing);
            file.daemon = Some(daemon);
            file.faults = faults;
        }
        SettingsKind::WslConfig | SettingsKind::WslConf => {
            let (entries, faults) = wsl::read(content, kind, text);
            file.entries = entries;
            file.faults = faults;
        }
        SettingsKind::DockerClient => {
            file.entries = client::read(content, text)?;
            for entry in &file.entries {
                tree.texts().mask(entry.place);
            }
        }
        SettingsKind::Desktop | SettingsKind::DesktopAdmin => {
            if !holds_desktop(content) {
                return None;
            }
            let Some(document) = Document::parse(content) else {
                let at = daemon_file::broken_at(content).unwrap_or(0..0);
                file.faults.push(SettingsFault {
                    what: "broken",
                    name: String::new(),
                    place: placing(at),
                });
                return Some(file);
            };
            let (entries, masked) = flat::entries(document.top()?, text);
            for place in masked {
                tree.texts().mask(place);
            }
            let options = entries.iter().find(|own| is_daemon_options(&own.name));
            if let Some(options) = options {
                let at = |_: Range<usize>| options.place;
                let (daemon, faults) = daemon_file::read(&file.path, &options.value, &at);
                file.daemon = Some(daemon);
                file.faults = faults;
            }
            file.entries = entries;
        }
    }
    Some(file)
}

/// `linuxVM.dockerDaemonOptions`, with or without a lock.
fn is_daemon_options(name: &str) -> bool {
    let name = name.strip_suffix(".value").unwrap_or(name);
    name == "linuxvm.dockerdaemonoptions"
}

/// Completes engines by the files that belong to them.
pub fn complete_engines(deployment: &mut Deployment) {
    for file in deployment.settings.iter().filter(|own| own.is_of_engine) {
        let Some(daemon) = &file.daemon else {
            continue;
        };
        let path = file.path.replace('\\', "/").to_ascii_lowercase();
        for engine in &mut deployment.engines {
            let own = &mut engine.daemon;
            let belongs = match own.kind {
                EngineKind::DockerDesktop => {
                    path.ends_with(".docker/daemon.json") || file.is_of_desktop()
                }
                EngineKind::Docker => {
                    let is_rootless = own.switch("rootless").is(&true);
                    let is_usual = is_rootless || USUAL.contains(&own.name.as_str());
                    is_usual
                        && path.ends_with("docker/daemon.json")
                        && !path.ends_with(".docker/daemon.json")
                        && path.ends_with(".config/docker/daemon.json") == is_rootless
                }
                EngineKind::Podman | EngineKind::Other => false,
            };
            if belongs {
                own.complete(daemon);
            }
        }
    }
}

#[cfg(test)]
mod tests;
