//! `extractall` of a tar archive.

use crate::meaning::python::{Arg, Call};
use crate::model::{Confidence, Severity};
use crate::rules::in_programs::{called, last_part};
use crate::rules::{Fail, Out};
use crate::syntax::python::ExprKind;

/// Fails unless Python itself refuses members that lead out.
pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let is_other = |name: &str| name.starts_with("zipfile.");
    let names = called(call);
    let only_others = !names.is_empty() && names.iter().all(|name| is_other(name));
    if !call.program().imports("tarfile") || only_others {
        return out.not_applicable();
    }
    if let Some(filter) = call.keyword("filter") {
        let (texts, names) = (filter.strings(), filter.names());
        let mut all = texts.iter().map(|text| &**text == "data");
        let mut functions = names.iter().map(|name| last_part(name) == "data_filter");
        if !(texts.is_empty() && names.is_empty()) && all.all(|is| is) && functions.all(|is| is) {
            return;
        }
    }
    let fail = |key| Fail::new(key, out.site(call.range())).arg("call", call.name());
    out.fail(match call.keyword("members") {
        None => fail("default"),
        Some(members) if is_call(call, &members) => fail("function")
            .at_most(Severity::Low)
            .confidence(Confidence::Low),
        Some(_) => fail("members")
            .at_most(Severity::Medium)
            .confidence(Confidence::Medium),
    });
}

/// Whether an argument is what a function gives back.
fn is_call(call: &Call<'_, '_>, arg: &Arg<'_, '_>) -> bool {
    let tree = call.program().tree();
    arg.node()
        .is_some_and(|node| matches!(tree.kind(node), ExprKind::Call(..)))
}
