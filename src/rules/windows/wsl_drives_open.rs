//! Drives of Windows that everybody in a distribution may write to.

use crate::model::{SettingsFile, SettingsKind};
use crate::rules::{Fail, Out, Site};

/// What is taken from others when nobody says anything.
const USUAL: u32 = 0o022;
/// The right of others to write.
const WRITE: u32 = 0o002;

/// Fails where the masks leave it to them, of files or of folders.
pub(super) fn check(file: &SettingsFile, out: &mut Out<'_>) {
    if file.kind != SettingsKind::WslConf {
        return out.not_applicable();
    }
    let Some(options) = file.get("automount.options") else {
        return;
    };
    let mask = |wanted: &str| {
        let mut all = options.value.split(',').rev();
        all.find_map(|option| {
            let (name, mask) = option.split_once('=')?;
            let mask = u32::from_str_radix(mask.trim(), 8).ok()?;
            (name.trim() == wanted).then_some(mask)
        })
    };
    let all = mask("umask").unwrap_or(USUAL);
    let of_files = all | mask("fmask").unwrap_or(0);
    let of_folders = all | mask("dmask").unwrap_or(0);
    if of_files & WRITE == 0 || of_folders & WRITE == 0 {
        let fail = Fail::new("default", Site::at(options.place));
        out.fail(fail.arg("option", format!("umask={all:03o}")));
    }
}
