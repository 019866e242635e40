//! A private key in the file of its certificate.

use crate::meaning::pki::Examined;
use crate::model::certificate::{Form, Source};
use crate::rules::certificates::at;
use crate::rules::{Fail, Out};

/// Fails at keys in clear. A PFX file is made to hold both.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let bundle = own.bundle;
    let is_file = bundle.source == Source::File && bundle.form == Form::Pem;
    if !is_file || bundle.certificates.is_empty() {
        return out.not_applicable();
    }
    if let Some(key) = bundle.keys.iter().find(|key| key.protection.is_none()) {
        let fail = Fail::new("default", at(own, key.place)).arg("file", bundle.name.as_str());
        out.fail(fail);
    }
}
