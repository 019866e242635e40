//! The address of a remote as it may be shown.

use crate::report::paths::percent_encoded;

/// The address of a remote as a web address without user, password and query; `None` for a local
/// path and for whatever is not surely free of credentials.
pub(super) fn address(remote: &str) -> Option<String> {
    let (scheme, host, path) = match remote.split_once("://") {
        Some((scheme, rest)) => with_scheme(scheme, rest)?,
        None => without_scheme(remote)?,
    };
    // An `@` left over would mean that a password with a slash in it was torn apart.
    if !is_host(host) || path.contains(['@', '\\']) {
        return None;
    }
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let segments: Vec<String> = segments.map(encoded).collect();
    let odd = segments
        .iter()
        .any(|segment| [".", ".."].contains(&segment.as_str()));
    if segments.is_empty() || odd {
        return None;
    }
    Some(format!("{scheme}://{host}/{}", segments.join("/")))
}

fn with_scheme<'r>(scheme: &str, rest: &'r str) -> Option<(&'static str, &'r str, &'r str)> {
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.split_once('/')?;
    let host = without_user(authority);
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Some(("https", host, path)),
        "http" => Some(("http", host, path)),
        // The port of ssh is not the one of the web page.
        "ssh" | "git" | "git+ssh" | "ssh+git" => Some(("https", without_port(host), path)),
        _ => None,
    }
}

/// `user@host:path`. One letter before the colon is a drive; two colons follow a helper's name.
fn without_scheme(remote: &str) -> Option<(&'static str, &str, &str)> {
    let (authority, path) = remote.split_once(':')?;
    let host = without_user(authority);
    let is_host = host.len() > 1 && !path.starts_with(':');
    is_host.then(|| ("https", host, path.trim_start_matches('/')))
}

fn without_user(authority: &str) -> &str {
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_host(host: &str) -> bool {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is encoded already stays so.
fn encoded(segment: &str) -> String {
    let is_code = |rest: &str| {
        let digits = rest.get(..2);
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let encoded = percent_encoded(segment);
    if segment.split('%').skip(1).all(is_code) {
        encoded.replace("%25", "%")
    } else {
        encoded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_credentials() {
        for (remote, shown) in [
            ("https://example.org/a/b.git", "https://example.org/a/b.git"),
            (
                "https://me:pw@example.org:8443/a",
                "https://example.org:8443/a",
            ),
            ("https://me:p@w@example.org/a", "https://example.org/a"),
            (
                "http://example.org/a?private_token=x#y",
                "http://example.org/a",
            ),
            ("git@example.org:a/b.git", "https://example.org/a/b.git"),
            ("ssh://git@example.org:2222/a/b", "https://example.org/a/b"),
            (
                "git://example.org/a b/中",
                "https://example.org/a%20b/%E4%B8%AD",
            ),
            ("https://example.org/a%20b", "https://example.org/a%20b"),
            ("https://example.org/100%", "https://example.org/100%25"),
        ] {
            assert_eq!(address(remote).as_deref(), Some(shown), "{remote}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_left_out() {
        for remote in [
            "",
            "/srv/git/a.git",
            "../a.git",
            "C:\\git\\a",
            "C:/git/a",
            "file:///srv/a.git",
            "ext::sh -c x",
            "https://tok/en@example.org/a",
            "https://me:pass/word@example.org/a",
            "https://example.org",
            "https:///a",
            "https://exa mple.org/a",
            "git@host:../a",
        ] {
            assert_eq!(address(remote), None, "{remote}");
        }
    }
}
