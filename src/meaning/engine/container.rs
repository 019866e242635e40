//! A container as the engine tells it, in the words of the model.

use super::facts::{Facts, ImageFacts};
use super::fields::Fields;
use super::node::Node;
use super::state::{comes_up, is_up};
use super::{mounts, networks, ports, runs, share, walls};
use crate::meaning::image_line;
use crate::model::{Build, Container, Dependency, Setting, Traced};

/// What a container is called, and by whom.
pub(super) struct Called<'c> {
    /// The name in its project.
    pub(super) name: String,
    /// Its project.
    pub(super) project: Option<&'c str>,
    /// What the others of its project are called, by id or name.
    pub(super) peers: walls::Peers<'c>,
}

/// Reads a container.
pub(super) fn container(
    own: Node<'_>,
    called: &Called<'_>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Container {
    let image = facts.image(own);
    let at = |name: &str| own.at(&["HostConfig", name]);
    let (cap_add, cap_drop) = walls::capabilities(own, facts, fields);
    let joined = networks::joined(own, facts);
    let nodes: Vec<Node<'_>> = joined.iter().filter_map(|own| own.node).collect();
    let mut container = Container {
        name: called.name.clone(),
        owner: fields.owner,
        image: image_reference(own, image, fields),
        build: build(own, image, fields),
        // Only Docker Compose knows it.
        pull_policy: Setting::NotObservable("unknown.engine"),
        starts: is_up(own) || comes_up(own),
        only_fetched: false,
        privileged: fields.switch(at("Privileged")),
        read_only: fields.switch(at("ReadonlyRootfs")),
        cap_add,
        cap_drop,
        security_opt: walls::security(own, facts, fields),
        use_api_socket: fields.unset(None),
        user: Setting::NotObservable("unknown.engine"),
        namespaces: walls::namespaces(own, facts, called.peers, fields),
        ports: ports::ports(own, &nodes, fields),
        mounts: mounts::mounts(own, called.project, facts, fields),
        environment: runs::environment(own.at(&["Config", "Env"]), image, fields),
        limits: share::limits(own, fields),
        networks: networks::memberships(&joined, called.project, fields),
        profiles: Vec::new(),
        command: runs::command(own, "Cmd", image, fields),
        entrypoint: runs::command(own, "Entrypoint", image, fields),
        health: runs::health(own, fields),
        restart: share::restart(own, fields),
        logging: runs::logging(own, facts, fields),
        devices: share::devices(own, fields),
        device_rules: fields.strings(at("DeviceCgroupRules")),
        device_requests: share::device_requests(own, fields),
        groups: fields.strings(at("GroupAdd")),
        sysctls: fields.pairs(at("Sysctls")),
        runtime: share::runtime(own, facts, fields),
        cgroup_parent: share::cgroup_parent(own, facts, fields),
        hooks: Vec::new(),
        provider: fields.unset(None),
        ulimits: share::ulimits(own, fields),
        oom_kill_disable: fields.switch(at("OomKillDisable")),
        oom_score_adj: fields.read(at("OomScoreAdj"), |node| {
            node.number().filter(|score| *score != 0)
        }),
        init: fields.switch(at("Init")),
        extra_hosts: share::extra_hosts(own, fields),
        labels: runs::labels(own, image, fields),
        depends_on: dependencies(own, fields),
        configs: Vec::new(),
        secrets: Vec::new(),
        env_files: Vec::new(),
    };
    container.user = user(own, &container, fields);
    container
}

/// The user of the first process. The engine has put the image's own in where nothing else is
/// said, so that none is root; unless the image is known to start as root and to step down.
fn user(own: Node<'_>, container: &Container, fields: &mut Fields<'_>) -> Setting<String> {
    let Some(user) = own.at(&["Config", "User"]) else {
        return Setting::NotObservable("unknown.engine");
    };
    let name = user.text().unwrap_or_default();
    let steps_down = image_line(container).is_some_and(|line| line.steps_down);
    if !name.is_empty() {
        fields.set(user, name)
    } else if steps_down {
        fields.unset(Some(user))
    } else {
        fields.set(user, "root".to_owned())
    }
}

/// The image as it was asked for. Of one that was asked for by its id, the engine knows the name;
/// the id stays behind it, as it pins the image.
fn image_reference(
    own: Node<'_>,
    image: Option<&ImageFacts<'_>>,
    fields: &mut Fields<'_>,
) -> Setting<String> {
    fields.read(own.at(&["Config", "Image"]), |node| {
        let name = node.text().filter(|name| !name.is_empty())?;
        let digits = name.strip_prefix("sha256:").unwrap_or(&name);
        let is_id = digits.len() >= 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let known = image.and_then(|image| image.reference.as_ref());
        Some(match known {
            Some(known) if is_id && !known.contains('@') => {
                let id = own.get("Image").and_then(Node::text).unwrap_or_default();
                format!("{known}@{id}")
            }
            Some(known) if is_id => known.clone(),
            _ => name,
        })
    })
}

/// Whether the image was built here: how, the engine does not know.
fn build(own: Node<'_>, image: Option<&ImageFacts<'_>>, fields: &Fields<'_>) -> Option<Build> {
    image.filter(|image| image.is_built)?;
    let place = own.at(&["Config", "Image"]);
    Some(Build {
        context: Setting::NotObservable("unknown.engine"),
        additional_contexts: Vec::new(),
        dockerfile: Setting::NotObservable("unknown.engine"),
        dockerfile_inline: Setting::NotObservable("unknown.engine"),
        target: Setting::NotObservable("unknown.engine"),
        privileged: Setting::NotObservable("unknown.engine"),
        entitlements: Vec::new(),
        network: Setting::NotObservable("unknown.engine"),
        ssh: Vec::new(),
        args: Vec::new(),
        // The container says itself whether it has one.
        has_check: false,
        place: place.map_or(fields.owner, |node| node.shown(fields.text)),
    })
}

/// The services that Docker Compose starts before it: `db:service_healthy:false,cache:…`.
fn dependencies(own: Node<'_>, fields: &mut Fields<'_>) -> Vec<Dependency> {
    let label = ["Config", "Labels", "com.docker.compose.depends_on"];
    let Some(label) = own.at(&label) else {
        return Vec::new();
    };
    let text = label.text().unwrap_or_default();
    let entries = text.split(',').filter(|entry| !entry.trim().is_empty());
    let needs = entries.map(|entry| {
        let mut words = entry.trim().split(':');
        let service = words.next().unwrap_or_default().to_owned();
        let condition = words.next().filter(|word| !word.is_empty());
        let Traced { origin, .. } = fields.traced(label, ());
        Dependency {
            service,
            condition: condition.unwrap_or("service_started").to_owned(),
            required: true,
            origin,
        }
    });
    needs.collect()
}
