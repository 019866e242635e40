//! Nginx as a user sees it: templates and where their values come from, includes, secrets, broken
//! files.

use std::path::Path;

use serde_json::Value;

use hulan::syntax::nginx::parse;

use crate::support::{FORMATS, corpus, files_below, hulan, json, write};

/// Path and line.
type Place = (String, u64);

/// Rule, path, line and the related places of all findings of a family.
fn found(report: &Value, family: &str) -> Vec<(String, String, u64, Vec<Place>)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let place = |value: &Value| {
        (
            text(&value["path"]),
            value["line"].as_u64().expect("a line"),
        )
    };
    let findings = report["findings"].as_array().expect("a list").iter();
    let own = findings.filter(|finding| text(&finding["rule"]).starts_with(family));
    let own = own.map(|finding| {
        let (path, line) = place(&finding["location"]);
        let related = finding["related"].as_array().expect("a list");
        let related = related.iter().map(place).collect();
        (text(&finding["rule"]), path, line, related)
    });
    own.collect()
}

fn scanned(files: &[(&str, &str)]) -> (tempfile::TempDir, Value) {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    let (report, _) = json(folder.path(), &["--profile", "strict"]);
    (folder, report)
}

fn is_configuration(path: &Path) -> bool {
    let path = path.to_string_lossy();
    let is_own = path.contains("nginx") && !path.contains("squid");
    is_own && (path.ends_with(".conf") || path.ends_with(".template"))
}

#[test]
fn every_template_of_the_corpus_is_read_as_it_is_and_as_windows_saves_it() {
    let Some(corpus) = corpus("nginx corpus") else {
        return;
    };
    let mut read = 0;
    for folder in ["nginx", "dify"] {
        for path in files_below(&corpus.join(folder), &is_configuration) {
            let text = std::fs::read_to_string(&path).expect("a text");
            let unix = parse(&text);
            assert!(
                unix.faults.is_empty(),
                "{}: {:?}",
                path.display(),
                unix.faults
            );
            let windows = parse(&text.replace('\n', "\r\n"));
            assert!(windows.faults.is_empty(), "{}", path.display());
            let words = |file: &hulan::syntax::nginx::File| -> Vec<Vec<String>> {
                let words = |one: &hulan::syntax::nginx::Statement| {
                    one.words.iter().map(|word| word.text.clone()).collect()
                };
                file.statements.iter().map(words).collect()
            };
            assert_eq!(words(&unix), words(&windows), "{}", path.display());
            read += 1;
        }
    }
    assert!(read >= 20, "{read}");
    let (report, _) = json(&corpus.join("nginx"), &["--profile", "strict"]);
    assert_eq!(report["coverage"]["unread"], Value::Array(Vec::new()));
}

/// The two passes of Dify's start script, in the smallest form.
fn two_passes(env: &str) -> Vec<(&'static str, &str)> {
    vec![
        (
            "docker-compose.yaml",
            "services:\n  nginx:\n    image: nginx:1.27\n    ports: [\"80:80\", \"443:443\"]\n    environment:\n      NGINX_PORT: 80\n      NGINX_HTTPS_ENABLED: ${NGINX_HTTPS_ENABLED:-false}\n      NGINX_SSL_PROTOCOLS: ${NGINX_SSL_PROTOCOLS:-TLSv1.2 TLSv1.3}\n      NGINX_SSL_CERT_FILENAME: site.crt\n      NGINX_SSL_CERT_KEY_FILENAME: site.key\n    volumes:\n      - ./nginx/nginx.conf.template:/etc/nginx/nginx.conf.template\n      - ./nginx/https.conf.template:/etc/nginx/https.conf.template\n      - ./nginx/proxy.conf.template:/etc/nginx/proxy.conf.template\n      - ./nginx/conf.d:/etc/nginx/conf.d\n",
        ),
        (
            "nginx/nginx.conf.template",
            "events {}\nhttp {\n    server_tokens off;\n    include /etc/nginx/conf.d/*.conf;\n}\n",
        ),
        (
            "nginx/proxy.conf.template",
            "proxy_set_header Host $host;\n",
        ),
        (
            "nginx/https.conf.template",
            "listen 443 ssl;\nssl_certificate ${SSL_CERTIFICATE_PATH};\nssl_certificate_key ${SSL_CERTIFICATE_KEY_PATH};\nssl_protocols ${NGINX_SSL_PROTOCOLS};\n",
        ),
        (
            "nginx/conf.d/default.conf.template",
            "server {\n    listen ${NGINX_PORT};\n    location /login {\n        proxy_pass http://web:3000;\n        include proxy.conf;\n    }\n    ${ACME_CHALLENGE_LOCATION}\n\n    ${HTTPS_CONFIG}\n}\n",
        ),
        (".env", env),
    ]
}

#[test]
fn a_template_that_is_pasted_into_another_is_judged_where_it_takes_effect() {
    let (_folder, on) = scanned(&two_passes(
        "NGINX_HTTPS_ENABLED=true\nNGINX_SSL_PROTOCOLS=TLSv1.1 TLSv1.2\n",
    ));
    let all = found(&on, "NGX");
    let of = |id: &str| all.iter().find(|one| one.0 == id);
    let (_, path, line, related) = of("NGX101").expect("the old protocol");
    assert_eq!((path.as_str(), *line), ("nginx/https.conf.template", 4));
    assert!(related.contains(&(".env".to_owned(), 2)), "{related:?}");
    assert!(of("NGX107").is_some() && of("NGX108").is_none(), "{all:?}");
    assert!(
        of("NGX146").is_none(),
        "what the start script sets is set: {all:?}"
    );
    assert_eq!(on["coverage"]["unread"], Value::Array(Vec::new()));
    let (_folder, off) = scanned(&two_passes("NGINX_HTTPS_ENABLED=false\n"));
    let all = found(&off, "NGX");
    assert!(all.iter().any(|one| one.0 == "NGX108"), "{all:?}");
    assert!(
        !all.iter().any(|one| one.0 == "NGX101" || one.0 == "NGX107"),
        "{all:?}"
    );
}

#[test]
fn includes_are_followed_through_mounts_and_never_in_circles() {
    let (_folder, report) = scanned(&[
        (
            "compose.yaml",
            "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./web/main.conf:/etc/nginx/nginx.conf:ro\n      - ./web/sites:/srv/sites:ro\n",
        ),
        (
            "web/main.conf",
            "events {}\nhttp {\n    server_tokens off;\n    include /srv/sites/*.conf;\n    include mime.types;\n}\n",
        ),
        (
            "web/sites/a.conf",
            "server {\n    listen 443 ssl;\n    ssl_protocols TLSv1.2;\n    include /srv/sites/b.inc;\n    add_header Strict-Transport-Security max-age=63072000;\n}\n",
        ),
        (
            "web/sites/b.inc",
            "autoindex on;\ninclude /srv/sites/b.inc;\n",
        ),
        (
            "web/sites/c.conf.off",
            "server { listen 80; autoindex on; }\n",
        ),
    ]);
    let all = found(&report, "NGX133");
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((all[0].1.as_str(), all[0].2), ("web/sites/b.inc", 1));
    let unread = report["coverage"]["unread"].as_array().expect("a list");
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert_eq!(unread[0]["path"], "web/sites/b.inc");
}

#[test]
fn what_is_not_there_is_a_gap_and_what_nobody_fills_in_is_no_finding() {
    let (_folder, report) = scanned(&[(
        "nginx.conf",
        "events {}\nhttp {\n    server_tokens off;\n    include /elsewhere/site.conf;\n}\n",
    )]);
    let unread = report["coverage"]["unread"].as_array().expect("a list");
    assert_eq!(unread.len(), 1, "{unread:?}");
    let (_folder, report) = scanned(&[(
        "site.conf.template",
        "server {\n    listen ${PORT};\n    location /login { proxy_pass http://app:1; }\n    ${TLS}\n}\n",
    )]);
    assert_eq!(found(&report, "NGX108"), [], "it may have TLS");
    assert_eq!(found(&report, "NGX146"), [], "nobody knows who fills it in");
}

#[test]
fn a_remark_in_nginx_silences_a_rule() {
    let text = |remark: &str| {
        format!("server {{\n    listen 443 ssl;\n    {remark}\n    autoindex on;\n}}\n")
    };
    let (_folder, loud) = scanned(&[("nginx/site.conf", &text("# why"))]);
    let (_folder, quiet) = scanned(&[(
        "nginx/site.conf",
        &text("# hulan: ignore[NGX133] the files are public"),
    )]);
    let active = |report: &Value| {
        let all = report["findings"].as_array().expect("a list").iter();
        all.filter(|one| one["rule"] == "NGX133" && one["status"] == "active")
            .count()
    };
    assert_eq!((active(&loud), active(&quiet)), (1, 0));
}

#[test]
fn no_secret_of_a_configuration_is_shown() {
    const CANARIES: [&str; 3] = [
        "canaryBind-4711-x",
        "canaryBearer-0815-y",
        "canaryKey-2718-z",
    ];
    let text = format!(
        "events {{}}\nhttp {{\n    ldap_server ad {{\n        url ldap://dc.example:389/DC=corp;\n        binddn CN=svc;\n        binddn_passwd {};\n    }}\n    server {{\n        listen 80;\n        location /login {{\n            auth_ldap \"x\"; auth_ldap_servers ad;\n            proxy_set_header Authorization \"Bearer {}\"; if ($http_x_key != {}) {{ return 403; }} proxy_pass https://erp.example; autoindex on;\n        }}\n    }}\n}}\n",
        CANARIES[0], CANARIES[1], CANARIES[2]
    );
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("nginx.conf", text.as_bytes())]);
    let broken = text.replacen("autoindex on;", "autoindex \"on;", 1);
    write(folder.path(), &[("broken/nginx.conf", broken.as_bytes())]);
    for format in FORMATS {
        for alone in [false, true] {
            let output = hulan()
                .arg("scan")
                .arg(folder.path())
                .args(["--profile", "strict", "--output", format])
                .args(if alone {
                    &["--select", "NGX112"][..]
                } else {
                    &[][..]
                })
                .output()
                .expect("it runs");
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            // Clauses are told without the ids of rules.
            let told = said.contains("NGX112") || format.starts_with("compliance");
            assert!(told, "{format}: {said}{errors}");
            for canary in CANARIES {
                assert!(
                    !said.contains(canary) && !errors.contains(canary),
                    "{format}: {canary}"
                );
            }
        }
    }
}

#[test]
fn directories_that_nginx_asks_are_judged_like_all_others() {
    let (_folder, report) = scanned(&[(
        "nginx.conf",
        "events {}\nhttp {\n    server_tokens off;\n    ldap_server ad {\n        url ldap://dc.example:389/DC=corp?sAMAccountName?sub?(objectClass=person);\n        binddn CN=svc,DC=corp;\n        binddn_passwd made-up-Value-77;\n        require valid_user;\n    }\n    ldap_server tls {\n        url ldaps://dc.example/DC=corp;\n    }\n}\n",
    )]);
    let lines: Vec<u64> = found(&report, "LDAP").iter().map(|one| one.2).collect();
    assert!(lines.iter().any(|line| (4..=9).contains(line)), "{lines:?}");
    assert!(
        lines.iter().any(|line| (10..=12).contains(line)),
        "{lines:?}"
    );
}

#[test]
fn who_judges_certificates_learns_which_file_a_server_shows() {
    use hulan::compose::{Supply, discover};
    use hulan::input::{Tree, walk};
    use hulan::meaning::{Knowledge, nginx};
    use hulan::model::Texts;

    let folder = tempfile::tempdir().expect("made");
    let root = folder.path().canonicalize().expect("there");
    write(&root, &[
        ("compose.yaml", b"services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./site.conf:/etc/nginx/conf.d/site.conf\n      - ./tls:/etc/ssl/site:ro\n"),
        ("site.conf", b"server {\n    listen 443 ssl;\n    server_name a.example *.b.example _;\n    ssl_certificate /etc/ssl/site/a.pem;\n    ssl_certificate_key /etc/ssl/site/a.key;\n    ssl_stapling on;\n}\nserver {\n    listen 80;\n    server_name c.example;\n    ssl_certificate /etc/ssl/site/c.pem;\n}\n"),
    ]);
    let texts = Texts::default();
    let tree = Tree::new(&texts, &root, false);
    let walked = walk(std::slice::from_ref(&root), &[]);
    let projects = discover(&tree, &walked, &Supply::default(), &[], &[]).projects;
    let projects: Vec<_> = projects.into_iter().map(|one| one.project).collect();
    let found = nginx::find(&tree, &root, &walked, &projects, &Knowledge::default());
    let uses = nginx::certificate_uses(&found.all);
    assert_eq!(uses.len(), 1, "{uses:?}");
    assert_eq!(uses[0].file, Some(root.join("tls/a.pem")));
    assert_eq!(uses[0].key, Some(root.join("tls/a.key")));
    assert_eq!((uses[0].who.as_str(), uses[0].staples), ("web", true));
    assert_eq!(uses[0].names, ["a.example"]);
    let place = texts
        .get(uses[0].place.text)
        .position(uses[0].place.range().start);
    assert_eq!(place.line, 4);
}

/// Configurations with something changed, dropped or doubled never stop the program.
#[test]
fn mutated_configurations_never_stop_the_program() {
    let seeds = [
        "events {}\nhttp {\n  map $a $b { default 0; ~^x$ 1; }\n  upstream u { server a:1; }\n  server {\n    listen 443 ssl; server_name ~^(?<n>.+)\\.x$ y;\n    location ~ ^/(a|b[^/]+)/(.*)$ { alias /d/$1; proxy_pass http://$1$2; }\n    if ($http_origin ~ \"^https://(a|b).c$\") { return 301 https://$host$uri; }\n    ${X}\n  }\n}\n",
        "ldap_server a { url ldaps://b; }\nserver { listen [::1]:80; auth_basic x; include *.conf; include nginx.conf; rewrite ^/(.*) /$1 last; }\n",
    ];
    let signs = [
        "{", "}", ";", "\"", "'", "$", "${", "\\", "#", "(", "[", "~", "\r\n", "\u{feff}", "é",
        "*", "",
    ];
    let mut state = 0x1234_5678_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("small") % below
    };
    let folder = tempfile::tempdir().expect("made");
    for number in 0..20_000 {
        let mut text = seeds[number % seeds.len()].to_owned();
        for _ in 0..=next(3) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let (at, sign) = (places[next(places.len())], signs[next(signs.len())]);
            let end = places[next(places.len())].clamp(at, at + 12);
            let end = (at..=end)
                .rev()
                .find(|end| text.is_char_boundary(*end))
                .expect("its start");
            text.replace_range(at..end, sign);
        }
        let file = parse(&text);
        for statement in &file.statements {
            assert!(text.get(statement.range.clone()).is_some());
            for word in &statement.words {
                assert!(text.get(word.range.clone()).is_some());
            }
        }
        if number % 100 == 0 {
            write(
                folder.path(),
                &[(&format!("{number}/nginx.conf"), text.as_bytes())],
            );
        }
    }
    let (_, status) = json(folder.path(), &["--profile", "strict"]);
    assert!((0..=2).contains(&status), "{status}");
}
