//! Old versions of TLS to a directory.

use crate::model::{Directory, TlsVersion};
use crate::rules::directories::site;
use crate::rules::{Context, Fail, Out};

/// Fails where the lowest version that is taken is older than TLS 1.2.
pub(super) fn check(directory: &Directory, _: &Context<'_>, out: &mut Out<'_>) {
    let Some(least) = &directory.min_tls else {
        return;
    };
    let version = match least.value {
        TlsVersion::Ssl3 => "SSL 3.0",
        TlsVersion::Tls10 => "TLS 1.0",
        TlsVersion::Tls11 => "TLS 1.1",
        TlsVersion::Tls12 | TlsVersion::Tls13 => return,
    };
    let fail = Fail::new("default", site(least)).role(&directory.name);
    out.fail(fail.arg("version", version));
}
