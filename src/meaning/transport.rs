//! Settings by which a service speaks to another one in clear text, or without looking at its
//! certificate.

use crate::model::{Container, Variable};

/// What is weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Nothing is encrypted.
    ClearText,
    /// It is encrypted only if the other end wants that.
    Fallback,
    /// Certificates are not verified.
    Unverified,
    /// The same, in versions of a library that many programs still have.
    UnverifiedInOld,
}

/// A setting that makes a connection weak.
pub struct WeakTransport<'a> {
    /// The variable.
    pub variable: &'a Variable,
    /// What is weak.
    pub weakness: Weakness,
    /// The host at the other end; `None` for every host.
    pub host: Option<String>,
    /// It is the usual way between services of one project, and counts only where it leaves that.
    pub only_outside: bool,
}

/// Switches of a whole process, and the values with which they turn verification off.
const PROCESS: [(&str, &[&str]); 3] = [
    ("NODE_TLS_REJECT_UNAUTHORIZED", &["0"]),
    ("PYTHONHTTPSVERIFY", &["0"]),
    ("LDAPTLS_REQCERT", &["never", "allow"]),
];

/// How the names of variables end that say what of a certificate is demanded, and the words for
/// nothing.
const DEMANDS: [&str; 6] = [
    "CERT_REQS",
    "VERIFICATION_MODE",
    "VERIFICATIONMODE",
    "TLS_REQCERT",
    "SSL_VERIFY_MODE",
    "TLS_VERIFY_MODE",
];

/// How the names of switches end that are on where a connection is encrypted.
const ENCRYPT: [&str; 6] = [
    "USE_TLS",
    "USE_SSL",
    "TLS_ENABLED",
    "SSL_ENABLED",
    "ENABLE_TLS",
    "ENABLE_SSL",
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
const OPTIONS: [(&str, Weakness); 13] = [
    ("sslmode=disable", Weakness::ClearText),
    ("sslmode=allow", Weakness::Fallback),
    ("sslmode=prefer", Weakness::Fallback),
    ("sslmode=require", Weakness::Unverified),
    ("ssl-mode=disabled", Weakness::ClearText),
    ("ssl-mode=preferred", Weakness::Fallback),
    ("usessl=false", Weakness::ClearText),
    ("trustservercertificate=true", Weakness::Unverified),
    ("tlsallowinvalidhostnames=true", Weakness::Unverified),
    ("ssl_cert_reqs=cert_none", Weakness::Unverified),
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
        if !value.contains("://") && !may_be_about_tls(&variable.name) {
            return None;
        }
        let name = variable.name.to_ascii_uppercase().replace(['.', '-'], "_");
        let (weakness, host) = weakness(variables, &name, value)?;
        Some(WeakTransport {
            variable,
            weakness,
            host,
            only_outside: is_usual_inside(&name, value),
        })
    });
    found.collect()
}

/// What stands in each name that is asked about below, in any case of letters.
const SIGNS: [&[u8]; 6] = [b"ssl", b"tls", b"cert", b"verif", b"bundle", b"insecure"];

/// A quick look at a name: most are about something else.
fn may_be_about_tls(name: &str) -> bool {
    let name = name.as_bytes();
    (0..name.len()).any(|at| {
        let rest = name.get(at..).unwrap_or_default();
        let mut signs = SIGNS.iter();
        signs.any(|sign| {
            let head = rest.get(..sign.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(sign))
        })
    })
}

fn weakness(variables: &[Variable], name: &str, value: &str) -> Option<(Weakness, Option<String>)> {
    let lower = value.to_ascii_lowercase();
    if let Some((_, bad)) = PROCESS.iter().find(|(known, _)| *known == name) {
        let is_bad = bad.contains(&lower.as_str());
        return is_bad.then_some((Weakness::Unverified, None));
    }
    match name {
        // Git asks only whether it is there.
        "GIT_SSL_NO_VERIFY" => return Some((Weakness::Unverified, None)),
        // The library `requests` takes nothing for "no verification" before 2.28.
        "CURL_CA_BUNDLE" | "REQUESTS_CA_BUNDLE" => {
            return lower
                .is_empty()
                .then_some((Weakness::UnverifiedInOld, None));
        }
        _ => {}
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
        && let Some((_, weakness)) = OPTIONS.iter().find(|(option, _)| says(&lower, option))
    {
        return Some((*weakness, Some(host(&lower)?)));
    }
    let mode = ["_SSL_MODE", "_SSLMODE", "SSLMODE"].iter();
    if let Some(prefix) = mode.clone().find_map(|end| name.strip_suffix(end)) {
        let weakness = match lower.as_str() {
            "disable" | "disabled" => Weakness::ClearText,
            "allow" | "prefer" | "preferred" => Weakness::Fallback,
            "require" | "required" => Weakness::Unverified,
            _ => return None,
        };
        // A file with the authority makes `require` verify, as libpq has it.
        let has_root = || {
            variables.iter().any(|other| {
                let name = other.name.to_ascii_uppercase().replace('_', "");
                name.ends_with("SSLROOTCERT")
            })
        };
        if weakness == Weakness::Unverified && has_root() {
            return None;
        }
        let host = places(variables, prefix).find_map(host)?;
        return Some((weakness, Some(host)));
    }
    if let Some(prefix) = ENCRYPT.iter().find_map(|end| name.strip_suffix(end)) {
        let prefix = prefix.trim_end_matches('_');
        // Blocks about directories are judged as wholes.
        let is_directory = prefix.split('_').any(|word| word == "LDAP")
            || variables.iter().any(|other| {
                let name = other.name.to_ascii_uppercase();
                let rest = name.strip_prefix(prefix).unwrap_or_default();
                rest.starts_with("_BIND_") || rest == "_BASE_DN"
            });
        if prefix.is_empty() || is_directory || !is_off(&lower) {
            return None;
        }
        let upgraded = variables.iter().any(|other| {
            let name = other.name.to_ascii_uppercase().replace('_', "");
            name.starts_with(&prefix.replace('_', "")) && name.contains("STARTTLS") && is_on(other)
        });
        // Where an address says its scheme, that counts.
        let place = places(variables, prefix).find(|place| !place.contains("://"))?;
        return (!upgraded).then_some((Weakness::ClearText, Some(host(place)?)));
    }
    if let Some(prefix) = DEMANDS.iter().find_map(|end| name.strip_suffix(end)) {
        let is_nothing = ["none", "cert_none", "never"].contains(&lower.as_str());
        return is_nothing.then(|| unverified(variables, prefix))?;
    }
    let (prefix, is_off) = match VERIFY.iter().find_map(|end| name.strip_suffix(end)) {
        Some(prefix) => (prefix, is_off(&lower)),
        None => (
            SKIP.iter().find_map(|end| name.strip_suffix(end))?,
            ["true", "1", "yes", "on"].contains(&lower.as_str()),
        ),
    };
    is_off.then(|| unverified(variables, prefix))?
}

/// What a switch about certificates does, by the places behind its prefix.
fn unverified(variables: &[Variable], prefix: &str) -> Option<(Weakness, Option<String>)> {
    let prefix = prefix.trim_end_matches('_');
    let prefix = prefix.strip_suffix("_SSL").unwrap_or(prefix);
    let prefix = prefix.strip_suffix("_TLS").unwrap_or(prefix);
    let mut places = places(variables, prefix).peekable();
    if prefix.is_empty() || places.peek().is_none() {
        return Some((Weakness::Unverified, None));
    }
    let is_switched_on = variables.iter().any(|other| {
        let name = other.name.to_ascii_uppercase();
        let rest = name.strip_prefix(prefix);
        let rest = rest.and_then(|rest| rest.strip_prefix('_'));
        rest.is_some_and(|rest| ENCRYPT.contains(&rest) || rest == "SSL" || rest == "TLS")
            && is_on(other)
    });
    // Without encryption there is nothing to verify.
    let encrypted = places.find(|place| match place.split_once("://") {
        Some((scheme, _)) => scheme.ends_with('s') && scheme != "redis",
        None => is_switched_on,
    })?;
    Some((Weakness::Unverified, Some(host(encrypted)?)))
}

/// Whether a value that makes a connection weak is what services of one project have among each
/// other: encrypted or not, nobody verifies there.
fn is_usual_inside(name: &str, value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let is_mode = name.ends_with("SSLMODE") || name.ends_with("SSL_MODE");
    let is_soft = OPTIONS.iter().any(|(option, _)| {
        let is_clear = option.ends_with("=disable") || option.ends_with("=disabled");
        option.starts_with("ssl") && option.contains("mode=") && !is_clear && says(&lower, option)
    });
    is_soft
        || (is_mode && !lower.starts_with("disable"))
        || ENCRYPT.iter().any(|end| name.ends_with(end))
}

/// Whether an address has an option: `sslmode=allow` is none in `sslmode=allowed`.
fn says(address: &str, option: &str) -> bool {
    address.match_indices(option).any(|(at, _)| {
        let behind = address
            .get(at + option.len()..)
            .and_then(|rest| rest.chars().next());
        behind.is_none_or(|sign| !sign.is_ascii_alphanumeric() && sign != '-' && sign != '_')
    })
}

/// Whether a value in lower case switches something off.
fn is_off(value: &str) -> bool {
    ["false", "0", "no", "off"].contains(&value)
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
        // `PGHOST` has no sign between its parts.
        let is_of_libpq = prefix == "PG" && rest == "HOST";
        let is_named = PLACES.iter().any(|end| rest.ends_with(end)) && rest.starts_with('_');
        let is_place = is_named || is_of_libpq;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_passes_over_no_name_that_is_asked_about() {
        let whole = PROCESS.iter().map(|(name, _)| *name);
        let whole = whole.chain(["GIT_SSL_NO_VERIFY", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"]);
        let ends = ["_SSL_MODE", "_SSLMODE", "SSLMODE"];
        let ends = ends.iter().chain(&ENCRYPT).chain(&DEMANDS);
        let ends = ends.chain(&VERIFY).chain(&SKIP).copied();
        for name in whole.chain(ends) {
            assert!(may_be_about_tls(name), "{name}");
            assert!(may_be_about_tls(&name.to_ascii_lowercase()), "{name}");
        }
        assert!(!may_be_about_tls("DB_HOST"));
    }
}
