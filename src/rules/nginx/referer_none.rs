//! A check of the referer that whoever sends none passes.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `valid_referers` with `none`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.named("valid_referers") {
        if let Some(value) = one.args().iter().find(|value| value.is("none")) {
            out.fail(web::value("default", one, value).arg("directive", "valid_referers"));
        }
    }
}
