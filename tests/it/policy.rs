//! `--policy`: the configuration beside the scanned files may be stricter, never looser.

use serde_json::Value;

use crate::support::{hulan, json, write};

const NOW: [&str; 2] = ["--now", "2026-03-01T12:00:00Z"];

const COMPOSE: &str = "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n";

/// A report on a deployment with this configuration under this policy, and the exit status.
fn scan(config: &str, policy: &str, more: &[(&str, &str)], arguments: &[&str]) -> (Value, i32) {
    let folder = tempfile::tempdir().expect("made");
    let law = tempfile::tempdir().expect("made");
    write(law.path(), &[("law.toml", policy.as_bytes())]);
    let mut files: Vec<(&str, &[u8])> = vec![("compose.yaml", COMPOSE.as_bytes())];
    if !config.is_empty() {
        files.push(("hulan.toml", config.as_bytes()));
    }
    files.extend(more.iter().map(|(path, text)| (*path, text.as_bytes())));
    write(folder.path(), &files);
    let law = law.path().join("law.toml");
    let named = ["--policy", law.to_str().expect("UTF-8")];
    json(folder.path(), &[&named, &NOW[..], arguments].concat())
}

fn findings<'r>(report: &'r Value, rule: &str) -> Vec<&'r Value> {
    let all = report["findings"].as_array().expect("an array").iter();
    all.filter(|one| one["rule"] == rule).collect()
}

/// The keys that are said to be looser, with their lines.
fn attempts(report: &Value) -> Vec<(String, u64)> {
    let own = findings(report, "HUL127").into_iter().flat_map(|one| {
        let message = one["message"].as_str().expect("a string");
        let key = message.split('\'').nth(1).expect("a key").to_owned();
        let keys: Vec<String> = key.split(", ").map(str::to_owned).collect();
        let line = one["location"]["line"].as_u64().expect("a line");
        keys.into_iter().map(move |key| (key, line))
    });
    let mut own: Vec<_> = own.collect();
    own.sort();
    own
}

fn at(key: &str, line: u64) -> (String, u64) {
    (key.to_owned(), line)
}

#[test]
fn what_would_loosen_does_not_count_and_is_said() {
    let entry = "path = 'x.yaml'\nreason = 'known'\n";
    let cases = [
        ("fail-on = 'critical'\n", "fail-on"),
        ("exit-zero = true\n", "exit-zero"),
        ("profile = 'baseline'\n", "profile"),
        ("select = ['NET']\n", "select"),
        ("ignore = ['CTR101']\n", "ignore: CTR101"),
        ("exclude = ['*']\n", "exclude"),
        ("baseline = 'known.json'\n", "baseline"),
        ("knowledge = 'knowledge'\n", "knowledge"),
        ("[severity]\nCTR101 = 'low'\n", "severity: CTR101"),
        ("[severity]\nCTR = 'low'\n", "severity: CTR"),
        (
            "[parameters]\nfront-door-ports = [80, 443, 5432]\n",
            "parameters: front-door-ports",
        ),
        (
            "[parameters]\ntolerated-capabilities = ['SYS_ADMIN']\n",
            "parameters: tolerated-capabilities",
        ),
        (
            "[parameters]\ntrusted-images = []\n",
            "parameters: trusted-images",
        ),
        (
            "[parameters]\nallowed-host-paths = ['/srv', '/']\n",
            "parameters: allowed-host-paths",
        ),
        ("[python]\nsubprocess = []\n", "python"),
    ];
    let law = "profile = 'plan'\nfail-on = 'high'\nignore = ['CTR301']\n[parameters]\n\
               trusted-images = ['docker.io/library/*']\nallowed-host-paths = ['/srv']\n";
    let (without, status) = scan("", law, &[], &[]);
    assert_eq!(status, 1);
    let about = |report: &Value| {
        let all = report["findings"].as_array().expect("an array").iter();
        let own = all.filter(|one| one["rule"] != "HUL127");
        own.map(|one| (one["fingerprint"].clone(), one["severity"].clone()))
            .collect::<Vec<_>>()
    };
    for (config, key) in cases {
        let (report, status) = scan(config, law, &[], &[]);
        assert_eq!(status, 1, "{config}");
        let own = attempts(&report);
        assert_eq!(own.len(), 1, "{config}{own:?}");
        assert_eq!(own[0].0, key, "{config}");
        assert_eq!(about(&report), about(&without), "{config}");
        assert_eq!(report["profile"], "plan");
    }
    let accepted = format!("lang = 'zh'\n[[coverage.accept]]\n{entry}");
    let (report, _) = scan(&accepted, law, &[], &[]);
    assert_eq!(attempts(&report), [at("coverage", 2)]);
    // All at once, each with its place.
    let (report, status) = scan(
        "exit-zero = true\nfail-on = 'critical'\nignore = ['CTR301', 'CTR101']\n",
        law,
        &[],
        &[],
    );
    assert_eq!(status, 1);
    assert_eq!(
        attempts(&report),
        [
            at("exit-zero", 1),
            at("fail-on", 2),
            at("ignore: CTR101", 3)
        ]
    );
}

#[test]
fn what_tightens_counts() {
    let law = "fail-on = 'critical'\n[severity]\nCTR301 = 'low'\n";
    let mild = COMPOSE.replace("    privileged: true\n", "");
    let mild = [("compose.yaml", mild.as_str())];
    let status = |config: &str| {
        let (report, status) = scan(config, law, &mild, &[]);
        assert_eq!(attempts(&report), [], "{config}");
        (report, status)
    };
    assert_eq!(status("").1, 0);
    assert_eq!(status("lang = 'zh'\n").1, 0);
    assert_eq!(status("fail-on = 'low'\n").1, 1);
    assert_eq!(status("[gate]\ndeny = ['CTR301']\n").1, 1);
    assert_eq!(status("[severity]\nCTR301 = 'critical'\n").1, 1);
    let (report, code) = status("profile = 'strict'\n");
    assert_eq!(
        (report["profile"].as_str(), code),
        (Some("strict"), 1),
        "strict fails at medium"
    );
    // The policy's own severity is the floor.
    let (report, _) = scan("", law, &mild, &[]);
    assert_eq!(findings(&report, "CTR301")[0]["severity"], "low");
}

#[test]
fn a_policy_stands_alone_and_in_the_environment() {
    let (report, _) = scan("", "profile = 'strict'\n", &[], &["--isolated"]);
    assert_eq!(report["profile"], "strict");
    let folder = tempfile::tempdir().expect("made");
    write(
        folder.path(),
        &[
            ("compose.yaml", COMPOSE.as_bytes()),
            ("law.toml", b"profile = 'strict'\n"),
        ],
    );
    let mut command = hulan();
    let command = command
        .current_dir(folder.path())
        .env("HULAN_POLICY", "law.toml");
    let output = command
        .args(["scan", "--output", "json"])
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["profile"], "strict");
    assert_eq!(report["config"]["path"], "law.toml");
}

#[test]
fn a_policy_that_is_wrong_ends_the_scan() {
    let said = |policy: &str| {
        let folder = tempfile::tempdir().expect("made");
        write(
            folder.path(),
            &[
                ("compose.yaml", COMPOSE.as_bytes()),
                ("law.toml", policy.as_bytes()),
            ],
        );
        let mut command = hulan();
        let command = command
            .current_dir(folder.path())
            .args(["scan", "--policy", "law.toml"]);
        let output = command.output().expect("it runs");
        assert_eq!(
            (output.stdout.len(), output.status.code()),
            (0, Some(2)),
            "{policy}"
        );
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    for (policy, expected) in [
        (
            "fail-onn = 'high'\n",
            "law.toml:1:1: unknown key 'fail-onn': did you mean 'fail-on'?",
        ),
        (
            "\nexclude = ['x']\n",
            "law.toml:2:1: 'exclude' is no key of a policy",
        ),
        (
            "ignore = ['CTR999']\n",
            "law.toml:1:11: no rule or family is called 'CTR999'",
        ),
        (
            "profile = 'hard'\n",
            "law.toml:1:11: no such profile (known: ",
        ),
        (
            "[waivers]\nlongest-days = 0\n",
            "law.toml:2:16: longest-days is at least 1",
        ),
        ("[waivers]\nlongest-days = -1\n", "law.toml:2:16: "),
    ] {
        let said = said(policy);
        assert!(said.contains(expected), "{policy}{said}");
    }
    let mut command = hulan();
    let command = command.args(["scan", "--policy", "/nowhere/law.toml"]);
    assert_eq!(command.output().expect("it runs").status.code(), Some(2));
}

#[test]
fn it_says_how_long_a_waiver_may_last_and_who_may_own_one() {
    let register = |owner: &str, expires: &str| {
        format!(
            "waivers:\n  - rule: CTR101\n    subject: container/web\n    reason: a test\n    \
             owner: {owner}\n    created: 2026-02-01\n    expires: {expires}\n"
        )
    };
    // The configuration may ask for more.
    let own = "[waivers]\nlongest-days = 20\nowners = ['li.wei']\n";
    let law = "[waivers]\nlongest-days = 90\nowners = ['security', 'li.wei']\n";
    for (owner, expires, counts) in [
        ("li.wei", "2026-02-21", true),
        ("security", "2026-02-21", false),
        ("li.wei", "2026-02-22", false),
    ] {
        let text = register(owner, expires);
        let folder = tempfile::tempdir().expect("made");
        let files = [
            ("compose.yaml", COMPOSE),
            ("hulan.toml", own),
            ("law.toml", law),
        ];
        for (path, text) in files
            .iter()
            .chain(&[(".hulan/waivers.yaml", text.as_str())])
        {
            write(folder.path(), &[(path, text.as_bytes())]);
        }
        let law = folder.path().join("law.toml");
        let named = [
            "--policy",
            law.to_str().expect("UTF-8"),
            "--select",
            "CTR101,HUL",
        ];
        let (report, _) = json(
            folder.path(),
            &[&named[..], &["--now", "2026-02-20T00:00:00Z"]].concat(),
        );
        assert_eq!(
            findings(&report, "HUL128").is_empty(),
            counts,
            "{owner} {expires}"
        );
        assert_eq!(attempts(&report), []);
    }
    // 180 days where nothing else is said.
    for (law, owner, expires, counts) in [
        ("", "platform", "2026-07-31", true),
        ("", "platform", "2026-08-01", false),
        (
            "[waivers]\nlongest-days = 30\n",
            "platform",
            "2026-03-03",
            true,
        ),
        (
            "[waivers]\nlongest-days = 30\n",
            "platform",
            "2026-03-04",
            false,
        ),
        (
            "[waivers]\nowners = ['security', 'li.wei']\n",
            "li.wei",
            "2026-03-04",
            true,
        ),
        (
            "[waivers]\nowners = ['security', 'li.wei']\n",
            "li",
            "2026-03-04",
            false,
        ),
    ] {
        let text = register(owner, expires);
        let (report, status) = scan(
            "",
            law,
            &[(".hulan/waivers.yaml", &text)],
            &["--select", "CTR101,HUL"],
        );
        assert_eq!(status, i32::from(!counts), "{law}{owner} {expires}");
        let own = findings(&report, "HUL128");
        assert_eq!(own.len(), usize::from(!counts));
        for one in own {
            assert_eq!(one["location"]["path"], ".hulan/waivers.yaml");
            let message = one["message"].as_str().expect("a string");
            assert!(
                message.contains("CTR101 container/web") && message.contains(owner),
                "{message}"
            );
        }
    }
}

#[test]
fn a_suppression_needs_a_last_day_that_is_near() {
    for (until, counts) in [
        ("", false),
        ("until=2026-08-28 ", true),
        ("until=2026-08-29 ", false),
    ] {
        let compose = COMPOSE.replace(
            "true\n",
            &format!("true  # hulan: ignore[CTR101] {until}a test\n"),
        );
        let (report, status) = scan(
            "",
            "",
            &[("compose.yaml", &compose)],
            &["--select", "CTR101,HUL"],
        );
        assert_eq!(status, i32::from(!counts), "{until}");
        let own = findings(&report, "HUL128");
        assert_eq!(own.len(), usize::from(!counts), "{until}");
        // Without a policy it counts.
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
        let (_, status) = json(folder.path(), &["--select", "CTR101,HUL", "--now", NOW[1]]);
        assert_eq!(status, 0);
    }
}
