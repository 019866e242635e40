//! Which names of a program can matter at all, told before anything is looked up.

use rustc_hash::FxHashSet;

use super::interest::Interest;
use super::names;
use super::program::Program;
use crate::syntax::python::{ExprKind, StmtKind, Symbol, Tree};

/// Which modules a program can get hold of: those that it names anywhere, or all.
struct Reach<'p> {
    tree: &'p Tree,
    is_all: bool,
}

impl<'p> Reach<'p> {
    fn new(program: &'p Program<'_>) -> Self {
        let tree = program.tree();
        let makes = names::MODULES_OF_TEXTS
            .iter()
            .any(|name| tree.symbol(name).is_some());
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
pub(super) struct Marks {
    last: Vec<bool>,
    assigned: FxHashSet<Symbol>,
    makes_names: bool,
}

impl Marks {
    pub(super) fn new(program: &Program<'_>, interest: &Interest) -> Self {
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

    pub(super) fn is_last(&self, name: Symbol) -> bool {
        self.last.get(name.0 as usize) == Some(&true)
    }

    pub(super) fn is_assigned(&self, name: Symbol) -> bool {
        self.makes_names || self.assigned.contains(&name)
    }
}
