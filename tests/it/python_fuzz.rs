//! Whatever a program looks like, judging it ends soon and does not break.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::Config;

use hulan::meaning::programs::Runtime;
use hulan::meaning::python::{Program, PythonOptions};
use hulan::rules::{AskedPrograms, RULES};
use hulan::syntax::python::{Dialect, parse};

/// A shared machine and debug code: far more than any of these needs.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 });

fn judge(text: &str, dialect: Dialect) -> usize {
    let options = PythonOptions::default();
    let asked = AskedPrograms::new(RULES, &options);
    let begun = Instant::now();
    let said = match parse(text, dialect) {
        Some(tree) => {
            let program = Program::new(text, tree, Runtime::DifySandbox, true, &options);
            asked
                .ask(&program, hulan::model::TextId::default(), "x")
                .occurrences
        }
        None => Vec::new(),
    };
    let took = begun.elapsed();
    let start: String = text.chars().take(300).collect();
    assert!(took < LIMIT, "{took:?} for {} bytes: {start}", text.len());
    for occurrence in &said {
        let range = occurrence.span.range();
        assert!(
            text.get(range.clone()).is_some(),
            "{range:?} of {}: {start}",
            occurrence.rule.id
        );
    }
    said.len()
}

/// Pieces that mean something to the analyser.
const PIECES: [&str; 60] = [
    "os",
    "sys",
    "subprocess",
    "eval",
    "exec",
    "getattr",
    "__import__",
    "importlib",
    "globals()",
    "vars(os)",
    "__dict__",
    "system",
    "Popen",
    "import ",
    "from ",
    " as ",
    "def f(a, b=os):",
    "class A(B):",
    "lambda x: ",
    "return ",
    "yield ",
    "for a in ",
    "if ",
    "else:",
    "try:",
    "except Exception:",
    "with open(a) as b:",
    "\n",
    "\n    ",
    "\n        ",
    "=",
    "+=",
    ":=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    ":",
    "*",
    "**",
    "@",
    "+",
    "%",
    "'sys' + 'tem'",
    "\"{}\".format(",
    "f'{a!r:>{b}}'",
    "b'\\x41'",
    "1",
    "-1",
    "None",
    "a",
    "b",
    "self.x",
    "match a:\n    case 'x':",
    "# nosec B602",
    "\\",
];

fn soup() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..120)
        .prop_map(|pieces| pieces.join(""))
}

/// Expressions that hold together.
fn expression() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(vec![
        "a",
        "b",
        "c",
        "os",
        "os.system",
        "'x'",
        "\"sys\"",
        "'%s'",
        "b'ab'",
        "1",
        "None",
        "eval",
        "[]",
        "{}",
        "sys.argv",
        "self.a",
        "getattr",
        "input()",
        "chr",
        "base64.b64decode",
        "'aWQ='",
        "str",
        "type",
    ]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(6, 60, 4, |inner| {
            let two = (inner.clone(), inner.clone());
            let three = (inner.clone(), inner.clone(), inner.clone());
            prop_oneof![
                two.clone().prop_map(|(a, b)| format!("({a} + {b})")),
                two.clone().prop_map(|(a, b)| format!("({a} % {b})")),
                two.clone().prop_map(|(a, b)| format!("({a} * {b})")),
                two.clone().prop_map(|(a, b)| format!("{a}({b})")),
                two.clone().prop_map(|(a, b)| format!("{a}(*{b})")),
                two.clone().prop_map(|(a, b)| format!("{a}(**{b})")),
                two.clone().prop_map(|(a, b)| format!("{a}[{b}]")),
                three
                    .clone()
                    .prop_map(|(a, b, c)| format!("{a}[{b}:{c}:-1]")),
                three
                    .clone()
                    .prop_map(|(a, b, c)| format!("getattr({a}, {b}, {c})")),
                three
                    .clone()
                    .prop_map(|(a, b, c)| format!("({a} if {b} else {c})")),
                two.clone().prop_map(|(a, b)| format!("[{a}, {b}]")),
                two.clone().prop_map(|(a, b)| format!("{{{a}: {b}}}")),
                two.clone().prop_map(|(a, b)| format!("[{a} for b in {b}]")),
                two.clone().prop_map(|(a, b)| format!("{a}.join({b})")),
                two.clone()
                    .prop_map(|(a, b)| format!("{a}.format({b}, k={b})")),
                two.clone()
                    .prop_map(|(a, b)| format!("{a}.replace({b}, {b})")),
                two.prop_map(|(a, b)| format!("functools.partial({a}, {b})")),
                inner.clone().prop_map(|a| format!("(lambda x: {a})(1)")),
                inner
                    .clone()
                    .prop_map(|a| format!("f'{{{}}}'", a.replace(['\'', '"'], ""))),
                inner.prop_map(|a| format!("{a}.decode().encode('hex')")),
            ]
        })
}

fn program() -> impl Strategy<Value = String> {
    let name = proptest::sample::select(vec![
        "a", "b", "c", "os", "self.a", "a[0]", "d['k']", "(a, *b)",
    ]);
    let line = (name, expression(), 0..6_u8).prop_map(|(name, value, form)| match form {
        0 => format!("{name} = {value}\n"),
        1 => format!("for a in {value}:\n    {name} = a\n"),
        2 => format!("def f(a, b=1):\n    return {value}\nc = f\n"),
        3 => format!("if a in {value}:\n    os.system(a)\n"),
        4 => format!("class C:\n    a = {value}\n    def m(self, b):\n        self.a = b\n        return f(self.a)\n"),
        _ => format!("{value}\n"),
    });
    proptest::collection::vec(line, 1..12).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn soup_is_judged(text in soup()) {
        judge(&text, Dialect::Plain);
        judge(&text, Dialect::Notebook);
    }

    #[test]
    fn programs_are_judged(text in program()) {
        judge(&text, Dialect::Plain);
    }

    #[test]
    fn cut_programs_are_judged(text in program(), at in 0_usize..400) {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        judge(&text[..at], Dialect::Plain);
    }
}

/// Programs made to keep an analyser busy.
#[test]
fn knots_end() {
    let doubling: String = (0..60)
        .map(|n| format!("a{} = a{n} + a{n}\n", n + 1))
        .collect();
    let calls: String = (0..40)
        .map(|n| {
            format!(
                "def f{n}(x): return f{}(f{}(x) + f{}(x))\n",
                n + 1,
                n + 1,
                n + 1
            )
        })
        .collect();
    let choices: String = (0..200)
        .map(|n| format!("a = a or b{n}\nb{n} = a\n"))
        .collect();
    let ring: String = (0..500)
        .map(|n| format!("a{n} = a{}\n", (n + 1) % 500))
        .collect();
    let alias: String = (0..2000).map(|n| format!("s{} = s{n}\n", n + 1)).collect();
    for (text, least) in [
        (
            format!("import os\na0 = 'x'\n{doubling}os.system(a60)\n"),
            1,
        ),
        (format!("import os\n{calls}os.system(f0('x'))\n"), 1),
        (format!("import os\n{choices}os.system(a)\n"), 1),
        (format!("import os\n{ring}a0('ls')\n"), 0),
        // Too long to be followed, and said so.
        (
            format!("import os\ns0 = os.system\n{alias}s2000('ls')\n"),
            1,
        ),
        (
            format!(
                "import os\nx = {}os.system{}('ls')\n",
                "[".repeat(500),
                "][0]".repeat(500)
            ),
            1,
        ),
        (format!("exec({})\n", "'a' + ".repeat(1_000) + "'b'"), 1),
        (
            format!("x = '{}'\nexec(x * 100000000)\n", "a".repeat(10_000)),
            1,
        ),
    ] {
        let found = judge(&text, Dialect::Plain);
        assert!(found >= least, "{}", &text[..text.len().min(200)]);
    }
}

/// Brackets, calls and operators, 100,000 of them inside of each other, and a line of 10 MB.
#[test]
fn bombs_are_judged() {
    let pieces = [
        "(",
        "[",
        "{1:",
        "f(",
        "-",
        "not ",
        "a.",
        "a+",
        "a[",
        "lambda: ",
        "x if y else ",
        "f'{",
        "await ",
        "a and ",
        "a<",
        "[x for x in ",
        "if x:\n ",
        "'a' ",
        "*",
        "@",
        "print(\"",
        "\\\n",
    ];
    for piece in pieces {
        judge(&format!("x = {}", piece.repeat(100_000)), Dialect::Plain);
        judge(
            &format!("import os\nos.system(x)\ny = {}1", piece.repeat(100_000)),
            Dialect::Plain,
        );
    }
    for piece in ["a, ", "'x', ", "f(1), ", "x = 1; "] {
        judge(&piece.repeat((10 << 20) / piece.len()), Dialect::Plain);
    }
    // What is beside the bomb is judged all the same.
    let (open, close) = ("(".repeat(20_000), ")".repeat(20_000));
    let beside = format!("import os\ny = {open}1{close}\nos.system(x)\n");
    assert!(judge(&beside, Dialect::Plain) > 0);
}

/// Signs at the start of a line that mean something to a notebook alone.
#[test]
fn signs_of_notebooks_are_judged() {
    for sign in [
        ",", ";", "/", "?", "??", "!", "!!", "%", "%%", "%%%", ",,", "?!", "!?", "%!",
    ] {
        for before in [
            "",
            "x = (]\n",
            "f(]\n  ",
            "x = 'a'(]\n",
            "[}\n",
            "(\n",
            "x = \\\n",
            "if x:\n",
            "@\n",
            "lambda (]\n",
        ] {
            for after in ["", "a", "a b\n", "\n)", "(]\n,b"] {
                judge(&format!("{before}{sign}{after}"), Dialect::Notebook);
            }
        }
    }
}
