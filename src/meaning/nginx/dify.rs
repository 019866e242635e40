//! What the start script of Dify's Nginx makes of the templates, which is done in two passes: it
//! fills in `https.conf.template`, and pastes that into `default.conf.template`.

use super::files::Files;
use super::render::{Environment, Lookup};
use crate::model::Span;

/// What is pasted in for a placeholder.
pub(super) enum Paste {
    /// Nothing.
    Nothing,
    /// A file, by its path in the container.
    File(&'static str),
    /// Directives.
    Text(&'static str),
}

/// The template that is pasted in where HTTPS is on.
const HTTPS: &str = "/etc/nginx/https.conf.template";

/// The location of certbot.
const CHALLENGE: &str = "location /.well-known/acme-challenge/ { root /var/www/html; }";

/// What the start script pastes in for a placeholder, with the lines that decide it.
pub(super) fn paste(
    name: &str,
    environment: &Environment,
    files: &Files,
) -> Option<(Paste, Vec<Span>)> {
    let (switch, paste) = match name {
        "HTTPS_CONFIG" if files.contains_key(HTTPS) => ("NGINX_HTTPS_ENABLED", Paste::File(HTTPS)),
        "ACME_CHALLENGE_LOCATION" => ("NGINX_ENABLE_CERTBOT_CHALLENGE", Paste::Text(CHALLENGE)),
        _ => return None,
    };
    match environment.get(switch) {
        Lookup::Is("true", places) => Some((paste, places.to_vec())),
        Lookup::Is(_, places) => Some((Paste::Nothing, places.to_vec())),
        Lookup::Unset => Some((Paste::Nothing, Vec::new())),
        Lookup::Unknown => None,
    }
}

/// Sets the variables that the start script makes of others.
pub(super) fn derive(environment: &mut Environment, files: &Files) {
    if !environment.is_known || !files.contains_key(HTTPS) {
        return;
    }
    let get = |name: &str| match environment.get(name) {
        Lookup::Is(value, places) => Some((value.to_owned(), places.to_vec())),
        _ => None,
    };
    let domain = get("CERTBOT_DOMAIN").filter(|(domain, _)| !domain.is_empty());
    let names = ["NGINX_SSL_CERT_FILENAME", "NGINX_SSL_CERT_KEY_FILENAME"].map(get);
    let [Some(certificate), Some(key)] = names else {
        return;
    };
    // Certbot's files are taken where both are there.
    let folder = domain.map(|(domain, _)| format!("/etc/letsencrypt/live/{domain}"));
    let is_there = |folder: &String| {
        let has = |file: &str| files.contains_key(&format!("{folder}/{file}"));
        has(&certificate.0) && has(&key.0)
    };
    let folder = folder.filter(is_there).unwrap_or("/etc/ssl".to_owned());
    for (name, (file, places)) in [
        ("SSL_CERTIFICATE_PATH", certificate),
        ("SSL_CERTIFICATE_KEY_PATH", key),
    ] {
        environment.set(name, format!("{folder}/{file}"), places);
    }
}
