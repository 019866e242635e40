//! Logins for registries that stand in a file as good as in clear text.

use crate::model::SettingsFile;
use crate::rules::{Fail, Out, Site};

/// Fails for each login.
pub(super) fn check(file: &SettingsFile, out: &mut Out<'_>) {
    for login in file.all("login") {
        let fail = Fail::new("default", Site::at(login.place)).role(login.value.as_str());
        out.fail(fail.arg("registry", login.value.as_str()));
    }
}
