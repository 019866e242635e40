//! The strings that a program gives to names.

use std::ops::Range;

use super::nodes::{Comparison, ExprId, ExprKind, List, StmtKind};
use super::parser::{Dialect, parse};
use super::tree::Tree;
use crate::syntax::entry::Entry;

/// Functions that ask for a setting, with the value that is taken where there is none.
const ASKING: [&str; 7] = [
    "getenv",
    "get",
    "pop",
    "config",
    "env",
    "getattr",
    "getoption",
];

/// Functions that give back what they are given, or wrap it.
const WRAPPING: [&str; 9] = [
    "SecretStr",
    "Secret",
    "SecretBytes",
    "bytes",
    "str",
    "Field",
    "field",
    "quote_plus",
    "Setting",
];

/// Methods of strings that change nothing about what they say.
const KEEPING: [&str; 3] = ["encode", "strip", "decode"];

/// The strings of a program that stand behind names: assigned, compared, as keyword arguments, in
/// dictionaries, as defaults. `None` for a text that is too long, or that nests too deep.
/// `tree` is that of the program, where it was made before.
pub fn entries(text: &str, tree: Option<&Tree>) -> Option<Vec<Entry>> {
    let own;
    let tree = if let Some(tree) = tree {
        tree
    } else {
        own = parse(text, Dialect::Plain)?;
        &own
    };
    tree.too_deep.is_empty().then(|| entries_of(tree, text))
}

fn entries_of(tree: &Tree, text: &str) -> Vec<Entry> {
    let mut strings = Strings {
        tree,
        text,
        owners: 0,
        found: Vec::new(),
    };
    for id in tree.stmt_ids() {
        match &tree.stmt(id).kind {
            StmtKind::Assign { targets, value } => {
                for target in tree.list(*targets) {
                    strings.assigned(*target, *value);
                }
            }
            StmtKind::AnnAssign {
                target,
                value: Some(value),
            } => strings.assigned(*target, *value),
            _ => {}
        }
    }
    for (_, function) in tree.functions() {
        for param in &function.params {
            if let Some(default) = param.default {
                strings.add(tree.name(param.name), "", default, true);
            }
        }
    }
    for id in tree.expr_ids() {
        strings.expression(tree.kind(id));
    }
    strings.found.sort_by_key(|entry| entry.value.start);
    strings.found
}

/// A string as it stands, and whether it is only taken where something else is not given.
struct Literal {
    range: Range<usize>,
    value: String,
    is_fallback: bool,
}

struct Strings<'a> {
    tree: &'a Tree,
    text: &'a str,
    owners: u32,
    found: Vec<Entry>,
}

impl Strings<'_> {
    fn expression(&mut self, kind: ExprKind) {
        let tree = self.tree;
        match kind {
            ExprKind::Named(target, value) => self.assigned(target, value),
            ExprKind::Dict(items) => {
                self.owners = self.owners.saturating_add(1);
                for pair in tree.list(items).chunks_exact(2) {
                    if let [key, value] = pair
                        && key != value
                        && let Some(key) = self.string(*key)
                    {
                        self.add(&key.value, "", *value, false);
                    }
                }
            }
            ExprKind::Call(func, args, keywords) => {
                self.asked(func, args, keywords);
                for keyword in tree.keywords(keywords) {
                    if let Some(name) = keyword.name {
                        self.add(tree.name(name), "", keyword.value, false);
                    }
                }
            }
            ExprKind::Compare(Comparison::Eq | Comparison::NotEq, both) => {
                if let [left, right] = tree.list(both) {
                    self.assigned(*left, *right);
                    self.assigned(*right, *left);
                }
            }
            _ => {}
        }
    }

    fn assigned(&mut self, target: ExprId, value: ExprId) {
        if let Some((name, parent)) = self.named(target) {
            self.add(&name, &parent, value, false);
        }
    }

    /// `os.getenv("NAME", "value")`
    fn asked(&mut self, func: ExprId, args: List, keywords: List) {
        if !self.called(func).is_some_and(|name| ASKING.contains(&name)) {
            return;
        }
        let mut arguments = self.tree.list(args).iter().copied();
        let name = arguments.next().and_then(|name| self.string(name));
        let default = arguments.next().or(self.default(keywords));
        if let (Some(name), Some(default)) = (name, default) {
            self.add(&name.value, "", default, true);
        }
    }

    /// The argument `default=`.
    fn default(&self, keywords: List) -> Option<ExprId> {
        let mut keywords = self.tree.keywords(keywords).iter();
        let is_default = |name| self.tree.name(name) == "default";
        let found = keywords.find(|keyword| keyword.name.is_some_and(is_default));
        found.map(|keyword| keyword.value)
    }

    fn add(&mut self, name: &str, parent: &str, value: ExprId, is_fallback: bool) {
        let Some(literal) = self.given(value) else {
            return;
        };
        let written = self.text.get(literal.range.clone()).unwrap_or_default();
        let decoded = (written != literal.value).then_some(literal.value);
        self.found.push(Entry {
            name: name.to_owned(),
            parent: parent.to_owned(),
            owner: self.owners,
            outer: 0,
            value: literal.range,
            decoded,
            is_string: true,
            is_fallback: is_fallback || literal.is_fallback,
        });
    }

    /// What an expression is called, and what it belongs to: `x`, `a.x`, `a["x"]`.
    fn named(&self, expression: ExprId) -> Option<(String, String)> {
        let plain = |id| self.last_name(id).unwrap_or_default().to_owned();
        match self.tree.kind(expression) {
            ExprKind::Name(_) => Some((plain(expression), String::new())),
            ExprKind::Attribute(value, _) => Some((plain(expression), plain(value))),
            ExprKind::Subscript(value, slice) => Some((self.string(slice)?.value, plain(value))),
            _ => None,
        }
    }

    fn last_name(&self, expression: ExprId) -> Option<&str> {
        match self.tree.kind(expression) {
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => Some(self.tree.name(name)),
            _ => None,
        }
    }

    /// The last name of what a call calls.
    fn called(&self, func: ExprId) -> Option<&str> {
        self.last_name(func)
    }

    /// The string that an expression comes to, if only where nothing else is given.
    fn given(&self, expression: ExprId) -> Option<Literal> {
        let fallback = |literal: Literal| Literal {
            is_fallback: true,
            ..literal
        };
        match self.tree.kind(expression) {
            ExprKind::Logic(true, values) => {
                let last = self.tree.list(values).last();
                last.and_then(|last| self.string(*last)).map(fallback)
            }
            ExprKind::Call(func, args, keywords) => {
                let name = self.called(func)?;
                let args = self.tree.list(args);
                if let ExprKind::Attribute(value, _) = self.tree.kind(func)
                    && KEEPING.contains(&name)
                {
                    return self.string(value);
                }
                if ASKING.contains(&name) {
                    return args.get(1).and_then(|id| self.string(*id)).map(fallback);
                }
                let value = args.first().copied().or(self.default(keywords));
                value
                    .filter(|_| WRAPPING.contains(&name))
                    .and_then(|id| self.string(id))
            }
            _ => self.string(expression),
        }
    }

    /// The value of a string literal, or of several that follow each other.
    fn string(&self, expression: ExprId) -> Option<Literal> {
        let (inside, value) = match self.tree.kind(expression) {
            ExprKind::Str(number) => {
                let written = self.tree.written_string(number)?;
                let value = self.tree.string(number, self.text).to_owned();
                (written.inside.clone(), value)
            }
            ExprKind::Bytes(number) => {
                let bytes = self.tree.bytes(number)?;
                let value = std::str::from_utf8(&bytes.value).ok()?.to_owned();
                (bytes.inside.clone(), value)
            }
            _ => return None,
        };
        Some(Literal {
            range: inside.start as usize..inside.end as usize,
            value,
            is_fallback: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let entries = entries(text, None).expect("shallow");
        let line = |entry: &Entry| {
            let sign = if entry.is_fallback { "?=" } else { "=" };
            format!("{}/{}{sign}{}", entry.parent, entry.name, entry.text(text))
        };
        entries.iter().map(line).collect()
    }

    #[test]
    fn reads_strings_behind_names() {
        for (text, row) in [
            ("PASSWORD = 'x'", "/PASSWORD=x"),
            ("password: str = \"x\"", "/password=x"),
            ("self.password = b'x'", "self/password=x"),
            ("d['password'] = 'x'", "d/password=x"),
            ("connect(password='x')", "/password=x"),
            ("a = {'password': 'x'}", "/password=x"),
            ("def f(password='x'): pass", "/password?=x"),
            ("os.environ.get('KEY', 'x')", "/KEY?=x"),
            ("config('KEY', default='x')", "/KEY?=x"),
            ("key = os.getenv('KEY') or 'x'", "/key?=x"),
            ("if password == 'x': pass", "/password=x"),
            ("key = SecretStr('x')", "/key=x"),
            ("key = 'x'.encode()", "/key=x"),
            ("key: str = Field(default='x')", "/key=x"),
            ("if (key := 'x'): pass", "/key=x"),
            ("key = 'a\\x62' r'\\c'", "/key=ab\\c"),
            ("key = 'x'\nclass (:\n", "/key=x"),
        ] {
            assert!(
                read(text).iter().any(|found| found == row),
                "{text}: {:?}",
                read(text)
            );
        }
        assert!(
            read("key = f'{x}'\nkey = g('x')\nkey = a + 'x'\ndef f(key: 'x'): pass").is_empty()
        );
    }

    #[test]
    fn places_are_those_of_the_inside() {
        let text = "# 密\nkey = ('a' \n 'b')";
        let found = entries(text, None).expect("shallow");
        let values: Vec<_> = found
            .iter()
            .map(|entry| text.get(entry.value.clone()))
            .collect();
        assert_eq!(values, [Some("a' \n 'b")]);
        assert!(read("key = \"abc").iter().all(|row| row == "/key=abc"));
    }

    #[test]
    fn bombs_are_left_out() {
        let bombs = [
            "(",
            "[",
            "{1:",
            "-",
            "not ",
            "a.",
            "a+",
            "f(",
            "lambda: ",
            "x if y else ",
            "f'{",
        ];
        for piece in bombs {
            let text = format!("x = {}", piece.repeat(100_000));
            assert!(entries(&text, None).is_none(), "{piece}");
        }
        // Just below the bound, on a stack as small as that of a worker, and debug code.
        for piece in bombs {
            let count = crate::syntax::python::MAX_DEPTH / piece.split(' ').count().max(2) / 2;
            let text = format!("x = {}1", piece.repeat(count));
            let thread = std::thread::Builder::new().stack_size(2 << 20);
            let walked = thread
                .spawn(move || entries(&text, None).is_some())
                .expect("a thread");
            assert!(walked.join().expect("no overflow"), "{piece}");
        }
    }

    #[test]
    fn long_lines_are_quick() {
        for line in ["x = [1, 'a'], ", "a", "key='a', ", "'a' "] {
            let text = format!("x = {}", line.repeat((10 << 20) / line.len()));
            // A busy machine makes one run slow, and not three.
            let quickest = (0..3).map(|_| {
                let start = std::time::Instant::now();
                assert!(entries(&text, None).is_some(), "{line}");
                start.elapsed()
            });
            let is_quick = quickest.into_iter().any(|time| time.as_secs() < 5);
            assert!(is_quick, "{line}");
        }
        assert!(entries(&"a = 1\n".repeat(4 << 20), None).is_none());
    }
}
