//! From text to tree. This and `nesting` are the only files that know the parser.
//!
//! The parser recovers from errors by itself and grows its stack where a text nests deep; but
//! dropping and walking a deep tree would overflow the stack of the thread. So lines that nest too
//! deep are taken out first, and what is still deep is walked and dropped on a stack that grows.

use std::borrow::Cow;
use std::ops::Range;

use ruff_python_ast as ast;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, PySourceType, StringFlags};
use ruff_python_parser::{Mode, Parsed, lexer, parse_unchecked_source};
use ruff_text_size::{Ranged, TextRange};

use super::nesting::{Nesting, nesting};
use super::tree::{
    Alias, Block, BlockId, Bytes, Case, Comparison, Escape, Expr, ExprId, ExprKind, Function,
    FunctionId, Handler, Keyword, List, MODULE, Making, Operator, Param, ParamKind, Parent, Scope,
    ScopeId, ScopeKind, Stmt, StmtId, StmtKind, Str, Symbol, SyntaxError, Tree, Unary,
};

/// Syntax inside of syntax, chains of operators included. Python itself refuses 200 brackets or
/// 100 levels of indentation inside of each other.
pub const MAX_DEPTH: usize = 3_000;

/// Longest text that is parsed, in bytes. Nobody writes longer ones, and mistakes in them cost much.
pub(super) const MAX_LENGTH: usize = 16 << 20;

/// So many signs of a notebook may stand behind each other at the start of a line.
const MOST_SIGNS: usize = 200;

/// Texts up to here are parsed before their depth is known: they cannot nest deeper than this.
const SMALL: usize = 128 << 10;

/// Trees deeper than this are dropped on a stack of their own.
const DEEP: usize = 300;

/// Enough of a stack to drop the deepest tree that there can be, at a kilobyte for each level.
const STACK: usize = SMALL << 10;

/// Which Python a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Python.
    Plain,
    /// With the commands of `IPython`.
    Notebook,
}

/// The tree of a program; what is broken in it is left out and named. `None` for a text that is too
/// long.
pub fn parse(text: &str, dialect: Dialect) -> Option<Tree> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    if dialect == Dialect::Notebook {
        let mut text = Cow::Borrowed(text);
        // What stands behind such a sign may be the next one.
        for _ in 0..MOST_SIGNS {
            match tamed(&text) {
                Some(tamed) => text = Cow::Owned(tamed),
                None => return Some(parse_text(&text, dialect)),
            }
        }
        return Some(Tree::too_deep(text.len()));
    }
    Some(parse_text(text, dialect))
}

/// The text without the commands of `IPython` on which the parser breaks off where a bracket before
/// them is closed wrongly, byte for byte as long; `None` where there are none. `!!` runs a shell as `!`
/// does, help says nothing, and a comma at the start of a line goes to the end of the one before.
fn tamed(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut before: Option<usize> = None;
    let mut at = 0;
    let mut is_other = false;
    for line in text.split_inclusive('\n') {
        let first = at + line.len() - line.trim_start_matches([' ', '\t', '\x0c']).len();
        let sign = text.as_bytes().get(first).copied();
        let is_double = sign.is_some() && sign == text.as_bytes().get(first + 1).copied();
        let replaced = match (sign, is_double) {
            (Some(b'!' | b'%'), true) | (Some(b'?'), _) => Some(b' '),
            (Some(b',' | b';' | b'/'), _) => Some(b'\n'),
            _ => None,
        };
        if let (Some(new), Some(sign)) = (replaced, sign) {
            is_other = true;
            let new = if before.is_none() { b' ' } else { new };
            if let Some(place) = bytes.get_mut(first) {
                *place = new;
            }
            if let (b'\n', Some(end)) = (new, before.and_then(|end| bytes.get_mut(end))) {
                *end = sign;
            }
            if sign == b'?'
                && is_double
                && let Some(place) = bytes.get_mut(first + 1)
            {
                *place = b' ';
            }
        }
        at += line.len();
        before = line.ends_with('\n').then(|| at - 1);
    }
    // Only signs of ASCII were changed.
    is_other.then(|| String::from_utf8(bytes).unwrap_or_default())
}

fn parse_text(text: &str, dialect: Dialect) -> Tree {
    let source = match dialect {
        Dialect::Plain => PySourceType::Python,
        Dialect::Notebook => PySourceType::Ipynb,
    };
    if text.len() > SMALL {
        let mode = match dialect {
            Dialect::Plain => Mode::Module,
            Dialect::Notebook => Mode::Ipython,
        };
        let mut nesting = nesting(lexed(text, mode), MAX_DEPTH);
        // The lexer does not say where it is.
        if !nesting.too_deep.is_empty() {
            return Tree::too_deep(text.len());
        }
        nesting.too_deep.clear();
        return parse_shallow(text, source, nesting);
    }
    let parsed = parse_unchecked_source(text, source);
    let tokens = parsed.tokens().iter();
    let tokens = tokens.map(|token| (token.kind(), range(token.range())));
    let nesting = nesting(tokens, MAX_DEPTH);
    if nesting.too_deep.is_empty() {
        return finish(parsed, text, &nesting);
    }
    stacker::grow(STACK, || drop(parsed));
    parse_shallow(text, source, nesting)
}

/// Parses without the lines that are too deep.
fn parse_shallow(text: &str, source: PySourceType, nesting: Nesting) -> Tree {
    if nesting.too_deep.is_empty() {
        return finish(parse_unchecked_source(text, source), text, &nesting);
    }
    let mut shallow = text.as_bytes().to_vec();
    for line in &nesting.too_deep {
        for byte in shallow.get_mut(line.clone()).unwrap_or_default() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        if let Some(first) = shallow.get_mut(line.start) {
            *first = b'0';
        }
    }
    // Whole lines of characters became blanks.
    let shallow = String::from_utf8(shallow).unwrap_or_default();
    let mut tree = finish(parse_unchecked_source(&shallow, source), text, &nesting);
    tree.too_deep = nesting.too_deep;
    tree
}

fn finish(parsed: Parsed<ModModule>, text: &str, nesting: &Nesting) -> Tree {
    let tree = Builder::new(text).build(&parsed);
    if nesting.depth > DEEP {
        stacker::grow(STACK, || drop(parsed));
    }
    tree
}

/// The tokens of a text; their places are not known.
fn lexed(text: &str, mode: Mode) -> impl Iterator<Item = (TokenKind, Range<usize>)> {
    let mut lexer = lexer::lex(text, mode);
    std::iter::from_fn(move || match lexer.next_token() {
        TokenKind::EndOfFile => None,
        kind => Some((kind, 0..0)),
    })
}

fn range(range: TextRange) -> Range<usize> {
    usize::from(range.start())..usize::from(range.end())
}

fn bounds(range: TextRange) -> (u32, u32) {
    (range.start().into(), range.end().into())
}

/// So much of a stack is left at each step down, and so much is added where it is not.
const RED_ZONE: usize = 64 << 10;
const MORE_STACK: usize = 1 << 20;

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Around {
    parent: Parent,
    stmt: StmtId,
    scope: ScopeId,
}

impl Around {
    fn within(self, id: ExprId) -> Self {
        Self {
            parent: Parent::Expr(id),
            ..self
        }
    }
}

struct Builder<'t> {
    text: &'t str,
    tree: Tree,
    /// The lists that are being read.
    waiting: Vec<ExprId>,
    /// The functions around, the innermost last.
    around: Vec<FunctionId>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        let mut tree = Tree::default();
        tree.scopes.push(Scope {
            parent: MODULE,
            kind: ScopeKind::Module,
        });
        tree.exprs.reserve(text.len() / 8);
        tree.expr_lists.reserve(text.len() / 16);
        Self {
            text,
            tree,
            waiting: Vec::new(),
            around: Vec::new(),
        }
    }

    fn build(mut self, parsed: &Parsed<ModModule>) -> Tree {
        self.block(parsed.suite(), None, MODULE);
        let comments = parsed.tokens().iter();
        let comments = comments.filter(|token| token.kind() == TokenKind::Comment);
        self.tree.comments = comments
            .map(|token| {
                let (start, end) = bounds(token.range());
                start..end
            })
            .collect();
        let errors = parsed.errors().iter();
        self.tree.errors = errors
            .map(|error| SyntaxError {
                range: range(error.location),
            })
            .collect();
        self.tree
    }

    fn symbol(&mut self, name: &str) -> Symbol {
        if let Some(known) = self.tree.symbols.get(name) {
            return *known;
        }
        let symbol = Symbol(number(self.tree.names.len()));
        self.tree.names.push(name.into());
        self.tree.symbols.insert(name.into(), symbol);
        symbol
    }

    fn scope(&mut self, parent: ScopeId, kind: ScopeKind) -> ScopeId {
        let id = ScopeId(number(self.tree.scopes.len()));
        self.tree.scopes.push(Scope { parent, kind });
        id
    }

    /// A list of what waits since `from`.
    fn list_since(&mut self, from: usize) -> List {
        let start = number(self.tree.expr_lists.len());
        self.tree.expr_lists.extend(self.waiting.drain(from..));
        List {
            start,
            len: number(self.tree.expr_lists.len()) - start,
        }
    }

    fn list<'e>(&mut self, all: impl IntoIterator<Item = &'e ast::Expr>, around: Around) -> List {
        let from = self.waiting.len();
        for one in all {
            let id = self.expr(one, around);
            self.waiting.push(id);
        }
        self.list_since(from)
    }

    fn keywords(&mut self, all: &[ast::Keyword], around: Around) -> List {
        let mut own = Vec::with_capacity(all.len());
        for keyword in all {
            let name = keyword.arg.as_ref().map(|name| self.symbol(&name.id));
            let value = self.expr(&keyword.value, around);
            let (start, _) = bounds(keyword.range);
            own.push(Keyword { name, value, start });
        }
        let start = number(self.tree.keywords.len());
        let len = number(own.len());
        self.tree.keywords.append(&mut own);
        List { start, len }
    }

    fn block(&mut self, suite: &[ast::Stmt], owner: Option<StmtId>, scope: ScopeId) -> BlockId {
        let id = BlockId(number(self.tree.blocks.len()));
        self.tree.blocks.push(Block {
            owner,
            scope,
            stmts: Vec::new(),
        });
        let mut stmts = Vec::with_capacity(suite.len());
        for (index, stmt) in suite.iter().enumerate() {
            stmts.push(self.stmt(stmt, id, scope, number(index)));
        }
        if let Some(block) = self.tree.blocks.get_mut(id.0 as usize) {
            block.stmts = stmts;
        }
        id
    }

    fn stmt(&mut self, stmt: &ast::Stmt, block: BlockId, scope: ScopeId, index: u32) -> StmtId {
        let id = StmtId(number(self.tree.stmts.len()));
        let (start, end) = bounds(stmt.range());
        self.tree.stmts.push(Stmt {
            start,
            end,
            block,
            index,
            kind: StmtKind::Pass,
        });
        let kind = stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.stmt_kind(stmt, id, scope));
        if let Some(stmt) = self.tree.stmts.get_mut(id.0 as usize) {
            stmt.kind = kind;
        }
        id
    }

    fn stmt_kind(&mut self, stmt: &ast::Stmt, id: StmtId, scope: ScopeId) -> StmtKind {
        let at = Around {
            parent: Parent::Stmt(id),
            stmt: id,
            scope,
        };
        match stmt {
            ast::Stmt::FunctionDef(own) => self.function_def(own, at),
            ast::Stmt::ClassDef(own) => self.class_def(own, at),
            ast::Stmt::For(_) | ast::Stmt::While(_) | ast::Stmt::If(_) | ast::Stmt::With(_) => {
                self.compound(stmt, at)
            }
            ast::Stmt::Match(own) => self.match_stmt(own, at),
            ast::Stmt::Try(own) => self.try_stmt(own, at),
            ast::Stmt::Import(own) => StmtKind::Import(self.aliases(&own.names)),
            ast::Stmt::ImportFrom(own) => StmtKind::ImportFrom {
                module: own.module.as_ref().map(|name| self.symbol(&name.id)),
                level: own.level,
                names: self.aliases(&own.names),
            },
            _ => self.simple(stmt, at),
        }
    }

    fn simple(&mut self, stmt: &ast::Stmt, at: Around) -> StmtKind {
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

    fn aliases(&mut self, names: &[ast::Alias]) -> Vec<Alias> {
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

    fn annotation(&mut self, annotation: &ast::Expr, at: Around) {
        let id = self.expr(annotation, at);
        self.tree.annotations.push(id);
    }

    fn decorators(&mut self, all: &[ast::Decorator], at: Around) -> List {
        self.list(all.iter().map(|decorator| &decorator.expression), at)
    }

    fn type_params(&mut self, params: Option<&ast::TypeParams>, at: Around) {
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

    fn function_def(&mut self, own: &ast::StmtFunctionDef, at: Around) -> StmtKind {
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

    fn class_def(&mut self, own: &ast::StmtClassDef, at: Around) -> StmtKind {
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

    fn params(&mut self, own: &ast::Parameters, at: Around) -> Vec<Param> {
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
            });
        }
        params
    }

    fn compound(&mut self, stmt: &ast::Stmt, at: Around) -> StmtKind {
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

    fn try_stmt(&mut self, own: &ast::StmtTry, at: Around) -> StmtKind {
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

    fn match_stmt(&mut self, own: &ast::StmtMatch, at: Around) -> StmtKind {
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
    fn pattern(&mut self, pattern: &ast::Pattern, at: Around, captures: &mut Vec<Symbol>) -> bool {
        stacker::maybe_grow(RED_ZONE, MORE_STACK, || match pattern {
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

    /// Reserves the number of an expression, so that it is smaller than those of its parts.
    fn place(&mut self, (start, end): (u32, u32), at: Around, kind: ExprKind) -> ExprId {
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

    fn expr(&mut self, expr: &ast::Expr, at: Around) -> ExprId {
        let id = self.place(bounds(expr.range()), at, ExprKind::Ellipsis);
        let within = at.within(id);
        let kind = stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.expr_kind(expr, id, within));
        if let Some(expr) = self.tree.exprs.get_mut(id.0 as usize) {
            expr.kind = kind;
        }
        id
    }

    fn expr_kind(&mut self, expr: &ast::Expr, id: ExprId, at: Around) -> ExprKind {
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

    fn other_kind(&mut self, expr: &ast::Expr, id: ExprId, at: Around) -> ExprKind {
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

    fn lambda(&mut self, own: &ast::ExprLambda, at: Around) -> ExprKind {
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

    fn given_back(&mut self, value: ExprId) {
        let innermost = self.around.last().map(|id| id.0 as usize);
        let function = innermost.and_then(|id| self.tree.functions.get_mut(id));
        if let Some(function) = function {
            function.returns.push(value);
        }
    }

    fn yielded(&mut self, value: ExprId) {
        let innermost = self.around.last().map(|id| id.0 as usize);
        let function = innermost.and_then(|id| self.tree.functions.get_mut(id));
        if let Some(function) = function {
            function.yields.push(value);
        }
    }

    fn comprehension(
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

    fn string(&mut self, own: &ast::ExprStringLiteral) -> ExprKind {
        let mut inside: Option<Range<u32>> = None;
        let mut parts = 0_usize;
        for part in &own.value {
            let (start, end) = bounds(part.range);
            let start = start + u32::from(part.flags.opener_len());
            let end = end
                .saturating_sub(part.flags.closer_len().into())
                .max(start);
            inside = Some(inside.map_or(start, |inside| inside.start)..end);
            parts += 1;
        }
        let inside = inside.unwrap_or_default();
        let value = own.value.to_str();
        self.add_string(inside, value, parts > 1)
    }

    fn add_string(&mut self, inside: Range<u32>, value: &str, is_joined: bool) -> ExprKind {
        let written = self.text.get(inside.start as usize..inside.end as usize);
        let value = (written != Some(value)).then(|| value.into());
        let id = number(self.tree.strings.len());
        self.tree.strings.push(Str {
            inside,
            value,
            is_joined,
        });
        ExprKind::Str(id)
    }

    fn bytes(&mut self, own: &ast::ExprBytesLiteral) -> ExprKind {
        let mut inside: Option<Range<u32>> = None;
        let mut value = Vec::new();
        for part in &own.value {
            let (start, end) = bounds(part.range);
            let start = start + u32::from(part.flags.opener_len());
            let end = end
                .saturating_sub(part.flags.closer_len().into())
                .max(start);
            inside = Some(inside.map_or(start, |inside| inside.start)..end);
            value.extend_from_slice(&part.value);
        }
        let id = number(self.tree.bytes.len());
        self.tree.bytes.push(Bytes {
            inside: inside.unwrap_or_default(),
            value: value.into(),
        });
        ExprKind::Bytes(id)
    }

    fn joined(&mut self, own: &ast::ExprFString, at: Around) -> ExprKind {
        let from = self.waiting.len();
        for part in own.value.as_slice() {
            match part {
                ast::FStringPart::Literal(literal) => {
                    let (start, end) = bounds(literal.range);
                    let inside = start + u32::from(literal.flags.opener_len());
                    let last = end.saturating_sub(literal.flags.closer_len().into());
                    let kind = self.add_string(inside..last.max(inside), &literal.value, false);
                    let id = self.place((start, end), at, kind);
                    self.waiting.push(id);
                }
                ast::FStringPart::FString(string) => self.elements(&string.elements, at),
            }
        }
        ExprKind::Joined(self.list_since(from))
    }

    fn elements(&mut self, elements: &ast::InterpolatedStringElements, at: Around) {
        for element in elements {
            let id = match element {
                ast::InterpolatedStringElement::Literal(literal) => {
                    let (start, end) = bounds(literal.range);
                    let kind = self.add_string(start..end, &literal.value, false);
                    self.place((start, end), at, kind)
                }
                ast::InterpolatedStringElement::Interpolation(own) => {
                    let id = self.place(bounds(own.range), at, ExprKind::Ellipsis);
                    let within = at.within(id);
                    let value = self.expr(&own.expression, within);
                    let spec = own.format_spec.as_ref().map(|spec| {
                        let inner = self.place(bounds(spec.range), within, ExprKind::Ellipsis);
                        let from = self.waiting.len();
                        stacker::maybe_grow(RED_ZONE, MORE_STACK, || {
                            self.elements(&spec.elements, within.within(inner));
                        });
                        let list = self.list_since(from);
                        if let Some(expr) = self.tree.exprs.get_mut(inner.0 as usize) {
                            expr.kind = ExprKind::Joined(list);
                        }
                        inner
                    });
                    if let Some(expr) = self.tree.exprs.get_mut(id.0 as usize) {
                        expr.kind = ExprKind::Interpolation(value, spec);
                    }
                    id
                }
            };
            self.waiting.push(id);
        }
    }

    fn escape(&mut self, kind: ast::IpyEscapeKind, value: &str, inside: (u32, u32)) -> ExprKind {
        let escape = match kind {
            ast::IpyEscapeKind::Shell | ast::IpyEscapeKind::ShCap => Escape::Shell,
            ast::IpyEscapeKind::Magic | ast::IpyEscapeKind::Magic2 => Escape::Magic,
            _ => Escape::Other,
        };
        match self.add_string(inside.0..inside.1, value, false) {
            ExprKind::Str(id) => ExprKind::Escape(id, escape),
            other => other,
        }
    }
}

fn operator(operator: ast::Operator) -> Operator {
    match operator {
        ast::Operator::Add => Operator::Add,
        ast::Operator::Sub => Operator::Sub,
        ast::Operator::Mult => Operator::Mult,
        ast::Operator::Mod => Operator::Mod,
        ast::Operator::BitOr => Operator::BitOr,
        ast::Operator::BitXor => Operator::BitXor,
        ast::Operator::BitAnd => Operator::BitAnd,
        ast::Operator::LShift => Operator::LShift,
        ast::Operator::RShift => Operator::RShift,
        ast::Operator::FloorDiv => Operator::FloorDiv,
        ast::Operator::Div => Operator::Div,
        _ => Operator::Other,
    }
}

fn unary(operator: ast::UnaryOp) -> Unary {
    match operator {
        ast::UnaryOp::Not => Unary::Not,
        ast::UnaryOp::USub => Unary::Minus,
        ast::UnaryOp::UAdd => Unary::Plus,
        ast::UnaryOp::Invert => Unary::Invert,
    }
}

fn comparison(operator: ast::CmpOp) -> Comparison {
    match operator {
        ast::CmpOp::Eq => Comparison::Eq,
        ast::CmpOp::NotEq => Comparison::NotEq,
        ast::CmpOp::In => Comparison::In,
        ast::CmpOp::NotIn => Comparison::NotIn,
        ast::CmpOp::Is => Comparison::Is,
        ast::CmpOp::IsNot => Comparison::IsNot,
        _ => Comparison::Order,
    }
}

/// The number of a node. A text of at most [`MAX_LENGTH`] bytes has fewer than fit.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
