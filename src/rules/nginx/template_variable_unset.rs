//! A variable of a template that the service does not get: Nginx sees `${NAME}`, or nothing.

use crate::meaning::nginx::Nginx;
use crate::rules::{Fail, Out, Site};

/// Fails for each such variable.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for unset in &nginx.unset {
        let key = if unset.is_statement {
            "statement"
        } else {
            "default"
        };
        let service = nginx
            .service
            .as_ref()
            .map_or("", |service| service.name.as_str());
        let fail = Fail::new(key, Site::at(unset.span)).role(unset.name.clone());
        out.fail(
            fail.arg("variable", unset.name.clone())
                .arg("service", service),
        );
    }
}
