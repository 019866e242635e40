//! Words by which Nginx configuration is told from everything else.

use crate::syntax::nginx::{End, File};

/// Directives that hardly anything else has.
const TELLING: [&str; 24] = [
    "server",
    "location",
    "upstream",
    "http",
    "listen",
    "server_name",
    "proxy_pass",
    "proxy_set_header",
    "ssl_certificate",
    "ssl_certificate_key",
    "ssl_protocols",
    "ssl_ciphers",
    "add_header",
    "try_files",
    "fastcgi_pass",
    "uwsgi_pass",
    "grpc_pass",
    "worker_processes",
    "proxy_http_version",
    "client_max_body_size",
    "auth_basic",
    "proxy_read_timeout",
    "map",
    "ldap_server",
];

/// Others that are common.
const FURTHER: [&str; 55] = [
    "valid_referers",
    "merge_slashes",
    "add_trailer",
    "include",
    "return",
    "rewrite",
    "root",
    "index",
    "alias",
    "set",
    "if",
    "allow",
    "deny",
    "events",
    "user",
    "pid",
    "worker_connections",
    "access_log",
    "error_log",
    "log_format",
    "default_type",
    "types",
    "sendfile",
    "keepalive_timeout",
    "gzip",
    "gzip_types",
    "resolver",
    "geo",
    "limit_req",
    "limit_req_zone",
    "limit_conn",
    "limit_conn_zone",
    "error_page",
    "expires",
    "autoindex",
    "charset",
    "server_tokens",
    "tcp_nopush",
    "tcp_nodelay",
    "proxy_buffering",
    "proxy_redirect",
    "proxy_connect_timeout",
    "proxy_send_timeout",
    "ssl_session_cache",
    "ssl_session_timeout",
    "ssl_prefer_server_ciphers",
    "ssl_dhparam",
    "auth_basic_user_file",
    "auth_ldap",
    "fastcgi_param",
    "proxy_cache",
    "stub_status",
    "load_module",
    "stream",
    "internal",
];

/// Bytes of which a file of Nginx configuration has at least one.
pub(super) const SIGNS: [&str; 9] = [
    "server",
    "location",
    "upstream",
    "listen",
    "proxy_",
    "ssl_",
    "worker_",
    "add_header",
    "map",
];

/// Whether a file that was read is Nginx configuration by what it holds. One that is called so needs
/// no telling directive.
pub(super) fn is_nginx(file: &File, is_named: bool) -> bool {
    let names = file.statements.iter();
    let names = names.filter(|one| one.end != End::Placeholder);
    let (mut telling, mut known, mut all) = (0, 0, 0);
    for statement in names {
        let name = statement.name();
        let of_list = statement
            .parent
            .and_then(|parent| file.statements.get(parent))
            .is_some_and(|parent| matches!(parent.name(), "map" | "types" | "geo"));
        if of_list {
            continue;
        }
        all += 1;
        if TELLING.contains(&name) {
            telling += 1;
        } else if FURTHER.contains(&name) || is_of_family(name) {
            known += 1;
        }
    }
    (telling > 0 || is_named && known > 0) && (telling + known) * 2 >= all
}

/// Whether a name begins as those of the usual modules do.
fn is_of_family(name: &str) -> bool {
    [
        "proxy_",
        "ssl_",
        "fastcgi_",
        "gzip_",
        "uwsgi_",
        "grpc_",
        "client_",
        "auth_",
        "http2_",
        "open_file_cache",
        "worker_",
        "limit_",
        "real_ip_",
        "set_real_ip",
        "large_client_",
    ]
    .iter()
    .any(|start| name.starts_with(start))
}
