use crate::meaning::host_scripts::{HostScript, Way};
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for own in script.passwords.iter().filter(|own| own.way == Way::Kept) {
        let fail = at("default", script, &own.range).role(own.program.clone());
        let fail = fail.arg("name", own.program.clone());
        out.fail(fail.arg("length", own.value.length().to_string()));
    }
}
