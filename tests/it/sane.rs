//! What a careful team makes of a vendor's deployment passes: the vendor's files as they are, one
//! override of at most 60 lines and settings with random secrets, all in `tests/sane`. `HULAN_CORPUS`
//! names the folder with the vendors' files, `HULAN_COMPOSE` the binary that must accept the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::support::{corpus, files_below, json, project};

/// A vendor's deployment and what is laid beside it.
struct Deployment {
    /// The folder below `tests/sane`.
    name: &'static str,
    /// Files and folders of the corpus, and where they lie in the deployment.
    vendor: &'static [(&'static str, &'static str)],
    compose: &'static str,
    overriding: &'static str,
    /// The vendor's template of `.env`, in the deployment.
    template: Option<&'static str>,
}

/// What `docker-compose.yaml` starts. The vendor's other compose files are for developers.
const DIFY: Deployment = Deployment {
    name: "dify",
    vendor: &[
        ("dify/1.16.1/docker-compose.yaml", "docker-compose.yaml"),
        ("dify/1.16.1/.env.example", ".env.example"),
        ("dify/1.16.1/envs", "envs"),
        ("dify/1.16.1/nginx", "nginx"),
        ("dify/1.16.1/ssrf_proxy", "ssrf_proxy"),
        ("dify/1.16.1/volumes", "volumes"),
    ],
    compose: "docker-compose.yaml",
    overriding: "docker-compose.override.yaml",
    template: Some(".env.example"),
};

/// The whole folder, as it is after `git clone`.
const DIFY_CLONED: Deployment = Deployment {
    vendor: &[("dify/1.16.1", "")],
    ..DIFY
};

const FASTGPT: Deployment = Deployment {
    name: "fastgpt",
    vendor: &[
        (
            "fastgpt/v4.14.8/docker/global/docker-compose.pg.yml",
            "docker-compose.yml",
        ),
        ("fastgpt/v4.14.8/config.json", "config.json"),
    ],
    compose: "docker-compose.yml",
    overriding: "docker-compose.override.yml",
    template: None,
};

impl Deployment {
    fn own(&self, file: &str) -> String {
        let path = project().join("tests/sane").join(self.name).join(file);
        std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{}", path.display()))
    }

    /// The vendor's files alone.
    fn as_shipped(&self, corpus: &Path) -> TempDir {
        let top = tempfile::tempdir().expect("made");
        for (from, to) in self.vendor {
            let from = corpus.join(from);
            if from.is_file() {
                copy(&from, &top.path().join(to));
                continue;
            }
            for file in files_below(&from, &|_| true) {
                let below = file.strip_prefix(&from).expect("below it");
                copy(&file, &top.path().join(to).join(below));
            }
        }
        top
    }

    /// Lays the override beside the vendor's files, and the vendor's own values as `.env`.
    fn overridden(&self, folder: &Path) {
        put(folder, self.overriding, &self.own(self.overriding));
        put(folder, ".env", &self.values(folder));
    }

    /// Puts our settings in the place of the vendor's values.
    fn made_sane(&self, folder: &Path) {
        self.overridden(folder);
        let env = env(&self.own("settings.env"), &self.values(folder));
        put(folder, ".env", &env);
    }

    fn values(&self, folder: &Path) -> String {
        self.template.map_or_else(String::new, |file| {
            std::fs::read_to_string(folder.join(file)).expect("the vendor's")
        })
    }
}

fn put(folder: &Path, file: &str, text: &str) {
    std::fs::write(folder.join(file), text).expect("written");
}

/// Contents only: the vendor's files may be read-only where they come from.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.parent().expect("in a folder")).expect("made");
    std::fs::write(to, std::fs::read(from).expect("read")).expect("written");
}

fn name(line: &str) -> &str {
    line.split_once('=').map_or(line, |(name, _)| name)
}

/// The `.env` that `make-env.sh` makes, with values that are made up but the same in every run.
fn env(settings: &str, vendor: &str) -> String {
    let ours: BTreeSet<&str> = settings.lines().map(name).collect();
    let mut text = String::new();
    for line in vendor.lines().filter(|line| !ours.contains(name(line))) {
        text.push_str(line);
        text.push('\n');
    }
    for line in settings.lines() {
        let bytes = Sha256::digest(format!("made up for {}", name(line)));
        let value = match line.split_once('=') {
            Some((_, "HEX")) => bytes[..15].iter().fold(String::new(), |mut hex, byte| {
                write!(hex, "{byte:02x}").expect("a string takes it");
                hex
            }),
            Some((_, "KEY")) => URL_SAFE_NO_PAD.encode(bytes),
            Some((_, value)) => value.to_owned(),
            None => {
                text.push_str(line);
                text.push('\n');
                continue;
            }
        };
        text.push_str(&format!("{}={value}\n", name(line)));
    }
    text
}

/// The exit status of `hulan scan FOLDER`, after the findings that count were printed.
fn scanned(step: &str, folder: &Path) -> i32 {
    let (report, status) = json(folder, &[]);
    let mut left: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("a list") {
        if finding["status"] == "active" {
            let text = |key: &str| finding[key].as_str().expect("a string").to_owned();
            *left.entry((text("severity"), text("rule"))).or_default() += 1;
            eprintln!(
                "{step}: {} {} {}:{} {}",
                text("severity"),
                text("rule"),
                finding["location"]["path"],
                finding["location"]["line"],
                text("message")
            );
        }
    }
    eprintln!("{step}: status {status}, {left:?}");
    status
}

/// Whether Docker Compose accepts the project, where it is at hand.
fn accepted(test: &str, folder: &Path) -> bool {
    let Some(compose) = std::env::var_os("HULAN_COMPOSE") else {
        assert!(
            std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(),
            "HULAN_COMPOSE is not set"
        );
        eprintln!("{test}: not asked of Docker Compose, HULAN_COMPOSE is not set");
        return true;
    };
    let output = Command::new(compose)
        .args(["config", "-q"])
        .current_dir(folder)
        .output()
        .expect("it runs");
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    output.status.success()
}

fn passes(test: &str, deployment: &Deployment) {
    let Some(corpus) = corpus(test) else {
        return;
    };
    let top = deployment.as_shipped(&corpus);
    assert!(top.path().join(deployment.compose).is_file());
    assert_ne!(scanned("as shipped", top.path()), 0);
    deployment.overridden(top.path());
    assert_ne!(scanned("with the override alone", top.path()), 0);
    deployment.made_sane(top.path());
    assert!(accepted(test, top.path()));
    assert_eq!(scanned("made sane", top.path()), 0);
}

#[test]
fn dify_passes() {
    passes("sane::dify_passes", &DIFY);
}

#[test]
fn fastgpt_passes() {
    passes("sane::fastgpt_passes", &FASTGPT);
}

/// The compose files for developers lie beside the one that runs: three lines of `hulan.toml` say which.
#[test]
fn dify_as_cloned_passes() {
    let Some(corpus) = corpus("sane::dify_as_cloned_passes") else {
        return;
    };
    let top = DIFY_CLONED.as_shipped(&corpus);
    DIFY_CLONED.made_sane(top.path());
    assert_ne!(scanned("without hulan.toml", top.path()), 0);
    put(top.path(), "hulan.toml", &DIFY_CLONED.own("hulan.toml"));
    assert_eq!(scanned("with hulan.toml", top.path()), 0);
}

/// An override that nobody would write proves nothing.
#[test]
fn overrides_are_short() {
    for deployment in [DIFY, FASTGPT] {
        let lines = deployment.own(deployment.overriding).lines().count();
        eprintln!("{}: {lines} lines", deployment.name);
        assert!((10..=60).contains(&lines), "{}", deployment.name);
    }
}

#[test]
fn settings_hold_no_secret() {
    let secret = |name: &str| {
        let ends = ["PASSWORD", "KEY", "KEYS", "TOKEN"];
        ends.iter().any(|end| name.ends_with(end))
    };
    for deployment in [DIFY, FASTGPT] {
        let text = deployment.own("settings.env");
        let all: Vec<_> = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .collect();
        let secrets = all.iter().filter(|(name, _)| secret(name));
        assert!(secrets.clone().count() > 5);
        for (name, value) in secrets {
            let none = ["HEX", "KEY"].contains(value) || value.starts_with("${");
            assert!(none, "{name}");
        }
    }
}

/// The script that the page shows makes the file that the tests use, but for the random values.
#[cfg(unix)]
#[test]
fn the_script_makes_the_same_file() {
    let top = tempfile::tempdir().expect("made");
    let vendor = "# a template\nDB_PASSWORD=difyai123456\nDB_USERNAME=postgres\n";
    put(top.path(), "vendor.env", vendor);
    let settings = DIFY.own("settings.env");
    put(top.path(), "settings.env", &settings);
    let script = project().join("tests/sane/make-env.sh");
    let run = || {
        let output = Command::new("sh")
            .arg(&script)
            .args(["settings.env", "vendor.env"])
            .current_dir(top.path())
            .output()
            .expect("it runs");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("ASCII")
    };
    let (made, again, expected) = (run(), run(), env(&settings, vendor));
    let random: BTreeSet<&str> = (settings.lines())
        .filter(|line| line.ends_with("=HEX") || line.ends_with("=KEY"))
        .map(name)
        .collect();
    assert_eq!(made.lines().count(), expected.lines().count());
    for ((made, again), expected) in made.lines().zip(again.lines()).zip(expected.lines()) {
        assert_eq!(name(made), name(expected));
        assert_eq!(made.len(), expected.len(), "{}", name(made));
        assert_eq!(
            made == again,
            !random.contains(name(made)),
            "{}",
            name(made)
        );
        assert!(random.contains(name(made)) || made == expected, "{made}");
    }
}

/// The page shows the files that are tested, word by word.
#[test]
fn the_page_shows_these_files() {
    let page = std::fs::read_to_string(project().join("docs/vendors.md")).expect("the page");
    let script = std::fs::read_to_string(project().join("tests/sane/make-env.sh"));
    let mut shown = vec![script.expect("the script"), DIFY.own("hulan.toml")];
    for deployment in [DIFY, FASTGPT] {
        shown.push(deployment.own(deployment.overriding));
        shown.push(deployment.own("settings.env"));
    }
    for text in shown {
        let first = text.lines().nth(1).unwrap_or_default();
        assert!(page.contains(&format!("\n{text}```\n")), "{first}");
    }
}
