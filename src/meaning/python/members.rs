//! What belongs to a value under a name.

use std::rc::Rc;

use super::names;
use super::program::Program;
use super::value::{Abs, Given, Value};
use crate::syntax::python::{ExprId, ExprKind, MODULE, ScopeKind, StmtId, StmtKind, Symbol};

impl Program<'_> {
    /// What belongs to a value under a name. `written` is how it stands in the program.
    pub(super) fn member(&self, of: &Abs, name: &str, written: Option<(ExprId, Symbol)>) -> Abs {
        let mut found = Abs::default();
        for value in of.values.iter() {
            found = found.or(&self.member_of(value, name));
        }
        let is_known = !found.is_nothing() && !found.is_open;
        if let Some((id, symbol)) = written
            && !is_known
        {
            found = found.or(&self.assigned_member(id, symbol));
        }
        if of.is_open || found.is_nothing() {
            found = found.or(&Abs::unknown());
        }
        found.made_of(of)
    }

    pub(super) fn member_of(&self, value: &Value, name: &str) -> Abs {
        match (value, name) {
            (Value::Named(of), "__dict__") => Value::Space(Rc::clone(of)).into(),
            (Value::Named(name), "__self__") if !name.contains('.') => Abs::named("builtins"),
            (Value::Dict(_), _) => self.item_of(value, &Abs::text(name)),
            (Value::Named(_) | Value::Function(..), "__globals__" | "func_globals") => {
                Value::Space("?".into()).into()
            }
            (_, "__builtins__") => Abs::named("builtins"),
            (Value::Named(of), "__wrapped__" | "__call__" | "__func__") => {
                Value::Named(Rc::clone(of)).into()
            }
            (Value::Named(of), _) => Value::Named(names::member(of, name)).into(),
            (Value::Function(..) | Value::Partial(_), "__call__" | "__wrapped__" | "func") => {
                match value {
                    Value::Partial(partial) if name == "func" => partial.0.clone(),
                    _ => value.clone().into(),
                }
            }
            (Value::Class(_), "__dict__") => Abs::unknown(),
            (Value::Class(class) | Value::Instance(class), _) => {
                let is_instance = matches!(value, Value::Instance(_));
                self.class_member(*class, name, is_instance, 0)
            }
            _ => Abs::unknown(),
        }
    }

    /// What a class of the program, or one of its objects, has under a name.
    pub(super) fn class_member(
        &self,
        class: StmtId,
        name: &str,
        is_instance: bool,
        depth: usize,
    ) -> Abs {
        let tree = self.tree();
        let StmtKind::Class { scope, bases, .. } = tree.stmt(class).kind else {
            return Abs::unknown();
        };
        let Some(symbol) = tree.symbol(name) else {
            return Abs::unknown();
        };
        let bindings = self.scopes.in_scope(scope, symbol);
        let mut found = Abs::default();
        for binding in bindings {
            let value = self.bound(binding, scope, None);
            for one in value.values.iter() {
                let one = match one {
                    Value::Function(function, None) if is_instance => {
                        let owner = Abs::from(Value::Instance(class));
                        Value::Function(*function, Some(Rc::new(owner))).into()
                    }
                    other => other.clone().into(),
                };
                found = found.or(&one);
            }
            if value.is_open {
                found = found.or(&Abs::unknown());
            }
            found = found.made_of(&value);
        }
        // What the methods assign to `self.name`.
        for (of, value) in self.scopes.attributes.get(&symbol).into_iter().flatten() {
            let of_class = self.class_around(*of);
            if of_class == Some(class) {
                found = found.or(&self.eval(*value, None));
            }
        }
        if found.is_nothing() && depth < 8 {
            for base in tree.list(bases) {
                for value in self.eval(*base, None).values.iter() {
                    let inherited = match value {
                        Value::Class(base) if *base != class => {
                            self.class_member(*base, name, is_instance, depth + 1)
                        }
                        Value::Named(base) if is_instance => {
                            Value::Named(names::member(&names::called(base), name)).into()
                        }
                        Value::Named(base) => Value::Named(names::member(base, name)).into(),
                        _ => Abs::unknown(),
                    };
                    found = found.or(&inherited);
                }
            }
        }
        if found.is_nothing() && is_instance && name != "__getattr__" && depth == 0 {
            return self.attribute_made(class, name);
        }
        if found.is_nothing() {
            return Abs::unknown();
        }
        found
    }

    /// What `__getattr__` of a class gives for a name.
    pub(super) fn attribute_made(&self, class: StmtId, name: &str) -> Abs {
        let maker = self.class_member(class, "__getattr__", true, 0);
        if !matches!(maker.values.first(), Some(Value::Function(..))) {
            return Abs::unknown();
        }
        let given = Given {
            places: vec![Abs::text(name)],
            ..Given::default()
        };
        self.invoke(&maker, &given, None)
    }

    /// The class whose method an expression `self` stands in, if it is that.
    pub(super) fn class_around(&self, id: ExprId) -> Option<StmtId> {
        let tree = self.tree();
        let ExprKind::Name(name) = tree.kind(id) else {
            return None;
        };
        let mut scope = tree.expr(id).scope;
        while scope != MODULE {
            if let ScopeKind::Function(function) = tree.scope(scope).kind {
                let own = tree.function(function)?;
                let is_first = own.params.first().is_some_and(|first| first.name == name);
                if let ScopeKind::Class(class) = tree.scope(own.outer).kind {
                    return is_first.then_some(class);
                }
            }
            scope = tree.scope(scope).parent;
        }
        None
    }

    /// What the program assigns to `of.name` elsewhere.
    pub(super) fn assigned_member(&self, of: ExprId, name: Symbol) -> Abs {
        let tree = self.tree();
        let ExprKind::Name(own) = tree.kind(of) else {
            return Abs::default();
        };
        let mut found = Abs::default();
        for (other, value) in self.scopes.attributes.get(&name).into_iter().flatten() {
            if matches!(tree.kind(*other), ExprKind::Name(other) if other == own) {
                found = found.or(&self.eval(*value, None));
            }
        }
        found
    }
}
