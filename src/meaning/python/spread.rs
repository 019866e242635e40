//! What of a program is made of some of its expressions: names that are given them, texts with them
//! inside, what functions give back. Coarse on purpose: it is asked about few programs, and about
//! things that no program should hand on.

use rustc_hash::FxHashSet;

use super::program::Program;
use super::value::Value;
use crate::syntax::python::{
    ExprId, ExprKind, FunctionId, Parent, ScopeId, ScopeKind, StmtKind, Symbol,
};

/// A value that goes through more functions than these is not followed further.
const MOST_ROUNDS: usize = 6;

/// Functions that say next to nothing of what they are given.
const DULL: [&str; 9] = [
    "len",
    "isinstance",
    "bool",
    "type",
    "id",
    "hash",
    "hasattr",
    "callable",
    "print",
];

/// Everything that is made of some expressions.
pub struct Spread<'p, 't> {
    program: &'p Program<'t>,
    /// Calls that others answer: what they give back is not what they were given.
    ends: FxHashSet<ExprId>,
    made: FxHashSet<ExprId>,
    names: FxHashSet<(ScopeId, Symbol)>,
    attributes: FxHashSet<Symbol>,
    functions: FxHashSet<FunctionId>,
    feeds_processes: bool,
}

impl<'p, 't> Spread<'p, 't> {
    /// Follows `sources` until they come to one of `ends`, or to nothing new.
    pub fn new(
        program: &'p Program<'t>,
        sources: &[ExprId],
        ends: impl IntoIterator<Item = ExprId>,
    ) -> Self {
        let mut spread = Self {
            program,
            ends: ends.into_iter().collect(),
            made: sources.iter().copied().collect(),
            names: FxHashSet::default(),
            attributes: FxHashSet::default(),
            functions: FxHashSet::default(),
            feeds_processes: false,
        };
        let mut ids: Vec<ExprId> = program.tree().expr_ids().collect();
        // Parts have greater numbers than what they are part of.
        ids.reverse();
        for _ in 0..MOST_ROUNDS {
            let before = spread.size();
            for id in &ids {
                if spread.made.contains(id) || spread.stands_for_it(*id) {
                    spread.made.insert(*id);
                    spread.hand_on(*id);
                }
            }
            if spread.size() == before {
                break;
            }
        }
        spread
    }

    /// Whether an expression is made of one of them.
    pub fn holds(&self, id: ExprId) -> bool {
        self.made.contains(&id)
    }

    /// Whether one of them is the environment of a process that the program starts.
    pub fn feeds_processes(&self) -> bool {
        self.feeds_processes
    }

    fn size(&self) -> usize {
        self.made.len() + self.names.len() + self.attributes.len() + self.functions.len()
    }

    /// Whether an expression is a name of it, or a call that gives it back.
    fn stands_for_it(&self, id: ExprId) -> bool {
        let tree = self.program.tree();
        match tree.kind(id) {
            ExprKind::Name(name) => {
                let mut scope = tree.expr(id).scope;
                loop {
                    if self.names.contains(&(scope, name)) {
                        return true;
                    }
                    let parent = tree.scope(scope).parent;
                    if parent == scope {
                        return false;
                    }
                    scope = parent;
                }
            }
            ExprKind::Attribute(_, name) => self.attributes.contains(&name),
            ExprKind::Call(func, ..) if !self.functions.is_empty() => self
                .own_functions(func)
                .iter()
                .any(|own| self.functions.contains(own)),
            _ => false,
        }
    }

    /// The functions of the program that are called.
    fn own_functions(&self, func: ExprId) -> Vec<FunctionId> {
        let called = self.program.value(func);
        let functions = called.values.iter().filter_map(|value| match value {
            Value::Function(function, _) => Some(*function),
            _ => None,
        });
        functions.collect()
    }

    fn hand_on(&mut self, id: ExprId) {
        let tree = self.program.tree();
        match tree.parent(id) {
            Parent::Expr(parent) => self.hand_to(id, parent),
            Parent::Stmt(stmt) => match &tree.stmt(stmt).kind {
                StmtKind::Assign { targets, value } if *value == id => {
                    for target in tree.list(*targets).to_vec() {
                        self.give(target);
                    }
                }
                StmtKind::AugAssign { target, value, .. } if *value == id => self.give(*target),
                StmtKind::AnnAssign {
                    target,
                    value: Some(value),
                } if *value == id => self.give(*target),
                StmtKind::For { target, iter, .. } if *iter == id => self.give(*target),
                StmtKind::With(items, _) => {
                    let target = items.iter().find(|(value, _)| *value == id);
                    if let Some((_, Some(target))) = target {
                        self.give(*target);
                    }
                }
                StmtKind::Return(_) => self.give_back(id),
                _ => {}
            },
        }
    }

    fn give_back(&mut self, id: ExprId) {
        let tree = self.program.tree();
        let scope = tree.expr(id).scope;
        if let ScopeKind::Function(function) = tree.scope(scope).kind {
            self.functions.insert(function);
        }
    }

    fn hand_to(&mut self, id: ExprId, parent: ExprId) {
        let tree = self.program.tree();
        let goes_on = match tree.kind(parent) {
            ExprKind::Compare(..) | ExprKind::Loop(_) | ExprKind::Unary(..) => false,
            ExprKind::If(test, ..) => test != id,
            ExprKind::Subscript(of, _) => of == id || self.made.contains(&of),
            ExprKind::Named(target, value) => {
                if value == id {
                    self.give(target);
                }
                true
            }
            ExprKind::Lambda(function) => {
                self.functions.insert(function);
                false
            }
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) => {
                self.give_back(parent);
                false
            }
            ExprKind::Call(func, ..) => return self.hand_to_call(id, parent, func),
            _ => true,
        };
        if let ExprKind::Loop(parts) = tree.kind(parent)
            && let [target, iter, ..] = tree.list(parts)
            && *iter == id
        {
            self.give(*target);
        }
        if goes_on {
            self.made.insert(parent);
        }
    }

    fn hand_to_call(&mut self, id: ExprId, call: ExprId, func: ExprId) {
        let tree = self.program.tree();
        let ExprKind::Call(_, args, keywords) = tree.kind(call) else {
            return;
        };
        if self.ends.contains(&call) {
            return;
        }
        let keyword = tree.keywords(keywords).iter().find(|one| one.value == id);
        let name = keyword.and_then(|one| one.name).map(|name| tree.name(name));
        if name == Some("env") {
            self.feeds_processes = true;
            return;
        }
        if func != id {
            let own = self.own_functions(func);
            if !own.is_empty() {
                let place = tree.list(args).iter().position(|arg| *arg == id);
                for function in own {
                    self.pass(function, place, name);
                }
                return;
            }
            if let ExprKind::Attribute(of, _) = tree.kind(func)
                && matches!(tree.parent(call), Parent::Stmt(stmt)
                    if matches!(tree.stmt(stmt).kind, StmtKind::Expr(_)))
                && self
                    .program
                    .names_of(of)
                    .iter()
                    .all(|name| name.ends_with("()"))
            {
                // `parts.append(value)`, `message.set_content(value)`
                self.give(of);
            }
            if let ExprKind::Name(name) = tree.kind(func)
                && DULL.contains(&tree.name(name))
            {
                return;
            }
        }
        self.made.insert(call);
    }

    /// A function of the program is given it.
    fn pass(&mut self, function: FunctionId, place: Option<usize>, name: Option<&str>) {
        let tree = self.program.tree();
        let Some(own) = tree.function(function) else {
            return;
        };
        let is_method = matches!(tree.scope(own.outer).kind, ScopeKind::Class(_));
        let params = own.params.iter().enumerate().filter(|(number, param)| {
            place.is_some_and(|place| *number == place + usize::from(is_method))
                || name.is_some_and(|name| tree.name(param.name) == name)
        });
        let names: Vec<_> = params.map(|(_, param)| (own.scope, param.name)).collect();
        self.names.extend(names);
    }

    /// It is given a name, or put into what has one.
    fn give(&mut self, target: ExprId) {
        let tree = self.program.tree();
        let mut waiting = vec![target];
        while let Some(target) = waiting.pop() {
            match tree.kind(target) {
                ExprKind::Name(name) => {
                    self.names.insert((tree.expr(target).scope, name));
                }
                ExprKind::Attribute(_, name) => {
                    self.attributes.insert(name);
                }
                ExprKind::Tuple(list) | ExprKind::List(list) => waiting.extend(tree.list(list)),
                ExprKind::Starred(inner) | ExprKind::Subscript(inner, _) => waiting.push(inner),
                _ => {}
            }
        }
    }
}
