//! Only what changed since a revision, in repositories that Git itself made.

mod lines;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{hulan, json};

/// A repository. Without Git there is none: the test says so and ends, unless tools are required.
pub(super) struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("made");
        if Command::new("git").arg("--version").output().is_err() {
            assert!(std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(), "no git");
            eprintln!("no git: skipped");
            return None;
        }
        let made = Self { folder };
        made.git(&["init", "-q", "-b", "main"]);
        Some(made)
    }

    /// With these files in its first commit.
    fn with(files: &[(&str, &str)]) -> Option<Self> {
        let made = Self::new()?;
        made.write(files);
        made.commit();
        Some(made)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    fn write(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = self.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", "one"]);
    }

    fn scan(&self, revision: &str) -> (Value, i32) {
        json(self.path(), &["--diff", revision])
    }

    /// What is left: rule and subject.
    fn left(&self, revision: &str) -> Vec<String> {
        left(&self.scan(revision).0)
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(["-c", "protocol.file.allow=always"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn left(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("an array");
    let all = findings.iter().flat_map(|finding| {
        let rule = finding["rule"].as_str().expect("a string").to_owned();
        let all = finding["occurrences"].as_array().expect("an array").iter();
        let active = all.filter(|one| one["status"] == "active");
        active.map(move |one| {
            format!(
                "{rule} {}",
                one["subject"]["name"].as_str().expect("a string")
            )
        })
    });
    let mut all: Vec<String> = all.collect();
    all.sort();
    all.dedup();
    all
}

const WEB: &str = "services:\n  web:\n    image: nginx:1.27\n    read_only: true\n    cap_drop: [ALL]\n    \
                   privileged: true\n  db:\n    image: postgres:17.2\n    pid: host\n    environment:\n      \
                   POSTGRES_PASSWORD: ${PASSWORD:-difyai123456}\n";

#[test]
fn only_what_changed_counts_and_the_rest_is_counted() {
    let Some(made) = Repository::with(&[("compose.yaml", WEB)]) else {
        return;
    };
    let (all, status) = json(made.path(), &[]);
    assert_eq!((status, &all["diff"]), (1, &Value::Null));
    let (same, status) = made.scan("HEAD");
    assert_eq!((left(&same), status), (vec![], 0));
    let count = |report: &Value| {
        let severities = ["critical", "high", "medium", "low", "info"].iter();
        let counts = severities.map(|key| report["summary"][key].as_u64().expect("a number"));
        counts.sum::<u64>()
    };
    assert!(count(&all) > 3);
    assert_eq!(same["summary"]["unchanged"].as_u64(), Some(count(&all)));
    assert_eq!(same["diff"]["against"], "HEAD");
    let tree = made.git(&["rev-parse", "HEAD^{tree}"]);
    assert_eq!(same["diff"]["tree"], tree.trim());
    made.write(&[("compose.yaml", &WEB.replace("pid: host", "pid: 'host'"))]);
    let (changed, status) = made.scan("HEAD");
    assert_eq!((left(&changed), status), (vec!["CTR110 db".to_owned()], 1));
    let output = hulan()
        .arg("scan")
        .arg(made.path())
        .args(["--diff", "HEAD"])
        .output();
    let text = String::from_utf8(output.expect("it runs").stdout).expect("UTF-8");
    let line = format!("{} left out, ", count(&all) - 1);
    assert!(text.contains(&line), "{text}");
    assert!(!text.contains("CTR101"), "{text}");
}

#[test]
fn a_line_that_gives_the_value_counts() {
    let Some(made) = Repository::with(&[
        ("compose.yaml", WEB),
        (".env", "A=1\nPASSWORD=x7Kp2mQ9vL4t\n"),
    ]) else {
        return;
    };
    made.write(&[(".env", "A=1\nPASSWORD=difyai123456\n")]);
    let names = made.left("HEAD");
    assert_eq!(names, ["SEC103 db"], "the place of the value");
    // The default stands where it stood: what changed is that nothing stands in its way.
    made.write(&[(".env", "A=1\n")]);
    assert_eq!(made.left("HEAD"), ["SEC103 db"]);
    fs::remove_file(made.path().join(".env")).expect("removed");
    assert!(made.left("HEAD").contains(&"SEC103 db".to_owned()));
    made.write(&[(".env", "B=1\nPASSWORD=x7Kp2mQ9vL4t\n")]);
    assert!(!made.left("HEAD").contains(&"SEC103 db".to_owned()));
}

/// What a removed line said is missing now, though nothing stands where it stood.
#[test]
fn what_was_taken_out_counts() {
    let long = "services:\n  web:\n    image: nginx:1.27\n    restart: always\n    environment:\n      A: b\n    \
                read_only: true\n    init: true\n  db:\n    image: postgres:17.2\n";
    let Some(made) = Repository::with(&[("compose.yaml", long)]) else {
        return;
    };
    made.write(&[("compose.yaml", &long.replace("    read_only: true\n", ""))]);
    let (report, _) = json(made.path(), &["--profile", "strict", "--diff", "HEAD"]);
    let names = left(&report);
    assert!(names.contains(&"CTR114 web".to_owned()), "{names:?}");
    assert!(names.iter().all(|name| name.ends_with(" web")), "{names:?}");
}

#[test]
fn what_was_taken_out_elsewhere_counts() {
    let base = "x-safe: &safe\n  read_only: true\nservices:\n  web:\n    <<: *safe\n    image: nginx:1.27\n  \
                db:\n    image: postgres:17.2\n  cache:\n    image: redis:7.4\n";
    let over = "services:\n  db:\n    read_only: true\n    init: true\n";
    let files = [("compose.yaml", base), ("compose.override.yaml", over)];
    let Some(made) = Repository::with(&files) else {
        return;
    };
    let missing = || {
        let (report, _) = json(
            made.path(),
            &[
                "--profile",
                "strict",
                "--select",
                "CTR114",
                "--diff",
                "HEAD",
            ],
        );
        left(&report)
    };
    assert_eq!(missing(), [""; 0]);
    made.write(&[(
        "compose.yaml",
        &base.replace("  read_only: true\n", "  init: true\n"),
    )]);
    assert_eq!(missing(), ["CTR114 web"]);
    made.write(&[
        ("compose.yaml", base),
        (
            "compose.override.yaml",
            &over.replace("    read_only: true\n", ""),
        ),
    ]);
    assert_eq!(missing(), ["CTR114 db"]);
    fs::remove_file(made.path().join("compose.override.yaml")).expect("removed");
    assert!(missing().contains(&"CTR114 db".to_owned()));
}

#[test]
fn new_renamed_and_foreign_files() {
    let Some(made) = Repository::with(&[("a/compose.yaml", WEB), ("b/notes.txt", "x")]) else {
        return;
    };
    // Not tracked, and nevertheless new.
    made.write(&[("c/compose.yaml", WEB)]);
    let own = made.left("HEAD");
    assert!(own.contains(&"CTR101 web".to_owned()), "{own:?}");
    fs::remove_dir_all(made.path().join("c")).expect("removed");
    // Another name, and one line of it.
    fs::rename(made.path().join("a"), made.path().join("d")).expect("renamed");
    assert_eq!(made.left("HEAD"), [""; 0]);
    made.write(&[("d/compose.yaml", &WEB.replace("pid: host", "pid: \"host\""))]);
    assert_eq!(made.left("HEAD"), ["CTR110 db"]);
    // Line ends are Git's to choose.
    made.write(&[("d/compose.yaml", &WEB.replace('\n', "\r\n"))]);
    assert_eq!(made.left("HEAD"), [""; 0]);
}

fn package(path: &Path, program: &str) {
    let file = fs::File::create(path).expect("made");
    let mut archive = zip::ZipWriter::new(file);
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("tools/run.py", options).expect("begun");
    archive.write_all(program.as_bytes()).expect("written");
    archive.finish().expect("finished");
}

/// Of what is no text, Git knows only whether it changed.
#[test]
fn of_a_binary_file_all_or_nothing_changed() {
    let Some(made) = Repository::with(&[("compose.yaml", WEB)]) else {
        return;
    };
    let (plugin, blob) = (made.path().join("p.difypkg"), made.path().join("model.bin"));
    package(&plugin, "import os\n\ndef run(x):\n    os.system(x)\n");
    fs::write(&blob, [0, 1, 255, 254, 0]).expect("written");
    made.commit();
    assert_eq!(made.left("HEAD"), [""; 0]);
    fs::write(&blob, [0, 1, 255, 254, 7, 0]).expect("written");
    assert_eq!(made.left("HEAD"), [""; 0]);
    let program = "import os\n\ndef run(x):\n    os.system(x)\n\n# more\n";
    package(&plugin, program);
    let left = made.left("HEAD");
    let is_of_it = |own: &String| own.contains("p.difypkg/tools/run.py");
    assert!(!left.is_empty() && left.iter().all(is_of_it), "{left:?}");
    made.commit();
    // The same as a text: of a member that becomes a file of its own, all is new.
    made.write(&[("tools/run.py", program)]);
    let left = made.left("HEAD");
    assert!(
        left.iter().all(|own| own.contains("tools/run.py")) && !left.is_empty(),
        "{left:?}"
    );
}

#[test]
fn a_branch_is_compared_with_where_it_began() {
    let Some(made) = Repository::with(&[("compose.yaml", WEB)]) else {
        return;
    };
    made.git(&["checkout", "-qb", "side"]);
    made.write(&[("compose.yaml", &WEB.replace("pid: host", "pid: 'host'"))]);
    made.commit();
    made.git(&["checkout", "-q", "main"]);
    made.write(&[(
        "compose.yaml",
        &WEB.replace("privileged: true", "privileged: 'true'"),
    )]);
    made.commit();
    made.git(&["checkout", "-q", "side"]);
    assert_eq!(made.left("main..."), ["CTR110 db"]);
    assert_eq!(made.left("main...side"), ["CTR110 db"]);
    assert_eq!(made.left("main"), ["CTR101 web", "CTR110 db"]);
    assert_eq!(made.left("HEAD~1"), ["CTR110 db"]);
    let inner = made.path().join("inner");
    made.write(&[("inner/compose.yaml", WEB)]);
    let (report, _) = json(&inner, &["--diff", "HEAD"]);
    assert!(!left(&report).is_empty(), "a folder in a repository");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let fails = |folder: &Path, revision: &str, words: &str| {
        let output = hulan()
            .arg("scan")
            .arg(folder)
            .args(["--diff", revision])
            .output();
        let output = output.expect("it runs");
        let errors = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(words), "{errors}");
        assert!(output.stdout.is_empty());
    };
    let folder = tempfile::tempdir().expect("made");
    fails(folder.path(), "HEAD", "no git repository");
    let Some(made) = Repository::with(&[("compose.yaml", WEB)]) else {
        return;
    };
    fails(made.path(), "nowhere", "no such revision");
    fails(made.path(), "HEAD..HEAD", "a range is no single state");
    fails(made.path(), "", "no such revision");
    made.write(&[("compose.yaml", "services: {}\n")]);
    made.commit();
    let clone = folder.path().join("clone");
    let from = format!("file://{}", made.path().display());
    made.git(&[
        "clone",
        "-q",
        "--depth",
        "1",
        &from,
        clone.to_str().expect("UTF-8"),
    ]);
    fails(&clone, "HEAD~1", "the clone is shallow");
    // A branch without a common past.
    made.git(&["checkout", "-q", "--orphan", "other"]);
    made.commit();
    fails(made.path(), "main...", "no common ancestor");
    let empty = Repository::new().expect("git is there");
    fails(empty.path(), "HEAD", "no such revision");
}

/// What an engine says stands in no file of the repository; neither does what is outside of it.
#[test]
fn what_stands_in_no_file_of_the_repository_stays() {
    let Some(made) = Repository::with(&[("app/compose.yaml", WEB)]) else {
        return;
    };
    let mut command = hulan();
    let command = command
        .current_dir(made.path())
        .args(["scan", "--stdin", "--as", "python"]);
    let command = command.args(["--diff", "HEAD", "--output", "json", "--profile", "strict"]);
    let output = command
        .write_stdin("import os\nos.system(input())\n")
        .output();
    let report = serde_json::from_slice(&output.expect("it runs").stdout).expect("JSON");
    assert!(!left(&report).is_empty());
}
