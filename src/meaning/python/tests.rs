//! What the last value of a program is found to be.

use super::{Program, PythonOptions, Value};
use crate::meaning::programs::Runtime;
use crate::syntax::python::{Dialect, ExprId, StmtKind, parse};

/// The value of the last assignment: names and texts in their order, `?` where it may be something
/// else as well, and behind `<` who decides on it.
fn told(code: &str) -> String {
    let options = PythonOptions::default();
    let tree = parse(code, Dialect::Plain).expect("short");
    assert!(tree.errors.is_empty(), "{code}: {:?}", tree.errors);
    let program = Program::new(code, tree, Runtime::Host, false, &options);
    program.fill_sites();
    let value = program.value(last(&program));
    let mut all: Vec<String> = value.values.iter().map(shown).collect();
    all.sort();
    if value.is_open {
        all.push("?".to_owned());
    }
    if let Some(source) = &value.taint {
        all.push(format!("<{source:?}"));
    }
    all.join(" ")
}

fn last(program: &Program<'_>) -> ExprId {
    let tree = program.tree();
    let values = tree.stmt_ids().filter_map(|id| match tree.stmt(id).kind {
        StmtKind::Assign { value, .. } => Some(value),
        _ => None,
    });
    values.last().expect("an assignment")
}

fn shown(value: &Value) -> String {
    match value {
        Value::Named(name) => name.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Bytes(bytes) => format!("b{:?}", String::from_utf8_lossy(bytes)),
        Value::Items(items) => {
            let items = items.iter().map(|item| {
                let shown: Vec<String> = item.values.iter().map(shown).collect();
                shown.join("|")
            });
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Value::Text(_) => match value.string() {
            Some(text) => format!("{text:?}"),
            None => "text".to_owned(),
        },
        Value::Function(..) => "function".to_owned(),
        Value::Class(_) => "class".to_owned(),
        Value::Instance(_) => "object".to_owned(),
        Value::None => "None".to_owned(),
        _ => "other".to_owned(),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (code, expected) in cases {
        assert_eq!(told(code), *expected, "{code}");
    }
}

#[test]
fn names_stand_for_what_was_imported_last() {
    check(&[
        ("import os\nx = os.system", "os.system"),
        ("import os as o\nx = o.path.join", "os.path.join"),
        ("from os import system as s\nx = s", "os.system"),
        ("import posix\nx = posix.system", "os.system"),
        ("import os\nos = 1\nx = os", "1"),
        (
            "if a:\n  import os as m\nelse:\n  import sys as m\nx = m",
            "os sys",
        ),
        ("def f():\n  os = 1\nimport os\nx = os.system", "os.system"),
        ("x = eval", "eval"),
        ("import glob\nx = glob.os.system", "os.system"),
    ]);
}

#[test]
fn classes_of_ones_own_hide_modules() {
    check(&[
        (
            "class os:\n  def system(self): return 1\nx = os().system()",
            "1",
        ),
        ("class A:\n  run = 'ls'\nx = A.run", "\"ls\""),
        (
            "class A:\n  def __init__(self):\n    self.c = 'ls'\nx = A().c",
            "\"ls\"",
        ),
        (
            "class A:\n  pass\nclass B(A):\n  y = 2\nclass C(B):\n  pass\nx = C.y",
            "2",
        ),
    ]);
}

#[test]
fn functions_give_back_what_they_return() {
    check(&[
        ("def f(a):\n  return a + 'b'\nx = f('a')", "\"ab\""),
        ("def f(a='d'):\n  return a\nx = f()", "\"d\""),
        ("def f(*a):\n  return a[1]\nx = f(1, 'k')", "\"k\""),
        ("def f(**k):\n  return k['n']\nx = f(n='v')", "\"v\""),
        ("f = lambda a: [a, 1]\nx = f('i')", "[\"i\", 1]"),
        ("def f():\n  pass\nx = f()", "None"),
        (
            "import functools\ndef f(a, b):\n  return a + b\ng = functools.partial(f, 'p')\nx = g('q')",
            "\"pq\"",
        ),
    ]);
}

#[test]
fn reflection_leads_to_the_same_things() {
    check(&[
        ("import os\nx = getattr(os, 'sys' + 'tem')", "os.system"),
        ("x = __import__('os').system", "os.system"),
        (
            "import importlib\nx = importlib.import_module('subprocess').run",
            "subprocess.run",
        ),
        ("import os\nx = os.__dict__['system']", "os.system"),
        ("import os\nx = vars(os)['popen']", "os.popen"),
        ("import sys\nx = sys.modules['os'].system", "os.system"),
        ("import os\nx = globals()['os'].system", "os.system"),
        (
            "import os, operator\nx = operator.attrgetter('system')(os)",
            "os.system",
        ),
        ("x = getattr(__builtins__, 'eval')", "eval"),
    ]);
}

#[test]
fn constants_are_put_together() {
    check(&[
        ("x = 'a' 'b' + 'c' * 2", "\"abcc\""),
        ("x = 'l%s' % 's'", "\"ls\""),
        ("x = '{}-{b}'.format(1, b='c')", "\"1-c\""),
        ("y = 's'\nx = f'l{y}'", "\"ls\""),
        ("x = 'metsys'[::-1]", "\"system\""),
        ("x = ''.join(['l', 's'])", "\"ls\""),
        ("x = ''.join(chr(c) for c in [108, 115])", "\"ls\""),
        (
            "import base64\nx = base64.b64decode('bHM=').decode()",
            "\"ls\"",
        ),
        ("x = bytes.fromhex('6c73').decode()", "\"ls\""),
        ("import codecs\nx = codecs.decode('yf', 'rot13')", "\"ls\""),
        ("x = {'a': 'b'}['a']", "\"b\""),
        ("x = ['a', 'b'][-1]", "\"b\""),
        ("a, *b = 'x', 'y', 'z'\nx = b", "[\"y\", \"z\"]"),
    ]);
}

#[test]
fn what_is_not_known_is_said_so() {
    check(&[
        ("def f(a):\n  global b\n  b = a\nx = b", "?"),
        ("x = somebody()[0]", "somebody()[]"),
        ("if a:\n  y = 'b'\nelse:\n  y = 'c'\nx = y", "\"b\" \"c\""),
        ("import sys\nx = sys.argv[1]", "sys.argv[] <Process"),
        ("import os\nx = os.environ['A']", "os.environ[] <Process"),
    ]);
}

#[test]
fn values_that_lead_to_themselves_end() {
    check(&[
        ("x = x", "?"),
        ("def f(a):\n  return f(a)\nx = f(1)", "?"),
        ("y = ''\nfor i in z:\n  y = y + 'a'\nx = y", "\"\" \"a\" ?"),
    ]);
    let chain: String = (0..5_000).fold(String::new(), |all, n| {
        all + &format!("a{} = a{n}\n", n + 1)
    });
    let program = format!("a0 = 'ls'\n{chain}x = a5000");
    assert_eq!(told(&program), "?");
}
