//! A program that is asked about.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::call::Call;
use super::eval::Memo;
use super::interest::Interest;
use super::options::PythonOptions;
use super::scopes::{Import, Scopes};
use super::value::{Abs, Given, Value};
use super::{named, names};
use crate::meaning::programs::Runtime;
use crate::syntax::python::{
    Escape, ExprId, ExprKind, FunctionId, Handler, Parent, StmtId, StmtKind, Symbol, Tree,
};

/// A program, and what is known of it so far.
pub struct Program<'t> {
    code: &'t str,
    tree: Tree,
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
    entangled: RefCell<Vec<ExprId>>,
    /// The calls of the functions of the program; filled at the first use.
    pub(super) sites: RefCell<FxHashMap<FunctionId, Vec<ExprId>>>,
    has_sites: Cell<bool>,
    named: OnceCell<Vec<named::NamedValue>>,
    /// What the functions of the program give back, whatever they are given.
    pub(super) given_back: RefCell<FxHashMap<FunctionId, Abs>>,
    /// Steps that were made for all questions.
    pub(super) all_steps: Cell<u64>,
    imports_by_call: OnceCell<Vec<(ExprId, Rc<str>)>>,
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

/// A call that somebody asks about.
pub struct Found {
    /// The call, or what is handed on.
    pub id: ExprId,
    /// All it may be.
    pub names: Vec<Rc<str>>,
    /// Arguments that came before its own: of a partial.
    pub(super) before: Given,
    /// It gets no arguments of its own.
    pub(super) is_whole: bool,
    /// Who asks about it, and by which name.
    pub asked: Vec<(usize, Rc<str>)>,
    /// It is handed on and not called.
    pub is_reference: bool,
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

    /// The calls of the functions of the program.
    pub(super) fn fill_sites(&self) {
        if self.has_sites.replace(true) {
            return;
        }
        let names: FxHashSet<Symbol> = self
            .tree
            .functions()
            .filter_map(|(_, function)| function.name)
            .collect();
        if names.is_empty() {
            return;
        }
        for id in self.tree.expr_ids() {
            let ExprKind::Call(func, ..) = self.tree.kind(id) else {
                continue;
            };
            let (ExprKind::Name(name) | ExprKind::Attribute(_, name)) = self.tree.kind(func) else {
                continue;
            };
            let is_class = || {
                let text = self.tree.name(name);
                text.starts_with(|c: char| c.is_uppercase())
            };
            if !names.contains(&name) && !is_class() {
                continue;
            }
            for value in self.eval(func, None).values.iter() {
                let function = match value {
                    Value::Function(function, _) => Some(*function),
                    Value::Class(class) => self.initialiser(*class),
                    _ => None,
                };
                if let Some(function) = function {
                    self.sites
                        .borrow_mut()
                        .entry(function)
                        .or_default()
                        .push(id);
                }
            }
        }
        // What was found before the calls were known may be more now.
        self.memo.borrow_mut().clear();
        self.given_back.borrow_mut().clear();
    }

    fn initialiser(&self, class: StmtId) -> Option<FunctionId> {
        let StmtKind::Class { scope, .. } = self.tree.stmt(class).kind else {
            return None;
        };
        let symbol = self.tree.symbol("__init__")?;
        let mut bindings = self.scopes.in_scope(scope, symbol).iter();
        bindings.find_map(|binding| match binding.kind {
            super::scopes::Bound::Function(function) => Some(function),
            _ => None,
        })
    }

    /// The calls that somebody asks about, in the order of the text.
    pub fn find(&self, interest: &Interest) -> Vec<Found> {
        let marks = Marks::new(self, interest);
        let mut found = Vec::new();
        for id in self.tree.expr_ids() {
            match self.tree.kind(id) {
                ExprKind::Call(func, ..) => {
                    found.extend(self.called(id, func, interest, &marks));
                    // What is looked up by name and handed on.
                    if matches!(self.tree.kind(func), ExprKind::Name(name) if self.tree.name(name) == "getattr")
                    {
                        found.extend(self.referred(id, interest));
                    }
                }
                ExprKind::Name(name) | ExprKind::Attribute(_, name) if marks.is_last(name) => {
                    found.extend(self.referred(id, interest));
                }
                _ => {}
            }
        }
        found
    }

    fn called(
        &self,
        id: ExprId,
        func: ExprId,
        interest: &Interest,
        marks: &Marks,
    ) -> Option<Found> {
        let ExprKind::Call(_, _, keywords) = self.tree.kind(id) else {
            return None;
        };
        let written = match self.tree.kind(func) {
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => Some(name),
            _ => None,
        };
        let mut asked: Vec<(usize, Rc<str>)> = Vec::new();
        let mut names = Vec::new();
        let mut before = Given::default();
        let mut is_whole = false;
        if self.is_worth_a_look(func, marks) || self.is_of_root(func, interest) {
            self.is_limited.set(false);
            let value = self.value(func);
            if self.is_limited.get() && value.is_open {
                self.entangled.borrow_mut().push(id);
            }
            let targets = self.targets(&value, &mut before, id, &mut is_whole);
            for name in targets {
                for name in resolved(&name, interest) {
                    let new = interest
                        .name(&name)
                        .iter()
                        .map(|who| (*who, Rc::clone(&name)));
                    asked.extend(new);
                    names.push(name);
                }
            }
        }
        if let Some(name) = written {
            let text = self.tree.name(name);
            let new = interest.method(text).iter().map(|who| (*who, text.into()));
            asked.extend(new);
        }
        for keyword in self.tree.keywords(keywords) {
            match keyword.name {
                Some(name) => {
                    let written = written.map_or("", |name| self.tree.name(name));
                    let who = interest.keyword(self.tree.name(name)).iter();
                    asked.extend(who.map(|who| (*who, written.into())));
                }
                None => {
                    for value in self.value(keyword.value).values.iter() {
                        let Value::Dict(items) = value else { continue };
                        for key in items.iter().flat_map(|(key, _)| key.strings()) {
                            let written = written.map_or("", |name| self.tree.name(name));
                            let who = interest.keyword(&key).iter();
                            asked.extend(who.map(|who| (*who, written.into())));
                        }
                    }
                }
            }
        }
        // Once for each who asks, by the first name.
        let mut seen = FxHashSet::default();
        asked.retain(|(who, _)| seen.insert(*who));
        (!asked.is_empty()).then_some(Found {
            id,
            names,
            before,
            is_whole,
            asked,
            is_reference: false,
        })
    }

    /// Whether what is called may turn out to be something that is asked about.
    fn is_worth_a_look(&self, func: ExprId, marks: &Marks) -> bool {
        match self.tree.kind(func) {
            ExprKind::Name(name) => {
                marks.is_last(name) || {
                    let (_, bindings) = self.scopes.lookup(&self.tree, name, func);
                    bindings.iter().any(|binding| match &binding.kind {
                        super::scopes::Bound::Member(module, member) => {
                            marks.is_last(*member) || module.is_empty()
                        }
                        super::scopes::Bound::Module(_) => false,
                        super::scopes::Bound::Function(function) => {
                            let own = self.tree.function(*function);
                            own.is_some_and(|own| !own.decorators.is_empty())
                        }
                        _ => true,
                    })
                }
            }
            ExprKind::Attribute(_, name) => marks.is_last(name) || marks.is_assigned(name),
            _ => true,
        }
    }

    /// Whether what is called belongs to a module of which everything is asked about.
    fn is_of_root(&self, func: ExprId, interest: &Interest) -> bool {
        let mut id = func;
        loop {
            match self.tree.kind(id) {
                ExprKind::Attribute(of, _) => id = of,
                ExprKind::Name(name) => {
                    let (_, bindings) = self.scopes.lookup(&self.tree, name, id);
                    return bindings.iter().any(|binding| match &binding.kind {
                        super::scopes::Bound::Module(module) => interest.is_root(module),
                        super::scopes::Bound::Member(module, member) => {
                            let whole = format!("{module}.{}", self.tree.name(*member));
                            interest.is_root(module) || interest.is_root(&whole)
                        }
                        _ => false,
                    });
                }
                _ => return false,
            }
        }
    }

    /// The qualified names of what is called, and the arguments that it has already.
    fn targets(
        &self,
        value: &Abs,
        before: &mut Given,
        id: ExprId,
        is_whole: &mut bool,
    ) -> Vec<Rc<str>> {
        let mut all = Vec::new();
        for value in value.values.iter() {
            match value {
                Value::Named(name) => all.push(Rc::clone(name)),
                Value::Partial(partial) => {
                    let (func, given) = &**partial;
                    *before = given.and(before);
                    all.extend(self.targets(func, before, id, is_whole));
                }
                Value::Class(class) => {
                    if let StmtKind::Class { bases, .. } = self.tree.stmt(*class).kind {
                        let bases = self.tree.list(bases).iter();
                        all.extend(bases.flat_map(|base| self.names_of(*base)));
                    }
                }
                Value::Caller(caller) => {
                    let (name, given) = &**caller;
                    let ExprKind::Call(_, args, keywords) = self.tree.kind(id) else {
                        continue;
                    };
                    let own = self.given(args, keywords, None);
                    let of = own.places.first().cloned().unwrap_or_default();
                    *before = given.clone();
                    *is_whole = true;
                    all.extend(names_in(&self.member(&of, name, None)));
                }
                Value::Instance(_) => {
                    let call = self.member(&value.clone().into(), "__call__", None);
                    all.extend(names_in(&call));
                }
                _ => {}
            }
        }
        all
    }

    /// Something that is asked about and handed on without being called.
    fn referred(&self, id: ExprId, interest: &Interest) -> Option<Found> {
        if !self.is_handed_on(id) {
            return None;
        }
        let mut asked = Vec::new();
        let mut names = Vec::new();
        for name in names_in(&self.value(id)) {
            let who = interest.name(&name).iter();
            let who = who.filter(|who| interest.is_about_references(**who));
            asked.extend(who.map(|who| (*who, Rc::clone(&name))));
            names.push(name);
        }
        let mut seen = FxHashSet::default();
        asked.retain(|(who, _)| seen.insert(*who));
        (!asked.is_empty()).then_some(Found {
            id,
            names,
            before: Given::default(),
            is_whole: true,
            asked,
            is_reference: true,
        })
    }

    /// Whether a thing goes where it cannot be followed by its name: into a container, to a function,
    /// out of one. What is called, imported, compared or asked for its type stays.
    fn is_handed_on(&self, id: ExprId) -> bool {
        if self.is_annotation(id) {
            return false;
        }
        match self.tree.parent(id) {
            Parent::Stmt(stmt) => match &self.tree.stmt(stmt).kind {
                StmtKind::Return(_) => true,
                StmtKind::Function { .. } | StmtKind::Class { .. } => !self.is_base(stmt, id),
                // `exec "text"` of the old Python.
                StmtKind::Expr(_) => {
                    matches!(self.tree.kind(id), ExprKind::Name(name) if self.tree.name(name) == "exec")
                }
                StmtKind::Assign { targets, value } => {
                    *value == id
                        && self.tree.list(*targets).iter().any(|target| {
                            match self.tree.kind(*target) {
                                ExprKind::Attribute(..) | ExprKind::Subscript(..) => true,
                                // Python calls these by itself.
                                ExprKind::Name(name) => self.tree.name(name).starts_with("__"),
                                _ => false,
                            }
                        })
                }
                _ => false,
            },
            Parent::Expr(parent) => match self.tree.kind(parent) {
                ExprKind::Call(func, args, _) => {
                    if func == id {
                        return false;
                    }
                    let called = names_in(&self.value(func));
                    let only_asks = called.iter().any(|name| {
                        matches!(
                            &**name,
                            "isinstance"
                                | "issubclass"
                                | "hasattr"
                                | "getattr"
                                | "vars"
                                | "type"
                                | "inspect.signature"
                                | "functools.partial"
                                | "print"
                                | "callable"
                                | "id"
                                | "repr"
                                | "str"
                                | "typing.cast"
                                | "unittest.mock.patch.object"
                                | "mock.patch.object"
                        )
                    });
                    let _ = args;
                    !only_asks
                }
                ExprKind::Attribute(..) | ExprKind::Compare(..) | ExprKind::Named(..) => false,
                ExprKind::Subscript(of, _) => of != id,
                _ => true,
            },
        }
    }

    /// Whether an expression is what a class is made from.
    fn is_base(&self, stmt: StmtId, id: ExprId) -> bool {
        match self.tree.stmt(stmt).kind {
            StmtKind::Class { bases, .. } => self.tree.list(bases).contains(&id),
            _ => false,
        }
    }

    fn is_annotation(&self, id: ExprId) -> bool {
        let mut next = id;
        loop {
            if self.tree.annotations.binary_search(&next).is_ok() {
                return true;
            }
            match self.tree.parent(next) {
                Parent::Expr(parent) => next = parent,
                Parent::Stmt(_) => return false,
            }
        }
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

/// The names that one stands for which is known in part: of `?.system` all that end so.
fn resolved(name: &Rc<str>, interest: &Interest) -> Vec<Rc<str>> {
    match name.strip_prefix("?.") {
        Some("?") | None => vec![Rc::clone(name)],
        Some(rest) => {
            // Short names belong to everybody.
            let is_telling = |known: &str| {
                !known.contains('.')
                    || ["os.", "subprocess.", "pty."]
                        .iter()
                        .any(|own| known.starts_with(own))
            };
            let fits = |known: &str| known.ends_with(rest) && is_telling(known);
            let known = interest.ending(names::last(rest)).iter();
            let known = known.map(|known| &**known).filter(|known| fits(known));
            known.take(1).map(Rc::from).collect()
        }
    }
}

/// Which modules a program can get hold of: those that it names anywhere, or all.
struct Reach<'p> {
    tree: &'p Tree,
    is_all: bool,
}

impl<'p> Reach<'p> {
    fn new(program: &'p Program<'_>) -> Self {
        // Modules can be had by texts through these.
        const MAKING: [&str; 9] = [
            "__import__",
            "import_module",
            "modules",
            "load_module",
            "find_spec",
            "resolve_name",
            "locate",
            "__globals__",
            "__subclasses__",
        ];
        let tree = program.tree();
        let makes = MAKING.iter().any(|name| tree.symbol(name).is_some());
        Self {
            tree,
            is_all: makes || asks_for_hidden_names(program),
        }
    }

    fn reaches(&self, names: &[Box<str>]) -> bool {
        self.is_all
            || names.iter().any(|name| {
                let root = name.split(['.', '(', '[']).next().unwrap_or_default();
                self.tree.has_word(root)
                    || root == "os" && (self.tree.has_word("posix") || self.tree.has_word("nt"))
            })
    }
}

/// Whether a program asks an object for a name that it makes up, or for one that is not for others,
/// such as the modules that a module imports.
fn asks_for_hidden_names(program: &Program<'_>) -> bool {
    let tree = program.tree();
    let Some(getattr) = tree.symbol("getattr") else {
        return false;
    };
    tree.expr_ids().any(|id| {
        let ExprKind::Call(func, args, _) = tree.kind(id) else {
            return false;
        };
        let is_getattr = matches!(tree.kind(func), ExprKind::Name(name) if name == getattr);
        is_getattr
            && tree
                .list(args)
                .get(1)
                .is_some_and(|name| match tree.kind(*name) {
                    ExprKind::Str(_) => {
                        let name = program.string(*name);
                        name.starts_with('_') && !name.starts_with("__")
                            || ["os", "sys", "subprocess", "builtins"].contains(&name)
                    }
                    // What is passed in is a name of somebody else's.
                    ExprKind::Name(_) => false,
                    _ => true,
                })
    })
}

/// What is said of each name of a program before anything is looked up.
struct Marks {
    last: Vec<bool>,
    assigned: FxHashSet<Symbol>,
    makes_names: bool,
}

impl Marks {
    fn new(program: &Program<'_>, interest: &Interest) -> Self {
        let tree = program.tree();
        let reach = Reach::new(program);
        let is_last = |name: &str| interest.is_last(name) && reach.reaches(interest.ending(name));
        let mut last: Vec<bool> = tree.names().map(is_last).collect();
        let mut assigned: FxHashSet<Symbol> = program.scopes.attributes.keys().copied().collect();
        // What a class holds under another name: `run = os.system`.
        for id in tree.stmt_ids() {
            if let StmtKind::Class { body, .. } = tree.stmt(id).kind {
                for stmt in &tree.block(body).stmts {
                    if let StmtKind::AnnAssign { target, .. } = &tree.stmt(*stmt).kind
                        && let ExprKind::Name(name) = tree.kind(*target)
                    {
                        assigned.insert(name);
                    }
                    if let StmtKind::Assign { targets, .. } = &tree.stmt(*stmt).kind {
                        for target in tree.list(*targets) {
                            if let ExprKind::Name(name) = tree.kind(*target) {
                                assigned.insert(name);
                            }
                        }
                    }
                }
            }
        }
        // Imports under another name.
        for id in tree.stmt_ids() {
            if let StmtKind::ImportFrom { names, .. } = &tree.stmt(id).kind {
                for alias in names {
                    if let Some(asname) = alias.asname
                        && last.get(alias.name.0 as usize) == Some(&true)
                        && let Some(mark) = last.get_mut(asname.0 as usize)
                    {
                        *mark = true;
                    }
                }
            }
        }
        // Any name may be made by these.
        let makes_names =
            tree.symbol("__getattr__").is_some() || tree.symbol("SimpleNamespace").is_some();
        Self {
            last,
            assigned,
            makes_names,
        }
    }

    fn is_last(&self, name: Symbol) -> bool {
        self.last.get(name.0 as usize) == Some(&true)
    }

    fn is_assigned(&self, name: Symbol) -> bool {
        self.makes_names || self.assigned.contains(&name)
    }
}
