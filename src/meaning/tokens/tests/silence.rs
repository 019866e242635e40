//! Source code of others has no tokens in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::found;

/// The libraries of Rust, as far as the compiler brings their sources or its own files along, and
/// those of Python.
fn libraries() -> Vec<PathBuf> {
    let rustc = Command::new("rustc").args(["--print", "sysroot"]).output();
    let sysroot = rustc
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok());
    let mut folders: Vec<PathBuf> = sysroot
        .iter()
        .map(|path| Path::new(path.trim()).join("lib/rustlib"))
        .collect();
    folders
        .extend(["/usr/lib/python3", "/usr/lib/python3.11", "/usr/share/doc"].map(PathBuf::from));
    folders
}

#[test]
fn libraries_are_silent() {
    let (mut bytes, mut hits) = (0, Vec::new());
    for folder in libraries() {
        for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
            let is_small = entry
                .metadata()
                .is_ok_and(|about| about.is_file() && about.len() < 4 << 20);
            let Some(text) = is_small.then(|| std::fs::read(entry.path()).ok()).flatten() else {
                continue;
            };
            bytes += text.len();
            for token in found(&text) {
                hits.push(format!(
                    "{} {:?} {}",
                    token.format.id,
                    token.range,
                    entry.path().display()
                ));
            }
        }
    }
    println!("{bytes} bytes\n{}", hits.join("\n"));
    // Libraries bring keys for their tests along.
    assert!(hits.len() <= 2 + bytes / (8 << 20), "{}", hits.join("\n"));
}
