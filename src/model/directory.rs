//! An LDAP directory as one of its clients is told about it: a block of settings, wherever it
//! stands and however its keys are written.

use super::origin::Cause;
use super::sensitive::Sensitive;
use super::span::{Span, TextId};

/// A value of a block, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Where the block has it.
    pub place: Span,
    /// What supplies it, where that is known to stand elsewhere (a variable of an env file).
    pub cause: Option<Cause>,
}

impl<T> Said<T> {
    /// A value that is written where it is used.
    pub fn at(place: Span, value: T) -> Self {
        Self {
            value,
            place,
            cause: None,
        }
    }

    /// The same place with what `read` makes of the value.
    pub fn map<U>(&self, read: impl FnOnce(&T) -> U) -> Said<U> {
        Said {
            value: read(&self.value),
            place: self.place,
            cause: self.cause.clone(),
        }
    }
}

/// Whose settings a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DirectoryKind {
    /// `url`, `bindDN`, `bindCredentials`, `searchBase` in one object, as passport-ldapauth and
    /// ldapjs take them.
    Passport,
    /// Settings of the same sense under other names.
    Generic,
    /// `ldap_server NAME { … }` of nginx-auth-ldap.
    Nginx,
    /// `auth_ldap_url` and the like, directives of no published Nginx module.
    NginxFlat,
    /// `[[servers]]` of Grafana's `ldap.toml`.
    Grafana,
    /// `[domain/NAME]` of `sssd.conf`.
    Sssd,
    /// `ldap.conf` of the `OpenLDAP` library.
    OpenLdap,
    /// An entry of `ldaps` in Casdoor's `init_data.json`.
    Casdoor,
    /// Variables with one prefix, of a container or an env file.
    Environment,
}

impl DirectoryKind {
    /// Whether certificates are verified where nothing is said of it; `None` where that is up to
    /// a program that is not known.
    pub fn verifies_by_default(self) -> Option<bool> {
        match self {
            // ldapjs hands its options to Node's TLS, Grafana to Go's; sssd and the library of
            // OpenLDAP demand a certificate.
            Self::Passport | Self::Grafana | Self::Sssd | Self::OpenLdap | Self::Casdoor => {
                Some(true)
            }
            Self::Nginx => Some(false),
            Self::Generic | Self::NginxFlat | Self::Environment => None,
        }
    }

    /// Whether the client can upgrade a connection with `StartTLS` at all.
    pub fn knows_start_tls(self) -> bool {
        !matches!(self, Self::Nginx | Self::Casdoor)
    }
}

/// How a connection begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encryption {
    /// In clear text: `ldap://`.
    Clear,
    /// With TLS: `ldaps://`.
    Tls,
    /// Through a socket of the machine: `ldapi://`.
    Local,
}

/// Where a directory is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// How the connection begins; `None` where a variable decides it.
    pub encryption: Option<Encryption>,
    /// Its name or address in lower case, without brackets and without credentials; empty where it
    /// is not known.
    pub host: String,
    /// The port, where one is written.
    pub port: Option<u16>,
}

impl Server {
    /// Reads `ldap://host:389/dc=corp?…`. `None` for what is no address of a directory.
    pub fn of_url(url: &str) -> Option<Self> {
        let (scheme, rest) = url.trim().split_once("://")?;
        let encryption = match scheme.to_ascii_lowercase().as_str() {
            "ldap" => Some(Encryption::Clear),
            "ldaps" => Some(Encryption::Tls),
            "ldapi" => Some(Encryption::Local),
            // `${LDAP_SCHEME}://…`
            _ if scheme.contains(['$', '{']) => None,
            _ => return None,
        };
        Some(Self::of_authority(encryption, rest))
    }

    /// Reads `host`, `host:port`, `[::1]:389`, as it stands in an address or alone.
    pub fn of_authority(encryption: Option<Encryption>, written: &str) -> Self {
        let authority = written.trim().split(['/', '?', '#']).next();
        let authority = authority.unwrap_or_default();
        let place = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = match place.strip_prefix('[') {
            Some(six) => {
                let (host, rest) = six.split_once(']').unwrap_or((six, ""));
                (host, rest.strip_prefix(':'))
            }
            None => match place.rsplit_once(':') {
                // An address of IPv6 without brackets has no port.
                Some((host, _)) if host.contains(':') && !host.contains('$') => (place, None),
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            },
        };
        Self {
            encryption,
            host: host.to_ascii_lowercase(),
            port: port.and_then(|port| port.parse().ok()),
        }
    }

    /// The port that is used.
    pub fn effective_port(&self) -> Option<u16> {
        self.port.or(match self.encryption? {
            Encryption::Clear => Some(389),
            Encryption::Tls => Some(636),
            Encryption::Local => None,
        })
    }
}

/// What a client does with the certificate of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verification {
    /// It refuses a wrong one.
    Full,
    /// It refuses a wrong one, and takes none at all (`try`), or the wrong name.
    Partial,
    /// It takes any.
    Off,
}

/// A version of TLS, as far as one is named as the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsVersion {
    /// SSL 3.0 and older.
    Ssl3,
    /// TLS 1.0.
    Tls10,
    /// TLS 1.1.
    Tls11,
    /// TLS 1.2.
    Tls12,
    /// TLS 1.3.
    Tls13,
}

/// A group of the directory, and what its members may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The group; `*` for everybody.
    pub group: Said<String>,
    /// The role; `Admin`.
    pub role: String,
}

/// Servers of one value that are looked at.
pub const MOST_SERVERS: usize = 64;

/// One block of settings of a client of a directory.
#[derive(Clone)]
pub struct Directory {
    /// What stands for the block: its key, its header, or its first value.
    pub place: Span,
    /// Whose settings it is.
    pub kind: DirectoryKind,
    /// The product that it is written for, where that is known to read no such settings.
    pub product: Option<&'static str>,
    /// What it is called in its file: a key, a section, a prefix of variables.
    pub name: String,
    /// The servers.
    pub servers: Vec<Said<Server>>,
    /// Whether the connection is upgraded with `StartTLS`.
    pub start_tls: Option<Said<bool>>,
    /// Whether the certificate is verified, where something is said of it.
    pub verification: Option<Said<Verification>>,
    /// The certificates that it trusts: a file or a folder.
    pub ca_file: Option<Said<String>>,
    /// The account that it searches with.
    pub bind_dn: Option<Said<String>>,
    /// The password of that account; empty where it is set to nothing.
    pub bind_credentials: Option<Said<Sensitive>>,
    /// Where it searches for users.
    pub search_base: Option<Said<String>>,
    /// Which entry is the user, with a placeholder for the name.
    pub filter: Option<Said<String>>,
    /// Which users are administrators.
    pub admin_filter: Option<Said<String>>,
    /// The groups of which one has to be a member, as written (`require group …`, a base or a
    /// filter for groups).
    pub groups: Vec<Said<String>>,
    /// What members of groups may do.
    pub mappings: Vec<Mapping>,
    /// How long it waits for a connection, as written.
    pub connect_timeout: Option<Said<String>>,
    /// How long it waits for an answer, as written.
    pub timeout: Option<Said<String>>,
    /// The lowest version of TLS that it takes.
    pub min_tls: Option<Said<TlsVersion>>,
    /// A login with an empty password is let through.
    pub empty_password: Option<Said<bool>>,
}

impl Directory {
    /// A block with nothing in it yet.
    pub fn new(kind: DirectoryKind, name: impl Into<String>, place: Span) -> Self {
        Self {
            place,
            kind,
            product: None,
            name: name.into(),
            servers: Vec::new(),
            start_tls: None,
            verification: None,
            ca_file: None,
            bind_dn: None,
            bind_credentials: None,
            search_base: None,
            filter: None,
            admin_filter: None,
            groups: Vec::new(),
            mappings: Vec::new(),
            connect_timeout: None,
            timeout: None,
            min_tls: None,
            empty_password: None,
        }
    }

    /// Adds the servers of a value with one or more addresses. An address may also say where to
    /// search and for what (RFC 4516): `ldap://host/BASE?ATTRIBUTE?SCOPE?FILTER`.
    pub fn add_urls(&mut self, urls: &Said<String>) {
        // A base may hold blanks and commas: only where an address begins, a new one begins.
        let value = urls.value.as_str();
        let starts = value.match_indices("://").map(|(at, _)| {
            let before = value.get(..at).unwrap_or_default();
            before.rfind([' ', ',', ';']).map_or(0, |blank| blank + 1)
        });
        let starts: Vec<usize> = starts.take(MOST_SERVERS).collect();
        let ends = starts.iter().skip(1).copied().chain([value.len()]);
        for (start, end) in starts.iter().zip(ends) {
            let one = value.get(*start..end).unwrap_or_default();
            let one = one.trim_matches([' ', ',', ';']);
            let Some(server) = Server::of_url(one) else {
                continue;
            };
            let path = one
                .split_once("://")
                .and_then(|(_, rest)| rest.split_once('/'));
            if let Some((_, path)) = path {
                let mut parts = path.splitn(4, '?');
                let base = parts.next().unwrap_or_default();
                let filter = parts.nth(2).unwrap_or_default();
                let set = |slot: &mut Option<Said<String>>, part: &str| {
                    if slot.is_none() && !part.is_empty() {
                        *slot = Some(urls.map(|_| part.to_owned()));
                    }
                };
                set(&mut self.search_base, base);
                set(&mut self.filter, filter);
            }
            self.servers.push(urls.map(|_| server));
        }
    }

    /// Moves the block, which was read before its text had a number, into its text.
    pub fn settle(&mut self, text: TextId) {
        fn one<T>(said: &mut Option<Said<T>>, text: TextId) {
            if let Some(said) = said {
                said.place.text = text;
            }
        }
        self.place.text = text;
        for server in &mut self.servers {
            server.place.text = text;
        }
        let mappings = self.mappings.iter_mut().map(|mapping| &mut mapping.group);
        for group in self.groups.iter_mut().chain(mappings) {
            group.place.text = text;
        }
        one(&mut self.start_tls, text);
        one(&mut self.verification, text);
        one(&mut self.bind_credentials, text);
        one(&mut self.min_tls, text);
        one(&mut self.empty_password, text);
        for said in [
            &mut self.ca_file,
            &mut self.bind_dn,
            &mut self.search_base,
            &mut self.filter,
            &mut self.admin_filter,
            &mut self.connect_timeout,
            &mut self.timeout,
        ] {
            one(said, text);
        }
    }

    /// Whether a password can cross the network in clear text by one of its servers, which is
    /// given: it begins without TLS, and nothing upgrades it.
    pub fn in_clear(&self) -> Option<&Said<Server>> {
        let upgraded =
            self.kind.knows_start_tls() && self.start_tls.as_ref().is_some_and(|start| start.value);
        let is_clear = |server: &&Said<Server>| server.value.encryption == Some(Encryption::Clear);
        self.servers.iter().filter(|_| !upgraded).find(is_clear)
    }

    /// Whether TLS is used at all, from the start or by `StartTLS`.
    pub fn uses_tls(&self) -> bool {
        let is_tls = |server: &Said<Server>| server.value.encryption == Some(Encryption::Tls);
        let upgraded =
            self.kind.knows_start_tls() && self.start_tls.as_ref().is_some_and(|start| start.value);
        upgraded || self.servers.iter().any(is_tls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: &str) -> Said<String> {
        Said::at(Span::start_of(TextId::default()), value.to_owned())
    }

    #[test]
    fn addresses_are_read_as_rfc_4516_writes_them() {
        let read = |url| {
            let server = Server::of_url(url)?;
            Some((
                server.encryption,
                server.host.clone(),
                server.effective_port(),
            ))
        };
        let clear = Some(Encryption::Clear);
        let tls = Some(Encryption::Tls);
        let table = [
            (
                "ldap://DC1.corp.example",
                Some((clear, "dc1.corp.example", Some(389))),
            ),
            (
                "ldaps://[fd00::5]:3269/x",
                Some((tls, "fd00::5", Some(3269))),
            ),
            ("ldaps://10.0.0.5", Some((tls, "10.0.0.5", Some(636)))),
            ("ldap://cn=a:secret@host/", Some((clear, "host", Some(389)))),
            ("${SCHEME}://host", Some((None, "host", None))),
            ("http://host", None),
            ("host", None),
        ];
        for (url, expected) in table {
            let expected = expected.map(|(scheme, host, port)| (scheme, host.to_owned(), port));
            assert_eq!(read(url), expected, "{url}");
        }
    }

    #[test]
    fn a_list_of_addresses_is_taken_apart_and_may_say_where_to_search() {
        let place = Span::start_of(TextId::default());
        let mut one = Directory::new(DirectoryKind::Nginx, "ad", place);
        one.add_urls(&said(
            "ldap://a:3268/DC=test,DC=local?sAMAccountName?sub?(objectClass=person)",
        ));
        assert_eq!(one.search_base, Some(said("DC=test,DC=local")));
        assert_eq!(one.filter, Some(said("(objectClass=person)")));
        assert!(one.in_clear().is_some());
        let mut several = Directory::new(DirectoryKind::Sssd, "corp", place);
        several.add_urls(&said("ldaps://a.example, ldap://b.example ldapi:///"));
        let hosts: Vec<&str> = several
            .servers
            .iter()
            .map(|server| server.value.host.as_str())
            .collect();
        assert_eq!(hosts, ["a.example", "b.example", ""]);
    }

    #[test]
    fn start_tls_helps_only_where_the_client_knows_it() {
        let place = Span::start_of(TextId::default());
        for (kind, is_clear) in [
            (DirectoryKind::Passport, false),
            (DirectoryKind::Nginx, true),
        ] {
            let mut block = Directory::new(kind, "", place);
            block.add_urls(&said("ldap://dc"));
            block.start_tls = Some(Said::at(place, true));
            assert_eq!(block.in_clear().is_some(), is_clear, "{kind:?}");
        }
    }
}
