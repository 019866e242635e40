//! Files of the whole machine, or of its settings and keys, for everybody.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Folders that nobody serves on purpose.
const FOLDERS: [&str; 12] = [
    "/",
    "/etc",
    "/etc/nginx",
    "/root",
    "/home",
    "/proc",
    "/sys",
    "/var",
    "/var/run",
    "/run",
    "/usr",
    "/dev",
];

/// Fails for each `root` or `alias` of such a folder.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&["root", "alias"]) {
        let Some(value) = one.arg(0).filter(|value| value.is_known) else {
            continue;
        };
        if !value.text.starts_with('/') || !value.variables().is_empty() {
            continue;
        }
        let folder = tidy(&value.text);
        if FOLDERS.contains(&folder.as_str()) {
            let fail = web::value("default", one, value);
            out.fail(fail.arg("directive", one.name()).arg("folder", folder));
        }
    }
}

/// A path without `.`, `..` and doubled slashes.
fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}
