//! Python: the strings that a program gives to names.
//!
//! This is the only file that knows the parser. It recovers from errors by itself, and it grows its
//! stack where a text nests deep; but dropping and walking a deep tree would overflow the stack of
//! the thread. So the tokens are counted first: a text that may nest deeper than [`MAX_DEPTH`] is
//! not parsed. Python itself refuses 200 brackets or 100 levels of indentation inside of each other.

use std::ops::Range;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::source_order::{
    SourceOrderVisitor, walk_expr, walk_keyword, walk_parameter_with_default, walk_stmt,
};
use ruff_python_ast::{
    BoolOp, CmpOp, Expr, ExprCall, ExprCompare, Keyword, ParameterWithDefault, PySourceType, Stmt,
    StringFlags,
};
use ruff_python_parser::{Mode, lexer, parse_unchecked_source};

use super::entry::Entry;

/// Syntax inside of syntax, chains of operators included.
pub const MAX_DEPTH: usize = 300;

/// Longest text that is parsed, in bytes. Nobody writes longer ones, and mistakes in them cost much.
pub const MAX_LENGTH: usize = 4 << 20;

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
/// dictionaries, as defaults. `None` for a text that is not parsed because it nests too deep.
pub fn entries(text: &str) -> Option<Vec<Entry>> {
    if text.len() > MAX_LENGTH || depth(text) > MAX_DEPTH {
        return None;
    }
    let module = parse_unchecked_source(text, PySourceType::Python);
    let mut strings = Strings {
        text,
        owners: 0,
        found: Vec::new(),
    };
    for statement in module.suite() {
        strings.visit_stmt(statement);
    }
    Some(strings.found)
}

/// A bound of how deep the tree of a text can be: open brackets, indentation, and what stands
/// between two commas at each level, as every operator may put what is before it one level deeper.
fn depth(text: &str) -> usize {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut open: Vec<usize> = vec![0];
    let (mut sum, mut indents, mut deepest) = (0_usize, 0_usize, 0_usize);
    loop {
        let mut add = 0;
        match lexer.next_token() {
            TokenKind::EndOfFile => return deepest,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(0),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                if open.len() > 1 {
                    sum = sum.saturating_sub(open.pop().unwrap_or_default());
                }
                add = 1;
            }
            TokenKind::Comma => {
                sum = sum.saturating_sub(open.last_mut().map(std::mem::take).unwrap_or_default());
            }
            TokenKind::Newline | TokenKind::Semi if open.len() == 1 => {
                sum = 0;
                open = vec![0];
            }
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::String
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline
            | TokenKind::FStringMiddle
            | TokenKind::TStringMiddle => {}
            _ => add = 1,
        }
        if let Some(last) = open.last_mut() {
            *last += add;
            sum += add;
        }
        deepest = deepest.max(open.len() + sum + indents);
    }
}

/// A string as it stands, and whether it is only taken where something else is not given.
struct Literal {
    range: Range<usize>,
    value: String,
    is_fallback: bool,
}

struct Strings<'a> {
    text: &'a str,
    owners: u32,
    found: Vec<Entry>,
}

impl<'a> SourceOrderVisitor<'a> for Strings<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.assigned(target, &assign.value);
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assigned(&assign.target, value);
                }
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Named(named) => self.assigned(&named.target, &named.value),
            Expr::Dict(dict) => {
                self.owners = self.owners.saturating_add(1);
                for item in &dict.items {
                    if let Some(key) = item.key.as_ref().and_then(string) {
                        self.add(key.value, String::new(), &item.value, false);
                    }
                }
            }
            Expr::Call(call) => self.asked(call),
            Expr::Compare(compare) => self.compared(compare),
            _ => {}
        }
        walk_expr(self, expression);
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        if let Some(name) = &keyword.arg {
            self.add(name.id.to_string(), String::new(), &keyword.value, false);
        }
        walk_keyword(self, keyword);
    }

    fn visit_parameter_with_default(&mut self, parameter: &'a ParameterWithDefault) {
        if let Some(default) = &parameter.default {
            let name = parameter.parameter.name.id.to_string();
            self.add(name, String::new(), default, true);
        }
        walk_parameter_with_default(self, parameter);
    }
}

impl Strings<'_> {
    fn assigned(&mut self, target: &Expr, value: &Expr) {
        if let Some((name, parent)) = named(target) {
            self.add(name, parent, value, false);
        }
    }

    /// `os.getenv("NAME", "value")`
    fn asked(&mut self, call: &ExprCall) {
        let asks = called(call).is_some_and(|name| ASKING.contains(&&*name));
        let mut arguments = call.arguments.args.iter();
        let by_name = call.arguments.keywords.iter().find(|keyword| {
            let name = keyword.arg.as_ref();
            name.is_some_and(|name| name.id.as_str() == "default")
        });
        let name = arguments.next().and_then(string);
        let default = arguments.next().or(by_name.map(|keyword| &keyword.value));
        if let (true, Some(name), Some(default)) = (asks, name, default) {
            self.add(name.value, String::new(), default, true);
        }
    }

    /// `password == "value"`, either way round.
    fn compared(&mut self, compare: &ExprCompare) {
        if let ([CmpOp::Eq | CmpOp::NotEq], [right]) = (&*compare.ops, &*compare.comparators) {
            let sides = [(&*compare.left, right), (right, &*compare.left)];
            for (name, value) in sides {
                if let Some((name, parent)) = named(name) {
                    self.add(name, parent, value, false);
                }
            }
        }
    }

    fn add(&mut self, name: String, parent: String, value: &Expr, is_fallback: bool) {
        let Some(literal) = given(value) else {
            return;
        };
        let written = self.text.get(literal.range.clone()).unwrap_or_default();
        let decoded = (written != literal.value).then_some(literal.value);
        self.found.push(Entry {
            name,
            parent,
            owner: self.owners,
            value: literal.range,
            decoded,
            is_string: true,
            is_fallback: is_fallback || literal.is_fallback,
        });
    }
}

/// What an expression is called, and what it belongs to: `x`, `a.x`, `a["x"]`.
fn named(expression: &Expr) -> Option<(String, String)> {
    let plain = |expression: &Expr| match expression {
        Expr::Name(name) => name.id.to_string(),
        Expr::Attribute(attribute) => attribute.attr.id.to_string(),
        _ => String::new(),
    };
    match expression {
        Expr::Name(_) => Some((plain(expression), String::new())),
        Expr::Attribute(attribute) => Some((plain(expression), plain(&attribute.value))),
        Expr::Subscript(subscript) => {
            let name = string(&subscript.slice)?.value;
            Some((name, plain(&subscript.value)))
        }
        _ => None,
    }
}

/// The last name of what a call calls.
fn called(call: &ExprCall) -> Option<String> {
    match &*call.func {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Attribute(attribute) => Some(attribute.attr.id.to_string()),
        _ => None,
    }
}

/// The string that an expression comes to, if only where nothing else is given.
fn given(expression: &Expr) -> Option<Literal> {
    let fallback = |literal: Literal| Literal {
        is_fallback: true,
        ..literal
    };
    match expression {
        Expr::BoolOp(operation) if operation.op == BoolOp::Or => {
            operation.values.last().and_then(string).map(fallback)
        }
        Expr::Call(call) => {
            let name = called(call)?;
            let first = call.arguments.args.first();
            if let Expr::Attribute(method) = &*call.func
                && KEEPING.contains(&&*name)
            {
                return string(&method.value);
            }
            if ASKING.contains(&&*name) {
                return call.arguments.args.get(1).and_then(string).map(fallback);
            }
            let default = call.arguments.keywords.iter().find(|keyword| {
                let name = keyword.arg.as_ref();
                name.is_some_and(|name| name.id.as_str() == "default")
            });
            let value = first.or(default.map(|keyword| &keyword.value));
            value
                .filter(|_| WRAPPING.contains(&&*name))
                .and_then(string)
        }
        _ => string(expression),
    }
}

/// The value of a string literal, or of several that follow each other.
fn string(expression: &Expr) -> Option<Literal> {
    let mut range: Option<Range<usize>> = None;
    let mut value = String::new();
    let mut widen = |start: u32, end: u32| {
        let (start, end) = (start as usize, (end as usize).max(start as usize));
        range = Some(range.as_ref().map_or(start, |range| range.start)..end);
    };
    match expression {
        Expr::StringLiteral(literal) => {
            for part in &literal.value {
                let start = u32::from(part.range.start() + part.flags.opener_len());
                widen(
                    start,
                    u32::from(part.range.end()) - u32::from(part.flags.closer_len()),
                );
                value.push_str(&part.value);
            }
        }
        Expr::BytesLiteral(literal) => {
            for part in &literal.value {
                let start = u32::from(part.range.start() + part.flags.opener_len());
                widen(
                    start,
                    u32::from(part.range.end()) - u32::from(part.flags.closer_len()),
                );
                value.push_str(std::str::from_utf8(&part.value).ok()?);
            }
        }
        _ => return None,
    }
    Some(Literal {
        range: range?,
        value,
        is_fallback: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let entries = entries(text).expect("shallow");
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
        let found = entries(text).expect("shallow");
        let values: Vec<_> = found
            .iter()
            .map(|entry| text.get(entry.value.clone()))
            .collect();
        assert_eq!(values, [Some("a' \n 'b")]);
        assert!(read("key = \"abc").iter().all(|row| row == "/key=abc"));
    }

    #[test]
    fn bombs_are_refused() {
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
            assert!(entries(&text).is_none(), "{piece}");
        }
        // Just below the bound, on a stack as small as that of a worker, and debug code.
        for piece in bombs {
            let count = MAX_DEPTH / piece.split(' ').count().max(2) / 2;
            let text = format!("x = {}1", piece.repeat(count));
            let thread = std::thread::Builder::new().stack_size(2 << 20);
            let walked = thread
                .spawn(move || entries(&text).is_some())
                .expect("a thread");
            assert!(walked.join().expect("no overflow"), "{piece}");
        }
    }

    #[test]
    fn long_lines_are_quick() {
        for line in ["x = [1, 'a'], ", "a", "key='a', ", "'a' "] {
            let text = format!("x = {}", line.repeat((3 << 20) / line.len()));
            let start = std::time::Instant::now();
            let was_read = entries(&text).is_some();
            assert!(
                start.elapsed().as_secs() < 5,
                "{line}: {:?}",
                start.elapsed()
            );
            assert!(was_read, "{line}");
        }
        assert!(entries(&"a = 1\n".repeat(2 << 20)).is_none());
    }
}
