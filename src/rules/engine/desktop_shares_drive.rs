//! Whole drives of Windows that containers may mount.

use crate::model::SettingsFile;
use crate::rules::{Fail, Out, Site};

/// Where Docker Desktop keeps the lists.
const LISTS: [&str; 3] = [
    "filesharingDirectories",
    "filesharingAllowedDirectories.path",
    "filesharingAllowedDirectories",
];

/// Fails for each drive, and for the root of other systems.
pub(super) fn check(file: &SettingsFile, out: &mut Out<'_>) {
    if !file.is_of_desktop() {
        return out.not_applicable();
    }
    for shared in LISTS.iter().flat_map(|name| file.all(name)) {
        let path = shared.value.trim_end_matches(['\\', '/']);
        let is_drive = path.len() == 2 && path.ends_with(':');
        if is_drive || path.is_empty() && !shared.value.is_empty() {
            let fail = Fail::new("default", Site::at(shared.place)).role(shared.value.as_str());
            out.fail(fail.arg("path", shared.value.as_str()));
        }
    }
}
