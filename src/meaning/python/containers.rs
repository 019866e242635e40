//! Lists and dictionaries: what is put into them, and what comes out.

use std::rc::Rc;

use super::eval::Frame;
use super::names;
use super::program::Program;
use super::value::{Abs, Value};
use crate::syntax::python::{ExprId, ExprKind, List, MODULE, Making, ScopeId};

impl Program<'_> {
    pub(super) fn subscript(&self, of: ExprId, index: ExprId, frame: Option<&Frame<'_>>) -> Abs {
        let tree = self.tree();
        let container = self.eval(of, frame);
        if let ExprKind::Slice(number) = tree.kind(index) {
            let part = |id: Option<ExprId>| id.map(|id| self.eval(id, frame));
            let [start, end, step] = tree.slice(number).map(part);
            return super::fold::sliced(&container, [start, end, step]);
        }
        let key = self.eval(index, frame);
        let mut found = self.item(&container, &key);
        if let ExprKind::Name(name) | ExprKind::Attribute(_, name) = tree.kind(of) {
            for (other, value) in self.scopes.items.get(&name).into_iter().flatten() {
                let other = self.eval(*other, None);
                if other.is_open || key.is_open || other.values == key.values {
                    found = found.or(&self.eval(*value, None));
                }
            }
        }
        found
    }

    /// What a container holds under a key.
    pub(super) fn item(&self, container: &Abs, key: &Abs) -> Abs {
        let mut found = Abs::default();
        for value in container.values.iter() {
            found = found.or(&self.item_of(value, key));
        }
        if container.is_open || found.is_nothing() {
            found = found.or(&Abs::unknown());
        }
        found.made_of(container)
    }

    pub(super) fn item_of(&self, container: &Value, key: &Abs) -> Abs {
        match container {
            Value::Items(items) => match key.only() {
                Some(Value::Int(place)) => {
                    let place = if *place < 0 {
                        usize::try_from(place.unsigned_abs())
                            .ok()
                            .and_then(|back| items.len().checked_sub(back))
                    } else {
                        usize::try_from(*place).ok()
                    };
                    let item = place.and_then(|place| items.get(place));
                    item.cloned().unwrap_or_default()
                }
                _ => Abs::any(items.iter().cloned()),
            },
            Value::Dict(items) => {
                let is_known = !key.is_open && !key.values.is_empty();
                let fits = |own: &Abs| {
                    !is_known || own.is_open || own.values.iter().any(|v| key.values.contains(v))
                };
                let fitting = items.iter().filter(|(own, _)| fits(own));
                Abs::any(fitting.map(|(_, value)| value.clone()))
            }
            Value::Space(module) => {
                let all = key.strings().map(|name| self.in_space(module, &name));
                let found = Abs::any(all.collect::<Vec<_>>());
                if key.is_open || found.is_nothing() {
                    let any = Value::Named(names::member(module, "?"));
                    return found.or(&any.into());
                }
                found
            }
            Value::Named(name) if &**name == "sys.modules" => {
                let all = key
                    .strings()
                    .map(|name| Abs::named(&names::canonical(&name)));
                let found = Abs::any(all.collect::<Vec<_>>());
                if key.is_open || found.is_nothing() {
                    return found.or(&Abs::named("?"));
                }
                found
            }
            Value::Named(name) if &**name == "builtins" => {
                let all = key
                    .strings()
                    .map(|name| Abs::named(&names::canonical(&name)));
                Abs::any(all.collect::<Vec<_>>())
            }
            Value::Named(name) => Value::Named(names::item(name)).into(),
            Value::Text(_) | Value::Bytes(_) => {
                super::fold::character(&container.clone().into(), key)
            }
            _ => Abs::unknown(),
        }
    }

    /// A name of a module as its dictionary holds it.
    pub(super) fn in_space(&self, module: &str, name: &str) -> Abs {
        let own = module
            .strip_prefix('#')
            .and_then(|number| number.parse().ok());
        let scope = own.map_or(MODULE, ScopeId);
        if !module.is_empty() && scope == MODULE {
            return Abs::named(&names::member(module, name));
        }
        let bindings = self
            .tree()
            .symbol(name)
            .map_or(&[][..], |symbol| self.scopes.in_scope(scope, symbol));
        if bindings.is_empty() {
            return Abs::named(&names::canonical(name));
        }
        let all = bindings.iter().map(|own| self.bound(own, MODULE, None));
        Abs::any(all.collect::<Vec<_>>())
    }

    pub(super) fn sequence(&self, list: List, frame: Option<&Frame<'_>>) -> Abs {
        let mut items = Vec::new();
        let mut is_open = false;
        for id in self.tree().list(list) {
            let value = self.eval(*id, frame);
            if !matches!(self.tree().kind(*id), ExprKind::Starred(_)) {
                items.push(value);
                continue;
            }
            match value.only() {
                Some(Value::Items(more)) => items.extend(more.iter().cloned()),
                _ => {
                    is_open = true;
                    items.push(Abs::unknown().made_of(&value));
                }
            }
        }
        let mut value = Abs::items(items.iter().cloned());
        if let Some(bad) = items.iter().find(|item| item.taint.is_some()) {
            value = value.made_of(bad);
        }
        value.is_open = is_open;
        value
    }

    pub(super) fn dict(&self, list: List, frame: Option<&Frame<'_>>) -> Abs {
        let mut items = Vec::new();
        let mut is_open = false;
        let mut taint = Abs::default();
        for pair in self.tree().list(list).chunks_exact(2) {
            let [key, value] = pair else { continue };
            let value_of = self.eval(*value, frame);
            if value_of.taint.is_some() {
                taint = value_of.clone();
            }
            if key == value {
                match value_of.only() {
                    Some(Value::Dict(more)) => items.extend(more.iter().cloned()),
                    _ => is_open = true,
                }
            } else {
                items.push((self.eval(*key, frame), value_of));
            }
        }
        let mut value = Abs::from(Value::Dict(items.into())).made_of(&taint);
        value.is_open = is_open;
        value
    }

    /// A comprehension over what is known makes a list that is known.
    pub(super) fn comprehension(
        &self,
        making: Making,
        list: List,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let tree = self.tree();
        let parts = tree.list(list);
        let made = if making == Making::Dict { 2 } else { 1 };
        let (made, loops) = parts.split_at_checked(made).unwrap_or((parts, &[]));
        let Some(first) = made.first() else {
            return Abs::unknown();
        };
        let over = match loops {
            [one] => match tree.kind(*one) {
                ExprKind::Loop(list) => match tree.list(list) {
                    [target, iter] => match tree.kind(*target) {
                        ExprKind::Name(name) => Some((name, *iter, tree.expr(*target).scope)),
                        _ => None,
                    },
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        if making == Making::Items
            && let Some((name, iter, scope)) = over
        {
            let iterable = self.eval(iter, frame);
            if let Some(items) = super::fold::items(&iterable) {
                let each = items.into_iter().map(|item| {
                    let frame = Frame {
                        scope,
                        names: vec![(name, item)],
                        outer: frame,
                    };
                    self.eval(*first, Some(&frame))
                });
                return Abs::items(each.collect::<Vec<_>>());
            }
        }
        let mut values = made.iter().map(|id| self.eval(*id, frame));
        match making {
            Making::Items => {
                let item = values.next().unwrap_or_default();
                let mut whole = Abs::items([item.clone()]).made_of(&item);
                whole.is_open = true;
                whole
            }
            Making::Dict => {
                let (key, value) = (values.next(), values.next());
                let (key, value) = (key.unwrap_or_default(), value.unwrap_or_default());
                let taint = value.clone();
                Abs::from(Value::Dict(Rc::new([(key, value)]))).made_of(&taint)
            }
        }
    }
}
