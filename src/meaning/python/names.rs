//! Qualified names, and which of them are the same thing.

use std::rc::Rc;

use super::value::{Abs, Value};

/// Modules that are found inside of others under their own names (`glob.os`), and in whose hands
/// everything lies: wherever one of these names stands, it is that module.
pub(super) const ROOTS: [&str; 8] = [
    "os",
    "sys",
    "subprocess",
    "builtins",
    "ctypes",
    "importlib",
    "pty",
    "socket",
];

/// Names of modules that lead to another one.
pub(super) const SAME: [(&str, &str); 14] = [
    ("IPython.get_ipython", "get_ipython"),
    ("IPython.core.getipython.get_ipython", "get_ipython"),
    ("posix.", "os."),
    ("nt.", "os."),
    ("__builtin__.", ""),
    ("__builtins__.", ""),
    ("builtins.", ""),
    ("six.moves.builtins.", ""),
    ("asyncio.subprocess.", "asyncio."),
    ("io.open", "open"),
    ("_pickle.", "pickle."),
    ("cPickle.", "pickle."),
    ("_io.open", "open"),
    ("codecs.open", "open"),
];

/// Last names of what gives a module, or what is in one, for a text or in a way of its own.
pub(super) const MODULES_OF_TEXTS: [&str; 9] = [
    "__import__",
    "import_module",
    "modules",
    "load_module",
    "find_spec",
    "resolve_name",
    "locate",
    "__globals__",
    "__subclasses__",
];

/// Decorators that give back what the function is, or wrap it.
const KEEPING: [&str; 14] = [
    "staticmethod",
    "classmethod",
    "property",
    "functools.wraps",
    "functools.wraps()",
    "functools.lru_cache",
    "functools.lru_cache()",
    "functools.cache",
    "contextlib.contextmanager",
    "contextlib.asynccontextmanager",
    "abc.abstractmethod",
    "typing.overload",
    "typing.final",
    "functools.cached_property",
];

/// The one spelling of a qualified name.
pub(super) fn canonical(name: &str) -> Rc<str> {
    let mut name = name;
    loop {
        let replaced = SAME.iter().find_map(|(from, to)| {
            let rest = name.strip_prefix(from)?;
            Some((rest, *to))
        });
        match replaced {
            Some((rest, "")) if !rest.is_empty() => name = rest,
            Some((rest, to)) if !to.is_empty() => return format!("{to}{rest}").into(),
            _ => break,
        }
    }
    // `x.y.os.system`: the module inside of another, where it may have an underscore before it.
    for (at, _) in name.match_indices('.') {
        let rest = name.get(at + 1..).unwrap_or_default();
        let rest = rest.trim_start_matches('_');
        let word = rest.split('.').next().unwrap_or_default();
        // A socket is made by a function of the same name.
        let is_module = rest.len() > word.len() || word != "socket";
        if ROOTS.contains(&word) && is_module && !name.starts_with('.') {
            return canonical(rest);
        }
    }
    if name.ends_with(".__builtins__") {
        return "builtins".into();
    }
    name.into()
}

/// A part of what a name stands for.
pub(super) fn member(of: &str, name: &str) -> Rc<str> {
    if of.is_empty() {
        return canonical(name);
    }
    canonical(&format!("{of}.{name}"))
}

/// What a name gives back when it is called.
pub(super) fn called(name: &str) -> Rc<str> {
    format!("{name}()").into()
}

/// An item of what a name stands for.
pub(super) fn item(name: &str) -> Rc<str> {
    if name.ends_with("[]") {
        return name.into();
    }
    format!("{name}[]").into()
}

/// Whether a decorator gives back something else than the function.
pub(super) fn replaces(decorator: &str) -> bool {
    !KEEPING.contains(&decorator)
}

/// Whether Python knows a name without any import. Star imports do not matter for these.
pub(super) fn is_builtin(name: &str) -> bool {
    const BUILTINS: [&str; 56] = [
        "abs",
        "all",
        "any",
        "ascii",
        "bin",
        "bool",
        "breakpoint",
        "bytearray",
        "bytes",
        "callable",
        "chr",
        "classmethod",
        "compile",
        "complex",
        "delattr",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "eval",
        "exec",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "hex",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "min",
        "next",
        "object",
        "oct",
        "ord",
        "pow",
        "print",
        "property",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "sorted",
    ];
    const MORE: [&str; 10] = [
        "slice",
        "staticmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "__import__",
    ];
    BUILTINS.contains(&name) || MORE.contains(&name)
}

/// Names that are values.
pub(super) fn constant(name: &str) -> Option<Abs> {
    match name {
        "__name__" => Some(Abs::text("__main__")),
        "__file__" | "__doc__" => Some(Value::Plain.into()),
        "__debug__" => Some(Value::Bool(true).into()),
        "__builtins__" => Some(Abs::named("builtins")),
        _ => None,
    }
}

/// Whether a name stands for something that is the same wherever the program runs, as far as
/// commands are concerned.
pub(super) fn is_constant(name: &str) -> bool {
    const KNOWN: [&str; 14] = [
        "sys.executable",
        "sys.platform",
        "sys.version",
        "os.sep",
        "os.linesep",
        "os.devnull",
        "os.curdir",
        "os.name",
        "os.pathsep",
        "os.getpid()",
        "tempfile.gettempdir()",
        "tempfile.mkdtemp()",
        "platform.system()",
        "os.cpu_count()",
    ];
    KNOWN.contains(&name) || name.starts_with("string.") || name.starts_with("subprocess.")
}

/// The last name of a qualified one, without its brackets: `run` of `subprocess.run()`.
pub(super) fn last(name: &str) -> &str {
    let name = name.rsplit('.').next().unwrap_or(name);
    name.trim_end_matches(['(', ')', '[', ']'])
}
