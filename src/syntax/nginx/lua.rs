//! Where a block of Lua ends: its strings and comments may hold braces.

/// The byte behind the `}` that closes the block whose inside begins at `start`; `None` where
/// nothing closes it.
pub(super) fn end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut depth = 1_usize;
    while let Some(next) = bytes.get(at) {
        match next {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' | b'\'' => {
                at = after_string(bytes, at + 1, *next);
                continue;
            }
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                at = match after_long(text, at + 2) {
                    Some(end) => end,
                    None => line_end(bytes, at),
                };
                continue;
            }
            b'[' => {
                if let Some(end) = after_long(text, at) {
                    at = end;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn after_string(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(next) = bytes.get(at) {
        match next {
            b'\\' => at += 2,
            b'\n' => return at,
            next if *next == quote => return at + 1,
            _ => at += 1,
        }
    }
    at
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest.iter().position(|byte| *byte == b'\n');
    at + length.unwrap_or(rest.len())
}

/// The byte behind a long bracket (`[[…]]`, `[==[…]==]`) that begins at `at`.
fn after_long(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix('[')?;
    let level = rest.bytes().take_while(|byte| *byte == b'=').count();
    let inside = rest.get(level..)?.strip_prefix('[')?;
    let close = format!("]{}]", "=".repeat(level));
    let length = inside.find(&close)?;
    Some(at + level + 2 + length + close.len())
}
