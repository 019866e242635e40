//! Logins that no group limits.

use crate::model::{Directory, DirectoryKind};
use crate::rules::directories::{has_place_for_name, is_known};
use crate::rules::{Context, Fail, Out, Site};

/// Fails at the filter that finds the user, where neither it nor another setting asks for a group.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    // Machines and libraries have no administrators of their own; Grafana has its mappings.
    let is_login = !matches!(
        directory.kind,
        DirectoryKind::Sssd
            | DirectoryKind::OpenLdap
            | DirectoryKind::Casdoor
            | DirectoryKind::Grafana
    );
    // Nginx puts the name into the filter by itself, and has no administrators.
    if matches!(
        directory.kind,
        DirectoryKind::Nginx | DirectoryKind::NginxFlat
    ) {
        let asks = |filter: &str| filter.to_ascii_lowercase().contains("memberof");
        let by_filter = directory
            .filter
            .as_ref()
            .is_some_and(|own| asks(&own.value));
        if let Some(server) = directory.servers.first()
            && directory.groups.is_empty()
            && !by_filter
        {
            let fail = Fail::new("account", Site::lacking(server.place));
            out.fail(fail.role(&directory.name));
        }
        return;
    }
    let filter = directory.filter.as_ref().filter(|filter| is_known(filter));
    let Some(filter) = filter.filter(|filter| is_login && has_place_for_name(&filter.value)) else {
        return out.not_applicable();
    };
    let asks = filter.value.to_ascii_lowercase().contains("memberof");
    let has_groups = asks || !directory.groups.is_empty() || !directory.mappings.is_empty();
    let key = match (has_groups, directory.admin_filter.is_some()) {
        (_, true) => return,
        (true, false) => "admin",
        (false, false) => "default",
    };
    out.fail(Fail::new(key, Site::lacking(filter.place)).role(&directory.name));
}
