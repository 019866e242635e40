//! Real engines to ask: private ones, with a socket and a store of their own, which end with the
//! test and leave nothing behind. Their only image is made here, of one static program.

mod collected;
mod docker;
mod encrypted;
mod folder;
mod podman;

pub(crate) use self::docker::Docker;
pub(crate) use self::podman::Podman;

use std::path::Path;
use std::process::{Command, Output};

/// The image that every engine has.
pub(crate) const IMAGE: &str = "busybox:test";

/// What a program said that had to succeed, without the end of the last line.
fn said(command: &str, output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {errors}");
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    text.trim_end().to_owned()
}

/// A program of an engine, with nothing of the caller's environment.
fn program(path: &Path, folder: &Path) -> Command {
    let mut command = Command::new(path);
    let search = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", search).env("HOME", folder);
    command
}

/// Engines of the system need its administrator. Says so where the user is another one.
fn is_root(test: &str) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !is_root {
        let required = std::env::var("HULAN_REQUIRE_TOOLS").as_deref() == Ok("1");
        assert!(!required, "{test}: engines are started by root alone");
        eprintln!("{test}: skipped, engines are started by root alone");
    }
    is_root
}
