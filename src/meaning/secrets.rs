//! The values of a container that can be secrets.

use std::collections::HashMap;
use std::ops::Range;

use super::names::is_secret_name;
use super::placeholders::is_placeholder;
use super::webhooks::webhooks;
use crate::model::{Container, Sensitive, Variable};

/// A value that can be a secret, where it stands in a variable, and how.
pub struct Secret<'a> {
    /// The container that holds it.
    pub container: &'a Container,
    /// The variable of its environment.
    pub variable: &'a Variable,
    /// The bytes of the variable's value.
    pub range: Range<usize>,
    /// How it stands there.
    pub form: Form,
    /// The secret itself.
    pub value: Sensitive,
    /// Whether it asks to be replaced.
    pub is_placeholder: bool,
}

/// How a secret stands in a value.
pub enum Form {
    /// It is the whole value of a variable with a secret's name.
    Whole,
    /// It is the password of `scheme://user:password@host`.
    Url {
        /// The scheme, lower case.
        scheme: String,
        /// The host without its port.
        host: String,
    },
    /// It is the credential in the address of a webhook.
    Webhook {
        /// The service that takes the messages.
        provider: &'static str,
    },
}

impl Secret<'_> {
    /// The host that checks the password, for a URL.
    pub fn host(&self) -> Option<&str> {
        match &self.form {
            Form::Whole | Form::Webhook { .. } => None,
            Form::Url { host, .. } => Some(host),
        }
    }
}

/// What names and values say, as far as it was asked for: containers of a project have many in
/// common.
#[derive(Default)]
pub struct Seen<'a> {
    secret_names: HashMap<&'a str, bool>,
    placeholders: HashMap<(&'a str, &'a str), bool>,
}

/// The secrets in the environment of a container, in its order. Empty values are none.
pub fn secrets<'a>(container: &'a Container, seen: &mut Seen<'a>) -> Vec<Secret<'a>> {
    let mut found = Vec::new();
    for variable in &container.environment {
        let Some(value) = &variable.value else {
            continue;
        };
        let text = value.expose();
        let mut inside = false;
        for (range, form) in inside_of(text) {
            inside = true;
            let Some(password) = text.get(range.clone()) else {
                continue;
            };
            found.push(Secret {
                container,
                variable,
                range,
                form,
                value: Sensitive::new(password),
                is_placeholder: is_placeholder(&variable.name, password),
            });
        }
        let name = variable.name.as_str();
        let names = &mut seen.secret_names;
        let mut is_secret = || *names.entry(name).or_insert_with(|| is_secret_name(name));
        if !inside && is_secret() && !says_nothing(text) {
            let placeholders = &mut seen.placeholders;
            let is_placeholder = placeholders
                .entry((name, text))
                .or_insert_with(|| is_placeholder(name, text));
            found.push(Secret {
                container,
                variable,
                range: 0..text.len(),
                form: Form::Whole,
                value: value.clone(),
                is_placeholder: *is_placeholder,
            });
        }
    }
    found
}

/// The secrets inside of a value: credentials of webhooks, and passwords of other URLs.
pub(super) fn inside_of(text: &str) -> Vec<(Range<usize>, Form)> {
    if !text.contains("://") {
        return Vec::new();
    }
    let mut found: Vec<(Range<usize>, Form)> = webhooks(text)
        .into_iter()
        .map(|(range, provider)| (range, Form::Webhook { provider }))
        .collect();
    for (range, form) in url_passwords(text) {
        let overlaps =
            |(other, _): &(Range<usize>, Form)| range.start < other.end && other.start < range.end;
        if !found.iter().any(overlaps) {
            found.push((range, form));
        }
    }
    found
}

/// Switches and empty values under a secret's name (`SECRET_KEY=`, `USE_KEY=true`).
fn says_nothing(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    ["", "true", "false", "null", "none", "yes", "no"].contains(&value.as_str())
}

/// The passwords of the URLs in a value. User info ends at the last `@` before the path, as
/// passwords with an unescaped `@` are in use.
pub(super) fn url_passwords(text: &str) -> Vec<(Range<usize>, Form)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        let authority = at + 3;
        let rest = text.get(authority..).unwrap_or_default();
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | ','))
            .unwrap_or(rest.len());
        // A password may hold `/`, `?` or `#`; then the `@` comes later in the same word.
        let word = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
            .unwrap_or(rest.len());
        let short = rest.get(..length).unwrap_or_default();
        let long = rest.get(..word).unwrap_or_default();
        let Some(sign) = short.rfind('@').or_else(|| {
            let sign = long.find('@')?;
            let user_info = long.get(..sign)?;
            (user_info.contains(':') && !user_info.starts_with('/')).then_some(sign)
        }) else {
            continue;
        };
        let user_info = rest.get(..sign).unwrap_or_default();
        let Some(colon) = user_info.find(':') else {
            continue;
        };
        let range = authority + colon + 1..authority + sign;
        if range.is_empty() {
            continue;
        }
        let after = rest.get(sign + 1..).unwrap_or_default();
        let host_end = after
            .find(|c: char| matches!(c, ':' | '/' | '?' | '#' | ',') || c.is_whitespace())
            .unwrap_or(after.len());
        let before = text.get(..at).unwrap_or_default();
        let scheme_start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')))
            .map_or(0, |sign| sign + 1);
        found.push((
            range,
            Form::Url {
                scheme: before
                    .get(scheme_start..)
                    .unwrap_or_default()
                    .to_ascii_lowercase(),
                host: after.get(..host_end).unwrap_or_default().to_owned(),
            },
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords(text: &str) -> Vec<(&str, String)> {
        url_passwords(text)
            .into_iter()
            .filter_map(|(range, form)| match form {
                Form::Url { host, .. } => Some((text.get(range)?, host)),
                Form::Whole | Form::Webhook { .. } => None,
            })
            .collect()
    }

    #[test]
    fn splits_user_info_at_the_last_sign() {
        for (text, password, host) in [
            (
                "postgresql://gaussdb:FastGPT@123@host:5432/db",
                "FastGPT@123",
                "host",
            ),
            ("mongodb://u:p@mongo:27017/x?authSource=admin", "p", "mongo"),
            ("redis://default:a/b#c@redis", "a/b#c", "redis"),
            ("jdbc:mysql://root:1234@db/x", "1234", "db"),
            ("redis://:pw@cache:6379/1", "pw", "cache"),
        ] {
            assert_eq!(passwords(text), [(password, host.to_owned())], "{text}");
        }
        for text in [
            "http://host/a@b:c",
            "http://user@host/",
            "http://host:80/x",
            "http://u:@h",
        ] {
            assert!(passwords(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn finds_each_url_of_a_list() {
        assert_eq!(passwords("amqp://a:b@x,amqp://c:d@y").len(), 2);
    }
}
