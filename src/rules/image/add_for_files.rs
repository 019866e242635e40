//! `ADD` where `COPY` would do.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Fails for each `ADD` of files of the folder that are no archives.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["ADD"]) {
        let sources = step.arguments.split_last();
        let Some((_, sources)) = sources.filter(|(_, sources)| !sources.is_empty()) else {
            continue;
        };
        let is_plain = sources.iter().all(|source| {
            let name = source.value.value.to_ascii_lowercase();
            let is_archive = [
                ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tbz2", ".txz",
            ]
            .iter()
            .any(|end| name.ends_with(end));
            let is_elsewhere = name.contains("://") || name.starts_with("git@");
            source.value.is_known && !is_archive && !is_elsewhere && !name.starts_with("<<")
        });
        if is_plain {
            let fail = builds::step("default", file, step);
            out.fail(fail.kin("ADD").arg("instruction", "ADD"));
        }
    }
}
