//! Which lines of a text are other than they were.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use imara_diff::{Algorithm, Diff, InternedInput};

/// How a file differs from what it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Every line of it: it is new, or no text.
    pub is_new: bool,
    /// The places that differ, in the order of the file.
    pub hunks: Vec<Hunk>,
}

/// Lines that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Where it is now, from line 1. Where lines were only taken out: the lines next to it.
    pub lines: RangeInclusive<usize>,
    /// What stood there before, line by line.
    pub removed: Vec<String>,
}

impl Changes {
    /// A file that was not there.
    pub fn new_file() -> Self {
        Self {
            is_new: true,
            hunks: Vec::new(),
        }
    }

    /// How `now` differs from `before`. How lines end does not count: Git may turn that around when it
    /// writes a working tree.
    pub fn between(before: &str, now: &str) -> Self {
        let input = InternedInput::new(Lines(before), Lines(now));
        // Few lines, much as `git diff --minimal` finds them, slid to where people would put them.
        let mut diff = Diff::compute(Algorithm::MyersMinimal, &input);
        diff.postprocess_lines(&input);
        let hunks = diff.hunks().map(|hunk| {
            let (start, end) = (hunk.after.start as usize, hunk.after.end as usize);
            let lines = if start < end {
                start + 1..=end
            } else {
                start.max(1)..=start + 1
            };
            let length = hunk.before.len();
            let removed = Lines(before).skip_to(hunk.before.start as usize);
            Hunk {
                lines,
                removed: removed.take(length).map(str::to_owned).collect(),
            }
        });
        Self {
            is_new: false,
            hunks: hunks.collect(),
        }
    }

    /// Whether one of these lines is other than it was.
    pub fn touch(&self, lines: &RangeInclusive<usize>) -> bool {
        let meets =
            |hunk: &Hunk| hunk.lines.start() <= lines.end() && lines.start() <= hunk.lines.end();
        self.is_new || self.hunks.iter().any(meets)
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        !self.is_new && self.hunks.is_empty()
    }
}

/// How much of two texts is the same, in thousandths of the longer one.
pub(super) fn similarity(one: &str, other: &str) -> usize {
    let longest = one.len().max(other.len());
    if longest == 0 {
        return 1000;
    }
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for line in Lines(one).all() {
        *lines.entry(line).or_default() += 1;
    }
    let mut same = 0;
    for line in Lines(other).all() {
        if let Some(left) = lines.get_mut(line).filter(|left| **left > 0) {
            *left -= 1;
            same += line.len() + 1;
        }
    }
    same.min(longest) * 1000 / longest
}

/// Lines without their ends.
#[derive(Clone, Copy)]
struct Lines<'t>(&'t str);

impl<'t> Lines<'t> {
    fn all(self) -> impl Iterator<Item = &'t str> {
        // What follows the last line end is no line.
        let text = self.0.strip_suffix('\n').unwrap_or(self.0);
        let lines = (!self.0.is_empty()).then(|| text.split('\n'));
        let lines = lines.into_iter().flatten();
        lines.map(|line| line.strip_suffix('\r').unwrap_or(line))
    }

    fn skip_to(self, line: usize) -> impl Iterator<Item = &'t str> {
        self.all().skip(line)
    }
}

impl<'t> imara_diff::TokenSource for Lines<'t> {
    type Token = &'t str;
    type Tokenizer = std::vec::IntoIter<&'t str>;

    fn tokenize(&self) -> Self::Tokenizer {
        self.all().collect::<Vec<_>>().into_iter()
    }

    fn estimate_tokens(&self) -> u32 {
        u32::try_from(self.0.len() / 32).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(before: &str, now: &str) -> Vec<RangeInclusive<usize>> {
        let changes = Changes::between(before, now);
        changes.hunks.into_iter().map(|hunk| hunk.lines).collect()
    }

    #[test]
    fn the_new_side_and_the_lines_next_to_a_deletion() {
        assert_eq!(lines("a\nb\nc\n", "a\nB\nc\nd\n"), [2..=2, 4..=4]);
        assert_eq!(lines("a\nb\nc\n", "a\nc\n"), [1..=2]);
        assert_eq!(lines("a\nb\n", "b\n"), [1..=1]);
        assert_eq!(lines("", "b\n"), [1..=1]);
        assert_eq!(lines("a\r\nb\r\n", "a\nb"), []);
        let removed = Changes::between("a\nb\nc\n", "a\nc\n");
        let removed: Vec<String> = removed
            .hunks
            .into_iter()
            .flat_map(|own| own.removed)
            .collect();
        assert_eq!(removed, ["b"]);
    }

    #[test]
    fn what_is_touched() {
        let changes = Changes::between("a\nb\nc\nd\n", "a\nb\nX\nd\n");
        assert!(changes.touch(&(1..=3)) && changes.touch(&(3..=3)));
        assert!(!changes.touch(&(1..=2)) && !changes.touch(&(4..=9)));
        assert!(Changes::new_file().touch(&(7..=7)));
    }

    #[test]
    fn similar_texts() {
        assert_eq!(similarity("a\nb\n", "a\nb\n"), 1000);
        assert_eq!(similarity("a\nb\n", "b\nc\n"), 500);
        assert_eq!(similarity("a\n", "b\n"), 0);
    }
}
