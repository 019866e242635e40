//! A config or secret whose file lies outside of the project.

use crate::model::{Container, GrantKind};
use crate::rules::host_sources::Way;
use crate::rules::{Context, Out};

/// Fails for a file that is reached by climbing out of the project's folder, and for a config at an
/// absolute path. A secret at one is well kept there; places of the host that tell secrets have
/// rules of their own.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for source in cx.host_sources(container) {
        let Way::Grant(grant) = source.way else {
            continue;
        };
        let is_outside = source.path.climbs_out_of_project()
            || (grant.kind == GrantKind::Config && !source.path.is_in_project());
        let is_known = source.path.sensitivity().is_some() || source.path.engine().is_some();
        if is_outside && !is_known {
            let fail = source.fail("default").arg("name", grant.key.as_str());
            out.fail(fail.arg("path", source.text));
        }
    }
}
