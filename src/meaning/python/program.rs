//! A program that is asked about.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::call::Call;
use super::eval::Memo;
use super::find::Found;
use super::interest::Interest;
use super::options::PythonOptions;
use super::scopes::{Import, Scopes};
use super::value::{Abs, Value};
use super::{named, names, vocabulary};
use crate::meaning::programs::Runtime;
use crate::syntax::python::{
    Escape, ExprId, ExprKind, FunctionId, Handler, Parent, StmtId, StmtKind, Tree,
};

/// A program, and what is known of it so far.
pub struct Program<'t> {
    pub(super) code: &'t str,
    pub(super) tree: Tree,
    runtime: Runtime,
    is_generated: bool,
    may_assert: bool,
    options: &'t PythonOptions,
    pub(super) scopes: Scopes,
    pub(super) memo: RefCell<FxHashMap<ExprId, Memo>>,
    pub(super) depth: Cell<usize>,
    pub(super) steps: Cell<u32>,
    /// A value was too entangled to be followed to its end.
    pub(super) is_limited: Cell<bool>,
    /// The calls of which it could not be told what they call.
    pub(super) entangled: RefCell<Vec<ExprId>>,
    /// The calls of the functions of the program; filled at the first use.
    pub(super) sites: RefCell<FxHashMap<FunctionId, Vec<ExprId>>>,
    pub(super) has_sites: Cell<bool>,
    named: OnceCell<Vec<named::NamedValue>>,
    /// What the functions of the program give back, whatever they are given.
    pub(super) given_back: RefCell<FxHashMap<FunctionId, Abs>>,
    /// Steps that were made for all questions.
    pub(super) all_steps: Cell<u64>,
    imports_by_call: OnceCell<Vec<(ExprId, Rc<str>)>>,
    common_parts: OnceCell<Vec<u8>>,
}

/// Functions that import the module that they are given.
const IMPORTING: [&str; 3] = [
    "__import__",
    "importlib.import_module",
    "importlib.__import__",
];

/// A clause of `try`.
#[derive(Clone, Debug)]
pub struct Except {
    /// Its bytes.
    pub range: Range<usize>,
    /// The clause.
    pub clause: Handler,
    /// What it catches by qualified names; empty where it catches all.
    pub types: Vec<Rc<str>>,
    /// Its statements.
    pub body: Vec<StmtId>,
}

impl<'t> Program<'t> {
    /// A program and its tree.
    pub fn new(
        code: &'t str,
        tree: Tree,
        runtime: Runtime,
        is_generated: bool,
        options: &'t PythonOptions,
    ) -> Self {
        let scopes = Scopes::new(&tree);
        Self {
            code,
            tree,
            runtime,
            is_generated,
            may_assert: false,
            options,
            scopes,
            memo: RefCell::default(),
            depth: Cell::default(),
            steps: Cell::default(),
            is_limited: Cell::default(),
            entangled: RefCell::default(),
            sites: RefCell::default(),
            has_sites: Cell::default(),
            named: OnceCell::new(),
            given_back: RefCell::default(),
            all_steps: Cell::default(),
            imports_by_call: OnceCell::new(),
            common_parts: OnceCell::new(),
        }
    }

    /// The user says that an `assert` is right in it, or not.
    #[must_use]
    pub fn asserting(self, may_assert: bool) -> Self {
        Self { may_assert, ..self }
    }

    /// Whether an `assert` is right in it.
    pub fn may_assert(&self) -> bool {
        self.may_assert
    }

    /// Its text.
    pub fn code(&self) -> &'t str {
        self.code
    }

    /// Its tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Its tree, once nothing more is asked.
    pub fn into_tree(self) -> Tree {
        self.tree
    }

    /// Where it runs.
    pub fn runtime(&self) -> Runtime {
        self.runtime
    }

    /// Whether a machine wrote it, as far as can be told.
    pub fn is_generated(&self) -> bool {
        self.is_generated
    }

    /// What is right here.
    pub fn options(&self) -> &'t PythonOptions {
        self.options
    }

    /// Its imports in the order of the text.
    pub fn import_list(&self) -> &[Import] {
        &self.scopes.imports
    }

    /// Whether it imports a module or something below it.
    pub fn imports(&self, module: &str) -> bool {
        self.scopes.imports.iter().any(|import| {
            let rest = import.module.strip_prefix(module);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                || import.is_from
                    && import
                        .names
                        .iter()
                        .any(|name| format!("{}.{name}", import.module) == module)
        })
    }

    /// The modules that it imports by calls of functions, with the calls.
    pub fn imports_by_call(&self) -> &[(ExprId, Rc<str>)] {
        self.imports_by_call.get_or_init(|| {
            let words = IMPORTING.map(|name| self.tree.symbol(names::last(name)));
            if words.iter().all(Option::is_none) {
                return Vec::new();
            }
            let mut interest = Interest::default();
            for name in IMPORTING {
                interest.add_name(name, 0);
            }
            let mut all = Vec::new();
            for found in self.find(&interest) {
                let Some((_, name)) = found.asked.first() else {
                    continue;
                };
                let call = self.call(&found, name);
                let module = call.argument(0, "name");
                let modules = module.map(|module| module.strings()).unwrap_or_default();
                all.extend(modules.into_iter().map(|module| (found.id, module)));
            }
            all
        })
    }

    /// What each of its names is to everybody who asks.
    pub(super) fn common_parts(&self) -> &[u8] {
        let parts = || self.tree.names().map(vocabulary::common).collect();
        self.common_parts.get_or_init(parts)
    }

    /// Its `assert` statements.
    pub fn asserts(&self) -> Vec<StmtId> {
        let is_one = |id: &StmtId| matches!(self.tree.stmt(*id).kind, StmtKind::Assert { .. });
        self.tree.stmt_ids().filter(is_one).collect()
    }

    /// Its `except` clauses.
    pub fn handlers(&self) -> Vec<Except> {
        let mut all = Vec::new();
        for id in self.tree.stmt_ids() {
            let StmtKind::Try { handlers, .. } = &self.tree.stmt(id).kind else {
                continue;
            };
            for clause in handlers {
                all.push(Except {
                    range: clause.start as usize..clause.end as usize,
                    clause: clause.clone(),
                    types: clause
                        .types
                        .map_or_else(Vec::new, |types| self.caught(types)),
                    body: self.tree.block(clause.body).stmts.clone(),
                });
            }
        }
        all
    }

    fn caught(&self, types: ExprId) -> Vec<Rc<str>> {
        let all = match self.tree.kind(types) {
            ExprKind::Tuple(list) => self.tree.list(list).to_vec(),
            _ => vec![types],
        };
        all.iter().flat_map(|id| self.names_of(*id)).collect()
    }

    /// The qualified names that an expression may be.
    pub fn names_of(&self, id: ExprId) -> Vec<Rc<str>> {
        names_in(&self.value(id))
    }

    /// Its strings, the ones that stand alone as a statement aside.
    pub fn strings(&self) -> impl Iterator<Item = ExprId> {
        self.tree
            .expr_ids()
            .filter(|id| matches!(self.tree.kind(*id), ExprKind::Str(_)) && !self.is_docstring(*id))
    }

    /// What a string says; empty for what is none.
    pub fn string(&self, id: ExprId) -> &str {
        match self.tree.kind(id) {
            ExprKind::Str(number) => self.tree.string(number, self.code),
            _ => "",
        }
    }

    /// Whether a string is a statement of its own.
    pub fn is_docstring(&self, id: ExprId) -> bool {
        match self.tree.parent(id) {
            Parent::Stmt(stmt) => matches!(self.tree.stmt(stmt).kind, StmtKind::Expr(_)),
            Parent::Expr(_) => false,
        }
    }

    /// Its strings behind names.
    pub fn named_values(&self) -> &[named::NamedValue] {
        self.named.get_or_init(|| named::values(self))
    }

    /// What it runs in a shell from a notebook: the command, and its bytes.
    pub fn shell_escapes(&self) -> Vec<(ExprId, &str)> {
        let ids = self.tree.expr_ids();
        let escape = |id: ExprId| match self.tree.kind(id) {
            ExprKind::Escape(number, Escape::Shell) => {
                Some((id, self.tree.string(number, self.code)))
            }
            ExprKind::Escape(number, Escape::Magic) => {
                let text = self.tree.string(number, self.code);
                let is_shell = ["sx", "sc", "system", "bash", "sh", "script"]
                    .iter()
                    .any(|magic| text.split_whitespace().next() == Some(magic));
                is_shell.then_some((id, text))
            }
            _ => None,
        };
        ids.filter_map(escape).collect()
    }

    /// The calls of which it could not be told what they call, as too many steps lead there; known
    /// once the calls were looked for.
    pub fn entangled(&self) -> Vec<ExprId> {
        self.entangled.borrow().clone()
    }

    /// A call that was found, for those who ask.
    pub fn call<'p>(&'p self, found: &'p Found, name: &Rc<str>) -> Call<'p, 't> {
        Call::new(self, found, name)
    }

    /// The name of the function or class around an expression, with dots.
    pub fn surroundings(&self, id: ExprId) -> String {
        use crate::syntax::python::{MODULE, ScopeKind};
        let mut words = Vec::new();
        let mut scope = self.tree.expr(id).scope;
        while scope != MODULE {
            match self.tree.scope(scope).kind {
                ScopeKind::Function(function) => {
                    let name = self.tree.function(function).and_then(|own| own.name);
                    words.push(name.map_or("<lambda>", |name| self.tree.name(name)));
                }
                ScopeKind::Class(class) => {
                    if let StmtKind::Class { name, .. } = self.tree.stmt(class).kind {
                        words.push(self.tree.name(name));
                    }
                }
                _ => {}
            }
            scope = self.tree.scope(scope).parent;
        }
        words.reverse();
        words.join(".")
    }
}

/// The qualified names among some values.
pub(super) fn names_in(value: &Abs) -> Vec<Rc<str>> {
    let names = value.values.iter().filter_map(|value| match value {
        Value::Named(name) => Some(Rc::clone(name)),
        _ => None,
    });
    names.collect()
}
