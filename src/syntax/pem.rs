//! Splits texts with PEM blocks, more patiently than the programs that use them, and notes what those
//! stumble over.

use std::ops::Range;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::model::certificate::FlawKind;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Most blocks that are read of one text; the roots of a whole system are some hundreds.
const MOST: usize = 5_000;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'t> {
    /// What stands after `BEGIN`.
    pub label: &'t str,
    /// Its bytes, from `-----BEGIN` to the dashes behind `END`.
    pub range: Range<usize>,
    /// Its first line, from the dashes to the dashes.
    pub head: Range<usize>,
    /// What its Base64 says; empty where that is broken.
    pub der: Vec<u8>,
    /// The cipher that its headers name, if they say that it is encrypted.
    pub cipher: Option<&'t str>,
}

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split<'t> {
    /// Its blocks in their order.
    pub blocks: Vec<Block<'t>>,
    /// What readers stumble over, and where.
    pub flaws: Vec<(FlawKind, Range<usize>)>,
}

/// Padding at the end is often forgotten.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Whether a block may begin somewhere in these bytes.
pub fn may_begin(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, BEGIN.as_bytes()).is_some()
}

/// Splits a text.
pub fn split(text: &str) -> Split<'_> {
    let mut split = Split::default();
    let mut from = 0;
    while split.blocks.len() < MOST {
        let Some(start) = find(text, BEGIN, from) else {
            break;
        };
        let label_at = start + BEGIN.len();
        let label_end = find(text, DASHES, label_at).filter(|end| {
            let label = text.get(label_at..*end).unwrap_or_default();
            label.len() <= 64 && !label.contains('\n') && !label.is_empty()
        });
        let Some(label_end) = label_end else {
            from = label_at;
            continue;
        };
        let head = start..label_end + DASHES.len();
        let label = text.get(label_at..label_end).unwrap_or_default();
        split.note_before(text, &head);
        let next = find(text, BEGIN, head.end).unwrap_or(text.len());
        let end = find(text, END, head.end).filter(|end| *end < next);
        let closed = end.and_then(|end| Some((end, find(text, DASHES, end + END.len())?)));
        let Some((end, dashes)) = closed.filter(|(_, dashes)| *dashes < next) else {
            split.flaws.push((FlawKind::Truncated, head.clone()));
            from = head.end;
            continue;
        };
        let body = text.get(head.end..end).unwrap_or_default();
        let range = start..dashes + DASHES.len();
        from = range.end;
        let (body, cipher) = headers(body);
        let der = decoded(body);
        if der.is_none() {
            split.flaws.push((FlawKind::BrokenBase64, head.clone()));
        } else if body.contains("\\n") {
            split.flaws.push((FlawKind::EscapedLines, head.clone()));
        }
        split.blocks.push(Block {
            label,
            range,
            head,
            der: der.unwrap_or_default(),
            cipher,
        });
    }
    split
}

fn find(text: &str, what: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    memchr::memmem::find(rest, what.as_bytes()).map(|at| from + at)
}

impl Split<'_> {
    /// Notes what stands before a block on its line.
    fn note_before(&mut self, text: &str, head: &Range<usize>) {
        let before = text.get(..head.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let kind = if line.is_empty() {
            return;
        } else if line.trim().is_empty() {
            FlawKind::Indented
        } else if line.trim_end().ends_with(DASHES) {
            FlawKind::Glued
        } else {
            return;
        };
        self.flaws.push((kind, head.clone()));
    }
}

/// The Base64 of a body, and the cipher that headers before it name.
fn headers(body: &str) -> (&str, Option<&str>) {
    if !body.contains("Proc-Type:") {
        return (body, None);
    }
    let cipher = body.split_once("DEK-Info:").map(|(_, rest)| {
        let end = rest.find(|c: char| c == ',' || c.is_control() || c == '\\');
        rest.get(..end.unwrap_or(rest.len()))
            .unwrap_or_default()
            .trim()
    });
    // An empty line ends the headers, however lines end.
    let ends = ["\n\n", "\r\n\r\n", "\\n\\n"];
    let rest = ends.iter().find_map(|end| body.split_once(end));
    (rest.map_or("", |(_, rest)| rest), cipher)
}

/// The bytes of a Base64 text with whatever is between its lines.
fn decoded(body: &str) -> Option<Vec<u8>> {
    let mut letters = Vec::with_capacity(body.len());
    let mut bytes = body.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            // `\n`, `\r`, and a backslash before the end of a line.
            b'\\' => {
                if bytes.peek().is_some_and(|next| matches!(next, b'n' | b'r')) {
                    bytes.next();
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            // What a list of lines in JSON or YAML has between them.
            b'"' | b',' | b'\'' => {}
            byte => letters.push(byte),
        }
    }
    let decoded = BASE64.decode(letters).ok()?;
    (!decoded.is_empty()).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<FlawKind> {
        split(text).flaws.iter().map(|(kind, _)| *kind).collect()
    }

    #[test]
    fn blocks_are_found_in_whatever_lines() {
        for text in [
            "-----BEGIN X-----\nAQID\n-----END X-----\n",
            "-----BEGIN X-----\r\nAQ\r\nID\r\n-----END X-----",
            "Bag Attributes\n  a: b\n-----BEGIN X-----\nAQID\n-----END X-----\n",
            "-----BEGIN X-----AQID-----END X-----",
        ] {
            let split = split(text);
            let block = split.blocks.first().expect("one");
            assert_eq!((block.label, block.der.as_slice()), ("X", &[1, 2, 3][..]));
            assert!(split.flaws.is_empty(), "{text}");
            assert_eq!(text.get(block.head.clone()), Some("-----BEGIN X-----"));
        }
    }

    #[test]
    fn what_readers_stumble_over_is_noted() {
        let block = "-----BEGIN X-----\nAQID\n-----END X-----";
        assert_eq!(kinds(&format!("{block}{block}\n")), [FlawKind::Glued]);
        let indented = format!("  {}", block.replace('\n', "\n  "));
        assert_eq!(kinds(&indented), [FlawKind::Indented]);
        assert_eq!(kinds(&block.replace('\n', "\\n")), [FlawKind::EscapedLines]);
        assert_eq!(kinds("-----BEGIN X-----\nAQID\n"), [FlawKind::Truncated]);
        let two = format!("-----BEGIN X-----\nAQ\n{block}");
        assert_eq!(kinds(&two), [FlawKind::Truncated]);
        assert_eq!(split(&two).blocks.len(), 1);
        assert_eq!(
            kinds(&block.replace("AQID", "A?")),
            [FlawKind::BrokenBase64]
        );
        assert!(kinds("-----BEGIN \n").is_empty());
    }

    #[test]
    fn headers_name_the_cipher() {
        let text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,00\n\nAQID\n-----END RSA PRIVATE KEY-----";
        let split = split(text);
        let block = split.blocks.first().expect("one");
        assert_eq!(block.cipher, Some("DES-CBC"));
        assert_eq!(block.der, [1, 2, 3]);
    }
}
