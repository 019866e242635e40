//! What users keep under `x-*` for themselves: printed as it is at the top of a project.

use super::number;
use super::out::SUPPLIED;
use super::scalar::Raw;
use super::walk::{Entry, Walk};
use crate::compose::value::{Data, Value};

impl<'a> Walk<'a> {
    /// The user's own data. The tree is as deep as its syntax may be: so is the recursion.
    pub(super) fn extension(&mut self, value: &'a Value) {
        let length = value.text().map_or(0, str::len);
        if !self.spend(value.span, length) {
            return self.out.raw("null");
        }
        match &value.data {
            Data::Null => self.out.raw("null"),
            Data::Unknown(..) => self.out.string(SUPPLIED),
            Data::Scalar(text, core) => {
                if self.out.is_on() {
                    self.own_scalar(Raw::new(text.expose(), *core), text.expose());
                }
            }
            // Compose drops empty lists, but not their keys.
            Data::Sequence(items) if items.is_empty() => self.out.raw("null"),
            Data::Sequence(items) => self.items(items, Self::extension),
            Data::Mapping(fields) => self.entries(fields, false, |walk, entry| {
                if let Entry::Name(field) = entry {
                    walk.extension(&field.value);
                }
            }),
        }
    }

    fn own_scalar(&mut self, raw: Raw<'_>, text: &str) {
        match raw {
            Raw::Str(text) => self.out.string(text),
            Raw::Bool(_) | Raw::Int(_) | Raw::Big(_) => self.out.raw(text),
            // Compose prints nothing at all where a number is infinite.
            Raw::Float(number) => {
                let number = number::json(number);
                self.out.raw(number.as_deref().unwrap_or("null"));
            }
            Raw::Time(time) => self.out.string(&time.json()),
        }
    }
}
