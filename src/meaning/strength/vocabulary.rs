//! Words that a value is built from: those that everybody uses, and those of the deployment.

use super::About;
use super::chain::Kind;
use super::glyphs::{Glyph, capitals, float};
use crate::meaning::names::words;

include!(concat!(env!("OUT_DIR"), "/weak_words.rs"));

/// Bits of a word that stands right beside the value.
const BESIDE: f64 = 3.0;

/// Shorter words beside the value say nothing.
const SHORTEST: usize = 3;

/// So many letters of a longer word are an abbreviation of it.
const ABBREVIATED: usize = 5;

/// So many words beside the value are looked at, and letters of each.
const MOST: usize = 200;
const LONGEST: usize = 40;

/// The words around a value.
pub(super) struct Vocabulary {
    /// In lower case, sorted.
    beside: Vec<String>,
}

impl Vocabulary {
    /// The words of the variable and of what stands around.
    pub(super) fn new(about: &About<'_>) -> Self {
        let mut beside: Vec<String> = Vec::new();
        for text in [about.name].iter().chain(about.words).take(MOST) {
            let parts = words(text);
            beside.push(parts.concat());
            beside.extend(parts);
        }
        beside.retain(|word| (SHORTEST..=LONGEST).contains(&word.len()) && word.is_ascii());
        beside.sort();
        beside.dedup();
        Self { beside }
    }

    /// The words at the start of `rest`: how many characters, what kind, how many bits.
    pub(super) fn at(&self, rest: &[Glyph], mut found: impl FnMut(usize, Kind, f64)) {
        let readings: [fn(&Glyph) -> u8; 3] = [|own| own.plain, |own| own.meant, |own| own.meant_l];
        for read in readings {
            let mut hit = |length: usize, kind: Kind, bits: f64| {
                let word = rest.get(..length).unwrap_or_default();
                let changed = word.iter().filter(|own| read(own) != own.plain).count();
                let imitated = if changed == 0 {
                    0.0
                } else {
                    0.5 + float(changed)
                };
                found(length, kind, bits + capitals(word) + imitated);
            };
            let known = |(word, ..): &(&'static str, Kind, u8)| word.as_bytes();
            prefixes(WORDS, known, rest, read, |length, (_, kind, tenths)| {
                hit(length, *kind, f64::from(*tenths) / 10.0);
            });
            prefixes(&self.beside, String::as_bytes, rest, read, |length, _| {
                hit(length, Kind::Name, BESIDE);
            });
        }
        let abbreviated = self.abbreviated(rest);
        if abbreviated >= ABBREVIATED {
            let word = rest.get(..abbreviated).unwrap_or_default();
            found(abbreviated, Kind::Name, BESIDE + 2.0 + capitals(word));
        }
    }

    /// How many characters at the start of `rest` are the start of a word beside the value.
    fn abbreviated(&self, rest: &[Glyph]) -> usize {
        let common = |word: &String| {
            let pairs = word.bytes().zip(rest);
            pairs
                .take_while(|(byte, glyph)| *byte == glyph.plain)
                .count()
        };
        self.beside.iter().map(common).max().unwrap_or(0)
    }
}

/// The entries of a sorted table that `rest` begins with, and their lengths. The part of the table
/// that still fits shrinks with each character.
fn prefixes<'t, T>(
    table: &'t [T],
    word: fn(&T) -> &[u8],
    rest: &[Glyph],
    read: fn(&Glyph) -> u8,
    mut found: impl FnMut(usize, &'t T),
) {
    let mut fitting = table;
    for (at, glyph) in rest.iter().enumerate() {
        let letter = Some(read(glyph));
        let start = fitting.partition_point(|entry| word(entry).get(at).copied() < letter);
        fitting = fitting.get(start..).unwrap_or_default();
        let end = fitting.partition_point(|entry| word(entry).get(at).copied() == letter);
        fitting = fitting.get(..end).unwrap_or_default();
        // The shortest that fits stands first.
        match fitting.first() {
            Some(first) if word(first).len() == at + 1 => found(at + 1, first),
            Some(_) => {}
            None => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::strength::glyphs::glyphs;

    #[test]
    fn the_table_is_sorted() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(WORDS.len() > 1200);
    }

    #[test]
    fn finds_words_however_they_are_written() {
        let about = About {
            name: "SHOP_PASSWORD",
            words: &["registry.example/acme/warehouse"],
            is_key: false,
        };
        let vocabulary = Vocabulary::new(&about);
        let longest = |text: &str| {
            let mut longest = 0;
            vocabulary.at(&glyphs(text), |length, _, _| longest = longest.max(length));
            longest
        };
        assert_eq!(longest("P@ssw0rd1"), 8);
        assert_eq!(longest("guanliyuan9"), 10);
        assert_eq!(longest("wareh9"), 5);
        assert_eq!(longest("WareHouse"), 9);
        assert_eq!(longest("shop"), 4);
        assert_eq!(longest("#"), 0);
    }
}
