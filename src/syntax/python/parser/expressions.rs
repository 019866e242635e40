//! Expressions.

use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use super::super::nodes::{
    Comparison, Expr, ExprId, ExprKind, Function, FunctionId, Making, ScopeKind,
};
use super::builder::{Around, Builder, deep};
use super::operators::{comparison, operator, unary};
use super::{bounds, number};

impl Builder<'_> {
    /// Reserves the number of an expression, so that it is smaller than those of its parts.
    pub(super) fn place(&mut self, (start, end): (u32, u32), at: Around, kind: ExprKind) -> ExprId {
        let id = ExprId(number(self.tree.exprs.len()));
        self.tree.exprs.push(Expr {
            start,
            end,
            parent: at.parent,
            stmt: at.stmt,
            scope: at.scope,
            kind,
        });
        id
    }

    pub(super) fn expr(&mut self, expr: &ast::Expr, at: Around) -> ExprId {
        let id = self.place(bounds(expr.range()), at, ExprKind::Ellipsis);
        let within = at.within(id);
        let kind = deep(|| self.expr_kind(expr, id, within));
        if let Some(expr) = self.tree.exprs.get_mut(id.0 as usize) {
            expr.kind = kind;
        }
        id
    }

    pub(super) fn expr_kind(&mut self, expr: &ast::Expr, id: ExprId, at: Around) -> ExprKind {
        match expr {
            ast::Expr::Name(own) => ExprKind::Name(self.symbol(&own.id)),
            ast::Expr::Attribute(own) => {
                let value = self.expr(&own.value, at);
                ExprKind::Attribute(value, self.symbol(&own.attr.id))
            }
            ast::Expr::Call(own) => {
                let func = self.expr(&own.func, at);
                let args = self.list(&own.arguments.args, at);
                let keywords = self.keywords(&own.arguments.keywords, at);
                ExprKind::Call(func, args, keywords)
            }
            ast::Expr::StringLiteral(own) => self.string(own),
            ast::Expr::BytesLiteral(own) => self.bytes(own),
            ast::Expr::NumberLiteral(own) => match &own.value {
                ast::Number::Int(number) => ExprKind::Int(number.as_i64()),
                _ => ExprKind::Float,
            },
            ast::Expr::BooleanLiteral(own) => ExprKind::Bool(own.value),
            ast::Expr::NoneLiteral(_) => ExprKind::None,
            ast::Expr::EllipsisLiteral(_) => ExprKind::Ellipsis,
            ast::Expr::Subscript(own) => {
                let value = self.expr(&own.value, at);
                ExprKind::Subscript(value, self.expr(&own.slice, at))
            }
            ast::Expr::List(own) => ExprKind::List(self.list(&own.elts, at)),
            ast::Expr::Tuple(own) => ExprKind::Tuple(self.list(&own.elts, at)),
            ast::Expr::Set(own) => ExprKind::Set(self.list(&own.elts, at)),
            ast::Expr::Dict(own) => {
                let from = self.waiting.len();
                for item in &own.items {
                    let key = item.key.as_ref().map(|key| self.expr(key, at));
                    let value = self.expr(&item.value, at);
                    self.waiting.push(key.unwrap_or(value));
                    self.waiting.push(value);
                }
                ExprKind::Dict(self.list_since(from))
            }
            _ => self.other_kind(expr, id, at),
        }
    }

    pub(super) fn other_kind(&mut self, expr: &ast::Expr, id: ExprId, at: Around) -> ExprKind {
        match expr {
            ast::Expr::BinOp(own) => {
                let left = self.expr(&own.left, at);
                ExprKind::Binary(operator(own.op), left, self.expr(&own.right, at))
            }
            ast::Expr::UnaryOp(own) => ExprKind::Unary(unary(own.op), self.expr(&own.operand, at)),
            ast::Expr::BoolOp(own) => {
                let is_or = own.op == ast::BoolOp::Or;
                ExprKind::Logic(is_or, self.list(&own.values, at))
            }
            ast::Expr::Compare(own) => {
                let comparison = match &*own.ops {
                    [one] => comparison(*one),
                    _ => Comparison::Chain,
                };
                let all = std::iter::once(&*own.left).chain(&*own.comparators);
                ExprKind::Compare(comparison, self.list(all, at))
            }
            ast::Expr::If(own) => {
                let test = self.expr(&own.test, at);
                let body = self.expr(&own.body, at);
                ExprKind::If(test, body, self.expr(&own.orelse, at))
            }
            ast::Expr::Named(own) => {
                let target = self.expr(&own.target, at);
                ExprKind::Named(target, self.expr(&own.value, at))
            }
            ast::Expr::Lambda(own) => self.lambda(own, at),
            ast::Expr::FString(own) => self.joined(own, at),
            ast::Expr::TString(own) => {
                let from = self.waiting.len();
                for part in own.value.as_slice() {
                    self.elements(&part.elements, at);
                }
                ExprKind::Template(self.list_since(from))
            }
            ast::Expr::ListComp(own) => {
                self.comprehension(id, &[&own.elt], &own.generators, at, Making::Items)
            }
            ast::Expr::SetComp(own) => {
                self.comprehension(id, &[&own.elt], &own.generators, at, Making::Items)
            }
            ast::Expr::Generator(own) => {
                self.comprehension(id, &[&own.elt], &own.generators, at, Making::Items)
            }
            ast::Expr::DictComp(own) => {
                let key = own.key.as_deref().unwrap_or(&own.value);
                let made = [key, &own.value];
                self.comprehension(id, &made, &own.generators, at, Making::Dict)
            }
            ast::Expr::Await(own) => ExprKind::Await(self.expr(&own.value, at)),
            ast::Expr::Yield(own) => {
                let value = own.value.as_ref().map(|value| self.expr(value, at));
                if let Some(value) = value {
                    self.yielded(value);
                }
                ExprKind::Yield(value)
            }
            ast::Expr::YieldFrom(own) => ExprKind::YieldFrom(self.expr(&own.value, at)),
            ast::Expr::Starred(own) => ExprKind::Starred(self.expr(&own.value, at)),
            ast::Expr::Slice(own) => {
                let mut part = |part: &Option<Box<ast::Expr>>| {
                    let part = part.as_ref();
                    part.map_or(ExprId(u32::MAX), |part| self.expr(part, at))
                };
                let parts = [part(&own.lower), part(&own.upper), part(&own.step)];
                let start = number(self.tree.expr_lists.len());
                self.tree.expr_lists.extend(parts);
                ExprKind::Slice(start)
            }
            ast::Expr::IpyEscapeCommand(own) => {
                self.escape(own.kind, &own.value, bounds(own.range))
            }
            _ => ExprKind::Ellipsis,
        }
    }

    pub(super) fn lambda(&mut self, own: &ast::ExprLambda, at: Around) -> ExprKind {
        let params = match &own.parameters {
            Some(params) => self.params(params, at),
            None => Vec::new(),
        };
        let decorators = self.list([], at);
        let function = FunctionId(number(self.tree.functions.len()));
        let scope = self.scope(at.scope, ScopeKind::Function(function));
        self.tree.functions.push(Function {
            name: None,
            scope,
            outer: at.scope,
            params,
            decorators,
            returns: Vec::new(),
            yields: Vec::new(),
            is_async: false,
            stmt: None,
        });
        self.around.push(function);
        let body = self.expr(&own.body, Around { scope, ..at });
        self.given_back(body);
        self.around.pop();
        ExprKind::Lambda(function)
    }

    pub(super) fn given_back(&mut self, value: ExprId) {
        let innermost = self.around.last().map(|id| id.0 as usize);
        let function = innermost.and_then(|id| self.tree.functions.get_mut(id));
        if let Some(function) = function {
            function.returns.push(value);
        }
    }

    pub(super) fn yielded(&mut self, value: ExprId) {
        let innermost = self.around.last().map(|id| id.0 as usize);
        let function = innermost.and_then(|id| self.tree.functions.get_mut(id));
        if let Some(function) = function {
            function.yields.push(value);
        }
    }

    pub(super) fn comprehension(
        &mut self,
        id: ExprId,
        made: &[&ast::Expr],
        generators: &[ast::Comprehension],
        at: Around,
        making: Making,
    ) -> ExprKind {
        let scope = self.scope(at.scope, ScopeKind::Comprehension(id));
        let at = Around { scope, ..at };
        let from = self.waiting.len();
        for one in made {
            let one = self.expr(one, at);
            self.waiting.push(one);
        }
        for generator in generators {
            let (start, end) = bounds(generator.range);
            let one = self.place((start, end), at, ExprKind::Ellipsis);
            let parts = [&generator.target, &generator.iter];
            let parts = parts.into_iter().chain(&generator.ifs);
            let list = self.list(parts, at.within(one));
            if let Some(expr) = self.tree.exprs.get_mut(one.0 as usize) {
                expr.kind = ExprKind::Loop(list);
            }
            self.waiting.push(one);
        }
        ExprKind::Comprehension(making, self.list_since(from))
    }
}
