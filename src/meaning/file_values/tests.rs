use super::*;
use crate::model::Sensitive;
use proptest::prelude::*;

fn found(text: &str, kind: FileKind) -> Vec<(String, String)> {
    let pair = |value: &Value| (value.name.clone(), value.text(text).to_owned());
    values(text, kind, None).iter().map(pair).collect()
}

fn rows(text: &str, kind: FileKind) -> Vec<String> {
    let row = |(name, value)| format!("{name}={value}");
    found(text, kind).into_iter().map(row).collect()
}

/// A sample of each kind, with what is to be found in it.
const SAMPLES: [(FileKind, &str, &[&str]); 17] = [
    (
        FileKind::Json,
        r#"// FastGPT
{
  "feConfigs": {"lafEnv": "https://laf.dev", "systemTitle": "x"},
  "systemEnv": {"oneapiUrl": "http://h/v1", "chatApiKey": "sk-made-up1", "vectorMaxProcess": 15,},
  "llmModels": [{"model": "m", "maxTokens": 16000, "requestAuth": "made-up2", "requestUrl": ""}],
  "reRankModels": [{"model": "bge", "requestUrl": "http://h", "apiKey": "made\"up3"}],
  "env": [{"name": "MINERU_API_KEY", "value": "made-up4"}],
  "db": "mongodb://u:made-up5@h/d", "schema": {"password": {"type": "string", "title": "Password"}},
  "tokenKey": "${TOKEN:-made-up6}"
}"#,
        &[
            "chatApiKey=sk-made-up1",
            "apiKey=made\"up3",
            "MINERU_API_KEY=made-up4",
            "db=made-up5",
            "tokenKey=made-up6",
        ],
    ),
    (
        FileKind::Yaml,
        "app:\n  port: 8194\n  key: dify-sandbox\nmax_workers: 4\nproxy:\n  socks5: ''\npassword: {{ vault }}\n",
        &["key=dify-sandbox"],
    ),
    (
        FileKind::Yaml,
        "db:\n  password: \"a\\tb\"\n  token: 'it''s-1'\n  max_tokens: 5\ndata:\n  app.conf: |\n    password=made-up1\n    user=x\nenv:\n  - API_KEY=made-up2\n  - name: X_TOKEN\n    value: made-up3\n",
        &[
            "token=it's-1",
            "password=made-up1",
            "API_KEY=made-up2",
            "X_TOKEN=made-up3",
        ],
    ),
    (
        FileKind::Toml,
        "[db]\npassword = \"made-up1\"\npass_file = '/run/secrets/x'\n[[api]]\nkey = 'made-up2'\nurl = 'redis://:made-up3@h'\n",
        &["password=made-up1", "key=made-up2", "url=made-up3"],
    ),
    (
        FileKind::Ini,
        "[mysqld]\npassword = made-up1 ; note\n# password=no\n[client]\npassword=\"made-up2\"\nssl_key=/etc/x.pem\n",
        &["password=made-up1", "password=made-up2"],
    ),
    (
        FileKind::Properties,
        "spring.datasource.password=made-up1\njwt.secret=${JWT:made-up2}\n",
        &["spring.datasource.password=made-up1", "jwt.secret=made-up2"],
    ),
    (
        FileKind::Xml,
        "<users><default><password>made-up1</password></default></users><add key=\"ApiKey\" value=\"made-up2\"/><Db Password='made-up3'/>",
        &["password=made-up1", "ApiKey=made-up2", "Password=made-up3"],
    ),
    (
        FileKind::Python,
        "import os\nPASSWORD = 'made-up1'\nd['secret_key'] = b'made-up2'\nconnect(host='h', password='made-up3')\nKEY = os.getenv('API_KEY', 'made-up4')\nx = {'token': 'abc', 'db_password': 'made-up5'}\nif password == 'made-up6': pass\ndef f(password='made-up7', key='name'): pass\nlabel = {'password': 'Password'}\nhelp(password_help='Your password here')\nEOS_TOKEN = '</s>'\n",
        &[
            "PASSWORD=made-up1",
            "secret_key=made-up2",
            "password=made-up3",
            "API_KEY=made-up4",
            "db_password=made-up5",
            "password=made-up6",
            "password=made-up7",
        ],
    ),
    (
        FileKind::Shell,
        "#!/bin/sh\nexport DB_PASSWORD=made-up1\nTOKEN=\"$(cat x)\"\nAPI_KEY=${API_KEY:-made-up2}\ncurl -H \"X-Token: made-up3\" h\n",
        &[
            "DB_PASSWORD=made-up1",
            "API_KEY=made-up2",
            "X-Token=made-up3",
        ],
    ),
    (
        FileKind::Program,
        "const c = { apiKey: \"made-up1\", password: input.value };\n",
        &[],
    ),
    (
        FileKind::Dockerfile,
        "FROM x\nENV DB_PASSWORD=made-up1\nARG TOKEN\nENV API_KEY made-up2\n",
        &["DB_PASSWORD=made-up1", "API_KEY=made-up2"],
    ),
    (
        FileKind::Htpasswd,
        "admin:$apr1$made$upone\n# x:y\nuser:{SHA}madeup=\n",
        &["password=$apr1$made$upone", "password={SHA}madeup="],
    ),
    (
        FileKind::Directives,
        "http_port 3128\ncache_peer h parent 3128 0 login=u:made-up1\ncachemgr_passwd made-up2 all\n# cachemgr_passwd no all\nauth_param basic credentialsttl 2 hours\n",
        &["password=made-up1", "cachemgr_passwd=made-up2"],
    ),
    (
        FileKind::Directives,
        "requirepass made-up1\nuser default on >made-up2 ~* +@all\nmasterauth \"made-up3\"\nproxy_set_header Authorization \"Basic bWFkZTp1cA==\";\nssl_certificate_key /etc/ssl/key.pem;\n",
        &[
            "requirepass=made-up1",
            "password=made-up2",
            "masterauth=made-up3",
            "password=bWFkZTp1cA==",
        ],
    ),
    (
        FileKind::Env,
        "DB_PASSWORD=made-up1\nSECRET_KEY=\"a\\\"b\"\nTOKEN=${X}\nAPI_KEY=${K:-made-up2}\nURL=http://u:made-up3@h\nTOKEN_FILE=x\n",
        &[
            "DB_PASSWORD=made-up1",
            "SECRET_KEY=a\"b",
            "API_KEY=made-up2",
            "URL=made-up3",
        ],
    ),
    (
        FileKind::Text,
        "login: admin\npassword: made-up1\nThe password is what you want.\nsee https://oapi.dingtalk.com/robot/send?access_token=made-up-two now\n",
        &["password=made-up1", "=made-up-two"],
    ),
    (FileKind::Locale, "{\"password\": \"made-up1\"}", &[]),
];

#[test]
fn finds_what_stands_in_each_kind_of_file() {
    for (kind, text, expected) in SAMPLES {
        assert_eq!(rows(text, kind), expected, "{kind:?}: {text}");
    }
}

#[test]
fn places_are_exact() {
    for (kind, text, expected) in SAMPLES {
        for (value, row) in values(text, kind, None).iter().zip(expected) {
            let written = text.get(value.range.clone()).expect("on characters");
            let plain = row.split_once('=').expect("a pair").1;
            match &value.decoded {
                None => assert_eq!(written, plain, "{kind:?}"),
                Some(decoded) => {
                    assert_eq!(decoded, plain);
                    assert_ne!(decoded, written);
                    assert!(written.contains(['\\', '\'', '\n']), "{kind:?}: {written}");
                }
            }
        }
    }
}

#[test]
fn the_column_of_a_table_is_no_key() {
    let row = |key: &str| format!("{{\"key\": \"{key}\", \"type\": \"x\"}}");
    let keys = ["model", "prompt", "stream", "zQ81kkP0aa1xy-made-up"];
    let table = format!("[{}]", keys.map(row).join(","));
    assert_eq!(rows(&table, FileKind::Json), ["key=zQ81kkP0aa1xy-made-up"]);
    assert_eq!(rows(&row("model"), FileKind::Json), ["key=model"]);
}

#[test]
fn knows_fallbacks_and_forms() {
    let text = "A_KEY=${A_KEY:-made-up1}\nB_KEY=made-up2\nC=amqp://u:made-up3@h\n";
    let found = values(text, FileKind::Shell, None);
    let fallbacks: Vec<bool> = found.iter().map(|value| value.is_fallback).collect();
    assert_eq!(fallbacks, [true, false, false]);
    let wholes = found
        .iter()
        .filter(|value| matches!(value.form, Form::Whole));
    assert_eq!(wholes.count(), 2);
}

#[test]
fn nothing_breaks_on_what_is_cut_off() {
    for (kind, text, _) in SAMPLES {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let cut = text.get(..end).unwrap_or_default();
            for value in values(cut, kind, None) {
                assert!(cut.get(value.range).is_some(), "{kind:?} at {end}");
            }
        }
    }
}

#[test]
fn a_quick_look_tells_what_can_hold_nothing() {
    assert!(!may_hold(b"just words\nx = 1\n"));
    assert!(may_hold(b"DB_PASSWORD"));
    assert!(may_hold(b"see ftp://x"));
    assert!(may_hold(&[0xFF, 0xFE, b'p', 0]));
    // Keeps the value types honest: a found value can be handed on as a secret.
    let text = "a_key=made-up1";
    let found = values(text, FileKind::Text, None);
    let secrets: Vec<Sensitive> = found
        .iter()
        .map(|one| Sensitive::new(one.text(text)))
        .collect();
    assert_eq!(secrets.first().map(Sensitive::expose), Some("made-up1"));
}

#[test]
fn each_kind_takes_megabytes_in_its_stride() {
    for (kind, text, _) in SAMPLES {
        let many = text.repeat((1 << 17) / text.len());
        for long in [many.clone(), many.replace('\n', " ")] {
            let start = std::time::Instant::now();
            let count = values(&long, kind, None).len();
            let time = start.elapsed();
            assert!(time.as_secs() < 5, "{kind:?}: {count} in {time:?}");
        }
    }
}

fn any_kind() -> impl Strategy<Value = FileKind> {
    let kinds: Vec<FileKind> = SAMPLES.iter().map(|(kind, _, _)| *kind).collect();
    proptest::sample::select(kinds)
}

proptest! {
    #[test]
    fn no_text_breaks_anything(
        kind in any_kind(),
        text in "(password|api_key|token|://|u:p@h|[-=:>\"'\\\\ \n\t${}#/,;?|\\[\\]()<&]|[a-z密é1]){0,60}",
    ) {
        for value in values(&text, kind, None) {
            prop_assert!(text.get(value.range).is_some());
        }
    }

    #[test]
    fn no_bytes_break_anything(kind in any_kind(), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = FileKind::of(&text, &bytes);
        for value in values(&text, kind, None) {
            prop_assert!(text.get(value.range).is_some());
        }
    }
}
