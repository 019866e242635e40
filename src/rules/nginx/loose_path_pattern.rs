//! A pattern for endings of names that says nothing of the end: `\.php` is in `/x.php/y.png` as well.

use crate::meaning::nginx::{Nginx, Pattern};
use crate::rules::{Out, web};

/// Fails for each location that runs programs by such a pattern.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("location") {
        let is_pattern = one.arg(0).is_some_and(|sign| sign.text.starts_with('~'));
        let Some(value) = one.arg(1).filter(|value| is_pattern && value.is_known) else {
            continue;
        };
        let runs = one.has_own(&["fastcgi_pass", "uwsgi_pass", "scgi_pass"]);
        let is_ending = value.text.starts_with("\\.") || value.text.starts_with("(\\.");
        let anchored =
            Pattern::parse(&value.text, false).is_none_or(|own| own.is_anchored_at_end());
        if runs && is_ending && !anchored && !value.text.contains("(/|$)") {
            out.fail(web::value("default", one, value).arg("location", one.shown()));
        }
    }
}
