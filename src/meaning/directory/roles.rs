//! What the names of settings of a directory mean, however they are written.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::meaning::names::words;

/// What a setting says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Role {
    /// The whole block is in use.
    Enabled,
    /// One or more addresses.
    Url,
    /// One or more hosts.
    Host,
    /// The port.
    Port,
    /// TLS from the start on.
    UseTls,
    /// TLS after an upgrade.
    StartTls,
    /// Logins without TLS are let through.
    NoTls,
    /// Certificates are verified.
    Verify,
    /// Certificates are not verified.
    Skip,
    /// A word for it: `never`, `demand`, `CERT_NONE`.
    Demand,
    /// What is trusted.
    CaFile,
    /// The account that searches.
    BindDn,
    /// Its password.
    BindCredentials,
    /// An account or a password that may belong to something else.
    User,
    /// The same of a password.
    Password,
    /// Where users are.
    SearchBase,
    /// The same under a name that says little alone.
    Base,
    /// Who the user is.
    SearchFilter,
    /// The same under a name that says little alone.
    Filter,
    /// Who is an administrator.
    AdminFilter,
    /// Which groups are let in.
    Group,
    /// How long to wait for an answer.
    Timeout,
    /// How long to wait for a connection.
    ConnectTimeout,
    /// The lowest version of TLS.
    MinTls,
    /// Empty passwords are let through.
    EmptyPassword,
}

/// Names without the signs between their words, in lower case.
const NAMES: [(Role, &[&str]); 25] = [
    (Role::Enabled, &["enabled", "enable", "isenabled", "active"]),
    (
        Role::Url,
        &[
            "url",
            "urls",
            "uri",
            "uris",
            "serverurl",
            "serveruri",
            "serverurls",
        ],
    ),
    (
        Role::Host,
        &[
            "host",
            "hosts",
            "hostname",
            "server",
            "servers",
            "serverhost",
            "serveraddress",
        ],
    ),
    (Role::Port, &["port", "serverport"]),
    (
        Role::UseTls,
        &[
            "usessl",
            "enablessl",
            "ssl",
            "sslenabled",
            "usetls",
            "enabletls",
            "tls",
            "ldaps",
        ],
    ),
    (
        Role::StartTls,
        &[
            "starttls",
            "usestarttls",
            "enablestarttls",
            "idusestarttls",
            "tlsstarttls",
        ],
    ),
    (Role::NoTls, &["authdisabletlsneveruseinproduction"]),
    (
        Role::Verify,
        &[
            "rejectunauthorized",
            "verify",
            "verifycert",
            "verifycerts",
            "verifycertificate",
            "verifyssl",
            "verifytls",
            "sslverify",
            "tlsverify",
            "sslcheckcert",
            "validatecert",
            "validatecerts",
            "validatecertificate",
            "certificatevalidation",
        ],
    ),
    (
        Role::Skip,
        &[
            "skipverify",
            "sslskipverify",
            "tlsskipverify",
            "insecureskipverify",
            "noverify",
            "tlsinsecure",
            "insecure",
            "allowselfsigned",
            "allowselfsignedcert",
            "allowselfsignedcerts",
            "allowinvalidcertificate",
            "allowinvalidcertificates",
            "allowinvalidcert",
            "trustallcertificates",
            "trustall",
            "disablecertificatecheck",
        ],
    ),
    (
        Role::Demand,
        &[
            "reqcert",
            "tlsreqcert",
            "requirecert",
            "tlsrequirecert",
            "certreqs",
            "sslcertreqs",
        ],
    ),
    (
        Role::CaFile,
        &[
            "ca",
            "cafile",
            "cacert",
            "cacertfile",
            "cacertificate",
            "capath",
            "cacertdir",
            "rootcacert",
            "tlscafile",
            "tlscacert",
            "tlscacertfile",
            "tlscacertdir",
            "sslcafile",
            "sslcadir",
            "tlscacertificatefile",
        ],
    ),
    (
        Role::BindDn,
        &[
            "binddn",
            "binduser",
            "bindusername",
            "bindaccount",
            "managerdn",
            "appdn",
            "defaultbinddn",
            "searchuserdn",
            "lookupbinddn",
            "readonlydn",
            "binduserdn",
        ],
    ),
    (
        Role::BindCredentials,
        &[
            "bindcredentials",
            "bindcredential",
            "bindpassword",
            "bindpasswd",
            "bindpass",
            "bindpw",
            "bindpwd",
            "bindsecret",
            "binddnpasswd",
            "binddnpassword",
            "managerpassword",
            "apppassword",
            "defaultauthtok",
            "lookupbindpassword",
            "binduserpassword",
            "searchuserpassword",
        ],
    ),
    (
        Role::User,
        &["user", "username", "userdn", "admin", "login"],
    ),
    (
        Role::Password,
        &["password", "passwd", "userpassword", "pwd"],
    ),
    (
        Role::SearchBase,
        &[
            "searchbase",
            "basedn",
            "usersearchbase",
            "userbasedn",
            "searchbasedn",
            "searchbasedns",
            "usersearchbasedn",
            "searchdn",
        ],
    ),
    (Role::Base, &["base", "userbase", "baseprovider", "root"]),
    (
        Role::SearchFilter,
        &[
            "searchfilter",
            "searchfilters",
            "usersearchfilter",
            "userfilter",
            "loginfilter",
            "userloginfilter",
            "userobjectfilter",
        ],
    ),
    (Role::Filter, &["filter"]),
    (
        Role::AdminFilter,
        &[
            "adminfilter",
            "adminsearchfilter",
            "admingroup",
            "admingroupdn",
            "admingroupfilter",
        ],
    ),
    (
        Role::Group,
        &[
            "groupfilter",
            "groupsearchbase",
            "groupsearchfilter",
            "groupbasedn",
            "groupdn",
            "requiredgroup",
            "requiregroup",
            "allowedgroup",
            "allowedgroups",
            "accessfilter",
            "groupmembershipfilter",
        ],
    ),
    (
        Role::Timeout,
        &[
            "timeout",
            "searchtimeout",
            "opttimeout",
            "requesttimeout",
            "readtimeout",
        ],
    ),
    (
        Role::ConnectTimeout,
        &[
            "connecttimeout",
            "connectiontimeout",
            "networktimeout",
            "bindtimeout",
        ],
    ),
    (
        Role::MinTls,
        &[
            "mintlsversion",
            "minversion",
            "tlsminversion",
            "tlsminimumversion",
            "tlsprotocolmin",
        ],
    ),
    (
        Role::EmptyPassword,
        &[
            "allowemptypassword",
            "permitemptypassword",
            "allowemptypasswords",
        ],
    ),
];

static BY_NAME: LazyLock<HashMap<&str, Role>> = LazyLock::new(|| {
    let each = NAMES.iter();
    let each = each.flat_map(|(role, names)| names.iter().map(move |name| (*name, *role)));
    each.collect()
});

/// Last words of what stands before a setting's name that say nothing of whose it is.
const BETWEEN: [&str; 7] = [
    "tls",
    "ssl",
    "options",
    "server",
    "connection",
    "user",
    "client",
];

/// Most words that a setting may have: names of people's own are longer.
const MOST_WORDS: usize = 12;

impl Role {
    /// Whether its name alone shows that a directory is meant.
    pub(super) fn is_telling(self) -> bool {
        matches!(
            self,
            Self::BindDn
                | Self::BindCredentials
                | Self::SearchBase
                | Self::SearchFilter
                | Self::AdminFilter
        )
    }
}

/// What a setting says, and what stands before that in its name: `auth_ldap` and the address for
/// `AUTH_LDAP_SERVER_URL`.
pub(super) fn role_of(name: &str) -> Option<(String, Role)> {
    let mut parts = words(name);
    if parts.is_empty() || parts.len() > MOST_WORDS {
        return None;
    }
    // `ENABLE_LDAP`, `ldaps`: the product itself is the last word.
    if let [switch, rest @ ..] = parts.as_slice()
        && matches!(switch.as_str(), "enable" | "use")
        && names_directory(&rest.concat())
        && rest.len() == 1
    {
        return Some((rest.concat(), Role::Enabled));
    }
    for start in 0..parts.len() {
        let own = parts.get(start..).unwrap_or_default().concat();
        if let Some(role) = BY_NAME.get(own.as_str()) {
            parts.truncate(start);
            while parts
                .last()
                .is_some_and(|last| BETWEEN.contains(&last.as_str()))
            {
                parts.pop();
            }
            return Some((parts.join("_"), *role));
        }
    }
    None
}

/// Whether a word of a name is the directory: `ldap` in `AUTH_LDAP`, and none in `ChildApp`.
pub(super) fn names_directory(name: &str) -> bool {
    let known = [
        "ldap",
        "ldaps",
        "openldap",
        "ldapauth",
        "ldapjs",
        "activedirectory",
    ];
    words(name)
        .iter()
        .any(|word| known.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_spelling() {
        for (name, prefix, role) in [
            ("bindDN", "", Role::BindDn),
            ("LDAP_BIND_DN", "ldap", Role::BindDn),
            ("ldapBindDn", "ldap", Role::BindDn),
            ("AUTH_LDAP_SERVER_URL", "auth_ldap", Role::Url),
            ("LDAP_SERVER_HOST", "ldap", Role::Host),
            ("ldap_default_authtok", "ldap", Role::BindCredentials),
            ("ldap_id_use_start_tls", "ldap", Role::StartTls),
            ("LDAP_GROUP_SEARCH_BASE", "ldap", Role::Group),
            ("LDAP_USER_SEARCH_BASE", "ldap", Role::SearchBase),
            ("LDAP_TLS_CACERTFILE", "ldap", Role::CaFile),
            ("ssl_skip_verify", "", Role::Skip),
            ("search_base_dns", "", Role::SearchBase),
            ("ENABLE_LDAP", "ldap", Role::Enabled),
            ("tlsOptions.rejectUnauthorized", "", Role::Verify),
        ] {
            // `tlsOptions.` has no block of its own.
            let found = role_of(name);
            assert_eq!(found, Some((prefix.to_owned(), role)), "{name}");
        }
        assert_eq!(role_of("GREETING"), None);
        assert_eq!(role_of(""), None);
    }

    #[test]
    fn children_and_builds_are_no_directories() {
        for name in [
            "ChildApp",
            "buildApp",
            "childAppId",
            "buildappserver",
            "ldapp",
        ] {
            assert!(!names_directory(name), "{name}");
        }
        for name in ["ldap", "AUTH_LDAP", "ldapConfig", "spring.ldap"] {
            assert!(names_directory(name), "{name}");
        }
    }
}
