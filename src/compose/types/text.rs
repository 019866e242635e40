//! Values as texts, as Go's `fmt` writes what it does not know the type of.

use std::borrow::Cow;

use super::out::SUPPLIED;
use super::scalar::Raw;
use crate::compose::value::{Data, Field, Value};
use crate::syntax::yaml::go_float;

/// The key under which Compose keeps what begins with `x-`. Where it expects names, it takes this
/// key for a name.
pub(super) const EXTENSIONS: &str = "#extensions";

/// Whether a key is one for the user's own data.
pub(super) fn is_extension(field: &Field) -> bool {
    field.key.starts_with("x-")
}

/// The fields of a mapping in the order of their keys.
pub(super) fn sorted(fields: &[Field], wanted: impl Fn(&Field) -> bool) -> Vec<&Field> {
    let mut fields: Vec<&Field> = fields.iter().filter(|field| wanted(field)).collect();
    fields.sort_by(|one, other| one.key.cmp(&other.key));
    fields
}

/// The text of a value. Of a collection it is cut behind `most` bytes: shared parts repeat.
pub(super) fn text(value: &Value, most: usize) -> Cow<'_, str> {
    match &value.data {
        Data::Null => Cow::Borrowed("<nil>"),
        Data::Unknown(..) => Cow::Borrowed(SUPPLIED),
        Data::Scalar(text, core) => match Raw::new(text.expose(), *core) {
            Raw::Float(number) => Cow::Owned(go_float(number)),
            Raw::Time(time) => Cow::Owned(time.text()),
            _ => Cow::Borrowed(text.expose()),
        },
        Data::Sequence(items) => {
            let mut all = String::from("[");
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    all.push(' ');
                }
                push(&mut all, item, most);
            }
            all.push(']');
            Cow::Owned(all)
        }
        Data::Mapping(fields) => Cow::Owned(mapping(&sorted(fields, |_| true), most)),
    }
}

/// The text of a mapping with these fields.
pub(super) fn mapping(fields: &[&Field], most: usize) -> String {
    let mut all = String::from("map[");
    for (number, field) in fields.iter().enumerate() {
        if number > 0 {
            all.push(' ');
        }
        all.push_str(&field.key);
        all.push(':');
        push(&mut all, &field.value, most);
    }
    all.push(']');
    all
}

fn push(all: &mut String, value: &Value, most: usize) {
    if let Some(left) = most.checked_sub(all.len()) {
        all.push_str(&text(value, left));
    }
}
