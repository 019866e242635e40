//! Directories that Nginx asks for passwords: blocks of the module nginx-auth-ldap, and the flat
//! spelling, which that module does not know.

use super::tree::{Directive, Nginx};
use super::values::Value;
use crate::model::{Cause, Directory, DirectoryKind, How, Said, Sensitive, Verification};

/// The directories of a configuration, as clients of them are judged wherever they stand.
pub fn directories(nginx: &Nginx) -> Vec<Directory> {
    let blocks = nginx.named("ldap_server").filter(|one| one.has_inner());
    let blocks = blocks.map(|block| {
        let name = block.arg(0).map_or("", Value::shown);
        let mut own = Directory::new(DirectoryKind::Nginx, name, block.span());
        let get = |name: &str| block.own(name).last().and_then(|one| one.arg(0));
        fill(&mut own, &|key: &str| get(key));
        let groups = block
            .own("require")
            .filter(|one| one.is("group") || one.is("user"));
        own.groups = groups.filter_map(|one| one.arg(1)).map(said).collect();
        own
    });
    let flat = nginx.named("auth_ldap_url").map(|url| {
        let mut own = Directory::new(DirectoryKind::NginxFlat, "auth_ldap_url", url.span());
        fill(&mut own, &|key: &str| flat_value(url, key));
        let require = |name: &str| url.parent().and_then(|block| block.own(name).last());
        let group = require("auth_ldap_require").filter(|one| one.is("group"));
        own.groups = group
            .and_then(|one| one.arg(1))
            .map(said)
            .into_iter()
            .collect();
        own
    });
    blocks.chain(flat).collect()
}

/// What the flat spelling says in place of a directive of a block.
fn flat_value<'n>(url: Directive<'n>, key: &str) -> Option<&'n Value> {
    let names: &[&str] = match key {
        "url" => return url.arg(0),
        "binddn" => &["auth_ldap_binddn", "auth_ldap_bind_dn"],
        "binddn_passwd" => &["auth_ldap_binddn_passwd", "auth_ldap_bind_password"],
        "ssl_check_cert" => &["auth_ldap_ssl_check_cert"],
        "ssl_ca_file" => &["auth_ldap_ssl_ca_file"],
        "connect_timeout" => &["auth_ldap_connect_timeout"],
        "request_timeout" => &["auth_ldap_request_timeout"],
        _ => return None,
    };
    let find = |name: &&str| match url.parent() {
        Some(block) => block.own(name).last(),
        None => url.nginx().named(name).find(|one| one.parent().is_none()),
    };
    names.iter().find_map(find).and_then(|one| one.arg(0))
}

fn fill<'n>(own: &mut Directory, get: &dyn Fn(&str) -> Option<&'n Value>) {
    if let Some(url) = get("url").filter(|url| url.is_known) {
        own.add_urls(&said(url));
    }
    own.verification = get("ssl_check_cert")
        .filter(|value| value.is_known)
        .map(|value| {
            said(value).map(|word| match word.as_str() {
                "on" | "full" => Verification::Full,
                "chain" => Verification::Partial,
                _ => Verification::Off,
            })
        });
    own.ca_file = get("ssl_ca_file").map(said);
    own.bind_dn = get("binddn").map(said);
    let password = get("binddn_passwd").filter(|value| value.is_known);
    own.bind_credentials =
        password.map(|value| said(value).map(|text| Sensitive::new(text.as_str())));
    own.connect_timeout = get("connect_timeout").map(said);
    own.timeout = get("request_timeout").map(said);
}

/// A value, with the line that supplies it where a template leaves it open.
fn said(value: &Value) -> Said<String> {
    let cause = value.supplied.first().map(|place| Cause {
        place: *place,
        how: How::Literal,
    });
    Said {
        value: value.text.clone(),
        place: value.span,
        cause,
    }
}
