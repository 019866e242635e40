//! A block of settings of a directory, out of values with roles.

use super::roles::Role;
use crate::meaning::literals::is_reference;
use crate::model::{
    Directory, DirectoryKind, Encryption, MOST_SERVERS, Said, Sensitive, Server, TlsVersion,
    Verification,
};

/// A value with its role.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) role: Role,
    /// The value; it may be a secret.
    pub(super) said: Said<Sensitive>,
}

impl Given {
    fn text(&self) -> &str {
        self.said.value.expose().trim()
    }

    /// The value, where it is no secret by its role and stands for itself.
    fn plain(&self) -> Option<Said<String>> {
        let text = self.text();
        (!text.is_empty()).then(|| self.said.map(|_| text.to_owned()))
    }

    fn switch(&self) -> Option<Said<bool>> {
        let on = switch(self.text())?;
        Some(self.said.map(|_| on))
    }
}

/// Whether a value switches something on or off.
fn switch(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// Whether some values are settings of a directory. `is_named` says that what is around them
/// speaks of one.
pub(super) fn is_block(given: &[Given], is_named: bool) -> bool {
    let mut telling: Vec<Role> = Vec::new();
    let mut others = 0;
    let mut has_server = false;
    for one in given {
        let is_address = one.role == Role::Url && says_scheme(one.text());
        if one.role.is_telling() || is_address {
            if !telling.contains(&one.role) {
                telling.push(one.role);
            }
        } else {
            others += 1;
        }
        has_server |= matches!(one.role, Role::Url | Role::Host) && !one.text().is_empty();
    }
    let all = telling.len() + others;
    telling.len() >= 2 || (is_named && all >= 2 && (!telling.is_empty() || has_server))
}

/// Whether an address begins as those of directories do.
fn says_scheme(value: &str) -> bool {
    ["ldap://", "ldaps://", "ldapi://"].iter().any(|scheme| {
        let start = value.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Makes a block of its values. `None` where it is switched off.
pub(super) fn block(
    kind: DirectoryKind,
    name: &str,
    given: &[Given],
    is_named: bool,
) -> Option<Directory> {
    let find = |role: Role| given.iter().find(|one| one.role == role);
    if find(Role::Enabled)
        .and_then(Given::switch)
        .is_some_and(|on| !on.value)
    {
        return None;
    }
    let first = find(Role::Url).or(find(Role::Host)).or(given.first())?;
    let mut block = Directory::new(kind, name, first.said.place);
    let plain = |role: Role| find(role).and_then(Given::plain);
    for one in given.iter().filter(|one| one.role == Role::Url) {
        if let Some(urls) = one.plain() {
            block.add_urls(&urls);
        }
    }
    servers(&mut block, given);
    block.start_tls = find(Role::StartTls).and_then(Given::switch);
    // Grafana asks for an upgrade only where TLS is on as well.
    let tls = find(Role::UseTls).and_then(Given::switch);
    if kind == DirectoryKind::Grafana && !tls.is_some_and(|on| on.value) {
        block.start_tls = None;
    }
    if let Some(never) = find(Role::NoTls)
        .and_then(Given::switch)
        .filter(|on| on.value)
    {
        block.start_tls = Some(never.map(|_| false));
    }
    block.verification = given.iter().find_map(verification);
    block.ca_file = plain(Role::CaFile);
    block.bind_dn = plain(Role::BindDn);
    block.bind_credentials = find(Role::BindCredentials).map(|one| one.said.clone());
    account(&mut block, find(Role::User), find(Role::Password), is_named);
    // Of a domain and a unit in it, the unit is where users are searched for.
    let bases = given.iter().filter(|one| one.role == Role::SearchBase);
    let bases = bases.filter_map(Given::plain);
    let depth = |base: &Said<String>| base.value.matches('=').count();
    let deepest = bases.reduce(|best, next| {
        if depth(&next) > depth(&best) {
            next
        } else {
            best
        }
    });
    let base = deepest.or_else(|| {
        let base = plain(Role::Base);
        base.filter(|base| is_named || base.value.contains('='))
    });
    block.search_base = base.or(block.search_base);
    let filter = plain(Role::SearchFilter).or_else(|| {
        let filter = plain(Role::Filter);
        filter.filter(|filter| is_named || filter.value.starts_with('('))
    });
    block.filter = filter.or(block.filter);
    block.admin_filter = plain(Role::AdminFilter);
    let groups = given.iter().filter(|one| one.role == Role::Group);
    block.groups = groups.filter_map(Given::plain).collect();
    block.timeout = plain(Role::Timeout);
    block.connect_timeout = plain(Role::ConnectTimeout);
    block.min_tls = plain(Role::MinTls).and_then(|version| {
        let read = tls_version(&version.value)?;
        Some(version.map(|_| read))
    });
    block.empty_password = find(Role::EmptyPassword).and_then(Given::switch);
    Some(block)
}

/// Adds the servers that are given by host and port.
fn servers(block: &mut Directory, given: &[Given]) {
    let find = |role: Role| given.iter().find(|one| one.role == role);
    let port = find(Role::Port).and_then(|one| one.text().parse::<u16>().ok());
    let tls = find(Role::UseTls).and_then(Given::switch);
    let tls = tls.map(|on| on.value);
    // An address without a scheme is a host.
    let hosts = given.iter().filter(|one| {
        one.role == Role::Host || (one.role == Role::Url && !one.text().contains("://"))
    });
    for hosts in hosts.filter_map(Given::plain) {
        if says_scheme(&hosts.value) {
            block.add_urls(&hosts);
            continue;
        }
        if is_reference(&hosts.value) {
            continue;
        }
        for host in hosts.value.split([' ', ',', ';']).take(MOST_SERVERS) {
            if host.is_empty() {
                continue;
            }
            let mut server = Server::of_authority(None, host);
            server.port = server.port.or(port);
            server.encryption = match (tls, server.port) {
                (Some(true), _) | (None, Some(636 | 3269)) => Some(Encryption::Tls),
                (Some(false), Some(636 | 3269)) => None,
                (Some(false), _) | (None, Some(389 | 3268)) => Some(Encryption::Clear),
                (None, _) => default_encryption(block.kind),
            };
            block.servers.push(hosts.map(|_| server.clone()));
        }
    }
}

/// How a client connects that is told nothing of it.
fn default_encryption(kind: DirectoryKind) -> Option<Encryption> {
    let is_clear = matches!(kind, DirectoryKind::Grafana | DirectoryKind::Casdoor);
    is_clear.then_some(Encryption::Clear)
}

/// An account under a plain name is the one that searches, where it is a name of the directory.
fn account(block: &mut Directory, user: Option<&Given>, password: Option<&Given>, is_named: bool) {
    let is_entry = |value: &str| value.contains('=') && !is_reference(value);
    if block.bind_dn.is_none() {
        let user = user.and_then(Given::plain);
        block.bind_dn = user.filter(|user| is_entry(&user.value));
    }
    if block.bind_credentials.is_none() && (block.bind_dn.is_some() || is_named) {
        block.bind_credentials = password.map(|one| one.said.clone());
    }
}

fn verification(one: &Given) -> Option<Said<Verification>> {
    let text = one.text().to_ascii_lowercase();
    let of_switch = |on: bool| {
        if on {
            Verification::Full
        } else {
            Verification::Off
        }
    };
    let found = match one.role {
        Role::Verify => of_switch(switch(&text)?),
        Role::Skip => of_switch(!switch(&text)?),
        Role::Demand => match text
            .trim_start_matches("cert_")
            .trim_start_matches("ssl.cert_")
        {
            "never" | "none" | "allow" => Verification::Off,
            "try" | "optional" => Verification::Partial,
            "demand" | "hard" | "required" => Verification::Full,
            other => of_switch(switch(other)?),
        },
        _ => return None,
    };
    Some(one.said.map(|_| found))
}

/// Reads `TLS1.2`, `TLSv1.2`, `VersionTLS12`, `3.3` (as `OpenLDAP` counts them).
pub(super) fn tls_version(written: &str) -> Option<TlsVersion> {
    let lower = written.to_ascii_lowercase();
    let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
    if lower.contains("ssl") {
        return Some(TlsVersion::Ssl3);
    }
    if lower.contains("tls") {
        return match digits.as_str() {
            "1" | "10" => Some(TlsVersion::Tls10),
            "11" => Some(TlsVersion::Tls11),
            "12" => Some(TlsVersion::Tls12),
            "13" => Some(TlsVersion::Tls13),
            _ => None,
        };
    }
    match lower.trim() {
        "3.0" | "2.0" => Some(TlsVersion::Ssl3),
        "3.1" | "1.0" => Some(TlsVersion::Tls10),
        "3.2" | "1.1" => Some(TlsVersion::Tls11),
        "3.3" | "1.2" => Some(TlsVersion::Tls12),
        "3.4" | "1.3" => Some(TlsVersion::Tls13),
        _ => None,
    }
}
