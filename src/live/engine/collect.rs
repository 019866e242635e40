//! Everything that is asked of an engine, and the document that it becomes.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::EngineLimits;
use super::ask::{About, Asker, Shape};
use super::client::{Client, Trouble};
use super::endpoint::EngineEndpoint;
use super::tasks::{self, Kind, Task};
use crate::model::{ENGINE_DOCUMENT_VERSION, EngineFailure, EngineHint, EngineWhy};

const INFO: &str = "/info";
const CONTAINERS: &str = "/containers/json?all=true";
const IMAGES: &str = "/images/json";
const NETWORKS: &str = "/networks";
const VOLUMES: &str = "/volumes";
const PLUGINS: &str = "/plugins";

/// The newest version of the interface whose answers are known. An engine that is newer is asked to
/// answer as this one, unless it no longer does.
const NEWEST: (u32, u32) = (1, 51);

/// Asks an engine for all that it knows. The document says what could not be had.
pub fn collect_engine(endpoint: &EngineEndpoint, limits: &EngineLimits) -> Value {
    let client = Client::new(endpoint, limits);
    let mut document = Map::new();
    document.insert("hulan-engine".to_owned(), json!(ENGINE_DOCUMENT_VERSION));
    document.insert("endpoint".to_owned(), json!(endpoint.name()));
    match begin(&client) {
        Ok((answer, version)) => {
            document.insert("version".to_owned(), answer);
            let asker = Asker::new(&client, limits, &version);
            collect(&asker, limits, &mut document);
            let gaps = asker.into_gaps();
            if !gaps.is_empty() {
                document.insert("gaps".to_owned(), plain(&gaps));
            }
        }
        Err(trouble) => {
            let failure = failure(endpoint, trouble);
            document.insert("failure".to_owned(), plain(&failure));
        }
    }
    Value::Object(document)
}

/// What `/version` answers, and the version to speak.
fn begin(client: &Client) -> Result<(Value, String), Trouble> {
    let answer = client.get("/version")?;
    match spoken(&answer.value) {
        Some((major, minor)) => Ok((answer.value, format!("/v{major}.{minor}"))),
        None => Err(EngineWhy::NotAnEngine.into()),
    }
}

/// The version of the interface that both sides know.
fn spoken(answer: &Value) -> Option<(u32, u32)> {
    let version = |key: &str| {
        let (major, minor) = answer.get(key)?.as_str()?.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    };
    let newest: (u32, u32) = version("ApiVersion")?;
    let oldest = version("MinAPIVersion").unwrap_or(newest);
    Some(newest.min(NEWEST).max(oldest))
}

fn failure(endpoint: &EngineEndpoint, trouble: Trouble) -> EngineFailure {
    // What belongs to it and does not answer as an engine is not started, or waits for somebody to
    // log in.
    let sleeps = match trouble.why {
        EngineWhy::Refused | EngineWhy::Absent | EngineWhy::Silent | EngineWhy::Cut => true,
        EngineWhy::Status => trouble.status.is_some_and(|status| status >= 500),
        _ => false,
    };
    let is_desktop = trouble.is_docker_desktop || endpoint.is_docker_desktop && sleeps;
    EngineFailure {
        why: match (trouble.why, trouble.status) {
            // No engine lacks its version.
            (EngineWhy::Status, Some(404 | 300..=399)) => EngineWhy::NotAnEngine,
            (why, _) => why,
        },
        status: trouble.status,
        hint: is_desktop.then_some(EngineHint::DockerDesktop),
    }
}

fn plain(value: &impl Serialize) -> Value {
    // Plain words and numbers alone: nothing of that can fail.
    serde_json::to_value(value).unwrap_or_default()
}

fn collect(asker: &Asker<'_>, limits: &EngineLimits, document: &mut Map<String, Value>) {
    let questions = [
        (INFO, Shape::Object),
        (CONTAINERS, Shape::List),
        (IMAGES, Shape::List),
        (NETWORKS, Shape::List),
        (VOLUMES, Shape::Object),
        (PLUGINS, Shape::List),
    ];
    let answers = asker.for_each(&questions, |(path, shape)| match *path {
        // Podman does not know it.
        PLUGINS => asker.ask_if_known(path, *shape),
        _ => asker.ask(path, About::All, *shape),
    });
    let mut answers = answers.into_iter();
    let mut next = || answers.next().flatten();
    let (info, containers, images) = (next(), next(), next());
    let (networks, volumes, plugins) = (next(), next(), next());
    let volumes = volumes.and_then(|answer| volumes_of(asker, answer));
    let [containers, networks, volumes] = [
        (CONTAINERS, containers),
        (NETWORKS, networks),
        (VOLUMES, volumes),
    ]
    .map(|(path, list)| list.map(|list| bounded(asker, path, list, limits.objects)));

    let mut tasks = Vec::new();
    tasks.extend(tasks::containers(asker, containers.as_deref()));
    tasks.extend(tasks::networks(asker, networks.as_deref()));
    let used = containers.as_deref().unwrap_or_default();
    let own = images.as_ref().and_then(Value::as_array);
    let mut own = tasks::images(asker, own.map_or(&[][..], Vec::as_slice), used);
    if own.len() > limits.images {
        own.truncate(limits.images);
        asker.miss(IMAGES, About::All, EngineWhy::TooLarge.into());
    }
    tasks.extend(own);
    let manages = info
        .as_ref()
        .and_then(|info| info.pointer("/Swarm/ControlAvailable"));
    if manages.and_then(Value::as_bool) == Some(true) {
        tasks.extend(tasks::swarm());
    }

    let mut found: BTreeMap<Kind, Vec<(&str, Value)>> = BTreeMap::new();
    let results = asker.for_each(&tasks, |task| answer(asker, task));
    for (task, result) in tasks.iter().zip(results) {
        if let Some(value) = result {
            let list = found.entry(task.kind).or_default();
            list.push((&task.order, value));
        }
    }
    let mut sorted = |kind: Kind| {
        let mut list = found.remove(&kind).unwrap_or_default();
        list.sort_by_key(|(order, _)| *order);
        list.into_iter().map(|(_, value)| value).collect::<Vec<_>>()
    };
    let lists = [
        ("containers", Kind::Container, containers.is_some()),
        ("images", Kind::Image, images.is_some()),
        ("networks", Kind::Network, networks.is_some()),
    ];
    for (key, kind, is_known) in lists {
        let list = sorted(kind);
        if is_known {
            document.insert(key.to_owned(), Value::Array(list));
        }
    }
    let single = [
        ("swarm", Kind::Swarm),
        ("nodes", Kind::Nodes),
        ("services", Kind::Services),
    ];
    let single = single.map(|(key, kind)| (key, sorted(kind).pop()));
    let volumes = volumes.map(|mut list| {
        list.sort_by_key(|volume| tasks::text(volume, "Name").to_owned());
        Value::Array(list)
    });
    let others = [("info", info), ("volumes", volumes), ("plugins", plugins)];
    for (key, value) in single.into_iter().chain(others) {
        document.extend(value.map(|value| (key.to_owned(), value)));
    }
}

/// The volumes stand within their answer, or nothing where there are none.
fn volumes_of(asker: &Asker<'_>, mut answer: Value) -> Option<Value> {
    match answer.get_mut("Volumes").map(Value::take) {
        Some(list @ Value::Array(_)) => Some(list),
        Some(Value::Null) => Some(Value::Array(Vec::new())),
        _ => {
            asker.miss(VOLUMES, About::All, EngineWhy::Broken.into());
            None
        }
    }
}

/// As many of a list as are looked at.
fn bounded(asker: &Asker<'_>, path: &str, list: Value, most: usize) -> Vec<Value> {
    let Value::Array(mut list) = list else {
        return Vec::new();
    };
    if list.len() > most {
        list.truncate(most);
        asker.miss(path, About::All, EngineWhy::TooLarge.into());
    }
    list
}

/// The answer about one thing.
fn answer(asker: &Asker<'_>, task: &Task) -> Option<Value> {
    let one = About::One(&task.name);
    match task.kind {
        Kind::Container => asker.ask(&format!("{}/json", task.path), one, Shape::Object),
        Kind::Network => asker.ask(&task.path, one, Shape::Object),
        Kind::Image => {
            let inspect = asker.ask(&format!("{}/json", task.path), one, Shape::Object)?;
            let mut image = Map::new();
            image.insert("inspect".to_owned(), inspect);
            let history = asker.ask(&format!("{}/history", task.path), one, Shape::List);
            image.extend(history.map(|history| ("history".to_owned(), history)));
            Some(Value::Object(image))
        }
        Kind::Swarm => {
            let mut swarm = asker.ask(&task.path, About::All, Shape::Object)?;
            // Whoever has these joins the swarm.
            swarm.as_object_mut()?.remove("JoinTokens");
            Some(swarm)
        }
        Kind::Nodes | Kind::Services => asker.ask(&task.path, About::All, Shape::List),
    }
}
