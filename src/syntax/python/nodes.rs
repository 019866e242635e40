//! The nodes of a tree and their numbers.

use std::ops::Range;

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
    /// A string, its parts joined; its number for [`Tree::string`](super::Tree::string).
    Str(u32),
    /// Bytes; their number for [`Tree::bytes`](super::Tree::bytes).
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
    /// `a:b:c`, as positions of a list of three; what is missing is `None` in [`Tree::slice`](super::Tree::slice).
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
    /// The bytes of its name.
    pub start: u32,
    /// The first byte behind it.
    pub end: u32,
}

impl Param {
    /// The bytes of its name.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
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
