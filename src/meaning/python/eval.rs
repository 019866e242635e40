//! What expressions may be. Values are made on demand and kept.

use std::rc::Rc;

use super::program::Program;
use super::scopes::{Binding, Bound, Part};
use super::value::{Abs, Given, Piece, StepKind, Value};
use super::{guards, names, sources};
use crate::syntax::python::{
    ExprId, ExprKind, FunctionId, List, MODULE, Making, Operator, ParamKind, ScopeId, ScopeKind,
    StmtId, StmtKind, Symbol, Unary,
};

/// So many steps are followed into each other; then a value counts as unknown.
const MOST_DEPTH: usize = 120;

/// So many steps are made for one question; then the rest counts as unknown.
const MOST_STEPS: u32 = 800;

/// So many steps are made for all questions about a program; then each gets few.
const ALL_STEPS: u64 = 40_000;
const FEW_STEPS: u32 = 60;

/// So many calls of a function of the program are looked at for its parameters.
const MOST_SITES: usize = 32;

/// Names that are set for a while: the parameters of a call, the target of a comprehension.
pub(super) struct Frame<'f> {
    scope: ScopeId,
    names: Vec<(Symbol, Abs)>,
    outer: Option<&'f Frame<'f>>,
}

impl<'f> Frame<'f> {
    fn find(mut frame: Option<&'f Self>, scope: ScopeId, name: Symbol) -> Option<&'f Abs> {
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

    fn literal(&self, id: ExprId) -> Option<Abs> {
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
    fn named_source(&self, found: Abs, id: ExprId) -> Abs {
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

    fn name(&self, name: Symbol, at: ExprId, frame: Option<&Frame<'_>>) -> Abs {
        let (scope, bindings) = self.scopes.lookup(self.tree(), name, at);
        if let Some(set) = Frame::find(frame, scope, name) {
            return set.clone();
        }
        if bindings.is_empty() {
            return self.unbound(name, scope);
        }
        let all = bindings
            .iter()
            .map(|binding| self.bound(binding, scope, frame));
        let mut value = Abs::any(all.collect::<Vec<_>>());
        if let Some(items) = self.scopes.items.get(&name) {
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
    fn with_items(&self, value: Abs, items: &[(ExprId, ExprId)], frame: Option<&Frame<'_>>) -> Abs {
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
    fn unbound(&self, name: Symbol, _scope: ScopeId) -> Abs {
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
                found.step(tree.range(*value), StepKind::Assigned)
            }
            Bound::Entered(value) => self.eval(*value, frame),
            Bound::Augmented(target, operator, value) => {
                // By way of the expression, so that two of them that lead to each other end.
                let before = self.eval(*target, frame);
                let added = self.eval(*value, frame);
                super::fold::operation(*operator, &before, &added)
            }
            Bound::Param(function, place) => self.param(*function, *place, frame),
            Bound::Function(function) => self.decorated(*function, scope, frame),
            Bound::Class(class) => Value::Class(*class).into(),
            Bound::Other => Abs::unknown(),
        }
    }

    /// A function as its decorators leave it. Those that are not known are taken to wrap it.
    fn decorated(&self, function: FunctionId, scope: ScopeId, frame: Option<&Frame<'_>>) -> Abs {
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

    fn part(value: &Abs, part: Part) -> Abs {
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

    /// What a parameter may be: what the calls of this program give, and its default.
    fn param(&self, function: FunctionId, place: usize, frame: Option<&Frame<'_>>) -> Abs {
        let tree = self.tree();
        let Some(own) = tree.function(function) else {
            return Abs::unknown();
        };
        let Some(param) = own.params.get(place) else {
            return Abs::unknown();
        };
        if let Some(source) = sources::of_param(self, own, place) {
            let start = own.stmt.map_or(0..0, |stmt| tree.stmt(stmt).range());
            let end = start.end.min(start.start + 200);
            let line = self.code().get(start.start..end).unwrap_or_default();
            let line = line.lines().next().unwrap_or_default().len();
            return Abs::unknown().tainted(source, start.start..start.start + line);
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
            let given = self.site_argument(*site, own.params.len(), place, param.name, param.kind);
            value = value.or(&given);
        }
        let _ = frame;
        value
    }

    /// Whether a function is a task of `invoke` or `fabric`, which get something that runs commands.
    fn is_task(&self, decorators: List) -> bool {
        self.tree().list(decorators).iter().any(|decorator| {
            let named = self.eval(*decorator, None);
            named.values.iter().any(|value| {
                matches!(value, Value::Named(name)
                    if matches!(name.trim_end_matches("()"), "invoke.task" | "fabric.task"))
            })
        })
    }

    /// What the first parameter of a method is.
    fn receiver(&self, decorators: List, class: StmtId) -> Abs {
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

    fn site_argument(
        &self,
        site: ExprId,
        _count: usize,
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
    fn is_bound_call(&self, func: ExprId) -> bool {
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

    fn returned_for(
        &self,
        own: &crate::syntax::python::Function,
        given: &Given,
        frame: Option<&Frame<'_>>,
    ) -> Abs {
        let tree = self.tree();
        let mut names = Vec::with_capacity(own.params.len());
        let mut open = given.is_open;
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
            open |= value.is_none() && param.default.is_none();
            let value = value.or_else(|| param.default.map(|id| self.eval(id, None)));
            names.push((param.name, value.unwrap_or_else(Abs::unknown)));
        }
        let _ = open;
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

    fn member_of(&self, value: &Value, name: &str) -> Abs {
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
            (Value::Class(class), "__dict__") => {
                let _ = class;
                Abs::unknown()
            }
            (Value::Class(class) | Value::Instance(class), _) => {
                let is_instance = matches!(value, Value::Instance(_));
                self.class_member(*class, name, is_instance, 0)
            }
            _ => Abs::unknown(),
        }
    }

    /// What a class of the program, or one of its objects, has under a name.
    fn class_member(&self, class: StmtId, name: &str, is_instance: bool, depth: usize) -> Abs {
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
    fn attribute_made(&self, class: StmtId, name: &str) -> Abs {
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
    fn class_around(&self, id: ExprId) -> Option<StmtId> {
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
    fn assigned_member(&self, of: ExprId, name: Symbol) -> Abs {
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

    fn subscript(&self, of: ExprId, index: ExprId, frame: Option<&Frame<'_>>) -> Abs {
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

    fn item_of(&self, container: &Value, key: &Abs) -> Abs {
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
    fn in_space(&self, module: &str, name: &str) -> Abs {
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

    fn joined(&self, parts: List, frame: Option<&Frame<'_>>) -> Abs {
        let parts = self.tree().list(parts).iter();
        parts.fold(Abs::text(""), |sum, part| {
            let part = super::fold::as_text(&self.eval(*part, frame));
            super::fold::operation(Operator::Add, &sum, &part)
        })
    }

    /// Chains of operators lean to the left, and can be long: they are not descended into.
    fn binary(&self, id: ExprId, operator: Operator, frame: Option<&Frame<'_>>) -> Abs {
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

    fn logic(&self, is_or: bool, values: List, frame: Option<&Frame<'_>>) -> Abs {
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

    fn sequence(&self, list: List, frame: Option<&Frame<'_>>) -> Abs {
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

    fn dict(&self, list: List, frame: Option<&Frame<'_>>) -> Abs {
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
    fn comprehension(&self, making: Making, list: List, frame: Option<&Frame<'_>>) -> Abs {
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
