//! Where paths start: a note of code review has to hit its line whatever folder was scanned.

use serde_json::Value;

use super::scan;
use crate::support::{hulan, write};

const COMPOSE: &[u8] = b"services:\n  a:\n    image: x/y:1\n    privileged: true\n";

/// The path of the one finding, as each format for code review gives it.
fn paths(top: &std::path::Path, inner: &str, arguments: &[&str]) -> Vec<String> {
    let of = |format: &str| {
        let all = ["--select", "CTR101", "--output", format];
        scan(top, inner, &[&all[..], arguments].concat())
    };
    let json = |format: &str| -> Value { serde_json::from_str(&of(format)).expect("JSON") };
    let between = |text: &str, start: &str, end: &str| {
        let (_, rest) = text.split_once(start).expect("it starts");
        rest.split_once(end).expect("it ends").0.to_owned()
    };
    let string = |value: &Value| value.as_str().expect("a string").to_owned();
    vec![
        between(&of("github"), "file=", ","),
        between(&of("azure"), "sourcepath=", ";"),
        string(&json("gitlab-sast")["vulnerabilities"][0]["location"]["file"]),
        string(&json("gitlab-codequality")[0]["location"]["path"]),
        string(&json("rdjson")["diagnostics"][0]["location"]["path"]),
        string(
            &json("sarif")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
                ["uri"],
        ),
        between(&of("markdown"), "`", ":"),
    ]
}

#[test]
fn they_start_at_the_top_of_the_repository() {
    let folder = tempfile::tempdir().expect("made");
    let top = folder.path();
    write(
        top,
        &[
            ("shop/.git/HEAD", b"ref: refs/heads/main\n"),
            ("shop/deploy/prod/compose.yaml", COMPOSE),
            ("loose/compose.yaml", COMPOSE),
        ],
    );
    let all = |path: &str| vec![path.to_owned(); 7];
    let whole = "deploy/prod/compose.yaml";
    assert_eq!(paths(top, "shop", &[]), all(whole));
    assert_eq!(paths(top, "shop/deploy/prod", &[]), all(whole));
    assert_eq!(paths(top, "shop/deploy/prod/compose.yaml", &[]), all(whole));
    assert_eq!(paths(&top.join("shop/deploy"), "prod", &[]), all(whole));
    // Where there is no repository, the scan root; and whatever is asked for.
    assert_eq!(paths(top, "loose", &[]), all("compose.yaml"));
    let asked = ["--path-root", "shop/deploy"];
    assert_eq!(
        paths(top, "shop/deploy/prod", &asked),
        all("prod/compose.yaml")
    );
    let asked = ["--path-root", "."];
    assert_eq!(paths(top, "loose", &asked), all("loose/compose.yaml"));
    // JSON keeps the scan root, and names both.
    let json: Value = serde_json::from_str(&scan(
        &top.join("shop"),
        "deploy/prod",
        &["--output", "json"],
    ))
    .expect("JSON");
    assert_eq!(json["root"], "deploy/prod");
    assert_eq!(json["pathPrefix"], "deploy/prod");
    assert_eq!(json["findings"][0]["location"]["path"], "compose.yaml");
    for (root, why) in [
        ("loose", "no folder around"),
        ("nowhere", "cannot use --path-root"),
    ] {
        let output = hulan()
            .current_dir(top)
            .args(["scan", "shop", "--path-root", root])
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(why), "{said}");
    }
}

/// A file outside of the scanned folder and inside of the repository.
#[test]
fn a_file_beside_the_scanned_folder_is_found_too() {
    let folder = tempfile::tempdir().expect("made");
    let top = folder.path();
    let compose = b"services:\n  db:\n    image: postgres:16\n    env_file: ../shared.env\n";
    write(
        top,
        &[
            (".git/HEAD", b"ref: refs/heads/main\n"),
            ("deploy/shared.env", b"POSTGRES_PASSWORD=difyai123456\n"),
            ("deploy/prod/compose.yaml", compose),
        ],
    );
    let arguments = [
        "--allow-outside",
        "--select",
        "SEC103",
        "--output",
        "github",
    ];
    let text = scan(top, "deploy/prod", &arguments);
    assert!(
        text.starts_with("::error file=deploy/shared.env,line=1,"),
        "{text}"
    );
    let arguments = [
        "--allow-outside",
        "--select",
        "SEC103",
        "--output",
        "gitlab-codequality",
    ];
    let text = scan(top, "deploy/prod", &arguments);
    assert!(text.contains("\"path\": \"deploy/shared.env\""), "{text}");
}
