//! No secret leaves, whatever the format and whatever goes wrong.

use std::fmt::Write as _;

use crate::support::{FORMATS, hulan, write};

/// Made-up secrets of several looks.
const CANARIES: [&str; 5] = [
    "Canary-9f3K-aa01-one",
    "canarytwocanarytwo",
    "Kanarienvogel#3?x=1",
    "c4n4ry\"with'quotes",
    "金丝雀密码canary五",
];

/// Each canary wherever a secret can stand: literal, default, env file, URL, command, comment,
/// label, build argument, block text, key of another case.
fn compose(canary: &str) -> String {
    let quoted = canary.replace('\\', "\\\\").replace('"', "\\\"");
    let plain = canary.replace(['"', '\'', '#', '?'], "x");
    let mut text = String::new();
    let _ = write!(
        text,
        r#"
# ADMIN_PASSWORD={canary}
x-shared: &shared
  DB_PASSWORD: "{quoted}"   # the password is the one of 2024
services:
  app:
    image: "example/app:${{APP_TOKEN}}"
    container_name: app
    ports: ["${{DB_SECRET:-8080}}:80"]
    cap_add: ["${{APP_TOKEN}}"]
    build:
      args:
        API_KEY: "{quoted}"
    environment:
      <<: *shared
      SESSION_SECRET: ${{MISSING_SECRET:-{plain}}}
      DATABASE_URL: "postgres://app:{plain}@db:5432/app"
      NOTIFY: "https://open.feishu.cn/open-apis/bot/v2/hook/{plain}"
      FLOW: "https://p.logic.azure.com:443/workflows/1/triggers?sv=1&sig={plain}" # as https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={plain}
      ROOT_TOKEN: |
        {canary}
    labels:
      admin.password: "{quoted}"
    command: ["serve", "--password", "{quoted}"]
    healthcheck:
      test: ["CMD", "redis-cli", "-a", "{quoted}", "ping"]
  db:
    image: postgres:16
    env_file: [db.env]
    entrypoint:
      - bash
      - -c
      - |
        mongo -u root -p {plain} --eval 1
        redis-server --requirepass {plain}
"#
    );
    text
}

fn env(canary: &str) -> String {
    let single = canary.replace('\'', "");
    format!(
        "# OLD_PASSWORD={canary}\nPOSTGRES_PASSWORD='{single}'\nAPP_TOKEN='{single}'\nURL='redis://:{single}@cache/0'\n"
    )
}

/// Files of all kinds that hold the canary under names of secrets, with others on the same line.
fn files(canary: &str) -> Vec<(&'static str, String)> {
    let plain = canary.replace(['"', '\'', '#', '?'], "x");
    let json = serde_json::to_string(canary).expect("a string");
    // A token, so that something is found in each of them.
    let token = "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";
    vec![
        (
            "files/config.json",
            format!(
                "{{\"token\": \"{token}\", \"password\": {json}, \"db\": \"mysql://u:{plain}@h/d\"}}\n"
            ),
        ),
        (
            "files/settings.py",
            format!(
                "KEY = \"{token}\"; connect(password=\"{plain}\", user=\"u\")  # password={plain}\n"
            ),
        ),
        (
            "files/run.sh",
            format!(
                "export API_TOKEN={token} DB_PASSWORD='{plain}' # or {plain}\nmysql -p{plain} {token}\n"
            ),
        ),
        (
            "files/app.toml",
            format!("[db]\npassword = {json}\ntoken = \"{token}\" # secret: {plain}\n"),
        ),
        (
            "files/app.ini",
            format!("[db]\npassword = {plain}\ntoken = {token} ; password = {plain}\n"),
        ),
        (
            "files/app.xml",
            format!(
                "<a><password>{plain}</password><token>{token}</token><b password=\"{plain}\"/></a>\n"
            ),
        ),
        (
            "files/redis.conf",
            format!("requirepass {plain}\n# {token} requirepass {plain}\n"),
        ),
        (
            "files/Dockerfile",
            format!("FROM a:1\nENV API_TOKEN={token} DB_PASSWORD={plain}\n"),
        ),
        (
            "files/values.yaml",
            format!("db: {{password: {json}, token: {token}}} # password: {plain}\n"),
        ),
        (
            "files/README.md",
            format!("Use {token} with `password={plain}` or redis://:{plain}@h.\n"),
        ),
        (
            "files/.env.example",
            format!("API_TOKEN={token}\nDB_PASSWORD='{plain}'\nA_SECRET=difyai123456\n"),
        ),
    ]
}

#[test]
fn canaries_show_in_no_format_and_no_error() {
    for canary in CANARIES {
        let folder = tempfile::tempdir().expect("made");
        let good = compose(canary);
        // The same text broken in several places: nothing of it may be quoted.
        let unclosed = format!("{good}\n    command: \"{canary}\n");
        let tabs = good.replace("    image: postgres", "\timage: postgres");
        let required = good.replace(":-", ":?");
        let bad_env = format!("{}BROKEN LINE {canary}\nX=\"{canary}\n", env(canary));
        let env = env(canary);
        write(
            folder.path(),
            &[
                ("good/compose.yaml", good.as_bytes()),
                ("good/db.env", env.as_bytes()),
                ("good/.env", env.as_bytes()),
                ("unclosed/compose.yaml", unclosed.as_bytes()),
                ("tabs/compose.yaml", tabs.as_bytes()),
                ("required/compose.yaml", required.as_bytes()),
                ("required/db.env", env.as_bytes()),
                ("badenv/compose.yaml", good.as_bytes()),
                ("badenv/db.env", bad_env.as_bytes()),
                ("badenv/.env", bad_env.as_bytes()),
            ],
        );
        let others = files(canary);
        let others = others.iter().map(|(path, text)| (*path, text.as_bytes()));
        write(folder.path(), &others.collect::<Vec<_>>());
        for format in FORMATS {
            for lang in ["en", "zh"] {
                let output = hulan()
                    .arg("scan")
                    .arg(folder.path())
                    .args(["--output", format, "--lang", lang, "--profile", "strict"])
                    .output()
                    .expect("it runs");
                let shown = [output.stdout, output.stderr].concat();
                let shown = String::from_utf8(shown).expect("UTF-8");
                assert!(shown.len() > 1000, "{format}: {shown}");
                for form in forms(canary) {
                    assert!(
                        !shown.contains(&form),
                        "{format}: {form} of {canary} leaves:\n{}",
                        around(&shown, &form)
                    );
                }
            }
        }
    }
}

/// A secret as it may turn up: as it is, without its signs, in JSON, in URLs, in base64.
fn forms(secret: &str) -> Vec<String> {
    let plain = secret.replace(['"', '\'', '#', '?'], "x");
    let mut forms = Vec::new();
    for text in [secret, &plain] {
        forms.push(text.to_owned());
        let json = serde_json::to_string(text).expect("a string");
        forms.push(json.trim_matches('"').to_owned());
        let mut ascii = String::new();
        for unit in text.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte) if byte.is_ascii() => ascii.push(char::from(byte)),
                _ => {
                    let _ = write!(ascii, "\\u{unit:04x}");
                }
            }
        }
        forms.push(ascii);
        let mut url = String::new();
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                url.push(char::from(byte));
            } else {
                let _ = write!(url, "%{byte:02X}");
            }
        }
        forms.push(url);
        // The same without its first and its last character.
        let inner: String = text.chars().skip(1).collect();
        let mut inner = inner;
        inner.pop();
        forms.push(inner);
        // Whole groups of three bytes look the same in base64 wherever the rest ends.
        let whole: Vec<u8> = text.bytes().take(text.len() / 3 * 3).collect();
        forms.push(base64(&whole));
    }
    forms
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let number = group
            .iter()
            .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        for shift in [18, 12, 6, 0] {
            text.push(char::from(LETTERS[number >> shift & 63]));
        }
    }
    text
}

fn around(text: &str, what: &str) -> String {
    let at = text.find(what).unwrap_or(0);
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..].lines().next().unwrap_or_default().to_owned()
}

/// What stands in a command and nowhere else, on lines that findings quote.
#[test]
fn words_of_commands_are_hidden() {
    let folder = tempfile::tempdir().expect("made");
    let compose = r#"
services:
  a:
    image: redis:7
    command: ["sh", "-c", "mc alias set l http://m:9000 minio Madeup-one && ldapsearch -w Madeup-two; redis-cli -a difyai123456; sqlcmd -P 'Made up-three'"]
    healthcheck:
      test: curl -u elastic:Madeup-four -H "X-Api-Key: Madeup-five" http://x && redis-cli -a difyai123456
  b:
    image: redis:7
    entrypoint: |
      sh -c 'mysql -pMadeup-six; redis-cli -a difyai123456; rabbitmqctl add_user a "Madeup-seven"'
    command: [mysqladmin, -pMadeup-eight, --password, difyai123456]
"#;
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    for format in FORMATS {
        let output = hulan()
            .arg("scan")
            .arg(folder.path())
            .args(["--profile", "strict", "--output", format])
            .output()
            .expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout);
        // Clauses are told without the ids of rules.
        let told = text.contains("SEC103") || format.starts_with("compliance");
        assert!(told, "{text}");
        for secret in ["Madeup", "Made up"] {
            assert!(
                !text.contains(secret),
                "{format}: {}",
                around(&text, secret)
            );
        }
    }
}
