//! A PFX file that everybody opens.

use crate::meaning::pki::Examined;
use crate::model::certificate::{Form, Opened};
use crate::rules::{Fail, Out, Site};

/// Fails where the empty password or a published one opened a file with keys.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Form::Pkcs12(facts) = &own.bundle.form else {
        return out.not_applicable();
    };
    let key = match facts.opened {
        Opened::Empty => "empty",
        Opened::Published => "default",
        Opened::No | Opened::Unneeded | Opened::Given => return,
    };
    // A store with certificates alone hides nothing.
    if !own.bundle.keys.is_empty() {
        let file = own.bundle.name.as_str();
        out.fail(Fail::new(key, Site::at(own.bundle.place)).arg("file", file));
    }
}
