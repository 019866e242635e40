//! Invisible characters that change the order in which text is shown.

use crate::meaning::python::Program;
use crate::rules::{Fail, Out};

/// Embeddings, overrides and isolates, their ends, and the right-to-left mark.
const BIDIRECTIONAL: [char; 10] = [
    '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}',
    '\u{2068}', '\u{2069}',
];

/// The byte with which each of them begins, and few other characters do.
const FIRST: u8 = 0xE2;

/// Fails at the first of them.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    let code = program.code();
    let mut starts = memchr::memchr_iter(FIRST, code.as_bytes());
    let found = starts.find_map(|start| {
        let character = code.get(start..)?.chars().next()?;
        BIDIRECTIONAL
            .contains(&character)
            .then_some((start, character))
    });
    if let Some((start, character)) = found {
        let site = out.site(start..start + character.len_utf8());
        let number = u32::from(character);
        out.fail(Fail::new("default", site).arg("character", format!("U+{number:04X}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_them_begin_with_one_byte() {
        for character in BIDIRECTIONAL {
            let first = character.encode_utf8(&mut [0; 4]).bytes().next();
            assert_eq!(first, Some(FIRST), "{character:?}");
        }
    }
}
