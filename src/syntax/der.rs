//! DER, as far as certificates, keys and PFX files need it: one element after the other, without
//! recursion. What is broken ends the reading.

/// Tag of an integer.
pub const INTEGER: u8 = 0x02;
/// Tag of a bit string.
pub const BIT_STRING: u8 = 0x03;
/// Tag of a string of bytes.
pub const OCTET_STRING: u8 = 0x04;
/// Tag of an object identifier.
pub const OID: u8 = 0x06;
/// Tag of a string in UCS-2.
pub const BMP_STRING: u8 = 0x1e;
/// Tag of a sequence.
pub const SEQUENCE: u8 = 0x30;
/// Tag of a set.
pub const SET: u8 = 0x31;

/// Elements that follow each other.
#[derive(Clone, Debug)]
pub struct Der<'a> {
    rest: &'a [u8],
}

/// One element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// Its first byte; tags of more than one byte are not read.
    pub tag: u8,
    /// Its content.
    pub content: &'a [u8],
    /// Its bytes with tag and length.
    pub raw: &'a [u8],
}

impl<'a> Der<'a> {
    /// Over some bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next element, if it has this tag.
    pub fn tagged(&mut self, tag: u8) -> Option<Element<'a>> {
        let element = self.peek()?;
        if element.tag != tag {
            return None;
        }
        self.next()
    }

    /// The next element, which stays.
    pub fn peek(&self) -> Option<Element<'a>> {
        element(self.rest)
    }

    /// The bytes that were not read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Der<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let element = self.peek()?;
        self.rest = self.rest.get(element.raw.len()..).unwrap_or_default();
        Some(element)
    }
}

impl<'a> Element<'a> {
    /// What is inside.
    pub fn inside(&self) -> Der<'a> {
        Der::new(self.content)
    }

    /// An object identifier as people write it: `1.2.840.113549`.
    pub fn oid(&self) -> Option<String> {
        (self.tag == OID).then(|| dotted(self.content))?
    }

    /// A number without sign.
    pub fn number(&self) -> Option<u64> {
        let bytes = self.magnitude()?;
        let fits = bytes.len() <= 8;
        fits.then(|| {
            bytes
                .iter()
                .fold(0, |all, byte| all << 8 | u64::from(*byte))
        })
    }

    /// The bytes of a number that is not negative, without zeros before them.
    pub fn magnitude(&self) -> Option<&'a [u8]> {
        let is_negative = self.content.first().is_some_and(|byte| byte & 0x80 != 0);
        if self.tag != INTEGER || is_negative || self.content.is_empty() {
            return None;
        }
        let zeros = self.content.iter().take_while(|byte| **byte == 0).count();
        self.content.get(zeros..)
    }

    /// The bytes of a bit string of whole bytes.
    pub fn bits(&self) -> Option<&'a [u8]> {
        match self.content {
            [0, bits @ ..] if self.tag == BIT_STRING => Some(bits),
            _ => None,
        }
    }
}

fn element(bytes: &[u8]) -> Option<Element<'_>> {
    let (tag, rest) = bytes.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (first, rest) = rest.split_first()?;
    let (length, header) = if first & 0x80 == 0 {
        (usize::from(*first), 2)
    } else {
        let count = usize::from(first & 0x7f);
        // Without a length of its own it is BER, and four bytes are more than any file has.
        if !(1..=4).contains(&count) {
            return None;
        }
        let digits = rest.get(..count)?;
        let length = digits
            .iter()
            .fold(0, |all, byte| all << 8 | usize::from(*byte));
        (length, 2 + count)
    };
    let raw = bytes.get(..header.checked_add(length)?)?;
    Some(Element {
        tag: *tag,
        content: raw.get(header..)?,
        raw,
    })
}

/// An object identifier from its bytes.
fn dotted(bytes: &[u8]) -> Option<String> {
    let mut numbers: Vec<u64> = Vec::new();
    let mut number: u64 = 0;
    let mut is_open = false;
    for byte in bytes {
        number = number.checked_mul(128)? + u64::from(byte & 0x7f);
        is_open = byte & 0x80 != 0;
        if !is_open {
            numbers.push(number);
            number = 0;
        }
    }
    let (first, rest) = numbers.split_first().filter(|_| !is_open)?;
    let root = (*first / 40).min(2);
    let mut text = format!("{root}.{}", first - root * 40);
    for number in rest {
        text.push('.');
        text.push_str(&number.to_string());
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_one_after_the_other() {
        let bytes = [0x30, 5, 2, 1, 7, 5, 0, 0x04, 0x81, 1, 9];
        let mut der = Der::new(&bytes);
        let sequence = der.tagged(SEQUENCE).unwrap();
        let inside: Vec<u8> = sequence.inside().map(|own| own.tag).collect();
        assert_eq!(inside, [INTEGER, 5]);
        assert_eq!(sequence.inside().next().unwrap().number(), Some(7));
        assert_eq!(der.tagged(INTEGER), None);
        assert_eq!(der.tagged(OCTET_STRING).unwrap().content, [9]);
        assert_eq!(der.next(), None);
    }

    #[test]
    fn what_is_broken_ends_it() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 0x80, 0, 0],
            &[0x30, 3, 1],
            &[0x30, 0x85, 0, 0, 0, 0, 1, 0],
            &[0x1f, 0x81, 1, 0],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(Der::new(bytes).next(), None, "{bytes:?}");
        }
    }

    #[test]
    fn identifiers_are_written_with_dots() {
        let oid = |content: &[u8]| {
            let mut raw = vec![OID, u8::try_from(content.len()).unwrap()];
            raw.extend_from_slice(content);
            Der::new(&raw).next().and_then(|own| own.oid())
        };
        assert_eq!(oid(&[0x2a, 0x86, 0x48]).as_deref(), Some("1.2.840"));
        assert_eq!(oid(&[0x88, 0x37, 3]).as_deref(), Some("2.999.3"));
        assert_eq!(oid(&[0x2a, 0x86]), None);
        assert_eq!(oid(&[]), None);
    }
}
