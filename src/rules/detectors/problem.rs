//! A problem of one of the kinds in `params.kind`. A problem that names a path takes the sentence
//! `named`, where the policy has one, or `expected` if it says what is expected; one with a detail
//! the sentence `detail`, where there is one, and one with an entry the sentence `entry`. The rules or the
//! entry that it names tell it from others in its file.

use crate::model::{Arg, Problem};
use crate::rules::{Fail, Out, Params, Site};

/// Reports `problem` if its kind is listed; its details become the arguments.
pub(in crate::rules) fn check(params: Params, problem: &Problem, out: &mut Out<'_>) {
    let listed = params
        .iter()
        .any(|(name, kinds)| *name == "kind" && kinds.contains(&problem.kind.name()));
    if !listed {
        return out.not_applicable();
    }
    let has = |arg: &str| problem.args.iter().any(|(name, _)| *name == arg);
    let key = match (has("path"), has("expected")) {
        (true, true) => "expected",
        (true, false) => "named",
        _ if has("detail") => "detail",
        _ if has("entry") => "entry",
        _ => "default",
    };
    let fail = Fail::new(key, Site::at(problem.span));
    let fail = problem
        .args
        .iter()
        .fold(fail, |fail, (name, arg)| fail.arg(name, arg.clone()));
    let named = |name: &&(&str, Arg)| matches!(name.0, "rules" | "entry");
    out.fail(match problem.args.iter().find(named) {
        Some((_, Arg::Name(role))) => fail.role(role),
        _ => fail,
    });
}
