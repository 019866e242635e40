//! Which lines of a running text are worth a look: a look at every byte of every file that is shown,
//! so it is worth being quick.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, PatternID};

use super::{FLAGS, RANDOM};
use crate::meaning::names::STEMS;

/// What may show a secret in running text: stems of names, addresses, flags of command lines. The
/// flags stand last.
static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks = STEMS.iter().chain(&["://"]).chain(&FLAGS);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(marks)
        .ok()
});

/// Places of marks, in the order of the text. A line without one of them holds no secret by name,
/// address or flag.
pub(super) fn marks(text: &str) -> impl Iterator<Item = usize> {
    let search = MARKS.as_ref().into_iter();
    search
        .flat_map(move |marks| marks.find_overlapping_iter(text))
        .filter(|found| !is_flag(found.pattern()) || is_word_end(text, found.end()))
        .map(|found| found.start())
}

fn is_flag(pattern: PatternID) -> bool {
    pattern.as_usize() > STEMS.len()
}

/// Whether a word ends at a byte. Blanks of other scripts count as blanks, too.
fn is_word_end(text: &str, at: usize) -> bool {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    next.is_none_or(char::is_whitespace)
}

/// Whether a line can hold a word of letters and digits mixed.
pub(super) fn may_be_random(line: &str) -> bool {
    let digits = || line.bytes().filter(u8::is_ascii_digit).count();
    line.len() >= RANDOM && digits() >= 2
}

#[cfg(test)]
mod tests {
    use super::super::{in_prose, random_words};
    use super::*;

    #[test]
    fn lines_with_secrets_are_looked_at() {
        let lines = [
            "redis-server --requirepass hunter2",
            "redis-cli -a hunter2",
            "mysql -pw hunter2",
            "DB_PASSWORD=hunter2",
            "postgres://u:hunter2@h/d",
            "Authorization: Bearer abc",
            "x -p\u{3000}hunter2",
            "a plain line about nothing",
            "all -parts of it -at once",
            "zQ81kkP0aa1xy",
        ];
        for line in lines {
            let is_marked = marks(line).next().is_some();
            assert_eq!(is_marked, !in_prose(line).is_empty(), "{line}");
            assert!(
                may_be_random(line) || random_words(line).is_empty(),
                "{line}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_with_a_secret_is_passed_over(
            line in "((-a|-p|-pw|--pass|Bearer|key|PSW|sAlt|user_token|://a:b@c)?[ =:\"'/a-c1-3\u{3000}]{0,4}){0,6}"
        ) {
            let is_marked = marks(&line).next().is_some();
            proptest::prop_assert!(is_marked || in_prose(&line).is_empty());
            proptest::prop_assert!(may_be_random(&line) || random_words(&line).is_empty());
        }
    }
}
