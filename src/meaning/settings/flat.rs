//! A JSON object as a list of settings, each with its whole name.

use crate::meaning::engine::Node;
use crate::meaning::is_secret_name;
use crate::model::{SettingsEntry, Span, TextId};

/// Objects in each other that are looked through.
const DEEPEST: usize = 8;

/// The values of an object in their order, and the places of those that may be secrets, which are
/// not among the values.
pub(super) fn entries(top: Node<'_>, text: TextId) -> (Vec<SettingsEntry>, Vec<Span>) {
    let mut found = Vec::new();
    let mut masked = Vec::new();
    let mut open = vec![(String::new(), top, 0_usize)];
    while let Some((name, node, depth)) = open.pop() {
        let inner: Vec<(String, Node<'_>)> = if node.is_object() {
            let fields = node.fields().into_iter();
            let named = |own: String| {
                let own = own.to_ascii_lowercase();
                if name.is_empty() {
                    own
                } else {
                    format!("{name}.{own}")
                }
            };
            fields.map(|(key, _, value)| (named(key), value)).collect()
        } else {
            node.items()
                .into_iter()
                .map(|item| (name.clone(), item))
                .collect()
        };
        if !inner.is_empty() {
            if depth < DEEPEST {
                let inner = inner.into_iter().rev();
                open.extend(inner.map(|(name, value)| (name, value, depth + 1)));
            }
            continue;
        }
        let place = node.span(text);
        // The address of a proxy can hold a password.
        let hides = is_secret_name(&name) || name.contains("proxy");
        let value = node.text().unwrap_or_else(|| node.raw().to_owned());
        if hides && !value.is_empty() && !matches!(value.as_str(), "true" | "false" | "null") {
            masked.push(place);
        }
        found.push(SettingsEntry {
            name,
            value: if hides { String::new() } else { value },
            place,
        });
    }
    (found, masked)
}
