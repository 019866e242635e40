//! `!reset` and `!override`: what a file takes away from those before it.

use std::collections::HashSet;

use super::value::{Data, Value};
use crate::syntax::yaml::{Kind, NodeId, Yaml};

/// The places that a document resets, as keys from the root on.
#[derive(Clone, Default)]
pub(super) struct Resets(Vec<Vec<Box<str>>>);

/// How many nodes are looked at, aliases followed, before the rest counts as free of tags.
const MOST_NODES: usize = 200_000;

/// Whether a tag takes a value away.
pub(super) fn is_reset(yaml: &Yaml, id: NodeId) -> bool {
    yaml.node(yaml.follow(id)).tag.as_deref() == Some("!reset")
}

impl Resets {
    /// The places that the document at `root` resets.
    pub(super) fn of(yaml: &Yaml, root: NodeId) -> Self {
        let mut found = Self::default();
        let is_tag = |tag: &str| tag == "!reset" || tag == "!override";
        // Most files have no tags at all: nothing is walked then.
        if yaml
            .ids()
            .any(|id| yaml.node(id).tag.as_deref().is_some_and(is_tag))
        {
            let mut left = MOST_NODES;
            let mut taken = HashSet::new();
            found.walk(yaml, root, &mut Vec::new(), &mut left, &mut taken);
        }
        found
    }

    /// Collects below `id`. The syntax tree is at most
    /// [`MAX_DEPTH`](crate::syntax::yaml::MAX_DEPTH) deep, aliases followed.
    fn walk(
        &mut self,
        yaml: &Yaml,
        id: NodeId,
        path: &mut Vec<Box<str>>,
        left: &mut usize,
        taken: &mut HashSet<NodeId>,
    ) {
        let Some(rest) = left.checked_sub(1) else {
            return;
        };
        *left = rest;
        let id = yaml.follow(id);
        let node = yaml.node(id);
        match node.tag.as_deref() {
            // Compose takes a value away where it meets it first. Where an alias leads there once
            // more, nothing is left that could reset anything.
            Some("!reset") => {
                if taken.insert(id) {
                    self.0.push(path.clone());
                }
                return;
            }
            Some("!override") => {
                self.0.push(path.clone());
                return;
            }
            _ => {}
        }
        match &node.kind {
            Kind::Sequence(items) => {
                for (at, item) in items.iter().enumerate() {
                    path.push(at.to_string().into());
                    self.walk(yaml, *item, path, left, taken);
                    path.pop();
                }
            }
            Kind::Mapping(_) => {
                for entry in yaml.entries(id) {
                    let Some(key) = yaml.scalar(entry.key) else {
                        continue;
                    };
                    path.push(key.value.clone());
                    self.walk(yaml, entry.value, path, left, taken);
                    path.pop();
                }
            }
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
    }

    /// `value` without what is reset.
    pub(super) fn apply(&self, value: &Value) -> Value {
        let paths = self.0.iter().map(|path| path.iter().map(AsRef::as_ref));
        let paths: Vec<Vec<&str>> = paths.map(Iterator::collect).collect();
        let paths: Vec<&[&str]> = paths.iter().map(Vec::as_slice).collect();
        without(value, &paths)
    }

    /// The same for the service `name` alone.
    pub(super) fn apply_to_service(&self, name: &str, service: &Value) -> Value {
        let paths = self.0.iter().filter_map(|path| match path.as_slice() {
            [services, own, rest @ ..] => {
                (&**services == "services" && (&**own == name || &**own == "*") && !rest.is_empty())
                    .then(|| rest.iter().map(AsRef::as_ref).collect())
            }
            _ => None,
        });
        let paths: Vec<Vec<&str>> = paths.collect();
        let paths: Vec<&[&str]> = paths.iter().map(Vec::as_slice).collect();
        without(service, &paths)
    }
}

/// `value` without the places that `paths` lead to. Items of a sequence cannot be taken away.
fn without(value: &Value, paths: &[&[&str]]) -> Value {
    let Data::Mapping(fields) = &value.data else {
        return value.clone();
    };
    if paths.is_empty() {
        return value.clone();
    }
    let mut kept = Vec::new();
    for field in fields.iter() {
        let mut below: Vec<&[&str]> = Vec::new();
        let mut gone = false;
        for path in paths {
            if let [first, rest @ ..] = path
                && (*first == &*field.key || *first == "*")
            {
                gone |= rest.is_empty();
                below.push(rest);
            }
        }
        if !gone {
            kept.push(field.with(without(&field.value, &below)));
        }
    }
    value.mapping(kept)
}
