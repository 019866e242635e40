//! HTTPS that browsers forget soon.

use crate::meaning::TLS_PROFILE;
use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `max-age` that is too short.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("add_header") {
        if !one.is("Strict-Transport-Security") {
            continue;
        }
        let Some(value) = one.arg(1).filter(|value| value.is_known) else {
            out.unknown();
            continue;
        };
        let text = value.text.to_ascii_lowercase();
        let age = text
            .split(';')
            .find_map(|part| part.trim().strip_prefix("max-age="));
        let age = age.and_then(|age| age.trim_matches('"').trim().parse::<u64>().ok());
        if let Some(age) = age.filter(|age| *age < TLS_PROFILE.hsts_least) {
            let days = age / 86_400;
            let fail = web::value("default", one, value);
            out.fail(
                fail.arg("days", days.to_string())
                    .arg("guideline", TLS_PROFILE.title()),
            );
        }
    }
}
