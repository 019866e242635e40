//! The shape of a token: literals and runs of classes. A match never goes back, as the build has
//! made sure that what follows a run of several lengths ends it.

use super::{FORMATS, Format};

/// A set of ASCII bytes: bit `n` stands for byte `n`.
#[derive(Clone, Copy)]
pub(super) struct Class(pub(super) u128);

impl Class {
    pub(super) fn has(self, byte: u8) -> bool {
        byte.is_ascii() && self.0 >> byte & 1 == 1
    }
}

/// A part of a shape.
pub(super) enum Part {
    /// These bytes.
    Literal(&'static [u8]),
    /// Bytes of a class, at least and at most so many.
    Run(Class, u16, u16),
}

/// A shape of a format.
pub(super) struct Shape {
    /// The index of its format.
    pub(super) format: u16,
    pub(super) parts: &'static [Part],
    /// What the search looks for, and where in the shape it stands.
    pub(super) anchor: &'static [u8],
    pub(super) anchor_at: usize,
    /// How much of it is free, in bits.
    pub(super) bits: u16,
}

impl Shape {
    pub(super) fn format(&self) -> Option<&'static Format> {
        FORMATS.get(usize::from(self.format))
    }

    /// Whether a text begins with the anchor. Most do not, and the last byte tells them apart.
    pub(super) fn is_anchored(&self, text: &[u8]) -> bool {
        let last = self.anchor.len().saturating_sub(1);
        text.get(last) == self.anchor.get(last) && text.starts_with(self.anchor)
    }

    /// The end of a match that starts here. What is free of it goes into `body`.
    pub(super) fn end(&self, text: &[u8], start: usize, body: &mut Vec<u8>) -> Option<usize> {
        body.clear();
        let mut at = start;
        for part in self.parts {
            let rest = text.get(at..)?;
            match part {
                Part::Literal(bytes) => {
                    if !rest.starts_with(bytes) {
                        return None;
                    }
                    at += bytes.len();
                }
                Part::Run(class, least, most) => {
                    let most = rest.get(..usize::from(*most)).unwrap_or(rest);
                    let length = most.iter().take_while(|byte| class.has(**byte)).count();
                    if length < usize::from(*least) {
                        return None;
                    }
                    body.extend_from_slice(rest.get(..length)?);
                    at += length;
                }
            }
        }
        Some(at)
    }

    /// Whether nothing of it is fixed, so that only its length and its alphabet speak for it.
    pub(super) fn is_bare(&self) -> bool {
        self.anchor_at > 0 || self.anchor.is_empty()
    }

    /// Whether random values of it have this character among others.
    pub(super) fn has(&self, byte: u8) -> bool {
        let has = |part: &Part| matches!(part, Part::Run(class, ..) if class.has(byte));
        self.parts.iter().any(has)
    }

    /// Whether a token may end before this text.
    pub(super) fn ends_before(&self, rest: &[u8]) -> bool {
        let [next, after @ ..] = rest else {
            return true;
        };
        let goes_on = after.first().is_some_and(u8::is_ascii_alphanumeric);
        let last = match self.parts.last() {
            Some(Part::Run(class, ..)) => *class,
            _ => Class(0),
        };
        if next.is_ascii_alphanumeric() || last.has(*next) {
            return false;
        }
        match next {
            b'_' => false,
            b'-' => !goes_on,
            b'.' => !(goes_on && self.is_bare()),
            b'/' | b'(' | b'@' => !self.is_bare(),
            b'=' => !last.has(b'+'),
            _ => true,
        }
    }
}
