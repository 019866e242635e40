//! What the machine of an engine says of its files, by the part of the document that was noted there.

use super::node::Node;
use crate::model::{EngineKind, HostFacts, HostFile, HostRole, TextId};

/// What the host said, if it is the engine's own: that of Docker Desktop runs in a machine of its own,
/// and Podman has other files.
pub(super) fn of_engine(top: Node<'_>, text: TextId, kind: EngineKind) -> Option<HostFacts> {
    let is_own = kind == EngineKind::Docker;
    top.get("host")
        .filter(|_| is_own)
        .map(|own| host(own, text))
}

fn host(top: Node<'_>, text: TextId) -> HostFacts {
    let place = top.span(text);
    let items = |name: &str| {
        top.get(name)
            .map(Node::items)
            .unwrap_or_default()
            .into_iter()
    };
    let file = |own: Node<'_>| {
        let path = own.get("path")?;
        let role = HostRole::of(&own.get("role")?.text()?)?;
        let word = |name: &str| own.get(name).and_then(Node::text);
        let mode = word("mode").and_then(|own| u32::from_str_radix(&own, 8).ok());
        Some(HostFile {
            role,
            path: path.text()?,
            place: path.span(text),
            owner: word("user").zip(word("group")),
            mode,
        })
    };
    let member = |own: Node<'_>| Some((own.text()?, own.span(text)));
    let audit = top.get("audit");
    let data_root = top.get("data-root").and_then(|own| {
        let path = own.get("path")?;
        Some((path.text()?, own.get("mount")?.text()?, path.span(text)))
    });
    HostFacts {
        place,
        files: items("files").filter_map(file).collect(),
        audit: audit.map(|own| own.items().into_iter().filter_map(Node::text).collect()),
        audit_place: audit.map_or(place, |own| own.span(text)),
        data_root,
        members: items("members").filter_map(member).collect(),
    }
}
