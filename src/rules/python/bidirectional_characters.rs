//! Invisible characters that change the order in which text is shown.

use crate::meaning::python::Program;
use crate::rules::{Fail, Out};

/// Embeddings, overrides and isolates, their ends, and the right-to-left mark.
const BIDIRECTIONAL: [char; 10] = [
    '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}',
    '\u{2068}', '\u{2069}',
];

/// Fails at the first of them.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    let mut found = program.code().match_indices(BIDIRECTIONAL);
    if let Some((start, character)) = found.next() {
        let site = out.site(start..start + character.len());
        let number = character.chars().map(u32::from).next().unwrap_or_default();
        out.fail(Fail::new("default", site).arg("character", format!("U+{number:04X}")));
    }
}
