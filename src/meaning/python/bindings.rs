//! What names stand for.

use super::eval::{Frame, MOST_SITES};
use super::program::Program;
use super::scopes::{Binding, Bound, Part};
use super::value::{Abs, Given, StepKind, Value};
use super::{guards, names};
use crate::syntax::python::{ExprId, FunctionId, ScopeId, ScopeKind, Symbol};

impl Program<'_> {
    pub(super) fn name(&self, name: Symbol, at: ExprId, frame: Option<&Frame<'_>>) -> Abs {
        let (scope, bindings) = self.scopes.lookup(self.tree(), name, at);
        if let Some(set) = Frame::find(frame, scope, name) {
            return set.clone();
        }
        if bindings.is_empty() {
            return self.unbound(name);
        }
        let all = bindings
            .iter()
            .map(|binding| self.bound(binding, scope, frame));
        let mut value = Abs::any(all.collect::<Vec<_>>());
        let is_dict = |one: &Value| matches!(one, Value::Dict(_));
        if let Some(items) = self.scopes.items.get(&name)
            && value.values.iter().any(is_dict)
        {
            value = self.with_items(value, items, frame);
        }
        // What is added to a container is in it, wherever that is.
        let holds = |one: &Value| matches!(one, Value::Items(_) | Value::Dict(_));
        if let Some(grown) = self.scopes.grown.get(&name)
            && value.values.iter().any(holds)
        {
            let bad = grown
                .iter()
                .take(MOST_SITES)
                .map(|id| self.eval(*id, frame));
            let added = Abs::any(bad.collect::<Vec<_>>());
            if !added.is_constant() || grown.len() > 1 {
                value.is_open = true;
            }
            value = value.made_of(&added);
            let more = Abs::items(added.values.iter().map(|one| Abs::from(one.clone())));
            value = value.or(&more);
        }
        if value.is_constant() {
            return value;
        }
        match guards::checked(self, name, at) {
            Some(checked) => checked,
            None => value,
        }
    }

    /// A dictionary with what is assigned to its keys elsewhere.
    pub(super) fn with_items(
        &self,
        value: Abs,
        items: &[(ExprId, ExprId)],
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let more: Vec<(Abs, Abs)> = items
            .iter()
            .take(MOST_SITES)
            .map(|(key, item)| (self.eval(*key, frame), self.eval(*item, frame)))
            .collect();
        let values = value.values.iter().map(|one| match one {
            Value::Dict(own) => Value::Dict(own.iter().chain(&more).cloned().collect()),
            other => other.clone(),
        });
        let values = values.collect();
        Abs { values, ..value }
    }

    /// A name that the program does not set: a builtin, a module that the fragment lacks the import
    /// of, or a part of a module of which everything is imported.
    pub(super) fn unbound(&self, name: Symbol) -> Abs {
        let text = self.tree().name(name);
        if let Some(known) = names::constant(text) {
            return known;
        }
        if self.scopes.imports_star() && !names::is_builtin(text) {
            let members = self.scopes.stars.iter().map(|module| {
                let whole = names::canonical(&format!("{module}.{text}"));
                Value::Named(whole)
            });
            let mut values: Vec<Value> = members.collect();
            values.push(Value::Named(text.into()));
            return Abs {
                values: values.into(),
                ..Abs::default()
            };
        }
        Value::Named(names::canonical(text)).into()
    }

    pub(super) fn bound(
        &self,
        binding: &Binding,
        scope: ScopeId,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let tree = self.tree();
        let range = tree.stmt(binding.stmt).range();
        match &binding.kind {
            Bound::Module(module) => Abs::named(&names::canonical(module)),
            Bound::Member(module, member) => {
                let whole = format!("{module}.{}", tree.name(*member));
                Abs::named(&names::canonical(&whole)).step(range, StepKind::Imported)
            }
            Bound::Value(value, parts) => {
                let mut found = self.eval(*value, frame);
                for part in parts.iter() {
                    found = Self::part(&found, *part);
                }
                if found.values.is_empty() && found.taint.is_none() {
                    return found;
                }
                found.step(
                    tree.range(*value),
                    StepKind::Assigned(self.assigned_to(*value)),
                )
            }
            Bound::Entered(value) => self.eval(*value, frame),
            Bound::Augmented(target, operator, value) => {
                // By way of the expression, so that two of them that lead to each other end.
                let before = self.eval(*target, frame);
                let added = self.eval(*value, frame);
                super::fold::operation(*operator, &before, &added)
            }
            Bound::Param(function, place) => self.param(*function, *place),
            Bound::Function(function) => self.decorated(*function, scope, frame),
            Bound::Class(class) => Value::Class(*class).into(),
            Bound::Other => Abs::unknown(),
        }
    }

    /// A function as its decorators leave it. Those that are not known are taken to wrap it.
    pub(super) fn decorated(
        &self,
        function: FunctionId,
        scope: ScopeId,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let Some(own) = self.tree().function(function) else {
            return Abs::unknown();
        };
        let is_method = matches!(self.tree().scope(scope).kind, ScopeKind::Class(_));
        let mut value = Abs::from(Value::Function(function, None));
        for decorator in self.tree().list(own.decorators) {
            let by = self.eval(*decorator, frame);
            for one in by.values.iter() {
                match one {
                    Value::Named(name) if &**name == "property" && is_method => {
                        value = self.returned(function, &Given::default(), None);
                    }
                    Value::Named(name) if names::replaces(name) => {
                        value = value.or(&Value::Named(names::called(name)).into());
                    }
                    _ => {}
                }
            }
        }
        value
    }

    pub(super) fn part(value: &Abs, part: Part) -> Abs {
        let parts = value.values.iter().map(|value| match (value, part) {
            (Value::Items(items), Part::At(place)) => {
                items.get(place).cloned().unwrap_or_else(Abs::unknown)
            }
            (Value::Items(items), Part::From(place)) => {
                Abs::items(items.iter().skip(place).cloned())
            }
            (Value::Items(items), Part::Each) => Abs::any(items.iter().cloned()),
            (Value::Dict(items), Part::Each) => Abs::any(items.iter().map(|(key, _)| key.clone())),
            (Value::Bytes(bytes), Part::Each) => {
                Abs::any(bytes.iter().map(|byte| Value::Int((*byte).into()).into()))
            }
            (Value::Text(_), Part::Each) => match value.string() {
                Some(text) => Abs::any(text.chars().map(|c| Abs::text(c.encode_utf8(&mut [0; 4])))),
                None => Abs::unknown(),
            },
            // What an import of several things gives is each of them; of the rest nothing is known.
            _ => Abs::unknown(),
        });
        let found = Abs::any(parts.collect::<Vec<_>>());
        let found = if value.is_open {
            found.or(&Abs::unknown())
        } else {
            found
        };
        found.made_of(value)
    }
}
