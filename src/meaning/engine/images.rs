//! The images of an engine.

use std::collections::HashMap;

use super::fields::Fields;
use super::node::Node;
use super::runs::{environment, health_of};
use super::state::moment;
use crate::model::{Image, Instance, Origins, Pair, Sensitive, Span, Step, TextId};

/// The images of a document, in the order of their ids, and where their values came from.
pub(super) fn images(top: Node<'_>, text: TextId, instances: &[Instance]) -> (Vec<Image>, Origins) {
    let mut used: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, instance) in instances.iter().enumerate() {
        used.entry(&instance.image).or_default().push(number);
    }
    let mut origins = Origins::default();
    let all = top.get("images").map(Node::items).unwrap_or_default();
    let mut images: Vec<Image> = all
        .into_iter()
        .filter_map(|own| {
            let inspect = own.get("inspect")?;
            let id = inspect.get("Id")?;
            let mut fields = Fields {
                text,
                origins: &mut origins,
                owner: id.shown(text),
            };
            let mut image = image(own, inspect, id, &mut fields)?;
            image.used_by = used.get(image.id.as_str()).cloned().unwrap_or_default();
            Some(image)
        })
        .collect();
    images.sort_by(|a, b| a.id.cmp(&b.id));
    (images, origins)
}

fn image(own: Node<'_>, inspect: Node<'_>, id: Node<'_>, fields: &mut Fields<'_>) -> Option<Image> {
    let name = id.text()?;
    let names = |field: &str| {
        let list = inspect.get(field).map(Node::texts).unwrap_or_default();
        let list = list.into_iter().map(|(name, _)| name);
        let known = list.filter(|name| !name.starts_with("<none>"));
        known.collect::<Vec<_>>()
    };
    let config = |field: &str| inspect.at(&["Config", field]);
    let history = own.get("history").map(Node::items).unwrap_or_default();
    Some(Image {
        tags: names("RepoTags"),
        digests: names("RepoDigests"),
        created: moment(inspect.get("Created").and_then(Node::text)),
        user: fields.string(config("User"), &[]),
        health: health_of(config("Healthcheck"), fields),
        environment: environment(config("Env"), None, fields),
        labels: fields.pairs(config("Labels")),
        exposed: exposed(config("ExposedPorts"), fields),
        history: history
            .into_iter()
            .filter_map(|step| history_step(step, fields))
            .collect(),
        used_by: Vec::new(),
        place: fields.owner,
        id: name,
    })
}

fn exposed(ports: Option<Node<'_>>, fields: &mut Fields<'_>) -> Vec<Pair> {
    let ports = ports.map(Node::fields).unwrap_or_default().into_iter();
    let ports = ports.map(|(name, key, _)| {
        let (port, protocol) = name.split_once('/').unwrap_or((&name, "tcp"));
        Pair {
            name: port.to_owned(),
            value: protocol.to_owned(),
            origin: fields.literal(key),
        }
    });
    ports.collect()
}

fn history_step(step: Node<'_>, fields: &Fields<'_>) -> Option<Step> {
    let command = step.get("CreatedBy")?;
    let size = step.get("Size").and_then(Node::number);
    let place: Span = command.shown(fields.text);
    Some(Step {
        command: Sensitive::new(command.text()?),
        place,
        is_empty: size.is_none_or(|size| size == 0),
    })
}
