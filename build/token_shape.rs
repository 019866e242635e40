//! The shape of a token: literals, classes and counts, read from the notation of regular
//! expressions.

use std::fmt::Write as _;

use crate::Outcome;

/// A part of a shape.
pub(crate) enum Part {
    Literal(Vec<u8>),
    /// Bytes of a class (bit `n` stands for byte `n`), at least and at most so many.
    Run(u128, usize, usize),
}

/// What follows what.
pub(crate) struct Shape {
    pub(crate) parts: Vec<Part>,
}

/// The bytes of which the search makes its words.
const WORD: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+~";

/// How many bits a byte of the class is worth, roughly: enough to tell shapes apart.
fn strength(class: u128) -> usize {
    usize::try_from(class.count_ones().ilog2()).unwrap_or_default()
}

impl Shape {
    /// Reads a shape. Where a run may have several lengths, what follows has to end it: so a
    /// match is found without going back.
    pub(crate) fn parse(text: &str) -> Outcome<Self> {
        let mut parts: Vec<Part> = Vec::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let class = match letter {
                '(' | ')' => continue,
                '[' => {
                    let inner: String = letters.by_ref().take_while(|c| *c != ']').collect();
                    class(&inner)?
                }
                '\\' => bit(letters.next().ok_or("a lone backslash")?)?,
                other => bit(other)?,
            };
            let counted = letters.next_if_eq(&'{').is_some();
            if counted {
                let inner: String = letters.by_ref().take_while(|c| *c != '}').collect();
                let (least, most) = inner.split_once(',').unwrap_or((&inner, &inner));
                let number = |word: &str| word.parse().map_err(|_| format!("count {word:?}"));
                parts.push(Part::Run(class, number(least)?, number(most)?));
            } else if letter == '[' {
                parts.push(Part::Run(class, 1, 1));
            } else {
                let byte = u8::try_from(class.trailing_zeros()).unwrap_or_default();
                match parts.last_mut() {
                    Some(Part::Literal(bytes)) => bytes.push(byte),
                    _ => parts.push(Part::Literal(vec![byte])),
                }
            }
        }
        for pair in parts.windows(2) {
            if let [Part::Run(class, least, most), next] = pair
                && least != most
                && class & next.first() != 0
            {
                return Err(format!("{text}: what follows a range has to end it"));
            }
        }
        Ok(Self { parts })
    }

    /// The shortest and the longest match.
    pub(crate) fn length(&self) -> (usize, usize) {
        let sum = |(a, b): (usize, usize), (c, d)| (a + c, b + d);
        self.parts.iter().map(Part::length).fold((0, 0), sum)
    }

    /// Whether the shape begins with these words.
    pub(crate) fn starts_with(&self, prefix: &str) -> bool {
        prefix.is_empty()
            || matches!(self.parts.first(), Some(Part::Literal(bytes)) if bytes.starts_with(prefix.as_bytes()))
    }

    /// What to look for first: the leading literal, or else the longest one at a fixed place.
    pub(crate) fn probe(&self) -> (Vec<u8>, usize) {
        let mut best = (Vec::new(), 0);
        let mut at = 0;
        for (index, part) in self.parts.iter().enumerate() {
            if let Part::Literal(bytes) = part {
                if index == 0 {
                    return (bytes.clone(), 0);
                }
                if bytes.len() > best.0.len() {
                    best = (bytes.clone(), at);
                }
            }
            match part.length() {
                (least, most) if least == most => at += least,
                _ => break,
            }
        }
        best
    }

    /// Where a literal, or the beginning of one, stands.
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let mut at = 0;
        for part in &self.parts {
            if let Part::Literal(bytes) = part {
                let mut windows = bytes.windows(word.len());
                if let Some(inner) = windows.position(|window| window == word.as_bytes()) {
                    return Some(at + inner);
                }
            }
            match part.length() {
                (least, most) if least == most => at += least,
                _ => return None,
            }
        }
        None
    }

    /// Whether what stands at this offset begins a word: it is the first of all, or a sign that
    /// joins no words stands before it.
    pub(crate) fn may_start_at(&self, offset: usize) -> bool {
        if offset == 0 {
            return matches!(self.parts.first(), Some(Part::Literal(_)));
        }
        let mut at = 0;
        for part in &self.parts {
            let (length, _) = part.length();
            if let Part::Literal(bytes) = part
                && offset > at
                && offset <= at + length
            {
                let before = bytes.get(offset - at - 1).copied().unwrap_or_default();
                return !before.is_ascii_alphanumeric() && before != b'_' && before != b'-';
            }
            at += length;
        }
        false
    }

    /// Whether the search sees it as one word, with signs of padding at the end at most.
    pub(crate) fn is_one_word(&self) -> bool {
        let word = WORD
            .chars()
            .filter_map(|c| bit(c).ok())
            .fold(0, |a, b| a | b);
        let (last, before) = match self.parts.split_last() {
            Some((Part::Literal(bytes), before)) if bytes.iter().all(|b| *b == b'=') => (0, before),
            Some((last, before)) => (last.all(), before),
            None => return false,
        };
        before.iter().map(Part::all).fold(last, |a, b| a | b) & !word == 0
    }

    /// How much of it is free, in bits: of two shapes that fit, the one with less says more.
    pub(crate) fn bits(&self) -> usize {
        let bits = |part: &Part| match part {
            Part::Literal(_) => 0,
            Part::Run(class, least, _) => least * strength(*class),
        };
        self.parts.iter().map(bits).sum()
    }
}

impl Part {
    fn length(&self) -> (usize, usize) {
        match self {
            Self::Literal(bytes) => (bytes.len(), bytes.len()),
            Self::Run(_, least, most) => (*least, *most),
        }
    }

    /// The bytes it may begin with.
    fn first(&self) -> u128 {
        match self {
            Self::Literal(bytes) => bytes.first().map_or(0, |byte| 1 << byte),
            Self::Run(class, ..) => *class,
        }
    }

    /// The bytes it may have.
    fn all(&self) -> u128 {
        match self {
            Self::Literal(bytes) => bytes.iter().fold(0, |class, byte| class | 1 << byte),
            Self::Run(class, ..) => *class,
        }
    }

    /// As Rust.
    pub(crate) fn literal(&self) -> String {
        let mut code = String::new();
        let _ = match self {
            Self::Literal(bytes) => write!(code, "Part::Literal(&{bytes:?})"),
            Self::Run(class, least, most) => {
                write!(code, "Part::Run(Class({class:#x}), {least}, {most})")
            }
        };
        code
    }
}

fn bit(letter: char) -> Outcome<u128> {
    match u8::try_from(letter) {
        Ok(byte) if byte.is_ascii() => Ok(1 << byte),
        _ => Err(format!("{letter:?} is not ASCII")),
    }
}

/// A class between its brackets: `A-Za-z0-9_-`.
fn class(inner: &str) -> Outcome<u128> {
    let letters: Vec<char> = inner.chars().collect();
    let mut class = 0;
    let mut rest = letters.as_slice();
    while let [first, tail @ ..] = rest {
        if let ['-', last, after @ ..] = tail {
            for letter in *first..=*last {
                class |= bit(letter)?;
            }
            rest = after;
        } else {
            class |= bit(*first)?;
            rest = tail;
        }
    }
    Ok(class)
}
