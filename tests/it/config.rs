//! Configuration: where it is found, what it says, what wins, and what a hostile tree can do with it.

use std::path::Path;

use serde_json::Value;

use crate::support::{hulan, json, write};

const WEB: &str = "services:\n  web:\n    image: example/web:1\n";
const HARDENED: &str = "services:\n  web:\n    image: example/web:1\n    read_only: true\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges]\n    mem_limit: 1g\n    pids_limit: 100\n    restart: always\n    logging: {driver: local}\n";

/// Scans `folder` of some files.
fn scan_in(files: &[(&str, &str)], folder: &str, arguments: &[&str]) -> (Value, i32) {
    let top = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(top.path(), &files);
    json(&top.path().join(folder), arguments)
}

fn scan(files: &[(&str, &str)], arguments: &[&str]) -> (Value, i32) {
    scan_in(files, "", arguments)
}

/// Standard output, standard error and exit status of a text scan.
fn text(files: &[(&str, &str)], arguments: &[&str]) -> (String, String, i32) {
    let top = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(top.path(), &files);
    run(top.path(), arguments)
}

fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = hulan()
        .current_dir(folder)
        .arg("scan")
        .args(arguments)
        .output()
        .expect("it runs");
    let string = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("not killed");
    (string(output.stdout), string(output.stderr), status)
}

/// The error of a configuration that is refused.
fn refusal(configuration: &str) -> String {
    let files = [("compose.yaml", WEB), ("hulan.toml", configuration)];
    let (out, error, status) = text(&files, &[]);
    assert_eq!(status, 2, "{configuration}: {error}");
    assert_eq!(out, "", "{configuration}");
    assert_eq!(error.lines().count(), 1, "{error}");
    error
}

fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("a list");
    findings
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect()
}

fn finding<'r>(report: &'r Value, rule: &str) -> &'r Value {
    let findings = report["findings"].as_array().expect("a list");
    let found = findings.iter().find(|one| one["rule"] == rule);
    found.unwrap_or_else(|| panic!("no {rule} in {report:#}"))
}

/// Files, exit status, path of the configuration.
type Case<'c> = (&'c [(&'c str, &'c str)], i32, Value);

#[test]
fn it_is_found_up_to_the_root_of_the_repository() {
    let strict = "fail-on = \"low\"\n";
    let compose = ("repo/a/b/compose.yaml", WEB);
    let git = ("repo/.git/HEAD", "ref: refs/heads/main\n");
    let cases: [Case<'_>; 5] = [
        (
            &[compose, git, ("repo/hulan.toml", strict)],
            1,
            "../../hulan.toml".into(),
        ),
        (
            &[compose, git, ("repo/a/b/hulan.toml", strict)],
            1,
            "hulan.toml".into(),
        ),
        // The nearest one counts alone.
        (
            &[
                compose,
                git,
                ("repo/hulan.toml", strict),
                ("repo/a/hulan.toml", ""),
            ],
            0,
            "../hulan.toml".into(),
        ),
        // Above the root of the repository nobody looks.
        (&[compose, git, ("hulan.toml", strict)], 0, Value::Null),
        // Without a repository only the scanned folder is the user's.
        (&[compose, ("repo/a/hulan.toml", strict)], 0, Value::Null),
    ];
    for (files, expected, path) in cases {
        let (report, status) = scan_in(files, "repo/a/b", &[]);
        assert_eq!(status, expected, "{files:?}");
        if path.is_null() {
            assert_eq!(report["config"], Value::Null, "{files:?}");
        } else {
            assert_eq!(report["config"]["path"], path, "{files:?}");
            assert_eq!(report["config"]["fromTree"], true, "{files:?}");
        }
    }
}

#[test]
fn flags_win_over_the_file_and_isolated_leaves_it() {
    let config = "fail-on = 'info'\nignore = ['CTR106']\nprofile = 'strict'\nexclude = ['x/**']\n";
    let files = [
        ("compose.yaml", WEB),
        ("x/compose.yaml", WEB),
        ("hulan.toml", config),
    ];
    let (report, status) = scan(&files, &[]);
    assert_eq!((status, &report["profile"]), (1, &"strict".into()));
    assert!(!rules(&report).contains(&"CTR106"));
    assert_eq!(report["coverage"]["files"], 1);
    let (report, status) = scan(&files, &["--fail-on", "critical", "--ignore", "SEC"]);
    assert_eq!(status, 0);
    assert!(rules(&report).contains(&"CTR106"));
    let (report, _) = scan(&files, &["--exclude", "y/**", "--profile", "plan"]);
    assert_eq!(report["coverage"]["files"], 2);
    assert_eq!(report["profile"], "plan");
    let (report, status) = scan(&files, &["--isolated"]);
    assert_eq!((status, &report["config"]), (0, &Value::Null));
    assert_eq!(report["profile"], "baseline");
}

#[test]
fn a_named_file_counts_in_place_of_a_found_one() {
    let top = tempfile::tempdir().expect("made");
    let compose = format!("{WEB}    env_file: ../outside.env\n");
    let named = "allow-outside = true\noutput = ['json=out.json']\nexclude = ['../tree/x/**']\n";
    write(
        top.path(),
        &[
            ("tree/compose.yaml", compose.as_bytes()),
            ("tree/x/compose.yaml", WEB.as_bytes()),
            ("tree/hulan.toml", b"fail-on = 'info'\n"),
            ("outside.env", b"A=1\n"),
            ("ci/own.toml", named.as_bytes()),
        ],
    );
    let (out, error, status) = run(top.path(), &["tree", "--config", "ci/own.toml"]);
    assert_eq!((out.as_str(), error.as_str(), status), ("", "", 0));
    // Paths in it are relative to it.
    let report = std::fs::read(top.path().join("ci/out.json")).expect("written");
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["config"]["path"], "ci/own.toml");
    assert_eq!(report["config"]["fromTree"], false);
    assert_eq!(report["coverage"]["files"], 2);
    assert!(!rules(&report).contains(&"HUL110"), "{report:#}");
    let (_, error, status) = run(top.path(), &["tree", "--config", "no.toml"]);
    assert_eq!(status, 2);
    assert!(error.contains("configuration no.toml"), "{error}");
    let (_, _, status) = run(
        top.path(),
        &["tree", "--config", "ci/own.toml", "--isolated"],
    );
    assert_eq!(status, 2);
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_was_meant() {
    for (configuration, expected) in [
        (
            "lang = 'en'\nfailon = 'low'\n",
            "hulan.toml:2:1: unknown key 'failon': did you mean 'fail-on'?",
        ),
        (
            "[gate]\ndny = []\n",
            "hulan.toml:2:1: unknown key 'dny': did you mean 'deny'?",
        ),
        (
            "[supplied]\nfile = []\n",
            "hulan.toml:2:1: unknown key 'file': did you mean 'files'?",
        ),
        (
            "[coverage]\naccept = [{path = 'a', reasons = 'b'}]\n",
            "hulan.toml:2:24: unknown key 'reasons': did you mean 'reason'?",
        ),
        (
            "fail-on = 'hihg'\n",
            "hulan.toml:1:11: unknown value 'hihg': did you mean 'high'?",
        ),
        ("fail-on = true\n", "hulan.toml:1:11: "),
        (
            "exit-zero = 'hunter2-hunter2'\n",
            "hulan.toml:1:13: expected a boolean",
        ),
        (
            "select = ['CTR1O1']\n",
            "hulan.toml:1:11: no rule or family is called 'CTR1O1': did you mean 'CTR101'?",
        ),
        (
            "[severity]\nCTX114 = 'low'\n",
            "hulan.toml:2:1: no rule or family is called 'CTX114': did you mean 'CTR114'?",
        ),
        (
            "profile = 'strickt'\n",
            "hulan.toml:1:11: unknown profile 'strickt': did you mean 'strict'?",
        ),
        ("exclude = ['a', '[']\n", "hulan.toml:1:17: "),
        ("a = \n", "hulan.toml:1:5: "),
        (
            "[coverage]\naccept = [{path = 'a'}]\n",
            "missing field 'reason'",
        ),
        (
            "[coverage]\naccept = [{path = 'a', reason = ' '}]\n",
            "hulan.toml:2:33: the reason is empty",
        ),
        (
            "[coverage]\naccept = [{path = 'a', reason = 'b', until = 'soon'}]\n",
            "hulan.toml:2:46: until must be a day such as 2026-12-31",
        ),
        (
            "allow-outside = true\n",
            "hulan.toml:1:17: 'allow-outside' counts only in a file that --config names",
        ),
        (
            "output = ['text=compose.yaml']\n",
            "hulan.toml:1:11: 'output' counts only in a file that --config names",
        ),
        (
            "[python]\nassert-skip = ['tests/**']\n",
            "hulan.toml:2:1: unknown key 'assert-skip': did you mean 'assert-skips'?",
        ),
        ("[python]\ngenerated = ['[']\n", "hulan.toml:2:14: "),
        (
            "[python]\ntmp-dirs = ['/tmp', '']\n",
            "hulan.toml:2:21: the path is empty",
        ),
        (
            "[python]\nshell = ['os.system', 'os..popen']\n",
            "hulan.toml:2:23: a name is written as package.module.function",
        ),
        (
            "[python.least-key-bits]\nrsa = {breakable = 4096, short = 2048}\n",
            "hulan.toml:2:7: 1 <= breakable <= short <= 65536 must hold",
        ),
        (
            "[python]\ncheck-typed-exception = 'hunter2'\n",
            "hulan.toml:2:25: expected a boolean",
        ),
    ] {
        let error = refusal(configuration);
        assert!(error.contains(expected), "{configuration}: {error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
    let error = refusal("wombat = 1\n");
    assert!(
        error.contains("unknown key 'wombat' (known: fail-on, "),
        "{error}"
    );
}

#[test]
fn hostile_configurations_end_in_one_sentence() {
    let deep = format!("select = {}\n", "[".repeat(30_000));
    let dotted = format!("{}a = 1\n", "a.".repeat(30_000));
    let tables = format!("[{}a]\n", "a.".repeat(30_000));
    let long = format!("{} = 1\n", "k".repeat(60_000));
    let huge = format!("# {}\n", "x".repeat(2 << 20));
    for configuration in [deep, dotted, tables, long, huge] {
        let error = refusal(&configuration);
        assert!(error.len() < 1000, "{}", error.len());
    }
    let error = refusal("\"\\u001b[2J\\u202e\" = 1\n");
    assert!(!error.contains(['\u{1b}', '\u{202e}']), "{error}");
    let top = tempfile::tempdir().expect("made");
    write(
        top.path(),
        &[("compose.yaml", WEB.as_bytes()), ("hulan.toml/x", b"")],
    );
    let (_, error, status) = run(top.path(), &[]);
    assert_eq!(status, 2);
    assert!(
        error.contains("hulan.toml: it is no regular file"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_tree_does_not_point_out_of_itself() {
    let top = tempfile::tempdir().expect("made");
    write(
        top.path(),
        &[
            ("tree/compose.yaml", WEB.as_bytes()),
            ("secrets.txt", b"TOKEN-made-up-canary = 1\n"),
        ],
    );
    let tree = top.path().join("tree");
    std::os::unix::fs::symlink("../secrets.txt", tree.join("hulan.toml")).expect("linked");
    let (_, error, status) = run(&tree, &[]);
    assert_eq!(status, 2);
    assert!(error.contains("leads out of the scanned tree"), "{error}");
    assert!(!error.contains("canary"), "{error}");
    // An env file that the tree's own configuration names is read within the tree only.
    std::fs::remove_file(tree.join("hulan.toml")).expect("removed");
    write(&tree, &[("hulan.toml", b"env-file = ['../secrets.txt']\n")]);
    let (report, status) = json(&tree, &[]);
    assert_eq!(status, 2);
    assert!(rules(&report).contains(&"HUL110"), "{report:#}");
    let outside = top.path().join("secrets.txt");
    let outside = outside.to_str().expect("UTF-8");
    let (report, _) = json(&tree, &["--isolated", "--env-file", outside]);
    assert!(!rules(&report).contains(&"HUL110"), "{report:#}");
}

#[test]
fn a_tree_that_loosens_its_own_gate_is_seen() {
    let bad = format!("{WEB}    privileged: true\n");
    let files = [
        ("compose.yaml", bad.as_str()),
        ("hulan.toml", "exit-zero = true\n[severity]\nCTR = 'info'\n"),
    ];
    let (out, _, status) = text(&files, &[]);
    assert_eq!(status, 0);
    assert!(
        out.contains("Configuration: hulan.toml, which comes from the scanned tree"),
        "{out}"
    );
    let (out, _, _) = text(&files, &["--lang", "zh"]);
    assert!(
        out.contains("使用的配置：hulan.toml。该文件来自被扫描的目录"),
        "{out}"
    );
    let (report, _) = scan(&files, &[]);
    assert_eq!(finding(&report, "CTR101")["severity"], "info");
    assert_eq!(finding(&report, "CTR101")["exposure"], Value::Null);
    let (_, _, status) = text(&files, &["--isolated"]);
    assert_eq!(status, 1);
}

#[test]
fn denied_rules_fail_whatever_their_severity() {
    let deny = [
        ("compose.yaml", WEB),
        ("hulan.toml", "[gate]\ndeny = ['CTR114']\n"),
    ];
    assert_eq!(scan(&deny, &[]).1, 1);
    assert_eq!(scan(&deny, &["--isolated"]).1, 0);
    assert_eq!(scan(&deny, &["--ignore", "CTR114"]).1, 0);
    // A severity of one rule goes before that of its family.
    let both = "fail-on = 'low'\n[severity]\nCTR = 'info'\nCTR114 = 'low'\n";
    let (report, status) = scan(&[("compose.yaml", WEB), ("hulan.toml", both)], &[]);
    assert_eq!(status, 1);
    assert_eq!(finding(&report, "CTR114")["severity"], "low");
    assert_eq!(finding(&report, "CTR106")["severity"], "info");
}

#[test]
fn profiles_decide_what_fails() {
    let medium = [("compose.yaml", WEB)];
    for (profile, expected) in [("baseline", 0), ("strict", 1), ("plan", 1)] {
        let (report, status) = scan(&medium, &["--profile", profile]);
        assert_eq!(status, expected, "{profile}");
        assert_eq!(report["profile"], profile);
    }
    let (_, status) = scan(&[("compose.yaml", HARDENED)], &["--profile", "plan"]);
    assert_eq!(status, 0);
    let (_, status) = scan(&medium, &["--profile", "strict", "--fail-on", "high"]);
    assert_eq!(status, 0);
    hulan()
        .args(["scan", "--profile", "plann"])
        .assert()
        .code(2);
}

#[test]
fn accepted_gaps_do_not_make_coverage_incomplete() {
    let unread = format!("{HARDENED}    env_file: no.env\n");
    let accept = |rest: &str| {
        format!("[[coverage.accept]]\npath = 'deploy/*.yaml'\nreason = 'comes later'\n{rest}\n")
    };
    let with = |config: &str, arguments: &[&str]| {
        let files = [
            ("deploy/compose.yaml", unread.as_str()),
            ("hulan.toml", config),
        ];
        scan(&files, arguments)
    };
    for until in ["", "until = '2026-03-01'", "until = 2026-03-01"] {
        let (report, status) = with(&accept(until), &["--now", "2026-03-01T12:00:00Z"]);
        assert_eq!(status, 0, "{report:#}");
        assert_eq!(finding(&report, "HUL109")["status"], "waived");
        assert_eq!(report["summary"]["suppressed"], 1);
        assert_eq!(report["summary"]["medium"], 0);
        assert_eq!(report["coverage"]["unread"][0]["accepted"], "comes later");
    }
    let (report, status) = with(
        &accept("until = '2026-03-01'"),
        &["--now", "2026-03-02T00:00:00Z"],
    );
    assert_eq!(status, 2);
    let expired = finding(&report, "HUL112");
    assert_eq!(expired["location"]["path"], "hulan.toml");
    assert_eq!(expired["location"]["line"], 1);
    assert_eq!(finding(&report, "HUL109")["status"], "active");
    // An acceptance that names nothing is said, and stops nobody.
    let (report, status) = scan(
        &[("compose.yaml", HARDENED), ("hulan.toml", &accept(""))],
        &[],
    );
    assert_eq!(status, 0);
    assert_eq!(finding(&report, "HUL113")["severity"], "low");
    assert!(
        report["coverage"]["unread"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
    // In text accepted gaps are counted, and shown on demand.
    let files = [
        ("compose.yaml", unread.as_str()),
        (
            "hulan.toml",
            "[[coverage.accept]]\npath='**'\nreason='comes later'\n",
        ),
    ];
    let (out, _, status) = text(&files, &[]);
    assert_eq!(status, 0);
    assert!(
        out.contains("accepts: 1") && !out.contains("HUL109"),
        "{out}"
    );
    let (out, _, _) = text(&files, &["-v"]);
    assert!(out.contains("accepted: comes later"), "{out}");
}

#[test]
fn a_path_that_is_not_there_does_not_stop_the_others() {
    let top = tempfile::tempdir().expect("made");
    write(top.path(), &[("a/compose.yaml", HARDENED.as_bytes())]);
    let (out, _, status) = run(top.path(), &["a", "b/c", "--output", "json"]);
    assert_eq!(status, 2);
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let (_, error, status) = run(top.path(), &["b/c"]);
    assert_eq!(status, 2);
    assert!(error.contains("cannot scan 'b/c'"), "{error}");
    let missing = finding(&report, "HUL101");
    let message = missing["message"].as_str().expect("a sentence");
    assert!(message.contains("b/c"), "{message}");
    assert_eq!(report["coverage"]["files"], 1);
}

const SECRETS: &str = "services:
  db:
    image: example/db:1
    read_only: true
    cap_drop: [ALL]
    security_opt: [no-new-privileges]
    pids_limit: 100
    restart: always
    logging: {driver: local}
    privileged: ${PRIVILEGED}
    ports: ['127.0.0.1:${PORT}:5432']
    container_name: ${NAME}
    mem_limit: ${MEMORY}
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:?set it}
      REDIS_PASSWORD: ${CACHE_PASSWORD:-difyai123456}
      URL: postgres://u:${DB_PASSWORD:?}@db/x
";

#[test]
fn what_is_supplied_at_deploy_is_set_and_not_known() {
    let (report, status) = scan(&[("compose.yaml", SECRETS)], &[]);
    assert_eq!(status, 1, "the default is published");
    assert!(rules(&report).contains(&"HUL108"));
    let paste = report["coverage"]["paste"].as_str().expect("lines");
    assert_eq!(paste, "[supplied]\nvariables = [\"DB_PASSWORD\"]\n");
    let all = "[supplied]\nvariables = ['DB_PASSWORD', 'CACHE_PASSWORD', 'PRIVILEGED', 'PORT', 'NAME', 'MEMORY']\n";
    let (report, status) = scan(&[("compose.yaml", SECRETS), ("hulan.toml", all)], &[]);
    assert_eq!(status, 0, "{report:#}");
    assert!(
        rules(&report).iter().all(|rule| *rule == "NET102"),
        "{report:#}"
    );
    assert_eq!(report["coverage"]["paste"], Value::Null);
    // A line of `.env` says more than the declaration.
    let env = [
        ("compose.yaml", SECRETS),
        ("hulan.toml", all),
        (".env", "CACHE_PASSWORD=difyai123456\nPRIVILEGED=true\n"),
    ];
    let (report, _) = scan(&env, &[]);
    assert_eq!(finding(&report, "SEC103")["location"]["path"], ".env");
    assert!(rules(&report).contains(&"CTR101"));
    // A supplied `.env` may set anything, but not what is written in the file.
    let file = [
        ("compose.yaml", SECRETS),
        ("hulan.toml", "[supplied]\nfiles = ['./.env']\n"),
    ];
    let (report, status) = scan(&file, &[]);
    assert_eq!(status, 1);
    assert!(!rules(&report).contains(&"HUL108"), "{report:#}");
    assert_eq!(rules(&report)[0], "SEC103");
}

#[test]
fn lists_with_supplied_values_keep_what_is_known() {
    let compose = "services:
  db:
    image: example/db:1
    read_only: true
    cap_drop: [ALL, '${MORE}']
    security_opt: [no-new-privileges]
    mem_limit: 1g
    pids_limit: 100
    restart: always
    logging: {driver: local}
    env_file: '${WHERE}.env'
    ports: ['${PORT}:5432', {target: 5432, published: '${PORT}'}, '${ALL}']
    volumes: ['${DATA}:/var/lib/postgresql/data', {type: bind, source: '${DATA}', target: /x}]
    environment: ['POSTGRES_PASSWORD=${PASSWORD:-difyai123456}', '${NAME}=x', 'B=${PORT}']
";
    let config =
        "[supplied]\nvariables = ['MORE', 'WHERE', 'PORT', 'ALL', 'DATA', 'PASSWORD', 'NAME']\n";
    let (report, status) = scan(&[("compose.yaml", compose), ("hulan.toml", config)], &[]);
    assert_eq!(status, 1, "{report:#}");
    // A port whose number is not known is published all the same.
    assert_eq!(finding(&report, "NET102")["exposure"], "public");
    assert!(
        rules(&report).iter().all(|rule| *rule == "NET102"),
        "{report:#}"
    );
}

#[test]
fn files_that_are_missing_are_declared_by_pasting() {
    let compose = format!("{HARDENED}    env_file: [./web.env, conf/db.env]\n");
    let files = [("deploy/compose.yaml", compose.as_str())];
    let (out, _, status) = text(&files, &[]);
    assert_eq!(status, 2);
    let paste = "    [supplied]\n    files = [\"./deploy/conf/db.env\", \"./deploy/web.env\"]\n";
    assert!(out.contains(paste), "{out}");
    let config = "[supplied]\nfiles = [\"./deploy/conf/db.env\"]\nvariables = [\"X\"]\n";
    let (report, status) = scan(&[files[0], ("hulan.toml", config)], &[]);
    assert_eq!(status, 2);
    // The lines take the place of those that are there.
    let paste = report["coverage"]["paste"]
        .as_str()
        .expect("lines")
        .to_owned();
    assert_eq!(
        paste,
        "[supplied]\nfiles = [\"./deploy/conf/db.env\", \"./deploy/web.env\"]\nvariables = [\"X\"]\n"
    );
    let (report, status) = scan(&[files[0], ("hulan.toml", &paste)], &[]);
    assert_eq!((status, rules(&report).len()), (0, 0), "{report:#}");
}

#[test]
fn a_template_stands_in_and_its_values_are_worth_knowing() {
    let compose = "services:
  db:
    image: example/db:1
    read_only: true
    cap_drop: [ALL]
    security_opt: [no-new-privileges]
    mem_limit: 1g
    pids_limit: 100
    restart: always
    logging: {driver: local}
    env_file: ./db.env
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:?}
";
    let files = [
        ("compose.yaml", compose),
        (".env.example", "DB_PASSWORD=difyai123456\n"),
        ("db.env.example", "REDIS_PASSWORD=difyai123456\n"),
    ];
    let (report, status) = scan(&files, &[]);
    assert_eq!(status, 0, "{report:#}");
    assert!(
        report["coverage"]["unread"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
    let stands_in = rules(&report)
        .iter()
        .filter(|rule| **rule == "HUL114")
        .count();
    assert_eq!(stands_in, 2, "{report:#}");
    let published = finding(&report, "SEC103");
    assert_eq!(published["severity"], "info");
    assert_eq!(published["fromTemplate"], true);
    let (out, _, _) = text(&files, &[]);
    assert!(
        out.contains("is missing: its template '.env.example' was read"),
        "{out}"
    );
    assert!(
        out.contains("The value is of a template, not of a deployment."),
        "{out}"
    );
    // Named, it is what is deployed.
    let top = tempfile::tempdir().expect("made");
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(top.path(), &bytes);
    let (out, _, status) = run(
        top.path(),
        &["--env-file", ".env.example", "--output", "json"],
    );
    assert_eq!(status, 1);
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(report["findings"][0]["severity"], "high", "{report:#}");
    // What is declared as supplied needs no template.
    let config = ("hulan.toml", "[supplied]\nfiles = ['*.env', '.env']\n");
    let (report, status) = scan(&[files[0], files[1], files[2], config], &[]);
    assert_eq!((status, rules(&report)), (0, vec!["SEC103"]));
    assert_eq!(report["findings"][0]["severity"], "info", "{report:#}");
}

#[test]
fn env_files_replace_the_one_beside_the_project() {
    let top = tempfile::tempdir().expect("made");
    let compose = "services:\n  db:\n    image: example/db:1\n    privileged: ${A}\n    read_only: ${B}\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges]\n    mem_limit: 1g\n    pids_limit: 100\n    restart: always\n    logging: {driver: local}\n";
    write(
        top.path(),
        &[
            ("compose.yaml", compose.as_bytes()),
            (".env", b"A=true\nB=true\n"),
            ("one.env", b"A=true\nB=true\n"),
            ("two.env", b"A=false\n"),
            ("hulan.toml", b"env-file = ['one.env']\n"),
        ],
    );
    let scan = |arguments: &[&str]| {
        let (out, error, status) = run(top.path(), &[arguments, &["--output=json"]].concat());
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
        (report, status)
    };
    assert_eq!(scan(&[]).1, 1);
    let (report, status) = scan(&["--env-file", "one.env", "--env-file", "two.env"]);
    assert_eq!((status, rules(&report).len()), (0, 0), "{report:#}");
    let (report, _) = scan(&["--env-file", "two.env", "--env-file", "one.env"]);
    assert_eq!(finding(&report, "CTR101")["location"]["path"], "one.env");
    let (_, error, status) = run(top.path(), &["--env-file", "no.env"]);
    assert_eq!(status, 2);
    assert!(error.contains("--env-file 'no.env' is no file"), "{error}");
}

#[test]
fn the_language_of_text_follows_the_reader_and_that_of_data_the_flag() {
    let top = tempfile::tempdir().expect("made");
    write(top.path(), &[("compose.yaml", HARDENED.as_bytes())]);
    let scan = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = hulan();
        command.current_dir(top.path()).arg("scan").args(arguments);
        command.envs(variables.iter().copied());
        let output = command.output().expect("it runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let is_chinese = |variables: &[(&str, &str)], arguments: &[&str]| {
        scan(variables, arguments).contains("没有发现问题")
    };
    assert!(!is_chinese(&[], &[]));
    assert!(is_chinese(&[("LANG", "zh_CN.UTF-8")], &[]));
    assert!(!is_chinese(
        &[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")],
        &[]
    ));
    assert!(is_chinese(
        &[("LC_MESSAGES", "zh_CN"), ("LANG", "en_US")],
        &[]
    ));
    assert!(is_chinese(&[("HULAN_LANG", "zh"), ("LANG", "en_US")], &[]));
    assert!(!is_chinese(&[("HULAN_LANG", "zh")], &["--lang", "en"]));
    write(top.path(), &[("hulan.toml", b"lang = 'zh'\n")]);
    assert!(is_chinese(&[("LANG", "en_US")], &[]));
    assert!(!is_chinese(&[("HULAN_LANG", "en")], &[]));
    write(top.path(), &[("compose.yaml", WEB.as_bytes())]);
    let data = |arguments: &[&str]| {
        let variables = [("HULAN_LANG", "zh")];
        let report = scan(&variables, &[arguments, &["--output=json"]].concat());
        let report: Value = serde_json::from_str(&report).expect("JSON");
        report["findings"][0]["message"]
            .as_str()
            .expect("a sentence")
            .to_owned()
    };
    assert!(data(&[]).is_ascii());
    assert!(!data(&["--lang", "zh"]).is_ascii());
    hulan()
        .env("HULAN_LANG", "fr")
        .arg("rules")
        .assert()
        .code(2);
}

#[test]
fn quiet_and_verbose() {
    let (out, _, _) = text(&[("compose.yaml", HARDENED)], &["-q"]);
    assert_eq!(out, "");
    let (out, _, _) = text(&[("compose.yaml", WEB)], &["--quiet"]);
    assert!(
        out.starts_with("7 findings: ") && !out.contains("CTR"),
        "{out}"
    );
    let (out, _, _) = text(&[("compose.yaml", WEB), (".env", "A=1\n")], &["-v"]);
    assert!(
        out.contains("CTR114: asked 1, found 1, cannot tell 0"),
        "{out}"
    );
    assert!(out.contains("read: .env\nread: compose.yaml\n"), "{out}");
    let (_, _, status) = text(&[("compose.yaml", WEB)], &["-q", "-v"]);
    assert_eq!(status, 2);
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = hulan()
            .args(["completions", shell])
            .output()
            .expect("it runs");
        let script = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            output.status.success() && script.contains("fail-on"),
            "{shell}"
        );
    }
}

#[test]
fn names_that_compose_does_not_find_are_said() {
    for (name, expected) in [
        ("docker compose.yml", true),
        ("docker_compose.yml", true),
        ("compose.yaml.txt", true),
        ("Compose.yaml", true),
        ("stack.yml", true),
        ("docker-compose.pg.yml", false),
        ("compose.yml", false),
    ] {
        let (report, status) = scan(&[(name, HARDENED)], &[]);
        assert_eq!(status, 0, "{name}");
        assert_eq!(rules(&report).contains(&"HUL115"), expected, "{name}");
        assert_eq!(report["outcome"]["empty"], false, "{name}");
    }
    // Whoever names the file gives it to Compose as well.
    let (report, _) = scan_in(&[("stack.yml", HARDENED)], "stack.yml", &[]);
    assert!(rules(&report).is_empty());
    // Beside a file that Compose finds it is likely to be a part of it; YAML of other programs is
    // no compose file.
    let (report, _) = scan(&[("compose.yaml", HARDENED), ("part.yml", HARDENED)], &[]);
    assert!(!rules(&report).contains(&"HUL115"));
    let (report, _) = scan(&[("ci.yml", "services:\n  - example/db:1\n")], &[]);
    assert!(!rules(&report).contains(&"HUL115"), "{report:#}");
}

#[test]
fn equal_input_gives_equal_bytes() {
    let top = tempfile::tempdir().expect("made");
    let config = "[severity]\nCTR = 'low'\n[gate]\ndeny = ['CTR106', 'CTR']\n[[coverage.accept]]\npath = 'x'\nreason = 'r'\n";
    let compose = format!("{WEB}    env_file: [a.env, b.env]\n");
    write(
        top.path(),
        &[
            ("a/compose.yaml", compose.as_bytes()),
            ("b/stack.yml", compose.as_bytes()),
            ("a/.env.example", b"A=1\n"),
            ("hulan.toml", config.as_bytes()),
        ],
    );
    for format in ["text", "json"] {
        let arguments = ["-v", "--now", "2026-01-02T03:04:05Z", "--output", format];
        let first = run(top.path(), &arguments);
        for _ in 0..5 {
            assert_eq!(run(top.path(), &arguments), first);
        }
    }
}

#[test]
fn mirrors_that_rename_images_are_told() {
    let compose = "services:\n  cache:\n    image: harbor.example.com/hub-redis:7\n    ports: [\"6379:6379\"]\n";
    let mirrors = "[images]\nmirrors = [\"harbor.example.com/hub-\"]\n";
    let (report, _) = scan(&[("compose.yaml", compose)], &[]);
    // By the port alone.
    assert_eq!(finding(&report, "NET102")["confidence"], "medium");
    let (report, _) = scan(&[("compose.yaml", compose), ("hulan.toml", mirrors)], &[]);
    assert_eq!(finding(&report, "NET201")["severity"], "critical");
    assert!(!rules(&report).contains(&"NET102"));
    let error = refusal("[images]\nmirrors = [\" \"]\n");
    assert!(
        error.contains("hulan.toml:2:12: the prefix is empty"),
        "{error}"
    );
}
