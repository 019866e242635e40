//! Whom a credential is for, where its address stands beside it.

use super::names::words;
use super::secrets::{Form, Secret};
use crate::model::Sensitive;

/// Last words of the names of credentials, without which they name the other side.
const CREDENTIAL: [&str; 10] = [
    "token", "key", "apikey", "secret", "password", "psw", "api", "auth", "access", "admin",
];

/// Last words of the names of addresses.
const ADDRESS: [&str; 8] = [
    "url", "baseurl", "endpoint", "address", "addr", "server", "base", "api",
];

/// More of them, for whole connections: their values need no scheme.
const HOST: [&str; 5] = ["host", "hostname", "entrypoint", "uri", "service"];

/// Last words of the names of accounts.
const ACCOUNT: [&str; 4] = ["user", "username", "login", "id"];

/// What a variable says of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Where the other side is.
    Address,
    /// Who asks.
    Account,
    /// The credential.
    Credential,
}

/// What a variable of this name says of a connection, and the words that name the connection:
/// `db` for `DB_HOST`, `DB_USERNAME` and `DB_PASSWORD`.
pub fn name_part(name: &str) -> Option<(Part, String)> {
    let all = words(name);
    let is_access_key =
        |words: &[String]| matches!(words, [.., a, b] if a == "access" && b == "key");
    let last = all.last()?.as_str();
    let (part, ends): (Part, &[&str]) = if ADDRESS.contains(&last) || HOST.contains(&last) {
        (Part::Address, &ADDRESS)
    } else if ACCOUNT.contains(&last) || (is_access_key(&all) && !all.iter().any(|w| w == "secret"))
    {
        (Part::Account, &["access", "key"])
    } else if CREDENTIAL.contains(&last) {
        (Part::Credential, &CREDENTIAL)
    } else {
        return None;
    };
    let mut rest = all.as_slice();
    let is_end = |word: &str| {
        let of_part = match part {
            Part::Address => HOST.contains(&word),
            Part::Account => ACCOUNT.contains(&word),
            Part::Credential => false,
        };
        of_part || ends.contains(&word)
    };
    while let [before @ .., word] = rest
        && is_end(word)
    {
        rest = before;
    }
    (!rest.is_empty()).then(|| (part, rest.join(" ")))
}

/// The host of an address, which may be a URL, a host with a port, or a host alone.
pub fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', ',']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim();
    (!host.is_empty()).then_some(host)
}

/// The host to which a credential is sent: that of an address in the same container whose name
/// differs in its last words alone, as `PLUGIN_TOKEN` and `PLUGIN_BASE_URL` do.
pub fn addressee<'a>(secret: &Secret<'a>) -> Option<&'a str> {
    if !matches!(secret.form, Form::Whole) {
        return None;
    }
    let other_side = stem(&secret.name, &CREDENTIAL)?;
    let mut variables = secret.container()?.environment.iter();
    variables.find_map(|variable| {
        let host = host(variable.value.as_ref().map(Sensitive::expose)?)?;
        (stem(&variable.name, &ADDRESS)? == other_side).then_some(host)
    })
}

/// The words of a name before the last ones in `ends`; `None` where it has none of them, or only
/// such.
fn stem(name: &str, ends: &[&str]) -> Option<Vec<String>> {
    let mut words = words(name);
    let all = words.len();
    while words
        .last()
        .is_some_and(|word| ends.contains(&word.as_str()))
    {
        words.pop();
    }
    (!words.is_empty() && words.len() < all).then_some(words)
}

/// The host of `scheme://host:port/path`.
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split([':', '/', '?', '#']).next()?;
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_connection_share_their_first_words() {
        for (names, connection) in [
            (["DB_HOST", "DB_USERNAME", "DB_PASSWORD"], "db"),
            (["S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY"], "s3"),
            (["A_B_API_URL", "A_B_USER", "A_B_API_KEY"], "a b"),
            (
                ["QDRANT_URI", "QDRANT_ACCESS_KEY_ID", "QDRANT_API_KEY"],
                "qdrant",
            ),
        ] {
            let parts = [Part::Address, Part::Account, Part::Credential];
            for (name, part) in names.into_iter().zip(parts) {
                assert_eq!(
                    name_part(name),
                    Some((part, connection.to_owned())),
                    "{name}"
                );
            }
        }
        for name in ["PASSWORD", "DB_POOL_SIZE", "URL", ""] {
            assert_eq!(name_part(name), None, "{name}");
        }
    }

    #[test]
    fn an_address_names_a_host() {
        for (address, host) in [
            ("http://sandbox:8194/run", Some("sandbox")),
            ("redis://default:x@cache:6379", Some("cache")),
            ("minio:9000", Some("minio")),
            ("db", Some("db")),
            ("", None),
            ("http://", None),
        ] {
            assert_eq!(host_of(address), host, "{address}");
        }
    }

    #[test]
    fn names_meet_where_the_other_side_is_one() {
        let meets = |credential, address| {
            let other_side = stem(credential, &CREDENTIAL);
            other_side.is_some() && other_side == stem(address, &ADDRESS)
        };
        assert!(meets("PLUGIN_TOKEN", "PLUGIN_BASE_URL"));
        assert!(meets("AIPROXY_API_TOKEN", "AIPROXY_API_ENDPOINT"));
        assert!(meets("CODE_EXECUTION_API_KEY", "CODE_EXECUTION_ENDPOINT"));
        assert!(!meets("TOKEN_KEY", "BASE_URL"));
        assert!(!meets("PLUGIN_TOKEN", "PLUGIN_ID"));
        assert!(!meets("FILE_TOKEN_KEY", "FILES_URL"));
    }
}
