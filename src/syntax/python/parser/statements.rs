//! Statements of one line.

use ruff_python_ast as ast;

use super::super::nodes::StmtKind;
use super::bounds;
use super::builder::{Around, Builder};
use super::operators::operator;

impl Builder<'_> {
    pub(super) fn simple(&mut self, stmt: &ast::Stmt, at: Around) -> StmtKind {
        match stmt {
            ast::Stmt::Return(own) => {
                let value = own.value.as_ref().map(|value| self.expr(value, at));
                if let Some(value) = value {
                    self.given_back(value);
                }
                StmtKind::Return(value)
            }
            ast::Stmt::Delete(own) => StmtKind::Delete(self.list(&own.targets, at)),
            ast::Stmt::Assign(own) => {
                let targets = self.list(&own.targets, at);
                let value = self.expr(&own.value, at);
                StmtKind::Assign { targets, value }
            }
            ast::Stmt::AugAssign(own) => StmtKind::AugAssign {
                target: self.expr(&own.target, at),
                operator: operator(own.op),
                value: self.expr(&own.value, at),
            },
            ast::Stmt::AnnAssign(own) => {
                let target = self.expr(&own.target, at);
                self.annotation(&own.annotation, at);
                let value = own.value.as_ref().map(|value| self.expr(value, at));
                StmtKind::AnnAssign { target, value }
            }
            ast::Stmt::TypeAlias(own) => {
                self.annotation(&own.value, at);
                StmtKind::Pass
            }
            ast::Stmt::Raise(own) => {
                let raised = own.exc.as_ref().map(|raised| self.expr(raised, at));
                if let Some(cause) = &own.cause {
                    self.expr(cause, at);
                }
                StmtKind::Raise(raised)
            }
            ast::Stmt::Assert(own) => {
                let test = self.expr(&own.test, at);
                if let Some(message) = &own.msg {
                    self.expr(message, at);
                }
                StmtKind::Assert { test }
            }
            ast::Stmt::Global(own) => {
                StmtKind::Global(own.names.iter().map(|name| self.symbol(&name.id)).collect())
            }
            ast::Stmt::Nonlocal(own) => {
                StmtKind::Nonlocal(own.names.iter().map(|name| self.symbol(&name.id)).collect())
            }
            ast::Stmt::Expr(own) => StmtKind::Expr(self.expr(&own.value, at)),
            ast::Stmt::IpyEscapeCommand(own) => {
                let kind = self.escape(own.kind, &own.value, bounds(own.range));
                let id = self.place(bounds(own.range), at, kind);
                StmtKind::Expr(id)
            }
            ast::Stmt::Break(_) => StmtKind::Break,
            ast::Stmt::Continue(_) => StmtKind::Continue,
            _ => StmtKind::Pass,
        }
    }
}
