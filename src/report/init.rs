//! What `hulan init` is about to write, and what comes after it.

use std::fmt::Write as _;

use super::words::say;
use crate::model::Lang;

/// The compose files that were found, and the files with their texts.
pub fn planned(lang: Lang, compose: &[String], files: &[(&'static str, String)]) -> String {
    let mut text = match compose {
        [] => say(lang, "begin.no-compose", &[]),
        all => {
            let args = [
                ("count", &*all.len().to_string()),
                ("names", &all.join(", ")),
            ];
            say(lang, "begin.compose", &args)
        }
    };
    text.push('\n');
    for (path, content) in files {
        let head = say(lang, "begin.file", &[("path", path)]);
        let _ = writeln!(text, "\n{head}\n");
        for line in content.lines() {
            let _ = writeln!(text, "{}", format!("  | {line}").trim_end());
        }
    }
    text.push('\n');
    text
}

/// What to do now. `needs_address`: the pipeline has to be told where the program is.
pub fn written(lang: Lang, needs_address: bool) -> String {
    let mut text = say(lang, "begin.written", &[]);
    text.push('\n');
    if needs_address {
        text.push_str(&say(lang, "begin.address", &[]));
        text.push('\n');
    }
    text
}
