//! The syntax tree of a Python program: flat, numbered, and apart from the parser that made it.
//!
//! Nodes refer to each other by numbers, parents before their children, so that nothing that reads
//! the tree recurses, tables beside it are plain vectors, and dropping it costs no stack.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// The number of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// The number of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StmtId(pub u32);

/// The number of a block of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// The number of a function, a method or a lambda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// The number of a scope of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

/// A name, by its number in the tree; NFKC-normalised as Python does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// Several nodes that stand in a row of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    pub(super) start: u32,
    pub(super) len: u32,
}

impl List {
    /// How many nodes.
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// The scope of the program itself.
pub const MODULE: ScopeId = ScopeId(0);

/// A program.
#[derive(Debug, Default)]
pub struct Tree {
    /// What the numbers of names stand for.
    pub(super) names: Vec<Box<str>>,
    pub(super) symbols: FxHashMap<Box<str>, Symbol>,
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

/// A place at which the text is no Python.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The place.
    pub range: Range<usize>,
}

/// An expression.
#[derive(Clone, Copy, Debug)]
pub struct Expr {
    /// First byte.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
    /// What it is a part of.
    pub parent: Parent,
    /// The statement that it is in.
    pub stmt: StmtId,
    /// Where its names are looked up.
    pub scope: ScopeId,
    /// What it is.
    pub kind: ExprKind,
}

impl Expr {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What holds an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// A statement.
    Stmt(StmtId),
    /// Another expression.
    Expr(ExprId),
}

/// What an expression is.
#[derive(Clone, Copy, Debug)]
pub enum ExprKind {
    /// `x`
    Name(Symbol),
    /// `x.name`
    Attribute(ExprId, Symbol),
    /// `f(args, key=value)`
    Call(ExprId, List, List),
    /// A string, its parts joined; its number for [`Tree::string`].
    Str(u32),
    /// Bytes; their number for [`Tree::bytes`].
    Bytes(u32),
    /// An f-string: strings and interpolations.
    Joined(List),
    /// A t-string, which is no text before somebody makes one of it.
    Template(List),
    /// `{value!r:spec}` of an f-string; the format as a joined string.
    Interpolation(ExprId, Option<ExprId>),
    /// An integer, where it fits.
    Int(Option<i64>),
    /// A number with a fraction, or an imaginary one.
    Float,
    /// `True`, `False`
    Bool(bool),
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// `a + b`
    Binary(Operator, ExprId, ExprId),
    /// `-a`
    Unary(Unary, ExprId),
    /// `a and b`; whether it is `or`.
    Logic(bool, List),
    /// `a < b < c`: the first operator, all operands, and the number of operators.
    Compare(Comparison, List),
    /// `body if test else orelse`: test, body, orelse.
    If(ExprId, ExprId, ExprId),
    /// `lambda x: y`
    Lambda(FunctionId),
    /// `name := value`
    Named(ExprId, ExprId),
    /// `[a, b]`
    List(List),
    /// `(a, b)`
    Tuple(List),
    /// `{a, b}`
    Set(List),
    /// `{key: value, **more}`: keys and values in turn; the key of `**more` is the value itself.
    Dict(List),
    /// A comprehension: kind, what it makes (for a dictionary key and value), and for each loop
    /// one [`ExprKind::Loop`].
    Comprehension(Making, List),
    /// One loop of a comprehension: target, iterable, then its conditions.
    Loop(List),
    /// `await x`
    Await(ExprId),
    /// `yield x`
    Yield(Option<ExprId>),
    /// `yield from x`
    YieldFrom(ExprId),
    /// `x[y]`
    Subscript(ExprId, ExprId),
    /// `a:b:c`, as positions of a list of three; what is missing is `None` in [`Tree::slice`].
    Slice(u32),
    /// `*x`
    Starred(ExprId),
    /// A command of `IPython`, as a string; whether it runs a shell.
    Escape(u32, Escape),
}

/// A command of `IPython`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// `!command`, `!!command`
    Shell,
    /// `%magic`
    Magic,
    /// `name?` and the like.
    Other,
}

/// What a comprehension makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// A list, a set or a generator.
    Items,
    /// A dictionary.
    Dict,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Operator {
    Add,
    Sub,
    Mult,
    Mod,
    BitOr,
    BitXor,
    BitAnd,
    LShift,
    RShift,
    FloorDiv,
    Div,
    Other,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Unary {
    Not,
    Minus,
    Plus,
    Invert,
}

/// How two things are compared; `Chain` is more than two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Comparison {
    Eq,
    NotEq,
    In,
    NotIn,
    Is,
    IsNot,
    Order,
    Chain,
}

/// An argument `name=value`, or `**value`.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The name; none for `**value`.
    pub name: Option<Symbol>,
    /// The value.
    pub value: ExprId,
    /// Where the argument begins.
    pub start: u32,
}

/// A string.
#[derive(Clone, Debug)]
pub struct Str {
    /// From behind the first quote to before the last one.
    pub inside: Range<u32>,
    /// What it says, where that is not what is written.
    pub(super) value: Option<Box<str>>,
    /// It is written as several strings in a row.
    pub is_joined: bool,
}

/// Bytes.
#[derive(Clone, Debug)]
pub struct Bytes {
    /// From behind the first quote to before the last one.
    pub inside: Range<u32>,
    /// What they are.
    pub value: Box<[u8]>,
}

/// A scope of names.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The scope around it.
    pub parent: ScopeId,
    /// What it is the scope of.
    pub kind: ScopeKind,
}

/// What a scope is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The program.
    Module,
    /// A function or a lambda.
    Function(FunctionId),
    /// A class.
    Class(StmtId),
    /// A comprehension.
    Comprehension(ExprId),
}

/// Statements in a row.
#[derive(Clone, Debug)]
pub struct Block {
    /// The statement that holds it; none for the program.
    pub owner: Option<StmtId>,
    /// The scope of its names.
    pub scope: ScopeId,
    /// The statements.
    pub stmts: Vec<StmtId>,
}

/// A function, a method or a lambda.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name; none for a lambda.
    pub name: Option<Symbol>,
    /// Where its names live.
    pub scope: ScopeId,
    /// The scope that it is made in.
    pub outer: ScopeId,
    /// Its parameters in order.
    pub params: Vec<Param>,
    /// What stands before it with `@`.
    pub decorators: List,
    /// What it gives back: of each `return`, or of a lambda what it is.
    pub returns: Vec<ExprId>,
    /// What it yields.
    pub yields: Vec<ExprId>,
    /// `async def`
    pub is_async: bool,
    /// Its statement; none for a lambda.
    pub stmt: Option<StmtId>,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name.
    pub name: Symbol,
    /// What it is where it is not given.
    pub default: Option<ExprId>,
    /// How it is given.
    pub kind: ParamKind,
}

/// How a parameter is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// By place, and mostly by name.
    Place,
    /// By name alone.
    Name,
    /// `*args`
    Rest,
    /// `**kwargs`
    Named,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// First byte.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
    /// The block that it stands in, and its place there.
    pub block: BlockId,
    /// Its number in the block.
    pub index: u32,
    /// What it is.
    pub kind: StmtKind,
}

impl Stmt {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What a statement is.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the names of the fields are those of Python's grammar"
)]
pub enum StmtKind {
    Function {
        function: FunctionId,
        body: BlockId,
    },
    Class {
        name: Symbol,
        scope: ScopeId,
        decorators: List,
        bases: List,
        keywords: List,
        body: BlockId,
    },
    Return(Option<ExprId>),
    Delete(List),
    Assign {
        targets: List,
        value: ExprId,
    },
    AugAssign {
        target: ExprId,
        operator: Operator,
        value: ExprId,
    },
    AnnAssign {
        target: ExprId,
        value: Option<ExprId>,
    },
    For {
        target: ExprId,
        iter: ExprId,
        body: BlockId,
        orelse: BlockId,
    },
    While {
        test: ExprId,
        body: BlockId,
        orelse: BlockId,
    },
    /// The tests and their blocks in order; `else` has no test.
    If(Vec<(Option<ExprId>, BlockId)>),
    /// What is entered and what it is called, and the block.
    With(Vec<(ExprId, Option<ExprId>)>, BlockId),
    Match(ExprId, Vec<Case>),
    Raise(Option<ExprId>),
    Try {
        body: BlockId,
        handlers: Vec<Handler>,
        orelse: BlockId,
        last: BlockId,
    },
    Assert {
        test: ExprId,
    },
    Import(Vec<Alias>),
    ImportFrom {
        module: Option<Symbol>,
        level: u32,
        names: Vec<Alias>,
    },
    Global(Vec<Symbol>),
    Nonlocal(Vec<Symbol>),
    Expr(ExprId),
    Pass,
    Break,
    Continue,
}

/// `name as asname` of an import.
#[derive(Clone, Copy, Debug)]
pub struct Alias {
    /// What is imported: a dotted name, or `*`.
    pub name: Symbol,
    /// What it is called here.
    pub asname: Option<Symbol>,
    /// First byte.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
}

/// `except types as name: body`
#[derive(Clone, Debug)]
pub struct Handler {
    /// First byte.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
    /// What is caught; none where all is.
    pub types: Option<ExprId>,
    /// What it is called.
    pub name: Option<Symbol>,
    /// What is done.
    pub body: BlockId,
}

/// `case pattern if guard: body`
#[derive(Clone, Debug)]
pub struct Case {
    /// The values that it compares with.
    pub values: List,
    /// Whether nothing but these values matches.
    pub only_values: bool,
    /// The names that it gives to parts of the subject.
    pub captures: Vec<Symbol>,
    /// Its condition.
    pub guard: Option<ExprId>,
    /// What is done.
    pub body: BlockId,
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
        self.symbols.contains_key(word)
            || self.names.iter().any(|name| {
                name.len() > word.len()
                    && name
                        .split('.')
                        .any(|part| part.trim_start_matches('_') == word)
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
