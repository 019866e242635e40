//! Where the bytes of block scalars stand: line by line, without knowing the indentation.

use std::ops::Range;

use crate::model::OffsetMap;

use super::folding::Mapping;

/// A line of the text, its end apart.
struct Line {
    start: usize,
    /// End of the characters, start of the line end.
    end: usize,
    /// After the line end.
    next: usize,
}

fn line(source: &str, start: usize) -> Line {
    let rest = source.get(start..).unwrap_or_default();
    let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let tail = rest.get(end..).unwrap_or_default();
    let ending = if tail.starts_with("\r\n") {
        2
    } else {
        usize::from(!tail.is_empty())
    };
    Line {
        start,
        end: start + end,
        next: start + end + ending,
    }
}

/// The place of a block scalar and its map. `content` is what the parser gives: from the first
/// line that is not empty to somewhere before the next token.
pub(super) fn map(
    source: &str,
    content: &Range<usize>,
    folded: bool,
    value: &str,
) -> Option<(Range<usize>, OffsetMap)> {
    let leading = value.bytes().take_while(|byte| *byte == b'\n').count();
    let start = first_line(source, content.start, leading);
    let mapping = if folded {
        fold(source, start, value)?
    } else {
        lines(source, start, value)?
    };
    if mapping.inner != value.len() {
        return None;
    }
    let end = mapping
        .map
        .outer(value.len().saturating_sub(1)..value.len());
    let end = end.map_or(start, |place| place.end);
    Some((start..end.max(start), mapping.map))
}

/// The start of the line that stands `back` lines before `at`; `at` itself for none.
fn first_line(source: &str, at: usize, back: usize) -> usize {
    if back == 0 {
        return at;
    }
    let before = source.get(..at).unwrap_or_default();
    // Only the indentation of the first line that is not empty may stand before `at`.
    let mut before = before.trim_end_matches([' ', '\t']);
    for _ in 0..back {
        before = before.strip_suffix('\n').unwrap_or(before);
        before = before.strip_suffix('\r').unwrap_or(before);
        before = before.trim_end_matches([' ', '\t']);
    }
    if before.ends_with(['\n', '\r']) {
        before.len()
    } else {
        at
    }
}

/// A literal scalar: each line of the value ends a line of the text.
fn lines(source: &str, start: usize, value: &str) -> Option<Mapping> {
    let mut mapping = Mapping::new();
    let mut at = start;
    for part in value.split_inclusive('\n') {
        let line = line(source, at);
        let kept = part.strip_suffix('\n').unwrap_or(part);
        let from = line.end.checked_sub(kept.len())?;
        if from < line.start || source.get(from..line.end) != Some(kept) {
            return None;
        }
        mapping.push(kept.len(), from, kept.len());
        mapping.push(part.len() - kept.len(), line.end, line.next - line.end);
        at = line.next;
    }
    Some(mapping)
}

/// A folded scalar: the words of each line stand in the value, with a gap between that is a
/// space or line feeds, and with the spaces that a line is indented more.
fn fold(source: &str, start: usize, value: &str) -> Option<Mapping> {
    const WHITE: [char; 3] = [' ', '\t', '\n'];
    let mut mapping = Mapping::new();
    // Where the last piece ended.
    let mut done = start;
    let mut at = start;
    while mapping.inner < value.len() {
        let rest = value.get(mapping.inner..)?;
        let gap = rest.find(|character| !WHITE.contains(&character));
        let Some(gap) = gap else {
            tail(source, done, rest, &mut mapping);
            break;
        };
        // The next line that is not empty.
        let (line, words) = loop {
            let line = line(source, at);
            let text = source.get(line.start..line.end)?;
            let words = text.trim_start_matches([' ', '\t']);
            at = line.next;
            if !words.is_empty() {
                break (line, words);
            }
            if at >= source.len() {
                return None;
            }
        };
        let from = line.end - words.len();
        let (white, after) = (rest.get(..gap)?, rest.get(gap..)?);
        if !after.starts_with(words) {
            return None;
        }
        // More indentation is kept as it is, after a line feed or at the very start.
        let kept = match white.rfind('\n') {
            Some(feed) => gap - feed - 1,
            None if mapping.inner == 0 => gap,
            None => 0,
        };
        let kept = kept.min(from.saturating_sub(line.start));
        mapping.push(gap - kept, done, (from - kept).saturating_sub(done));
        mapping.push(kept, from - kept, kept);
        mapping.push(words.len(), from, words.len());
        done = line.end;
    }
    Some(mapping)
}

/// The line ends after the last word.
fn tail(source: &str, done: usize, rest: &str, mapping: &mut Mapping) {
    let mut at = done;
    for _ in rest.bytes().filter(|byte| *byte == b'\n') {
        at = line(source, at).next;
    }
    if at == done {
        at = line(source, at).end;
    }
    mapping.push(rest.len(), done, at - done);
}
