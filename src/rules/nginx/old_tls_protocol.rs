//! Protocols that nobody should speak any more. Whether the library still does is for a look at the
//! running server: of itself it refuses them unless the ciphers lower its security level.

use crate::meaning::TLS_PROFILE;
use crate::meaning::nginx::Nginx;
use crate::model::Severity;
use crate::rules::{Out, web};

/// What nobody should speak.
const OLD: [&str; 4] = ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1"];
/// No library of today has these at all.
const GONE: [&str; 2] = ["SSLv2", "SSLv3"];

/// Fails for each `ssl_protocols` with such a protocol.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("ssl_protocols") {
        let is_old = |text: &str| OLD.iter().find(|own| text.eq_ignore_ascii_case(own));
        let values = one.args().iter().filter(|value| value.is_known);
        let old: Vec<_> = values
            .filter_map(|value| Some((value, *is_old(&value.text)?)))
            .collect();
        let Some((first, _)) = old.first() else {
            continue;
        };
        let names: Vec<&str> = old.iter().map(|(_, name)| *name).collect();
        let ciphers = one.parent().and_then(|block| block.setting("ssl_ciphers"));
        let lowered = ciphers.is_some_and(|one| {
            ["@SECLEVEL=0", "@SECLEVEL=1"]
                .iter()
                .any(|word| one.text().contains(word))
        });
        let is_gone = names.iter().all(|name| GONE.contains(name));
        let key = if lowered && !is_gone {
            "lowered"
        } else {
            "default"
        };
        let fail = web::value(key, one, first)
            .arg("protocols", names.join(" "))
            .arg("guideline", TLS_PROFILE.title());
        out.fail(match (lowered, is_gone) {
            (_, true) => fail.at_most(Severity::Info),
            (false, _) => fail.at_most(Severity::Low),
            (true, _) => fail,
        });
    }
}
