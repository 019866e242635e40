//! What a value is assigned to.

use super::program::Program;
use crate::syntax::python::{ExprId, ExprKind, Parent, StmtKind, Symbol};

impl Program<'_> {
    /// The one name that an expression is assigned to as a whole: `x` of `x = value`, `self.x = value`,
    /// `x: T = value` and `(x := value)`.
    pub(super) fn assigned_to(&self, value: ExprId) -> Option<Symbol> {
        let tree = self.tree();
        let target = match tree.parent(value) {
            Parent::Stmt(stmt) => match &tree.stmt(stmt).kind {
                StmtKind::Assign { targets, .. } => match tree.list(*targets) {
                    [only] => *only,
                    _ => return None,
                },
                StmtKind::AnnAssign { target, .. } => *target,
                _ => return None,
            },
            Parent::Expr(outer) => match tree.kind(outer) {
                ExprKind::Named(target, _) => target,
                _ => return None,
            },
        };
        match tree.kind(target) {
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => Some(name),
            _ => None,
        }
    }
}
