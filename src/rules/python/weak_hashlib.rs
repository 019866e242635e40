//! A hash function that is broken, unless the call says that security does not depend on it.

use std::rc::Rc;

use crate::meaning::python::{Arg, Call};
use crate::model::Severity;
use crate::rules::{Fail, Out};

const WEAK: [&str; 4] = ["md4", "md5", "sha", "sha1"];

/// Methods of the module `crypt`, as their constants are called.
const WEAK_METHODS: [&str; 3] = ["METHOD_CRYPT", "METHOD_MD5", "METHOD_BLOWFISH"];

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let last = call.name().rsplit('.').next().unwrap_or_default();
    let weak = match last {
        "crypt" => return of_passwords(call, call.argument(1, "salt"), out),
        "mksalt" => return of_passwords(call, call.argument(0, "method"), out),
        "new" => call.argument(0, "name").and_then(|name| weak_name(&name)),
        _ => Some(Rc::from(last)),
    };
    let key = match call.keyword("usedforsecurity") {
        None => "default",
        Some(answer) if answer.truth() == Some(true) => "security",
        // Said to be for something else, or left to the caller.
        Some(_) => return,
    };
    if let Some(weak) = weak {
        let fail = Fail::new(key, out.site(call.range())).arg("call", call.name());
        out.fail(fail.arg("hash", &*weak));
    }
}

fn weak_name(name: &Arg<'_, '_>) -> Option<Rc<str>> {
    let is_weak = |name: &Rc<str>| WEAK.iter().any(|weak| weak.eq_ignore_ascii_case(name));
    name.strings().into_iter().find(is_weak)
}

fn of_passwords(call: &Call<'_, '_>, method: Option<Arg<'_, '_>>, out: &mut Out<'_>) {
    let names = method.map(|method| method.names()).unwrap_or_default();
    let weak = names.iter().find_map(|name| {
        let method = name.strip_prefix("crypt.")?;
        WEAK_METHODS.contains(&method).then_some(method)
    });
    if let Some(method) = weak {
        let fail = Fail::new("crypt", out.site(call.range())).at_most(Severity::Medium);
        out.fail(fail.arg("call", call.name()).arg("hash", method));
    }
}
