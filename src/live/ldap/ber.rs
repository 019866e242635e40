//! The little of BER that LDAP needs (RFC 4511, 5.1): definite lengths, tags of one byte.

/// A number (`INTEGER`, `ENUMERATED`).
pub(super) const INTEGER: u8 = 0x02;
/// Bytes or text (`OCTET STRING`).
pub(super) const BYTES: u8 = 0x04;
/// One of several (`ENUMERATED`).
pub(super) const CHOICE: u8 = 0x0a;
/// Several in order (`SEQUENCE`).
pub(super) const SEQUENCE: u8 = 0x30;
/// Several in any order (`SET`).
pub(super) const SET: u8 = 0x31;

/// An element: tag, length, content.
pub(super) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len();
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let bytes = length.to_be_bytes();
            let bytes: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
            out.push(0x80 | u8::try_from(bytes.len()).unwrap_or(8));
            out.extend(bytes);
        }
    }
    out.extend(content);
    out
}

/// Several contents as one.
pub(super) fn joined(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    element(tag, &parts.concat())
}

/// A number that is not negative.
pub(super) fn integer(tag: u8, number: u32) -> Vec<u8> {
    let mut bytes = vec![0];
    bytes.extend(number.to_be_bytes());
    // As short as can be, and positive: the first bit is the sign.
    while let [0, next, ..] = bytes.as_slice()
        && *next < 0x80
    {
        bytes.remove(0);
    }
    element(tag, &bytes)
}

/// A text.
pub(super) fn text(tag: u8, text: &str) -> Vec<u8> {
    element(tag, text.as_bytes())
}

/// Reads elements from bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    /// The next element: its tag and its content.
    pub(super) fn next(&mut self) -> Option<(u8, &'b [u8])> {
        let (tag, rest) = self.0.split_first()?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((*tag, content))
    }

    /// The content of the next element, which has this tag.
    pub(super) fn tagged(&mut self, tag: u8) -> Option<&'b [u8]> {
        let (own, content) = self.next()?;
        (own == tag).then_some(content)
    }

    /// The next number.
    pub(super) fn integer(&mut self, tag: u8) -> Option<u32> {
        let content = self.tagged(tag)?;
        if content.is_empty() || content.len() > 5 {
            return None;
        }
        let number = content
            .iter()
            .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        u32::try_from(number).ok()
    }
}

/// A length and what comes after it.
pub(super) fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if *first < 0x80 {
        return Some((usize::from(*first), rest));
    }
    let width = usize::from(first & 0x7f);
    if width == 0 || width > 4 {
        return None;
    }
    let (length, rest) = rest.split_at_checked(width)?;
    let length = length
        .iter()
        .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    Some((length, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(number in any::<u32>(), content in proptest::collection::vec(any::<u8>(), 0..70_000)) {
            let all = [integer(INTEGER, number), element(BYTES, &content)].concat();
            let mut reader = Reader(&all);
            prop_assert_eq!(reader.integer(INTEGER), Some(number));
            prop_assert_eq!(reader.tagged(BYTES), Some(content.as_slice()));
            prop_assert!(reader.next().is_none());
        }

        #[test]
        fn no_bytes_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Reader(&bytes);
            while reader.next().is_some() {}
            let _ = Reader(&bytes).integer(INTEGER);
        }
    }
}
