use super::*;
use crate::model::{Encryption, TlsVersion, Verification};

fn one(path: &str, text: &str) -> Directory {
    let mut found = directories(path, text, None);
    assert_eq!(found.len(), 1, "{path}");
    found.pop().expect("one")
}

fn text_of<'t, T>(text: &'t str, said: Option<&Said<T>>) -> &'t str {
    said.map_or("", |said| text.get(said.place.range()).unwrap_or_default())
}

const FASTGPT: &str = r#"// settings
{
  "feConfigs": {"show_emptyChat": true},
  # the directory
  "ldap": {
    "url": "ldap://10.0.0.5:389",
    "bindDN": "CN=Administrator,CN=Users,DC=corp,DC=example",
    "bindCredentials": "Made-Up-71",
    "searchBase": "DC=corp,DC=example", // all of it
    "searchFilter": "(sAMAccountName={{username}})",
    "adminFilter": "(memberOf=CN=Ops,DC=corp,DC=example)",
    "tlsOptions": {"rejectUnauthorized": false, "ca": ["/ca.pem"]},
    "timeout": 5000
  },
  "smtp": {"host": "mail", "tlsOptions": {"rejectUnauthorized": true}}
}
"#;

#[test]
fn a_block_of_json_is_read_with_its_places() {
    let block = one("config.json", FASTGPT);
    assert_eq!(block.product, Some("FastGPT"));
    assert_eq!(block.name, "ldap");
    let server = block.servers.first().expect("a server");
    assert_eq!(server.value.encryption, Some(Encryption::Clear));
    assert_eq!(server.value.host, "10.0.0.5");
    assert_eq!(text_of(FASTGPT, Some(server)), "ldap://10.0.0.5:389");
    assert_eq!(
        text_of(FASTGPT, block.bind_credentials.as_ref()),
        "Made-Up-71"
    );
    let off = block.verification.as_ref();
    assert_eq!(off.map(|own| own.value), Some(Verification::Off));
    assert_eq!(text_of(FASTGPT, off), "false");
    assert_eq!(text_of(FASTGPT, block.ca_file.as_ref()), "/ca.pem");
    assert!(block.admin_filter.is_some() && block.timeout.is_some());
}

#[test]
fn every_form_is_a_block() {
    let table = [
        (
            "a.json",
            "{\"url\":\"ldaps://dc\",\"bindDN\":\"cn=x\",\"bindCredentials\":\"y\"}",
            DirectoryKind::Passport,
        ),
        (
            "a.yaml",
            "auth:\n  ldap:\n    urls: [ldaps://dc]\n    base_dn: dc=corp\n",
            DirectoryKind::Generic,
        ),
        (
            "a.toml",
            "[ldap]\nhost = 'dc'\nport = 389\nbase_dn = 'dc=corp'\n",
            DirectoryKind::Generic,
        ),
        (
            "ldap.toml",
            "[[servers]]\nhost = 'dc'\nport = 389\nbind_dn = 'cn=x'\nsearch_filter = '(cn=%s)'\nsearch_base_dns = ['dc=corp']\n",
            DirectoryKind::Grafana,
        ),
        (
            "sssd.conf",
            "[domain/corp]\nldap_uri = ldap://dc\nldap_search_base = dc=corp\n",
            DirectoryKind::Sssd,
        ),
        (
            "etc/ldap.conf",
            "URI ldap://dc\nTLS_REQCERT never\n",
            DirectoryKind::OpenLdap,
        ),
        (
            "init_data.json",
            "{\"ldaps\":[{\"host\":\"dc\",\"port\":389,\"enableSsl\":false,\"username\":\"cn=x\",\"password\":\"y\",\"baseDn\":\"dc=corp\"}]}",
            DirectoryKind::Casdoor,
        ),
        (
            ".env",
            "LDAP_URL=ldap://dc\nLDAP_BIND_DN=cn=x\n",
            DirectoryKind::Environment,
        ),
        (
            "app.properties",
            "spring.ldap.urls=ldap://dc\nspring.ldap.base=dc=corp\n",
            DirectoryKind::Generic,
        ),
        (
            "x.ini",
            "[auth]\nbind_dn=cn=x\nbind_password=y\n",
            DirectoryKind::Generic,
        ),
    ];
    for (path, text, kind) in table {
        assert_eq!(one(path, text).kind, kind, "{path}");
    }
}

#[test]
fn what_looks_alike_is_none() {
    for (path, text) in [
        (
            "a.json",
            "{\"ChildApp\":{\"url\":\"https://x\",\"timeout\":3},\"buildApp\":{\"host\":\"h\",\"port\":1}}",
        ),
        (
            "a.json",
            "{\"childApp\":{\"url\":\"x\",\"filter\":\"y\",\"base\":\"z\",\"user\":\"u\"}}",
        ),
        (
            "a.yaml",
            "db:\n  host: ldap-db\n  port: 5432\n  user: a\n  password: b\n",
        ),
        (".env", "CHILDAPP_URL=https://x\nCHILDAPP_HOST=h\n"),
        ("a.json", "{\"ldap\": true}"),
        (
            "a.json",
            "{\"ldap\":{\"enabled\":false,\"url\":\"ldap://dc\",\"bindDN\":\"cn=x\"}}",
        ),
        ("a.yaml", "ldap:\n  label: Directory\n  tls: true\n"),
        ("a.py", "ldap = {'url': 'ldap://dc', 'bindDN': 'cn=x'}\n"),
    ] {
        assert!(directories(path, text, None).is_empty(), "{text}");
    }
}

#[test]
fn grafana_sssd_and_openldap_have_their_own_words() {
    let text = "[[servers]]\nhost = \"dc1 dc2\"\nport = 636\nuse_ssl = true\nssl_skip_verify = true\nmin_tls_version = \"TLS1.0\"\nbind_dn = \"cn=x,dc=corp\"\nbind_password = 'grafana'\nsearch_filter = \"(cn=%s)\"\nsearch_base_dns = [\"dc=corp\"]\n[[servers.group_mappings]]\ngroup_dn = \"cn=a,dc=corp\"\norg_role = \"Editor\"\n[[servers.group_mappings]]\ngroup_dn = \"*\"\norg_role = \"Admin\"\n";
    let block = one("conf/ldap.toml", text);
    assert_eq!(block.servers.len(), 2);
    assert!(block.uses_tls());
    let off = block.verification.as_ref().map(|own| own.value);
    assert_eq!(off, Some(Verification::Off));
    assert_eq!(block.min_tls.map(|own| own.value), Some(TlsVersion::Tls10));
    let groups: Vec<(&str, &str)> = block
        .mappings
        .iter()
        .map(|own| (own.group.value.as_str(), own.role.as_str()))
        .collect();
    assert_eq!(groups, [("cn=a,dc=corp", "Editor"), ("*", "Admin")]);

    let text = "[domain/corp]\nldap_uri = ldap://dc.corp.example\nldap_auth_disable_tls_never_use_in_production = true\nldap_tls_reqcert = allow\nldap_default_authtok = made-up\nldap_default_bind_dn = cn=x\n";
    let block = one("sssd.conf", text);
    assert!(block.in_clear().is_some());
    let off = block.verification.as_ref().map(|own| own.value);
    assert_eq!(off, Some(Verification::Off));
    assert_eq!(text_of(text, block.bind_credentials.as_ref()), "made-up");

    let text = "# note\nBASE  dc=corp\nURI\tldaps://dc\n TLS_REQCERT\ttry\nTLS_PROTOCOL_MIN 3.1\n";
    let block = one("ldap.conf", text);
    assert_eq!(text_of(text, block.verification.as_ref()), "try");
    assert_eq!(block.min_tls.map(|own| own.value), Some(TlsVersion::Tls10));
}

#[test]
fn what_a_block_says_more_than_once_is_weighed() {
    let text = "ldap:\n  url: ldaps://dc\n  baseDN: dc=corp,dc=example\n  searchBase: ou=people,dc=corp,dc=example\n";
    let base = one("a.yaml", text).search_base;
    assert_eq!(text_of(text, base.as_ref()), "ou=people,dc=corp,dc=example");
    let text = "[[servers]]\nhost = 'dc'\nuse_ssl = false\nstart_tls = true\nbind_dn = 'cn=x'\nsearch_base_dns = ['dc=corp']\n";
    assert!(one("ldap.toml", text).in_clear().is_some());
}

#[test]
fn broken_texts_stop_nobody() {
    for text in [FASTGPT, "ldap:\n  url: ldap://dc\n  bindDN: é\n"] {
        for end in 0..text.len() {
            let Some(part) = text.get(..end) else {
                continue;
            };
            for path in ["a.json", "a.yaml", "a.toml", "a.ini", ".env", "ldap.conf"] {
                let found = directories(path, part, None);
                let ends = found.iter().map(|block| block.place.end as usize);
                assert!(ends.into_iter().all(|end| end <= part.len()));
            }
        }
    }
}
