//! Ports that Docker Desktop keeps on the machine, whatever compose files say.

use crate::model::SettingsFile;
use crate::rules::{Fail, Out, Site};

/// Says so: what is said of the ports of these files is not true here.
pub(super) fn check(file: &SettingsFile, out: &mut Out<'_>) {
    if !file.is_of_desktop() {
        return out.not_applicable();
    }
    let said = file
        .get("portBindingBehavior.value")
        .or_else(|| file.get("portBindingBehavior"));
    let Some(said) = said else {
        return;
    };
    let key = match said.value.as_str() {
        "default-local-port-binding" => "default",
        "local-only-port-binding" => "only",
        _ => return,
    };
    out.fail(Fail::new(key, Site::at(said.place)));
}
