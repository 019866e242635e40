//! Requests of any size.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// From so many bytes on nobody uploads on purpose.
const LARGE: u64 = 10 << 30;

/// Fails for each `client_max_body_size` of 0, or of 10 GiB and more.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("client_max_body_size") {
        let Some(value) = one.arg(0).filter(|value| value.is_known) else {
            continue;
        };
        let key = match bytes(&value.text) {
            Some(0) => "default",
            Some(size) if size >= LARGE => "large",
            _ => continue,
        };
        out.fail(web::value(key, one, value).arg("directive", "client_max_body_size"));
    }
}

fn bytes(text: &str) -> Option<u64> {
    let text = text.to_ascii_lowercase();
    let (number, unit) = match text.find(|sign: char| !sign.is_ascii_digit()) {
        Some(at) => text.split_at_checked(at)?,
        None => (text.as_str(), ""),
    };
    let number: u64 = number.parse().ok()?;
    let shift = match unit {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}
