//! What a container runs, and with what: commands, health check, environment, labels, output.

use super::facts::{Facts, ImageFacts};
use super::fields::Fields;
use super::node::Node;
use crate::model::{Command, Health, Logging, Pair, Sensitive, Setting, Span, Variable};

/// What Docker Compose notes for itself is no label of the deployment.
const OF_COMPOSE: &str = "com.docker.compose.";

/// The command or entry point of a container; the image's own is none of the container's.
pub(super) fn command(
    container: Node<'_>,
    name: &str,
    image: Option<&ImageFacts<'_>>,
    fields: &mut Fields<'_>,
) -> Setting<Command> {
    let own = container.at(&["Config", name]);
    let words = own.map(Node::texts).unwrap_or_default();
    let plain = |node: Option<Node<'_>>| {
        let words = node.map(Node::texts).unwrap_or_default().into_iter();
        words.map(|(word, _)| word).collect::<Vec<_>>()
    };
    let of_image = image.map(|image| plain(image.config(name)));
    if words.is_empty() || of_image == Some(plain(own)) {
        return fields.unset(own);
    }
    let words = words.into_iter();
    let words = words.map(|(word, node)| fields.traced(node, Sensitive::new(word)));
    let command = Command {
        words: words.collect(),
        line: None,
    };
    match own {
        Some(own) => fields.set(own, command),
        None => fields.unset(None),
    }
}

/// The health check; the engine has put the image's own in where nothing else is said.
pub(super) fn health(container: Node<'_>, fields: &mut Fields<'_>) -> Setting<Health> {
    health_of(container.at(&["Config", "Healthcheck"]), fields)
}

/// A health check as the engine tells it.
pub(super) fn health_of(own: Option<Node<'_>>, fields: &mut Fields<'_>) -> Setting<Health> {
    let test = own.and_then(|own| own.get("Test"));
    let words = test.map(Node::texts).unwrap_or_default();
    let (Some(test), false) = (test, words.is_empty()) else {
        return fields.unset(own);
    };
    let words = words.into_iter();
    let test_words: Vec<_> = words
        .map(|(word, node)| fields.traced(node, Sensitive::new(word)))
        .collect();
    let none = test_words.first();
    let none = none.filter(|word| word.value.expose() == "NONE");
    let disabled = none.map(|word| word.origin);
    let health = Health {
        test: test_words,
        disabled,
    };
    fields.set(test, health)
}

/// The effective environment in name order. What the image brings is marked by its origin: the
/// deployment did not write it.
pub(super) fn environment(
    list: Option<Node<'_>>,
    image: Option<&ImageFacts<'_>>,
    fields: &mut Fields<'_>,
) -> Vec<Variable> {
    let mut variables = Vec::new();
    for (text, node) in list.map(Node::texts).unwrap_or_default() {
        let Some((name, value)) = text.split_once('=') else {
            continue;
        };
        let declared = node.span(fields.text);
        let place = value_place(node, name, declared);
        let origin = if image.is_some_and(|image| image.environment.contains(&text)) {
            fields.of_image(place)
        } else {
            fields.origins.literal(place)
        };
        variables.push(Variable {
            name: name.to_owned(),
            value: Some(Sensitive::new(value)),
            origin,
            declared,
        });
    }
    variables.sort_by(|a, b| a.name.cmp(&b.name));
    // Of one name the last one counts.
    variables.dedup_by(|later, kept| {
        let same = later.name == kept.name;
        if same {
            std::mem::swap(later, kept);
        }
        same
    });
    variables
}

/// Where the value of `NAME=value` stands; the whole where the name is written in another way, or
/// where there is nothing behind it.
pub(super) fn value_place(node: Node<'_>, name: &str, whole: Span) -> Span {
    let raw = node.raw();
    let start = name.len() + 1;
    if raw.starts_with(name) && raw.len() > start {
        whole.part(start..raw.len())
    } else {
        whole
    }
}

/// The labels that the deployment gives a container.
pub(super) fn labels(
    container: Node<'_>,
    image: Option<&ImageFacts<'_>>,
    fields: &mut Fields<'_>,
) -> Vec<Pair> {
    let mut labels = fields.pairs(container.at(&["Config", "Labels"]));
    labels.retain(|label| {
        let of_image = image.and_then(|image| image.labels.get(&label.name));
        !label.name.starts_with(OF_COMPOSE) && of_image != Some(&label.value)
    });
    labels
}

/// Where its output goes. The engine has put its own default in where nothing is said: without any
/// option that cannot be told from nothing, unless the default is another driver than Docker's.
pub(super) fn logging(
    container: Node<'_>,
    facts: &Facts<'_>,
    fields: &mut Fields<'_>,
) -> Setting<Logging> {
    let Some(own) = container.at(&["HostConfig", "LogConfig"]) else {
        return fields.unset(None);
    };
    let driver = own.get("Type").and_then(|node| {
        let name = node.text().filter(|name| !name.is_empty());
        Some((node, name.or_else(|| facts.log_driver.clone())?))
    });
    let options = fields.pairs(own.get("Config"));
    let Some((node, name)) = driver else {
        return fields.unset(Some(own));
    };
    let is_default = facts.log_driver.as_deref().is_none_or(|own| own == name);
    if options.is_empty() && is_default && name == "json-file" {
        return fields.unset(Some(node));
    }
    let logging = Logging {
        driver: Some(fields.traced(node, name)),
        options,
    };
    fields.set(node, logging)
}
