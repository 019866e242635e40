//! Users who are as good as root by the group `docker`.

use crate::model::HostFacts;
use crate::rules::{Fail, Out, Site};

/// Names each of them: only its owner knows who should be.
pub(super) fn check(host: &HostFacts, out: &mut Out<'_>) {
    for (name, place) in &host.members {
        let fail = Fail::new("default", Site::at(*place)).role(name.as_str());
        out.fail(fail.arg("user", name.as_str()));
    }
}
