//! A call, for those who ask about it.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use super::find::Found;
use super::program::{Program, names_in};
use super::value::{Abs, Given, Source, Step, Value};
use crate::syntax::python::{ExprId, ExprKind};

/// A call that somebody asks about, or something that is handed on to be called elsewhere.
pub struct Call<'p, 't> {
    program: &'p Program<'t>,
    found: &'p Found,
    name: Rc<str>,
    given: OnceCell<Arguments>,
}

/// The arguments of a call with the expressions that they are written as, if they are.
struct Arguments {
    places: Vec<(Option<ExprId>, Abs)>,
    names: Vec<(Rc<str>, Option<ExprId>, Abs)>,
    is_open: bool,
}

/// An argument.
pub struct Arg<'c, 't> {
    program: &'c Program<'t>,
    call: ExprId,
    node: Option<ExprId>,
    value: Abs,
}

/// How an argument is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal<'a> {
    /// A string.
    Str(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// An integer.
    Int(i64),
    /// A number with a fraction, or one that is too large.
    Number,
    /// `True`
    True,
    /// `False`
    False,
    /// `None`
    None,
    /// A list.
    List,
    /// A tuple.
    Tuple,
    /// A set.
    Set,
    /// A dictionary.
    Dict,
    /// An f-string.
    FString,
    /// Anything else.
    Other,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Certainty {
    /// It stands in the program.
    Constant,
    /// That cannot be told.
    Unknown,
    /// Somebody whom nobody should trust may give it.
    Tainted(Source),
}

impl<'p, 't> Call<'p, 't> {
    pub(super) fn new(program: &'p Program<'t>, found: &'p Found, name: &Rc<str>) -> Self {
        Self {
            program,
            found,
            name: Rc::clone(name),
            given: OnceCell::new(),
        }
    }

    /// The name by which it is asked about: a qualified one, or what is written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is called in a sentence: its name, or the first word of a line of a notebook.
    pub fn shown(&self) -> &str {
        let is_line = matches!(
            self.program.tree().kind(self.found.id),
            ExprKind::Escape(..)
        );
        let written = self.program.code().get(self.range()).filter(|_| is_line);
        let first = written.and_then(|line| line.split_whitespace().next());
        first.unwrap_or(&self.name)
    }

    /// The qualified names of all that it may be.
    pub fn names(&self) -> &[Rc<str>] {
        &self.found.names
    }

    /// Whether it may be one of these.
    pub fn is_one_of(&self, names: &[&str]) -> bool {
        self.found.names.iter().any(|name| names.contains(&&**name))
    }

    /// The last name of what is called, as it is written; empty where it has none.
    pub fn method(&self) -> &str {
        let tree = self.program.tree();
        let func = match tree.kind(self.found.id) {
            ExprKind::Call(func, ..) => func,
            _ => self.found.id,
        };
        match tree.kind(func) {
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => tree.name(name),
            _ => "",
        }
    }

    /// What a method is called of: `x` of `x.f()`.
    pub fn receiver(&self) -> Option<Arg<'_, 't>> {
        let tree = self.program.tree();
        let ExprKind::Call(func, ..) = tree.kind(self.found.id) else {
            return None;
        };
        let ExprKind::Attribute(of, _) = tree.kind(func) else {
            return None;
        };
        Some(self.arg(Some(of), self.program.value(of)))
    }

    /// The program.
    pub fn program(&self) -> &'p Program<'t> {
        self.program
    }

    /// The expression.
    pub fn node(&self) -> ExprId {
        self.found.id
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.program.tree().range(self.found.id)
    }

    /// It is handed on, and called elsewhere with arguments that are not known.
    pub fn is_reference(&self) -> bool {
        self.found.is_reference
    }

    /// The way of what is called, where it is not called by its own name.
    pub fn way(&self) -> Option<Rc<Step>> {
        let tree = self.program.tree();
        match tree.kind(self.found.id) {
            ExprKind::Call(func, ..) => self.program.value(func).way,
            _ => None,
        }
    }

    fn given(&self) -> &Arguments {
        self.given.get_or_init(|| self.arguments())
    }

    fn arguments(&self) -> Arguments {
        self.program.fill_sites();
        self.program.begin();
        let tree = self.program.tree();
        let before = |value: &Abs| (None, value.clone());
        let mut places: Vec<_> = self.found.before.places.iter().map(before).collect();
        let mut names: Vec<(Rc<str>, Option<ExprId>, Abs)> = Vec::new();
        let mut is_open = self.found.before.is_open || self.found.is_reference;
        for (name, value) in &self.found.before.names {
            names.push((Rc::clone(name), None, value.clone()));
        }
        let ExprKind::Call(_, args, keywords) = tree.kind(self.found.id) else {
            return Arguments {
                places,
                names,
                is_open,
            };
        };
        if self.found.is_whole {
            return Arguments {
                places,
                names,
                is_open,
            };
        }
        for id in tree.list(args) {
            let value = self.program.value(*id);
            if !matches!(tree.kind(*id), ExprKind::Starred(_)) {
                places.push((Some(*id), value));
                continue;
            }
            match value.only() {
                Some(Value::Items(items)) => places.extend(items.iter().map(before)),
                _ => {
                    is_open = true;
                    places.push((None, Abs::unknown().made_of(&value)));
                }
            }
        }
        for keyword in tree.keywords(keywords) {
            let value = self.program.value(keyword.value);
            if let Some(name) = keyword.name {
                names.retain(|(own, ..)| &**own != tree.name(name));
                names.push((tree.name(name).into(), Some(keyword.value), value));
                continue;
            }
            is_open |= value.is_open || value.values.len() != 1;
            for one in value.values.iter() {
                let Value::Dict(items) = one else {
                    is_open = true;
                    continue;
                };
                for (key, value) in items.iter() {
                    names.extend(key.strings().map(|key| (key, None, value.clone())));
                }
            }
        }
        Arguments {
            places,
            names,
            is_open,
        }
    }

    fn arg(&self, node: Option<ExprId>, value: Abs) -> Arg<'_, 't> {
        Arg {
            program: self.program,
            call: self.found.id,
            node,
            value,
        }
    }

    /// The argument at a place, from 0; `*list` of a known list is unfolded.
    pub fn positional(&self, index: usize) -> Option<Arg<'_, 't>> {
        let (node, value) = self.given().places.get(index)?;
        Some(self.arg(*node, value.clone()))
    }

    /// How many arguments have places.
    pub fn positional_count(&self) -> usize {
        self.given().places.len()
    }

    /// The argument with a name; `**dict` of a known dictionary is unfolded.
    pub fn keyword(&self, name: &str) -> Option<Arg<'_, 't>> {
        let mut names = self.given().names.iter();
        let (_, node, value) = names.find(|(own, ..)| &**own == name)?;
        Some(self.arg(*node, value.clone()))
    }

    /// All arguments with names.
    pub fn keywords(&self) -> impl Iterator<Item = (&str, Arg<'_, 't>)> {
        let names = self.given().names.iter();
        names.map(|(name, node, value)| (&**name, self.arg(*node, value.clone())))
    }

    /// The argument with a name, or else at a place.
    pub fn argument(&self, index: usize, name: &str) -> Option<Arg<'_, 't>> {
        self.keyword(name).or_else(|| self.positional(index))
    }

    /// Whether it may have arguments that are not known: `*x`, `**x`.
    pub fn has_unknown_arguments(&self) -> bool {
        self.given().is_open
    }

    /// The arguments as values, for functions that are followed further.
    pub fn given_values(&self) -> Given {
        let own = self.given();
        Given {
            places: own.places.iter().map(|(_, value)| value.clone()).collect(),
            names: own
                .names
                .iter()
                .map(|(name, _, value)| (Rc::clone(name), value.clone()))
                .collect(),
            is_open: own.is_open,
        }
    }
}

impl<'c, 't> Arg<'c, 't> {
    /// Its bytes; those of the call where it is not written there.
    pub fn range(&self) -> Range<usize> {
        self.program.tree().range(self.node.unwrap_or(self.call))
    }

    /// The expression, where it is written in the call.
    pub fn node(&self) -> Option<ExprId> {
        self.node
    }

    /// What it may be.
    pub fn value(&self) -> &Abs {
        &self.value
    }

    /// How it is written in the call.
    pub fn literal(&self) -> Literal<'c> {
        let tree = self.program.tree();
        let Some(node) = self.node else {
            return Literal::Other;
        };
        match tree.kind(node) {
            ExprKind::Str(number) => Literal::Str(tree.string(number, self.program.code())),
            ExprKind::Bytes(number) => {
                Literal::Bytes(tree.bytes(number).map_or(&[], |bytes| &bytes.value))
            }
            ExprKind::Int(Some(number)) => Literal::Int(number),
            ExprKind::Int(None) | ExprKind::Float => Literal::Number,
            ExprKind::Bool(true) => Literal::True,
            ExprKind::Bool(false) => Literal::False,
            ExprKind::None => Literal::None,
            ExprKind::List(_) => Literal::List,
            ExprKind::Tuple(_) => Literal::Tuple,
            ExprKind::Set(_) => Literal::Set,
            ExprKind::Dict(_) => Literal::Dict,
            ExprKind::Joined(_) => Literal::FString,
            _ => Literal::Other,
        }
    }

    /// The strings that it may be, as far as they are known to their ends.
    pub fn strings(&self) -> Vec<Rc<str>> {
        self.value.strings().collect()
    }

    /// The integers that it may be.
    pub fn integers(&self) -> Vec<i64> {
        let all = self.value.values.iter().filter_map(|value| match value {
            Value::Int(number) => Some(*number),
            Value::Bool(value) => Some((*value).into()),
            _ => None,
        });
        all.collect()
    }

    /// Whether it is true, where that is known.
    pub fn truth(&self) -> Option<bool> {
        self.value.truth()
    }

    /// Whether it may be true: it is, or that is not known.
    pub fn may_be_true(&self) -> bool {
        self.truth() != Some(false)
    }

    /// Whether it is `None` and nothing else.
    pub fn is_none(&self) -> bool {
        matches!(self.value.only(), Some(Value::None))
    }

    /// The qualified names that it may be.
    pub fn names(&self) -> Vec<Rc<str>> {
        names_in(&self.value)
    }

    /// The items of a list or a tuple that is known.
    pub fn items(&self) -> Option<Vec<Arg<'c, 't>>> {
        let tree = self.program.tree();
        let nodes = self.node.map(|node| match tree.kind(node) {
            ExprKind::List(list) | ExprKind::Tuple(list) => tree.list(list),
            _ => &[],
        });
        let items = self.value.values.iter().find_map(|value| match value {
            Value::Items(items) => Some(items),
            _ => None,
        })?;
        let nodes = nodes.filter(|nodes| nodes.len() == items.len());
        let arg = |(place, value): (usize, &Abs)| Arg {
            program: self.program,
            call: self.call,
            node: nodes
                .and_then(|nodes| nodes.get(place))
                .copied()
                .or(self.node),
            value: value.clone(),
        };
        Some(items.iter().enumerate().map(arg).collect())
    }

    /// Where it comes from.
    pub fn certainty(&self) -> Certainty {
        certainty(&self.value)
    }

    /// How it came here.
    pub fn way(&self) -> Option<Rc<Step>> {
        self.value.way.clone()
    }
}

/// Where a value comes from.
pub fn certainty(value: &Abs) -> Certainty {
    match value.taint {
        Some(source) => Certainty::Tainted(source),
        None if value.is_constant() => Certainty::Constant,
        None => Certainty::Unknown,
    }
}
