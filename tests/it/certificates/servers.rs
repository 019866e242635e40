//! Certificates as Nginx shows them: which names they have to cover, and with which key.

use super::forge::{ca, dns, leaf};
use crate::support::json;

#[test]
fn names_and_keys_are_those_that_nginx_is_told() {
    let root = ca("Root", None, (-1, 3650), |_| {});
    let own = leaf(&root, |made| {
        made.subject_alt_names = vec![dns("other.lab.example")];
    });
    let other = leaf(&root, |_| {});
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for name in ["conf", "certs"] {
        std::fs::create_dir(at.join(name)).expect("made");
    }
    let compose = "services:\n  web:\n    image: nginx:1.27.3\n    ports: [\"443:443\"]\n    volumes:\n      \
                   - ./conf/site.conf:/etc/nginx/conf.d/site.conf:ro\n      - ./certs:/etc/nginx/certs:ro\n";
    let site = |name: &str, key: &str| {
        format!(
            "server {{\n  listen 443 ssl;\n  server_name {name};\n  ssl_certificate certs/site.pem;\n  \
             ssl_certificate_key /etc/nginx/certs/{key};\n}}\n"
        )
    };
    std::fs::write(at.join("compose.yaml"), compose).expect("written");
    std::fs::write(
        at.join("certs/site.pem"),
        format!("{}{}", own.pem, root.pem),
    )
    .expect("written");
    std::fs::write(at.join("certs/site.key"), &own.key).expect("written");
    std::fs::write(at.join("certs/b.key"), &other.key).expect("written");
    for (name, key, expected) in [
        ("other.lab.example", "site.key", &[][..]),
        ("ai.lab.example", "site.key", &["CRT104"]),
        ("other.lab.example", "b.key", &["CRT123"]),
        ("ai.lab.example", "b.key", &["CRT104", "CRT123"]),
    ] {
        std::fs::write(at.join("conf/site.conf"), site(name, key)).expect("written");
        let now = jiff::Timestamp::now().to_string();
        let rules = ["--select", "CRT104,CRT123", "--now", &now, "--exit-zero"];
        let (report, _) = json(at, &rules);
        let mut found: Vec<&str> = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|finding| finding["rule"].as_str())
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{name} {key}");
    }
}
