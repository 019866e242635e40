//! Cases put together at random from the characters that mean something.

use hulan::syntax::dotenv::Format;

use super::oracle::{Case, Kind};

/// A small generator: the same seed gives the same cases everywhere.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: usize) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (seed as u64).wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("below")
    }

    fn text(&mut self, words: &[&str], longest: usize) -> String {
        (0..=self.below(longest))
            .map(|_| words[self.below(words.len())])
            .collect()
    }

    pub(super) fn cases(&mut self, count: usize, make: fn(&mut Self) -> Case) -> Vec<Case> {
        (0..count)
            .map(|_| Case {
                random: true,
                ..make(self)
            })
            .collect()
    }
}

pub(super) fn template(random: &mut Random) -> Case {
    let words = [
        "$",
        "$$",
        "{",
        "}",
        "}",
        "}",
        ":",
        "-",
        "?",
        "+",
        " ",
        "1",
        "_",
        "SET",
        "EMPTY",
        "NO",
        "MONEY",
        "x",
        "\n",
        "${SET",
        "${NO:-",
        "${NO-",
        "${SET:+",
        "${EMPTY+",
        "${SET:?",
        "${SET}",
        "$SET",
        "${EMPTY:-",
        "中",
        "\u{212a}",
        "\u{17f}",
        "{}",
        "${",
        "\\",
    ];
    Case::template(random.text(&words, 12))
}

pub(super) fn file(random: &mut Random) -> Case {
    let words = [
        "A=", "B=", "\nC=", "\n", "\r\n", "A", "SET", "export ", "=", ":", " ", " ", "\t", "'",
        "\"", "\"", "\\", "#", " #", "$", "$A", "$OWN", "OWN", "${A", "${SET}", "${NO:-", "}", "x",
        "0123", "中", "\u{a0}", "\u{3000}", "\u{85}", "-", ".", "[", "n", "\\n", "\\\"", "\\'",
        "\\$", "\\0", "A=\"", "B='", "\"\n", "'\n", "\u{b}", "é",
    ];
    let first = random.text(&words, 14);
    let second = random.text(&words, 8);
    match random.below(4) {
        0 => Case::files(Format::Compose, &[&first, &second]),
        _ => Case::files(Format::Compose, &[&first]),
    }
}

/// A file in which the signs stand closer together, for readers that refuse none.
pub(super) fn library_file(random: &mut Random) -> Case {
    let words = [
        "A=", "\nB=", "\nC=", "\nA=", "\n", "\r\n", "\r", "A", "X", "export ", "export", "=", ":",
        ": ", " ", "\t", "'", "'", "\"", "\"", "`", "`", "\\", "\\\\", "#", " #", "$", "$A",
        "${A}", "${B:-", "${A-", "${", "}", ":-", "x", "1", "中", "\u{a0}", "\u{2028}", "\u{85}",
        "\u{feff}", "\u{1c}", "-", ".", "[", "\\n", "\\r", "\\t", "\\\"", "\\'", "\\`", "A=\"",
        "B='", "C=`", "\"\n", "'\n", "`\n", "\u{b}", "\nX=1\n", "'A'=", "\u{0}",
    ];
    Case::files(Format::Compose, &[&random.text(&words, 16)])
}

pub(super) fn raw_file(random: &mut Random) -> Case {
    let words = [
        "A=", "B=", "\n", "\r\n", "\r", "SET", "=", " ", "\t", "#", "'", "\"", "$A", "$OWN", "OWN",
        "x", "\u{3000}", "中", "export",
    ];
    Case {
        kind: Kind::Files(Format::Raw),
        ..Case::files(Format::Raw, &[&random.text(&words, 10)])
    }
}
