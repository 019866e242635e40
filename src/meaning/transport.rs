//! Settings by which a service speaks to another one in clear text, or without looking at its
//! certificate.

use crate::model::{Container, Variable};

/// What is weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Nothing is encrypted.
    ClearText,
    /// Certificates are not verified.
    Unverified,
}

/// A setting that makes a connection weak.
pub struct WeakTransport<'a> {
    /// The variable.
    pub variable: &'a Variable,
    /// What is weak.
    pub weakness: Weakness,
    /// The host at the other end; `None` for every host.
    pub host: Option<String>,
}

/// Switches of a whole process, and the values with which they turn verification off.
const PROCESS: [(&str, &str); 3] = [
    ("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
    ("PYTHONHTTPSVERIFY", "0"),
    ("GIT_SSL_NO_VERIFY", "true"),
];

/// How the names of switches end that are on where certificates are verified.
const VERIFY: [&str; 8] = [
    "VERIFY_CERTS",
    "VERIFY_CERTIFICATES",
    "SSL_VERIFY",
    "VERIFY_SSL",
    "TLS_VERIFY",
    "VERIFY_TLS",
    "SSL_CERT_VERIFY",
    "TLS_REJECT_UNAUTHORIZED",
];

/// How the names of switches end that are on where certificates are not verified.
const SKIP: [&str; 5] = [
    "INSECURE_SKIP_VERIFY",
    "TLS_SKIP_VERIFY",
    "SSL_NO_VERIFY",
    "TLS_INSECURE",
    "ALLOW_INVALID_CERTIFICATES",
];

/// How the names of variables end that say where the other end is.
const PLACES: [&str; 8] = [
    "_URL",
    "_URLS",
    "_URI",
    "_HOST",
    "_HOSTS",
    "_ENDPOINT",
    "_SERVER",
    "_ADDRESS",
];

/// Options of addresses, and what they say.
const OPTIONS: [(&str, Weakness); 4] = [
    ("sslmode=disable", Weakness::ClearText),
    ("tlsallowinvalidcertificates=true", Weakness::Unverified),
    ("tlsinsecure=true", Weakness::Unverified),
    ("ssl_cert_reqs=none", Weakness::Unverified),
];

/// The settings of a container that make its connections weak. A switch about connections that it
/// has none of is none.
pub fn weak_transports(container: &Container) -> Vec<WeakTransport<'_>> {
    let variables = &container.environment;
    let found = variables.iter().filter_map(|variable| {
        let value = variable.value.as_ref()?.expose().trim();
        let (weakness, host) = weakness(variables, &variable.name.to_ascii_uppercase(), value)?;
        Some(WeakTransport {
            variable,
            weakness,
            host,
        })
    });
    found.collect()
}

fn weakness(variables: &[Variable], name: &str, value: &str) -> Option<(Weakness, Option<String>)> {
    let lower = value.to_ascii_lowercase();
    if let Some((_, bad)) = PROCESS.iter().find(|(known, _)| *known == name) {
        let is_bad = lower == *bad || (*bad == "true" && lower == "1");
        return is_bad.then_some((Weakness::Unverified, None));
    }
    if lower.starts_with("ldap://") {
        let upgraded = variables.iter().any(|other| {
            let name = other.name.to_ascii_uppercase().replace('_', "");
            name.contains("STARTTLS") && is_on(other)
        });
        let host = host(&lower)?;
        return (!upgraded).then_some((Weakness::ClearText, Some(host)));
    }
    if lower.contains("://")
        && let Some((_, weakness)) = OPTIONS.iter().find(|(option, _)| lower.contains(option))
    {
        return Some((*weakness, Some(host(&lower)?)));
    }
    if lower == "disable" {
        let end = ["_SSL_MODE", "_SSLMODE"].into_iter();
        let prefix = end.into_iter().find_map(|end| name.strip_suffix(end))?;
        let host = places(variables, prefix).find_map(host)?;
        return Some((Weakness::ClearText, Some(host)));
    }
    let (prefix, is_off) = match VERIFY.iter().find_map(|end| name.strip_suffix(end)) {
        Some(prefix) => (
            prefix,
            ["false", "0", "no", "off"].contains(&lower.as_str()),
        ),
        None => (
            SKIP.iter().find_map(|end| name.strip_suffix(end))?,
            ["true", "1", "yes", "on"].contains(&lower.as_str()),
        ),
    };
    if !is_off {
        return None;
    }
    let prefix = prefix.trim_end_matches('_');
    let mut places = places(variables, prefix).peekable();
    if prefix.is_empty() || places.peek().is_none() {
        return Some((Weakness::Unverified, None));
    }
    // Without encryption there is nothing to verify.
    let encrypted = places.find(|place| {
        let scheme = place.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| scheme.ends_with('s') && scheme != "redis")
    })?;
    Some((Weakness::Unverified, Some(host(encrypted)?)))
}

/// Whether a switch is on.
fn is_on(variable: &Variable) -> bool {
    let value = variable.value.as_ref().map(|value| value.expose().trim());
    let words = ["true", "1", "yes", "on"];
    value.is_some_and(|value| words.iter().any(|word| word.eq_ignore_ascii_case(value)))
}

/// The values of the variables that say where the service behind a prefix is.
fn places<'a>(variables: &'a [Variable], prefix: &'a str) -> impl Iterator<Item = &'a str> {
    variables.iter().filter_map(move |variable| {
        let name = variable.name.to_ascii_uppercase();
        let rest = name.strip_prefix(prefix)?;
        let is_place = PLACES.iter().any(|end| rest.ends_with(end)) && rest.starts_with('_');
        let value = variable
            .value
            .as_ref()
            .filter(|_| is_place)?
            .expose()
            .trim();
        (!value.is_empty()).then_some(value)
    })
}

/// The host of an address, or of a value that is only a host.
fn host(value: &str) -> Option<String> {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', ',']).next().unwrap_or_default();
    let place = authority.rsplit('@').next().unwrap_or_default();
    let host = match place.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    };
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}
