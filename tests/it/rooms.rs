//! A room uses the rooms above it, never one below.

use std::path::Path;

use crate::support::{files_below, project};

/// The rooms in the order in which data meets them; `compose` and `meaning` are siblings.
const ROOMS: [&str; 12] = [
    "model", "input", "live", "syntax", "compose", "meaning", "graph", "rules", "verdict",
    "report", "scan", "cli",
];

#[test]
fn rooms_use_only_the_rooms_above() {
    let source = project().join("src");
    let is_rust = |path: &Path| path.extension().is_some_and(|end| end == "rs");
    let mut seen = 0;
    for path in files_below(&source, &is_rust) {
        let relative = path.strip_prefix(&source).expect("below src");
        let first = relative.components().next().expect("a name");
        let room = first.as_os_str().to_string_lossy().replace(".rs", "");
        let Some(own) = ROOMS.iter().position(|name| *name == room) else {
            assert!(["main", "lib"].contains(&room.as_str()), "no room: {room}");
            continue;
        };
        let text = std::fs::read_to_string(&path).expect("readable");
        for used in text.split("crate::").skip(1) {
            let name: String = used
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            if let Some(other) = ROOMS.iter().position(|known| *known == name) {
                seen += 1;
                assert!(other <= own, "{} uses {name}", relative.display());
                let siblings = [("compose", "meaning"), ("meaning", "compose")];
                assert!(
                    !siblings.contains(&(room.as_str(), name.as_str())),
                    "{} uses its sibling {name}",
                    relative.display()
                );
            }
        }
    }
    assert!(seen > 50, "the test looks at the wrong lines");
}

#[test]
fn only_the_command_line_prints_and_only_parsers_see_contents() {
    let source = project().join("src");
    let is_rust = |path: &Path| path.extension().is_some_and(|end| end == "rs");
    for path in files_below(&source, &is_rust) {
        let relative = path.strip_prefix(&source).expect("below src");
        let text = std::fs::read_to_string(&path).expect("readable");
        let prints = ["print!(", "println!(", "eprintln!(", "stdout()", "stderr()"];
        if !relative.starts_with("cli") {
            for word in prints {
                assert!(!text.contains(word), "{} has {word}", relative.display());
            }
        }
        // Reports quote through excerpts, which mask; raw content is for parsers.
        // The line hash that GitHub wants is made of content, and guards what it is made of.
        let quotes = relative.starts_with("report") || relative.starts_with("cli");
        if quotes && !relative.ends_with("report/hash.rs") {
            for word in [".content()", ".slice(", ".expose()"] {
                assert!(!text.contains(word), "{} has {word}", relative.display());
            }
        }
    }
}
