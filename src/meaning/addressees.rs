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
