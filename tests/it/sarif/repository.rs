//! A small repository with something of everything in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::NOW;

/// Secrets that stand somewhere in the files.
pub(super) const CANARIES: [&str; 6] = [
    "kR7+vT2/qW9=mX4zc1",
    "pG6-jN3-dS8-hB5-c2",
    "yC4uL7eA2oZ9iM6xc3",
    "wF8qK3rJ5nV2tH7bc4",
    "sD9gX2mP6cE4lQ8ac5",
    "tokenZ5hU8wY3vR6kc6",
];

const CHINESE: &str = "# 生产环境 😀
name: shop
services:
  网关说明: &base
    image: nginx:1.27
  web:
    image: nginx:1.27  # 镜像
    privileged: true  # 不要这样
    environment:
      - \"说明=中文 😀\"
      - \"APP_SECRET=kR7+vT2/qW9=mX4zc1\"  # 中文
      - DATABASE_URL=postgres://app:pG6-jN3-dS8-hB5-c2@db/app
    env_file: missing.env
  db:
    image: postgres:16
    ports: [\"5432:5432\", \"0.0.0.0:15432:5432\"]
    environment: {POSTGRES_PASSWORD: \"${PW:-yC4uL7eA2oZ9iM6xc3}\", OTHER_PASSWORD: '${PW:-}'}
";

const FOLDED: &str = "services:\r
  \"一\":\r
    image: nginx\r
  one:\r
    image: redis:7\r
    # wF8qK3rJ5nV2tH7bc4 again: wF8qK3rJ5nV2tH7bc4\r
    privileged: true\r
    environment:\r
      说明: 中文\r
      REDIS_PASSWORD: >-\r
        wF8qK3rJ5nV2tH7bc4\r
";

const BOM: &str =
    "\u{feff}services:\n  a: &a\n    image: x/y:1\n    privileged: true\n  b: *a\n  c: *a\n";

const BROKEN: &str = "services:\n  a:\n    image: x/y:1\n    environment:\n      A_TOKEN: sD9gX2mP6cE4lQ8ac5\n    command: \"open\n";

const AGENT: &str = "import requests\r
from agents import tool\r
@tool\r
def 查(地址, api_key='wF8qK3rJ5nV2tH7bc4'):\r
    目标 = 地址 + '/😀'\r
    return requests.get(目标, timeout=5)\r
";

const FILES: [(&str, &str); 11] = [
    ("agent/[main](x).py", AGENT),
    ("deploy/生产 环境/docker-compose.yaml", CHINESE),
    ("deploy/生产 环境/.env", "PW=\n"),
    ("crlf/compose.yaml", FOLDED),
    ("bom/compose.yaml", BOM),
    ("broken/compose.yaml", BROKEN),
    (
        "a [x](https:/b) {0}/compose.yaml",
        "services:\n  a:\n    image: x/y:1\n    nonsense: true\n    env_file: '{1}.env'\n",
    ),
    (
        "line/compose.yaml",
        "{services: {a: {image: 'x/y:1', privileged: true}}}",
    ),
    (
        "line-end/compose.yaml",
        "{services: {a: {image: 'x/y:1', privileged: true}}}\n",
    ),
    ("empty/compose.yaml", ""),
    ("nothing/compose.yaml", "services: {}\n"),
];

const GIT: [(&str, &str); 3] = [
    (".git/HEAD", "ref: refs/heads/main\n"),
    (
        ".git/refs/heads/main",
        "0123456789abcdef0123456789abcdef01234567\n",
    ),
    (
        ".git/config",
        "[remote \"origin\"]\n\turl = https://me:tokenZ5hU8wY3vR6kc6@example.org/shop/deploy.git\n",
    ),
];

/// A folder that git knows.
pub(super) struct Repository {
    folder: TempDir,
}

/// What a scan wrote.
pub(super) struct Report {
    /// The bytes.
    pub(super) text: String,
    /// What they say.
    pub(super) log: Value,
}

/// What an agent of Azure Pipelines says of its job.
const JOB: [(&str, &str); 4] = [
    ("SYSTEM_DEFINITIONID", "42"),
    ("BUILD_DEFINITIONNAME", "部署 ##vso[x]"),
    ("SYSTEM_PHASEID", "96ac2280-8cb4-5df5-99de-dd2da759617d"),
    ("SYSTEM_PHASENAME", "gate"),
];

impl Repository {
    /// The small repository.
    pub(super) fn new() -> Self {
        let repository = Self::empty();
        for (name, content) in FILES {
            repository.write(name, content);
        }
        repository
    }

    /// A repository with the files of a folder.
    pub(super) fn of(folder: &Path) -> Self {
        let repository = Self::empty();
        copy(folder, &repository.root());
        repository
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().expect("made");
        let repository = Self { folder };
        for (name, content) in GIT {
            repository.write(name, content);
        }
        repository
    }

    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    pub(super) fn write(&self, name: &str, content: &str) {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
    }

    /// Scans the folder `inner`.
    pub(super) fn scan(&self, inner: &str, arguments: &[&str]) -> Report {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("hulan"))
            .args(["scan", inner, "--output", "sarif", "--now", NOW])
            .args(arguments)
            .envs(JOB)
            .current_dir(self.root())
            .output()
            .expect("hulan runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let log = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        Report { text, log }
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&to).expect("made");
            copy(&entry.path(), &to);
        } else if entry.path().exists() {
            // A link that leads nowhere stays behind.
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}
