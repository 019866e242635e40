//! Settings of Docker Desktop and WSL with a value that they should not have. `files` are the kinds
//! of files, `key` the names of the settings; `bad` is what each should not be, `*` anything at all;
//! with `missing`, also where nobody sets it.

use crate::model::{SettingsEntry, SettingsFile, SettingsKind};
use crate::rules::daemons::words;
use crate::rules::{Fail, Out, Params, Site};

/// Fails at each value that is `bad`.
pub(in crate::rules) fn check(params: Params, file: &SettingsFile, out: &mut Out<'_>) {
    if !words(params, "files").contains(&name_of(file.kind)) {
        return out.not_applicable();
    }
    let bad = words(params, "bad");
    let is_bad = |own: &SettingsEntry| {
        let value = own.value.trim();
        let is_listed = bad.iter().any(|bad| bad.eq_ignore_ascii_case(value));
        is_listed || bad == ["*"] && !value.is_empty()
    };
    for key in words(params, "key") {
        // An administrator's value stands one deeper, beside its lock.
        let deeper = format!("{key}.value");
        let said = file.get(&deeper).or_else(|| file.get(key));
        let is_missing = said.is_none() && !words(params, "missing").is_empty();
        if let Some(said) = said.filter(|own| is_bad(own)) {
            let fail = Fail::new("default", Site::at(said.place)).role(*key);
            out.fail(fail.arg("setting", *key));
        } else if is_missing {
            let fail = Fail::new("default", Site::missing(file.place)).role(*key);
            out.fail(fail.arg("setting", *key));
        }
    }
}

fn name_of(kind: SettingsKind) -> &'static str {
    match kind {
        SettingsKind::Daemon => "daemon",
        SettingsKind::Desktop => "desktop",
        SettingsKind::DesktopAdmin => "admin",
        SettingsKind::DockerClient => "client",
        SettingsKind::WslConfig => "wslconfig",
        SettingsKind::WslConf => "wslconf",
    }
}
