//! Functions, classes and imports.

use ruff_python_ast as ast;
use ruff_text_size::Ranged as _;

use super::super::nodes::{
    Alias, Function, FunctionId, List, Param, ParamKind, ScopeKind, StmtKind,
};
use super::builder::{Around, Builder};
use super::{bounds, number};

impl Builder<'_> {
    pub(super) fn aliases(&mut self, names: &[ast::Alias]) -> Vec<Alias> {
        let alias = |own: &ast::Alias| {
            let (start, end) = bounds(own.range);
            Alias {
                name: self.symbol(&own.name.id),
                asname: own.asname.as_ref().map(|name| self.symbol(&name.id)),
                start,
                end,
            }
        };
        names.iter().map(alias).collect()
    }

    pub(super) fn annotation(&mut self, annotation: &ast::Expr, at: Around) {
        let id = self.expr(annotation, at);
        self.tree.annotations.push(id);
    }

    pub(super) fn decorators(&mut self, all: &[ast::Decorator], at: Around) -> List {
        self.list(all.iter().map(|decorator| &decorator.expression), at)
    }

    pub(super) fn type_params(&mut self, params: Option<&ast::TypeParams>, at: Around) {
        for param in params.into_iter().flat_map(|params| &params.type_params) {
            let (bound, default) = match param {
                ast::TypeParam::TypeVar(own) => (own.bound.as_ref(), own.default.as_ref()),
                ast::TypeParam::ParamSpec(own) => (None, own.default.as_ref()),
                ast::TypeParam::TypeVarTuple(own) => (None, own.default.as_ref()),
            };
            for annotation in bound.into_iter().chain(default) {
                self.annotation(annotation, at);
            }
        }
    }

    pub(super) fn function_def(&mut self, own: &ast::StmtFunctionDef, at: Around) -> StmtKind {
        let decorators = self.decorators(&own.decorator_list, at);
        self.type_params(own.type_params.as_deref(), at);
        let params = self.params(&own.parameters, at);
        if let Some(returns) = &own.returns {
            self.annotation(returns, at);
        }
        let name = Some(self.symbol(&own.name.id));
        let function = FunctionId(number(self.tree.functions.len()));
        let scope = self.scope(at.scope, ScopeKind::Function(function));
        self.tree.functions.push(Function {
            name,
            scope,
            outer: at.scope,
            params,
            decorators,
            returns: Vec::new(),
            yields: Vec::new(),
            is_async: own.is_async,
            stmt: Some(at.stmt),
        });
        self.around.push(function);
        let body = self.block(&own.body, Some(at.stmt), scope);
        self.around.pop();
        StmtKind::Function { function, body }
    }

    pub(super) fn class_def(&mut self, own: &ast::StmtClassDef, at: Around) -> StmtKind {
        let decorators = self.decorators(&own.decorator_list, at);
        self.type_params(own.type_params.as_deref(), at);
        let (bases, keywords) = match &own.arguments {
            Some(arguments) => (
                self.list(&arguments.args, at),
                self.keywords(&arguments.keywords, at),
            ),
            None => (self.list([], at), self.keywords(&[], at)),
        };
        let name = self.symbol(&own.name.id);
        let scope = self.scope(at.scope, ScopeKind::Class(at.stmt));
        let body = self.block(&own.body, Some(at.stmt), scope);
        StmtKind::Class {
            name,
            scope,
            decorators,
            bases,
            keywords,
            body,
        }
    }

    pub(super) fn params(&mut self, own: &ast::Parameters, at: Around) -> Vec<Param> {
        let mut params = Vec::new();
        let by_place = own.posonlyargs.iter().chain(&own.args);
        let by_place = by_place.map(|param| (param, ParamKind::Place));
        let by_name = own.kwonlyargs.iter().map(|param| (param, ParamKind::Name));
        for (param, kind) in by_place.chain(by_name) {
            let name = self.symbol(&param.parameter.name.id);
            if let Some(annotation) = &param.parameter.annotation {
                self.annotation(annotation, at);
            }
            let default = param.default.as_ref().map(|value| self.expr(value, at));
            params.push(Param {
                name,
                default,
                kind,
                start: param.parameter.name.start().to_u32(),
                end: param.parameter.name.end().to_u32(),
            });
        }
        let rest = own.vararg.as_ref().map(|param| (param, ParamKind::Rest));
        let named = own.kwarg.as_ref().map(|param| (param, ParamKind::Named));
        for (param, kind) in rest.into_iter().chain(named) {
            if let Some(annotation) = &param.annotation {
                self.annotation(annotation, at);
            }
            params.push(Param {
                name: self.symbol(&param.name.id),
                default: None,
                kind,
                start: param.name.start().to_u32(),
                end: param.name.end().to_u32(),
            });
        }
        params
    }
}
