//! The tree as it grows: names, scopes, lists and blocks.

use std::sync::Arc;

use ruff_python_ast as ast;
use ruff_python_ast::ModModule;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

use super::super::nodes::{
    Block, BlockId, ExprId, FunctionId, Keyword, List, MODULE, Parent, Scope, ScopeId, ScopeKind,
    Stmt, StmtId, StmtKind, Symbol, SyntaxError,
};
use super::super::tree::Tree;
use super::{bounds, number, range};

/// So much of a stack is left at each step down, and so much is added where it is not.
const RED_ZONE: usize = 64 << 10;
const MORE_STACK: usize = 1 << 20;

/// A step down, on more stack where little is left.
pub(super) fn deep<R>(step: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(RED_ZONE, MORE_STACK, step)
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) parent: Parent,
    pub(super) stmt: StmtId,
    pub(super) scope: ScopeId,
}

impl Around {
    pub(super) fn within(self, id: ExprId) -> Self {
        Self {
            parent: Parent::Expr(id),
            ..self
        }
    }
}

pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) tree: Tree,
    /// The lists that are being read.
    pub(super) waiting: Vec<ExprId>,
    /// The functions around, the innermost last.
    pub(super) around: Vec<FunctionId>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
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

    pub(super) fn build(mut self, parsed: &Parsed<ModModule>) -> Tree {
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

    pub(super) fn symbol(&mut self, name: &str) -> Symbol {
        if let Some(known) = self.tree.symbols.get(name) {
            return *known;
        }
        let symbol = Symbol(number(self.tree.names.len()));
        let name: Arc<str> = name.into();
        self.tree.names.push(Arc::clone(&name));
        self.tree.symbols.insert(name, symbol);
        symbol
    }

    pub(super) fn scope(&mut self, parent: ScopeId, kind: ScopeKind) -> ScopeId {
        let id = ScopeId(number(self.tree.scopes.len()));
        self.tree.scopes.push(Scope { parent, kind });
        id
    }

    /// A list of what waits since `from`.
    pub(super) fn list_since(&mut self, from: usize) -> List {
        let start = number(self.tree.expr_lists.len());
        self.tree.expr_lists.extend(self.waiting.drain(from..));
        List {
            start,
            len: number(self.tree.expr_lists.len()) - start,
        }
    }

    pub(super) fn list<'e>(
        &mut self,
        all: impl IntoIterator<Item = &'e ast::Expr>,
        around: Around,
    ) -> List {
        let from = self.waiting.len();
        for one in all {
            let id = self.expr(one, around);
            self.waiting.push(id);
        }
        self.list_since(from)
    }

    pub(super) fn keywords(&mut self, all: &[ast::Keyword], around: Around) -> List {
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

    pub(super) fn block(
        &mut self,
        suite: &[ast::Stmt],
        owner: Option<StmtId>,
        scope: ScopeId,
    ) -> BlockId {
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

    pub(super) fn stmt(
        &mut self,
        stmt: &ast::Stmt,
        block: BlockId,
        scope: ScopeId,
        index: u32,
    ) -> StmtId {
        let id = StmtId(number(self.tree.stmts.len()));
        let (start, end) = bounds(stmt.range());
        self.tree.stmts.push(Stmt {
            start,
            end,
            block,
            index,
            kind: StmtKind::Pass,
        });
        let kind = deep(|| self.stmt_kind(stmt, id, scope));
        if let Some(stmt) = self.tree.stmts.get_mut(id.0 as usize) {
            stmt.kind = kind;
        }
        id
    }

    pub(super) fn stmt_kind(&mut self, stmt: &ast::Stmt, id: StmtId, scope: ScopeId) -> StmtKind {
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
}
