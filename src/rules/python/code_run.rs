//! A text that is run as code.

use crate::meaning::programs::Runtime;
use crate::meaning::python::{Arg, Call, Certainty, How, Value, command};
use crate::model::Severity;
use crate::rules::{Fail, Out, sources, trust};

/// Templates are code for those who write them; only foreign ones are of interest.
const TEMPLATES: [&str; 6] = [
    "jinja2.Template",
    "jinja2.Environment().from_string",
    "jinja2.sandbox.SandboxedEnvironment().from_string",
    "flask.render_template_string",
    "mako.template.Template",
    "pandas.eval",
];

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let name = call.name();
    let starts_process = name.starts_with("subprocess.")
        || name.starts_with("os.")
        || name.starts_with("asyncio.")
        || name.starts_with("pty.")
        || name.starts_with("test.support.");
    if call.is_reference() {
        if matches!(name, "exec" | "eval" | "execfile") {
            let fail = Fail::new("handed-on", out.site(call.range()));
            out.fail(fail.arg("call", name).at_most(Severity::Medium));
        }
        return;
    }
    if starts_process {
        if let Some(command) = command(call).filter(|command| command.how == How::Code) {
            let site = out.site(call.range());
            let mut fail = said(
                call,
                &command.certainty,
                Fail::new(trust::key(&command.certainty), site),
            );
            for way in command.ways {
                fail = fail.way(Some(way));
            }
            out.fail(fail.certainty(command.certainty));
        }
        return;
    }
    if lets_models_run_code(call) {
        let fail = Fail::new("tool", out.site(call.range()));
        out.fail(fail.arg("call", call.method()));
        return;
    }
    let Some(text) = text_of(call) else {
        return;
    };
    let certainty = text.certainty();
    if is_harmless(call, &text) {
        return;
    }
    if TEMPLATES.contains(&name) && !matches!(certainty, Certainty::Tainted(_)) {
        return;
    }
    let fail = Fail::new(trust::key(&certainty), out.site(call.range()));
    let mut fail = said(call, &certainty, fail).way(text.way());
    let is_file = name.starts_with("importlib.") || name.starts_with("site.");
    if is_file && !call.program().is_generated() && !matches!(certainty, Certainty::Tainted(_)) {
        // Plugins are loaded so.
        fail = fail.at_most(Severity::Info);
    }
    if name == "compile" || name.starts_with("types.") {
        // It is not run here.
        fail = fail.at_most(Severity::Medium);
    }
    let is_own = sources::is_own(call.program(), &certainty);
    if is_own || call.program().runtime() == Runtime::Notebook {
        fail = fail.at_most(Severity::High);
    }
    out.fail(fail.certainty(certainty));
}

fn said(call: &Call<'_, '_>, certainty: &Certainty, fail: Fail) -> Fail {
    let fail = fail.arg("call", call.name()).way(call.way());
    match certainty {
        Certainty::Tainted(source) => fail.arg("source", sources::said(*source)),
        _ => fail,
    }
}

/// The text that is run.
fn text_of<'c, 't>(call: &'c Call<'_, 't>) -> Option<Arg<'c, 't>> {
    let name = match call.name() {
        "timeit.timeit" | "timeit.repeat" | "timeit.Timer" => {
            return call
                .argument(0, "stmt")
                .or_else(|| call.argument(1, "setup"));
        }
        "_xxsubinterpreters.run_string" | "_interpreters.run_string" | "_interpreters.exec" => {
            return call.positional(1);
        }
        "importlib.machinery.SourceFileLoader" => return call.argument(1, "path"),
        "importlib.util.spec_from_file_location" => return call.argument(1, "location"),
        "site.addsitedir" | "site.addpackage" => "sitedir",
        "runpy.run_module" => "mod_name",
        "runpy.run_path" => "path_name",
        "doctest.DocTestParser().get_doctest" => "string",
        "types.FunctionType" | "types.CodeType" => "code",
        _ => "source",
    };
    call.argument(0, name)
}

/// A function in place of a text, a tree of syntax, a compiled text, which was judged where it was
/// compiled.
fn is_harmless(call: &Call<'_, '_>, text: &Arg<'_, '_>) -> bool {
    let value = text.value();
    let takes_functions = call.name().starts_with("timeit.");
    let is_function = |one: &Value| {
        matches!(
            one,
            Value::Function(..) | Value::Partial(_) | Value::Class(_)
        )
    };
    let is_compiled = |one: &Value| matches!(one, Value::Named(name) if &**name == "compile()");
    let is_tree = |one: &Value| matches!(one, Value::Named(name) if name.starts_with("ast."));
    let all = |fits: &dyn Fn(&Value) -> bool| {
        !value.is_open && !value.values.is_empty() && value.values.iter().all(fits)
    };
    (takes_functions && (all(&is_function) || value.values.is_empty()))
        || all(&is_compiled)
        || call.name() == "compile" && all(&is_tree)
}

/// Tools of agents that run what a model answers.
fn lets_models_run_code(call: &Call<'_, '_>) -> bool {
    let is_tool = call.name().contains("REPLTool")
        || call.name().ends_with("ShellTool")
        || call.name().ends_with("create_python_agent")
        || call.name().starts_with("smolagents.");
    let is_allowed = call
        .keyword("allow_dangerous_code")
        .is_some_and(|arg| arg.truth() == Some(true));
    is_tool || is_allowed
}
