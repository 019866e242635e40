//! Settings of an administrator that each user can change.

use crate::model::{SettingsFile, SettingsKind};
use crate::rules::{Fail, Out, Site};

/// Settings that guard the machine.
const GUARDS: [&str; 6] = [
    "exposeDockerAPIOnTCP2375",
    "enhancedContainerIsolation",
    "portBindingBehavior",
    "enableInferenceTCP",
    "extensionsEnabled",
    "linuxVM.dockerDaemonOptions",
];

/// Fails for each that is set and not locked.
pub(super) fn check(file: &SettingsFile, out: &mut Out<'_>) {
    if file.kind != SettingsKind::DesktopAdmin {
        return out.not_applicable();
    }
    for name in GUARDS {
        let Some(value) = file.get(&format!("{name}.value")) else {
            continue;
        };
        let locked = file.get(&format!("{name}.locked"));
        if locked.is_none_or(|own| own.value != "true") {
            let place = locked.map_or(value.place, |own| own.place);
            let fail = Fail::new("default", Site::at(place)).role(name);
            out.fail(fail.arg("setting", name));
        }
    }
}
