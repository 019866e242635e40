//! What the reader of a file of settings does not understand, in the kinds of files that `files`
//! names: `engine` or `wsl`.

use crate::model::{SettingsFile, SettingsKind};
use crate::rules::daemons::words;
use crate::rules::{Fail, Out, Params, Site};

/// Fails at each such place; what is wrong there names the sentence.
pub(in crate::rules) fn check(params: Params, file: &SettingsFile, out: &mut Out<'_>) {
    let kind = match file.kind {
        SettingsKind::WslConfig | SettingsKind::WslConf => "wsl",
        SettingsKind::Daemon | SettingsKind::Desktop | SettingsKind::DesktopAdmin => "engine",
        SettingsKind::DockerClient => return out.not_applicable(),
    };
    if !words(params, "files").contains(&kind) {
        return out.not_applicable();
    }
    for fault in &file.faults {
        let fail = Fail::new(fault.what, Site::at(fault.place));
        let fail = fail.role(format!("{}/{}", fault.what, fault.name));
        out.fail(fail.arg("name", fault.name.as_str()));
    }
}
