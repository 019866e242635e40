//! An import of a module of `params.modules`, or of something below it. Importing by a call
//! (`__import__`, `importlib.import_module`) counts, and so does calling a class of the list.

use crate::meaning::python::{Interest, Program};
use crate::rules::{Fail, Out, Params, Site};

/// Reports each import of a listed module.
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
        let module = if is_one(&import.module) {
            Some(import.module.to_string())
        } else {
            let mut names = import.names.iter();
            let part = names.find(|name| is_part(modules, &import.module, name));
            part.map(|name| format!("{}.{name}", import.module))
        };
        if let Some(module) = module {
            let site = out.site(program.tree().stmt(import.stmt).range());
            out.fail(fail(site, module));
        }
    }
    for (call, module) in program.imports_by_call() {
        if is_one(module) {
            let site = out.site(program.tree().range(*call));
            out.fail(fail(site, module.to_string()));
        }
    }
    about_classes(modules, program, out);
}

/// Whether `name` of `module` is one of them, where the module as a whole is not.
fn is_part(modules: &[&str], module: &str, name: &str) -> bool {
    modules.iter().any(|listed| {
        let rest = listed.strip_prefix(module);
        rest.and_then(|rest| rest.strip_prefix('.')) == Some(name)
    })
}

fn about_classes(modules: &[&str], program: &Program<'_>, out: &mut Out<'_>) {
    let mut interest = Interest::default();
    let mut is_named = false;
    for module in modules {
        let last = module.rsplit('.').next().unwrap_or_default();
        let is_class = last.starts_with(char::is_uppercase);
        if is_class && program.tree().symbol(last).is_some() {
            interest.add_name(module, 0);
            is_named = true;
        }
    }
    if !is_named {
        return;
    }
    for found in program.find(&interest) {
        if let Some((_, class)) = found.asked.first() {
            let site = out.site(program.tree().range(found.id));
            out.fail(fail(site, class.to_string()));
        }
    }
}

fn fail(site: Site, module: String) -> Fail {
    Fail::new("default", site)
        .role(module.clone())
        .arg("module", module)
}
