//! Reading fields of a service with the casts of Compose.

use super::value::{Data, Value};
use crate::model::{Arg, Problem, ProblemKind, Setting, Span, Traced};
use crate::syntax::yaml::Core;

/// Collects what Compose refuses while a service is read.
pub(super) struct Fields<'a> {
    /// The service.
    pub(super) service: &'a Value,
    /// Its name in the file.
    pub(super) owner: Span,
    /// Its path in the file, for sentences: `services.web`.
    pub(super) path: String,
    /// What Compose refuses.
    pub(super) problems: Vec<Problem>,
}

impl Fields<'_> {
    /// Notes that Compose refuses `value` of `key`: it is not what `expected` says.
    pub(super) fn refuse(&mut self, key: &str, value: &Value, expected: &'static str) {
        self.problems.push(
            Problem::new(ProblemKind::Refused, value.span)
                .with("detail", Arg::Text(expected))
                .with("path", Arg::Name(format!("{}.{key}", self.path))),
        );
    }

    /// A field read by `cast`; what the cast refuses is noted as not being `expected`.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        expected: &'static str,
        cast: impl Fn(&Value) -> Option<T>,
    ) -> Setting<T> {
        let Some(value) = self.service.get(key) else {
            return Setting::Unset(self.owner);
        };
        let value = value.clone();
        self.setting(key, &value, expected, cast)
    }

    /// A value of a nested field read by `cast`.
    pub(super) fn setting<T>(
        &mut self,
        key: &str,
        value: &Value,
        expected: &'static str,
        cast: impl Fn(&Value) -> Option<T>,
    ) -> Setting<T> {
        if let Some(cast) = cast(value) {
            return Setting::Set(Traced {
                value: cast,
                origin: value.origin,
            });
        }
        if value.partial().is_some() {
            return Setting::NotObservable("unknown.supplied");
        }
        self.refuse(key, value, expected);
        Setting::Unset(self.owner)
    }

    /// A string field.
    pub(super) fn string(&mut self, key: &str) -> Setting<String> {
        self.read(key, "refused.string", |value| {
            string(value).map(str::to_owned)
        })
    }

    /// A field with a switch.
    pub(super) fn switch(&mut self, key: &str) -> Setting<bool> {
        self.read(key, "refused.bool", |value| match value.data {
            Data::Scalar(_, Core::Bool | Core::Str) => value.text().and_then(switch),
            _ => None,
        })
    }

    /// A list of strings; `one` allows a string in place of the list.
    pub(super) fn strings(&mut self, key: &str, one: bool) -> Vec<Traced<String>> {
        let Some(value) = self.service.get(key).cloned() else {
            return Vec::new();
        };
        let items = match &value.data {
            Data::Sequence(items) => items.to_vec(),
            Data::Scalar(..) | Data::Unknown(..) if one => vec![value],
            _ => {
                self.refuse(key, &value, "refused.list");
                return Vec::new();
            }
        };
        let mut strings = Vec::new();
        for item in items {
            match string(&item) {
                Some(text) => strings.push(Traced {
                    value: text.to_owned(),
                    origin: item.origin,
                }),
                None if item.partial().is_some() => {}
                None => self.refuse(key, &item, "refused.string"),
            }
        }
        strings
    }
}

/// The characters of a scalar that is a string: a bare number or date is none.
pub(super) fn string(value: &Value) -> Option<&str> {
    match value.data {
        Data::Scalar(_, Core::Str) => value.text(),
        _ => None,
    }
}

/// The switches that Compose knows, in its spellings.
pub(super) fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "y" | "yes" | "on" => Some(true),
        "false" | "n" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// A size in bytes as Docker writes them: `512`, `512m`, `1.5gb`, `1GiB`.
pub(super) fn bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let factor = match unit.trim() {
        "" | "b" => 1.0,
        "k" | "kb" | "kib" => 1024.0,
        "m" | "mb" | "mib" => 1024.0 * 1024.0,
        "g" | "gb" | "gib" => 1024.0 * 1024.0 * 1024.0,
        "t" | "tb" | "tib" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        "p" | "pb" | "pib" => 1024.0 * 1024.0 * 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    whole(number.parse::<f64>().ok()? * factor)
}

/// Thousandths of a CPU from a number of CPUs.
pub(super) fn thousandths(text: &str) -> Option<u64> {
    whole(text.trim().parse::<f64>().ok()? * 1000.0)
}

/// A finite number that is not negative, cut to a whole one.
fn whole(number: f64) -> Option<u64> {
    // Above 2^63 no limit is one.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be finite, positive and in range"
    )]
    (number.is_finite() && (0.0..9.2e18).contains(&number)).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_switches_as_docker_writes_them() {
        assert_eq!(bytes("512"), Some(512));
        assert_eq!(bytes("1.5gb"), Some(1_610_612_736));
        assert_eq!(bytes("2 GiB"), Some(2_147_483_648));
        assert_eq!(bytes("lots"), None);
        assert_eq!(thousandths("0.50"), Some(500));
        assert_eq!(thousandths("-1"), None);
        assert_eq!(switch("Yes"), Some(true));
        assert_eq!(switch("1"), None);
    }
}
