//! What expressions may be. Values are made on demand and kept.

use std::rc::Rc;

use super::program::Program;
use super::sources;
use super::value::{Abs, Piece, Value};
use crate::syntax::python::{ExprId, ExprKind, List, Operator, ScopeId, Symbol, Unary};

/// So many steps are followed into each other; then a value counts as unknown.
const MOST_DEPTH: usize = 120;

/// So many steps are made for one question; then the rest counts as unknown.
pub(super) const MOST_STEPS: u32 = 800;

/// So many steps are made for all questions about a program; then each gets few.
const ALL_STEPS: u64 = 40_000;
const FEW_STEPS: u32 = 60;

/// So many calls of a function of the program are looked at for its parameters.
pub(super) const MOST_SITES: usize = 32;

/// Names that are set for a while: the parameters of a call, the target of a comprehension.
pub(super) struct Frame<'f> {
    pub(super) scope: ScopeId,
    pub(super) names: Vec<(Symbol, Abs)>,
    pub(super) outer: Option<&'f Frame<'f>>,
}

impl<'f> Frame<'f> {
    pub(super) fn find(
        mut frame: Option<&'f Self>,
        scope: ScopeId,
        name: Symbol,
    ) -> Option<&'f Abs> {
        while let Some(own) = frame {
            if own.scope == scope {
                let mut names = own.names.iter();
                return names.find(|(own, _)| *own == name).map(|(_, value)| value);
            }
            frame = own.outer;
        }
        None
    }
}

/// What is known of an expression.
pub(super) enum Memo {
    /// It is being looked at: it depends on itself.
    Busy,
    /// This.
    Done(Abs),
}

impl Program<'_> {
    /// What an expression may be.
    pub fn value(&self, id: ExprId) -> Abs {
        self.begin();
        self.eval(id, None)
    }

    /// Begins a new question.
    pub(super) fn begin(&self) {
        self.steps.set(0);
        self.depth.set(0);
    }

    pub(super) fn eval(&self, id: ExprId, frame: Option<&Frame<'_>>) -> Abs {
        if let Some(known) = self.literal(id) {
            return known;
        }
        if frame.is_none() {
            match self.memo.borrow().get(&id) {
                Some(Memo::Done(value)) => return value.clone(),
                Some(Memo::Busy) => return Abs::unknown(),
                None => {}
            }
        }
        let (depth, steps) = (self.depth.get(), self.steps.get());
        let all = self.all_steps.get();
        self.all_steps.set(all + 1);
        let is_worn = all > ALL_STEPS && steps >= FEW_STEPS;
        if depth >= MOST_DEPTH || steps >= MOST_STEPS || is_worn {
            self.is_limited.set(true);
            return Abs::unknown();
        }
        self.depth.set(depth + 1);
        self.steps.set(steps + 1);
        if frame.is_none() {
            self.memo.borrow_mut().insert(id, Memo::Busy);
        }
        let value = stacker::maybe_grow(128 << 10, 1 << 20, || self.compute(id, frame));
        self.depth.set(depth);
        if frame.is_none() {
            let mut memo = self.memo.borrow_mut();
            // What came out of a search that ended too early may come out better another time.
            if self.steps.get() >= MOST_STEPS {
                memo.remove(&id);
            } else {
                memo.insert(id, Memo::Done(value.clone()));
            }
        }
        value
    }

    pub(super) fn literal(&self, id: ExprId) -> Option<Abs> {
        let value = match self.tree().kind(id) {
            ExprKind::Str(number) => {
                let text = self.tree().string(number, self.code());
                Value::Text(Rc::new([Piece::Known(text.into())]))
            }
            ExprKind::Bytes(number) => {
                let bytes = self.tree().bytes(number)?;
                Value::Bytes((&*bytes.value).into())
            }
            ExprKind::Int(Some(number)) => Value::Int(number),
            ExprKind::Int(None) | ExprKind::Float | ExprKind::Ellipsis => Value::Plain,
            ExprKind::Bool(value) => Value::Bool(value),
            ExprKind::None => Value::None,
            _ => return None,
        };
        Some(value.into())
    }

    fn compute(&self, id: ExprId, frame: Option<&Frame<'_>>) -> Abs {
        let tree = self.tree();
        match tree.kind(id) {
            ExprKind::Name(name) => self.name(name, id, frame),
            ExprKind::Attribute(of, name) => {
                if let Some(source) = sources::of_attribute(tree, of, name) {
                    return Abs::unknown().tainted(source, tree.range(id));
                }
                let of_value = self.eval(of, frame);
                let found = self.member(&of_value, tree.name(name), Some((of, name)));
                self.named_source(found, id)
            }
            ExprKind::Call(func, args, keywords) => {
                let made = self.call_value(id, func, args, keywords, frame);
                self.named_source(made, id)
            }
            ExprKind::Subscript(of, index) => {
                let found = self.subscript(of, index, frame);
                self.named_source(found, id)
            }
            ExprKind::Joined(parts) => self.joined(parts, frame),
            ExprKind::Interpolation(value, spec) => {
                let value = self.eval(value, frame);
                if spec.is_some() && value.is_constant() {
                    return Abs::safe_text();
                }
                super::fold::as_text(&value)
            }
            ExprKind::Binary(operator, ..) => self.binary(id, operator, frame),
            ExprKind::Unary(operator, value) => {
                let value = self.eval(value, frame);
                match (operator, value.truth(), value.only()) {
                    (Unary::Not, Some(truth), _) => Value::Bool(!truth).into(),
                    (Unary::Minus, _, Some(Value::Int(number))) => {
                        Value::Int(number.wrapping_neg()).into()
                    }
                    (Unary::Invert, _, Some(Value::Int(number))) => Value::Int(!number).into(),
                    (Unary::Not, ..) => Abs::from(Value::Bool(true)).or(&Value::Bool(false).into()),
                    _ => value,
                }
            }
            ExprKind::Logic(is_or, values) => self.logic(is_or, values, frame),
            ExprKind::Compare(..) => Abs::from(Value::Bool(true)).or(&Value::Bool(false).into()),
            ExprKind::If(test, body, orelse) => match self.eval(test, frame).truth() {
                Some(true) => self.eval(body, frame),
                Some(false) => self.eval(orelse, frame),
                None => self.eval(body, frame).or(&self.eval(orelse, frame)),
            },
            ExprKind::Lambda(function) => Value::Function(function, None).into(),
            ExprKind::Named(_, value)
            | ExprKind::Await(value)
            | ExprKind::Starred(value)
            | ExprKind::YieldFrom(value) => self.eval(value, frame),
            ExprKind::List(list) | ExprKind::Tuple(list) | ExprKind::Set(list) => {
                self.sequence(list, frame)
            }
            ExprKind::Dict(list) => self.dict(list, frame),
            ExprKind::Comprehension(making, list) => self.comprehension(making, list, frame),
            _ => Abs::unknown(),
        }
    }

    /// As given by somebody, where the name says so.
    pub(super) fn named_source(&self, found: Abs, id: ExprId) -> Abs {
        if found.taint.is_some() {
            return found;
        }
        let named = found.values.iter().find_map(|value| match value {
            Value::Named(name) => sources::of_name(name),
            _ => None,
        });
        match named {
            Some(source) => found.tainted(source, self.tree().range(id)),
            None => found,
        }
    }

    pub(super) fn joined(&self, parts: List, frame: Option<&Frame<'_>>) -> Abs {
        let parts = self.tree().list(parts).iter();
        parts.fold(Abs::text(""), |sum, part| {
            let part = super::fold::as_text(&self.eval(*part, frame));
            super::fold::operation(Operator::Add, &sum, &part)
        })
    }

    /// Chains of operators lean to the left, and can be long: they are not descended into.
    pub(super) fn binary(&self, id: ExprId, operator: Operator, frame: Option<&Frame<'_>>) -> Abs {
        let mut rest = vec![];
        let mut left = id;
        while let ExprKind::Binary(own, before, right) = self.tree().kind(left) {
            if own != operator {
                break;
            }
            rest.push(right);
            left = before;
        }
        let first = self.eval(left, frame);
        rest.iter().rev().fold(first, |sum, right| {
            super::fold::operation(operator, &sum, &self.eval(*right, frame))
        })
    }

    pub(super) fn logic(&self, is_or: bool, values: List, frame: Option<&Frame<'_>>) -> Abs {
        let values = self.tree().list(values);
        let mut sum = Abs::default();
        for (place, id) in values.iter().enumerate() {
            let value = self.eval(*id, frame);
            let is_last = place + 1 == values.len();
            match value.truth() {
                // It ends here.
                Some(truth) if truth == is_or => return sum.or(&value),
                Some(_) if !is_last => {}
                _ => sum = sum.or(&value),
            }
        }
        sum
    }
}
