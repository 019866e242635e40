//! Documents of engines, made up: what is said of them, and what is never shown.

use std::collections::BTreeSet;

use hulan::model::{Lang, Severity};
use hulan::report::{self, Detail, Report, Style};
use hulan::rules::RULES;
use hulan::scan::{EngineAnswers, Request, Scan, scan};
use hulan::verdict::{Gate, Overview, Waivers, judge};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A document with these containers and images.
fn document(containers: &Value, images: &Value) -> Value {
    json!({
        "hulan-engine": 1,
        "endpoint": "unix:///var/run/docker.sock",
        "version": {"Components": [{"Name": "Engine"}]},
        "info": {"LoggingDriver": "json-file", "DefaultRuntime": "runc", "CgroupVersion": "2"},
        "containers": containers,
        "images": images,
    })
}

fn scan_document(document: &Value) -> Scan {
    scan(&Request {
        rules: RULES.to_vec(),
        engines: vec![EngineAnswers {
            path: "engine.json".to_owned(),
            content: format!("{document:#}"),
        }],
        ..Request::default()
    })
}

/// The names of the rules that speak of a container.
fn rules(scan: &Scan, name: &str) -> BTreeSet<&'static str> {
    let all = scan.answers.occurrences.iter();
    let own = all.filter(|own| own.subject.kind == "container" && own.subject.name == name);
    own.map(|own| own.rule.name).collect()
}

#[test]
fn what_an_image_brings_is_found_only_where_everybody_knows_it() {
    let environment = json!([
        "PATH=/usr/bin",
        "PG_VERSION=16.4",
        "GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305",
        "DB_PASSWORD=difyai123456",
    ]);
    let own = |image: &str, of_image: &Value| {
        let images = json!([{"inspect": {
            "Id": "sha256:77", "RepoTags": ["example/app:1"], "Config": {"Env": of_image},
        }, "history": []}]);
        let containers = json!([{"Id": "a", "Name": "/app", "Image": image,
            "Config": {"Image": "example/app:1", "Env": environment, "User": "1000"}}]);
        let scan = scan_document(&document(&containers, &images));
        let all = scan.answers.occurrences.iter();
        let secrets = all.filter(|own| own.rule.family() == "SEC" && own.subject.name == "app");
        secrets
            .map(|own| (own.rule.name, own.role.clone()))
            .collect::<Vec<_>>()
    };
    // All of it is the image's: one value is known to everybody.
    let published = ("PublishedDefaultSecret", "DB_PASSWORD".to_owned());
    assert_eq!(
        own("sha256:77", &environment),
        std::slice::from_ref(&published)
    );
    // None of it is: the deployment says it.
    assert!(own("sha256:77", &json!([])).contains(&published));
}

#[test]
fn a_stopped_container_is_judged_as_one_that_runs() {
    let one = |status: &str| {
        let containers = json!([{"Id": "a", "Name": "/app", "State": {"Status": status},
            "Config": {"Image": "example/app:1"},
            "HostConfig": {"Privileged": true, "PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}}]);
        let scan = scan_document(&document(&containers, &json!([])));
        let all = scan.answers.occurrences.iter();
        let mut found: Vec<_> = all
            .map(|own| (own.rule.id, own.severity, own.inactive_in.clone()))
            .collect();
        found.sort();
        found
    };
    let up = one("running");
    assert!(up.iter().any(|(id, ..)| *id == "CTR101"), "{up:?}");
    assert_eq!(up, one("exited"));
    assert_eq!(up, one("created"));
}

#[test]
fn what_the_engine_knows_counts_more_than_what_images_usually_do() {
    let own = |image: &str, more: Value| {
        let mut container = json!({"Id": "a", "Name": "/app",
            "Config": {"Image": image, "User": ""}, "HostConfig": {}});
        for (field, values) in more.as_object().expect("fields") {
            for (name, value) in values.as_object().expect("values") {
                container[field][name] = value.clone();
            }
        }
        let scan = scan_document(&document(&json!([container]), &json!([])));
        rules(&scan, "app")
    };
    // Nobody told it which user: it is root, whatever the image is.
    assert!(own("example/app:1", json!({})).contains("RootUser"));
    // Its entry point is known to step down.
    assert!(!own("postgres:16.4", json!({})).contains("RootUser"));
    let user = json!({"Config": {"User": "app"}});
    assert!(!own("example/app:1", user).contains("RootUser"));
    // The image brings a check, as the engine says.
    let check = json!({"Config": {"Healthcheck": {"Test": ["CMD", "true"]}}});
    assert!(!own("example/app:1", check).contains("NoHealthCheck"));
    assert!(own("example/app:1", json!({})).contains("NoHealthCheck"));
    // The engine's own driver has a limit.
    let local = json!({"HostConfig": {"LogConfig": {"Type": "local", "Config": {}}}});
    assert!(!own("example/app:1", local).contains("UnlimitedLogs"));
    // The pipe of the engine, on Windows.
    let pipe = json!({"HostConfig": {}, "State": {}});
    assert!(!own("example/app:1", pipe).contains("EngineSocketMounted"));
}

#[test]
fn windows_paths_of_docker_desktop_are_those_of_windows() {
    for (kind, source, rule) in [
        ("npipe", r"\\.\pipe\docker_engine", "EngineSocketMounted"),
        (
            "bind",
            "/run/desktop/mnt/host/c",
            "SensitiveHostPathMounted",
        ),
        ("bind", "/host_mnt/c/Users", "SensitiveHostPathMounted"),
        ("bind", "/var/run/docker.sock", "EngineSocketMounted"),
    ] {
        let containers = json!([{"Id": "a", "Name": "/app", "Config": {"Image": "example/app:1"},
            "Mounts": [{"Type": kind, "Source": source, "Destination": "/x", "RW": true}]}]);
        let scan = scan_document(&document(&containers, &json!([])));
        assert!(rules(&scan, "app").contains(rule), "{source}");
    }
}

/// Made-up values: one that looks like a secret, one with signs, one in Chinese.
const CANARIES: [&str; 3] = [
    "mu9Kw2xLt8qZr5Vb",
    "made up \"pass\\word\"",
    "口令是编造的甲乙丙丁",
];

fn with_canaries(canary: &str) -> Value {
    let plain = canary.replace([' ', '"', '\\'], "x");
    let containers = json!([{
        "Id": "a", "Name": "/app", "Image": "sha256:77", "Path": "redis-server",
        "Args": ["--requirepass", canary],
        "Config": {
            "Image": "example/app", "User": "",
            "Env": [format!("DB_PASSWORD={canary}"), format!("DATABASE_URL=postgres://u:{plain}@db/x"),
                format!("NOTIFY=https://open.feishu.cn/open-apis/bot/v2/hook/{plain}")],
            "Cmd": ["redis-server", "--requirepass", canary],
            "Entrypoint": ["sh", "-c", format!("mysql -p{plain} && psql postgres://u:{plain}@h")],
            "Healthcheck": {"Test": ["CMD", "redis-cli", "-a", canary, "ping"]},
            "Labels": {"app.api-token": canary},
        },
        "HostConfig": {"Privileged": true, "SecurityOpt": ["seccomp=unconfined"],
            "LogConfig": {"Type": "splunk", "Config": {"splunk-token": canary}}},
        "State": {"Status": "running", "Health": {"Status": "healthy", "Log": [{"Output": canary}]}},
    }]);
    let images = json!([{
        "inspect": {"Id": "sha256:77", "RepoTags": ["example/app:1"],
            "Config": {"Env": [format!("API_KEY={canary}")], "Labels": {"db.password": canary}}},
        "history": [{"CreatedBy": format!("RUN |1 TOKEN={plain} /bin/sh -c make"), "Size": 1},
            {"CreatedBy": format!("ENV DB_PASSWORD={plain}"), "Size": 0}],
    }]);
    document(&containers, &images)
}

#[test]
fn canaries_show_in_no_format() {
    for canary in CANARIES {
        let document = with_canaries(canary);
        // On one line everything stands beside what is quoted.
        for content in [format!("{document:#}"), document.to_string()] {
            let scan = scan(&Request {
                rules: RULES.to_vec(),
                engines: vec![EngineAnswers {
                    path: "engine.json".to_owned(),
                    content,
                }],
                ..Request::default()
            });
            for lang in [Lang::En, Lang::Zh] {
                shows_nothing(&scan, canary, lang);
            }
        }
    }
}

fn shows_nothing(scan: &Scan, canary: &str, lang: Lang) {
    let mut answers = hulan::rules::Answers {
        occurrences: scan.answers.occurrences.clone(),
        tallies: scan.answers.tallies.clone(),
    };
    let now = jiff::Timestamp::UNIX_EPOCH;
    let findings = judge(
        &mut answers,
        &scan.deployment,
        &[],
        Waivers::default(),
        &scan.texts,
        now,
    );
    assert!(findings.len() > 5, "{}", findings.len());
    let gate = Gate {
        fail_on: Severity::High,
        deny: Vec::new(),
        exit_zero: false,
    };
    let report = Report {
        texts: &scan.texts,
        redactor: &scan.redactor,
        findings: &findings,
        tallies: &answers.tallies,
        outcome: gate.decide(&findings, &scan.deployment, false),
        read: (scan.read.files, scan.read.bytes),
        files: &scan.read.names,
        config: None,
        has_baseline: false,
        diff: None,
        overlay: None,
        found: hulan::input::Counts::default(),
        searched: hulan::input::Searched::default(),
        not_analysed: &[],
        profile: "strict",
        overview: &Overview::of(&findings, &scan.deployment, &scan.texts),
        undeclared: None,
        ways: None,
        root: &scan.root,
        shown_root: ".",
        path_root: None,
        lang,
        clock: now,
    };
    let told = report::Told::of(&report);
    let escaped = serde_json::to_string(canary).expect("a string");
    let twice = serde_json::to_string(&escaped).expect("a string");
    let plain = canary.replace([' ', '"', '\\'], "x");
    for (format, text) in [
        (
            "text",
            report::text(&told, Style::Plain, Detail::Everything),
        ),
        ("table", report::table(&told, Detail::Everything)),
        ("json", report::json(&told)),
        ("sarif", report::sarif(&told, &report::SarifProfile::Github)),
    ] {
        for form in [
            canary,
            plain.as_str(),
            escaped.trim_matches('"'),
            twice.trim_matches('"'),
        ] {
            assert!(!text.contains(form), "{format} shows {form}: {text}");
        }
        let in_ascii: String = canary
            .encode_utf16()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect();
        assert!(!text.contains(&in_ascii), "{format}");
        assert!(text.contains("engine.json"), "{format} names the document");
    }
}

/// Puts `new` in the place of the value that `path` leads to, as far as it leads.
fn put(document: &mut Value, path: &[usize], new: Value) {
    let place = path.iter().try_fold(document, |value, step| match value {
        Value::Object(fields) if !fields.is_empty() => {
            let at = step % fields.len();
            fields.values_mut().nth(at)
        }
        Value::Array(items) if !items.is_empty() => {
            let at = step % items.len();
            items.get_mut(at)
        }
        _ => None,
    });
    if let Some(place) = place {
        *place = new;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// What an engine of Docker 20.10 answered, with other values in some places, goes through all
    /// rules.
    #[test]
    fn rules_bear_whatever_an_engine_answers(
        changes in prop::collection::vec(
            (prop::collection::vec(any::<usize>(), 2..8), "[-=:,/@a-z0-9\\\\\"]{0,12}"), 1..40
        ),
    ) {
        let real = include_str!("engine_table/docker-20.10.json");
        let mut document: Value = serde_json::from_str(real).expect("JSON");
        for (path, text) in changes {
            let number = text.len();
            let new = match number % 4 {
                0 => Value::Null,
                1 => json!(-1),
                2 => json!([text]),
                _ => json!(text),
            };
            put(&mut document, &path, new);
        }
        let scan = scan_document(&document);
        for own in &scan.answers.occurrences {
            // Each place is one of its text.
            let text = scan.texts.get(own.span.text);
            prop_assert!(own.span.range().end <= text.whole().range().end);
        }
    }
}
