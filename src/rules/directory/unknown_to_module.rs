//! A login by directives that no published module of Nginx knows.

use crate::model::{Directory, DirectoryKind};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for the flat spelling.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    if directory.kind != DirectoryKind::NginxFlat {
        return out.not_applicable();
    }
    let fail = Fail::new("default", Site::at(directory.place)).role(&directory.name);
    out.fail(fail.arg("directive", directory.name.as_str()));
}
