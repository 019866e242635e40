//! Strings behind names: what is called a password may be one.

use std::ops::Range;

use super::program::Program;
use crate::syntax::python::{Comparison, ExprId, ExprKind, StmtKind};

/// A string that a program gives a name.
#[derive(Clone, Debug)]
pub struct NamedValue {
    /// The name.
    pub name: String,
    /// How it is given.
    pub kind: Naming,
    /// The string.
    pub value: ExprId,
    /// From behind its first quote to before its last one.
    pub inside: Range<usize>,
    /// Where the statement, the argument or the key begins that gives it.
    pub start: usize,
}

/// How a string gets a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// `name = "…"`, `x.name = "…"`, `name: str = "…"`, `name := "…"`
    Assign,
    /// `name == "…"`
    Compare,
    /// `{"name": "…"}`, `x["name"] = "…"`
    Key,
    /// `f(name="…")`
    Keyword,
    /// `def f(name="…")`
    Default,
}

/// All of a program, in the order of the text.
pub(super) fn values(program: &Program<'_>) -> Vec<NamedValue> {
    let tree = program.tree();
    let mut found = Finder {
        program,
        found: Vec::new(),
    };
    for id in tree.stmt_ids() {
        match &tree.stmt(id).kind {
            StmtKind::Assign { targets, value } => {
                for target in tree.list(*targets) {
                    found.given(*target, *value, Naming::Assign);
                }
            }
            StmtKind::AnnAssign {
                target,
                value: Some(value),
            } => found.given(*target, *value, Naming::Assign),
            _ => {}
        }
    }
    for (_, function) in tree.functions() {
        for param in &function.params {
            if let Some(default) = param.default {
                let start = tree.range(default).start;
                found.add(tree.name(param.name), default, Naming::Default, start);
            }
        }
    }
    for id in tree.expr_ids() {
        match tree.kind(id) {
            ExprKind::Named(target, value) => found.given(target, value, Naming::Assign),
            ExprKind::Compare(comparison, both) => {
                if let (Comparison::Eq | Comparison::NotEq, [left, right]) =
                    (comparison, tree.list(both))
                {
                    found.given(*left, *right, Naming::Compare);
                    found.given(*right, *left, Naming::Compare);
                }
            }
            ExprKind::Dict(items) => {
                for pair in tree.list(items).chunks_exact(2) {
                    if let [key, value] = pair
                        && key != value
                        && matches!(tree.kind(*key), ExprKind::Str(_))
                    {
                        let start = tree.range(*key).start;
                        found.add(program.string(*key), *value, Naming::Key, start);
                    }
                }
            }
            ExprKind::Call(_, _, keywords) => {
                for keyword in tree.keywords(keywords) {
                    if let Some(name) = keyword.name {
                        let start = keyword.start as usize;
                        found.add(tree.name(name), keyword.value, Naming::Keyword, start);
                    }
                }
            }
            _ => {}
        }
    }
    found.found.sort_by_key(|value| value.inside.start);
    found.found
}

struct Finder<'p, 't> {
    program: &'p Program<'t>,
    found: Vec<NamedValue>,
}

impl Finder<'_, '_> {
    fn given(&mut self, target: ExprId, value: ExprId, kind: Naming) {
        let tree = self.program.tree();
        let start = tree.range(target).start;
        match tree.kind(target) {
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => {
                self.add(tree.name(name), value, kind, start);
            }
            ExprKind::Subscript(_, key) if matches!(tree.kind(key), ExprKind::Str(_)) => {
                let key = self.program.string(key);
                self.add(key, value, Naming::Key, start);
            }
            _ => {}
        }
    }

    fn add(&mut self, name: &str, value: ExprId, kind: Naming, start: usize) {
        let tree = self.program.tree();
        let ExprKind::Str(number) = tree.kind(value) else {
            return;
        };
        if let Some(written) = tree.written_string(number) {
            self.found.push(NamedValue {
                name: name.to_owned(),
                kind,
                value,
                inside: written.inside.start as usize..written.inside.end as usize,
                start,
            });
        }
    }
}
