//! Which host names a certificate covers.

use std::net::IpAddr;

use crate::model::certificate::SubjectName;

/// Whether one of these names covers a host: as RFC 6125 has it, with a wildcard for one whole label.
pub fn covers(names: &[SubjectName], host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return names.contains(&SubjectName::Ip(address));
    }
    names.iter().any(|name| match name {
        SubjectName::Dns(name) if name.eq_ignore_ascii_case(host) => true,
        SubjectName::Dns(name) => {
            let below = name.strip_prefix("*.");
            let own = host.split_once('.');
            matches!((below, own), (Some(below), Some((label, own)))
                if !label.is_empty() && below.eq_ignore_ascii_case(own) && below.contains('.'))
        }
        _ => false,
    })
}

/// Whether a wildcard is one for everything, or for everything below a top-level domain.
pub fn is_loose_wildcard(name: &str) -> bool {
    name == "*"
        || name
            .strip_prefix("*.")
            .is_some_and(|rest| !rest.trim_end_matches('.').contains('.'))
}

/// Whether no client takes a name for that of any host: it has a dot at its end or at its beginning,
/// an empty label, blanks, or a wildcard that is not the first label alone.
pub fn is_unmatchable(name: &str) -> bool {
    if is_loose_wildcard(name) || name.parse::<IpAddr>().is_ok() {
        return false;
    }
    let rest = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| {
        let signs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        // What is no sign of a name is said elsewhere.
        let others = label
            .chars()
            .all(|c| signs(c) || c.is_control() || !c.is_ascii());
        !label.is_empty() && label.len() <= 63 && others
    };
    rest.len() > 253 || !rest.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stands_for_one_label() {
        let dns = |name: &str| vec![SubjectName::Dns(name.to_owned())];
        for (name, host, expected) in [
            ("db.example.com", "DB.example.com", true),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "a.b.example.com", false),
            ("*.example.com", "example.com", false),
            ("*.com", "example.com", false),
            ("db.example.com.", "db.example.com", false),
            ("10.0.0.5", "10.0.0.5", false),
        ] {
            assert_eq!(covers(&dns(name), host), expected, "{name} {host}");
        }
        let address = vec![SubjectName::Ip("10.0.0.5".parse().unwrap())];
        assert!(covers(&address, "10.0.0.5"));
        assert!(!covers(&address, "10.0.0.6"));
    }

    #[test]
    fn names_of_nobody_are_known() {
        for name in [
            "a.example.",
            ".example",
            "a..b",
            "a b",
            "a.*.b",
            "f*.b.c",
            "",
        ] {
            assert!(is_unmatchable(name), "{name}");
        }
        for name in ["*.b.c", "a-b.c_d", "localhost", "10.0.0.5", "*"] {
            assert!(!is_unmatchable(name), "{name}");
        }
    }
}
