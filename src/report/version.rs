//! Which hulan this is, and what it knows.

use std::fmt::Write as _;

use super::sarif;
use super::words::say;
use crate::meaning::BuiltIn;
use crate::model::Lang;
use crate::rules::RULES;

/// `hulan 1.2.3`, with a line end.
pub fn version() -> String {
    format!("{} {}\n", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}

/// The day of the knowledge that is built in, and how many entries each table has.
pub fn built_in(lang: Lang) -> String {
    let built_in = BuiltIn::new();
    let mut text = say(lang, "version.knowledge", &[("date", built_in.date)]);
    text.push('\n');
    for (key, count) in [
        ("version.default-secrets", built_in.published),
        ("version.stores", built_in.stores),
        ("version.weaknesses", sarif::known_weaknesses()),
        ("version.rules", RULES.len()),
    ] {
        let _ = writeln!(text, "{}", say(lang, key, &[("count", &count.to_string())]));
    }
    text
}
