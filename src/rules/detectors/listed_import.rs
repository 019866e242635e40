//! An import of a module of `params.modules`, or of something below it.

use crate::meaning::python::Program;
use crate::rules::{Fail, Out, Params};

/// Reports each import of a listed module; what is imported by a call counts as well.
pub(in crate::rules) fn check(params: Params, program: &Program<'_>, out: &mut Out<'_>) {
    let modules = params.iter().find(|(name, _)| *name == "modules");
    let modules = modules.map_or(&[][..], |(_, modules)| modules);
    let is_one = |name: &str| {
        modules.iter().any(|module| {
            let rest = name.strip_prefix(module);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    for import in program.import_list() {
        let part = import
            .names
            .iter()
            .map(|name| format!("{}.{name}", import.module));
        let mut all = std::iter::once(import.module.to_string()).chain(part);
        if let Some(module) = all.find(|module| is_one(module)) {
            let site = out.site(program.tree().stmt(import.stmt).range());
            out.fail(
                Fail::new("default", site)
                    .role(module.clone())
                    .arg("module", module),
            );
        }
    }
}
