//! Data of the engine on the file system of the machine itself.

use crate::model::HostFacts;
use crate::rules::{Fail, Out, Site};

/// Fails where both are one: a container that fills its disk fills the machine's.
pub(super) fn check(host: &HostFacts, out: &mut Out<'_>) {
    let Some((path, mount, place)) = &host.data_root else {
        return out.unknown();
    };
    if mount == "/" {
        out.fail(Fail::new("default", Site::at(*place)).arg("path", path.as_str()));
    }
}
