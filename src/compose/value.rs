//! The tree that the stages of loading hand on. Values are never changed in place: a stage makes
//! new ones where it must, and what is shared stays shared, so that the tree of a file is never
//! larger than the file.

use std::sync::Arc;

use super::interpolate::UNKNOWN;
use crate::model::{OriginId, Sensitive, Span};
use crate::syntax::yaml::{Core, NodeId};

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

    /// The characters of a scalar, with [`UNKNOWN`] for those that are not known.
    pub(super) fn raw(&self) -> Option<&str> {
        self.text().or_else(|| self.partial())
    }

    /// The type of a scalar.
    pub(super) fn core(&self) -> Option<Core> {
        match self.data {
            Data::Scalar(_, core) | Data::Unknown(_, core) => Some(core),
            _ => None,
        }
    }

    /// The entry of a key, null or not.
    pub(super) fn field(&self, key: &str) -> Option<&Field> {
        self.fields().iter().find(|field| &*field.key == key)
    }

    /// Other data at the same place.
    pub(super) fn with(&self, data: Data) -> Self {
        Self {
            data,
            ..self.clone()
        }
    }

    /// A mapping at the same place.
    pub(super) fn mapping(&self, fields: Vec<Field>) -> Self {
        self.with(Data::Mapping(fields.into()))
    }

    /// A sequence at the same place.
    pub(super) fn sequence(&self, items: Vec<Self>) -> Self {
        self.with(Data::Sequence(items.into()))
    }

    /// A scalar at the same place; it is not known where the text has [`UNKNOWN`] in it.
    pub(super) fn scalar(&self, text: &str, core: Core) -> Self {
        let text_is_known = !text.contains(UNKNOWN);
        let text = Sensitive::new(text);
        self.with(if text_is_known {
            Data::Scalar(text, core)
        } else {
            Data::Unknown(text, core)
        })
    }

    /// A string at the same place.
    pub(super) fn string(&self, text: &str) -> Self {
        self.scalar(text, Core::Str)
    }

    /// `true` or `false` at the same place.
    pub(super) fn bool(&self, on: bool) -> Self {
        self.scalar(if on { "true" } else { "false" }, Core::Bool)
    }

    /// Null at the same place.
    pub(super) fn null(&self) -> Self {
        self.with(Data::Null)
    }

    /// A copy in which the entry of `key` is another one, or none, or a new one at the end.
    pub(super) fn with_field(&self, key: &str, value: Option<Self>) -> Self {
        let mut fields = self.fields().to_vec();
        let at = fields.iter().position(|field| &*field.key == key);
        match (at.and_then(|at| fields.get_mut(at)), value) {
            (Some(field), Some(value)) => field.value = value,
            (Some(_), None) => fields.retain(|field| &*field.key != key),
            (None, Some(value)) => fields.push(Field::made(key, value)),
            (None, None) => {}
        }
        self.mapping(fields)
    }

    /// A mapping with some values changed; `None` where `change` changes none, and for anything
    /// else.
    pub(super) fn map_fields(
        &self,
        mut change: impl FnMut(&str, &Self) -> Option<Self>,
    ) -> Option<Self> {
        let mut made: Option<Vec<Field>> = None;
        for (at, field) in self.fields().iter().enumerate() {
            if let Some(value) = change(&field.key, &field.value) {
                let made = made.get_or_insert_with(|| self.fields().to_vec());
                if let Some(field) = made.get_mut(at) {
                    field.value = value;
                }
            }
        }
        made.map(|fields| self.mapping(fields))
    }

    /// A sequence with some items changed; `None` where `change` changes none, and for anything
    /// else.
    pub(super) fn map_items(&self, mut change: impl FnMut(&Self) -> Option<Self>) -> Option<Self> {
        let mut made: Option<Vec<Self>> = None;
        for (at, item) in self.items().iter().enumerate() {
            if let Some(value) = change(item) {
                let made = made.get_or_insert_with(|| self.items().to_vec());
                if let Some(item) = made.get_mut(at) {
                    *item = value;
                }
            }
        }
        made.map(|items| self.sequence(items))
    }

    /// Whether two values say the same, wherever they stand. Entries may be in another order.
    /// Trees are as deep as their files at most, so the recursion ends; `budget` counts the
    /// comparisons that may still be made.
    pub(super) fn same(&self, other: &Self, budget: &mut usize) -> bool {
        let Some(left) = budget.checked_sub(1) else {
            return false;
        };
        *budget = left;
        match (&self.data, &other.data) {
            (Data::Null, Data::Null) => true,
            (Data::Scalar(a, of_a), Data::Scalar(b, of_b))
            | (Data::Unknown(a, of_a), Data::Unknown(b, of_b)) => a == b && of_a == of_b,
            (Data::Sequence(a), Data::Sequence(b)) => {
                let mut pairs = a.iter().zip(b.iter());
                a.len() == b.len() && pairs.all(|(a, b)| a.same(b, budget))
            }
            (Data::Mapping(a), Data::Mapping(b)) => {
                a.len() == b.len()
                    && a.iter().all(|field| {
                        other
                            .field(&field.key)
                            .is_some_and(|own| own.value.same(&field.value, budget))
                    })
            }
            _ => false,
        }
    }
}

impl Field {
    /// An entry that no file writes, at the place of its value.
    pub(super) fn made(key: &str, value: Value) -> Self {
        Self {
            key: key.into(),
            key_span: value.span,
            value,
        }
    }

    /// The same entry with another value.
    pub(super) fn with(&self, value: Value) -> Self {
        Self {
            value,
            ..self.clone()
        }
    }
}
