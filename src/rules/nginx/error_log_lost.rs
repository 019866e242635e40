//! Errors that nobody sees.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `error_log` that goes nowhere, or into a file called `off`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("error_log") {
        let key = match one {
            one if one.is("off") => "off",
            one if one.is("/dev/null") => "default",
            _ => continue,
        };
        out.fail(web::at(key, one).arg("directive", "error_log"));
    }
}
