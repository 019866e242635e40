//! A key or password in the address: it stays in logs, in the history of browsers and with every proxy.

use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Names of arguments that carry secrets.
const NAMES: [&str; 12] = [
    "token",
    "access_token",
    "api_key",
    "apikey",
    "api-key",
    "key",
    "password",
    "passwd",
    "secret",
    "auth",
    "auth_token",
    "sessionid",
];

/// Fails for each directive that takes such an argument of the request for a header, a decision or an
/// address.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx.any_of(&[
        "if",
        "set",
        "proxy_set_header",
        "proxy_pass",
        "map",
        "rewrite",
    ]) {
        for value in one.args() {
            let found = value.variables().into_iter().find_map(|name| {
                let name = name.strip_prefix("arg_")?;
                NAMES.contains(&name).then_some(name)
            });
            if let Some(name) = found {
                out.fail(web::value("default", one, value).arg("argument", name));
                break;
            }
        }
    }
}
