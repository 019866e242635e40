//! A log of everything, headers with passwords and sessions among it.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `error_log` at the level `debug`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("error_log") {
        if let Some(value) = one.arg(1).filter(|value| value.is("debug")) {
            out.fail(web::value("default", one, value).arg("directive", "error_log"));
        }
    }
}
