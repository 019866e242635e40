//! What calls give back.

use std::rc::Rc;

use super::eval::Frame;
use super::program::Program;
use super::value::{Abs, Given, Value};
use super::{builtin, methods, names, sources};
use crate::syntax::python::{ExprId, ExprKind, List, MODULE, StmtKind};

impl Program<'_> {
    /// The arguments of a call.
    pub(super) fn given(&self, args: List, keywords: List, frame: Option<&Frame<'_>>) -> Given {
        let tree = self.tree();
        let mut given = Given::default();
        for id in tree.list(args) {
            let value = self.eval(*id, frame);
            if !matches!(tree.kind(*id), ExprKind::Starred(_)) {
                given.places.push(value);
                continue;
            }
            match value.only() {
                Some(Value::Items(items)) => given.places.extend(items.iter().cloned()),
                _ => {
                    given.is_open = true;
                    given.places.push(Abs::unknown().made_of(&value));
                }
            }
        }
        for keyword in tree.keywords(keywords) {
            let value = self.eval(keyword.value, frame);
            match (keyword.name, value.only()) {
                (Some(name), _) => given.names.push((tree.name(name).into(), value)),
                (None, Some(Value::Dict(items))) => {
                    for (key, value) in items.iter() {
                        given
                            .names
                            .extend(key.strings().map(|key| (key, value.clone())));
                    }
                }
                (None, _) => {
                    given.is_open = true;
                    for one in value.values.iter() {
                        if let Value::Dict(items) = one {
                            for (key, value) in items.iter() {
                                given
                                    .names
                                    .extend(key.strings().map(|key| (key, value.clone())));
                            }
                        }
                    }
                }
            }
        }
        given
    }

    pub(super) fn call_value(
        &self,
        id: ExprId,
        func: ExprId,
        args: List,
        keywords: List,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let tree = self.tree();
        // Without arguments of its own it means those of the function around.
        if let ExprKind::Name(name) = tree.kind(func)
            && matches!(tree.name(name), "globals" | "locals" | "vars")
            && args.is_empty()
        {
            let scope = tree.expr(id).scope;
            let space = match tree.name(name) {
                "globals" => "".into(),
                _ if scope == MODULE => "".into(),
                _ => format!("#{}", scope.0).into(),
            };
            return Value::Space(space).into();
        }
        let method = match tree.kind(func) {
            ExprKind::Attribute(of, name) => Some((of, tree.name(name))),
            _ => None,
        };
        if let Some((of, name)) = method
            && let Some(source) = sources::of_method(tree, of, name)
        {
            return Abs::unknown().tainted(source, tree.range(id));
        }
        let given = self.given(args, keywords, frame);
        if let Some((of, name)) = method {
            let of = self.eval(of, frame);
            if let Some(made) = self.method(&of, name, &given) {
                return made;
            }
        }
        let func = self.eval(func, frame);
        self.invoke(&func, &given, frame)
    }

    /// What a function gives back for some arguments.
    pub(super) fn invoke(&self, func: &Abs, given: &Given, frame: Option<&Frame<'_>>) -> Abs {
        let mut made = Abs::default();
        for value in func.values.iter() {
            made = made.or(&self.invoke_one(value, given, frame));
        }
        if func.is_open || made.is_nothing() {
            made = made.or(&Abs::unknown());
            if let Some(bad) = given.taint() {
                made = made.made_of(&bad);
            }
        }
        if func.taint.is_some() {
            made = made.made_of(func);
        }
        made
    }

    fn invoke_one(&self, func: &Value, given: &Given, frame: Option<&Frame<'_>>) -> Abs {
        match func {
            Value::Named(name) => self.invoke_named(name, given, frame),
            Value::Function(function, owner) => {
                let given = match owner {
                    Some(owner) => {
                        let mut all = given.clone();
                        all.places.insert(0, (**owner).clone());
                        all
                    }
                    None => given.clone(),
                };
                self.returned(*function, &given, frame)
            }
            Value::Class(class) => {
                let mut made = Abs::from(Value::Instance(*class));
                if let StmtKind::Class { bases, .. } = self.tree().stmt(*class).kind {
                    for base in self.tree().list(bases) {
                        for value in self.eval(*base, None).values.iter() {
                            if let Value::Named(base) = value {
                                made = made.or(&Value::Named(names::called(base)).into());
                            }
                        }
                    }
                }
                made
            }
            Value::Instance(_) => {
                let call = self.member(&func.clone().into(), "__call__", None);
                match call.values.first() {
                    Some(Value::Function(..)) => self.invoke(&call, given, frame),
                    _ => Abs::unknown(),
                }
            }
            Value::Partial(partial) => {
                let (func, before) = &**partial;
                self.invoke(func, &before.and(given), frame)
            }
            Value::Getter(path) => {
                let mut found = given.places.first().cloned().unwrap_or_default();
                for name in path.split('.') {
                    found = self.member(&found, name, None);
                }
                found
            }
            Value::Caller(caller) => {
                let (name, with) = &**caller;
                let of = given.places.first().cloned().unwrap_or_default();
                if let Some(made) = self.method(&of, name, with) {
                    return made;
                }
                let func = self.member(&of, name, None);
                self.invoke(&func, with, frame)
            }
            _ => Abs::unknown(),
        }
    }

    /// What a function of a library gives back.
    fn invoke_named(&self, name: &Rc<str>, given: &Given, frame: Option<&Frame<'_>>) -> Abs {
        let first = given.places.first();
        let second = given.places.get(1);
        match (&**name, first, second) {
            (
                "getattr" | "object.__getattribute__" | "inspect.getattr_static",
                Some(of),
                Some(name),
            ) => self.reflected(of, name, given.places.get(2)),
            ("__import__" | "importlib.import_module" | "importlib.__import__", ..) => {
                let leaf = &**name == "importlib.import_module";
                match given.get(0, "name") {
                    Some(module) => imported(module, leaf),
                    None => Abs::named("?"),
                }
            }
            ("types.SimpleNamespace" | "argparse.Namespace", ..) => {
                let pairs = given.names.iter();
                let pairs = pairs.map(|(name, value)| (Abs::text(name), value.clone()));
                Value::Dict(pairs.collect()).into()
            }
            ("inspect.getmembers" | "inspect.getmembers_static", Some(of), _) => {
                let pairs = of.values.iter().map(|value| match value {
                    Value::Named(module) => {
                        let any = Value::Named(names::member(module, "?")).into();
                        Abs::items([Abs::unknown(), any])
                    }
                    _ => Abs::unknown(),
                });
                let mut all = Abs::items(pairs.collect::<Vec<_>>());
                all.is_open = true;
                all
            }
            (
                "importlib.util.find_spec"
                | "importlib.util.module_from_spec"
                | "importlib.reload"
                | "pkgutil.resolve_name"
                | "pydoc.locate"
                | "importlib.machinery.BuiltinImporter.load_module"
                | "imp.load_module"
                | "imp.find_module",
                Some(module),
                _,
            ) => {
                if module
                    .values
                    .iter()
                    .any(|value| matches!(value, Value::Text(_)))
                    || module.is_open
                {
                    imported(&with_colons(module), true)
                } else {
                    module.clone()
                }
            }
            ("vars", Some(of), _) => {
                let spaces = of.values.iter().map(|value| match value {
                    Value::Named(name) => Value::Space(Rc::clone(name)).into(),
                    _ => Abs::unknown(),
                });
                Abs::any(spaces.collect::<Vec<_>>())
            }
            ("globals" | "locals" | "vars", ..) => Value::Space("".into()).into(),
            ("operator.attrgetter", Some(path), _) => {
                let getters = path.strings().map(|path| Value::Getter(path).into());
                or_unknown(Abs::any(getters.collect::<Vec<_>>()), path)
            }
            ("operator.methodcaller", Some(name), _) => {
                let mut rest = given.clone();
                rest.places.remove(0);
                let callers = name
                    .strings()
                    .map(|name| Value::Caller(Rc::new((name, rest.clone()))).into());
                or_unknown(Abs::any(callers.collect::<Vec<_>>()), name)
            }
            ("functools.partial" | "functools.partialmethod", Some(func), _) => {
                let mut rest = given.clone();
                rest.places.remove(0);
                Value::Partial(Rc::new((func.clone(), rest))).into()
            }
            ("operator.getitem" | "operator.itemgetter()", Some(of), Some(key)) => {
                self.item(of, key)
            }
            ("operator.add" | "operator.concat", Some(a), Some(b)) => {
                super::fold::operation(crate::syntax::python::Operator::Add, a, b)
            }
            ("functools.reduce", Some(func), Some(all)) => {
                let start = given.places.get(2);
                self.reduced(func, all, start, frame)
            }
            ("map", Some(func), Some(all)) => match super::fold::items(all) {
                Some(items) if items.len() <= 1024 => Abs::items(items.into_iter().map(|item| {
                    let one = Given {
                        places: vec![item],
                        ..Given::default()
                    };
                    self.invoke(func, &one, frame)
                })),
                _ => {
                    let made = self.invoke(
                        func,
                        &Given {
                            places: vec![Abs::unknown().made_of(all)],
                            ..Given::default()
                        },
                        frame,
                    );
                    let mut list = Abs::items([made.clone()]).made_of(&made);
                    list.is_open = true;
                    list
                }
            },
            (
                "asyncio.run" | "asyncio.wait_for" | "asyncio.create_task" | "asyncio.shield",
                Some(of),
                _,
            )
            | (
                "copy.copy" | "copy.deepcopy" | "staticmethod" | "classmethod" | "property",
                Some(of),
                _,
            )
            | ("functools.wraps()" | "functools.cache" | "functools.lru_cache()", Some(of), _)
            | ("typing.cast", _, Some(of))
            | ("contextlib.closing" | "contextlib.nullcontext" | "iter" | "next", Some(of), _) => {
                match &**name {
                    "next" => {
                        let each = of.values.iter().map(|value| match value {
                            Value::Items(items) => Abs::any(items.iter().cloned()),
                            _ => Abs::unknown(),
                        });
                        or_unknown(Abs::any(each.collect::<Vec<_>>()), of).made_of(of)
                    }
                    _ => of.clone(),
                }
            }
            ("type", Some(_), Some(bases)) => {
                // A class made on the fly is as good as its bases.
                super::fold::items(bases).map_or_else(Abs::unknown, Abs::any)
            }
            _ => match builtin::call(name, given) {
                Some(made) => made,
                None => {
                    let made = Abs::from(Value::Named(names::called(name)));
                    match given.taint() {
                        Some(bad) if !builtin::cleans(name) => made.made_of(&bad),
                        _ => made,
                    }
                }
            },
        }
    }

    /// `getattr(of, name)`
    fn reflected(&self, of: &Abs, name: &Abs, default: Option<&Abs>) -> Abs {
        let mut found = Abs::default();
        for name in name.strings() {
            found = found.or(&self.member(of, &name, None));
        }
        let is_known = !name.is_open
            && name.values.iter().all(|value| value.string().is_some())
            && !name.values.is_empty();
        if !is_known {
            for value in of.values.iter() {
                if let Value::Named(module) = value {
                    found = found.or(&Value::Named(names::member(module, "?")).into());
                }
            }
            found = found.or(&Abs::unknown());
        }
        match default {
            Some(default) => found.or(default),
            None => found,
        }
    }

    fn reduced(
        &self,
        func: &Abs,
        all: &Abs,
        start: Option<&Abs>,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let Some(items) = super::fold::items(all) else {
            return Abs::unknown().made_of(all);
        };
        let mut items = items.into_iter().take(256);
        let first = start.cloned().or_else(|| items.next());
        let Some(first) = first else {
            return Abs::unknown();
        };
        items.fold(first, |sum, item| {
            let pair = Given {
                places: vec![sum, item],
                ..Given::default()
            };
            self.invoke(func, &pair, frame)
        })
    }

    /// What a method of a value gives back, where it is a value whose methods are known.
    fn method(&self, of: &Abs, name: &str, given: &Given) -> Option<Abs> {
        let first = given.places.first();
        if matches!(name, "get" | "pop" | "setdefault" | "__getitem__") {
            let holds = of.values.iter().any(|value| match value {
                Value::Dict(_) | Value::Space(_) => true,
                Value::Named(name) => &**name == "sys.modules",
                _ => false,
            });
            if holds {
                let found = self.item(of, first?);
                return Some(match given.places.get(1) {
                    Some(default) => found.or(default),
                    None => found,
                });
            }
        }
        if name == "__getattribute__" || name == "__getattr__" {
            let is_named = of
                .values
                .iter()
                .any(|value| matches!(value, Value::Named(_)));
            let (of, name) = match (given.places.as_slice(), is_named) {
                ([name], true) => (of, name),
                ([of, name], _) => (of, name),
                _ => return None,
            };
            return Some(self.reflected(of, name, None));
        }
        if matches!(name, "values" | "items" | "keys" | "copy" | "__iter__") {
            let Some(Value::Dict(items)) = of.only() else {
                return (name == "copy").then(|| of.clone());
            };
            return Some(match name {
                "values" => Abs::items(items.iter().map(|(_, value)| value.clone())).made_of(of),
                "keys" | "__iter__" => Abs::items(items.iter().map(|(key, _)| key.clone())),
                "items" => {
                    let pair = |(key, value): &(Abs, Abs)| Abs::items([key.clone(), value.clone()]);
                    Abs::items(items.iter().map(pair)).made_of(of)
                }
                _ => of.clone(),
            });
        }
        let is_data = of.values.iter().any(|value| {
            matches!(
                value,
                Value::Text(_) | Value::Bytes(_) | Value::Items(_) | Value::Int(_)
            )
        });
        if is_data {
            return Some(methods::method(of, name, given));
        }
        // A method of what nobody knows gives something as bad.
        let is_unknown = of.values.is_empty();
        if is_unknown && (of.taint.is_some() || given.taint().is_some()) {
            let made = Abs::unknown().made_of(of);
            return Some(match given.taint() {
                Some(bad) => made.made_of(&bad),
                None => made,
            });
        }
        None
    }
}

/// The module that an import of these names gives.
fn imported(names: &Abs, leaf: bool) -> Abs {
    let mut found = Abs::default();
    for value in names.values.iter() {
        let module = match value.string() {
            Some(name) if leaf => names::canonical(&name),
            Some(name) => names::canonical(name.split('.').next().unwrap_or_default()),
            None => "?".into(),
        };
        found = found.or(&Value::Named(module).into());
    }
    if names.is_open || found.is_nothing() {
        found = found.or(&Abs::named("?"));
    }
    found.made_of(names)
}

/// `os:system` as `pkgutil.resolve_name` takes it.
fn with_colons(names: &Abs) -> Abs {
    let names = names.values.iter().map(|value| match value.string() {
        Some(name) => Abs::text(&name.replace(':', ".")),
        None => value.clone().into(),
    });
    Abs::any(names.collect::<Vec<_>>())
}

fn or_unknown(found: Abs, of: &Abs) -> Abs {
    if found.is_nothing() || of.is_open {
        found.or(&Abs::unknown())
    } else {
        found
    }
}
