//! The lines of a place as the text report shows them, with what to point at.

use std::ops::Range;

use crate::report::told::Quoted;
use crate::report::words::clean;

/// A place of more lines than these is shown by its first one.
const MOST_LINES: usize = 5;

/// A line of more bytes than these is shown in part.
const LONG_LINE: usize = 400;

/// Lines, safe to show.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snippet {
    /// The lines, with `\n` between them.
    pub(super) source: String,
    /// The bytes to point at.
    pub(super) highlight: Range<usize>,
}

impl Snippet {
    /// The column of what is pointed at, from 1: that of the place, unless something before it was taken
    /// out or written in another way.
    pub(super) fn column(&self) -> usize {
        let before = self.source.get(..self.highlight.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.chars().count() + 1
    }
}

/// The lines of a place; `None` where none is quoted.
pub(super) fn snippet(place: &Quoted) -> Option<Snippet> {
    let mut lines = place.lines();
    if lines.len() > MOST_LINES {
        lines.truncate(1);
    }
    let text = lines.join("\n");
    if text.is_empty() {
        return None;
    }
    // What stands alone is all of the place.
    let at = match &place.around {
        Some(_) => found(&text, place),
        None => 0..text.len(),
    };
    let window = match lines.as_slice() {
        [line] if line.len() > LONG_LINE => window(&text, &at),
        _ => 0..text.len(),
    };
    let is_cut = place.around.is_none() && place.column > 1;
    let mut source = String::new();
    if window.start > 0 || is_cut {
        source.push('…');
    }
    let mut put = |range: Range<usize>| {
        let text = text.get(range).unwrap_or_default();
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                source.push('\n');
            }
            source.push_str(&clean(&line.replace('\t', "    ")));
        }
        source.len()
    };
    let end = at.end.clamp(window.start, window.end);
    let start = put(window.start..at.start.clamp(window.start, end));
    let highlight = start..put(at.start.clamp(window.start, end)..end);
    put(end..window.end);
    if window.end < text.len() || is_cut {
        source.push('…');
    }
    Some(Snippet { source, highlight })
}

/// Where the place is in its lines: before it, a secret may have been taken out and moved it.
fn found(text: &str, place: &Quoted) -> Range<usize> {
    let first = text.find('\n').unwrap_or(text.len());
    let expected = byte(text.get(..first).unwrap_or_default(), place.column);
    let quote = place.quote.as_deref().unwrap_or_default();
    let quote = quote.replace("\r\n", "\n");
    // Of a place of many lines only the first is here.
    let quote = match quote.split_once('\n') {
        Some((line, _)) if first == text.len() => line,
        _ => quote.trim_end_matches('\n'),
    };
    if quote.is_empty() {
        return expected..expected;
    }
    let starts = text.match_indices(quote).map(|(at, _)| at);
    let start = starts
        .filter(|at| *at <= first)
        .min_by_key(|at| at.abs_diff(expected));
    start.map_or(expected..expected, |start| start..start + quote.len())
}

/// The byte of a column in UTF-16 code units, from 1.
fn byte(line: &str, column: usize) -> usize {
    let mut units = 1;
    for (at, character) in line.char_indices() {
        if units >= column {
            return at;
        }
        units += character.len_utf16();
    }
    line.len()
}

/// The bytes of a long line that are shown: those around the place.
fn window(line: &str, place: &Range<usize>) -> Range<usize> {
    let last = place.end.min(place.start + LONG_LINE / 2);
    let start = place.start.saturating_sub(LONG_LINE / 4);
    let end = (last + LONG_LINE / 4).min(line.len());
    line.floor_char_boundary(start)..line.floor_char_boundary(end)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(place: serde_json::Value) -> Option<(String, String)> {
        let place: Quoted = serde_json::from_value(place).expect("a place");
        snippet(&place).map(|own| {
            let at = own.source.get(own.highlight).expect("within").to_owned();
            (own.source, at)
        })
    }

    fn place(line: usize, columns: [usize; 2], quote: &str, around: &str) -> serde_json::Value {
        json!({
            "path": "a", "line": line, "column": columns[0], "endLine": line, "endColumn": columns[1],
            "quote": quote, "around": {"line": 1, "endLine": 9, "text": around},
        })
    }

    #[test]
    fn the_place_is_found_behind_a_secret_that_was_taken_out() {
        let around = "x: 1\nurl: a://[REDACTED]@db/db\n";
        assert_eq!(
            shown(place(2, [13, 15], "db", around)),
            Some(("url: a://[REDACTED]@db/db".into(), "db".into()))
        );
        let source = "url: a://[REDACTED]@db/db";
        let own: Quoted =
            serde_json::from_value(place(2, [24, 26], "db", around)).expect("a place");
        let own = snippet(&own).expect("shown");
        assert_eq!(own.highlight, source.len() - 2..source.len());
    }

    #[test]
    fn columns_are_units_and_signs_are_shown_as_words() {
        assert_eq!(
            shown(place(1, [4, 5], "b", "\t密b\u{1b}b\r\n")),
            Some(("    密b\\u{1b}b".into(), "b".into()))
        );
        assert_eq!(shown(place(1, [1, 1], "", "")), None);
    }

    #[test]
    fn of_a_long_line_a_part_is_shown() {
        let line = format!("{}密码{}", "a".repeat(5_000), "b".repeat(5_000));
        let (source, at) = shown(place(1, [5_001, 5_003], "密码", &line)).expect("shown");
        assert!(source.starts_with('…') && source.ends_with('…') && source.len() < 420);
        assert_eq!(at, "密码");
        let alone = json!({
            "path": "a", "line": 1, "column": 9, "endLine": 1, "endColumn": 12,
            "quote": "abc", "around": null,
        });
        assert_eq!(shown(alone), Some(("…abc…".into(), "abc".into())));
    }

    #[test]
    fn of_many_lines_the_first_is_shown() {
        let place = json!({
            "path": "a", "line": 1, "column": 1, "endLine": 7, "endColumn": 2,
            "quote": "a\r\nb\r\nc\r\nd\r\ne\r\nf\r\ng", "around": null,
        });
        assert_eq!(shown(place), Some(("a".into(), "a".into())));
    }
}
