//! What an expression may be, as far as a reader can tell without running it.

use std::ops::Range;
use std::rc::Rc;

use crate::syntax::python::{FunctionId, StmtId, Symbol};

/// So many different values are kept apart; of more it is only known that there are more.
pub(super) const MOST_VALUES: usize = 8;

/// One thing that an expression may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A module, or what belongs to one, by its qualified name: `os`, `os.system`; what it gives
    /// back when it is called ends with `()`.
    Named(Rc<str>),
    /// A string.
    Text(Rc<[Piece]>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// An integer.
    Int(i64),
    /// `True` or `False`.
    Bool(bool),
    /// `None`
    None,
    /// Another constant: nothing that somebody gave, and nothing that can be called.
    Plain,
    /// A list, a tuple or a set.
    Items(Rc<[Abs]>),
    /// A dictionary.
    Dict(Rc<[(Abs, Abs)]>),
    /// A function of this program, and what it is a method of.
    Function(FunctionId, Option<Rc<Abs>>),
    /// A class of this program.
    Class(StmtId),
    /// An object of a class of this program.
    Instance(StmtId),
    /// A function with some of its arguments.
    Partial(Rc<(Abs, Given)>),
    /// The names of a module as a dictionary; empty for this program, `?` for one that is not known.
    Space(Rc<str>),
    /// `operator.attrgetter(name)`
    Getter(Rc<str>),
    /// `operator.methodcaller(name, …)`
    Caller(Rc<(Rc<str>, Given)>),
}

/// A part of a string.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// It says this.
    Known(Rc<str>),
    /// It says something; whether it can do no harm (a number, a quoted word).
    Hole {
        /// It can do no harm.
        is_safe: bool,
    },
}

/// All that an expression may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Abs {
    /// What it may be.
    pub values: Rc<[Value]>,
    /// It may be something else as well.
    pub is_open: bool,
    /// Somebody whom nobody should trust may have given it.
    pub taint: Option<Source>,
    /// How it came here.
    pub way: Option<Rc<Step>>,
}

/// Who gave a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The answer of a model.
    Model,
    /// The input of a workflow, a tool or a plugin.
    Input,
    /// Something that was searched for or fetched.
    Fetched,
    /// A request of the web.
    Request,
    /// The command line, standard input, the environment.
    Process,
    /// A variable that a template fills in.
    Template,
}

/// One step of the way of a value.
#[derive(Debug, PartialEq)]
pub struct Step {
    /// Its place.
    pub range: Range<usize>,
    /// What happens there.
    pub kind: StepKind,
    /// The step before it.
    pub before: Option<Rc<Step>>,
}

impl Drop for Step {
    /// Without recursion: a way can be long.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(step) = next {
            next = Rc::into_inner(step).and_then(|mut step| step.before.take());
        }
    }
}

/// What happens on the way of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// It comes from there.
    From(Source),
    /// It is assigned: to this name, where it is one.
    Assigned(Option<Symbol>),
    /// It is imported.
    Imported,
    /// It is given to a function.
    Passed,
    /// A function gives it back.
    Returned,
}

impl StepKind {
    /// The key of its sentence in `policies/texts.yaml`.
    pub fn text(self) -> &'static str {
        match self {
            Self::From(Source::Model) => "python.step.model",
            Self::From(Source::Input) => "python.step.input",
            Self::From(Source::Fetched) => "python.step.fetched",
            Self::From(Source::Request) => "python.step.request",
            Self::From(Source::Process) => "python.step.process",
            Self::From(Source::Template) => "python.step.template",
            Self::Assigned(Some(_)) => "python.step.assigned",
            Self::Assigned(None) => "python.step.kept",
            Self::Imported => "python.step.imported",
            Self::Passed => "python.step.passed",
            Self::Returned => "python.step.returned",
        }
    }
}

/// The arguments of a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// By place.
    pub places: Vec<Abs>,
    /// By name.
    pub names: Vec<(Rc<str>, Abs)>,
    /// There may be more: `*x` or `**x` of something that is not known.
    pub is_open: bool,
}

impl Given {
    /// The argument with a name, or else at a place.
    pub fn get(&self, place: usize, name: &str) -> Option<&Abs> {
        let named = self.names.iter().find(|(own, _)| &**own == name);
        named
            .map(|(_, value)| value)
            .or_else(|| self.places.get(place))
    }

    /// These, then those of another call.
    pub(super) fn and(&self, more: &Self) -> Self {
        let mut all = self.clone();
        all.places.extend(more.places.iter().cloned());
        all.names
            .retain(|(name, _)| !more.names.iter().any(|(other, _)| other == name));
        all.names.extend(more.names.iter().cloned());
        all.is_open |= more.is_open;
        all
    }

    pub(super) fn taint(&self) -> Option<Abs> {
        let all = self
            .places
            .iter()
            .chain(self.names.iter().map(|(_, value)| value));
        all.into_iter().find(|value| value.taint.is_some()).cloned()
    }
}

impl From<Value> for Abs {
    fn from(value: Value) -> Self {
        Self {
            values: Rc::new([value]),
            ..Self::default()
        }
    }
}

impl Abs {
    /// Something of which nothing is known.
    pub fn unknown() -> Self {
        Self {
            is_open: true,
            ..Self::default()
        }
    }

    /// A string that is known.
    pub fn text(text: &str) -> Self {
        Value::Text(Rc::new([Piece::Known(text.into())])).into()
    }

    /// A string of which is only known that it can do no harm.
    pub fn safe_text() -> Self {
        Value::Text(Rc::new([Piece::Hole { is_safe: true }])).into()
    }

    /// A module or something of one.
    pub fn named(name: &str) -> Self {
        Value::Named(name.into()).into()
    }

    /// Some values of one kind.
    pub fn items(items: impl IntoIterator<Item = Abs>) -> Self {
        Value::Items(items.into_iter().collect()).into()
    }

    /// Nothing at all: no way leads here.
    pub fn is_nothing(&self) -> bool {
        self.values.is_empty() && !self.is_open
    }

    /// One thing that is known.
    pub fn only(&self) -> Option<&Value> {
        match &*self.values {
            [only] if !self.is_open => Some(only),
            _ => None,
        }
    }

    /// This or that.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        if self.is_nothing() {
            return other.clone();
        }
        if other.is_nothing() || self == *other {
            return self;
        }
        let mut values: Vec<Value> = self.values.to_vec();
        let mut is_open = self.is_open || other.is_open;
        for value in other.values.iter() {
            if values.contains(value) {
                continue;
            }
            if values.len() < MOST_VALUES {
                values.push(value.clone());
            } else {
                is_open = true;
            }
        }
        let of_other = self.taint.is_none() && other.taint.is_some() || self.way.is_none();
        Self {
            values: values.into(),
            is_open,
            taint: self.taint.or(other.taint),
            way: if of_other {
                other.way.clone()
            } else {
                self.way
            },
        }
    }

    /// All of these.
    pub fn any(all: impl IntoIterator<Item = Abs>) -> Self {
        all.into_iter()
            .fold(Self::default(), |sum, next| sum.or(&next))
    }

    /// As given by somebody.
    #[must_use]
    pub fn tainted(mut self, source: Source, range: Range<usize>) -> Self {
        self.taint = Some(source);
        self.way = Some(Rc::new(Step {
            range,
            kind: StepKind::From(source),
            before: None,
        }));
        self
    }

    /// As bad as another value that it is made of.
    #[must_use]
    pub fn made_of(mut self, other: &Self) -> Self {
        if self.taint.is_none() && other.taint.is_some() {
            self.taint = other.taint;
            self.way.clone_from(&other.way);
        } else if self.way.is_none() {
            self.way.clone_from(&other.way);
        }
        self
    }

    /// One step further.
    #[must_use]
    pub(super) fn step(mut self, range: Range<usize>, kind: StepKind) -> Self {
        let is_same = |step: &Rc<Step>| step.range == range && step.kind == kind;
        if !self.way.as_ref().is_some_and(is_same) {
            self.way = Some(Rc::new(Step {
                range,
                kind,
                before: self.way.take(),
            }));
        }
        self
    }

    /// Whether it is known whole, and nobody from outside gave it.
    pub fn is_constant(&self) -> bool {
        self.taint.is_none() && !self.is_open && self.values.iter().all(Value::is_constant)
    }

    /// The strings that are known to their ends.
    pub fn strings(&self) -> impl Iterator<Item = Rc<str>> + '_ {
        self.values.iter().filter_map(Value::string)
    }

    /// Whether it is true, where that is known.
    pub fn truth(&self) -> Option<bool> {
        if self.is_open || self.values.is_empty() {
            return None;
        }
        let mut all = self.values.iter().map(Value::truth);
        let first = all.next()??;
        all.all(|truth| truth == Some(first)).then_some(first)
    }
}

impl Value {
    fn is_constant(&self) -> bool {
        match self {
            Self::Text(pieces) => pieces
                .iter()
                .all(|piece| !matches!(piece, Piece::Hole { is_safe: false })),
            Self::Items(items) => items.iter().all(Abs::is_constant),
            Self::Dict(items) => items
                .iter()
                .all(|(key, value)| key.is_constant() && value.is_constant()),
            Self::Instance(_) => false,
            Self::Named(name) => super::names::is_constant(name),
            _ => true,
        }
    }

    /// The string that it is, if that is known to its end.
    pub fn string(&self) -> Option<Rc<str>> {
        match self {
            Self::Text(pieces) => match &**pieces {
                [] => Some("".into()),
                [Piece::Known(text)] => Some(Rc::clone(text)),
                pieces => {
                    let mut whole = String::new();
                    for piece in pieces {
                        match piece {
                            Piece::Known(text) => whole.push_str(text),
                            Piece::Hole { .. } => return None,
                        }
                    }
                    Some(whole.into())
                }
            },
            _ => None,
        }
    }

    /// What is known of a string from its start.
    pub fn start(&self) -> Option<Rc<str>> {
        match self {
            Self::Text(pieces) => match pieces.first() {
                Some(Piece::Known(text)) => Some(Rc::clone(text)),
                _ => None,
            },
            _ => None,
        }
    }

    fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Int(number) => Some(*number != 0),
            Self::None => Some(false),
            Self::Text(_) => self.string().map(|text| !text.is_empty()),
            Self::Bytes(bytes) => Some(!bytes.is_empty()),
            Self::Items(items) => Some(!items.is_empty()),
            Self::Dict(items) => Some(!items.is_empty()),
            Self::Function(..) | Self::Class(_) | Self::Partial(_) => Some(true),
            _ => None,
        }
    }
}
