//! The effective tree of a compose file: aliases followed, merge keys merged, variables
//! interpolated, each leaf with its origin. Shared parts stay shared, so that the tree is never
//! larger than the file.

use std::sync::Arc;

use super::interpolate::{Budget, Environment, Scope};
use crate::model::{Arg, How, Origin, OriginId, Origins, Problem, ProblemKind, Sensitive, Span};
use crate::syntax::yaml::{Core, Kind, NodeId, Yaml};

/// A value of the effective tree.
#[derive(Clone)]
pub(super) struct Value {
    /// Where it came from.
    pub(super) origin: OriginId,
    /// Where it stands; for an alias where the alias stands.
    pub(super) span: Span,
    /// The node it was made of.
    pub(super) node: NodeId,
    /// What it is.
    pub(super) data: Data,
}

/// What a value is.
#[derive(Clone)]
pub(super) enum Data {
    /// `null`, or nothing.
    Null,
    /// A scalar: its characters, and its type before interpolation.
    Scalar(Sensitive, Core),
    /// A scalar whose value is set and not known here: what is known of it, with
    /// [`UNKNOWN`](super::interpolate::UNKNOWN) for the rest, and its type.
    Unknown(Sensitive, Core),
    /// A sequence.
    Sequence(Arc<[Value]>),
    /// A mapping in the order of the file.
    Mapping(Arc<[Field]>),
}

/// An entry of a mapping.
#[derive(Clone)]
pub(super) struct Field {
    /// The key.
    pub(super) key: Arc<str>,
    /// Where the key stands.
    pub(super) key_span: Span,
    /// The value.
    pub(super) value: Value,
}

impl Value {
    /// The characters of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar(text, _) => Some(text.expose()),
            _ => None,
        }
    }

    /// What is known of a scalar whose value is not known.
    pub(super) fn partial(&self) -> Option<&str> {
        match &self.data {
            Data::Unknown(text, _) => Some(text.expose()),
            _ => None,
        }
    }

    /// Whether its value, or one in it, is not known here.
    pub(super) fn has_unknown(&self) -> bool {
        self.partial().is_some()
            || self
                .fields()
                .iter()
                .any(|field| field.value.partial().is_some())
    }

    /// The entries of a mapping; none for anything else.
    pub(super) fn fields(&self) -> &[Field] {
        match &self.data {
            Data::Mapping(fields) => fields,
            _ => &[],
        }
    }

    /// The entries of a sequence; none for anything else.
    pub(super) fn items(&self) -> &[Value] {
        match &self.data {
            Data::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The value of a key, unless it is null.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let field = self.fields().iter().find(|field| &*field.key == key)?;
        (!field.value.is_null()).then_some(&field.value)
    }

    /// Whether it is null.
    pub(super) fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }
}

/// Makes the effective tree of a file.
pub(super) struct Builder<'a> {
    yaml: &'a Yaml,
    environment: &'a dyn Environment,
    /// The values of the nodes, by their numbers: what is anchored is made once.
    made: Vec<Option<Value>>,
    budget: Budget,
    /// Where each value came from.
    pub(super) origins: &'a mut Origins,
    /// Templates that Compose refuses, and required variables that nothing sets.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Builder<'a> {
    /// A builder for `yaml`, whose variables come from `environment`.
    pub(super) fn new(
        yaml: &'a Yaml,
        environment: &'a dyn Environment,
        origins: &'a mut Origins,
    ) -> Self {
        Self {
            yaml,
            environment,
            made: vec![None; yaml.ids().count()],
            budget: Budget::default(),
            origins,
            problems: Vec::new(),
        }
    }

    /// The value of a node. The syntax tree is at most
    /// [`MAX_DEPTH`](crate::syntax::yaml::MAX_DEPTH) deep, aliases followed: so is the recursion.
    pub(super) fn value(&mut self, id: NodeId) -> Value {
        if let Kind::Alias(target) = self.yaml.node(id).kind {
            let span = self.yaml.node(id).span;
            let value = self.value(target);
            return self.through_alias(value, span);
        }
        if let Some(Some(value)) = self.made.get(id.index()) {
            return value.clone();
        }
        let value = self.make(id);
        if let Some(made) = self.made.get_mut(id.index()) {
            *made = Some(value.clone());
        }
        value
    }

    fn through_alias(&mut self, value: Value, span: Span) -> Value {
        let origin = self.origins.add(Origin {
            place: span,
            how: How::Alias(value.origin),
            parts: Vec::new(),
            replaced: None,
        });
        Value {
            origin,
            span,
            ..value
        }
    }

    fn make(&mut self, id: NodeId) -> Value {
        let node = self.yaml.node(id);
        let span = node.span;
        let data = match &node.kind {
            Kind::Scalar(_) => return self.scalar(id, span),
            Kind::Alias(_) => Data::Null,
            Kind::Sequence(items) => {
                let items = items.iter().filter(|item| !self.is_reset(**item));
                let items: Vec<NodeId> = items.copied().collect();
                Data::Sequence(items.into_iter().map(|item| self.value(item)).collect())
            }
            Kind::Mapping(_) => self.mapping(id),
        };
        Value {
            origin: self.origins.literal(span),
            span,
            node: id,
            data,
        }
    }

    fn mapping(&mut self, id: NodeId) -> Data {
        let mut fields = Vec::new();
        for entry in self.yaml.entries(id) {
            if self.is_reset(entry.value) {
                continue;
            }
            let Some(key) = self.yaml.scalar(entry.key) else {
                continue;
            };
            let key_span = self.yaml.node(entry.key).span;
            if self.yaml.core(entry.key) != Core::Str {
                let problem = Problem::new(ProblemKind::Refused, key_span);
                self.problems
                    .push(problem.with("detail", Arg::Text("refused.key")));
            }
            fields.push(Field {
                key: key.value.as_ref().into(),
                key_span,
                value: self.value(entry.value),
            });
        }
        Data::Mapping(fields.into())
    }

    /// `!reset` takes a value away.
    fn is_reset(&self, id: NodeId) -> bool {
        self.yaml.node(id).tag.as_deref() == Some("!reset")
    }

    fn scalar(&mut self, id: NodeId, span: Span) -> Value {
        let yaml = self.yaml;
        let core = yaml.core(id);
        let template = yaml.scalar(id).map_or("", |scalar| &scalar.value);
        let literal = |origins: &mut Origins| Value {
            origin: origins.literal(span),
            span,
            node: id,
            data: Data::Null,
        };
        if core == Core::Null {
            return literal(self.origins);
        }
        let mut scope = Scope {
            environment: self.environment,
            origins: self.origins,
            budget: &mut self.budget,
        };
        match scope.interpolate(template, &|range| yaml.span_in(id, range)) {
            Ok(interpolated) => Value {
                origin: interpolated.origin,
                span,
                node: id,
                data: if interpolated.is_known {
                    Data::Scalar(Sensitive::new(interpolated.value.as_ref()), core)
                } else {
                    Data::Unknown(Sensitive::new(interpolated.value.as_ref()), core)
                },
            },
            Err(problem) => {
                self.problems.push(problem);
                literal(self.origins)
            }
        }
    }
}
