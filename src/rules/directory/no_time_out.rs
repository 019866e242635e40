//! A client that waits for a directory without end.

use crate::model::{Directory, DirectoryKind};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for clients that have no time-out of their own. The others give up by themselves.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    let waits = matches!(
        directory.kind,
        DirectoryKind::Passport | DirectoryKind::OpenLdap
    );
    if !waits || directory.servers.is_empty() {
        return out.not_applicable();
    }
    if directory.timeout.is_none() && directory.connect_timeout.is_none() {
        out.fail(Fail::new("default", Site::lacking(directory.place)).role(&directory.name));
    }
}
