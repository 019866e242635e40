//! Things that are asked about and handed on without being called.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::find::Found;
use super::interest::Interest;
use super::program::Program;
use super::program::names_in;
use super::value::Given;
use crate::syntax::python::{ExprId, ExprKind, Parent, StmtId, StmtKind};

impl Program<'_> {
    /// Something that is asked about and handed on without being called.
    pub(super) fn referred(&self, id: ExprId, interest: &Interest) -> Option<Found> {
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
    pub(super) fn is_handed_on(&self, id: ExprId) -> bool {
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
                ExprKind::Call(func, ..) => {
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
                    !only_asks
                }
                ExprKind::Attribute(..) | ExprKind::Compare(..) | ExprKind::Named(..) => false,
                ExprKind::Subscript(of, _) => of != id,
                _ => true,
            },
        }
    }

    /// Whether an expression is what a class is made from.
    pub(super) fn is_base(&self, stmt: StmtId, id: ExprId) -> bool {
        match self.tree.stmt(stmt).kind {
            StmtKind::Class { bases, .. } => self.tree.list(bases).contains(&id),
            _ => false,
        }
    }

    pub(super) fn is_annotation(&self, id: ExprId) -> bool {
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
}
