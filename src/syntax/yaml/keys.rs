//! Keys that stand twice, and keys that Docker Compose cannot use.

use std::collections::HashMap;

use super::core::{self, Core};
use super::merge;
use super::node::{Entry, Kind, Node, NodeId};

/// Below this many keys comparing each with each is quicker than a table.
const FEW: usize = 12;

/// The keys of a mapping that stand there a second time, each with the first one. Keys are
/// compared as written: an alias by its name, `1` and `"1"` are one key.
pub(super) fn duplicates<'t>(
    entries: &[Entry],
    text: impl Fn(NodeId) -> &'t str,
) -> Vec<(NodeId, NodeId)> {
    let mut found = Vec::new();
    if entries.len() <= FEW {
        for (at, entry) in entries.iter().enumerate() {
            let earlier = entries.iter().take(at);
            let mut same = earlier.filter(|earlier| text(earlier.key) == text(entry.key));
            if let Some(first) = same.next() {
                found.push((entry.key, first.key));
            }
        }
        return found;
    }
    let mut seen: HashMap<&str, NodeId> = HashMap::with_capacity(entries.len());
    for entry in entries {
        let first = *seen.entry(text(entry.key)).or_insert(entry.key);
        if first != entry.key {
            found.push((entry.key, first));
        }
    }
    found
}

/// Whether Docker Compose takes this node (no alias) as a key: a string or a merge key.
pub(super) fn usable(key: &Node) -> bool {
    let kept = matches!(key.kind, Kind::Scalar(_)) && core::of(key) == Core::Other;
    kept || core::of(key) == Core::Str || merge::is_merge(key)
}
