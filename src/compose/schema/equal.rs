//! Equal items of a list, as JSON has them: keys in any order, numbers by value.

use std::collections::HashMap;

use super::number::Number;
use crate::compose::value::{Data, Value};
use crate::syntax::yaml::Core;

/// Gives equal values equal numbers. Each shared part is looked at once.
#[derive(Default)]
pub(super) struct Classes<'a> {
    known: HashMap<Class<'a>, usize>,
    /// The numbers of the shared collections.
    shared: HashMap<usize, usize>,
    next: usize,
}

#[derive(PartialEq, Eq, Hash)]
enum Class<'a> {
    Null,
    Bool(bool),
    Text(&'a str),
    Number(Number),
    List(Vec<usize>),
    Map(Vec<(&'a str, usize)>),
}

impl<'a> Classes<'a> {
    /// The number of a value; the recursion is as deep as the tree, whose depth is bounded. What is
    /// not known here, and what has no value in JSON, equals nothing.
    pub(super) fn of(&mut self, value: &'a Value) -> usize {
        let class = match &value.data {
            Data::Null | Data::Scalar(_, Core::Null) => Class::Null,
            Data::Unknown(..) => return self.fresh(),
            Data::Scalar(text, core) => match core {
                Core::Bool => Class::Bool(matches!(text.expose().as_bytes(), [b't' | b'T', ..])),
                Core::Int | Core::Float => match Number::of(text.expose()) {
                    Some(number) => Class::Number(number),
                    None => return self.fresh(),
                },
                _ => Class::Text(text.expose()),
            },
            Data::Sequence(items) => {
                let place = items.as_ptr().addr();
                if let Some(number) = self.shared.get(&place) {
                    return *number;
                }
                let class = Class::List(items.iter().map(|item| self.of(item)).collect());
                return self.collection(place, class);
            }
            Data::Mapping(fields) => {
                let place = fields.as_ptr().addr();
                if let Some(number) = self.shared.get(&place) {
                    return *number;
                }
                let fields = fields.iter();
                let fields = fields.map(|field| (&*field.key, self.of(&field.value)));
                let mut fields: Vec<_> = fields.collect();
                fields.sort_unstable();
                return self.collection(place, Class::Map(fields));
            }
        };
        self.number(class)
    }

    fn collection(&mut self, place: usize, class: Class<'a>) -> usize {
        let number = self.number(class);
        self.shared.insert(place, number);
        number
    }

    fn number(&mut self, class: Class<'a>) -> usize {
        let fresh = self.next;
        let number = *self.known.entry(class).or_insert(fresh);
        self.next += usize::from(number == fresh);
        number
    }

    fn fresh(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }
}
