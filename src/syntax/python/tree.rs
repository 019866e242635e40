//! The syntax tree of a Python program: flat, numbered, and apart from the parser that made it.
//!
//! Nodes refer to each other by numbers, parents before their children, so that nothing that reads
//! the tree recurses, tables beside it are plain vectors, and dropping it costs no stack.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::nodes::{
    Block, BlockId, Bytes, Expr, ExprId, ExprKind, Function, FunctionId, Keyword, List, MODULE,
    Parent, Scope, ScopeId, ScopeKind, Stmt, StmtId, StmtKind, Str, Symbol, SyntaxError,
};

/// A program.
#[derive(Debug, Default)]
pub struct Tree {
    /// What the numbers of names stand for.
    pub(super) names: Vec<Arc<str>>,
    pub(super) symbols: FxHashMap<Arc<str>, Symbol>,
    /// Parts of names, once somebody asks for one.
    parts: OnceCell<FxHashSet<Box<str>>>,
    pub(super) exprs: Vec<Expr>,
    pub(super) stmts: Vec<Stmt>,
    pub(super) blocks: Vec<Block>,
    pub(super) functions: Vec<Function>,
    pub(super) scopes: Vec<Scope>,
    pub(super) expr_lists: Vec<ExprId>,
    pub(super) keywords: Vec<Keyword>,
    pub(super) strings: Vec<Str>,
    pub(super) bytes: Vec<Bytes>,
    /// Annotations of types: what stands in them is called when they are read, but not used.
    pub annotations: Vec<ExprId>,
    /// The places of comments, in the order of the text.
    pub comments: Vec<Range<u32>>,
    /// What the parser could not make sense of, in the order of the text.
    pub errors: Vec<SyntaxError>,
    /// What nests too deep and was left out.
    pub too_deep: Vec<Range<usize>>,
}

impl Tree {
    /// The tree of a text of so many bytes that nests too deep.
    pub(super) fn too_deep(length: usize) -> Self {
        Self {
            too_deep: std::iter::once(0..length).collect(),
            ..Self::default()
        }
    }

    /// The letters of a name.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.get(symbol.0 as usize).map_or("", |name| &**name)
    }

    /// The number of a name, if it occurs.
    pub fn symbol(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }

    /// Whether a word is a name of the program, or a part of a dotted one or of one with an
    /// underscore before it.
    pub fn has_word(&self, word: &str) -> bool {
        self.symbols.contains_key(word) || self.parts().contains(word)
    }

    /// The parts of names that are no names of their own.
    fn parts(&self) -> &FxHashSet<Box<str>> {
        self.parts.get_or_init(|| {
            let names = self.names.iter();
            let compound = names.filter(|name| name.starts_with('_') || name.contains('.'));
            let parts = compound.flat_map(|name| name.split('.'));
            parts
                .map(|part| part.trim_start_matches('_').into())
                .collect()
        })
    }

    /// All names, in the order of their numbers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// An expression. Numbers come from this tree alone.
    pub fn expr(&self, id: ExprId) -> &Expr {
        static NOTHING: Expr = Expr {
            start: 0,
            end: 0,
            parent: Parent::Stmt(StmtId(0)),
            stmt: StmtId(0),
            scope: MODULE,
            kind: ExprKind::Ellipsis,
        };
        self.exprs.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    /// What an expression is.
    pub fn kind(&self, id: ExprId) -> ExprKind {
        self.expr(id).kind
    }

    /// What holds an expression.
    pub fn parent(&self, id: ExprId) -> Parent {
        self.expr(id).parent
    }

    /// The bytes of an expression.
    pub fn range(&self, id: ExprId) -> Range<usize> {
        self.expr(id).range()
    }

    /// The numbers of all expressions, parents before their children.
    pub fn expr_ids(&self) -> impl Iterator<Item = ExprId> + use<> {
        (0..u32::try_from(self.exprs.len()).unwrap_or(u32::MAX)).map(ExprId)
    }

    /// How many expressions there are.
    pub fn expr_count(&self) -> usize {
        self.exprs.len()
    }

    /// A statement. Numbers come from this tree alone.
    pub fn stmt(&self, id: StmtId) -> &Stmt {
        static NOTHING: Stmt = Stmt {
            start: 0,
            end: 0,
            block: BlockId(0),
            index: 0,
            kind: StmtKind::Pass,
        };
        self.stmts.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    /// The numbers of all statements, those around others first.
    pub fn stmt_ids(&self) -> impl Iterator<Item = StmtId> + use<> {
        (0..u32::try_from(self.stmts.len()).unwrap_or(u32::MAX)).map(StmtId)
    }

    /// A block. Numbers come from this tree alone.
    pub fn block(&self, id: BlockId) -> &Block {
        static NOTHING: Block = Block {
            owner: None,
            scope: MODULE,
            stmts: Vec::new(),
        };
        self.blocks.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    /// The scope of the names that a statement writes.
    pub fn scope_of_stmt(&self, id: StmtId) -> ScopeId {
        self.block(self.stmt(id).block).scope
    }

    /// A function. Numbers come from this tree alone.
    pub fn function(&self, id: FunctionId) -> Option<&Function> {
        self.functions.get(id.0 as usize)
    }

    /// All functions with their numbers.
    pub fn functions(&self) -> impl Iterator<Item = (FunctionId, &Function)> {
        (0..).map(FunctionId).zip(&self.functions)
    }

    /// A scope. Numbers come from this tree alone.
    pub fn scope(&self, id: ScopeId) -> Scope {
        let nothing = Scope {
            parent: MODULE,
            kind: ScopeKind::Module,
        };
        self.scopes.get(id.0 as usize).copied().unwrap_or(nothing)
    }

    /// The expressions of a list.
    pub fn list(&self, list: List) -> &[ExprId] {
        let start = list.start as usize;
        self.expr_lists
            .get(start..start + list.len as usize)
            .unwrap_or_default()
    }

    /// The arguments by name of a list.
    pub fn keywords(&self, list: List) -> &[Keyword] {
        let start = list.start as usize;
        self.keywords
            .get(start..start + list.len as usize)
            .unwrap_or_default()
    }

    /// What a string says; `text` is the text of the tree.
    pub fn string<'s>(&'s self, number: u32, text: &'s str) -> &'s str {
        let Some(string) = self.strings.get(number as usize) else {
            return "";
        };
        match &string.value {
            Some(value) => value,
            None => text
                .get(string.inside.start as usize..string.inside.end as usize)
                .unwrap_or_default(),
        }
    }

    /// How a string is written.
    pub fn written_string(&self, number: u32) -> Option<&Str> {
        self.strings.get(number as usize)
    }

    /// Bytes by their number.
    pub fn bytes(&self, number: u32) -> Option<&Bytes> {
        self.bytes.get(number as usize)
    }

    /// Start, end and step of a slice.
    pub fn slice(&self, number: u32) -> [Option<ExprId>; 3] {
        let start = number as usize;
        let mut parts = [None; 3];
        let ids = self.expr_lists.get(start..start + 3).unwrap_or_default();
        for (part, id) in parts.iter_mut().zip(ids) {
            *part = (id.0 != u32::MAX).then_some(*id);
        }
        parts
    }
}
