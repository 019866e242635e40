//! Which expressions of a program can stand for something that is asked about: those in which one of
//! its names shows, and what is given such a one, handed it or made of it. Coarse, and far cheaper
//! than a look at what each of them may be: of the calls of most programs none is left.

use super::program::Program;
use super::scopes::Bound;
use super::vocabulary::{INSIDE, MAKES, Part, ROOT, Vocabulary, WHOLE, WORD, common};
use crate::syntax::python::{
    ExprId, ExprKind, Function, FunctionId, List, ParamKind, Parent, ScopeKind, StmtId, StmtKind,
    Symbol, Tree, Unary,
};

/// From more rounds than these on everything counts as kin.
const MOST_ROUNDS: usize = 12;

/// In longer lists, and of more functions of one name, it is not told which one is meant.
const MOST_ITEMS: usize = 64;

/// Functions that give back nothing of what they are given.
const DULL: [&str; 14] = [
    "isinstance",
    "issubclass",
    "hasattr",
    "callable",
    "len",
    "id",
    "hash",
    "bool",
    "int",
    "float",
    "str",
    "repr",
    "print",
    "format",
];

/// The expressions that may stand for something that is asked about.
pub struct Kin {
    /// Everything may.
    is_all: bool,
    made: Vec<bool>,
}

impl Kin {
    pub(super) fn new(program: &Program<'_>, vocabulary: &Vocabulary) -> Self {
        let mut search = Search::new(program, vocabulary);
        let mut is_all = search.is_all();
        if search.is_any() && !is_all {
            let mut rounds = 0;
            while search.round() {
                rounds += 1;
                if rounds > MOST_ROUNDS || search.is_entangled {
                    break;
                }
            }
            is_all = rounds > MOST_ROUNDS || search.is_entangled;
        }
        Self {
            is_all,
            made: search.made,
        }
    }

    /// As if everything might.
    #[cfg(test)]
    pub(super) fn everything() -> Self {
        Self {
            is_all: true,
            made: Vec::new(),
        }
    }

    /// Whether an expression may stand for one of them.
    pub fn holds(&self, id: ExprId) -> bool {
        self.is_all || self.made.get(id.0 as usize) == Some(&true)
    }
}

struct Search<'p, 't> {
    program: &'p Program<'t>,
    tree: &'p Tree,
    vocabulary: &'p Vocabulary,
    /// The number of `getattr`.
    getattr: Option<Symbol>,
    /// The names that may stand for one, wherever they are used.
    names: Vec<bool>,
    /// The names under which an object may have one.
    members: Vec<bool>,
    /// The names that lead from one to another.
    words: Vec<bool>,
    /// The functions that are called by a name.
    called: Vec<(Symbol, FunctionId)>,
    made: Vec<bool>,
    /// Names, and what else can be one by itself, that are none so far.
    leaves: Vec<ExprId>,
    /// Something is one that was none before.
    is_new: bool,
    /// Some object has one.
    has_members: bool,
    /// One was handed to something of which it is not known what it does with it.
    is_entangled: bool,
}

impl<'p, 't> Search<'p, 't> {
    fn new(program: &'p Program<'t>, vocabulary: &'p Vocabulary) -> Self {
        let tree = program.tree();
        let common = program.common_parts();
        let parts: Vec<Part> = tree
            .names()
            .zip(common)
            .map(|(name, common)| vocabulary.part_of_name(name) | common)
            .collect();
        let is = |bits: Part| parts.iter().map(|part| part & bits != 0).collect();
        let mut names: Vec<bool> = is(ROOT);
        if names.contains(&true) {
            // What the program sets itself is what it is given.
            for symbol in program.scopes.own() {
                if let Some(place) = names.get_mut(symbol.0 as usize) {
                    *place = false;
                }
            }
        }
        for (place, part) in names.iter_mut().zip(&parts) {
            *place |= part & MAKES != 0;
        }
        let (members, words) = (is(MAKES | INSIDE), is(WORD));
        let mut search = Self {
            program,
            tree,
            vocabulary,
            getattr: tree.symbol("getattr").filter(|name| {
                let mut bindings = program.scopes.all();
                // One of the program itself may do anything.
                !bindings.any(|(_, own, _)| own == *name)
            }),
            names,
            members,
            words,
            called: Vec::new(),
            made: Vec::new(),
            leaves: Vec::new(),
            is_new: false,
            has_members: false,
            is_entangled: false,
        };
        search.imported();
        if search.is_any() {
            search.made.resize(tree.expr_count(), false);
            search.list_leaves();
            search.list_called();
        }
        search
    }

    /// Whether any name may stand for one.
    fn is_any(&self) -> bool {
        self.names.contains(&true) || self.members.contains(&true)
    }

    /// Whether the program can come to anything without a name that shows.
    fn is_all(&self) -> bool {
        let stars = self.program.scopes.stars.iter();
        let mut stars = stars.filter(|module| self.vocabulary.knows_module(module));
        let imports = self.program.scopes.imports.iter();
        let mut wholes = imports.filter(|import| {
            let root = import.module.split('.').next().unwrap_or_default();
            self.vocabulary.part(root) & WHOLE != 0
        });
        stars.next().is_some() || wholes.next().is_some()
    }

    /// The names that imports give to modules and their parts.
    fn imported(&mut self) {
        for (scope, symbol, binding) in self.program.scopes.all() {
            let is_one = match &binding.kind {
                Bound::Module(module) => self.vocabulary.knows_module(module),
                Bound::Member(module, member) => {
                    let member = self.tree.name(*member);
                    common(member) & (MAKES | INSIDE) != 0
                        || (self.vocabulary.part(member) | common(member)) & WORD != 0
                            && self.vocabulary.knows_module(module)
                }
                _ => false,
            };
            if is_one {
                self.name(symbol);
                if matches!(self.tree.scope(scope).kind, ScopeKind::Class(_)) {
                    self.member(symbol);
                }
            }
        }
    }

    /// The expressions that can be one by themselves.
    fn list_leaves(&mut self) {
        let is_leaf = |id: &ExprId| match self.tree.kind(*id) {
            ExprKind::Name(name) => !self.asks(*id, name),
            ExprKind::Attribute(..) | ExprKind::Lambda(_) => true,
            ExprKind::Call(func, ..) => self.is_getattr(func),
            _ => false,
        };
        self.leaves = self.tree.expr_ids().filter(is_leaf).collect();
    }

    /// Which functions a call by some name may be of: functions and methods by their own, what makes
    /// an object by that of its class.
    fn list_called(&mut self) {
        for (id, function) in self.tree.functions() {
            let Some(name) = function.name else { continue };
            self.called.push((name, id));
            if let ScopeKind::Class(class) = self.tree.scope(function.outer).kind
                && let StmtKind::Class { name, .. } = self.tree.stmt(class).kind
            {
                self.called.push((name, id));
            }
        }
        self.called.sort_unstable_by_key(|(name, _)| *name);
    }

    fn is(&self, name: Symbol) -> bool {
        self.names.get(name.0 as usize) == Some(&true)
    }

    fn is_member(&self, name: Symbol) -> bool {
        self.members.get(name.0 as usize) == Some(&true)
    }

    fn holds(&self, id: ExprId) -> bool {
        self.made.get(id.0 as usize) == Some(&true)
    }

    /// A name may stand for one.
    fn name(&mut self, name: Symbol) {
        if let Some(place) = self.names.get_mut(name.0 as usize) {
            self.is_new |= !std::mem::replace(place, true);
        }
    }

    /// An object may have one under a name.
    fn member(&mut self, name: Symbol) {
        self.has_members = true;
        if let Some(place) = self.members.get_mut(name.0 as usize) {
            self.is_new |= !std::mem::replace(place, true);
        }
    }

    /// Follows everything a step; whether there was anything new.
    fn round(&mut self) -> bool {
        self.is_new = false;
        for id in std::mem::take(&mut self.leaves) {
            if self.holds(id) {
                continue;
            }
            let is_one = match self.tree.kind(id) {
                ExprKind::Name(name) => self.is(name),
                ExprKind::Attribute(_, name) => self.is_member(name),
                ExprKind::Lambda(function) => self.gives(function),
                ExprKind::Call(_, args, _) => self.is_asked_for(args),
                _ => false,
            };
            if is_one {
                self.mark(id);
            } else {
                self.leaves.push(id);
            }
        }
        self.bind();
        self.is_new
    }

    /// An expression may be one, and so may what it is a part of.
    fn mark(&mut self, id: ExprId) {
        let mut next = Some(id);
        while let Some(id) = next
            && let Some(place) = self.made.get_mut(id.0 as usize)
            && !std::mem::replace(place, true)
        {
            self.is_new = true;
            next = self.hand_up(id);
        }
    }

    /// Whether a name is that of `getattr`, which is called: what comes of it is another question.
    fn asks(&self, id: ExprId, name: Symbol) -> bool {
        self.getattr == Some(name)
            && match self.tree.parent(id) {
                Parent::Expr(outer) => {
                    matches!(self.tree.kind(outer), ExprKind::Call(func, ..) if func == id)
                }
                Parent::Stmt(_) => false,
            }
    }

    /// Whether a call of `getattr` is for a name under which an object may have one.
    fn is_asked_for(&self, args: List) -> bool {
        let [_, name, ..] = self.tree.list(args) else {
            return true;
        };
        match self.tree.kind(*name) {
            ExprKind::Str(_) => {
                let name = self.program.string(*name);
                let known = self.tree.symbol(name);
                known.is_some_and(|name| self.is_member(name))
                    || common(name) & (MAKES | INSIDE) != 0
            }
            _ => self.has_members,
        }
    }

    /// Whether what is called is `getattr`.
    fn is_getattr(&self, func: ExprId) -> bool {
        matches!(self.tree.kind(func), ExprKind::Name(name) if self.getattr == Some(name))
    }

    /// Whether a call may give back an argument, or something of it.
    fn may_give_back(&self, id: ExprId, func: ExprId, args: List) -> bool {
        let ExprKind::Name(name) = self.tree.kind(func) else {
            return true;
        };
        let name = self.tree.name(name);
        if DULL.contains(&name) {
            return false;
        }
        match self.tree.list(args) {
            [of, name, ..] if *of == id && self.is_getattr(func) => match self.tree.kind(*name) {
                ExprKind::Str(_) => {
                    let name = self.program.string(*name);
                    (self.vocabulary.part(name) | common(name)) & (WORD | MAKES | INSIDE) != 0
                }
                _ => true,
            },
            _ => true,
        }
    }

    /// What an expression is a part of, where that may be one, too.
    fn hand_up(&mut self, id: ExprId) -> Option<ExprId> {
        let Parent::Expr(outer) = self.tree.parent(id) else {
            return None;
        };
        let goes_on = match self.tree.kind(outer) {
            ExprKind::Attribute(_, name) => self.words.get(name.0 as usize) == Some(&true),
            ExprKind::Subscript(of, _) => of == id,
            ExprKind::Call(func, ..) if func == id => true,
            ExprKind::Call(func, args, keywords) => {
                self.hand_over(id, func, args, keywords);
                self.may_give_back(id, func, args)
            }
            ExprKind::Compare(..)
            | ExprKind::Unary(Unary::Not, _)
            | ExprKind::Joined(_)
            | ExprKind::Interpolation(..)
            | ExprKind::Template(_)
            | ExprKind::Slice(_) => false,
            _ => true,
        };
        goes_on.then_some(outer)
    }

    /// The parameters of the functions that a call may be of may be one, and so may what is kept
    /// under the name of the argument.
    fn hand_over(&mut self, id: ExprId, func: ExprId, args: List, keywords: List) {
        let (ExprKind::Name(name) | ExprKind::Attribute(_, name)) = self.tree.kind(func) else {
            return;
        };
        let tree = self.tree;
        if args.len() > MOST_ITEMS || keywords.len() > MOST_ITEMS {
            self.is_entangled = true;
            return;
        }
        let place = tree.list(args).iter().position(|arg| *arg == id);
        let mut by_name = tree.keywords(keywords).iter();
        let by_name = by_name.find(|own| own.value == id && place.is_none());
        let by_name = by_name.and_then(|own| own.name);
        let is_starred = matches!(tree.kind(id), ExprKind::Starred(_));
        if let Some(name) = by_name {
            self.member(name);
        }
        let from = self.called.partition_point(|(own, _)| *own < name);
        let mut at = from;
        while let Some((own, function)) = self.called.get(at).copied()
            && own == name
        {
            at += 1;
            if at - from > MOST_ITEMS {
                self.is_entangled = true;
                return;
            }
            let Some(function) = tree.function(function) else {
                continue;
            };
            let is_method = matches!(tree.scope(function.outer).kind, ScopeKind::Class(_));
            for (number, param) in function.params.iter().enumerate() {
                let is_it = match (place, by_name, param.kind) {
                    _ if is_starred => true,
                    (Some(place), ..) if param.kind == ParamKind::Place => {
                        number == place || is_method && number == place + 1
                    }
                    (Some(_), _, kind) => kind == ParamKind::Rest,
                    (None, Some(name), ParamKind::Place | ParamKind::Name) => param.name == name,
                    (None, Some(_), kind) => kind == ParamKind::Named,
                    (None, None, _) => true,
                };
                if is_it {
                    self.name(param.name);
                }
            }
        }
    }

    /// Whether what a function gives back may be one.
    fn gives(&self, function: FunctionId) -> bool {
        let gives = |own: &Function| {
            let mut all = own.returns.iter().chain(&own.yields);
            all.any(|id| self.holds(*id)) || self.holds_one(own.decorators)
        };
        self.tree.function(function).is_some_and(gives)
    }

    /// Names that are given one may stand for it.
    fn bind(&mut self) {
        let program = self.program;
        for (scope, symbol, binding) in program.scopes.all() {
            let is_member = matches!(self.tree.scope(scope).kind, ScopeKind::Class(_));
            if self.is(symbol) && (!is_member || self.is_member(symbol)) {
                continue;
            }
            let is_one = match &binding.kind {
                Bound::Value(value, _) | Bound::Entered(value) => self.holds(*value),
                Bound::Augmented(_, _, value) => self.holds(*value),
                Bound::Param(function, place) => {
                    let own = self.tree.function(*function);
                    let param = own.and_then(|own| own.params.get(*place));
                    let default = param.and_then(|param| param.default);
                    default.is_some_and(|default| self.holds(default))
                        || *place == 0 && own.is_some_and(|own| self.is_in_kin(own))
                }
                Bound::Function(function) => self.gives(*function),
                Bound::Class(class) => self.is_class(*class),
                Bound::Module(_) | Bound::Member(..) | Bound::Other => false,
            };
            if is_one {
                self.name(symbol);
                if is_member {
                    self.member(symbol);
                }
            }
        }
        let scopes = &program.scopes;
        for (name, given) in &scopes.attributes {
            if !self.is_member(*name) && given.iter().any(|(_, value)| self.holds(*value)) {
                self.member(*name);
            }
        }
        let items = scopes.items.iter().map(|(name, given)| {
            let is_one = given.iter().any(|(_, value)| self.holds(*value));
            (*name, is_one)
        });
        let grown = scopes.grown.iter().map(|(name, grown)| {
            let is_one = grown.iter().any(|value| self.holds(*value));
            (*name, is_one)
        });
        let containers: Vec<(Symbol, bool)> = items.chain(grown).collect();
        for (name, is_one) in containers {
            if is_one {
                self.name(name);
                self.member(name);
            }
        }
        // Python calls these where no name shows.
        for hidden in ["__call__", "__getattr__"] {
            if self
                .tree
                .symbol(hidden)
                .is_some_and(|name| self.is_member(name))
            {
                self.is_entangled = true;
            }
        }
    }

    /// Whether a function is a method of a class that is made of one, or is decorated with one.
    fn is_in_kin(&self, function: &Function) -> bool {
        let of_class = match self.tree.scope(function.outer).kind {
            ScopeKind::Class(class) => self.is_class(class),
            _ => false,
        };
        of_class || self.holds_one(function.decorators)
    }

    /// Whether one of a list is one.
    fn holds_one(&self, list: List) -> bool {
        let mut all = self.tree.list(list).iter();
        list.len() > MOST_ITEMS || all.any(|id| self.holds(*id))
    }

    /// Whether a class is made of one.
    fn is_class(&self, class: StmtId) -> bool {
        let StmtKind::Class {
            bases, decorators, ..
        } = self.tree.stmt(class).kind
        else {
            return false;
        };
        self.holds_one(bases) || self.holds_one(decorators)
    }
}
