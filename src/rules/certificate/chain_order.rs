//! A chain whose certificates are not in their order, or with others among them.

use crate::meaning::pki::Examined;
use crate::model::Severity;
use crate::model::certificate::Form;
use crate::rules::certificates::{called, site};
use crate::rules::{Fail, Out};

/// Fails at a wrong order, at certificates that belong to no one else, and at the root, which is of no
/// use there. In a PFX file and in a list for Windows the order says nothing.
pub(super) fn check(own: &Examined<'_>, out: &mut Out<'_>) {
    let Some(path) = &own.path else {
        return out.not_applicable();
    };
    if !matches!(own.bundle.form, Form::Pem | Form::Presented) {
        return out.not_applicable();
    }
    let at = |number: usize| own.bundle.certificates.get(number);
    if let Some(leaf) = own.leaf()
        && !path.is_in_order
        && path.unrelated.is_empty()
    {
        out.fail(Fail::new("default", site(own, leaf)).arg("name", called(leaf)));
    } else if let Some(leaf) = own.leaf()
        && own.leaf != Some(0)
    {
        out.fail(Fail::new("default", site(own, leaf)).arg("name", called(leaf)));
    }
    for other in path.unrelated.iter().filter_map(|number| at(*number)) {
        let fail = Fail::new("unrelated", site(own, other))
            .role(called(other))
            .arg("name", called(other));
        out.fail(fail);
    }
    if let Some(root) = path.root.and_then(at) {
        let fail = Fail::new("root", site(own, root))
            .role(called(root))
            .arg("name", called(root))
            .at_most(Severity::Low);
        out.fail(fail);
    }
}
