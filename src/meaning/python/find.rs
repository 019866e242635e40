//! The calls of a program that somebody asks about.

use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::interest::Interest;
use super::kin::Kin;
use super::marks::Marks;
use super::names;
use super::program::Program;
use super::program::names_in;
use super::value::{Abs, Given, Value};
use crate::syntax::python::{ExprId, ExprKind, StmtKind};

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

impl Program<'_> {
    /// The expressions that may stand for something that is asked about.
    pub fn kin(&self, interest: &Interest) -> Kin {
        Kin::new(self, &interest.vocabulary)
    }

    /// The calls that somebody asks about, in the order of the text.
    pub fn find(&self, interest: &Interest) -> Vec<Found> {
        self.find_among(interest, || self.kin(interest))
    }

    /// The same, looked for at every call.
    #[cfg(test)]
    pub fn find_everywhere(&self, interest: &Interest) -> Vec<Found> {
        self.find_among(interest, Kin::everything)
    }

    fn find_among(&self, interest: &Interest, kin_of: impl Fn() -> Kin) -> Vec<Found> {
        let marks = Marks::new(self, interest);
        let kin = OnceCell::new();
        let kin = || kin.get_or_init(&kin_of);
        let mut found = Vec::new();
        for id in self.tree.expr_ids() {
            match self.tree.kind(id) {
                ExprKind::Call(func, ..) => {
                    found.extend(self.called(id, func, interest, &marks, &kin));
                    // What is looked up by name and handed on.
                    if matches!(self.tree.kind(func), ExprKind::Name(name) if self.tree.name(name) == "getattr")
                    {
                        found.extend(self.referred(id, interest));
                    }
                }
                ExprKind::Name(name) | ExprKind::Attribute(_, name)
                    if marks.is_last(name) && kin().holds(id) =>
                {
                    found.extend(self.referred(id, interest));
                }
                _ => {}
            }
        }
        found
    }

    fn called<'k>(
        &self,
        id: ExprId,
        func: ExprId,
        interest: &Interest,
        marks: &Marks,
        kin: &impl Fn() -> &'k Kin,
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
        let is_seen = self.is_worth_a_look(func, marks) || self.is_of_root(func, interest);
        if is_seen && kin().holds(func) {
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
    pub(super) fn is_worth_a_look(&self, func: ExprId, marks: &Marks) -> bool {
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
    pub(super) fn is_of_root(&self, func: ExprId, interest: &Interest) -> bool {
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
    pub(super) fn targets(
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
