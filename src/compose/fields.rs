//! Reading fields of the canonical tree. What Compose refuses has been said before: here it counts
//! as not set.

use super::value::{Data, Value};
use crate::model::{OriginId, Pair, Setting, Span, Traced};
pub(super) use crate::syntax::engine_values::{bytes, thousandths};

/// A mapping of the canonical tree and its owner.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    /// The mapping.
    pub(super) value: &'a Value,
    /// The name of what it belongs to: where something missing is said.
    pub(super) owner: Span,
}

impl Fields<'_> {
    /// A field read by `cast`.
    pub(super) fn read<T>(&self, key: &str, cast: impl Fn(&Value) -> Option<T>) -> Setting<T> {
        match self.value.get(key) {
            Some(value) => setting(value, self.owner, cast),
            None => Setting::Unset(self.owner),
        }
    }

    /// A field below others read by `cast`.
    pub(super) fn deep<T>(&self, keys: &[&str], cast: impl Fn(&Value) -> Option<T>) -> Setting<T> {
        match keys
            .iter()
            .try_fold(self.value, |value, key| value.get(key))
        {
            Some(value) => setting(value, self.owner, cast),
            None => Setting::Unset(self.owner),
        }
    }

    /// A string.
    pub(super) fn string(&self, key: &str) -> Setting<String> {
        self.read(key, |value| value.text().map(str::to_owned))
    }

    /// A switch.
    pub(super) fn switch(&self, key: &str) -> Setting<bool> {
        self.read(key, |value| switch(value.text()?))
    }

    /// A whole number.
    pub(super) fn whole(&self, key: &str) -> Setting<i64> {
        self.read(key, |value| value.text()?.parse().ok())
    }

    /// A list of strings; a string alone is a list of one.
    pub(super) fn strings(&self, key: &str) -> Vec<Traced<String>> {
        let one = |item: &Value| traced(item).into_iter().collect();
        match self.value.get(key).map(|value| (value, &value.data)) {
            Some((_, Data::Sequence(items))) => items.iter().filter_map(traced).collect(),
            Some((value, Data::Scalar(..))) => one(value),
            _ => Vec::new(),
        }
    }

    /// The entries of a list of mappings.
    pub(super) fn entries(&self, key: &str) -> &[Value] {
        self.value.get(key).map_or(&[][..], Value::items)
    }

    /// Names and values, written as a mapping or as a list of `name=value`.
    pub(super) fn pairs(&self, key: &str) -> Vec<Pair> {
        self.value.get(key).map_or_else(Vec::new, pairs)
    }
}

/// Names and values, written as a mapping or as a list of `name=value`. A value that is not known
/// here is empty.
pub(super) fn pairs(value: &Value) -> Vec<Pair> {
    let named = value.fields().iter().map(|field| Pair {
        name: field.key.to_string(),
        value: field.value.text().unwrap_or_default().to_owned(),
        origin: field.value.origin,
    });
    let listed = value.items().iter().filter_map(|item| {
        let text = item.text()?;
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        Some(Pair {
            name: name.to_owned(),
            value: value.to_owned(),
            origin: item.origin,
        })
    });
    named.chain(listed).collect()
}

fn setting<T>(value: &Value, owner: Span, cast: impl Fn(&Value) -> Option<T>) -> Setting<T> {
    match cast(value) {
        Some(cast) => Setting::Set(Traced {
            value: cast,
            origin: value.origin,
        }),
        None if value.partial().is_some() => Setting::NotObservable("unknown.supplied"),
        None => Setting::Unset(owner),
    }
}

/// The characters of a scalar with their origin.
pub(super) fn traced(value: &Value) -> Option<Traced<String>> {
    Some(Traced {
        value: value.text()?.to_owned(),
        origin: value.origin,
    })
}

/// The characters and the origin of a field.
pub(super) fn text_of(value: &Value, key: &str) -> Option<(String, OriginId)> {
    let field = value.get(key)?;
    Some((field.text()?.to_owned(), field.origin))
}

/// The switches that Compose knows, in its spellings.
pub(super) fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "y" | "yes" | "on" => Some(true),
        "false" | "n" | "no" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_switches_as_docker_writes_them() {
        assert_eq!(bytes("512"), Some(512));
        assert_eq!(bytes("1.5gb"), Some(1_610_612_736));
        assert_eq!(bytes("2 GiB"), Some(2_147_483_648));
        assert_eq!(bytes("-1"), Some(0));
        assert_eq!(bytes("lots"), None);
        assert_eq!(thousandths("0.50"), Some(500));
        assert_eq!(thousandths("-1"), None);
        assert_eq!(switch("Yes"), Some(true));
        assert_eq!(switch("1"), None);
    }
}
