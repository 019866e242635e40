//! Certificates and keys in a form that most programs do not read.

use crate::meaning::pki::Examined;
use crate::model::certificate::{FlawKind, Form};
use crate::rules::{Fail, Out, Site};

/// Fails once per kind of flaw.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    if own.bundle.form == Form::Presented {
        return out.not_applicable();
    }
    for flaw in &own.bundle.flaws {
        let key = match flaw.kind {
            FlawKind::Utf16 => "utf16",
            FlawKind::Glued => "glued",
            FlawKind::Indented => "indented",
            FlawKind::EscapedLines => "escaped",
            FlawKind::DerAsPem => "der",
            FlawKind::Pkcs7AsPem => "pkcs7",
            FlawKind::Truncated => "truncated",
            FlawKind::BrokenBase64 => "base64",
            FlawKind::BrokenContent => "default",
            FlawKind::Empty => "empty",
            _ => continue,
        };
        let fail = Fail::new(key, Site::at(flaw.place))
            .role(key)
            .arg("file", own.bundle.name.as_str());
        out.fail(fail);
    }
}
