//! A build from somebody's repository or archive that may have changed since.

use crate::model::{Container, OriginId};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each context from elsewhere that no commit, checksum or digest pins.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let Some(build) = &container.build else {
        return out.not_applicable();
    };
    let context = build.context.traced();
    let context = context.map(|context| ("context", context.value.as_str(), context.origin));
    let others = build.additional_contexts.iter();
    // In the list form the pair may be one string, in both forms the value is what counts.
    let others = others.map(|pair| (pair.name.as_str(), pair.value.as_str(), pair.origin));
    for (name, address, origin) in context.into_iter().chain(others) {
        if !is_pinned(address) {
            out.fail(unpinned(cx, name, origin, container));
        }
    }
}

fn unpinned(cx: &Context<'_>, name: &str, origin: OriginId, container: &Container) -> Fail {
    let site = Site::origin(cx, origin, container.owner);
    Fail::new("default", site).role(name)
}

/// Whether an address names one content for ever. What is no address of elsewhere is pinned by
/// being here.
fn is_pinned(address: &str) -> bool {
    if let Some(image) = address.strip_prefix("docker-image://") {
        return image.contains("@sha256:");
    }
    let (place, fragment) = address.split_once('#').unwrap_or((address, ""));
    let is_git = place.starts_with("git@")
        || place.starts_with("git://")
        || place.starts_with("ssh://")
        || place.starts_with("github.com/");
    if !is_git && !place.starts_with("https://") && !place.starts_with("http://") {
        return true;
    }
    let (_, query) = place.split_once('?').unwrap_or((place, ""));
    let pins = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        matches!(key, "checksum" | "commit") && is_commit(value)
    };
    query.split('&').any(pins) || fragment.split(':').next().is_some_and(is_commit)
}

/// A whole Git hash, SHA-1 or SHA-256.
fn is_commit(name: &str) -> bool {
    matches!(name.len(), 40 | 64) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_hash_pins() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        for address in [
            ".".to_owned(),
            "./app".to_owned(),
            "/srv/app".to_owned(),
            "service:base".to_owned(),
            "oci-layout://./layout".to_owned(),
            format!("https://git.example/app.git#{hash}"),
            format!("https://git.example/app.git#{hash}:docker"),
            format!("https://git.example/app.git?ref=v1&checksum={hash}"),
            "docker-image://alpine@sha256:00".to_owned(),
        ] {
            assert!(is_pinned(&address), "{address}");
        }
        for address in [
            "https://git.example/app.git",
            "https://git.example/app.git#v1.2.3",
            "https://git.example/app.git#0123456",
            "git@git.example:team/app.git#main",
            "ssh://git@git.example/app",
            "github.com/example/app",
            "https://example.com/app.tar.gz",
            "docker-image://alpine:3.20",
        ] {
            assert!(!is_pinned(address), "{address}");
        }
    }
}
