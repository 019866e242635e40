//! Data whose loading runs code.

use crate::meaning::python::{Arg, Call, Value};
use crate::model::Severity;
use crate::rules::trust::{self, Given};
use crate::rules::{Fail, Out};
use crate::syntax::python::{ExprKind, StmtKind};

/// Names of the argument that holds the data, or says where it is.
const DATA: [&str; 9] = [
    "data",
    "file",
    "f",
    "filename",
    "filepath_or_buffer",
    "stream",
    "fp",
    "filepath",
    "string",
];

/// Loaders of YAML that build nothing but data.
const SAFE: [&str; 4] = ["SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"];

/// How dangerous a call is, whatever it is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Danger {
    /// It runs what the data says.
    Full,
    /// It does so for data of others, or builds more than data without running it.
    Partial,
}

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    if call.is_reference() {
        if runs_always(call.name()) {
            let fail = Fail::new("handed-on", out.site(call.range()));
            let most = if call.program().is_generated() {
                Severity::Medium
            } else {
                Severity::Low
            };
            out.fail(fail.arg("call", call.name()).at_most(most));
        }
        return;
    }
    let Some(danger) = danger(call) else {
        out.not_applicable();
        return;
    };
    let data = data(call);
    if data.as_ref().is_some_and(is_own_copy) || chooses_classes(call) {
        out.not_applicable();
        return;
    }
    let given = Given::of(data.as_ref());
    let mut fail = trust::about(trust::key(&given.certainty), call, &given, out);
    if !call.program().is_generated() {
        if given.certainty == crate::meaning::python::Certainty::Constant {
            // A file or a text that the author names is the author's own.
            fail = fail.at_most(Severity::Low);
        }
        if danger == Danger::Partial {
            fail = fail.at_most(Severity::Low);
        }
    }
    if trust::is_of_process(&given.certainty) {
        fail = fail.at_most(Severity::Medium);
    }
    out.fail(fail);
}

/// Whether a function runs what it loads, whatever its other arguments are.
fn runs_always(name: &str) -> bool {
    let is_family = [
        "pickle.",
        "dill.",
        "cloudpickle.",
        "marshal.",
        "joblib.",
        "jsonpickle.",
    ];
    is_family.iter().any(|family| name.starts_with(family)) || name.starts_with("yaml.unsafe_load")
}

fn danger(call: &Call<'_, '_>) -> Option<Danger> {
    let name = call.name();
    let full = Some(Danger::Full);
    let is_true = |name: &str| {
        call.keyword(name)
            .is_some_and(|arg| arg.truth() == Some(true))
    };
    let is_false = |name: &str| {
        call.keyword(name)
            .is_some_and(|arg| arg.truth() == Some(false))
    };
    if call.keyword("allow_dangerous_deserialization").is_some() {
        return is_true("allow_dangerous_deserialization").then_some(Danger::Full);
    }
    if name.starts_with("torch.") {
        // Versions before 2.6 load everything unless they are told otherwise.
        return (!is_true("weights_only")).then_some(Danger::Full);
    }
    if name.starts_with("numpy.") {
        let allowed = call.argument(2, "allow_pickle")?;
        return (allowed.truth() == Some(true)).then_some(Danger::Full);
    }
    if name.contains("keras") {
        return is_false("safe_mode").then_some(Danger::Full);
    }
    if name.starts_with("ruamel.yaml.") {
        return of_ruamel(call);
    }
    if name.starts_with("yaml.") {
        return of_yaml(call);
    }
    if name.starts_with("shelve.") {
        // A store that the program keeps for itself.
        return Some(Danger::Partial);
    }
    full
}

fn of_yaml(call: &Call<'_, '_>) -> Option<Danger> {
    match call.name() {
        "yaml.unsafe_load" | "yaml.unsafe_load_all" => return Some(Danger::Full),
        "yaml.full_load" | "yaml.full_load_all" => return Some(Danger::Partial),
        _ => {}
    }
    let Some(loader) = call.argument(1, "Loader") else {
        return (!call.has_unknown_arguments()).then_some(Danger::Full);
    };
    let names = loader.names();
    let lasts = names
        .iter()
        .map(|name| name.rsplit('.').next().unwrap_or(name));
    let mut danger = None;
    for last in lasts {
        danger = match last {
            "Loader" | "CLoader" | "UnsafeLoader" | "CUnsafeLoader" => Some(Danger::Full),
            "FullLoader" | "CFullLoader" => danger.or(Some(Danger::Partial)),
            last if SAFE.contains(&last) => danger,
            _ => danger,
        };
    }
    danger
}

fn of_ruamel(call: &Call<'_, '_>) -> Option<Danger> {
    if call.name() == "ruamel.yaml.YAML" {
        let kind = call.argument(1, "typ").or_else(|| call.positional(0))?;
        let is_unsafe = kind.strings().iter().any(|kind| &**kind == "unsafe");
        return is_unsafe.then_some(Danger::Full);
    }
    if call.name().contains("unsafe_load") {
        return Some(Danger::Full);
    }
    of_yaml(call)
}

fn data<'c, 't>(call: &'c Call<'_, 't>) -> Option<Arg<'c, 't>> {
    if call.name() == "ruamel.yaml.YAML" {
        return None;
    }
    let first = call.positional(0);
    first.or_else(|| DATA.iter().find_map(|name| call.keyword(name)))
}

/// `pickle.loads(pickle.dumps(x))` copies.
fn is_own_copy(data: &Arg<'_, '_>) -> bool {
    let names = data.names();
    !names.is_empty() && names.iter().all(|name| name.ends_with(".dumps()"))
}

/// A class of the program that says which classes may be loaded.
fn chooses_classes(call: &Call<'_, '_>) -> bool {
    let tree = call.program().tree();
    let ExprKind::Call(func, ..) = tree.kind(call.node()) else {
        return false;
    };
    let Some(symbol) = tree.symbol("find_class") else {
        return false;
    };
    let value = call.program().value(func);
    value.values.iter().any(|one| {
        let Value::Class(class) = one else {
            return false;
        };
        let StmtKind::Class { body, .. } = tree.stmt(*class).kind else {
            return false;
        };
        tree.block(body).stmts.iter().any(|stmt| {
            let StmtKind::Function { function, .. } = tree.stmt(*stmt).kind else {
                return false;
            };
            tree.function(function).and_then(|own| own.name) == Some(symbol)
        })
    })
}
