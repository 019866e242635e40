//! `envsubst` without a list: `$host` and `$remote_addr` are no variables of the environment, and become
//! nothing.

use crate::meaning::nginx::Nginx;
use crate::rules::{Fail, Out, Site};

/// Fails for each command that fills in a template so.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for command in &nginx.unfiltered {
        let service = nginx
            .service
            .as_ref()
            .map_or("", |service| service.name.as_str());
        let fail = Fail::new("default", Site::at(command.span)).role(command.template.clone());
        out.fail(
            fail.arg("template", command.template.clone())
                .arg("service", service),
        );
    }
}
