//! The tokens of a file of any size, in bounded memory.

use std::io::{ErrorKind, Read, Result};

use super::context::REACH;
use super::{Token, blocks, search};

/// The longest token, in bytes.
pub const LONGEST: usize = {
    const JWT: usize = 20_000;
    if blocks::LONGEST > JWT {
        blocks::LONGEST
    } else {
        JWT
    }
};

/// How much is searched at a time, in bytes.
const WINDOW: usize = 1 << 20;

/// What the next window sees again of what is done: enough for names and neighbours.
const BEFORE: usize = 2 * REACH;

/// What has to follow the start of a token until it is known for what it is.
const AFTER: usize = LONGEST + 2 * REACH;

/// A token and its place in a file.
#[derive(Debug)]
pub struct Located<'t> {
    /// The token; its range is that of the bytes of the whole file.
    pub token: Token,
    /// Its bytes.
    pub value: &'t [u8],
    /// The line in which it starts; the first is 1.
    pub line: u64,
    /// Bytes between the start of that line and the token.
    pub column: u64,
}

/// Finds the tokens of everything that a reader gives, each once and in order, as [`search`] would
/// in one text. Takes about a mebibyte whatever the size.
///
/// # Errors
///
/// Those of the reader. What has been found before is found.
pub fn search_reader(mut reader: impl Read, mut each: impl FnMut(Located<'_>)) -> Result<()> {
    let mut window: Vec<u8> = Vec::with_capacity(WINDOW + AFTER + BEFORE);
    let mut place = Place::default();
    // Where the window starts in the file, and the end of the last token.
    let mut base = 0;
    let mut done = 0;
    let mut tokens = Vec::new();
    loop {
        let is_last = fill(&mut reader, &mut window)?;
        let cut = if is_last {
            window.len()
        } else {
            window.len().saturating_sub(AFTER)
        };
        search(&window, &mut tokens);
        for mut token in tokens.drain(..) {
            let start = base + token.range.start;
            if token.range.start >= cut || start < done || start < place.searched {
                continue;
            }
            place.go_to(&window, base, start);
            done = base + token.range.end;
            let value = window.get(token.range.clone()).unwrap_or_default();
            token.range = start..done;
            each(Located {
                token,
                value,
                line: place.line + 1,
                column: place.column(),
            });
        }
        if is_last {
            return Ok(());
        }
        place.go_to(&window, base, base + cut);
        place.searched = base + cut;
        let seen = cut.saturating_sub(BEFORE);
        window.drain(..seen);
        base += seen;
    }
}

/// Fills the window; whether the reader has nothing more.
fn fill(reader: &mut impl Read, window: &mut Vec<u8>) -> Result<bool> {
    let mut filled = window.len();
    window.resize(WINDOW + AFTER + BEFORE, 0);
    while let Some(free) = window.get_mut(filled..).filter(|free| !free.is_empty()) {
        match reader.read(free) {
            Ok(0) => {
                window.truncate(filled);
                return Ok(true);
            }
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// How far lines have been counted.
#[derive(Default)]
struct Place {
    /// Ends of lines before here.
    line: u64,
    /// Where the line starts, and here, in bytes of the file.
    line_start: usize,
    at: usize,
    /// No token before here is new.
    searched: usize,
}

impl Place {
    fn go_to(&mut self, window: &[u8], base: usize, offset: usize) {
        let passed = self.at.saturating_sub(base)..offset.saturating_sub(base);
        let passed = window.get(passed).unwrap_or_default();
        for end in memchr::memchr_iter(b'\n', passed) {
            self.line += 1;
            self.line_start = self.at + end + 1;
        }
        self.at = offset;
    }

    fn column(&self) -> u64 {
        u64::try_from(self.at - self.line_start).unwrap_or(u64::MAX)
    }
}
