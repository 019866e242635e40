//! Containers that do not run as they should: not at all, again and again, ill; and those that
//! nobody declares.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::pairing::{Group, is_deployable, nobody};
use crate::model::{
    Change, Container, Deployment, Drift, DriftKind, Instance, Project, Setting, Span,
};

/// From so many restarts on it is no accident.
const MANY_RESTARTS: u64 = 3;
/// So often, on average, is a loop; and after so long without one it is over. In seconds.
const LOOP: i64 = 3600;
/// After so many seconds nobody watches a container of `docker compose run` any more.
const LONG: i64 = 86_400;

/// Says of containers how they are.
pub(super) fn about_containers(
    deployment: &Deployment,
    groups: &[Group<'_>],
    now: Timestamp,
    all: &mut Vec<Drift>,
) {
    let is_any_given = deployment.projects.iter().any(is_deployable);
    for engine in &deployment.engines {
        for instance in &engine.instances {
            if instance.compose.is_some() {
                continue;
            }
            condition(instance, None, now, all);
            if is_any_given && instance.state.is_up() {
                all.push(nobody(
                    DriftKind::Undeclared,
                    &instance.name,
                    instance.place,
                ));
            }
        }
    }
    // What two engines run of a project is one project.
    let mut by_project: BTreeMap<usize, Vec<&Group<'_>>> = BTreeMap::new();
    for group in groups {
        let project = group.declared.and_then(|number| {
            by_project.entry(number).or_default().push(group);
            Some((number, deployment.projects.get(number)?))
        });
        about_group(group, project, now, all);
    }
    for (number, groups) in by_project {
        if let Some(project) = deployment.projects.get(number) {
            not_running(number, project, &groups, all);
        }
    }
}

/// A service and the declared project that it is of.
#[derive(Clone, Copy)]
struct Declared<'d> {
    number: usize,
    project: &'d Project,
    service: &'d Container,
}

fn about_group(
    group: &Group<'_>,
    project: Option<(usize, &Project)>,
    now: Timestamp,
    all: &mut Vec<Drift>,
) {
    for (instance, labels) in &group.instances {
        let declared = project.and_then(|(number, project)| {
            let mut services = project.containers.iter();
            let service = services.find(|own| own.name == labels.service)?;
            Some(Declared {
                number,
                project,
                service,
            })
        });
        if labels.is_one_off {
            one_off(instance, &labels.service, declared, now, all);
            continue;
        }
        condition(instance, declared, now, all);
        let Some((number, project)) = project else {
            continue;
        };
        // A file that was not read may have it.
        let is_whole = !project.problems.iter().any(|problem| problem.kind.is_gap());
        if declared.is_none() && is_whole {
            let change = if instance.state.is_up() {
                Change::Weaker
            } else {
                Change::Other
            };
            merge(
                Drift {
                    change,
                    project: project.name.clone(),
                    number: Some(number),
                    running: Some(instance.state.status.clone()),
                    found: vec![instance.place],
                    is_sure: group.is_sure,
                    ..nobody(
                        DriftKind::Removed,
                        &labels.service,
                        Span::start_of(project.file),
                    )
                },
                all,
            );
        }
    }
}

/// Adds what is said of a container, once for all containers of its service.
fn merge(drift: Drift, all: &mut Vec<Drift>) {
    let same = all.iter_mut().rev().take(64).find(|known| {
        known.kind == drift.kind
            && known.subject == drift.subject
            && known.place == drift.place
            && known.number.is_some()
    });
    match same {
        Some(known) => {
            known.change = known.change.max(drift.change);
            known.found.extend(drift.found);
        }
        None => all.push(drift),
    }
}

/// A drift about a container: at the service that it is of, or where the engine has it.
fn about(kind: DriftKind, instance: &Instance, declared: Option<Declared<'_>>) -> Drift {
    if let Some(own) = declared {
        return Drift {
            project: own.project.name.clone(),
            number: Some(own.number),
            found: vec![instance.state.place],
            ..nobody(kind, &own.service.name, own.service.owner)
        };
    }
    let service = instance.compose.as_ref().map(|labels| &labels.service);
    let name = service.filter(|name| !name.is_empty());
    Drift {
        found: vec![instance.place],
        ..nobody(kind, name.unwrap_or(&instance.name), instance.state.place)
    }
}

/// At a setting that has to do with it, where the files have one.
fn at_setting<T>(mut drift: Drift, setting: &Setting<T>, declared: Option<Declared<'_>>) -> Drift {
    if let (Some(own), Some(origin)) = (declared, setting.origin())
        && let Some(place) = own.project.origins.place(origin)
    {
        drift.place = place;
        drift.cause = own.project.origins.cause(origin);
    }
    drift
}

fn seconds(from: Option<Timestamp>, to: Timestamp) -> Option<i64> {
    from.map(|from| to.as_second().saturating_sub(from.as_second()))
}

/// Restart loops, failed health checks, memory that ran out.
fn condition(
    instance: &Instance,
    declared: Option<Declared<'_>>,
    now: Timestamp,
    all: &mut Vec<Drift>,
) {
    let state = &instance.state;
    let restarts = i64::try_from(state.restarts).unwrap_or(i64::MAX);
    let is_often = state.restarts >= MANY_RESTARTS
        && seconds(state.started, now).is_some_and(|age| age < LOOP)
        && seconds(state.created, now).is_some_and(|age| age / LOOP <= restarts);
    if state.status == "restarting" || is_often {
        let drift = Drift {
            running: Some(state.restarts.to_string()),
            what: String::new(),
            ..about(DriftKind::RestartLoop, instance, declared)
        };
        merge(drift, all);
    }
    if state.is_up() && state.health.as_deref() == Some("unhealthy") {
        let drift = about(DriftKind::Unhealthy, instance, declared);
        let health = declared.map(|own| &own.service.health);
        let drift = match health {
            Some(health) => at_setting(drift, health, declared),
            None => drift,
        };
        merge(drift, all);
    }
    if state.oom_killed {
        let drift = about(DriftKind::OutOfMemory, instance, declared);
        let limit = declared.map(|own| &own.service.limits.memory);
        let drift = match limit {
            Some(limit) => at_setting(drift, limit, declared),
            None => drift,
        };
        merge(drift, all);
    }
}

fn one_off(
    instance: &Instance,
    service: &str,
    declared: Option<Declared<'_>>,
    now: Timestamp,
    all: &mut Vec<Drift>,
) {
    let since = instance.state.started.or(instance.state.created);
    let Some(age) = seconds(since, now).filter(|age| *age >= LONG) else {
        return;
    };
    if instance.state.is_up() {
        let mut drift = about(DriftKind::OneOff, instance, declared);
        if drift.subject.is_empty() {
            service.clone_into(&mut drift.subject);
        }
        drift.running = Some((age / LONG).to_string());
        merge(drift, all);
    }
}

/// Services of a project that should run and do not.
fn not_running(number: usize, project: &Project, groups: &[&Group<'_>], all: &mut Vec<Drift>) {
    let needs = project.containers.iter().flat_map(|own| &own.depends_on);
    let awaited: BTreeSet<&str> = needs
        .filter(|need| need.condition == "service_completed_successfully")
        .map(|need| need.service.as_str())
        .collect();
    let mut by_service: BTreeMap<&str, Vec<&Instance>> = BTreeMap::new();
    for (instance, labels) in groups.iter().flat_map(|group| &group.instances) {
        if !labels.is_one_off {
            by_service
                .entry(&labels.service)
                .or_default()
                .push(instance);
        }
    }
    for service in &project.containers {
        let replicas = project.startup.as_ref();
        let replicas = replicas.and_then(|own| own.replicas.get(&service.name).copied());
        let has_none = service.provider.value().is_some() || service.only_fetched;
        if !service.starts || has_none || replicas == Some(0) {
            continue;
        }
        let own = by_service
            .get(service.name.as_str())
            .map_or(&[][..], Vec::as_slice);
        // Who starts which Compose profiles is not known: of those, what was never made is not
        // missed.
        let is_not_missed = own.is_empty() && !service.profiles.is_empty();
        if is_not_missed || own.iter().any(|instance| instance.state.is_up()) {
            continue;
        }
        let is_done = |instance: &&Instance| {
            instance.state.status == "exited" && instance.state.exit_code == 0
        };
        let has_ended = !own.is_empty() && own.iter().all(is_done);
        let restart = service.restart.value().map(String::as_str);
        // What others reach or ask about its health is no job.
        let serves = !service.ports.is_empty() || service.health.value().is_some();
        let ends = matches!(restart, Some("no" | "none"))
            || restart.is_some_and(|policy| policy.starts_with("on-failure"));
        let is_job = awaited.contains(service.name.as_str()) || ends && !serves;
        if has_ended && is_job {
            continue;
        }
        // What ends well and says nothing of restarting may be a job, too.
        let change = if has_ended && restart.is_none() && !serves {
            Change::Other
        } else {
            Change::Weaker
        };
        let first = own.first();
        all.push(Drift {
            change,
            project: project.name.clone(),
            number: Some(number),
            running: first.map(|instance| match instance.state.status.as_str() {
                "exited" | "dead" => {
                    format!("{} {}", instance.state.status, instance.state.exit_code)
                }
                status => status.to_owned(),
            }),
            found: match first {
                Some(_) => own.iter().map(|instance| instance.state.place).collect(),
                None => groups.iter().map(|group| group.place()).collect(),
            },
            is_sure: groups.iter().all(|group| group.is_sure),
            ..nobody(DriftKind::NotRunning, &service.name, service.owner)
        });
    }
}
