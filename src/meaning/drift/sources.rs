//! Places of the host, however both sides spell them.

use crate::meaning::{EnginePath, HostPath};

/// Where Docker Desktop shows the folders of a WSL distribution, under names that it makes up.
const MADE_UP: &str = "/docker-desktop-bind-mounts/";

/// A place as its project means it: what is relative begins in `folder`.
pub(super) fn absolute(path: &str, folder: &str) -> HostPath {
    let own = HostPath::parse(path);
    if own.is_in_project() || own.climbs_out_of_project() {
        HostPath::parse(&format!("{}/{path}", folder.trim_end_matches(['/', '\\'])))
    } else {
        own
    }
}

/// Whether a place of the files is the one that an engine has mounted.
pub(super) fn is_same(declared: &str, folder: &str, running: &str) -> bool {
    if running.replace('\\', "/").contains(MADE_UP) {
        return true;
    }
    let declared = absolute(declared, folder);
    let running = HostPath::parse(running);
    // Docker Desktop stands between a container and the engine's socket.
    let is_engine = |path: &HostPath| matches!(path.engine(), Some(EnginePath::Itself(_)));
    declared.can_be(&running) || is_engine(&declared) && is_engine(&running)
}
