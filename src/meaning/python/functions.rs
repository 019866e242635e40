//! What the functions of a program are given, and what they give back.

use std::rc::Rc;

use super::eval::{Frame, MOST_SITES, MOST_STEPS};
use super::program::Program;
use super::sources;
use super::value::{Abs, Given, StepKind, Value};
use crate::syntax::python::{
    ExprId, ExprKind, FunctionId, List, ParamKind, ScopeKind, StmtId, Symbol,
};

impl Program<'_> {
    /// What a parameter may be: what the calls of this program give, and its default.
    pub(super) fn param(&self, function: FunctionId, place: usize) -> Abs {
        let tree = self.tree();
        let Some(own) = tree.function(function) else {
            return Abs::unknown();
        };
        let Some(param) = own.params.get(place) else {
            return Abs::unknown();
        };
        if let Some(source) = sources::of_param(self, own, place) {
            return Abs::unknown().tainted(source, param.range());
        }
        if place == 0 && self.is_task(own.decorators) {
            return Abs::named("invoke.Context()");
        }
        if place == 0
            && let ScopeKind::Class(class) = tree.scope(own.outer).kind
            && own.name.is_some()
        {
            return self.receiver(own.decorators, class);
        }
        let mut value = Abs::unknown();
        if let Some(default) = param.default {
            value = value.or(&self.eval(default, None));
        }
        let sites = self.sites.borrow().get(&function).cloned();
        for site in sites.iter().flatten().take(MOST_SITES) {
            let given = self.site_argument(*site, place, param.name, param.kind);
            value = value.or(&given);
        }
        value
    }

    /// Whether a function is a task of `invoke` or `fabric`, which get something that runs commands.
    pub(super) fn is_task(&self, decorators: List) -> bool {
        self.tree().list(decorators).iter().any(|decorator| {
            let named = self.eval(*decorator, None);
            named.values.iter().any(|value| {
                matches!(value, Value::Named(name)
                    if matches!(name.trim_end_matches("()"), "invoke.task" | "fabric.task"))
            })
        })
    }

    /// What the first parameter of a method is.
    pub(super) fn receiver(&self, decorators: List, class: StmtId) -> Abs {
        for decorator in self.tree().list(decorators) {
            if let ExprKind::Name(name) = self.tree().kind(*decorator) {
                match self.tree().name(name) {
                    "staticmethod" => return Abs::unknown(),
                    "classmethod" => return Value::Class(class).into(),
                    _ => {}
                }
            }
        }
        Value::Instance(class).into()
    }

    pub(super) fn site_argument(
        &self,
        site: ExprId,
        place: usize,
        name: Symbol,
        kind: ParamKind,
    ) -> Abs {
        let tree = self.tree();
        let ExprKind::Call(func, args, keywords) = tree.kind(site) else {
            return Abs::default();
        };
        let is_method =
            matches!(tree.kind(func), ExprKind::Attribute(..)) && self.is_bound_call(func);
        let place = if is_method {
            place.checked_sub(1)
        } else {
            Some(place)
        };
        let by_name = tree.keywords(keywords).iter();
        let mut by_name = by_name
            .filter(|keyword| keyword.name == Some(name))
            .map(|own| own.value);
        let args = tree.list(args);
        let given = by_name.next_back().or_else(|| match kind {
            ParamKind::Place => place.and_then(|place| args.get(place)).copied(),
            _ => None,
        });
        let range = tree.range(site);
        match (given, kind, place) {
            (Some(given), ..) => self.eval(given, None).step(range, StepKind::Passed),
            (None, ParamKind::Rest, Some(place)) => {
                let rest = args.iter().skip(place);
                Abs::items(rest.map(|id| self.eval(*id, None))).step(range, StepKind::Passed)
            }
            _ => Abs::default(),
        }
    }

    /// Whether what is called is a method of an object, which is its first argument then.
    pub(super) fn is_bound_call(&self, func: ExprId) -> bool {
        let ExprKind::Attribute(of, _) = self.tree().kind(func) else {
            return false;
        };
        let of = self.eval(of, None);
        !of.values
            .iter()
            .any(|value| matches!(value, Value::Class(_) | Value::Named(_)))
    }

    /// What a function of the program gives back.
    pub(super) fn returned(
        &self,
        function: FunctionId,
        given: &Given,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let tree = self.tree();
        let Some(own) = tree.function(function) else {
            return Abs::unknown();
        };
        // Of arguments that say nothing the answer is always the same.
        let says_nothing = |value: &Abs| {
            let tells = |one: &Value| {
                !matches!(
                    one,
                    Value::Instance(_)
                        | Value::None
                        | Value::Int(_)
                        | Value::Bool(_)
                        | Value::Plain
                )
            };
            value.taint.is_none() && !value.values.iter().any(tells)
        };
        let mut all = given
            .places
            .iter()
            .chain(given.names.iter().map(|(_, value)| value));
        let is_plain = frame.is_none() && all.all(says_nothing);
        if is_plain && let Some(known) = self.given_back.borrow().get(&function) {
            return known.clone();
        }
        let made = self.returned_for(own, given, frame);
        if is_plain && self.steps.get() < MOST_STEPS {
            self.given_back.borrow_mut().insert(function, made.clone());
        }
        made
    }

    pub(super) fn returned_for(
        &self,
        own: &crate::syntax::python::Function,
        given: &Given,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let tree = self.tree();
        let mut names = Vec::with_capacity(own.params.len());
        for (place, param) in own.params.iter().enumerate() {
            let value = match param.kind {
                ParamKind::Place => given.get(place, tree.name(param.name)).cloned(),
                ParamKind::Name => given.get(usize::MAX, tree.name(param.name)).cloned(),
                ParamKind::Rest => Some(Abs::items(given.places.iter().skip(place).cloned())),
                ParamKind::Named => {
                    let entry = |(name, value): &(Rc<str>, Abs)| (Abs::text(name), value.clone());
                    Some(Value::Dict(given.names.iter().map(entry).collect()).into())
                }
            };
            let value = value.or_else(|| param.default.map(|id| self.eval(id, None)));
            names.push((param.name, value.unwrap_or_else(Abs::unknown)));
        }
        let frame = Frame {
            scope: own.scope,
            names,
            outer: frame,
        };
        if !own.yields.is_empty() {
            let yields = own.yields.iter().map(|id| self.eval(*id, Some(&frame)));
            return Abs::items(yields);
        }
        if own.returns.is_empty() {
            return Value::None.into();
        }
        let returns = own.returns.iter().map(|id| {
            let value = self.eval(*id, Some(&frame));
            if value.taint.is_some() || !value.values.is_empty() {
                value.step(tree.range(*id), StepKind::Returned)
            } else {
                value
            }
        });
        Abs::any(returns.collect::<Vec<_>>())
    }
}
