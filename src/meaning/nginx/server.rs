//! Servers: where they listen, what they are called, which certificates they show.

use std::path::PathBuf;

use super::tree::{Directive, Nginx};
use super::values::Value;
use crate::model::{Exposure, Span};

/// A `server` of `http`.
pub struct Server<'n> {
    /// Its block.
    pub block: Directive<'n>,
    /// Where it listens; one is implied where nothing says so.
    pub listens: Vec<Listen<'n>>,
    /// What it is called.
    pub names: Vec<&'n Value>,
    /// The certificates that it shows.
    pub certificates: Vec<Certificate<'n>>,
}

/// A place to listen.
pub struct Listen<'n> {
    /// Where it is said; the block where it is implied.
    pub directive: Directive<'n>,
    /// The address; empty for all.
    pub address: String,
    /// The port; `None` for a socket of Unix, or where it is not known.
    pub port: Option<u16>,
    /// Whether it speaks TLS.
    pub is_tls: bool,
}

/// A certificate with its key.
pub struct Certificate<'n> {
    /// The path of the certificate.
    pub path: &'n Value,
    /// The path of the key.
    pub key: Option<&'n Value>,
    /// Where the certificate lies on the host, if that is mounted.
    pub host: Option<PathBuf>,
    /// Where the key lies.
    pub host_key: Option<PathBuf>,
}

impl Nginx {
    /// The servers of `http`, in their order.
    pub fn servers(&self) -> Vec<Server<'_>> {
        let blocks = self.named("server");
        let blocks = blocks.filter(|block| {
            let around = block.parent();
            let is_block = block.args().is_empty() && block.has_inner();
            is_block && around.is_none_or(|around| around.name() == "http")
        });
        blocks.map(|block| self.server(block)).collect()
    }

    fn server<'n>(&'n self, block: Directive<'n>) -> Server<'n> {
        let ssl_on = block.setting("ssl").is_some_and(|one| one.is("on"));
        let mut listens: Vec<Listen<'n>> =
            block.own("listen").map(|one| listen(one, ssl_on)).collect();
        if listens.is_empty() {
            listens.push(Listen {
                directive: block,
                address: String::new(),
                port: Some(80),
                is_tls: ssl_on,
            });
        }
        let keys = block.effective("ssl_certificate_key");
        let certificates = block.effective("ssl_certificate").into_iter().enumerate();
        let certificates = certificates.filter_map(|(number, one)| {
            let path = one.arg(0)?;
            let key = keys.get(number).and_then(|key| key.arg(0));
            // A path without a slash before it begins where Nginx keeps its configuration.
            let host = |value: &Value| {
                let path = match value.text.strip_prefix('/') {
                    Some(_) => value.text.clone(),
                    None => format!("/etc/nginx/{}", value.text),
                };
                self.mounts.host(&path).filter(|_| value.is_known)
            };
            Some(Certificate {
                path,
                key,
                host: host(path),
                host_key: key.and_then(host),
            })
        });
        Server {
            block,
            listens,
            names: block.own("server_name").flat_map(Directive::args).collect(),
            certificates: certificates.collect(),
        }
    }

    /// From where a port of the container can be reached, by what its service publishes; `None`
    /// without a service.
    pub fn exposure_of(&self, port: u16) -> Option<Exposure> {
        let service = self.service.as_ref()?;
        let ports = service.published.iter();
        let own = ports.filter(|(first, last, _)| (*first..=*last).contains(&port));
        Some(
            own.map(|(_, _, exposure)| *exposure)
                .max()
                .unwrap_or(Exposure::Internal),
        )
    }
}

fn listen(directive: Directive<'_>, ssl_on: bool) -> Listen<'_> {
    let place = directive.text();
    let is_known = directive.arg(0).is_some_and(|value| value.is_known);
    let (address, port) = match place.rsplit_once(':') {
        _ if place.starts_with("unix:") => (place.to_owned(), None),
        Some((address, port)) if !port.ends_with(']') => (address.to_owned(), port.parse().ok()),
        _ => match place.parse() {
            Ok(port) => (String::new(), Some(port)),
            Err(_) => (place.to_owned(), is_known.then_some(80)),
        },
    };
    let has = |word: &str| directive.args().iter().any(|value| value.is(word));
    Listen {
        directive,
        address,
        port,
        is_tls: ssl_on || has("ssl") || has("quic"),
    }
}

impl Listen<'_> {
    /// Whether only the same machine, or a process on it, reaches it.
    pub fn is_local(&self) -> bool {
        self.address.starts_with("127.")
            || self.address.starts_with("unix:")
            || matches!(self.address.as_str(), "localhost" | "[::1]")
    }
}

impl<'n> Server<'n> {
    /// Where it listens without TLS and others may come.
    pub fn plain(&self) -> Option<&Listen<'n>> {
        let mut listens = self.listens.iter();
        listens.find(|listen| !listen.is_tls && !listen.is_local())
    }

    /// Where it listens with TLS.
    pub fn tls(&self) -> Option<&Listen<'n>> {
        self.listens.iter().find(|listen| listen.is_tls)
    }

    /// Its locations, nested ones included.
    pub fn locations(&self) -> Vec<Directive<'n>> {
        let block = self.block;
        let all = block.nginx().named("location");
        all.filter(|one| one.around().any(|around| around == block))
            .collect()
    }

    /// All directives of a name in it, in locations included.
    pub fn within(&self, name: &str) -> Vec<Directive<'n>> {
        let block = self.block;
        let all = block.nginx().named(name);
        all.filter(|one| one.around().any(|around| around == block))
            .collect()
    }

    /// Whether something stands in it that is not known: what is missing may be there.
    pub fn is_open(&self) -> bool {
        let block = self.block;
        let open = &block.nginx().open;
        open.contains(&Some(block.number()))
            || block
                .around()
                .any(|around| open.contains(&Some(around.number())))
    }

    /// The lines of compose and env files that keep something out of it which would be pasted in.
    pub fn decided_by(&self) -> Vec<Span> {
        let decided = self.block.nginx().decided.iter();
        let own = decided.filter(|(block, _)| *block == Some(self.block.number()));
        own.flat_map(|(_, places)| places.iter().copied()).collect()
    }

    /// Its first name that says something, as the file has it.
    pub fn title(&self) -> String {
        let mut names = self.names.iter();
        let name = names.find(|name| !matches!(name.text.as_str(), "_" | ""));
        name.map_or_else(|| "_".to_owned(), |name| name.shown().to_owned())
    }

    /// Whether it sends those who come without TLS to HTTPS, or answers nothing.
    pub fn turns_away(&self) -> bool {
        let sends = |one: Directive<'n>| {
            one.args()
                .iter()
                .any(|value| value.text.contains("https://"))
                || one.text().starts_with('4')
        };
        let whole = |block: Directive<'n>| {
            block.own("return").any(sends) || block.own("rewrite").any(sends)
        };
        let is_of_plain = |one: &Directive<'n>| {
            let text: Vec<&str> = one.args().iter().map(|value| value.text.as_str()).collect();
            let text = text.join(" ");
            text.contains("$scheme") || text.contains("$server_port") || text.contains("$https")
        };
        let root = |one: &Directive<'n>| one.args().last().is_some_and(|value| value.text == "/");
        whole(self.block)
            || self.block.own("if").filter(is_of_plain).any(whole)
            || self.block.own("location").filter(root).any(whole)
    }
}

impl<'n> Directive<'n> {
    /// Whether it has a block.
    pub fn has_inner(self) -> bool {
        self.of
            .entries
            .get(self.id)
            .is_some_and(|entry| entry.inner.is_some())
    }

    /// What asks who comes into this block for a password or a certificate.
    pub fn authentication(self) -> Option<Directive<'n>> {
        let names = [
            "auth_basic",
            "auth_ldap",
            "auth_request",
            "auth_jwt",
            "auth_pam",
            "access_by_lua_block",
            "access_by_lua_file",
            "access_by_lua",
        ];
        let mut settings = names.iter().filter_map(|name| self.setting(name));
        let found = settings.find(|one| !one.is("off"));
        let certificate = || self.setting("ssl_verify_client").filter(|one| one.is("on"));
        found.or_else(certificate)
    }

    /// Whether the block lets in only some addresses: a `deny all` holds in it.
    pub fn denies(self) -> bool {
        self.access()
            .iter()
            .any(|one| one.name() == "deny" && one.is("all"))
    }

    /// The `allow` and `deny` that hold in this block: its own, or those of the nearest around.
    pub fn access(self) -> Vec<Directive<'n>> {
        let own = |block: Directive<'n>| -> Vec<Directive<'n>> {
            let both = block.own("allow").chain(block.own("deny"));
            both.collect()
        };
        let mut blocks = std::iter::once(self).chain(self.around());
        blocks
            .find_map(|block| Some(own(block)).filter(|own| !own.is_empty()))
            .unwrap_or_default()
    }
}
