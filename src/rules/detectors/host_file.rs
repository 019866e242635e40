//! Files of an engine on its machine that the wrong users may use. `role` names what they are for,
//! `mode` the bits that they should not have, in octal digits; `owner` and `group` are who should own
//! them.

use crate::model::{HostFacts, HostRole};
use crate::rules::daemons::words;
use crate::rules::{Fail, Out, Params, Site};

/// Fails for each file.
pub(in crate::rules) fn check(params: Params, host: &HostFacts, out: &mut Out<'_>) {
    let roles: Vec<HostRole> = words(params, "role")
        .iter()
        .filter_map(|name| HostRole::of(name))
        .collect();
    let forbidden = words(params, "mode").first();
    let forbidden = forbidden.and_then(|own| u32::from_str_radix(own, 8).ok());
    let owners = words(params, "owner");
    let groups = words(params, "group");
    let mut files = host
        .files
        .iter()
        .filter(|own| roles.contains(&own.role))
        .peekable();
    if files.peek().is_none() {
        return out.not_applicable();
    }
    for file in files {
        let site = Site::at(file.place);
        let Some((owner, group)) = &file.owner else {
            out.unknown();
            continue;
        };
        let is_foreign = !owners.is_empty() && !owners.contains(&owner.as_str())
            || !groups.is_empty() && !groups.contains(&group.as_str());
        if is_foreign {
            let fail = Fail::new("default", site).role(file.path.as_str());
            let fail = fail.arg("path", file.path.as_str());
            out.fail(fail.arg("owner", format!("{owner}:{group}")));
        } else if let (Some(mode), Some(forbidden)) = (file.mode, forbidden)
            && mode & forbidden != 0
        {
            let key = if owners.is_empty() { "default" } else { "mode" };
            let fail = Fail::new(key, site).role(file.path.as_str());
            let fail = fail.arg("path", file.path.as_str());
            out.fail(fail.arg("mode", format!("{mode:04o}")));
        }
    }
}
