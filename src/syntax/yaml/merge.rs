//! Merge keys: what a mapping holds once `<<` is followed.

use std::collections::HashSet;

use super::Yaml;
use super::core::NAMESPACE;
use super::node::{Entry, Kind, Node, NodeId, Style};

impl Yaml {
    /// The effective entries of a mapping (or of the mapping behind an alias): its own, then those
    /// of its `<<` sources that no earlier entry has. Earlier sources win; sources may merge
    /// others. Empty for every other node.
    pub fn entries(&self, id: NodeId) -> Vec<Entry> {
        let mut found = Vec::new();
        let mut keys: HashSet<&str> = HashSet::new();
        let mut visited: HashSet<NodeId> = HashSet::new();
        // The next source is on top. A mapping is visited once: a second visit could only offer
        // keys that are there already, so chains and cycles of merges end.
        let mut waiting = vec![id];
        while let Some(next) = waiting.pop() {
            let next = self.follow(next);
            if !visited.insert(next) {
                continue;
            }
            let Kind::Mapping(entries) = &self.node(next).kind else {
                continue;
            };
            let mut sources = None;
            for entry in entries {
                if is_merge(self.node(entry.key)) {
                    sources = Some(entry.value);
                    continue;
                }
                let key = self.scalar(entry.key).map(|scalar| scalar.value.as_ref());
                if key.is_none_or(|key| keys.insert(key)) {
                    found.push(*entry);
                }
            }
            if let Some(sources) = sources {
                waiting.extend(self.merge_sources(sources).into_iter().rev());
            }
        }
        found
    }

    fn merge_sources(&self, id: NodeId) -> Vec<NodeId> {
        let id = self.follow(id);
        match &self.node(id).kind {
            Kind::Sequence(items) => items.clone(),
            _ => vec![id],
        }
    }
}

/// Whether a key is the merge key: `<<` without quotes, or tagged as one.
pub(super) fn is_merge(key: &Node) -> bool {
    let Kind::Scalar(scalar) = &key.kind else {
        return false;
    };
    &*scalar.value == "<<"
        && match key.tag.as_deref() {
            None | Some("!") => scalar.style == Style::Plain,
            Some(tag) => tag.strip_prefix(NAMESPACE) == Some("merge"),
        }
}
