//! Settings of LDAP directories, in every form in which they are written.

use std::collections::BTreeSet;

use crate::support::{FORMATS, corpus, hulan, json, write};

/// A made-up password that no output may hold.
const CANARY: &str = "Kanarie-77-vogel-Xq";

/// The ids of the findings about directories, and of those about connections, by file.
fn ids(files: &[(&str, &str)]) -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(folder.path(), &files);
    let (report, _) = json(folder.path(), &["--profile", "strict"]);
    let findings = report["findings"].as_array().expect("a list");
    let rules = findings
        .iter()
        .filter_map(|finding| finding["rule"].as_str());
    rules
        .filter(|rule| {
            rule.starts_with("LDAP") || rule.starts_with("SVC10") || rule.starts_with("SEC10")
        })
        .map(str::to_owned)
        .collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// Settings as a fork of FastGPT has them: everything wrong.
fn fastgpt() -> String {
    format!(
        r#"// settings
{{
  "feConfigs": {{"show_emptyChat": true}},
  # the directory
  "ldap": {{
    "url": "ldap://dc1.corp.example:389",
    "bindDN": "CN=Administrator,CN=Users,DC=corp,DC=example",
    "bindCredentials": "{CANARY}",
    "searchBase": "DC=corp,DC=example", // all of it
    "searchFilter": "(sAMAccountName={{{{username}}}})"
  }}
}}
"#
    )
}

#[test]
fn each_form_has_its_findings() {
    let table: Vec<(&str, String, &[&str])> = vec![
        (
            "config.json",
            fastgpt(),
            &["LDAP101", "LDAP103", "LDAP104", "LDAP105", "LDAP106", "LDAP109", "LDAP113"],
        ),
        (
            "auth.yaml",
            format!("ldap:\n  url: ldaps://10.0.0.5\n  bind_dn: cn=admin,dc=corp\n  bind_password: {CANARY}\n  insecure_skip_verify: true\n"),
            &["LDAP102", "LDAP103", "LDAP104", "LDAP110"],
        ),
        (
            "auth.toml",
            format!("[ldap]\nhost = 'dc.corp.example'\nport = 389\nstart_tls = true\nbind_dn = 'cn=svc'\nbind_password = '{CANARY}'\nverify_cert = false\n"),
            &["LDAP102", "LDAP103"],
        ),
        (
            "grafana/ldap.toml",
            format!("[[servers]]\nhost = \"dc.corp.example\"\nport = 389\nuse_ssl = false\nstart_tls = false\nssl_skip_verify = true\nmin_tls_version = \"TLS1.1\"\nbind_dn = \"cn=admin,dc=grafana,dc=org\"\nbind_password = '{CANARY}'\nsearch_filter = \"(cn=%s)\"\nsearch_base_dns = [\"dc=grafana,dc=org\"]\n[[servers.group_mappings]]\ngroup_dn = \"*\"\norg_role = \"Admin\"\n"),
            &["LDAP101", "LDAP103", "LDAP104", "LDAP105", "LDAP106", "LDAP111", "LDAP112"],
        ),
        (
            "sssd.conf",
            format!("[domain/corp]\nldap_uri = ldap://dc.corp.example\nldap_search_base = ou=people,dc=corp\nldap_id_use_start_tls = true\nldap_tls_reqcert = never\nldap_default_bind_dn = cn=Directory Manager\nldap_default_authtok = {CANARY}\n"),
            &["LDAP102", "LDAP103", "LDAP104"],
        ),
        (
            "sssd.conf",
            "[domain/corp]\nldap_uri = ldap://dc.corp.example\nldap_search_base = ou=people,dc=corp\nldap_auth_disable_tls_never_use_in_production = true\n".to_owned(),
            &["LDAP101"],
        ),
        (
            "etc/ldap.conf",
            "URI ldaps://dc.corp.example\nTLS_REQCERT allow\nNETWORK_TIMEOUT 5\n".to_owned(),
            &["LDAP102"],
        ),
        (
            "init_data.json",
            format!("{{\"ldaps\":[{{\"host\":\"dc.corp.example\",\"port\":389,\"enableSsl\":false,\"username\":\"cn=svc,dc=corp\",\"password\":\"{CANARY}\",\"baseDn\":\"ou=people,dc=corp\"}}]}}"),
            &["LDAP101", "LDAP103"],
        ),
        (
            ".env",
            format!("LDAP_URL=ldap://dc.corp.example\nLDAP_BIND_DN=cn=svc,dc=corp\nLDAP_BIND_PASSWORD={CANARY}\n"),
            &["LDAP101"],
        ),
        (
            "compose.yaml",
            format!("services:\n  app:\n    image: example/app:1\n    environment:\n      AUTH_LDAP_SERVER: dc.corp.example\n      AUTH_LDAP_PORT: 389\n      AUTH_LDAP_USE_TLS: \"false\"\n      AUTH_LDAP_BIND_DN: CORP\\Administrator\n      AUTH_LDAP_BIND_PASSWORD: {CANARY}\n"),
            &["LDAP101", "LDAP104", "SEC101"],
        ),
    ];
    for (path, text, expected) in table {
        assert_eq!(ids(&[(path, &text)]), set(expected), "{path}: {text}");
    }
}

#[test]
fn an_env_file_of_a_project_is_judged_in_its_containers() {
    let env = format!(
        "LDAP_URL=ldap://dc.corp.example\nLDAP_BIND_DN=cn=svc,dc=corp\nLDAP_BIND_PASSWORD={CANARY}\n"
    );
    let compose = "services:\n  app:\n    image: example/app:1\n    env_file: [.env]\n";
    let folder = tempfile::tempdir().expect("made");
    let files: [(&str, &[u8]); 2] = [
        (".env", env.as_bytes()),
        ("compose.yaml", compose.as_bytes()),
    ];
    write(folder.path(), &files);
    let (report, _) = json(folder.path(), &["--select", "LDAP"]);
    let findings = report["findings"].as_array().expect("a list");
    let clear: Vec<_> = findings
        .iter()
        .filter(|finding| finding["rule"] == "LDAP101")
        .collect();
    assert_eq!(clear.len(), 1);
    assert_eq!(clear[0]["location"]["path"], ".env");
    assert_eq!(clear[0]["subject"]["name"], "app");
}

#[test]
fn good_blocks_and_look_alikes_are_silent() {
    for (path, text) in [
        (
            "config.json",
            r#"{"auth": {"url": "ldaps://dc1.corp.example", "bindDN": "CN=svc-ai,OU=Services,DC=corp,DC=example",
              "bindCredentials": "${LDAP_PASSWORD}", "searchBase": "OU=Staff,DC=corp,DC=example", "timeout": 5000,
              "searchFilter": "(&(objectClass=user)(memberOf=CN=AI,DC=corp,DC=example)(sAMAccountName={{username}})(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
              "adminFilter": "(memberOf=CN=Ops,DC=corp,DC=example)", "tlsOptions": {"rejectUnauthorized": true}}}"#,
        ),
        (
            "flow.json",
            r#"{"ChildApp": {"url": "http://app.example", "host": "h", "timeout": 3}, "buildApps": [{"base": "dc=x", "filter": "(a=b)"}]}"#,
        ),
        (
            "compose.yaml",
            "services:\n  app:\n    image: example/app:1\n    environment:\n      CHILDAPP_URL: http://childapp.example\n      CHILDAPP_HOST: h\n      CHILDAPP_BASE: x\n",
        ),
        (
            "compose.yaml",
            "services:\n  directory:\n    image: osixia/openldap:1.5.0\n    environment:\n      LDAP_DOMAIN: corp.example\n      LDAP_BASE_DN: dc=corp,dc=example\n      LDAP_TLS: \"false\"\n",
        ),
        ("notes.md", "url: ldap://dc\nbindDN: cn=admin\n"),
        (
            "app.js",
            "const ldap = {url: 'ldap://dc', bindDN: 'cn=admin'}\n",
        ),
    ] {
        assert_eq!(ids(&[(path, text)]), BTreeSet::new(), "{path}: {text}");
    }
}

#[test]
fn no_password_of_a_directory_leaves() {
    let folder = tempfile::tempdir().expect("made");
    let toml = format!(
        "[[servers]]\nhost = \"dc\"\nbind_dn = \"cn=x\"\nbind_password = \"{CANARY}\"\nsearch_base_dns = [\"dc=corp\"]\n"
    );
    let sssd = format!(
        "[domain/corp]\nldap_uri = ldap://dc.corp.example\nldap_default_bind_dn = cn=admin\nldap_default_authtok = {CANARY}\n"
    );
    let json = fastgpt();
    let compose = format!(
        "services:\n  app:\n    image: example/app:1\n    environment:\n      LDAP_URL: ldap://dc.corp.example\n      LDAP_BIND_DN: cn=admin\n      LDAP_BIND_PW: {CANARY}\n"
    );
    let files: [(&str, &[u8]); 4] = [
        ("ldap.toml", toml.as_bytes()),
        ("sssd.conf", sssd.as_bytes()),
        ("config.json", json.as_bytes()),
        ("compose.yaml", compose.as_bytes()),
    ];
    write(folder.path(), &files);
    for format in FORMATS {
        let output = hulan()
            .arg("scan")
            .arg(folder.path())
            .args(["--profile", "strict", "--output", format])
            .output()
            .expect("it runs");
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(CANARY), "{format}");
            assert!(!text.contains("Kanarie"), "{format}");
        }
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            // Clauses are told without the ids of rules.
            format.starts_with("compliance")
                || text.contains("LDAP101") && text.contains("LDAP103"),
            "{format}"
        );
    }
}

#[test]
fn broken_blocks_stop_no_scan() {
    let folder = tempfile::tempdir().expect("made");
    let text = fastgpt();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (number, at) in (0..text.len()).step_by(7).enumerate() {
        // A byte less, a byte more, and a cut.
        let mut bytes = text.as_bytes().to_vec();
        match number % 3 {
            0 => {
                bytes.remove(at);
            }
            1 => bytes.insert(at, b'"'),
            _ => bytes.truncate(at),
        }
        let end = ["json", "yaml", "toml", "ini", "env"][number % 5];
        files.push((format!("{number}.{end}"), bytes));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .collect();
    write(folder.path(), &files);
    let (report, status) = json(folder.path(), &["--profile", "strict"]);
    assert!((0..=3).contains(&status));
    let found = report["findings"].as_array().expect("a list").len();
    assert!(found > 10, "{found}");
}

#[test]
fn products_without_a_directory_have_no_findings_about_one() {
    let Some(corpus) = corpus("directory") else {
        return;
    };
    for product in ["dify", "fastgpt", "fastgpt-workflows"] {
        let arguments = ["--profile", "strict", "--select", "LDAP"];
        let (report, _) = json(&corpus.join(product), &arguments);
        let findings = report["findings"].as_array().expect("a list");
        let about: Vec<_> = findings
            .iter()
            .filter(|finding| {
                finding["rule"]
                    .as_str()
                    .is_some_and(|rule| rule.starts_with("LDAP"))
            })
            .collect();
        assert!(about.is_empty(), "{product}: {about:?}");
    }
}
