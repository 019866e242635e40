//! Limits, and the settings that are told apart by their names alone.

use std::collections::BTreeMap;

use super::pair::{Difference, Differences, Pair, told};
use crate::model::{Change, Container, DriftKind, EngineKind, Health, Logging, OriginId, Setting};

/// What Podman limits processes to by itself.
const PROCESSES_OF_PODMAN: u64 = 2048;

/// Compares all of it.
pub(super) fn compare(pair: &Pair<'_>, found: &mut Differences) {
    limits(pair, found);
    restart(pair, found);
    health(pair, found);
    logging(pair, found);
    tables(pair, found);
    plain(pair, found);
}

fn limits(pair: &Pair<'_>, found: &mut Differences) {
    let (own, now) = (&pair.service.limits, &pair.running.limits);
    limit("mem_limit", (&own.memory, &now.memory), &size, found);
    limit("cpus", (&own.cpus, &now.cpus), &thousandths, found);
    let counted = |setting: &Setting<i64>| match setting {
        Setting::Set(own) => Setting::Set(crate::model::Traced {
            value: u64::try_from(own.value).unwrap_or_default(),
            origin: own.origin,
        }),
        Setting::Unset(place) => Setting::Unset(*place),
        Setting::NotObservable(reason) => Setting::NotObservable(reason),
    };
    let (own, now) = (counted(&own.pids), counted(&now.pids));
    let is_default = pair.engine.kind == EngineKind::Podman
        && now.is(&PROCESSES_OF_PODMAN)
        && own.value().is_none();
    if !is_default {
        limit(
            "pids_limit",
            (&own, &now),
            &|count| count.to_string(),
            found,
        );
    }
}

/// Compares a limit; none at all is 0.
fn limit(
    what: &str,
    (declared, running): (&Setting<u64>, &Setting<u64>),
    shown: &dyn Fn(u64) -> String,
    found: &mut Differences,
) {
    let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
        return;
    };
    let set = |value: Option<&u64>| value.copied().filter(|value| *value > 0);
    let (own, now) = (set(own), set(now));
    if own == now {
        return;
    }
    let is_weaker = match (own, now) {
        (Some(own), Some(now)) => now > own,
        (_, None) => true,
        (None, Some(_)) => false,
    };
    let change = if is_weaker {
        Change::Weaker
    } else {
        Change::Stronger
    };
    let difference = Difference::new(DriftKind::Limit, change)
        .of(what)
        .declared(own.map(shown), declared.origin())
        .running(now.map(shown), running.origin());
    found.add(difference);
}

/// Bytes as compose files write them, in the largest unit that fits.
fn size(bytes: u64) -> String {
    let units = [(30, "g"), (20, "m"), (10, "k")];
    let unit = units
        .iter()
        .find(|(shift, _)| bytes.trailing_zeros() >= *shift);
    match unit {
        Some((shift, name)) => format!("{}{name}", bytes >> shift),
        None => format!("{bytes}b"),
    }
}

fn thousandths(count: u64) -> String {
    let text = format!("{}.{:03}", count / 1000, count % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A restart policy: its name, and how often where that is limited.
fn policy(text: &str) -> (&str, Option<u64>) {
    let (name, times) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
    let name = match name {
        "" | "none" => "no",
        "any" => "always",
        name => name,
    };
    (name, times.parse().ok().filter(|times| *times > 0))
}

fn restart(pair: &Pair<'_>, found: &mut Differences) {
    let (declared, running) = (&pair.service.restart, &pair.running.restart);
    let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
        return;
    };
    let own = policy(own.map_or("", String::as_str));
    let now = policy(now.map_or("", String::as_str));
    // `deploy` says how often elsewhere.
    let is_same = own.0 == now.0 && (own.1 == now.1 || own.1.is_none());
    if is_same {
        return;
    }
    let shown = |(name, times): (&str, Option<u64>)| match times {
        Some(times) => format!("{name}:{times}"),
        None => name.to_owned(),
    };
    setting(
        "restart",
        Change::Other,
        (Some(shown(own)), declared.origin()),
        (Some(shown(now)), running.origin()),
        found,
    );
}

/// A text and where it stands.
type Side = (Option<String>, Option<OriginId>);

fn setting(what: &str, change: Change, own: Side, now: Side, found: &mut Differences) {
    let difference = Difference::new(DriftKind::Setting, change)
        .of(what)
        .declared(own.0, own.1)
        .running(now.0, now.1);
    found.add(difference);
}

/// Compares the health checks. Their commands can hold secrets, and are not said.
fn health(pair: &Pair<'_>, found: &mut Differences) {
    let (declared, running) = (&pair.service.health, &pair.running.health);
    let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
        return;
    };
    let is_off = |health: &Health| {
        let first = health.test.first();
        health.disabled.is_some() || first.is_some_and(|word| word.value.expose() == "NONE")
    };
    let words = |health: &Health| -> Vec<String> {
        let words = health.test.iter();
        words.map(|word| word.value.expose().to_owned()).collect()
    };
    let own_off = own.is_some_and(is_off);
    let now_off = now.is_some_and(is_off);
    let is_checked = own.is_some_and(|own| !own_off && !own.test.is_empty());
    let change = match now {
        _ if own_off == now_off && own_off => return,
        // Where the files say nothing of the test, the image's own is meant.
        Some(_) if now_off => Change::Weaker,
        None if is_checked => Change::Weaker,
        Some(_) if own_off => Change::Stronger,
        Some(now) if is_checked && own.is_some_and(|own| words(own) != words(now)) => Change::Other,
        _ => return,
    };
    let at = own.and_then(|own| own.test.first().map(|word| word.origin));
    let now_at = now.and_then(|now| now.test.first().map(|word| word.origin));
    setting(
        "healthcheck",
        change,
        (None, at.or(declared.origin())),
        (None, now_at.or(running.origin())),
        found,
    );
}

fn logging(pair: &Pair<'_>, found: &mut Differences) {
    let (declared, running) = (&pair.service.logging, &pair.running.logging);
    let (Ok(own), Ok(now)) = (told(declared), told(running)) else {
        return;
    };
    let driver = |logging: Option<&Logging>| {
        let driver = logging.and_then(|own| own.driver.as_ref());
        driver.map(|own| (own.value.clone(), own.origin))
    };
    let (own_driver, now_driver) = (driver(own), driver(now));
    let name = |driver: &Option<(String, OriginId)>| driver.as_ref().map(|(name, _)| name.clone());
    let place = |driver: &Option<(String, OriginId)>| driver.as_ref().map(|(_, at)| *at);
    // Without a word, the engine takes its own.
    let now_name = name(&now_driver).unwrap_or_else(|| "json-file".to_owned());
    let is_other = own_driver.as_ref().is_some_and(|(own, _)| *own != now_name);
    let is_off = now_name == "none" && name(&own_driver).as_deref() != Some("none");
    if is_other || is_off {
        let change = if is_off {
            Change::Weaker
        } else {
            Change::Other
        };
        setting(
            "logging.driver",
            change,
            (name(&own_driver), place(&own_driver)),
            (Some(now_name), place(&now_driver)),
            found,
        );
        return;
    }
    // Options can hold tokens: their names are said.
    let options = |logging: Option<&Logging>| -> BTreeMap<String, (String, OriginId)> {
        let all = logging.map_or(&[][..], |own| own.options.as_slice());
        all.iter()
            .map(|own| (own.name.clone(), (own.value.clone(), own.origin)))
            .collect()
    };
    let (own, now) = (options(own), options(now));
    // The engine's own options show where the service has none.
    for (option, (value, at)) in &own {
        let running = now.get(option);
        if running.is_none_or(|(now, _)| now != value) {
            let what = format!("logging.options.{option}");
            let now_at = running.map(|(_, at)| *at);
            setting(
                &what,
                Change::Other,
                (None, Some(*at)),
                (None, now_at),
                found,
            );
        }
    }
}

/// What is a table of names on both sides.
fn tables(pair: &Pair<'_>, found: &mut Differences) {
    type Table = BTreeMap<String, (String, OriginId)>;
    let ulimits = |own: &Container| -> Table {
        let all = own.ulimits.iter();
        all.map(|own| {
            (
                own.name.clone(),
                (format!("{}:{}", own.soft, own.hard), own.origin),
            )
        })
        .collect()
    };
    let sysctls = |own: &Container| -> Table {
        let all = own.sysctls.iter();
        all.map(|own| (own.name.clone(), (own.value.trim().to_owned(), own.origin)))
            .collect()
    };
    let groups = |own: &Container| -> Table {
        let all = own.groups.iter();
        all.map(|own| (own.value.trim().to_owned(), (String::new(), own.origin)))
            .collect()
    };
    let hosts = |own: &Container| -> Table {
        let all = own.extra_hosts.iter();
        all.map(|own| {
            let address = own.address.trim_matches(['[', ']']);
            (
                format!("{} {address}", own.name),
                (address.to_owned(), own.origin),
            )
        })
        .collect()
    };
    let (service, running) = (pair.service, pair.running);
    // The engine gives every container some, and those show here: only what is declared counts.
    table(
        "ulimits",
        &ulimits(service),
        &ulimits(running),
        false,
        found,
    );
    table("sysctls", &sysctls(service), &sysctls(running), true, found);
    table("group_add", &groups(service), &groups(running), true, found);
    table("extra_hosts", &hosts(service), &hosts(running), true, found);
}

fn table(
    what: &str,
    own: &BTreeMap<String, (String, OriginId)>,
    now: &BTreeMap<String, (String, OriginId)>,
    counts_more: bool,
    found: &mut Differences,
) {
    let shown = |name: &str| match name.split_once(' ') {
        Some((name, _)) => format!("{what}.{name}"),
        None => format!("{what}.{name}"),
    };
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    for (name, (value, at)) in now {
        let declared = own.get(name);
        let is_counted = counts_more || declared.is_some();
        if is_counted && declared.is_none_or(|(own, _)| own != value) {
            let own = declared.map(|(own, at)| (text(own), Some(*at)));
            let own = own.unwrap_or_default();
            let now = (text(value), Some(*at));
            setting(&shown(name), Change::Weaker, own, now, found);
        }
    }
    for (name, (value, at)) in own {
        if !now.contains_key(name) {
            let own = (text(value), Some(*at));
            setting(&shown(name), Change::Other, own, (None, None), found);
        }
    }
}

/// Settings that are one value.
fn plain(pair: &Pair<'_>, found: &mut Differences) {
    let (own, now) = (pair.service, pair.running);
    let words = [
        ("runtime", &own.runtime, &now.runtime),
        ("cgroup_parent", &own.cgroup_parent, &now.cgroup_parent),
    ];
    for (what, own, now) in words {
        let (Ok(declared), Ok(running)) = (told(own), told(now)) else {
            continue;
        };
        let is_same = declared == running
            // The engine's own is what is meant where the files say nothing.
            || declared.is_none()
            || (what == "runtime" && declared.is_some_and(|own| own == "runc") && running.is_none());
        if !is_same {
            let text = |value: Option<&String>| value.cloned();
            let own = (text(declared), own.origin());
            setting(
                what,
                Change::Other,
                own,
                (text(running), now.origin()),
                found,
            );
        }
    }
    let switches = [
        ("init", &own.init, &now.init, Change::Other, Change::Other),
        (
            "oom_kill_disable",
            &own.oom_kill_disable,
            &now.oom_kill_disable,
            Change::Weaker,
            Change::Stronger,
        ),
    ];
    for (what, own, now, on, off) in switches {
        let (Ok(declared), Ok(running)) = (told(own), told(now)) else {
            continue;
        };
        let is_on = |value: Option<&bool>| value.copied() == Some(true);
        let (declared, running) = (is_on(declared), is_on(running));
        if declared != running {
            let change = if running { on } else { off };
            let text = |value: bool| Some(value.to_string());
            let own = (text(declared), own.origin());
            setting(what, change, own, (text(running), now.origin()), found);
        }
    }
    let (declared, running) = (told(&own.oom_score_adj), told(&now.oom_score_adj));
    if let (Ok(declared), Ok(running)) = (declared, running) {
        let score = |value: Option<&i64>| value.copied().unwrap_or_default();
        let (declared, running) = (score(declared), score(running));
        if declared != running {
            let change = if running < declared {
                Change::Weaker
            } else {
                Change::Other
            };
            let own = (Some(declared.to_string()), own.oom_score_adj.origin());
            let now = (Some(running.to_string()), now.oom_score_adj.origin());
            setting("oom_score_adj", change, own, now, found);
        }
    }
}
