//! Makes the tree of a file: aliases followed, merge keys merged, variables interpolated, each
//! leaf with its origin.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::interpolate::{Budget, Environment, Scope};
use super::resets::is_reset;
use super::value::{Data, Field, Value};
use crate::model::{Arg, How, Origin, Origins, Problem, ProblemKind, Sensitive, Span};
use crate::syntax::yaml::{Core, Kind, NodeId, Yaml, go_number};

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
                let items = items.iter().filter(|item| !is_reset(self.yaml, **item));
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
            if is_reset(self.yaml, entry.value) {
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
        // Go reads numbers and switches, and writes them again in its own way.
        let template = match core {
            Core::Bool => Cow::Owned(template.to_ascii_lowercase()),
            Core::Int | Core::Float => go_number(template, core),
            Core::Str if is_binary(yaml, id) => Cow::Owned(decoded(template)),
            _ => Cow::Borrowed(template),
        };
        let template = &*template;
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

fn is_binary(yaml: &Yaml, id: NodeId) -> bool {
    let tag = yaml.node(yaml.follow(id)).tag.as_deref();
    tag.is_some_and(|tag| tag.ends_with(":binary"))
}

/// The text behind `!!binary`; as it is written where it stands for no text.
fn decoded(written: &str) -> String {
    let digits: String = written.split_whitespace().collect();
    let bytes = BASE64.decode(digits).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_else(|_| written.to_owned())
}
