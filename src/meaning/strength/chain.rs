//! The cheapest way to build a text from pieces that somebody would try.

use super::glyphs::{self, Glyph, MOST, float, glyphs};
use super::numbers::numbers;
use super::runs::{period, repetition, sequence, walk};
use super::vocabulary::Vocabulary;
use super::{About, Why};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A password of every list.
    Common,
    /// A name of the deployment, a product or a maker.
    Name,
    /// A word that those who set up servers use.
    Word,
    /// A Chinese word, name or syllable in letters.
    Pinyin,
    /// A number that is read as a word.
    Number,
    /// Neighbouring keys.
    Keyboard,
    /// A sequence or repetition.
    Pattern,
    /// Digits or a date.
    Digits,
    /// A sign between others.
    Sign,
    /// Anything else.
    Unknown,
}

/// The arrangement of pieces costs something as well.
const PIECE: f64 = 0.6;

/// Bits of a sign that people put at the end of words, and of one between them.
const USUAL_SIGN: f64 = 3.0;
const DASH: f64 = 2.0;

/// Runs begin with this length; each costs its start, its direction and its length.
const SHORTEST_RUN: usize = 3;
const RUN: f64 = 5.0;
const WALK: f64 = 6.0;

/// A text as the cheapest chain of pieces.
pub(super) struct Chain {
    /// The logarithm of the guesses.
    pub bits: f64,
    /// The pieces: what they are, and how many characters.
    pieces: Vec<(Kind, usize)>,
}

/// The best way to a place in the text.
#[derive(Clone, Copy)]
struct Step {
    bits: f64,
    kind: Kind,
    length: usize,
}

impl Chain {
    /// The cheapest chain. Of a long text the start and the end are looked at, and the better one
    /// counts.
    pub(super) fn cheapest(text: &str, about: &About<'_>) -> Self {
        let vocabulary = Vocabulary::new(about);
        let first = glyphs(text);
        let start = repeated(&first, &vocabulary);
        let count = text.chars().rev().take(MOST + 1).count();
        if count <= MOST {
            return start;
        }
        let last: String = {
            let mut last: Vec<char> = text.chars().rev().take(MOST).collect();
            last.reverse();
            last.into_iter().collect()
        };
        let end = repeated(&glyphs(&last), &vocabulary);
        if end.bits > start.bits { end } else { start }
    }

    /// What most of the text is built on, if it is anything known.
    pub(super) fn built_on(&self) -> Option<Why> {
        let count = |wanted: Kind| -> usize {
            let own = self.pieces.iter().filter(|(kind, _)| *kind == wanted);
            own.map(|(_, length)| length).sum()
        };
        let candidates = [
            (Why::Common, count(Kind::Common)),
            (Why::Name, count(Kind::Name)),
            (Why::Words, count(Kind::Word)),
            (Why::Pinyin, count(Kind::Pinyin) + count(Kind::Number)),
            (Why::Keyboard, count(Kind::Keyboard)),
            (Why::Pattern, count(Kind::Pattern)),
        ];
        // The first of equals counts.
        let best = candidates.iter().rev().max_by_key(|(_, length)| *length);
        let best = best.filter(|(_, length)| *length > 0);
        let is_number = count(Kind::Digits) > 0 && count(Kind::Unknown) == 0;
        best.map(|(why, _)| *why)
            .or(is_number.then_some(Why::Digits))
    }
}

/// The cheapest chain of a text that may be one block over and over.
fn repeated(glyphs: &[Glyph], vocabulary: &Vocabulary) -> Chain {
    let unknown = glyphs::unknown(glyphs);
    let whole = pieces(glyphs, vocabulary, unknown);
    let written: Vec<char> = glyphs.iter().map(|own| own.written).collect();
    let Some(period) = period(&written) else {
        return whole;
    };
    let block = glyphs.get(..period).unwrap_or_default();
    let mut block = pieces(block, vocabulary, unknown);
    block.bits += 1.0 + float(glyphs.len() / period).log2();
    if block.bits >= whole.bits {
        return whole;
    }
    // What is built on nothing else is built on the repetition.
    let rest = glyphs.len() - period;
    block.pieces.push((Kind::Pattern, rest.min(period)));
    block
}

fn pieces(glyphs: &[Glyph], vocabulary: &Vocabulary, unknown: f64) -> Chain {
    let end = glyphs.len();
    let mut steps: Vec<Option<Step>> = vec![None; end + 1];
    let start = Step {
        bits: 0.0,
        kind: Kind::Unknown,
        length: 0,
    };
    if let Some(first) = steps.first_mut() {
        *first = Some(start);
    }
    for at in 0..end {
        let so_far = steps.get(at).copied().flatten();
        let (Some(so_far), Some(rest)) = (so_far, glyphs.get(at..)) else {
            break;
        };
        // One unknown character after another is one piece.
        let goes_on = so_far.kind == Kind::Unknown;
        let mut take = |length: usize, kind: Kind, bits: f64| {
            let joint = if kind == Kind::Unknown && goes_on {
                0.0
            } else {
                PIECE
            };
            let bits = so_far.bits + bits + joint;
            if let Some(place) = steps.get_mut(at + length)
                && place.is_none_or(|own| bits < own.bits)
            {
                *place = Some(Step { bits, kind, length });
            }
        };
        known(rest, vocabulary, &mut take);
        let own = rest.first().map_or(0, |own| own.plain);
        take(
            1,
            Kind::Unknown,
            if own == 0 { glyphs::FOREIGN } else { unknown },
        );
    }
    let mut pieces = Vec::new();
    let mut at = end;
    while let Some(step) = steps
        .get(at)
        .copied()
        .flatten()
        .filter(|own| own.length > 0)
    {
        pieces.push((step.kind, step.length));
        at -= step.length.min(at);
    }
    let last = steps.last().copied().flatten();
    Chain {
        bits: last.map_or(0.0, |step| step.bits),
        pieces,
    }
}

/// The pieces that `rest` may begin with.
fn known(rest: &[Glyph], vocabulary: &Vocabulary, take: &mut impl FnMut(usize, Kind, f64)) {
    vocabulary.at(rest, &mut *take);
    numbers(rest, |length, bits| take(length, Kind::Digits, bits));
    let runs = [
        (repetition(rest), Kind::Pattern, RUN),
        (sequence(rest), Kind::Pattern, RUN),
        (walk(rest), Kind::Keyboard, WALK),
    ];
    for (longest, kind, bits) in runs {
        // A shorter run may leave room for a word.
        for length in SHORTEST_RUN..=longest {
            take(length, kind, bits + float(length).log2());
        }
    }
    match rest.first().map(|own| own.plain) {
        Some(b'-' | b'_') => take(1, Kind::Sign, DASH),
        Some(own) if b"@!#.$*&+:/ ".contains(&own) => take(1, Kind::Sign, USUAL_SIGN),
        _ => {}
    }
}
