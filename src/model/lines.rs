//! From byte offsets to lines and columns.

use unicode_width::UnicodeWidthChar;

/// Tabs are shown as this many columns in a terminal.
const TAB_WIDTH: usize = 4;

/// The line starts of a text. A line ends at `\n` or `\r\n`, as SARIF counts by default.
#[derive(Debug)]
pub struct LineIndex {
    /// The number of the first line: above 1 for a part of a file.
    first: usize,
    starts: Vec<u32>,
    /// Places inside of long lines, so that no column is counted from far away.
    marks: Vec<Mark>,
}

/// A character of a long line and what stands before it in its line.
#[derive(Clone, Copy, Debug)]
struct Mark {
    offset: u32,
    utf16: u32,
    cells: u32,
}

/// Bytes between the marks of a long line.
const STEP: u32 = 1024;

/// A place as people and tools count it. Lines and columns start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number.
    pub line: usize,
    /// Column in UTF-8 bytes.
    pub byte: usize,
    /// Column in UTF-16 code units: what SARIF, JSON and editors count.
    pub utf16: usize,
    /// Column in terminal cells: Chinese characters take two.
    pub cell: usize,
}

impl LineIndex {
    /// Scans `content` once for line ends.
    pub fn new(content: &str) -> Self {
        Self::from_line(content, 1)
    }

    /// The same for a part of a file that begins with its line `first`.
    pub fn from_line(content: &str, first: usize) -> Self {
        let ends = memchr::memchr_iter(b'\n', content.as_bytes());
        let ends = ends.map(|at| super::span::offset(at + 1));
        let starts: Vec<u32> = std::iter::once(0).chain(ends).collect();
        let ends = starts.iter().skip(1).copied();
        let ends = ends.chain([super::span::offset(content.len())]);
        let mut marks = Vec::new();
        for (start, end) in starts.iter().zip(ends) {
            if end - start > STEP {
                let line = content.get(*start as usize..end as usize);
                mark(line.unwrap_or_default(), *start, &mut marks);
            }
        }
        Self {
            first: first.max(1),
            starts,
            marks,
        }
    }

    /// The number of the first line.
    pub fn first(&self) -> usize {
        self.first
    }

    /// The number of the last line; a text that ends in a line break has an empty last line.
    pub fn last(&self) -> usize {
        self.first + self.starts.len() - 1
    }

    /// The position of byte `offset` of `content`, which must be the indexed text.
    /// An offset inside a character counts as the character's start.
    pub fn position(&self, content: &str, offset: usize) -> Position {
        let offset = content.floor_char_boundary(offset);
        let line = self
            .starts
            .partition_point(|start| *start as usize <= offset);
        let start = self.line_start(line);
        let near = self
            .marks
            .partition_point(|mark| mark.offset as usize <= offset)
            .checked_sub(1)
            .and_then(|index| self.marks.get(index))
            .filter(|mark| mark.offset as usize >= start);
        let (from, utf16, cells) = near.map_or((start, 0, 0), |mark| {
            (
                mark.offset as usize,
                mark.utf16 as usize,
                mark.cells as usize,
            )
        });
        let before = content.get(from..offset).unwrap_or_default();
        Position {
            line: line + self.first - 1,
            byte: offset - start + 1,
            utf16: utf16 + before.chars().map(char::len_utf16).sum::<usize>() + 1,
            cell: cells + before.chars().map(cell_width).sum::<usize>() + 1,
        }
    }

    /// Bytes of line `line` without its line end; empty for a line that does not exist.
    pub fn line_range(&self, content: &str, line: usize) -> std::ops::Range<usize> {
        let line = (line + 1).saturating_sub(self.first);
        if line == 0 || line > self.starts.len() {
            return content.len()..content.len();
        }
        let start = self.line_start(line);
        let end = self
            .starts
            .get(line)
            .map_or(content.len(), |next| *next as usize);
        let text = content.get(start..end).unwrap_or_default();
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        start..start + text.len()
    }

    fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1)
            .and_then(|index| self.starts.get(index))
            .map_or(0, |start| *start as usize)
    }
}

/// Marks a long line that begins at byte `start`.
fn mark(line: &str, start: u32, marks: &mut Vec<Mark>) {
    let (mut utf16, mut cells) = (0, 0);
    let mut next = STEP;
    for (at, character) in line.char_indices() {
        let at = super::span::offset(at);
        if at >= next {
            marks.push(Mark {
                offset: start.saturating_add(at),
                utf16: super::span::offset(utf16),
                cells: super::span::offset(cells),
            });
            next = at + STEP;
        }
        utf16 += character.len_utf16();
        cells += cell_width(character);
    }
}

/// Terminal cells of one character; control characters take none.
pub fn cell_width(character: char) -> usize {
    if character == '\t' {
        TAB_WIDTH
    } else {
        character.width().unwrap_or(0)
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "offsets of characters")]
mod tests {
    use super::*;

    #[test]
    fn counts_each_unit_on_chinese_text_and_emoji() {
        let content = "a: 中文😀x\r\nb";
        let lines = LineIndex::new(content);
        let at = content.find('x').expect("present");
        let place = lines.position(content, at);
        assert_eq!(
            (place.line, place.byte, place.utf16, place.cell),
            (1, 14, 8, 10)
        );
        assert_eq!(lines.line_range(content, 1), 0..14);
        assert_eq!(lines.position(content, content.len()).line, 2);
        assert_eq!(lines.line_range(content, 9).len(), 0);
    }

    #[test]
    fn a_part_of_a_file_counts_from_its_line() {
        let content = "one\ntwo";
        let lines = LineIndex::from_line(content, 1_000_000);
        assert_eq!((lines.first(), lines.last()), (1_000_000, 1_000_001));
        assert_eq!(lines.position(content, 5).line, 1_000_001);
        assert_eq!(lines.position(content, 5).byte, 2);
        assert_eq!(lines.line_range(content, 1_000_001), 4..7);
        assert!(lines.line_range(content, 1).is_empty());
    }

    #[test]
    fn long_lines_count_like_short_ones() {
        let content = format!("x\n{}\n{}", "a中😀".repeat(1000), "b".repeat(3000));
        let lines = LineIndex::new(&content);
        assert!(lines.marks.len() > 8);
        for (at, _) in content.char_indices().step_by(97) {
            let start = content[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = &content[start..at];
            let place = lines.position(&content, at);
            assert_eq!(place.utf16, before.encode_utf16().count() + 1, "{at}");
            let cells: usize = before.chars().map(cell_width).sum();
            assert_eq!((place.byte, place.cell), (before.len() + 1, cells + 1));
        }
    }

    #[test]
    fn an_offset_inside_a_character_is_its_start() {
        let lines = LineIndex::new("中");
        assert_eq!(lines.position("中", 2).byte, 1);
    }
}
