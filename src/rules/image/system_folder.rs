//! A working folder that belongs to the system.

use crate::meaning::dockerfile::Dockerfile;
use crate::rules::{Around, Out, builds};

/// Folders that the system needs as they are.
const FOLDERS: [&str; 12] = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib64",
    "/proc",
    "/root",
    "/sbin",
    "/sys",
    "/usr/bin",
    "/usr/sbin",
];

/// Fails for each `WORKDIR` that is one of them.
pub(super) fn check(file: &Dockerfile, _: Around<'_>, out: &mut Out<'_>) {
    for step in file.named(&["WORKDIR"]).filter(|step| step.is_in_image) {
        let Some(folder) = step.arguments.first().filter(|own| own.value.is_known) else {
            continue;
        };
        let path = folder.value.value.trim_end_matches('/');
        if FOLDERS.contains(&path) || folder.value.value == "/" {
            let shown = if path.is_empty() { "/" } else { path };
            let fail = builds::at("default", file, &folder.range).role(shown);
            out.fail(fail.arg("folder", shown));
        }
    }
}
