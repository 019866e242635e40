//! Values of Nginx configuration that are never shown.

use super::tree::Nginx;
use crate::model::{Sensitive, Span};

/// Headers whose values let somebody in.
const HEADERS: [&str; 6] = [
    "authorization",
    "x-api-key",
    "api-key",
    "x-auth-token",
    "cookie",
    "proxy-authorization",
];

/// The values of a configuration that may be secrets, and where they stand.
pub(super) fn secrets(nginx: &Nginx) -> Vec<(Span, Sensitive)> {
    let mut found = Vec::new();
    let passwords = [
        "binddn_passwd",
        "auth_ldap_binddn_passwd",
        "auth_ldap_bind_password",
        "secure_link_secret",
    ];
    for one in nginx.any_of(&passwords) {
        found.extend(one.arg(0));
    }
    for one in nginx.any_of(&["proxy_set_header", "grpc_set_header", "add_header"]) {
        let header = one.text().to_ascii_lowercase();
        if HEADERS.contains(&header.as_str()) {
            found.extend(one.arg(1));
        }
    }
    // A header or an argument that is compared with a word: the word lets in.
    for one in nginx.named("if") {
        let is_asked = one.text().contains("$http_") || one.text().contains("$arg_");
        let compares = one
            .arg(1)
            .is_some_and(|value| matches!(value.text.as_str(), "=" | "!="));
        if is_asked && compares {
            found.extend(one.arg(2));
        }
    }
    let values = found.into_iter().filter(|value| {
        let text = value.text.trim_matches([')', '"', '\'']);
        value.is_known && text.len() >= 4 && value.variables().is_empty()
    });
    let values = values.map(|value| {
        let text = value.text.trim_end_matches(')');
        (value.span, Sensitive::new(text))
    });
    values.collect()
}
