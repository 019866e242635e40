//! Checks that make a value harmless before it is used.

use super::program::Program;
use super::value::{Abs, Value};
use crate::syntax::python::{
    BlockId, Comparison, ExprId, ExprKind, StmtId, StmtKind, Symbol, Unary,
};

/// Methods of strings that let nothing pass but letters and digits.
const PLAIN: [&str; 6] = [
    "isdigit",
    "isalnum",
    "isalpha",
    "isnumeric",
    "isdecimal",
    "isidentifier",
];

/// What a name surely is at a place, as the conditions before it say: one of some constants, or
/// something that can do no harm.
pub(super) fn checked(program: &Program<'_>, name: Symbol, at: ExprId) -> Option<Abs> {
    let tree = program.tree();
    let mut stmt = tree.expr(at).stmt;
    let scope = tree.scope_of_stmt(stmt);
    if let Some(found) = in_expression(program, name, at) {
        return Some(found);
    }
    loop {
        let own = tree.stmt(stmt);
        // A statement before it in the block that does not go on where the check fails.
        let block = tree.block(own.block);
        for before in block.stmts.iter().take(own.index as usize).rev() {
            if let Some(found) = leaving(program, name, *before) {
                return Some(found);
            }
        }
        let owner = block.owner?;
        if tree.block(tree.stmt(owner).block).scope != scope {
            return None;
        }
        if let Some(found) = inside(program, name, owner, own.block) {
            return Some(found);
        }
        stmt = owner;
    }
}

/// `x if check(x) else y`, and `check(x) and use(x)`.
fn in_expression(program: &Program<'_>, name: Symbol, at: ExprId) -> Option<Abs> {
    let tree = program.tree();
    let mut id = at;
    while let crate::syntax::python::Parent::Expr(parent) = tree.parent(id) {
        match tree.kind(parent) {
            ExprKind::If(test, body, _) if body == id => {
                if let Some(found) = passed(program, name, test, true) {
                    return Some(found);
                }
            }
            ExprKind::Logic(false, values) => {
                let before = tree.list(values).iter().take_while(|other| **other != id);
                for test in before {
                    if let Some(found) = passed(program, name, *test, true) {
                        return Some(found);
                    }
                }
            }
            _ => {}
        }
        id = parent;
    }
    None
}

/// What a name is inside of a block of a statement.
fn inside(program: &Program<'_>, name: Symbol, owner: StmtId, block: BlockId) -> Option<Abs> {
    let tree = program.tree();
    match &tree.stmt(owner).kind {
        StmtKind::If(parts) => {
            for (test, own) in parts {
                if *own == block {
                    return passed(program, name, (*test)?, true);
                }
                if let Some(found) = test.and_then(|test| passed(program, name, test, false)) {
                    return Some(found);
                }
            }
            None
        }
        StmtKind::While { test, body, .. } if *body == block => passed(program, name, *test, true),
        StmtKind::Match(subject, cases) => {
            if !matches!(tree.kind(*subject), ExprKind::Name(own) if own == name) {
                return None;
            }
            let case = cases.iter().find(|case| case.body == block)?;
            case.only_values.then(|| {
                let values = tree
                    .list(case.values)
                    .iter()
                    .map(|id| program.eval(*id, None));
                Abs::any(values.collect::<Vec<_>>())
            })
        }
        _ => None,
    }
}

/// What a name is behind `if not check(name): return`.
fn leaving(program: &Program<'_>, name: Symbol, stmt: StmtId) -> Option<Abs> {
    let tree = program.tree();
    match &tree.stmt(stmt).kind {
        StmtKind::If(parts) => {
            let [(Some(test), block)] = parts.as_slice() else {
                return None;
            };
            let last = tree.block(*block).stmts.last()?;
            let leaves = match tree.stmt(*last).kind {
                StmtKind::Return(_) | StmtKind::Raise(_) | StmtKind::Continue | StmtKind::Break => {
                    true
                }
                StmtKind::Expr(call) => leaves_program(program, call),
                _ => false,
            };
            leaves
                .then(|| passed(program, name, *test, false))
                .flatten()
        }
        _ => None,
    }
}

fn leaves_program(program: &Program<'_>, call: ExprId) -> bool {
    let tree = program.tree();
    let ExprKind::Call(func, ..) = tree.kind(call) else {
        return false;
    };
    match tree.kind(func) {
        ExprKind::Name(name) | ExprKind::Attribute(_, name) => {
            matches!(
                tree.name(name),
                "exit" | "_exit" | "abort" | "quit" | "error"
            )
        }
        _ => false,
    }
}

/// What a name surely is where a test came out as `outcome`.
fn passed(program: &Program<'_>, name: Symbol, test: ExprId, outcome: bool) -> Option<Abs> {
    let tree = program.tree();
    let is_name = |id: ExprId| matches!(tree.kind(id), ExprKind::Name(own) if own == name);
    match tree.kind(test) {
        ExprKind::Unary(Unary::Not, inner) => passed(program, name, inner, !outcome),
        ExprKind::Logic(is_or, values) if is_or != outcome => tree
            .list(values)
            .iter()
            .find_map(|value| passed(program, name, *value, outcome)),
        ExprKind::Compare(comparison, both) => {
            let [left, right] = tree.list(both) else {
                return None;
            };
            let fits = match comparison {
                Comparison::In | Comparison::Eq | Comparison::Is => outcome,
                Comparison::NotIn | Comparison::NotEq | Comparison::IsNot => !outcome,
                _ => false,
            };
            let is_set = matches!(comparison, Comparison::In | Comparison::NotIn);
            let other = match (is_name(*left), is_name(*right)) {
                (true, _) => *right,
                (_, true) if !is_set => *left,
                _ => return None,
            };
            if !fits {
                return None;
            }
            let other = program.eval(other, None);
            if !other.is_constant() {
                return None;
            }
            if !is_set {
                return Some(other);
            }
            // A string contains many others.
            let is_text = other
                .values
                .iter()
                .any(|value| matches!(value, Value::Text(_)));
            if is_text {
                return None;
            }
            let items = super::fold::items(&other)?;
            Some(Abs::any(items))
        }
        ExprKind::Call(func, args, _) => {
            if !outcome {
                return None;
            }
            match tree.kind(func) {
                ExprKind::Attribute(of, method) if is_name(of) => {
                    PLAIN.contains(&tree.name(method)).then(Abs::safe_text)
                }
                // `re.fullmatch(pattern, name)`, `pattern.fullmatch(name)`
                ExprKind::Attribute(_, method)
                    if matches!(tree.name(method), "fullmatch" | "match" | "search") =>
                {
                    let whole = tree.name(method) == "fullmatch";
                    let last = tree.list(args).get(..2).and_then(<[ExprId]>::last);
                    let last = last.or(tree.list(args).last());
                    let is_about = last.is_some_and(|id| is_name(*id));
                    (is_about && is_narrow(program, func, tree.list(args), whole))
                        .then(Abs::safe_text)
                }
                _ => None,
            }
        }
        ExprKind::Named(_, value) if outcome => passed(program, name, value, outcome),
        _ => None,
    }
}

/// Whether a pattern lets nothing pass that means something to a shell.
fn is_narrow(program: &Program<'_>, func: ExprId, args: &[ExprId], is_whole: bool) -> bool {
    let tree = program.tree();
    let pattern = match args {
        [pattern, _, ..] => program.eval(*pattern, None),
        _ => {
            let ExprKind::Attribute(of, _) = tree.kind(func) else {
                return false;
            };
            match compiled(program, of) {
                Some(pattern) => pattern,
                None => return false,
            }
        }
    };
    let mut patterns = pattern.strings();
    let is_anchored = |pattern: &str| {
        let starts = pattern.starts_with('^') || pattern.starts_with("\\A");
        starts && (pattern.ends_with('$') || pattern.ends_with("\\Z"))
    };
    !pattern.is_open
        && patterns
            .all(|pattern| lets_through_words(&pattern) && (is_whole || is_anchored(&pattern)))
}

/// The pattern of `re.compile(pattern)`.
fn compiled(program: &Program<'_>, of: ExprId) -> Option<Abs> {
    let tree = program.tree();
    let ExprKind::Name(name) = tree.kind(of) else {
        return None;
    };
    let (_, bindings) = program.scopes.lookup(tree, name, of);
    let [binding] = bindings.as_slice() else {
        return None;
    };
    let super::scopes::Bound::Value(value, _) = binding.kind else {
        return None;
    };
    let ExprKind::Call(_, args, _) = tree.kind(value) else {
        return None;
    };
    let pattern = tree.list(args).first()?;
    Some(program.eval(*pattern, None))
}

/// Whether a pattern is made of letters, digits, a few signs and classes of them, and has no `.`.
fn lets_through_words(pattern: &str) -> bool {
    let mut letters = pattern.chars();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('d' | 'w' | '.' | '-' | '_' | 'A' | 'Z' | 'z' | 'b' | '/') => {}
                _ => return false,
            },
            '[' => {
                if letters.clone().next() == Some('^') {
                    return false;
                }
                in_class = true;
            }
            ']' => in_class = false,
            '.' if !in_class => return false,
            '.' | '-' | '_' | ':' | '/' | '@' | ',' | '=' | '+' => {}
            '^' | '$' | '(' | ')' | '{' | '}' | '*' | '?' | '|' if !in_class => {}
            letter if letter.is_alphanumeric() => {}
            _ => return false,
        }
    }
    true
}
