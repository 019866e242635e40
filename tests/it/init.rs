//! `hulan init`: what it shows, what it writes, and what it leaves alone.

use std::fs;
use std::path::Path;

use crate::support::{files_below, hulan, json, project, write};

/// What each pipeline gets: the file, and the tracked one that it is.
const PIPELINES: [(&str, &[(&str, &str)]); 6] = [
    (
        "github",
        &[(".github/workflows/hulan.yml", "packaging/ci/github.yml")],
    ),
    ("gitlab", &[(".gitlab-ci.yml", "packaging/ci/gitlab.yml")]),
    (
        "azure",
        &[
            ("azure-pipelines.yml", "packaging/ci/azure-start.yml"),
            (".azure/hulan.yml", "packaging/ci/azure-pipelines.yml"),
        ],
    ),
    ("jenkins", &[("Jenkinsfile", "packaging/ci/Jenkinsfile")]),
    (
        "pre-commit",
        &[(".pre-commit-config.yaml", "packaging/ci/pre-commit.yaml")],
    ),
    ("none", &[]),
];

/// Standard output, standard error and the status.
fn init(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = hulan();
    let command = command.current_dir(folder).arg("init").args(arguments);
    let output = command.output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let status = output.status.code().expect("not killed");
    (text(output.stdout), text(output.stderr), status)
}

fn names(folder: &Path) -> Vec<String> {
    let files = files_below(folder, &|_: &Path| true).into_iter();
    let names = files.map(|file| {
        let own = file.strip_prefix(folder).expect("below it");
        own.to_str().expect("UTF-8").replace('\\', "/")
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn it_writes_what_is_tracked_and_shows_it_first() {
    for (pipeline, files) in PIPELINES {
        let folder = tempfile::tempdir().expect("made");
        write(
            folder.path(),
            &[("compose.yaml", b"services: {web: {image: nginx:1.27}}\n")],
        );
        let (shown, errors, status) = init(folder.path(), &["--ci", pipeline, "--yes"]);
        assert_eq!(status, 0, "{errors}");
        assert!(shown.contains("compose.yaml"), "{shown}");
        let mut expected = vec!["compose.yaml".to_owned(), "hulan.toml".to_owned()];
        for (path, source) in files {
            let source = fs::read_to_string(project().join(source)).expect("tracked");
            let written = fs::read_to_string(folder.path().join(path)).expect("written");
            assert_eq!(written, source);
            assert!(source.lines().all(|line| shown.contains(line)));
            expected.push((*path).to_owned());
        }
        expected.sort();
        assert_eq!(names(folder.path()), expected, "{pipeline}");
        // The configuration is one, and the scan takes it.
        let (report, _) = json(folder.path(), &[]);
        assert_eq!(report["config"]["path"], "hulan.toml", "{report}");
        assert_eq!(report["projects"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn what_is_there_stays_and_nothing_is_written_beside_it() {
    for taken in ["hulan.toml", ".azure/hulan.yml", "azure-pipelines.yml"] {
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[(taken, b"mine\n")]);
        let (_, errors, status) = init(folder.path(), &["--ci", "azure", "--yes"]);
        assert_eq!(status, 2);
        assert!(errors.contains(taken), "{errors}");
        assert_eq!(names(folder.path()), [taken]);
        let kept = fs::read(folder.path().join(taken)).expect("there");
        assert_eq!(kept, b"mine\n");
    }
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let folder = tempfile::tempdir().expect("made");
    let (shown, errors, status) = init(folder.path(), &["--ci", "none"]);
    assert_eq!(status, 2);
    assert!(errors.contains("--yes") && shown.contains("hulan.toml"));
    let (_, errors, status) = init(folder.path(), &["--yes"]);
    assert_eq!(status, 2);
    assert!(errors.contains("--ci"), "{errors}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn files_that_compose_does_not_find_are_declared() {
    let folder = tempfile::tempdir().expect("made");
    let compose = b"services: {web: {image: nginx:1.27, privileged: true}}\n";
    write(
        folder.path(),
        &[
            ("fastgpt/docker-compose.pg.yml", compose),
            ("b\"c/docker-compose.milvus.yml", compose),
        ],
    );
    let (shown, errors, status) = init(folder.path(), &["--ci", "none", "--yes", "--lang", "zh"]);
    assert_eq!(status, 0, "{errors}");
    assert!(shown.contains("2 个 Compose 文件"), "{shown}");
    let (report, _) = json(folder.path(), &[]);
    let findings = report["findings"].as_array().expect("an array");
    assert!(findings.iter().any(|one| one["rule"] == "CTR101"));
    assert!(
        findings.iter().all(|one| one["rule"] != "HUL115"),
        "{findings:?}"
    );
    assert_eq!(report["projects"].as_array().map(Vec::len), Some(2));
}
