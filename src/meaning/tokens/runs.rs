//! The long words of a text. The walk looks at one byte in sixteen: a word of sixteen bytes cannot
//! stand between two looks.

use std::ops::Range;

/// The shortest word in which a token begins, in bytes.
pub(super) const SHORTEST: usize = 16;

/// Which bytes words are made of.
static IS_WORD: [bool; 256] = table();

const fn table() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        let is_word =
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'+' | b'~');
        #[expect(
            clippy::indexing_slicing,
            reason = "the index is below 128, and the compiler runs this"
        )]
        {
            table[byte as usize] = is_word;
        }
        byte += 1;
    }
    table
}

/// Whether words have this byte.
pub(super) fn is_word(byte: u8) -> bool {
    IS_WORD.get(usize::from(byte)).is_some_and(|is| *is)
}

/// Whether what follows this byte may begin a token although a word goes on.
pub(super) fn is_joint(byte: u8) -> bool {
    matches!(byte, b'.' | b'/' | b'+' | b'~')
}

/// The words of at least [`SHORTEST`] bytes.
pub(super) struct Runs<'t> {
    text: &'t [u8],
    /// All before has been looked at.
    from: usize,
}

impl<'t> Runs<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, from: 0 }
    }
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let last = self.from + SHORTEST - 1;
            let step = self.text.get(self.from..=last)?;
            // The next word starts after the last byte that no word has.
            if let Some(gap) = step.iter().rposition(|byte| !is_word(*byte)) {
                self.from += gap + 1;
                continue;
            }
            let rest = self.text.get(last..)?;
            let more = rest.iter().take_while(|byte| is_word(**byte)).count();
            let run = self.from..last + more;
            self.from = run.end;
            return Some(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, byte by byte.
    fn plain(text: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..=text.len() {
            if text.get(at).is_none_or(|byte| !is_word(*byte)) {
                if at - start >= SHORTEST {
                    found.push(start..at);
                }
                start = at + 1;
            }
        }
        found
    }

    #[test]
    fn long_words_are_found_wherever_they_stand() {
        for length in 14..40 {
            for before in 0..40 {
                let text = format!(
                    "{}{} {}",
                    " ".repeat(before),
                    "a".repeat(length),
                    "b".repeat(before)
                );
                let found: Vec<_> = Runs::new(text.as_bytes()).collect();
                assert_eq!(found, plain(text.as_bytes()), "{text}");
            }
        }
        assert_eq!(Runs::new(b"").count(), 0);
    }
}
