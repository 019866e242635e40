//! Where a program calls its own functions.

use rustc_hash::FxHashSet;

use super::program::Program;
use super::value::Value;
use crate::syntax::python::{ExprKind, FunctionId, StmtId, StmtKind, Symbol};

impl Program<'_> {
    /// The calls of the functions of the program.
    pub(super) fn fill_sites(&self) {
        if self.has_sites.replace(true) {
            return;
        }
        let names: FxHashSet<Symbol> = self
            .tree
            .functions()
            .filter_map(|(_, function)| function.name)
            .collect();
        if names.is_empty() {
            return;
        }
        for id in self.tree.expr_ids() {
            let ExprKind::Call(func, ..) = self.tree.kind(id) else {
                continue;
            };
            let (ExprKind::Name(name) | ExprKind::Attribute(_, name)) = self.tree.kind(func) else {
                continue;
            };
            let is_class = || {
                let text = self.tree.name(name);
                text.starts_with(|c: char| c.is_uppercase())
            };
            if !names.contains(&name) && !is_class() {
                continue;
            }
            for value in self.eval(func, None).values.iter() {
                let function = match value {
                    Value::Function(function, _) => Some(*function),
                    Value::Class(class) => self.initialiser(*class),
                    _ => None,
                };
                if let Some(function) = function {
                    self.sites
                        .borrow_mut()
                        .entry(function)
                        .or_default()
                        .push(id);
                }
            }
        }
        // What was found before the calls were known may be more now.
        self.memo.borrow_mut().clear();
        self.given_back.borrow_mut().clear();
    }

    pub(super) fn initialiser(&self, class: StmtId) -> Option<FunctionId> {
        let StmtKind::Class { scope, .. } = self.tree.stmt(class).kind else {
            return None;
        };
        let symbol = self.tree.symbol("__init__")?;
        let mut bindings = self.scopes.in_scope(scope, symbol).iter();
        bindings.find_map(|binding| match binding.kind {
            super::scopes::Bound::Function(function) => Some(function),
            _ => None,
        })
    }
}
