//! A key store in the old format of Java.

use crate::meaning::pki::Examined;
use crate::model::certificate::Form;
use crate::rules::{Fail, Out, Site};

/// Fails at each.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    if own.bundle.form == Form::Jks {
        let file = own.bundle.name.as_str();
        out.fail(Fail::new("default", Site::at(own.bundle.place)).arg("file", file));
    } else {
        out.not_applicable();
    }
}
