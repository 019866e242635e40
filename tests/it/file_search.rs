//! Secrets in files that no compose file names: what is found, what is left alone, and where it is
//! said to stand.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write as _};

use serde_json::Value;

use crate::support::{hulan, json, write};

/// A made-up token with the shape of its provider.
const TOKEN: &str = "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";

const COMPOSE: &str = "services:\n  db:\n    image: postgres:16\n    environment:\n      \
                       POSTGRES_PASSWORD: ${DB_PASSWORD:?}\n";

/// The findings of the rules about secrets: rule, place, severity.
fn found(files: &[(&str, &[u8])], arguments: &[&str]) -> BTreeSet<(String, String, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), files);
    let all = [&["--isolated", "--select", "SEC"], arguments].concat();
    places(&json(folder.path(), &all).0)
}

fn places(report: &Value) -> BTreeSet<(String, String, String)> {
    let findings = report["findings"].as_array().expect("a list").iter();
    findings
        .filter(|finding| finding["status"] == "active")
        // The others are about the file itself, its mode for one.
        .filter(|finding| {
            finding["rule"]
                .as_str()
                .is_some_and(|rule| rule.starts_with("SEC1"))
        })
        .map(|finding| {
            let text = |value: &Value| value.as_str().expect("a string").to_owned();
            let at = format!(
                "{}:{}:{}",
                text(&finding["location"]["path"]),
                finding["location"]["line"],
                finding["location"]["column"]
            );
            (text(&finding["rule"]), at, text(&finding["severity"]))
        })
        .collect()
}

fn one(rule: &str, at: &str, severity: &str) -> BTreeSet<(String, String, String)> {
    BTreeSet::from([(rule.to_owned(), at.to_owned(), severity.to_owned())])
}

#[test]
fn tokens_are_found_in_files_of_any_kind() {
    for (path, before, after) in [
        ("notes.txt", "call it with ", " or not"),
        ("a/settings.json", "{\"llm\": {\"apiKey\": \"", "\"}}"),
        ("values.yaml", "llm:\n  api_key: \"", "\"\n"),
        ("app.py", "client = Client(api_key='", "')\n"),
        ("run.sh", "#!/bin/sh\nexport GROQ_API_KEY=", "\n"),
        ("app.toml", "[llm]\nkey = \"", "\"\n"),
        ("app.ini", "[llm]\nkey = ", "\n"),
        ("no-extension", "", ""),
        (".env.example", "GROQ_API_KEY=", "\n"),
        ("page.html", "<a data-key=\"", "\">密钥</a>"),
    ] {
        let text = format!("{before}{TOKEN}{after}");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().len() + 1;
        let at = format!("{path}:{line}:{column}");
        let found = found(&[(path, text.as_bytes())], &[]);
        assert_eq!(found, one("SEC114", &at, "high"), "{path}");
    }
    // Where it belongs, it is worth knowing and no more.
    let env = format!("GROQ_API_KEY={TOKEN}\n");
    let found = found(&[(".env", env.as_bytes())], &[]);
    assert_eq!(found, one("SEC118", ".env:1:14", "low"));
}

#[test]
fn encodings_of_windows_are_read_and_binary_files_are_left_out() {
    let text = format!("密钥：\r\nGROQ_API_KEY={TOKEN}\r\n");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFF, 0xFE][..], &wide].concat();
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    for bytes in [&marked[..], &gbk, text.as_bytes()] {
        let found = found(&[("notes.txt", bytes)], &[]);
        assert_eq!(found, one("SEC114", "notes.txt:2:14", "high"));
    }
    let binary = [b"\x7fELF\0\0\0\x01", TOKEN.as_bytes()].concat();
    assert!(found(&[("program", &binary)], &[]).is_empty());
}

#[test]
fn a_large_file_is_read_in_parts_and_its_place_is_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("dump.sql");
    let mut file = BufWriter::new(File::create(path).expect("made"));
    let line = "INSERT INTO notes VALUES (1, 'nothing to see here, move along');\n";
    let lines = 20 * 1024 * 1024 / line.len();
    for _ in 0..lines {
        file.write_all(line.as_bytes()).expect("written");
    }
    writeln!(file, "INSERT INTO keys VALUES ('{TOKEN}');").expect("written");
    file.write_all(line.as_bytes()).expect("written");
    file.flush().expect("written");
    drop(file);
    let (report, _) = json(folder.path(), &["--isolated", "--select", "SEC"]);
    let at = format!("dump.sql:{}:27", lines + 1);
    assert_eq!(places(&report), one("SEC114", &at, "high"));
    assert_eq!(report["coverage"]["searched"]["files"], 1);
    assert_eq!(report["outcome"]["exit"], 1);
    // In SARIF the region and the lines around it agree.
    let output = hulan()
        .arg("scan")
        .arg(folder.path())
        .args(["--isolated", "--select", "SEC", "--output", "sarif"])
        .output()
        .expect("it runs");
    let sarif: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], lines + 1);
    assert!(!String::from_utf8_lossy(&output.stdout).contains(TOKEN));
}

#[test]
fn what_supplies_a_container_is_said_once() {
    let env = "DB_PASSWORD=difyai123456\n";
    let files = [
        ("compose.yaml", COMPOSE.as_bytes()),
        (".env", env.as_bytes()),
    ];
    assert_eq!(found(&files, &[]), one("SEC103", ".env:1:13", "high"));
    // Without a compose file the line stands for itself.
    let alone = found(&files[1..], &[]);
    assert_eq!(alone, one("SEC103", ".env:1:13", "high"));
    // A line that nothing takes up has no effect.
    let env = "DB_PASSWORD=w7Uu0Zk3-made-up-2Vt9hQ\nMINIO_ROOT_PASSWORD=minioadmin\n";
    let files = [files[0], (".env", env.as_bytes())];
    let idle = found(&files, &["--profile", "strict"]);
    assert_eq!(idle, one("SEC116", ".env:2:21", "low"));
}

#[test]
fn settings_beside_the_deployment_are_judged_with_it() {
    let compose = "services:\n  sandbox:\n    image: langgenius/dify-sandbox:0.2.12\n    \
                   volumes: [./conf:/conf]\n    profiles: [code]\n";
    let active = compose.replace("    profiles: [code]\n", "");
    let settings = "app:\n  port: 8194\n  key: dify-sandbox\n";
    let files = |compose: &'static str| {
        [
            ("compose.yaml", compose.as_bytes()),
            ("conf/config.yaml", settings.as_bytes()),
        ]
    };
    let at = "conf/config.yaml:3:8";
    assert_eq!(
        found(&files(active.leak()), &[]),
        one("SEC103", at, "medium")
    );
    // The service that gets it does not start.
    assert!(found(&files(compose), &[]).is_empty());
}

#[test]
fn a_secret_file_of_compose_is_one_value() {
    let compose = "services:\n  db:\n    image: postgres:16\n    environment:\n      \
                   POSTGRES_PASSWORD_FILE: /run/secrets/db\n    secrets: [db]\nsecrets:\n  db:\n    \
                   file: ./secrets/db.txt\n";
    let files = |value: &'static str| {
        [
            ("compose.yaml", compose.as_bytes()),
            ("secrets/db.txt", value.as_bytes()),
        ]
    };
    let bad = found(&files("difyai123456\n"), &[]);
    assert_eq!(bad, one("SEC103", "secrets/db.txt:1:1", "high"));
    assert!(found(&files("w7Uu0Zk3-made-up-2Vt9hQ\n"), &[]).is_empty());
}

#[test]
fn programs_and_prose_are_not_taken_at_their_words() {
    let files: [(&str, &[u8]); 6] = [
        (
            "app.py",
            b"password = 'password'\nsecret = 'secret'\nconnect(password='postgres')\n",
        ),
        (
            "test_login.py",
            b"def test():\n    login('admin', password='changeme')\n",
        ),
        (
            "README.md",
            b"Set `POSTGRES_PASSWORD=difyai123456` first.\n",
        ),
        (
            "app.js",
            b"const token = getToken(); const password = \"\";\n",
        ),
        ("locales/en.json", b"{\"password\": \"Password\"}\n"),
        ("schema.json", b"{\"password\": {\"type\": \"string\"}}\n"),
    ];
    assert!(found(&files, &["--profile", "strict"]).is_empty());
}

#[test]
fn all_templates_are_one_finding() {
    let text = b"DB_PASSWORD=difyai123456\nREDIS_PASSWORD=difyai123456\n";
    let files: [(&str, &[u8]); 3] = [
        ("a/.env.example", text),
        ("b/env.template", text),
        ("c/.env.sample", b"DB_PASSWORD=\n"),
    ];
    let found = found(&files, &[]);
    assert_eq!(found, one("SEC103", "a/.env.example:1:13", "info"));
}
