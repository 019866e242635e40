//! What a server is told to offer, beside what it offers.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::servers::{Server, free_port, make_keys, openssl, tool};
use crate::support::hulan;

/// The deployment of a proxy whose files lie in `folder`.
fn deployment(folder: &Path, port: u16) {
    let compose = format!(
        "services:\n  web:\n    image: nginx:1.27.3\n    ports: [\"127.0.0.1:{port}:443\"]\n    volumes:\n      \
         - ./site.conf:/etc/nginx/conf.d/site.conf:ro\n      - ./certs:/etc/nginx/certs:ro\n"
    );
    let site = "server {\n  listen 443 ssl;\n  server_name ldap.lab.test;\n  ssl_protocols TLSv1.1 TLSv1.2;\n  \
                ssl_certificate certs/site.pem;\n  ssl_certificate_key certs/site.key;\n}\n";
    fs::write(folder.join("compose.yaml"), compose).expect("written");
    fs::write(folder.join("site.conf"), site).expect("written");
}

/// The rules that a probe of the deployment finds broken, with the places of each.
fn found(folder: &Path) -> Vec<(String, Vec<String>)> {
    let output = hulan()
        .current_dir(folder)
        .args([
            "probe",
            "deployment",
            ".",
            "--yes",
            "--profile",
            "strict",
            "--output",
            "json",
        ])
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"));
    let all = report["findings"].as_array().expect("a list");
    let place = |own: &serde_json::Value| {
        let path = own["path"].as_str().unwrap_or_default();
        format!("{path}:{}", own["line"])
    };
    all.iter()
        .map(|own| {
            let mut places = vec![place(&own["location"])];
            places.extend(own["related"].as_array().into_iter().flatten().map(place));
            (own["rule"].as_str().unwrap_or_default().to_owned(), places)
        })
        .collect()
}

#[test]
fn what_is_configured_is_held_against_what_is_offered() {
    let test = "what_is_configured_is_held_against_what_is_offered";
    let Some(openssl) = openssl(test) else { return };
    let Some(nginx) = tool(test, "HULAN_NGINX", &["/usr/sbin/nginx"]) else {
        return;
    };
    let folder = tempfile::tempdir().expect("made");
    let (at, run) = (folder.path().join("deployed"), folder.path().join("run"));
    for folder in [&at.join("certs"), &run] {
        fs::create_dir_all(folder).expect("made");
    }
    make_keys(&openssl, &run);
    let port = free_port();
    deployment(&at, port);
    let serve = |from: &str, to: &str| {
        fs::copy(run.join(from), at.join("certs").join(to)).expect("copied");
    };
    serve("srv.pem", "site.pem");
    serve("srv.key", "site.key");
    let shown = run.display();
    let mut temporary = String::new();
    for what in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        temporary.push_str(&format!("{what}_temp_path {shown}/{what};"));
    }
    let own = format!(
        "daemon off; master_process off; pid {shown}/pid; error_log {shown}/log;\nevents {{}}\nhttp {{ access_log off; \
         {temporary}\nserver {{ listen 127.0.0.1:{port} ssl; ssl_protocols TLSv1.2; ssl_certificate {shown}/srv.pem; \
         ssl_certificate_key {shown}/srv.key; }} }}\n"
    );
    fs::write(run.join("nginx.conf"), own).expect("written");
    let mut command = Command::new(nginx);
    command
        .arg("-c")
        .arg(run.join("nginx.conf"))
        .arg("-p")
        .arg(&run);
    let _server = Server::start(command.stdout(Stdio::null()), &format!("127.0.0.1:{port}"));
    let rules = |all: &[(String, Vec<String>)]| -> Vec<String> {
        let own = all.iter().map(|(rule, _)| rule.clone());
        own.filter(|rule| rule == "TLS115" || rule == "TLS116")
            .collect()
    };
    // TLS 1.1 is in the configuration, and not offered; the certificate is that of the file.
    let fresh = found(&at);
    assert_eq!(rules(&fresh), ["TLS116"], "{fresh:?}");
    // It is renewed, and nobody tells the server.
    serve("ca.pem", "site.pem");
    let stale = found(&at);
    assert_eq!(rules(&stale), ["TLS115", "TLS116"], "{stale:?}");
    let (_, places) = stale
        .iter()
        .find(|(rule, _)| rule == "TLS115")
        .expect("found");
    assert_eq!(places.first().map(String::as_str), Some("compose.yaml:4"));
    assert!(places.contains(&"site.conf:5".to_owned()), "{places:?}");
}
