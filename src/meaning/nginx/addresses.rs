//! Who is behind a proxy.

use super::tree::{Directive, Nginx, Peer};
use crate::model::Span;

/// What `proxy_pass` and its kind name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `http`, `https`, `grpc`…; empty where there is none.
    pub scheme: String,
    /// The host, or the name of an `upstream`.
    pub host: String,
    /// The port, where one is written.
    pub port: Option<u16>,
    /// What follows, from the first `/` on.
    pub uri: Option<String>,
}

/// A server behind a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The host.
    pub host: String,
    /// The port.
    pub port: Option<u16>,
    /// Where it is written.
    pub span: Span,
}

impl Target {
    /// Takes an address apart.
    fn parse(text: &str) -> Self {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, uri) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let (host, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, None),
        };
        Self {
            scheme: scheme.to_ascii_lowercase(),
            host: host.to_owned(),
            port,
            uri: (!uri.is_empty()).then(|| uri.to_owned()),
        }
    }
}

impl<'n> Directive<'n> {
    /// What it passes requests on to, as far as that is written: variables that `set` gives one
    /// value are replaced.
    pub fn target(self) -> Option<Target> {
        let value = self.arg(0).filter(|value| value.is_known)?;
        let mut text = value.text.clone();
        for name in value.variables() {
            if let Some(known) = self.set_value(name) {
                text = text.replace(&format!("${{{name}}}"), known);
                text = text.replace(&format!("${name}"), known);
            }
        }
        Some(Target::parse(&text))
    }

    /// What a variable that is a whole argument stands for, where one `set` around gives it; else
    /// the argument itself.
    pub fn spelled_out<'t>(self, text: &'t str) -> &'t str
    where
        'n: 't,
    {
        let Some(name) = text.strip_prefix('$') else {
            return text;
        };
        let mut sets = self.of.named("set").filter(|one| {
            let is_around = |block: Directive<'n>| self.around().any(|around| around == block);
            one.text().strip_prefix('$') == Some(name) && one.parent().is_none_or(is_around)
        });
        match (sets.next(), sets.next()) {
            (Some(only), None) => only.arg(1).map_or(text, |value| value.text.as_str()),
            _ => text,
        }
    }

    /// The one value that `set` gives a variable around here, where it is written.
    pub fn set_value(self, name: &str) -> Option<&'n str> {
        let mut found = None;
        for one in self.of.named("set") {
            if one.text().strip_prefix('$') != Some(name) {
                continue;
            }
            let value = one.arg(1)?;
            let is_around = one
                .parent()
                .is_none_or(|block| self.around().any(|around| around == block));
            if !is_around {
                continue;
            }
            if !value.is_known || !value.variables().is_empty() {
                return None;
            }
            if found.is_some_and(|other| other != value.text) {
                return None;
            }
            found = Some(value.text.as_str());
        }
        found
    }

    /// The servers that requests are passed on to.
    pub fn addresses(self) -> Vec<Address> {
        let Some(target) = self.target() else {
            return Vec::new();
        };
        let span = self.arg(0).map_or(self.span(), |value| value.span);
        let mut groups = self.of.named("upstream");
        if let Some(group) = groups.find(|group| group.text() == target.host) {
            let servers = group.own("server").filter_map(|one| {
                let own = Target::parse(one.text());
                let span = one.arg(0)?.span;
                Some(Address {
                    host: own.host,
                    port: own.port,
                    span,
                })
            });
            return servers.collect();
        }
        vec![Address {
            host: target.host,
            port: target.port,
            span,
        }]
    }

    /// The containers that requests are passed on to.
    pub fn behind(self) -> Vec<(Address, &'n Peer)> {
        let addresses = self.addresses().into_iter();
        let peers = addresses.filter_map(|address| {
            let peer = self.of.peer(&address.host)?;
            Some((address, peer))
        });
        peers.collect()
    }
}

impl Nginx {
    /// All directives that pass requests on.
    pub fn passes(&self) -> Vec<Directive<'_>> {
        self.any_of(&[
            "proxy_pass",
            "grpc_pass",
            "fastcgi_pass",
            "uwsgi_pass",
            "scgi_pass",
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, scheme, host, port, uri) in [
            ("http://a", "http", "a", None, None),
            ("https://a:8443/b", "https", "a", Some(8443), Some("/b")),
            ("http://[::1]:80/", "http", "[::1]", Some(80), Some("/")),
            ("http://[::1]", "http", "[::1]", None, None),
            ("a:9000", "", "a", Some(9000), None),
            (
                "http://unix:/run/x.sock",
                "http",
                "unix",
                None,
                Some("/run/x.sock"),
            ),
        ] {
            let target = Target::parse(text);
            assert_eq!(
                (
                    target.scheme.as_str(),
                    target.host.as_str(),
                    target.port,
                    target.uri.as_deref()
                ),
                (scheme, host, port, uri),
                "{text}"
            );
        }
    }
}
