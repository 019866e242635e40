//! Accounts of a directory that are administrators by their names.

/// Names of administrators, and what such groups and units are called.
const NAMES: [&str; 16] = [
    "administrator",
    "administrators",
    "admin",
    "admins",
    "root",
    "manager",
    "directory manager",
    "domain admin",
    "domain admins",
    "enterprise admins",
    "schema admins",
    "domainadmin",
    "superuser",
    "sysadmin",
    "ldapadmin",
    "管理员",
];

/// The part of an account's name that says so: of a distinguished name (RFC 4514), `user@domain`, or
/// `DOMAIN\user`.
pub fn administrator(account: &str) -> Option<&str> {
    let is_one = |name: &&str| {
        let lower = name.to_lowercase();
        NAMES.contains(&lower.as_str())
    };
    if !account.contains('=') {
        let user = account.rsplit('\\').next().unwrap_or_default();
        let user = user.split('@').next().unwrap_or_default();
        return Some(user.trim()).filter(is_one);
    }
    let mut parts = account.split(',').map(|part| part.split_once('='));
    let mut is_first = true;
    parts.find_map(|part| {
        let (kind, name) = part?;
        let first = std::mem::replace(&mut is_first, false);
        let name = name.trim();
        // Units of administrators hold administrators; a domain called `admin` means nothing.
        let is_group = name.to_lowercase().ends_with("admins");
        let is_domain = kind.trim().eq_ignore_ascii_case("dc");
        let says = (first && is_one(&name)) || (is_group && !is_domain);
        says.then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_are_told_by_their_names() {
        for (account, expected) in [
            ("CN=Administrator,CN=Users,DC=corp", Some("Administrator")),
            ("cn=Directory Manager", Some("Directory Manager")),
            ("uid=x,OU=Server Admins,DC=corp", Some("Server Admins")),
            ("CORP\\administrator", Some("administrator")),
            ("Admin@corp.example", Some("Admin")),
            ("cn=管理员,dc=corp", Some("管理员")),
            ("cn=svc,dc=admin,dc=corp", None),
            ("cn=svc,dc=admins,dc=corp", None),
            ("svc-admin-portal@corp.example", None),
            ("cn=reader,ou=admin,dc=corp", None),
            ("", None),
            (",=,", None),
        ] {
            assert_eq!(administrator(account), expected, "{account}");
        }
    }
}
