//! A thousand certificate files, beside the `openssl` command on the same ones.

use std::process::Command;
use std::time::{Duration, Instant};

use super::forge::{self, ca, leaf};
use crate::support::hulan;

const FILES: usize = 1_000;

/// The bar is one second as it is delivered; a build for tests takes longer by itself.
const MOST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 4 } else { 1 });

#[test]
fn a_thousand_files_are_judged_in_a_second() {
    let root = ca("Lab Root CA", None, (-9, 900), |_| {});
    let folder = tempfile::tempdir().expect("made");
    let anchor = tempfile::NamedTempFile::new().expect("made");
    std::fs::write(anchor.path(), &root.pem).expect("written");
    let names: Vec<String> = (0..FILES).map(|number| format!("{number}.crt")).collect();
    for name in &names {
        std::fs::write(folder.path().join(name), leaf(&root, |_| {}).pem).expect("written");
    }
    let start = Instant::now();
    let out = hulan()
        .args(["scan", "--select", "CRT", "--output", "json", "--ca"])
        .arg(anchor.path())
        .arg(folder.path())
        .output()
        .expect("it runs");
    let own = start.elapsed();
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).expect("a report");
    // One that looks at a thousand good files says nothing.
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(0));
    eprintln!("hulan: {FILES} files in {own:?}");
    if let Some(openssl) = forge::openssl() {
        let start = Instant::now();
        let mut command = Command::new(openssl);
        command
            .current_dir(folder.path())
            .arg("verify")
            .arg("-CAfile")
            .arg(anchor.path());
        let out = command.args(&names).output().expect("it runs");
        assert!(out.status.success());
        eprintln!("openssl verify: {:?}", start.elapsed());
    }
    assert!(own < MOST, "{own:?}");
}
