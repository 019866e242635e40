//! The stable machine contract: `schema/report-v1.json`. Fields are added, never renamed.

use std::fmt::Write as _;

use serde::Serialize;

use super::told::Told;
use super::words;

/// The report as JSON in pure ASCII, with a line end; several reports as one collection.
pub fn json(told: &Told) -> String {
    match told.parts.as_slice() {
        [part] if part.machine.is_none() => ascii(&part.saved),
        _ => told.merged(),
    }
}

/// A document in pure ASCII, with a line end: code pages and shells cannot break it. Build agents look
/// for commands anywhere in a line; a bracket that would open one is written as its number, which means
/// the same.
pub(super) fn ascii(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    if let std::borrow::Cow::Owned(defused) = words::without_commands(&text, "\\u005b") {
        text = defused;
    }
    if text.is_ascii() && !text.contains('\u{7f}') {
        return text;
    }
    let mut ascii = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() && character != '\u{7f}' {
            ascii.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}
