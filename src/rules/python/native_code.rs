//! Ways out of the language: native libraries, memory, the insides of the interpreter.

use crate::meaning::python::{Call, Certainty, Value};
use crate::model::Severity;
use crate::rules::trust::{self, Given};
use crate::rules::{Fail, Out};
use crate::syntax::python::{ExprId, ExprKind, Tree};

/// Functions of libraries that start programs, change rights or make memory run.
const DANGEROUS: [&str; 43] = [
    "system",
    "popen",
    "execl",
    "execlp",
    "execle",
    "execv",
    "execve",
    "execvp",
    "fork",
    "vfork",
    "posix_spawn",
    "mprotect",
    "mmap",
    "ptrace",
    "dlopen",
    "syscall",
    "memfd_create",
    "fexecve",
    "setuid",
    "setns",
    "unshare",
    "mount",
    "prctl",
    "process_vm_writev",
    "WinExec",
    "ShellExecuteA",
    "ShellExecuteW",
    "CreateProcessA",
    "CreateProcessW",
    "VirtualAlloc",
    "VirtualAllocEx",
    "VirtualProtect",
    "CreateThread",
    "CreateRemoteThread",
    "WriteProcessMemory",
    "RtlMoveMemory",
    "LoadLibraryA",
    "LoadLibraryW",
    "NtAllocateVirtualMemory",
    "_wsystem",
    "PyRun_SimpleString",
    "PyRun_String",
    "PyEval_EvalCode",
];

/// What a call does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It loads a library.
    Library,
    /// It calls a function of a library that does more than compute.
    Function,
    /// It works with addresses.
    Memory,
    /// It lists all classes, from which every module can be reached.
    Classes,
    /// It looks at or watches the interpreter.
    Interpreter,
}

pub(super) fn check(call: &Call<'_, '_>, out: &mut Out<'_>) {
    let kind = kind(call);
    let is_generated = call.program().is_generated();
    if call.is_reference() {
        let is_dangerous = kind == Kind::Function || is_generated;
        if is_dangerous {
            let fail = Fail::new("handed-on", out.site(call.range()));
            out.fail(fail.arg("call", call.name()).at_most(Severity::Medium));
        }
        return;
    }
    let given = match kind {
        Kind::Library => Given::of(library(call).as_ref()),
        _ => Given::constant(),
    };
    let most = if is_generated {
        Severity::High
    } else {
        match kind {
            Kind::Function => Severity::High,
            Kind::Library => match &given.certainty {
                certainty if trust::is_foreign(certainty) => Severity::High,
                Certainty::Tainted(_) => Severity::Low,
                _ => Severity::Info,
            },
            Kind::Classes if begins_at_value(call) => Severity::Medium,
            // What people write does all of this for debuggers, plug-ins and buffers.
            Kind::Memory | Kind::Classes | Kind::Interpreter => {
                out.not_applicable();
                return;
            }
        }
    };
    let key = match (kind, &given.certainty) {
        (Kind::Library, given @ Certainty::Tainted(_)) => trust::key(given),
        (Kind::Library, _) => "default",
        (Kind::Function, _) => "function",
        (Kind::Memory, _) => "memory",
        (Kind::Classes, _) => "classes",
        (Kind::Interpreter, _) => "interpreter",
    };
    out.fail(trust::about(key, call, &given, out).at_most(most));
}

fn kind(call: &Call<'_, '_>) -> Kind {
    let name = call.name();
    let last = name.rsplit('.').next().unwrap_or(name);
    if last == "__subclasses__" {
        return Kind::Classes;
    }
    if matches!(
        name,
        "cffi.FFI().dlopen" | "_ctypes.dlopen" | "ctypes._dlopen"
    ) {
        return Kind::Library;
    }
    if DANGEROUS.contains(&last) || name.ends_with("()[]") && is_system(call) {
        return Kind::Function;
    }
    if name.starts_with("gc.") || name.starts_with("sys.") || name.starts_with("threading.") {
        return Kind::Interpreter;
    }
    if name.starts_with("inspect.") {
        return Kind::Interpreter;
    }
    let memory = [
        "memmove",
        "memset",
        "string_at",
        "cast",
        "CFUNCTYPE()",
        "PYFUNCTYPE()",
    ];
    if memory.contains(&last) || last == "from_address" || last.starts_with("_dlsym") {
        return Kind::Memory;
    }
    Kind::Library
}

/// `library["system"](…)`
fn is_system(call: &Call<'_, '_>) -> bool {
    let tree = call.program().tree();
    let ExprKind::Call(func, ..) = tree.kind(call.node()) else {
        return false;
    };
    let ExprKind::Subscript(_, key) = tree.kind(func) else {
        return false;
    };
    let key = call.program().value(key);
    key.strings().any(|name| DANGEROUS.contains(&&*name)) || key.strings().next().is_none()
}

fn library<'c, 't>(call: &'c Call<'_, 't>) -> Option<crate::meaning::python::Arg<'c, 't>> {
    call.argument(0, "name").filter(|name| !name.is_none())
}

/// Whether a search for classes begins at `object`, or at a value and climbs from it: a class that
/// asks for the classes made from it does neither.
fn begins_at_value(call: &Call<'_, '_>) -> bool {
    let Some(of) = call.receiver() else {
        return true;
    };
    let is_object =
        |one: &Value| matches!(one, Value::Named(name) if matches!(&**name, "object" | "type"));
    if of.value().values.iter().any(is_object) {
        return true;
    }
    of.node()
        .is_some_and(|node| climbs(call.program().tree(), node))
}

/// `().__class__.__base__`, `x.__mro__[1]`
fn climbs(tree: &Tree, mut id: ExprId) -> bool {
    loop {
        match tree.kind(id) {
            ExprKind::Attribute(of, name) => {
                if matches!(tree.name(name), "__base__" | "__bases__" | "__mro__") {
                    return true;
                }
                id = of;
            }
            ExprKind::Subscript(of, _) => id = of,
            ExprKind::Call(func, ..) => match tree.kind(func) {
                ExprKind::Attribute(_, name) if tree.name(name) == "mro" => return true,
                _ => return false,
            },
            _ => return false,
        }
    }
}
