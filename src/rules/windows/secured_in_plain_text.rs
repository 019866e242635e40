use crate::meaning::host_scripts::{HostScript, Way};
use crate::rules::host_scripts::at;
use crate::rules::{Around, Out};

pub(super) fn check(script: &HostScript, _: Around<'_>, out: &mut Out<'_>) {
    for own in script
        .passwords
        .iter()
        .filter(|own| own.way == Way::Secured)
    {
        let fail = at("default", script, &own.range).role("ConvertTo-SecureString");
        out.fail(fail.arg("length", own.value.length().to_string()));
    }
}
