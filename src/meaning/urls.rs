//! Passwords in the user info of URLs.

use std::ops::Range;

/// A password in `scheme://user:password@host`.
pub(super) struct UrlPassword {
    /// Its bytes.
    pub(super) password: Range<usize>,
    /// The scheme, lower case.
    pub(super) scheme: String,
    /// The user; empty where none is named.
    pub(super) user: String,
    /// The host without its port.
    pub(super) host: String,
}

/// User info is no longer: a text of addresses without blanks between them would be read from each
/// of them to its end.
const LONGEST: usize = 4096;

/// The passwords of the URLs in a value. User info ends at the last `@` before the path, as
/// passwords with an unescaped `@` are in use.
pub(super) fn url_passwords(text: &str) -> Vec<UrlPassword> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        let authority = at + 3;
        let end = text.floor_char_boundary(authority + LONGEST);
        let rest = text.get(authority..end).unwrap_or_default();
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
        let start = text.ceil_char_boundary(at.saturating_sub(LONGEST));
        let before = text.get(start..at).unwrap_or_default();
        let scheme_start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')))
            .map_or(0, |sign| sign + 1);
        let scheme = before.get(scheme_start..).unwrap_or_default();
        found.push(UrlPassword {
            password: range,
            scheme: scheme.to_ascii_lowercase(),
            user: user_info.get(..colon).unwrap_or_default().to_owned(),
            host: after.get(..host_end).unwrap_or_default().to_owned(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords(text: &str) -> Vec<(&str, String)> {
        url_passwords(text)
            .into_iter()
            .filter_map(|url| Some((text.get(url.password)?, url.host)))
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
