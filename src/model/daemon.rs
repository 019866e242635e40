//! How an engine is set up, by its own word or by the file that sets it up.

use std::collections::BTreeMap;

use super::engine::EngineKind;
use super::origin::{OriginId, Origins, Traced};
use super::setting::Setting;
use super::span::Span;

/// Switches of a daemon, by their names in `daemon.json`; `rootless` stands in no file.
pub const SWITCHES: [&str; 13] = [
    "allow-direct-routing",
    "debug",
    "experimental",
    "icc",
    "ip-forward-no-drop",
    "ip6tables",
    "iptables",
    "live-restore",
    "no-new-privileges",
    "rootless",
    "tls",
    "tlsverify",
    "userland-proxy",
];

/// Words that a daemon is told, by their names in `daemon.json`, and some that stand deeper in it:
/// `dm.basesize` among the options of the storage driver, `max-size` among those of the log driver,
/// `host-binding` among the options of new bridge networks.
pub const WORDS: [&str; 14] = [
    "cgroup-parent",
    "default-cgroupns-mode",
    "default-ipc-mode",
    "dm.basesize",
    "host-binding",
    "ip",
    "log-driver",
    "log-level",
    "max-size",
    "metrics-addr",
    "min-api-version",
    "seccomp-profile",
    "storage-driver",
    "userns-remap",
];

/// Lists that a daemon is told, by their names in `daemon.json`.
pub const LISTS: [&str; 3] = [
    "authorization-plugins",
    "default-ulimits",
    "insecure-registries",
];

/// The settings of an engine's daemon.
pub struct Daemon {
    /// What reports call it: the address of the engine, or the path of the file.
    pub name: String,
    /// Where it is said; what is not set is missing here.
    pub place: Span,
    /// Which product it is, as far as that is known.
    pub kind: EngineKind,
    /// What it was read from.
    pub source: DaemonSource,
    /// Its switches; of every name in [`SWITCHES`].
    pub switches: BTreeMap<&'static str, Setting<bool>>,
    /// Its words; of every name in [`WORDS`].
    pub words: BTreeMap<&'static str, Setting<String>>,
    /// Its lists; of every name in [`LISTS`].
    pub lists: BTreeMap<&'static str, Setting<Vec<Traced<String>>>>,
    /// The ports that it can be asked at.
    pub listeners: Setting<Vec<Listener>>,
    /// The programs that it is made of: `docker-desktop`, `docker-engine`, `containerd`, `runc`.
    pub programs: Vec<EngineProgram>,
    /// What it warns of itself, the first line of each.
    pub warnings: Vec<Traced<String>>,
    /// The names of the containers on the default bridge.
    pub on_default_bridge: Setting<Vec<Traced<String>>>,
    /// Its swarm, where it belongs to one.
    pub swarm: Option<Swarm>,
    /// Whether its kernel is that of WSL.
    pub is_wsl: bool,
    /// Whether a kernel module confines its containers (`apparmor`, `selinux`).
    pub confinement: Setting<bool>,
    /// Where the values came from.
    pub origins: Origins,
}

/// What the settings of a daemon were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaemonSource {
    /// A running engine, perhaps completed by its file.
    Engine,
    /// A `daemon.json`: what it does not set has its default, unless the command line says else.
    File,
}

/// A port that a daemon can be asked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Host and port.
    pub address: String,
    /// Whether it asks for the certificates of its clients.
    pub guard: ListenerGuard,
    /// Where it is said.
    pub origin: OriginId,
}

/// How a port of a daemon is guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListenerGuard {
    /// No encryption.
    Clear,
    /// TLS, and anybody may ask.
    TlsOnly,
    /// TLS, and clients need a certificate.
    Verified,
}

/// A program of an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineProgram {
    /// `docker-desktop`, `docker-engine`, `containerd` or `runc`.
    pub name: &'static str,
    /// Its version, as it says it.
    pub version: String,
    /// Where it says so.
    pub origin: OriginId,
}

/// The swarm of an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swarm {
    /// Where the document says that it is active.
    pub place: Span,
    /// How many managers and nodes it has; nothing where this engine is no manager.
    pub sizes: Option<(u64, u64)>,
    /// How many services it runs; nothing where that was not told.
    pub services: Option<usize>,
    /// Whether its managers are locked after a restart.
    pub autolock: Setting<bool>,
    /// How long the certificates of its nodes last, in days.
    pub certificate_days: Setting<u64>,
    /// Its overlay networks whose traffic between nodes is not encrypted.
    pub open_networks: Vec<(String, Span)>,
}

impl Daemon {
    /// A daemon of which nothing is known but that it exists.
    pub fn unknown(name: &str, place: Span, kind: EngineKind, source: DaemonSource) -> Self {
        const WHY: &str = "unknown.engine";
        let switch = |name| (name, Setting::NotObservable(WHY));
        let word = |name| (name, Setting::NotObservable(WHY));
        let list = |name| (name, Setting::NotObservable(WHY));
        Self {
            name: name.to_owned(),
            place,
            kind,
            source,
            switches: SWITCHES.into_iter().map(switch).collect(),
            words: WORDS.into_iter().map(word).collect(),
            lists: LISTS.into_iter().map(list).collect(),
            listeners: Setting::NotObservable(WHY),
            programs: Vec::new(),
            warnings: Vec::new(),
            on_default_bridge: Setting::NotObservable(WHY),
            swarm: None,
            is_wsl: false,
            confinement: Setting::NotObservable(WHY),
            origins: Origins::default(),
        }
    }

    /// A value that stands at a place.
    pub fn told<T>(&mut self, value: T, place: Span) -> Setting<T> {
        Setting::Set(self.traced(value, place))
    }

    /// The same, of what is no field by itself.
    pub fn traced<T>(&mut self, value: T, place: Span) -> Traced<T> {
        let origin = self.origins.literal(place);
        Traced { value, origin }
    }

    /// A switch of [`SWITCHES`].
    pub fn switch(&self, name: &str) -> &Setting<bool> {
        self.switches
            .get(name)
            .unwrap_or(&Setting::NotObservable("unknown.engine"))
    }

    /// A word of [`WORDS`].
    pub fn word(&self, name: &str) -> &Setting<String> {
        self.words
            .get(name)
            .unwrap_or(&Setting::NotObservable("unknown.engine"))
    }

    /// A list of [`LISTS`].
    pub fn list(&self, name: &str) -> &Setting<Vec<Traced<String>>> {
        self.lists
            .get(name)
            .unwrap_or(&Setting::NotObservable("unknown.engine"))
    }

    /// Where a value stands.
    pub fn place_of(&self, origin: OriginId) -> Span {
        self.origins.place(origin).unwrap_or(self.place)
    }

    /// Takes from the file that belongs to this engine what the engine does not tell; where both
    /// say the same, the file is the place to change.
    pub fn complete(&mut self, file: &Self) {
        let Self {
            switches,
            words,
            lists,
            listeners,
            origins,
            ..
        } = self;
        for (name, own) in switches {
            take(own, file.switch(name), origins, file, |a, b| a == b);
        }
        for (name, own) in words {
            take(own, file.word(name), origins, file, |a, b| a == b);
        }
        for (name, own) in lists {
            let theirs = moved_list(file.list(name), origins, file);
            take_moved(own, theirs, |a, b| {
                let values = |all: &[Traced<String>]| {
                    all.iter().map(|own| own.value.clone()).collect::<Vec<_>>()
                };
                values(a) == values(b)
            });
        }
        let theirs = match &file.listeners {
            Setting::Set(all) => {
                let origin = copied(origins, all.origin, file);
                let each = all.value.iter().map(|own| Listener {
                    origin: copied(origins, own.origin, file),
                    ..own.clone()
                });
                Setting::Set(Traced {
                    value: each.collect::<Vec<_>>(),
                    origin,
                })
            }
            other => other.clone(),
        };
        take_moved(listeners, theirs, |a, b| {
            let values = |all: &[Listener]| {
                all.iter()
                    .map(|own| (own.address.clone(), own.guard))
                    .collect::<Vec<_>>()
            };
            values(a) == values(b)
        });
    }
}

/// The same place in another arena.
fn copied(origins: &mut Origins, origin: OriginId, from: &Daemon) -> OriginId {
    origins.literal(from.place_of(origin))
}

fn moved_list(
    list: &Setting<Vec<Traced<String>>>,
    origins: &mut Origins,
    from: &Daemon,
) -> Setting<Vec<Traced<String>>> {
    let Setting::Set(all) = list else {
        return list.clone();
    };
    let origin = copied(origins, all.origin, from);
    let each = all.value.iter().map(|own| Traced {
        value: own.value.clone(),
        origin: copied(origins, own.origin, from),
    });
    Setting::Set(Traced {
        value: each.collect(),
        origin,
    })
}

fn take<T: Clone>(
    own: &mut Setting<T>,
    theirs: &Setting<T>,
    origins: &mut Origins,
    from: &Daemon,
    same: impl Fn(&T, &T) -> bool,
) {
    let theirs = match theirs {
        Setting::Set(traced) => Setting::Set(Traced {
            value: traced.value.clone(),
            origin: copied(origins, traced.origin, from),
        }),
        other => other.clone(),
    };
    take_moved(own, theirs, same);
}

fn take_moved<T>(own: &mut Setting<T>, theirs: Setting<T>, same: impl Fn(&T, &T) -> bool) {
    let takes = match (&*own, &theirs) {
        (Setting::NotObservable(_), _) => true,
        (Setting::Set(a), Setting::Set(b)) => same(&a.value, &b.value),
        _ => false,
    };
    if takes {
        *own = theirs;
    }
}
