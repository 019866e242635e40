//! No `no-new-privileges`, or one that is switched off again.

use crate::meaning::no_new_privileges;
use crate::model::Container;
use crate::rules::{Context, Fail, Out, Site};

/// Fails where a process may gain privileges. Of several entries the last one counts. A privileged
/// container has everything already: that is the finding there.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    if container.privileged.is(&true) {
        return out.not_applicable();
    }
    let mut options = container.security_opt.iter().rev();
    let mut said = || options.find_map(|option| Some((option, no_new_privileges(&option.value)?)));
    match said() {
        Some((_, true)) => {}
        Some((option, false)) => {
            let was_on = std::iter::from_fn(&mut said).any(|(_, forbidden)| forbidden);
            let key = if was_on { "lost" } else { "off" };
            let site = Site::origin(cx, option.origin, container.owner);
            out.fail(Fail::new(key, site));
        }
        None => out.fail(Fail::new("default", Site::missing(container.owner))),
    }
}
