//! What the reports for people and for code review say of suppressions.

use serde_json::Value;

use super::{SHARED, scan, service};
use crate::support::{hulan, write};

fn shown(files: &[(&str, &str)], arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, t)| (*p, t.as_bytes())).collect();
    write(folder.path(), &files);
    let mut command = hulan();
    command.arg("scan").arg(folder.path()).args(arguments);
    String::from_utf8(command.output().expect("it runs").stdout).expect("UTF-8")
}

#[test]
fn the_text_counts_what_is_suppressed_and_sarif_leaves_it_out() {
    let compose = service(
        "    privileged: true # hulan: ignore[CTR101] why\n    environment:\n      # hulan: ignore[SEC103] why\n      DB_PASSWORD: difyai123456\n    ports: [\"127.0.0.1:8080:80\"]\n",
    );
    let files = [("compose.yaml", compose.as_str())];
    let (report, _) = scan(&compose, &[]);
    let critical = report["findings"].as_array().expect("a list").iter();
    let critical = critical.filter(|one| one["severity"] == "critical").count();
    assert!(critical > 0, "{report:#}");
    assert_eq!(report["summary"]["critical"], 0);
    let text = shown(&files, &[]);
    let line =
        format!("2 suppressed by comments in the scanned files, {critical} of them critical.");
    assert!(text.contains(&line), "{text}");
    assert!(
        !text.contains("CTR101") && text.contains("No findings."),
        "{text}"
    );
    let text = shown(&files, &["--lang", "zh", "--select", "SEC103,CTR114"]);
    assert!(text.contains("另有 1 项被所扫描文件中的注释屏蔽"), "{text}");
    let sarif = shown(&files, &["--output", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"], Value::Array(Vec::new()));
    // Of a finding that is suppressed in part the rest is shown, and that there was more.
    let one = SHARED.replacen("*pw\n", "*pw # hulan: ignore[SEC103] for the test\n", 1);
    let files = [("compose.yaml", one.as_str())];
    let text = shown(&files, &["--select", "SEC"]);
    assert!(text.contains("suppressed by comments: 1"), "{text}");
    assert!(!text.contains("'api"), "{text}");
    let sarif: Value =
        serde_json::from_str(&shown(&files, &["--output", "sarif", "--select", "SEC"]))
            .expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    assert_eq!(results.len(), 1);
    assert!(
        !results[0].to_string().contains("services.api"),
        "{results:#?}"
    );
}

#[test]
fn what_is_wrong_with_a_suppression_is_a_result() {
    let compose = service("    tty: true # hulan: ignore[CTR101] why\n");
    let sarif = shown(&[("compose.yaml", &compose)], &["--output", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    let run = &sarif["runs"][0];
    assert_eq!(run["results"][0]["ruleId"], "HUL123");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn a_reason_is_shown_without_secrets_and_escapes() {
    let secret = "w7Uu0Zk3-made-up-2Vt9hQ";
    let compose = service(&format!(
        "    privileged: true # hulan: ignore[CTR101] \u{202e}old DB_PASSWORD=hunter2hunter2 and {secret}\n    environment:\n      APP_SECRET: {secret}\n"
    ));
    let files = [("compose.yaml", compose.as_str())];
    for format in ["json", "text", "sarif"] {
        let shown = shown(&files, &["--output", format]);
        // JSON quotes the line as it is, in numbers where a terminal could obey.
        let quoted = if format == "json" { secret } else { "\\u202e" };
        for word in [secret, "hunter2", "\u{202e}", quoted] {
            assert!(!shown.contains(word), "{word} in {format}: {shown}");
        }
    }
    let (report, _) = scan(&compose, &["--select", "CTR101"]);
    let reason = &report["findings"][0]["occurrences"][0]["suppression"]["reason"];
    assert_eq!(reason, "\\u{202e}old DB_PASSWORD=[REDACTED] and [REDACTED]");
}
