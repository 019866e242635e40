//! Statements that hold others, and the patterns of `match`.

use ruff_python_ast as ast;

use super::super::nodes::{Case, Handler, StmtKind, Symbol};
use super::bounds;
use super::builder::{Around, Builder, deep};

impl Builder<'_> {
    pub(super) fn compound(&mut self, stmt: &ast::Stmt, at: Around) -> StmtKind {
        let owner = Some(at.stmt);
        match stmt {
            ast::Stmt::For(own) => StmtKind::For {
                target: self.expr(&own.target, at),
                iter: self.expr(&own.iter, at),
                body: self.block(&own.body, owner, at.scope),
                orelse: self.block(&own.orelse, owner, at.scope),
            },
            ast::Stmt::While(own) => StmtKind::While {
                test: self.expr(&own.test, at),
                body: self.block(&own.body, owner, at.scope),
                orelse: self.block(&own.orelse, owner, at.scope),
            },
            ast::Stmt::If(own) => {
                let test = self.expr(&own.test, at);
                let mut parts = vec![(Some(test), self.block(&own.body, owner, at.scope))];
                for clause in &own.elif_else_clauses {
                    let test = clause.test.as_ref().map(|test| self.expr(test, at));
                    parts.push((test, self.block(&clause.body, owner, at.scope)));
                }
                StmtKind::If(parts)
            }
            ast::Stmt::With(own) => {
                let mut items = Vec::with_capacity(own.items.len());
                for item in &own.items {
                    let entered = self.expr(&item.context_expr, at);
                    let called = item.optional_vars.as_ref().map(|name| self.expr(name, at));
                    items.push((entered, called));
                }
                StmtKind::With(items, self.block(&own.body, owner, at.scope))
            }
            _ => StmtKind::Pass,
        }
    }

    pub(super) fn try_stmt(&mut self, own: &ast::StmtTry, at: Around) -> StmtKind {
        let owner = Some(at.stmt);
        let body = self.block(&own.body, owner, at.scope);
        let mut handlers = Vec::with_capacity(own.handlers.len());
        for ast::ExceptHandler::ExceptHandler(handler) in &own.handlers {
            let (start, end) = bounds(handler.range);
            handlers.push(Handler {
                start,
                end,
                types: handler.type_.as_ref().map(|types| self.expr(types, at)),
                name: handler.name.as_ref().map(|name| self.symbol(&name.id)),
                body: self.block(&handler.body, owner, at.scope),
            });
        }
        StmtKind::Try {
            body,
            handlers,
            orelse: self.block(&own.orelse, owner, at.scope),
            last: self.block(&own.finalbody, owner, at.scope),
        }
    }

    pub(super) fn match_stmt(&mut self, own: &ast::StmtMatch, at: Around) -> StmtKind {
        let subject = self.expr(&own.subject, at);
        let mut cases = Vec::with_capacity(own.cases.len());
        for case in &own.cases {
            let mut captures = Vec::new();
            let from = self.waiting.len();
            let only_values = self.pattern(&case.pattern, at, &mut captures);
            let values = self.list_since(from);
            cases.push(Case {
                values,
                only_values,
                captures,
                guard: case.guard.as_ref().map(|guard| self.expr(guard, at)),
                body: self.block(&case.body, Some(at.stmt), at.scope),
            });
        }
        StmtKind::Match(subject, cases)
    }

    /// Reads a pattern; its values wait. Whether nothing but values matches it.
    pub(super) fn pattern(
        &mut self,
        pattern: &ast::Pattern,
        at: Around,
        captures: &mut Vec<Symbol>,
    ) -> bool {
        deep(|| match pattern {
            ast::Pattern::MatchValue(own) => {
                let id = self.expr(&own.value, at);
                self.waiting.push(id);
                true
            }
            ast::Pattern::MatchSingleton(_) => true,
            ast::Pattern::MatchOr(own) => {
                let mut only = true;
                for one in &own.patterns {
                    only &= self.pattern(one, at, captures);
                }
                only
            }
            ast::Pattern::MatchAs(own) => {
                let inner = own.pattern.as_ref();
                let only = inner.is_some_and(|inner| self.pattern(inner, at, captures));
                captures.extend(own.name.as_ref().map(|name| self.symbol(&name.id)));
                only
            }
            ast::Pattern::MatchStar(own) => {
                captures.extend(own.name.as_ref().map(|name| self.symbol(&name.id)));
                false
            }
            ast::Pattern::MatchSequence(own) => {
                for one in &own.patterns {
                    self.pattern(one, at, captures);
                }
                false
            }
            ast::Pattern::MatchMapping(own) => {
                for key in &own.keys {
                    self.expr(key, at);
                }
                for one in &own.patterns {
                    self.pattern(one, at, captures);
                }
                captures.extend(own.rest.as_ref().map(|name| self.symbol(&name.id)));
                false
            }
            ast::Pattern::MatchClass(own) => {
                self.expr(&own.cls, at);
                let by_name = own
                    .arguments
                    .keywords
                    .iter()
                    .map(|keyword| &keyword.pattern);
                for one in own.arguments.patterns.iter().chain(by_name) {
                    self.pattern(one, at, captures);
                }
                false
            }
        })
    }
}
