//! The server's order of suites, where all of them are good and clients know their own hardware.

use crate::meaning::TLS_PROFILE;
use crate::meaning::nginx::Nginx;
use crate::rules::{Out, web};

/// Fails for each `ssl_prefer_server_ciphers on`.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for one in nginx
        .named("ssl_prefer_server_ciphers")
        .filter(|one| one.is("on"))
    {
        let around = match one.parent() {
            Some(block) => block.effective("ssl_conf_command"),
            None => nginx.named("ssl_conf_command").collect(),
        };
        let chacha = |one: &crate::meaning::nginx::Directive<'_>| {
            one.args()
                .iter()
                .any(|value| value.text.contains("PrioritizeChaCha"))
        };
        if !around.iter().any(chacha) {
            out.fail(web::at("default", one).arg("guideline", TLS_PROFILE.title()));
        }
    }
}
