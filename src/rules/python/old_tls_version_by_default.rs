//! A broken version of TLS as the default of a parameter.

use crate::meaning::python::Program;
use crate::rules::{Fail, Out};
use crate::syntax::python::ExprKind;

/// Fails for each default whose last name is in the list.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    let tree = program.tree();
    let list = &program.options().bad_protocol_versions;
    for (_, function) in tree.functions() {
        for param in &function.params {
            let Some(default) = param.default else {
                continue;
            };
            let (ExprKind::Name(name) | ExprKind::Attribute(_, name)) = tree.kind(default) else {
                continue;
            };
            let version = tree.name(name);
            if list.iter().any(|own| own == version) {
                let fail = Fail::new("default", out.site(tree.range(default)))
                    .arg("name", tree.name(param.name));
                out.fail(fail.arg("version", version));
            }
        }
    }
}
