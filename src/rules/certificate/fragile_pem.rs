//! Certificates in a form that some programs read and others do not.

use crate::meaning::pki::Examined;
use crate::model::Severity;
use crate::model::certificate::{FlawKind, Form};
use crate::rules::{Fail, Out, Site};

/// Fails once per kind of flaw.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    if own.bundle.form == Form::Presented {
        return out.not_applicable();
    }
    for flaw in &own.bundle.flaws {
        let (key, most) = match flaw.kind {
            FlawKind::Bom => ("default", Severity::Medium),
            FlawKind::TrustedLabel => ("trusted", Severity::Medium),
            FlawKind::OldLabel => ("label", Severity::Medium),
            FlawKind::OddText => ("text", Severity::Low),
            FlawKind::Duplicate => ("duplicate", Severity::Low),
            _ => continue,
        };
        let fail = Fail::new(key, Site::at(flaw.place))
            .role(key)
            .arg("file", own.bundle.name.as_str())
            .at_most(most);
        out.fail(fail);
    }
}
