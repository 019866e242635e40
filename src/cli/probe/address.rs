//! Endpoints as people write them.

use anyhow::{Context as _, bail};

use crate::report;

/// `HOST:PORT`; IPv6 addresses stand in brackets.
pub(super) fn endpoint(word: &str) -> anyhow::Result<(String, u16)> {
    let shown = report::clean(word);
    let wanted = || format!("'{shown}' is no HOST:PORT");
    let (host, port) = word.rsplit_once(':').with_context(wanted)?;
    let port: u16 = port
        .parse()
        .ok()
        .filter(|port| *port > 0)
        .with_context(wanted)?;
    Ok((self::host(host).with_context(wanted)?, port))
}

/// `ldap://HOST[:PORT]` or `ldaps://HOST[:PORT]`: whether it is the latter, the host and the port.
pub(super) fn directory(url: &str) -> anyhow::Result<(bool, String, u16)> {
    let shown = report::clean(url);
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let is_secure = match scheme.to_ascii_lowercase().as_str() {
        "ldap" => false,
        "ldaps" => true,
        _ => bail!("'{shown}' is no ldap:// or ldaps:// address"),
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        bail!("an address of LDAP holds no account: use --bind-dn");
    }
    let after_brackets = authority.rfind(']').map_or(0, |at| at + 1);
    let has_port = authority
        .get(after_brackets..)
        .is_some_and(|rest| rest.contains(':'));
    let (host, port) = if has_port {
        endpoint(authority)?
    } else {
        let host = host(authority).with_context(|| format!("'{shown}' names no host"))?;
        (host, if is_secure { 636 } else { 389 })
    };
    Ok((is_secure, host, port))
}

/// A name or an address; anything else is a mistake, and is not contacted.
fn host(word: &str) -> Option<String> {
    if let Some(inner) = word.strip_prefix('[') {
        let inner = inner.strip_suffix(']')?;
        inner.parse::<std::net::Ipv6Addr>().ok()?;
        return Some(inner.to_owned());
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (!word.is_empty() && word.len() <= 253 && word.chars().all(is_name)).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_read() {
        let named = |word| endpoint(word).ok();
        assert_eq!(named("a.example:443"), Some(("a.example".to_owned(), 443)));
        assert_eq!(named("[::1]:636"), Some(("::1".to_owned(), 636)));
        for wrong in [
            "a.example",
            "a:0",
            ":1",
            "a b:1",
            "::1:443",
            "a:70000",
            "[x]:1",
            "",
        ] {
            assert_eq!(named(wrong), None, "{wrong}");
        }
        let url = |url| directory(url).ok();
        assert_eq!(url("ldap://dc1"), Some((false, "dc1".to_owned(), 389)));
        assert_eq!(
            url("LDAPS://[::1]/dc=x"),
            Some((true, "::1".to_owned(), 636))
        );
        assert_eq!(
            url("ldaps://dc1:3269"),
            Some((true, "dc1".to_owned(), 3269))
        );
        for wrong in [
            "dc1",
            "http://dc1",
            "ldap://",
            "ldap://u:p@dc1",
            "ldap://a:b",
        ] {
            assert_eq!(url(wrong), None, "{wrong}");
        }
    }
}
