//! Which statements give which names their values.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::python::{
    BlockId, ExprId, ExprKind, FunctionId, List, MODULE, Operator, ScopeId, ScopeKind, StmtId,
    StmtKind, Symbol, Tree,
};

/// A statement that gives a name a value.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    /// The statement.
    pub(super) stmt: StmtId,
    /// From here on it holds, in bytes.
    pub(super) from: u32,
    /// What the name is given.
    pub(super) kind: Bound,
}

/// What a name is given.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    /// A module.
    Module(Rc<str>),
    /// A part of a module.
    Member(Rc<str>, Symbol),
    /// What an expression is, or a part of it.
    Value(ExprId, Rc<[Part]>),
    /// What `with` makes of an expression.
    Entered(ExprId),
    /// `name += value`
    Augmented(ExprId, Operator, ExprId),
    /// A parameter of a function, by its place.
    Param(FunctionId, usize),
    /// A function.
    Function(FunctionId),
    /// A class.
    Class(StmtId),
    /// Something else.
    Other,
}

/// Which part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// One of its items, whichever.
    Each,
    /// The item at a place.
    At(usize),
    /// All items from a place on.
    From(usize),
}

/// All names of a program.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    bindings: FxHashMap<(ScopeId, Symbol), Vec<Binding>>,
    /// Names that a function takes from the program (`true`) or the function around it.
    elsewhere: FxHashMap<(ScopeId, Symbol), bool>,
    /// The modules of which a scope imports everything.
    pub(super) stars: Vec<Rc<str>>,
    /// What is assigned to attributes: what it is an attribute of, and the value.
    pub(super) attributes: FxHashMap<Symbol, Vec<(ExprId, ExprId)>>,
    /// What is assigned to items, by the name of the container: key and value.
    pub(super) items: FxHashMap<Symbol, Vec<(ExprId, ExprId)>>,
    /// Names of containers that are added to, with what is added.
    pub(super) grown: FxHashMap<Symbol, Vec<ExprId>>,
    /// The modules that are imported, each with the place and the kind of its import.
    pub(super) imports: Vec<Import>,
}

/// An import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The statement.
    pub stmt: StmtId,
    /// The module, with dots; for `from a import b` it is `a`. Relative ones begin with a dot.
    pub module: Rc<str>,
    /// What is imported from it; empty for `import a`.
    pub names: Vec<Rc<str>>,
    /// `from module import names`
    pub is_from: bool,
}

impl Scopes {
    pub(super) fn new(tree: &Tree) -> Self {
        let mut scopes = Self::default();
        for id in tree.stmt_ids() {
            match &tree.stmt(id).kind {
                StmtKind::Global(names) => scopes.declare(tree, id, names, true),
                StmtKind::Nonlocal(names) => scopes.declare(tree, id, names, false),
                _ => {}
            }
        }
        for id in tree.stmt_ids() {
            scopes.stmt(tree, id);
        }
        for (id, function) in tree.functions() {
            let start = function.stmt.map_or(0, |stmt| tree.stmt(stmt).start);
            for (place, param) in function.params.iter().enumerate() {
                let binding = Binding {
                    stmt: function.stmt.unwrap_or(StmtId(0)),
                    from: start,
                    kind: Bound::Param(id, place),
                };
                scopes.add(function.scope, param.name, binding);
            }
        }
        for id in tree.expr_ids() {
            let expr = tree.expr(id);
            match expr.kind {
                ExprKind::Call(func, args, keywords) => scopes.growth(tree, func, args, keywords),
                ExprKind::Named(target, value) => {
                    let scope = around_comprehensions(tree, expr.scope);
                    scopes.target(tree, scope, target, value, expr.stmt, expr.end, &[]);
                }
                ExprKind::Loop(parts) => {
                    if let [target, iter, ..] = tree.list(parts) {
                        let each = [Part::Each];
                        let from = expr.start;
                        scopes.target(tree, expr.scope, *target, *iter, expr.stmt, from, &each);
                    }
                }
                _ => {}
            }
        }
        scopes
    }

    /// `name.append(value)` and the like.
    fn growth(&mut self, tree: &Tree, func: ExprId, args: List, keywords: List) {
        const GROWING: [&str; 8] = [
            "append",
            "extend",
            "insert",
            "add",
            "update",
            "setdefault",
            "appendleft",
            "write",
        ];
        let ExprKind::Attribute(of, method) = tree.kind(func) else {
            return;
        };
        let (ExprKind::Name(name) | ExprKind::Attribute(_, name)) = tree.kind(of) else {
            return;
        };
        if GROWING.contains(&tree.name(method)) {
            let grown = self.grown.entry(name).or_default();
            grown.extend(tree.list(args));
            grown.extend(tree.keywords(keywords).iter().map(|own| own.value));
        }
    }

    fn declare(&mut self, tree: &Tree, stmt: StmtId, names: &[Symbol], is_global: bool) {
        let scope = tree.scope_of_stmt(stmt);
        for name in names {
            self.elsewhere.insert((scope, *name), is_global);
        }
    }

    /// The scope in which a name lives that is used in `scope`.
    fn home(&self, tree: &Tree, scope: ScopeId, name: Symbol) -> ScopeId {
        match self.elsewhere.get(&(scope, name)) {
            Some(true) => MODULE,
            Some(false) => tree.scope(scope).parent,
            None => scope,
        }
    }

    fn add(&mut self, scope: ScopeId, name: Symbol, binding: Binding) {
        self.bindings
            .entry((scope, name))
            .or_default()
            .push(binding);
    }

    fn stmt(&mut self, tree: &Tree, id: StmtId) {
        let stmt = tree.stmt(id);
        let scope = tree.scope_of_stmt(id);
        match &stmt.kind {
            StmtKind::Assign { targets, value } => {
                for target in tree.list(*targets) {
                    self.target(tree, scope, *target, *value, id, stmt.end, &[]);
                }
            }
            StmtKind::AnnAssign {
                target,
                value: Some(value),
            } => self.target(tree, scope, *target, *value, id, stmt.end, &[]),
            StmtKind::AugAssign {
                target,
                operator,
                value,
            } => {
                if let ExprKind::Name(name) = tree.kind(*target) {
                    let kind = Bound::Augmented(*target, *operator, *value);
                    self.bind(tree, scope, name, id, stmt.end, kind);
                }
            }
            StmtKind::For { target, iter, .. } => {
                let from = tree.expr(*iter).end;
                self.target(tree, scope, *target, *iter, id, from, &[Part::Each]);
            }
            StmtKind::With(items, _) => {
                for (entered, called) in items {
                    if let Some(called) = called {
                        self.entered(tree, scope, *called, *entered, id);
                    }
                }
            }
            StmtKind::Function { function, .. } => {
                if let Some(name) = tree.function(*function).and_then(|own| own.name) {
                    let kind = Bound::Function(*function);
                    self.bind(tree, scope, name, id, stmt.start, kind);
                }
            }
            StmtKind::Class { name, .. } => {
                self.bind(tree, scope, *name, id, stmt.start, Bound::Class(id));
            }
            StmtKind::Try { handlers, .. } => {
                for handler in handlers {
                    if let Some(name) = handler.name {
                        self.bind(tree, scope, name, id, handler.start, Bound::Other);
                    }
                }
            }
            StmtKind::Match(subject, cases) => {
                for name in cases.iter().flat_map(|case| &case.captures) {
                    // A name alone takes all of it.
                    for parts in [&[][..], &[Part::Each]] {
                        let kind = Bound::Value(*subject, parts.into());
                        let from = tree.expr(*subject).end;
                        self.bind(tree, scope, *name, id, from, kind);
                    }
                }
            }
            StmtKind::Import(_) | StmtKind::ImportFrom { .. } => self.import(tree, scope, id),
            _ => {}
        }
    }

    fn bind(
        &mut self,
        tree: &Tree,
        scope: ScopeId,
        name: Symbol,
        stmt: StmtId,
        from: u32,
        kind: Bound,
    ) {
        let home = self.home(tree, scope, name);
        self.add(home, name, Binding { stmt, from, kind });
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a target, a value, and where both are"
    )]
    fn target(
        &mut self,
        tree: &Tree,
        scope: ScopeId,
        target: ExprId,
        value: ExprId,
        stmt: StmtId,
        from: u32,
        parts: &[Part],
    ) {
        let mut waiting = vec![(target, parts.to_vec())];
        while let Some((target, parts)) = waiting.pop() {
            match tree.kind(target) {
                ExprKind::Name(name) => {
                    let kind = Bound::Value(value, parts.into());
                    self.bind(tree, scope, name, stmt, from, kind);
                }
                ExprKind::List(list) | ExprKind::Tuple(list) => {
                    let targets = tree.list(list);
                    let star = targets
                        .iter()
                        .position(|one| matches!(tree.kind(*one), ExprKind::Starred(_)));
                    for (place, one) in targets.iter().enumerate() {
                        let mut parts = parts.clone();
                        let one = match (tree.kind(*one), star) {
                            (ExprKind::Starred(inner), _) => {
                                parts.push(Part::From(place));
                                inner
                            }
                            (_, Some(star)) if place > star => {
                                parts.push(Part::Each);
                                *one
                            }
                            _ => {
                                parts.push(Part::At(place));
                                *one
                            }
                        };
                        waiting.push((one, parts));
                    }
                }
                ExprKind::Attribute(of, name) if parts.is_empty() => {
                    self.attributes.entry(name).or_default().push((of, value));
                }
                ExprKind::Subscript(of, key) if parts.is_empty() => {
                    if let ExprKind::Name(name) | ExprKind::Attribute(_, name) = tree.kind(of) {
                        self.items.entry(name).or_default().push((key, value));
                    }
                }
                _ => {}
            }
        }
    }

    fn entered(
        &mut self,
        tree: &Tree,
        scope: ScopeId,
        called: ExprId,
        entered: ExprId,
        stmt: StmtId,
    ) {
        let from = tree.expr(called).end;
        match tree.kind(called) {
            ExprKind::Name(name) => {
                self.bind(tree, scope, name, stmt, from, Bound::Entered(entered));
            }
            _ => self.target(tree, scope, called, entered, stmt, from, &[]),
        }
    }

    fn import(&mut self, tree: &Tree, scope: ScopeId, id: StmtId) {
        let end = tree.stmt(id).end;
        match &tree.stmt(id).kind {
            StmtKind::Import(names) => {
                for alias in names {
                    let module = tree.name(alias.name);
                    self.imports.push(Import {
                        stmt: id,
                        module: module.into(),
                        names: Vec::new(),
                        is_from: false,
                    });
                    let first = module.split('.').next().unwrap_or_default();
                    let (name, bound) = match alias.asname {
                        Some(asname) => (Some(asname), module),
                        None => (tree.symbol(first), first),
                    };
                    // The name before the first dot may stand nowhere else in the program.
                    if let Some(name) = name {
                        self.bind(tree, scope, name, id, end, Bound::Module(bound.into()));
                    }
                }
            }
            StmtKind::ImportFrom {
                module,
                level,
                names,
            } => {
                let mut from = ".".repeat(*level as usize);
                from.push_str(module.map_or("", |module| tree.name(module)));
                let from: Rc<str> = from.into();
                let text = |alias: &crate::syntax::python::Alias| tree.name(alias.name).into();
                self.imports.push(Import {
                    stmt: id,
                    module: Rc::clone(&from),
                    names: names.iter().map(text).collect(),
                    is_from: true,
                });
                for alias in names {
                    if tree.name(alias.name) == "*" {
                        self.stars.push(Rc::clone(&from));
                        continue;
                    }
                    let kind = Bound::Member(Rc::clone(&from), alias.name);
                    let name = alias.asname.unwrap_or(alias.name);
                    self.bind(tree, scope, name, id, end, kind);
                }
            }
            _ => {}
        }
    }

    /// What gives the name `name` its value at expression `at`; none where the program does not.
    pub(super) fn lookup<'s>(
        &'s self,
        tree: &Tree,
        name: Symbol,
        at: ExprId,
    ) -> (ScopeId, Vec<&'s Binding>) {
        let expr = tree.expr(at);
        let mut scope = self.home(tree, expr.scope, name);
        loop {
            if let Some(bindings) = self.bindings.get(&(scope, name)) {
                let is_seen =
                    scope == expr.scope || !matches!(tree.scope(scope).kind, ScopeKind::Class(_));
                if is_seen {
                    let own = around_comprehensions(tree, expr.scope) == scope;
                    return if own {
                        (scope, reaching(tree, bindings, at))
                    } else {
                        (scope, bindings.iter().collect())
                    };
                }
            }
            if scope == MODULE {
                return (MODULE, Vec::new());
            }
            scope = tree.scope(scope).parent;
        }
    }

    /// What gives a name its value in a scope, at its end.
    pub(super) fn in_scope(&self, scope: ScopeId, name: Symbol) -> &[Binding] {
        self.bindings.get(&(scope, name)).map_or(&[], Vec::as_slice)
    }

    /// All of them: the scope, the name, and what gives it its value.
    pub(super) fn all(&self) -> impl Iterator<Item = (ScopeId, Symbol, &Binding)> {
        let all = self.bindings.iter();
        all.flat_map(|((scope, name), own)| own.iter().map(|binding| (*scope, *name, binding)))
    }

    /// The names that the program sets for itself, and nowhere by an import.
    pub(super) fn own(&self) -> FxHashSet<Symbol> {
        let is_import = |own: &Binding| matches!(own.kind, Bound::Module(_) | Bound::Member(..));
        let of_program = self
            .bindings
            .iter()
            .filter(|((scope, _), _)| *scope == MODULE);
        let mut own: FxHashSet<Symbol> = of_program.map(|((_, name), _)| *name).collect();
        for (_, name, binding) in self.all() {
            if is_import(binding) {
                own.remove(&name);
            }
        }
        own
    }

    /// Whether everything of some module is imported.
    pub(super) fn imports_star(&self) -> bool {
        !self.stars.is_empty()
    }
}

/// The scope that comprehensions stand in.
fn around_comprehensions(tree: &Tree, mut scope: ScopeId) -> ScopeId {
    while let ScopeKind::Comprehension(_) = tree.scope(scope).kind {
        scope = tree.scope(scope).parent;
    }
    scope
}

/// The bindings of a scope that can still hold at an expression of the same scope: the last one that
/// is surely passed hides those before it, and those behind the expression count in loops alone.
fn reaching<'b>(tree: &Tree, bindings: &'b [Binding], at: ExprId) -> Vec<&'b Binding> {
    if let [_] = bindings {
        return bindings.iter().collect();
    }
    let expr = tree.expr(at);
    let (blocks, outermost_loop) = around(tree, expr.stmt);
    let is_before = |binding: &&Binding| binding.from <= expr.start;
    let surely = bindings.iter().filter(is_before).filter(|binding| {
        blocks.contains(&tree.stmt(binding.stmt).block) && !is_within(tree, binding, expr.start)
    });
    let last = surely.map(|binding| binding.from).max().unwrap_or(0);
    let in_loop = |binding: &Binding| {
        outermost_loop.is_some_and(|stmt| {
            let range = tree.stmt(stmt).range();
            range.contains(&(tree.stmt(binding.stmt).start as usize))
        })
    };
    let counts = |binding: &&Binding| {
        (binding.from <= expr.start && binding.from >= last) || in_loop(binding)
    };
    let reaching: Vec<&Binding> = bindings.iter().filter(counts).collect();
    if reaching.is_empty() {
        return bindings.iter().collect();
    }
    reaching
}

/// Whether a binding is made by the head of a statement that the position is inside of, as a loop's
/// is: it holds there, and whatever was before does not.
fn is_within(tree: &Tree, binding: &Binding, position: u32) -> bool {
    let stmt = tree.stmt(binding.stmt);
    let is_head = matches!(
        stmt.kind,
        StmtKind::Try { .. } | StmtKind::Match(..) | StmtKind::For { .. }
    );
    // Behind such a statement its names may have been given or not.
    is_head && position >= stmt.end
}

/// The blocks around a statement up to the scope, and the outermost loop.
pub(super) fn around(tree: &Tree, stmt: StmtId) -> (Vec<BlockId>, Option<StmtId>) {
    let mut blocks = Vec::new();
    let mut outermost = None;
    let mut next = Some(stmt);
    let scope = tree.scope_of_stmt(stmt);
    while let Some(stmt) = next {
        let own = tree.stmt(stmt);
        if tree.block(own.block).scope != scope {
            break;
        }
        if matches!(own.kind, StmtKind::For { .. } | StmtKind::While { .. }) {
            outermost = Some(stmt);
        }
        blocks.push(own.block);
        next = tree.block(own.block).owner;
    }
    (blocks, outermost)
}
