//! What of a document several readers need: the images by their ids, what the engine does when
//! nothing is said, which networks, volumes and containers there are.

use std::collections::{HashMap, HashSet};

use super::node::Node;
use crate::model::EngineKind;

/// The label with which Docker Compose says which project something belongs to.
pub(super) const PROJECT: &str = "com.docker.compose.project";
/// The label with which Docker Compose says which service a container or an image is of.
pub(super) const SERVICE: &str = "com.docker.compose.service";

/// What is known around a container.
pub(super) struct Facts<'d> {
    /// Which product the engine is.
    pub(super) kind: EngineKind,
    /// Where output goes when nothing is said.
    pub(super) log_driver: Option<String>,
    /// The runtime when nothing is said.
    pub(super) runtime: Option<String>,
    /// Whether control groups are those of version 1, under which a container shares the host's
    /// namespace of them unless it is told otherwise.
    pub(super) has_old_cgroups: bool,
    /// Where the engine says that it forbids new privileges to every container.
    pub(super) no_new_privileges: Option<Node<'d>>,
    /// The images by their ids.
    pub(super) images: HashMap<String, ImageFacts<'d>>,
    /// The networks by their names.
    pub(super) networks: HashMap<String, Node<'d>>,
    /// The volumes by their names.
    pub(super) volumes: HashMap<String, Node<'d>>,
}

/// What an image brings to its containers.
pub(super) struct ImageFacts<'d> {
    /// The image as the engine tells it.
    pub(super) inspect: Node<'d>,
    /// `NAME=value`
    pub(super) environment: HashSet<String>,
    /// Its labels.
    pub(super) labels: HashMap<String, String>,
    /// The first of its tags, else of its digests.
    pub(super) reference: Option<String>,
    /// Docker Compose built it here.
    pub(super) is_built: bool,
}

impl<'d> Facts<'d> {
    /// Looks through a document.
    pub(super) fn new(top: Node<'d>) -> Self {
        let info = |name: &str| top.at(&["info", name]);
        let told = |name: &str| info(name).and_then(Node::text);
        let options = info("SecurityOptions").map(Node::items).unwrap_or_default();
        let mut options = options.into_iter();
        let images = top.get("images").map(Node::items).unwrap_or_default();
        let images = images.into_iter().filter_map(|image| {
            let inspect = image.get("inspect")?;
            Some((inspect.get("Id")?.text()?, ImageFacts::new(inspect)))
        });
        Self {
            kind: kind(top),
            log_driver: told("LoggingDriver").filter(|name| !name.is_empty()),
            runtime: told("DefaultRuntime").filter(|name| !name.is_empty()),
            has_old_cgroups: told("CgroupVersion").is_none_or(|version| version != "2"),
            no_new_privileges: options.find(|own| {
                let text = own.text().unwrap_or_default();
                text.trim_start_matches("name=") == "no-new-privileges"
            }),
            images: images.collect(),
            networks: by_name(top.get("networks")),
            volumes: by_name(top.get("volumes")),
        }
    }

    /// The image that a container was made from.
    pub(super) fn image(&self, container: Node<'_>) -> Option<&ImageFacts<'d>> {
        self.images.get(&container.get("Image")?.text()?)
    }
}

impl<'d> ImageFacts<'d> {
    fn new(inspect: Node<'d>) -> Self {
        let environment = inspect.at(&["Config", "Env"]).map(Node::texts);
        let environment = environment.unwrap_or_default().into_iter();
        let labels = labels(inspect);
        let list = |name: &str| inspect.get(name).map(Node::texts).unwrap_or_default();
        let mut names = list("RepoTags").into_iter().chain(list("RepoDigests"));
        Self {
            inspect,
            environment: environment.map(|(text, _)| text).collect(),
            is_built: labels.contains_key(SERVICE) && labels.contains_key(PROJECT),
            labels,
            reference: names
                .find(|(name, _)| !name.starts_with("<none>"))
                .map(|(name, _)| name),
        }
    }

    /// A field of its configuration.
    pub(super) fn config(&self, name: &str) -> Option<Node<'d>> {
        self.inspect.at(&["Config", name])
    }
}

/// The labels of a container or an image.
pub(super) fn labels(of: Node<'_>) -> HashMap<String, String> {
    let labels = of.at(&["Config", "Labels"]).map(Node::fields);
    let labels = labels.unwrap_or_default().into_iter();
    labels
        .filter_map(|(name, _, value)| Some((name, value.text()?)))
        .collect()
}

/// A label of a network or a volume.
pub(super) fn label(of: Node<'_>, name: &str) -> Option<String> {
    of.at(&["Labels", name])?
        .text()
        .filter(|own| !own.is_empty())
}

fn by_name(list: Option<Node<'_>>) -> HashMap<String, Node<'_>> {
    let items = list.map(Node::items).unwrap_or_default().into_iter();
    items
        .filter_map(|item| Some((item.get("Name")?.text()?, item)))
        .collect()
}

/// Which product an engine is, by what it calls itself and the system it runs on.
fn kind(top: Node<'_>) -> EngineKind {
    let components = top.at(&["version", "Components"]).map(Node::items);
    let components = components.unwrap_or_default().into_iter();
    let mut names: Vec<String> = components
        .filter_map(|own| own.get("Name")?.text())
        .collect();
    names.extend(
        top.at(&["version", "Platform", "Name"])
            .and_then(Node::text),
    );
    let says = |word: &str| names.iter().any(|name| name.contains(word));
    let system = top.at(&["info", "OperatingSystem"]).and_then(Node::text);
    if says("Podman") {
        EngineKind::Podman
    } else if says("Docker Desktop") || system.is_some_and(|own| own.contains("Docker Desktop")) {
        EngineKind::DockerDesktop
    } else if says("Engine") || says("Docker") {
        EngineKind::Docker
    } else {
        EngineKind::Other
    }
}
