//! `ldap.conf`, by which every program with the library of `OpenLDAP` finds its directory.

use super::block::{Given, block};
use super::roles::Role;
use crate::model::{Directory, DirectoryKind, Said, Sensitive, Span, TextId};

/// The options that matter here; they are written in any case of letters.
const OPTIONS: [(&str, Role); 10] = [
    ("uri", Role::Url),
    ("host", Role::Host),
    ("base", Role::SearchBase),
    ("binddn", Role::BindDn),
    ("tls_reqcert", Role::Demand),
    ("tls_cacert", Role::CaFile),
    ("tls_cacertdir", Role::CaFile),
    ("tls_protocol_min", Role::MinTls),
    ("network_timeout", Role::ConnectTimeout),
    ("timeout", Role::Timeout),
];

/// Whether a file of this name is one.
pub(super) fn is_one(name: &str) -> bool {
    matches!(name, "ldap.conf" | "ldaprc" | ".ldaprc")
}

/// The block that a text is, if it says anything of a directory.
pub(super) fn directory(text: &str) -> Option<Directory> {
    let mut given = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        let option = body.split_whitespace().next().unwrap_or_default();
        let known = OPTIONS
            .iter()
            .find(|(name, _)| option.eq_ignore_ascii_case(name));
        if let Some((_, role)) = known {
            let value = body.get(option.len()..).unwrap_or_default().trim();
            let at = start + (line.len() - line.trim_start().len()) + (body.len() - value.len());
            let place = Span::new(TextId::default(), at..at + value.len());
            given.push(Given {
                role: *role,
                said: Said::at(place, Sensitive::new(value)),
            });
        }
        start += line.len();
    }
    let says_something = given.iter().any(|one| {
        matches!(
            one.role,
            Role::Url | Role::Host | Role::Demand | Role::MinTls
        )
    });
    says_something.then(|| block(DirectoryKind::OpenLdap, "ldap.conf", &given, true))?
}
