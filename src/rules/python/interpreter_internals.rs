//! Frames, globals and lists of classes that generated code reaches for.

use crate::meaning::python::Program;
use crate::rules::{Fail, Out};
use crate::syntax::python::{ExprKind, Tree};

/// What leads from any object to everything that is loaded.
const WAYS: [&str; 14] = [
    "__subclasses__",
    "__globals__",
    "f_globals",
    "f_builtins",
    "f_locals",
    "f_back",
    "tb_frame",
    "gi_frame",
    "cr_frame",
    "ag_frame",
    "__code__",
    "__closure__",
    "__builtins__",
    "func_globals",
];

pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    if !program.is_generated() {
        return out.not_applicable();
    }
    let tree = program.tree();
    for id in tree.expr_ids() {
        let name = match tree.kind(id) {
            ExprKind::Attribute(_, name) => tree.name(name).to_owned(),
            ExprKind::Call(func, args, _) if is_getattr(tree, func) => {
                let name = tree.list(args).get(1).map(|name| program.value(*name));
                let name = name.and_then(|name| name.strings().next());
                name.map_or_else(String::new, |name| name.to_string())
            }
            _ => continue,
        };
        if WAYS.contains(&&*name) {
            let fail = Fail::new("default", out.site(tree.range(id)));
            let role = format!("{}/{name}", program.surroundings(id));
            out.fail(fail.role(role).arg("name", name));
        }
    }
}

fn is_getattr(tree: &Tree, func: crate::syntax::python::ExprId) -> bool {
    matches!(tree.kind(func), ExprKind::Name(name) if tree.name(name) == "getattr")
}
