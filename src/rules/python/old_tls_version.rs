//! A broken version of TLS as an argument.

use crate::meaning::python::{Arg, Call};
use crate::model::{Confidence, Severity};
use crate::rules::in_programs::last_part;
use crate::rules::{Fail, Out, Site};

/// Functions whose business is the version: where it stands, and its name.
const ABOUT_VERSIONS: [(&str, usize, &str); 4] = [
    ("ssl.wrap_socket", 3, "ssl_version"),
    ("ssl.SSLContext", 0, "protocol"),
    ("pyOpenSSL.SSL.Context", 0, "method"),
    ("OpenSSL.SSL.Context", 0, "method"),
];

/// Fails for a version of the list. Of other functions it is a guess that they mean TLS.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let known = ABOUT_VERSIONS
        .iter()
        .find(|(function, ..)| call.is_one_of(&[*function]));
    if let Some((_, place, name)) = known {
        if let Some((version, site)) = broken(call, call.argument(*place, name), out) {
            let fail = Fail::new("default", site).arg("call", call.name());
            out.fail(fail.arg("version", version));
        }
        return;
    }
    for name in ["method", "ssl_version"] {
        if let Some((version, site)) = broken(call, call.keyword(name), out) {
            let fail = Fail::new("default", site)
                .at_most(Severity::Medium)
                .confidence(Confidence::Medium)
                .arg("call", call.name());
            return out.fail(fail.arg("version", version));
        }
    }
}

/// The broken version that an argument may be, and where it stands.
fn broken(call: &Call<'_, '_>, arg: Option<Arg<'_, '_>>, out: &Out<'_>) -> Option<(String, Site)> {
    let arg = arg?;
    let list = &call.program().options().bad_protocol_versions;
    let (names, texts) = (arg.names(), arg.strings());
    let mut versions = names.iter().chain(&texts).map(|name| last_part(name));
    let version = versions.find(|version| list.iter().any(|own| own == version))?;
    Some((version.to_owned(), out.site(arg.range())))
}
