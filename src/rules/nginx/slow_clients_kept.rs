//! Connections of clients that send nothing, kept for minutes: a few hundred are all there are.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// More seconds than any client needs.
const LONG: u64 = 300;

/// Fails for each long time-out towards clients.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&[
        "client_header_timeout",
        "client_body_timeout",
        "send_timeout",
    ]) {
        let Some(value) = one.arg(0).filter(|value| value.is_known) else {
            continue;
        };
        if seconds(&value.text).is_some_and(|time| time > LONG) {
            out.fail(web::value("default", one, value).arg("directive", one.name()));
        }
    }
}

fn seconds(text: &str) -> Option<u64> {
    let (number, factor) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(number) if text.ends_with("ms") => (number.strip_suffix('m')?, 0),
        Some(number) if text.ends_with('m') => (number, 60),
        Some(number) if text.ends_with('h') => (number, 3_600),
        Some(number) if text.ends_with('d') => (number, 86_400),
        Some(number) => (number.strip_suffix('m').unwrap_or(number), 1),
        None => (text, 1),
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}
