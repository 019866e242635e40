//! What is mounted where.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::pair::{Difference, Differences, Pair};
use super::sources;
use crate::model::{
    Change, Container, DriftKind, Grant, GrantKind, Mount, MountKind, OriginId, Project,
};

/// The engine's socket, where a service asks for it in one word.
const SOCKET: &str = "/var/run/docker.sock";

/// What is mounted at a place.
struct Mounted {
    kind: MountKind,
    /// Path of the host, or name of a volume in the engine.
    source: Option<String>,
    read_only: bool,
    is_shared: bool,
    size: Option<u64>,
    loose: Vec<&'static str>,
    origin: OriginId,
}

/// Compares the mounts by their places in the container.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Differences) {
    let folder = pair.group.folder.map(str::to_owned).or_else(|| {
        let startup = pair.declared.startup.as_ref()?;
        Some(startup.folder.to_string_lossy().into_owned())
    });
    let folder = folder.unwrap_or_default();
    let mut declared = of_files(pair);
    let running = pair.running.mounts.iter();
    let running: BTreeMap<String, Mounted> = running
        .map(|own| (clean(&own.target), mounted(own, pair.live, pair.group.name)))
        .collect();
    for (target, now) in &running {
        match declared.remove(target) {
            Some(own) => changed(target, &own, now, &folder, found),
            None if is_of_engine(pair, target, now) => {}
            None => {
                let is_of_host = matches!(now.kind, MountKind::Bind | MountKind::Pipe);
                let change = if is_of_host {
                    Change::Weaker
                } else {
                    Change::Other
                };
                let difference = Difference::new(DriftKind::Mount, change)
                    .of(target)
                    .running(Some(now.shown()), Some(now.origin));
                found.add(difference);
            }
        }
    }
    for (target, own) in declared {
        let difference = Difference::new(DriftKind::Mount, Change::Other)
            .of(target.as_str())
            .declared(Some(own.shown()), Some(own.origin));
        found.add(difference);
    }
}

/// What the files mount into a service, configs and secrets included.
fn of_files(pair: &Pair<'_>) -> BTreeMap<String, Mounted> {
    let mut all = BTreeMap::new();
    let service = pair.service;
    for (grants, kind) in [
        (&service.configs, GrantKind::Config),
        (&service.secrets, GrantKind::Secret),
    ] {
        for grant in grants {
            if let Some((target, own)) = granted(grant, kind, pair.declared) {
                all.insert(target, own);
            }
        }
    }
    // What is mounted at the place of a config or secret takes its place.
    for own in &service.mounts {
        let mount = mounted(own, pair.declared, pair.group.name);
        all.insert(clean(&own.target), mount);
    }
    all
}

/// A config or secret as a mount; nothing for one that Docker Compose copies into the container.
fn granted(grant: &Grant, kind: GrantKind, project: &Project) -> Option<(String, Mounted)> {
    let mut all = project.grants.iter();
    let own = all.find(|own| own.kind == kind && own.key == grant.source)?;
    let file = own.file.as_ref()?;
    let folder = match kind {
        GrantKind::Config => "/",
        GrantKind::Secret => "/run/secrets/",
    };
    let target = grant.target.as_deref().unwrap_or(&grant.source);
    let is_absolute = target.starts_with('/') || target.get(1..2) == Some(":");
    let target = if is_absolute {
        target.to_owned()
    } else {
        format!("{folder}{target}")
    };
    let own = Mounted {
        kind: MountKind::Bind,
        source: Some(file.value.clone()),
        read_only: true,
        is_shared: false,
        size: None,
        loose: Vec::new(),
        origin: grant.origin,
    };
    Some((clean(&target), own))
}

fn mounted(own: &Mount, project: &Project, name: &str) -> Mounted {
    let source = own.source.as_deref().map(|source| match own.kind {
        MountKind::Volume => {
            let known = project.volumes.iter().find(|volume| volume.key == source);
            match known {
                Some(volume) => {
                    let named = volume.name.clone();
                    named.unwrap_or_else(|| format!("{name}_{source}"))
                }
                None => source.to_owned(),
            }
        }
        _ => source.to_owned(),
    });
    let spread = own.propagation.as_ref().map(|own| own.value.as_str());
    let options = own.options.iter().flat_map(|option| option.split(','));
    let options: Vec<&str> = options.map(str::trim).collect();
    let size = options
        .iter()
        .filter_map(|option| option.strip_prefix("size="));
    let loose = ["exec", "suid", "dev"];
    Mounted {
        kind: own.kind,
        source,
        read_only: own.read_only,
        is_shared: spread.is_some_and(|spread| spread.ends_with("shared")),
        size: size.filter_map(bytes).next_back(),
        loose: loose
            .into_iter()
            .filter(|own| options.contains(own))
            .collect(),
        origin: own.origin,
    }
}

/// A size in bytes: `64m`, `67108864`.
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.trim_end_matches("ib").trim_end_matches('b');
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text.get(digits.len()..)? {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return None,
    };
    digits.trim().parse::<u64>().ok()?.checked_shl(shift)
}

/// A place in the container without what makes no difference.
fn clean(target: &str) -> String {
    let target = target.trim_end_matches('/');
    match target {
        "" => "/".to_owned(),
        "/var/run" => "/run".to_owned(),
        _ => match target.strip_prefix("/var/run/") {
            Some(rest) => format!("/run/{rest}"),
            None => target.to_owned(),
        },
    }
}

/// Whether a mount is there without anybody having asked for it in this service's `volumes`.
fn is_of_engine(pair: &Pair<'_>, target: &str, now: &Mounted) -> bool {
    // A volume without a name is one of the image.
    let is_nameless = now.kind == MountKind::Volume && now.source.is_none();
    let is_socket = pair.service.use_api_socket.is(&true) && target == clean(SOCKET);
    // `volumes_from` takes over what others have, and those start before.
    let others = pair.service.depends_on.iter().filter_map(|need| {
        let mut all = pair.declared.containers.iter();
        all.find(|own| own.name == need.service)
    });
    let is_taken_over = |other: &Container| {
        other.mounts.iter().any(|own| {
            let own_target = clean(&own.target);
            let own = mounted(own, pair.declared, pair.group.name);
            own_target == target && own.kind == now.kind && own.source == now.source
        })
    };
    let mut others = others;
    is_nameless || is_socket || others.any(is_taken_over)
}

/// Says how a mount at one place differs.
fn changed(target: &str, own: &Mounted, now: &Mounted, folder: &str, found: &mut Differences) {
    let is_same_source = match (own.kind, &own.source, &now.source) {
        (MountKind::Bind | MountKind::Pipe, Some(own), Some(now)) => {
            sources::is_same(own, folder, now)
        }
        // A volume without a name gets one that nobody knows.
        (MountKind::Volume, None, _) => true,
        (MountKind::Volume, own, now) => own == now,
        _ => true,
    };
    let is_same_kind = own.kind == now.kind
        || [own.kind, now.kind].contains(&MountKind::Other)
        || [own.kind, now.kind] == [MountKind::Bind, MountKind::Pipe];
    let grew = match (own.size, now.size) {
        (Some(own), Some(now)) => now > own,
        (Some(_), None) => true,
        _ => false,
    };
    let shrank = own.size.zip(now.size).is_some_and(|(own, now)| now < own)
        || own.size.is_none() && now.size.is_some();
    let loosened = now.loose.iter().any(|word| !own.loose.contains(word));
    let is_same = is_same_source && is_same_kind && !grew && !shrank && !loosened;
    let is_opened = own.read_only && !now.read_only || !own.is_shared && now.is_shared;
    if is_same && own.read_only == now.read_only && own.is_shared == now.is_shared {
        return;
    }
    let change = if is_opened
        || loosened
        || (!is_same_source || !is_same_kind) && now.kind == MountKind::Bind
    {
        Change::Weaker
    } else if is_same {
        Change::Stronger
    } else {
        Change::Other
    };
    let difference = Difference::new(DriftKind::Mount, change)
        .of(target)
        .declared(Some(own.shown()), Some(own.origin))
        .running(Some(now.shown()), Some(now.origin));
    found.add(difference);
}

impl Mounted {
    fn shown(&self) -> String {
        let mut text = match (&self.source, self.kind) {
            (Some(source), _) => source.clone(),
            (None, MountKind::Tmpfs) => "tmpfs".to_owned(),
            (None, _) => "volume".to_owned(),
        };
        text.push_str(if self.read_only { " (ro" } else { " (rw" });
        for word in &self.loose {
            text.push_str(", ");
            text.push_str(word);
        }
        if let Some(size) = self.size {
            let _ = write!(text, ", size={size}");
        }
        if self.is_shared {
            text.push_str(", shared");
        }
        text.push(')');
        text
    }
}
