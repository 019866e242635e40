//! What stands between a container and its host: full access, protections of the kernel, whom the
//! first process runs as, namespaces, devices.

use std::collections::BTreeMap;

use super::pair::{Difference, Differences, Pair, told};
use crate::meaning::{Confinement, disabled_confinement, no_new_privileges};
use crate::model::{Change, Container, Device, DriftKind, EngineKind, OriginId, Setting, Traced};

/// Compares all of it.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Differences) {
    let (service, running) = (pair.service, pair.running);
    switch(
        DriftKind::Privileged,
        (&service.privileged, &running.privileged),
        true,
        found,
    );
    switch(
        DriftKind::ReadOnly,
        (&service.read_only, &running.read_only),
        false,
        found,
    );
    confinement(pair, found);
    user(pair, found);
    namespaces(pair, found);
    devices(pair, found);
}

/// A switch; `weak` is how it protects less.
fn switch(
    kind: DriftKind,
    (declared, running): (&Setting<bool>, &Setting<bool>),
    weak: bool,
    found: &mut Differences,
) {
    let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
        return;
    };
    let (own, now) = (own.copied() == Some(true), now.copied() == Some(true));
    if own == now {
        return;
    }
    let change = if now == weak {
        Change::Weaker
    } else {
        Change::Stronger
    };
    let difference = Difference::new(kind, change)
        .declared(Some(own.to_string()), declared.origin())
        .running(Some(now.to_string()), running.origin());
    found.add(difference);
}

/// What the security options of a container come to.
struct Options {
    forbids_new_privileges: Option<OriginId>,
    allows_new_privileges: Option<OriginId>,
    disabled: BTreeMap<&'static str, OriginId>,
    profiles: BTreeMap<&'static str, (String, OriginId)>,
}

fn options(list: &[Traced<String>]) -> Options {
    let mut options = Options {
        forbids_new_privileges: None,
        allows_new_privileges: None,
        disabled: BTreeMap::new(),
        profiles: BTreeMap::new(),
    };
    for own in list {
        // Of several the last one counts.
        if let Some(forbids) = no_new_privileges(&own.value) {
            options.forbids_new_privileges = forbids.then_some(own.origin);
            options.allows_new_privileges = (!forbids).then_some(own.origin);
        } else if let Some(confinement) = disabled_confinement(&own.value) {
            let name = match confinement {
                Confinement::Seccomp => "seccomp",
                Confinement::AppArmor => "apparmor",
                Confinement::Label => "label",
                Confinement::SystemPaths => "systempaths",
            };
            options.profiles.remove(name);
            options.disabled.insert(name, own.origin);
        } else if let Some((name, profile)) = own.value.trim().split_once(['=', ':']) {
            let name = match name {
                "seccomp" => "seccomp",
                "apparmor" => "apparmor",
                _ => continue,
            };
            options.disabled.remove(name);
            // The engine's own are what it takes when nothing is said; of another filter of system
            // calls the engine keeps the content and the file the path.
            let is_default = ["builtin", "default", "docker-default", ""].contains(&profile);
            let profile = if name == "seccomp" { "*" } else { profile };
            if !is_default {
                let profile = (profile.to_owned(), own.origin);
                options.profiles.insert(name, profile);
            }
        }
    }
    options
}

fn confinement(pair: &Pair<'_>, found: &mut Differences) {
    let declared = options(&pair.service.security_opt);
    let running = options(&pair.running.security_opt);
    // What an engine forbids to all containers, files need not say.
    if let (Some(at), None) = (
        declared.forbids_new_privileges,
        running.forbids_new_privileges,
    ) {
        let difference = Difference::new(DriftKind::Confinement, Change::Weaker)
            .of("no-new-privileges")
            .declared(Some("true".to_owned()), Some(at))
            .running(Some("false".to_owned()), running.allows_new_privileges);
        found.add(difference);
    }
    // Whoever has everything, is not confined in any other way than the engine chooses.
    let is_all_powerful = pair.service.privileged.is(&true) && pair.running.privileged.is(&true);
    if is_all_powerful {
        return;
    }
    for name in ["seccomp", "apparmor", "label", "systempaths"] {
        let own = declared.disabled.get(name);
        let now = running.disabled.get(name);
        let profile = declared.profiles.get(name);
        let profile_now = running.profiles.get(name);
        let spoken = |disabled: Option<&OriginId>, profile: Option<&(String, OriginId)>| {
            let profile = profile.map(|(name, at)| (name.replace('*', "profile"), *at));
            let disabled = disabled.map(|at| ("unconfined".to_owned(), *at));
            match disabled.or(profile) {
                Some((text, at)) => (text, Some(at)),
                None => ("default".to_owned(), None),
            }
        };
        let (text, at) = spoken(own, profile);
        let (text_now, at_now) = spoken(now, profile_now);
        // Only some interfaces of engines tell of the paths.
        let is_silent = name == "systempaths" && now.is_none();
        if text == text_now || is_silent {
            continue;
        }
        let change = match (own, now) {
            (None, Some(_)) => Change::Weaker,
            (Some(_), None) => Change::Stronger,
            _ => Change::Other,
        };
        let difference = Difference::new(DriftKind::Confinement, change)
            .of(name)
            .declared(Some(text), at)
            .running(Some(text_now), at_now);
        found.add(difference);
    }
}

/// A user as the kernel sees it.
fn user_of(text: &str) -> String {
    let text = text.trim();
    let (user, group) = text.split_once(':').unwrap_or((text, ""));
    let number = |name: &str| match name {
        "" | "root" => "0".to_owned(),
        name => name.to_owned(),
    };
    match (number(user), group) {
        (user, "") => user,
        (user, group) if user == "0" && number(group) == "0" => user,
        (user, group) => format!("{user}:{}", number(group)),
    }
}

fn user(pair: &Pair<'_>, found: &mut Differences) {
    let (declared, running) = (&pair.service.user, &pair.running.user);
    let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
        return;
    };
    let own = match own {
        Some(own) => own.clone(),
        // Where the files say nothing, the image does.
        None => match pair.image.map(|image| &image.user) {
            Some(Setting::Set(user)) => user.value.clone(),
            Some(Setting::Unset(_)) => String::new(),
            Some(Setting::NotObservable(_)) | None => return,
        },
    };
    let now = now.cloned().unwrap_or_default();
    let (own_user, now_user) = (user_of(&own), user_of(&now));
    if own_user == now_user {
        return;
    }
    let is_root = |user: &str| user == "0" || user.starts_with("0:");
    let change = match (is_root(&own_user), is_root(&now_user)) {
        (false, true) => Change::Weaker,
        (true, false) => Change::Stronger,
        _ => Change::Other,
    };
    let shown = |user: String| {
        if user.is_empty() {
            "root".to_owned()
        } else {
            user
        }
    };
    let difference = Difference::new(DriftKind::User, change)
        .declared(Some(shown(own)), declared.origin())
        .running(Some(shown(now)), running.origin());
    found.add(difference);
}

fn namespaces(pair: &Pair<'_>, found: &mut Differences) {
    let (own, now) = (&pair.service.namespaces, &pair.running.namespaces);
    let all = [
        ("network_mode", &own.network, &now.network),
        ("pid", &own.pid, &now.pid),
        ("ipc", &own.ipc, &now.ipc),
        ("uts", &own.uts, &now.uts),
        ("userns_mode", &own.user, &now.user),
        ("cgroup", &own.cgroup, &now.cgroup),
    ];
    for (name, declared, running) in all {
        let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
            continue;
        };
        let own = own.map_or("", |own| mode(own));
        let now = now.map_or("", |now| mode(now));
        if own == now || is_same_peer(pair, own, now) {
            continue;
        }
        // What the engine chooses is not told apart from what was asked for.
        if own.is_empty() && name == "cgroup" {
            continue;
        }
        let is_shared = |mode: &str| mode.contains(':');
        let change = match (own, now) {
            (_, "host") => Change::Weaker,
            ("host", _) => Change::Stronger,
            (own, now) if is_shared(now) && !is_shared(own) => Change::Weaker,
            _ => Change::Other,
        };
        let shown = |mode: &str| {
            if mode.is_empty() {
                "private".to_owned()
            } else {
                mode.to_owned()
            }
        };
        let difference = Difference::new(DriftKind::Namespace, change)
            .of(name)
            .declared(Some(shown(own)), declared.origin())
            .running(Some(shown(now)), running.origin());
        found.add(difference);
    }
}

/// A mode without the names of what engines do by themselves.
fn mode(text: &str) -> &str {
    match text.trim() {
        "private" | "shareable" | "default" | "bridge" => "",
        text => text,
    }
}

/// Whether both name the same other container: by its service, its name or its id.
fn is_same_peer(pair: &Pair<'_>, own: &str, now: &str) -> bool {
    let service_of = |peer: &str| {
        let all = pair.group.instances.iter();
        let mut all = all.filter(|(instance, _)| {
            let called = pair.live.containers.get(instance.container);
            instance.name == peer
                || instance.id == peer
                || called.is_some_and(|called| called.name == peer)
        });
        all.next().map(|(_, labels)| labels.service.as_str())
    };
    let (Some((_, own_peer)), Some((_, now_peer))) = (own.split_once(':'), now.split_once(':'))
    else {
        return false;
    };
    if !own.starts_with("container:") {
        return service_of(now_peer) == Some(own_peer) || own_peer == now_peer;
    }
    let instances = pair.engine.instances.iter();
    let mut meant = instances.filter(|one| one.name == own_peer || one.id.starts_with(own_peer));
    meant.any(|one| {
        let called = pair.live.containers.get(one.container);
        let called = called.filter(|_| one.project == pair.instance.project);
        one.name == now_peer
            || one.id == now_peer
            || called.is_some_and(|called| called.name == now_peer)
    })
}

fn devices(pair: &Pair<'_>, found: &mut Differences) {
    let of = |own: &Container| -> BTreeMap<String, (String, OriginId)> {
        // Of the Container Device Interface: a request of a driver.
        let own = own.devices.iter().filter(|own| !own.source.contains('='));
        let shown = |own: &Device| {
            (
                format!("{}:{}", own.source, sorted(&own.permissions)),
                own.origin,
            )
        };
        own.map(|own| (own.target.clone(), shown(own))).collect()
    };
    lists(
        DriftKind::Device,
        &of(pair.service),
        &of(pair.running),
        found,
    );
    let of = |list: &[Traced<String>]| -> BTreeMap<String, (String, OriginId)> {
        let all = list.iter();
        all.map(|own| (own.value.trim().to_owned(), (own.value.clone(), own.origin)))
            .collect()
    };
    let rules = (&pair.service.device_rules, &pair.running.device_rules);
    lists(DriftKind::Device, &of(rules.0), &of(rules.1), found);
    // How many are asked for is counted in too many ways; that any is, is not.
    let has_cdi = |own: &Container| own.devices.iter().any(|own| own.source.contains('='));
    let own = pair.service.device_requests.first();
    let now = pair.running.device_requests.first();
    let is_asked = own.is_some() || has_cdi(pair.service);
    if is_asked != now.is_some() && pair.engine.kind != EngineKind::Podman {
        let change = if is_asked {
            Change::Stronger
        } else {
            Change::Weaker
        };
        let difference = Difference::new(DriftKind::Device, change)
            .of("gpus")
            .declared(own.map(|own| own.value.clone()), own.map(|own| own.origin))
            .running(now.map(|now| now.value.clone()), now.map(|now| now.origin));
        found.add(difference);
    }
}

fn sorted(letters: &str) -> String {
    let mut letters: Vec<char> = letters.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// What one list has and the other has not, or in another way.
fn lists(
    kind: DriftKind,
    declared: &BTreeMap<String, (String, OriginId)>,
    running: &BTreeMap<String, (String, OriginId)>,
    found: &mut Differences,
) {
    for (name, (text, at)) in running {
        let own = declared.get(name);
        if own.is_none_or(|(own, _)| own != text) {
            let difference = Difference::new(kind, Change::Weaker)
                .of(name)
                .declared(own.map(|(own, _)| own.clone()), own.map(|(_, at)| *at))
                .running(Some(text.clone()), Some(*at));
            found.add(difference);
        }
    }
    for (name, (text, at)) in declared {
        if !running.contains_key(name) {
            let difference = Difference::new(kind, Change::Stronger)
                .of(name)
                .declared(Some(text.clone()), Some(*at));
            found.add(difference);
        }
    }
}
