//! Edits as a person makes them: an override file beside the vendor's, and lines of env files.

use std::collections::{BTreeMap, BTreeSet};

use super::yaml::{Field, ListMode, Override, literal, quoted};
use super::{config, values};
use crate::graph::ways::{Change, Cut, Holder, Ways};
use crate::model::{
    Container, Deployment, GrantKind, Mount, MountKind, Port, Project, Span, TextId, Texts,
};

/// What is to be done in one project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectEdits {
    /// The number of the project.
    pub project: usize,
    /// What is laid over its compose files: YAML, empty where nothing is.
    pub over: String,
    /// Variables that get new secrets, by the file that they are to stand in.
    pub secrets: BTreeSet<(EnvFile, String)>,
}

/// An env file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EnvFile {
    /// What Compose reads before all: `.env`, or what is named in its place.
    Own,
    /// One that was read; a template stands for the file that is to be made of it.
    Text(TextId),
}

/// What is to be written to make some edits, by project; `None` where one of them cannot be written
/// as an override or as a line of an env file: it is one of another file, of a running engine, or
/// would have to spell out what is not known here.
pub fn edits(
    deployment: &Deployment,
    ways: &Ways,
    texts: &Texts,
    cuts: &[Cut],
) -> Option<Vec<ProjectEdits>> {
    let mut all: BTreeMap<usize, Writing<'_>> = BTreeMap::new();
    for cut in cuts {
        for number in projects(ways, cut)? {
            let project = deployment.projects.get(number)?;
            if project.engine.is_some() {
                return None;
            }
            let writing = all
                .entry(number)
                .or_insert_with(|| Writing::new(number, project));
            writing.write(cut, ways, texts)?;
        }
    }
    Some(all.into_values().map(Writing::finish).collect())
}

/// The projects that an edit is about: one, or for a secret all that have it.
fn projects(ways: &Ways, cut: &Cut) -> Option<BTreeSet<usize>> {
    let mut projects: BTreeSet<usize> = cut.project.into_iter().collect();
    if matches!(cut.change, Change::StrongSecret { supplier: None }) {
        projects.extend(ways.holders(cut.place).iter().map(|holder| holder.project));
    }
    (!projects.is_empty()).then_some(projects)
}

struct Writing<'a> {
    project: &'a Project,
    containers: BTreeMap<&'a str, &'a Container>,
    over: Override,
    edits: ProjectEdits,
    /// Variables that stand for new secrets, by what they replace.
    named: BTreeMap<Span, String>,
    /// Ports, mounts, networks and items that are to go, by service.
    bound: BTreeMap<&'a str, Vec<&'a Port>>,
    dropped: BTreeMap<&'a str, BTreeSet<String>>,
    left: BTreeMap<&'a str, BTreeSet<String>>,
    items: BTreeMap<(&'a str, &'static str), BTreeSet<String>>,
}

impl<'a> Writing<'a> {
    fn new(number: usize, project: &'a Project) -> Self {
        let containers = project.containers.iter();
        Self {
            project,
            containers: containers.map(|own| (own.name.as_str(), own)).collect(),
            over: Override::default(),
            edits: ProjectEdits {
                project: number,
                ..ProjectEdits::default()
            },
            named: BTreeMap::new(),
            bound: BTreeMap::new(),
            dropped: BTreeMap::new(),
            left: BTreeMap::new(),
            items: BTreeMap::new(),
        }
    }

    fn write(&mut self, cut: &Cut, ways: &Ways, texts: &Texts) -> Option<()> {
        match &cut.change {
            Change::StrongSecret {
                supplier: Some(name),
            } => {
                let path = texts.get(cut.place.text).path().clone();
                let is_yaml = path.ends_with(".yml") || path.ends_with(".yaml");
                let file = if is_yaml {
                    EnvFile::Own
                } else {
                    EnvFile::Text(cut.place.text)
                };
                self.edits.secrets.insert((file, name.clone()));
                Some(())
            }
            Change::StrongSecret { supplier: None } => self.replace(cut, ways.holders(cut.place)),
            Change::SetVariable {
                service,
                name,
                value,
            } => {
                let container = self.container(service)?;
                let value = if let Some(value) = value {
                    quoted(&literal(value))
                } else {
                    let variable = self.variable(cut.place, service, name)?;
                    quoted(&format!("${{{variable}}}"))
                };
                self.over
                    .set_entry(&container.name, "environment", name, value);
                Some(())
            }
            Change::AddFlag { service, flag } => {
                let container = self.container(service)?;
                let name = flag.trim_start_matches('-').replace(['-', '.'], "_");
                let name = format!("{service}_{name}").replace(['-', '.'], "_");
                let variable = self.variable(cut.place, service, &name.to_ascii_uppercase())?;
                let command = values::command_with_flag(container, flag, &variable)?;
                self.over.set(service, "command", Field::Plain(command));
                Some(())
            }
            Change::AddToConfig {
                config,
                section,
                key,
                client,
            } => self.add_to_config(cut.place, config, (section, key), client),
            _ => self.isolate(cut),
        }
    }

    /// Takes away ports, networks, mounts and rights.
    fn isolate(&mut self, cut: &Cut) -> Option<()> {
        match &cut.change {
            Change::BindToLoopback {
                service,
                published,
                target,
                protocol,
            } => {
                let container = self.container(service)?;
                let same = |port: &&Port| {
                    !port.is_loopback()
                        && port.published == *published
                        && port.target == *target
                        && port.protocol == *protocol
                };
                let ports: Vec<&Port> = container.ports.iter().filter(same).collect();
                let is_there = !ports.is_empty();
                self.bound.entry(&container.name).or_default().extend(ports);
                is_there.then_some(())
            }
            Change::Leave { service, network } => {
                let container = self.container(service)?;
                let left = self.left.entry(&container.name).or_default();
                left.insert(network.clone());
                // Without any network Compose would join the default one.
                let stays = |own: &String| !left.contains(own);
                let mut networks = container.networks.iter().map(|own| &own.value);
                networks.any(stays).then_some(())
            }
            Change::MakeInternal { network } => {
                let known = self.project.networks.get(network);
                if known.is_none_or(|known| known.external) {
                    return None;
                }
                let fields = self.over.networks.entry(network.clone()).or_default();
                fields.insert("internal", Field::Plain("true".to_owned()));
                Some(())
            }
            Change::DropMount { service, target } => {
                let container = self.container(service)?;
                let dropped = self.dropped.entry(&container.name).or_default();
                dropped.insert(target.clone());
                let kept = container
                    .mounts
                    .iter()
                    .filter(|own| !dropped.contains(&own.target));
                let kept: Option<Vec<String>> = kept.map(mount).collect();
                kept.map(|_| ())
            }
            Change::MountReadOnly { service, target } => {
                let container = self.container(service)?;
                let mut mounts = container.mounts.iter();
                let own = mounts.find(|own| own.target == *target)?;
                let own = Mount {
                    read_only: true,
                    ..own.clone()
                };
                let item = mount(&own)?;
                let mut items = vec![item];
                let fields = self.over.services.entry(service.clone()).or_default();
                if let Some(Field::List(_, earlier)) = fields.remove("volumes") {
                    items.splice(0..0, earlier);
                }
                fields.insert("volumes", Field::List(ListMode::Merge, items));
                Some(())
            }
            Change::DropField {
                service,
                field,
                item,
            } => self.drop_field(service, field, item.as_deref()),
            _ => None,
        }
    }

    /// Adds a secret to the content of a config, and gives it to the clients: those that have its
    /// variable already.
    fn add_to_config(
        &mut self,
        place: Span,
        config: &str,
        (section, key): (&str, &str),
        client: &str,
    ) -> Option<()> {
        let mut grants = self.project.grants.iter();
        let grant = grants.find(|own| own.kind == GrantKind::Config && own.key == config)?;
        let content = grant.content.as_ref()?.value.expose();
        let name = if client.is_empty() { key } else { client };
        let variable = self.variable(place, config, &name.to_ascii_uppercase())?;
        let content = config::with_key(content, section, key, &variable)?;
        let fields = self.over.configs.entry(config.to_owned()).or_default();
        fields.insert("content", Field::Block(content));
        let has = |own: &&&Container| own.environment.iter().any(|own| own.name == client);
        let clients: Vec<&Container> = self.containers.values().filter(has).copied().collect();
        for container in &clients {
            let value = quoted(&format!("${{{variable}}}"));
            self.over
                .set_entry(&container.name, "environment", client, value);
        }
        (client.is_empty() || !clients.is_empty()).then_some(())
    }

    fn container(&self, service: &str) -> Option<&'a Container> {
        self.containers.get(service).copied()
    }

    /// Gives every holder of a secret a variable in its place.
    fn replace(&mut self, cut: &Cut, holders: &[Holder]) -> Option<()> {
        let own = holders
            .iter()
            .filter(|own| own.project == self.edits.project);
        let own: Vec<&Holder> = own.collect();
        let is_flag = |own: &Holder| own.name.starts_with('-');
        let mut known = holders.iter().filter(|own| !own.is_part && !is_flag(own));
        let secret = known.find_map(|own| {
            let container = self.container(&own.service)?;
            let mut variables = container.environment.iter();
            variables
                .find(|variable| variable.name == own.name)?
                .value
                .clone()
        })?;
        let named = own.iter().find(|own| !own.is_part && !is_flag(own));
        let named = named.or(own.first())?;
        let variable = self.variable(cut.place, &named.service, &named.name)?;
        for holder in own {
            let container = self.container(&holder.service)?;
            if is_flag(holder) {
                let command = values::command(container, secret.expose(), &variable)?;
                self.over
                    .set(&holder.service, "command", Field::Plain(command));
                continue;
            }
            let mut variables = container.environment.iter();
            let own = variables.find(|own| own.name == holder.name)?;
            let value = own.value.as_ref()?.expose();
            let value = values::with_variable(value, secret.expose(), &variable)?;
            let service = &holder.service;
            self.over
                .set_entry(service, "environment", &holder.name, value);
        }
        Some(())
    }

    /// A variable of `.env` for a new secret; its name is one that nothing else is filled in by.
    fn variable(&mut self, place: Span, service: &str, name: &str) -> Option<String> {
        if let Some(known) = self.named.get(&place) {
            return Some(known.clone());
        }
        let is_word = |name: &str| {
            let mut characters = name.chars();
            characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
                && name.starts_with(|c: char| c.is_ascii_alphabetic())
        };
        let long = format!("{service}_{name}")
            .replace(['-', '.'], "_")
            .to_ascii_uppercase();
        let own = [name.to_owned(), long.clone(), format!("NEW_{long}")];
        let is_free = |own: &String| {
            let taken = self.named.values().any(|known| known == own);
            is_word(own) && !taken && !self.project.origins.uses(own)
        };
        let own = own.into_iter().find(is_free)?;
        self.named.insert(place, own.clone());
        self.edits.secrets.insert((EnvFile::Own, own.clone()));
        Some(own)
    }

    fn drop_field(&mut self, service: &str, field: &'static str, item: Option<&str>) -> Option<()> {
        let container = self.container(service)?;
        match (field, item) {
            ("privileged" | "use_api_socket", _) => {
                self.over
                    .set(service, field, Field::Plain("false".to_owned()));
            }
            (_, None) => {
                self.over
                    .set(service, field, Field::Plain("!reset null".to_owned()));
            }
            (_, Some(item)) => {
                let items = self.items.entry((&container.name, field)).or_default();
                items.insert(item.to_owned());
                let written: Vec<&str> = match field {
                    "cap_add" => container
                        .cap_add
                        .iter()
                        .map(|own| own.value.as_str())
                        .collect(),
                    "group_add" => container
                        .groups
                        .iter()
                        .map(|own| own.value.as_str())
                        .collect(),
                    // Devices have a way of their own to be written, of which not all is known here.
                    _ => return None,
                };
                let kept = written.into_iter().filter(|own| !items.contains(*own));
                let kept = kept.map(|own| quoted(&literal(own))).collect();
                self.over
                    .set(service, field, Field::List(ListMode::Override, kept));
            }
        }
        Some(())
    }

    fn finish(mut self) -> ProjectEdits {
        for (service, bound) in &self.bound {
            let ports = self.containers.get(service).map(|own| own.ports.as_slice());
            let ports = ports.unwrap_or_default().iter();
            let ports = ports.map(|own| port(own, bound.contains(&own))).collect();
            self.over
                .set(service, "ports", Field::List(ListMode::Override, ports));
        }
        for (service, dropped) in &self.dropped {
            let mounts = self
                .containers
                .get(service)
                .map(|own| own.mounts.as_slice());
            let mounts = mounts.unwrap_or_default().iter();
            let kept = mounts.filter(|own| !dropped.contains(&own.target));
            let kept = kept.filter_map(mount).collect();
            self.over
                .set(service, "volumes", Field::List(ListMode::Override, kept));
        }
        for (service, left) in &self.left {
            for network in left {
                let nothing = "!reset null".to_owned();
                self.over.set_entry(service, "networks", network, nothing);
            }
        }
        self.edits.over = self.over.text();
        self.edits
    }
}

/// A port in the short syntax; where `is_bound`, on the machine itself only.
fn port(port: &Port, is_bound: bool) -> String {
    let range = |(first, last): (u16, u16)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    };
    let address = if is_bound {
        Some("127.0.0.1")
    } else {
        port.host_ip.as_deref()
    };
    let address = address.map_or(String::new(), |own| {
        let own = own.trim_matches(['[', ']']);
        if own.contains(':') {
            format!("[{own}]:")
        } else {
            format!("{own}:")
        }
    });
    let published = match port.published {
        Some(published) => format!("{}:", range(published)),
        None if address.is_empty() => String::new(),
        None => ":".to_owned(),
    };
    let target = range(port.target);
    quoted(&format!("{address}{published}{target}/{}", port.protocol))
}

/// A mount in the long syntax; `None` where more belongs to it than is known here.
fn mount(mount: &Mount) -> Option<String> {
    let kind = match mount.kind {
        MountKind::Bind => "bind",
        MountKind::Volume => "volume",
        MountKind::Pipe => "npipe",
        MountKind::Tmpfs | MountKind::Other => return None,
    };
    if !mount.options.is_empty() || mount.propagation.is_some() {
        return None;
    }
    let mut text = format!("{{type: {kind}, ");
    if let Some(source) = &mount.source {
        text.extend(["source: ", &quoted(&literal(source)), ", "]);
    }
    text.extend(["target: ", &quoted(&literal(&mount.target))]);
    if mount.read_only {
        text.push_str(", read_only: true");
    }
    text.push('}');
    Some(text)
}
