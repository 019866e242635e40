//! A policy of Paramiko that accepts any host key.

use crate::meaning::python::Call;
use crate::rules::in_programs::last_part;
use crate::rules::{Fail, Out};

/// Policies that go on with a key that nobody knows.
const ACCEPTING: [&str; 2] = ["AutoAddPolicy", "WarningPolicy"];

/// Fails for a policy that accepts.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if !call.program().imports("paramiko") {
        return out.not_applicable();
    }
    let Some(policy) = call.argument(0, "policy") else {
        return;
    };
    let names = policy.names();
    let mut names = names.iter().map(|name| last_part(name));
    if let Some(name) = names.find(|name| ACCEPTING.contains(name)) {
        out.fail(Fail::new("default", out.site(call.range())).arg("policy", name));
    }
}
