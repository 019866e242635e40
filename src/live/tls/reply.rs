//! What a server answers, as far as it is said in clear. Everything is bounded: how long a record,
//! a message and the whole answer may be, and how many certificates.

use std::io::Read;

use super::hello::{SSL3, TLS13};
use super::suites;
use crate::live::wire::reason;
use crate::model::Failure;

/// The longest record: 2^14 bytes and what encryption adds.
const LONGEST_RECORD: usize = 16_384 + 2_048;
/// The longest answer.
const LONGEST_ANSWER: usize = 256 * 1024;
/// The most certificates of a chain.
const MOST_CERTIFICATES: usize = 32;
/// The random number by which TLS 1.3 says "again, with this group".
const AGAIN: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It agrees.
    Agreed(Box<Agreed>),
    /// It says no, by an alert.
    Alert(u8),
    /// It says no, by hanging up.
    HungUp,
}

/// What was agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Agreed {
    pub(super) version: u16,
    pub(super) suite: u16,
    pub(super) compression: u8,
    pub(super) protects_renegotiation: bool,
    pub(super) binds_handshake: bool,
    /// The group, where the answer names it.
    pub(super) group: Option<u16>,
    /// The size of the group of plain Diffie-Hellman.
    pub(super) dh_bits: Option<u32>,
    /// The certificates, in DER.
    pub(super) chain: Vec<Vec<u8>>,
}

/// How much of an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// What was chosen.
    Choice,
    /// Also certificates and the server's key.
    Keys,
}

/// Reads an answer.
pub(super) fn read(wire: &mut impl Read, depth: Depth) -> Result<Answer, Failure> {
    let mut messages = Messages::default();
    let mut total = 0;
    loop {
        let mut header = [0; 5];
        let first = total == 0;
        match fill(wire, &mut header)? {
            0 if first => return Ok(Answer::HungUp),
            5 => {}
            _ if first => return Err(foreign(&header)),
            _ => return messages.so_far(),
        }
        let [kind, major, _, high, low] = header;
        let length = usize::from(u16::from_be_bytes([high, low]));
        if !(20..=24).contains(&kind) || major != 3 || length > LONGEST_RECORD {
            return Err(foreign(&header));
        }
        total += 5 + length;
        if total > LONGEST_ANSWER {
            return Err(Failure::NotTls);
        }
        let mut fragment = vec![0; length];
        if fill(wire, &mut fragment)? < length {
            return messages.so_far();
        }
        if let Some(answer) = messages.record(kind, &fragment, depth)? {
            return Ok(answer);
        }
    }
}

/// What bytes are that are no record of TLS.
fn foreign(start: &[u8]) -> Failure {
    let speaks_http = [b"HTTP/".as_slice(), b"<html", b"<HTML", b"<!DOC", b"<!doc"];
    if speaks_http.contains(&start) {
        Failure::PlainHttp
    } else {
        Failure::NotTls
    }
}

/// Reads until the buffer is full or the other side ends; how much there is.
fn fill(wire: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Failure> {
    let mut have = 0;
    while let Some(rest) = buffer.get_mut(have..).filter(|rest| !rest.is_empty()) {
        match wire.read(rest) {
            Ok(0) => break,
            Ok(more) => have += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => match reason(&error) {
                // A reset is a way to hang up.
                Failure::Closed => break,
                other => return Err(other),
            },
        }
    }
    Ok(have)
}

/// The messages of a handshake, which records cut as they like.
#[derive(Default)]
struct Messages {
    bytes: Vec<u8>,
    agreed: Option<Agreed>,
}

impl Messages {
    /// What is there when the other side ends.
    fn so_far(self) -> Result<Answer, Failure> {
        match self.agreed {
            Some(agreed) => Ok(Answer::Agreed(Box::new(agreed))),
            None => Err(Failure::Closed),
        }
    }

    fn record(
        &mut self,
        kind: u8,
        fragment: &[u8],
        depth: Depth,
    ) -> Result<Option<Answer>, Failure> {
        match (kind, fragment) {
            // A warning: that the name is not known, say.
            (21, [1, what]) if *what != 0 => Ok(None),
            (21, [_, what]) => Ok(Some(match self.agreed.take() {
                Some(agreed) => Answer::Agreed(Box::new(agreed)),
                None => Answer::Alert(*what),
            })),
            (22, fragment) => {
                self.bytes.extend(fragment);
                self.messages(depth)
            }
            // TLS 1.3 sends one to comfort machines on the way.
            (20, _) => Ok(None),
            _ => Err(Failure::NotTls),
        }
    }

    fn messages(&mut self, depth: Depth) -> Result<Option<Answer>, Failure> {
        loop {
            let Some((kind, body, rest)) = message(&self.bytes) else {
                return Ok(None);
            };
            let rest = self.bytes.len() - rest.len();
            let is_last = match (kind, &mut self.agreed) {
                (2, None) => {
                    let agreed = server_hello(body).ok_or(Failure::NotTls)?;
                    let is_last = depth == Depth::Choice || agreed.version == TLS13;
                    self.agreed = Some(agreed);
                    is_last
                }
                (11, Some(agreed)) => {
                    agreed.chain = certificates(body).ok_or(Failure::NotTls)?;
                    false
                }
                (12, Some(agreed)) => {
                    server_key(body, agreed);
                    false
                }
                (14, Some(_)) => true,
                (_, Some(_)) => false,
                (_, None) => return Err(Failure::NotTls),
            };
            self.bytes.drain(..rest);
            if is_last && let Some(agreed) = self.agreed.take() {
                return Ok(Some(Answer::Agreed(Box::new(agreed))));
            }
        }
    }
}

/// The kind and the body of the first message, and what comes after it.
fn message(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (kind, rest) = bytes.split_first()?;
    let (body, rest) = counted(rest, 3)?;
    Some((*kind, body, rest))
}

/// Bytes behind their length, which has so many bytes; and the rest.
fn counted(bytes: &[u8], width: usize) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(width)?;
    let length = length
        .iter()
        .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    rest.split_at_checked(length)
}

fn number(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*number), rest))
}

fn server_hello(body: &[u8]) -> Option<Agreed> {
    let (version, rest) = number(body)?;
    let (random, rest) = rest.split_at_checked(32)?;
    let (_, rest) = counted(rest, 1)?;
    let (suite, rest) = number(rest)?;
    let (compression, rest) = rest.split_first()?;
    let mut agreed = Agreed {
        version,
        suite,
        compression: *compression,
        ..Agreed::default()
    };
    if version < SSL3 {
        return None;
    }
    let mut extensions = match rest {
        [] => rest,
        rest => counted(rest, 2)?.0,
    };
    while !extensions.is_empty() {
        let (kind, rest) = number(extensions)?;
        let (content, rest) = counted(rest, 2)?;
        match kind {
            23 => agreed.binds_handshake = true,
            43 => agreed.version = number(content)?.0,
            51 => agreed.group = Some(number(content)?.0),
            0xff01 => agreed.protects_renegotiation = true,
            _ => {}
        }
        extensions = rest;
    }
    // "Again" is of TLS 1.3 by its number alone.
    if random == AGAIN && agreed.version != TLS13 {
        return None;
    }
    Some(agreed)
}

fn certificates(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut rest, _) = counted(body, 3)?;
    let mut chain = Vec::new();
    while !rest.is_empty() && chain.len() < MOST_CERTIFICATES {
        let (certificate, after) = counted(rest, 3)?;
        chain.push(certificate.to_vec());
        rest = after;
    }
    Some(chain)
}

/// The group of the server's key. What cannot be understood is passed over: the suite says enough.
fn server_key(body: &[u8], agreed: &mut Agreed) {
    let suite = suites::name(agreed.suite);
    let mut body = body;
    if suite.contains("PSK") {
        // A hint which key is shared comes first.
        let Some((_, rest)) = counted(body, 2) else {
            return;
        };
        body = rest;
    }
    if suite.contains("ECDH") {
        if let [3, high, low, ..] = body {
            agreed.group = Some(u16::from_be_bytes([*high, *low]));
        }
    } else if suite.contains("DHE") || suite.contains("DH_anon") {
        agreed.dh_bits = counted(body, 2).map(|(prime, _)| bits(prime));
    }
}

/// How many bits a number has.
fn bits(number: &[u8]) -> u32 {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let Some(first) = number.get(zeros) else {
        return 0;
    };
    let bytes = u32::try_from(number.len() - zeros).unwrap_or(u32::MAX / 8);
    bytes.saturating_mul(8) - first.leading_zeros()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(kind: u8, content: &[u8]) -> Vec<u8> {
        let mut record = vec![kind, 3, 3];
        record.extend(u16::try_from(content.len()).expect("short").to_be_bytes());
        record.extend(content);
        record
    }

    fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
        let mut message = vec![kind, 0];
        message.extend(u16::try_from(body.len()).expect("short").to_be_bytes());
        message.extend(body);
        message
    }

    fn hello(suite: u16) -> Vec<u8> {
        let mut body = vec![3, 3];
        body.extend([7; 32]);
        body.push(0);
        body.extend(suite.to_be_bytes());
        body.push(1);
        body.extend([0, 9, 0xff, 1, 0, 1, 0, 0, 23, 0, 0]);
        handshake(2, &body)
    }

    #[test]
    fn an_answer_is_read_however_records_cut_it() {
        let mut all = hello(0x0033);
        all.extend(handshake(11, &[0, 0, 5, 0, 0, 2, 0x30, 0]));
        all.extend(handshake(12, &[0, 3, 0, 0x7f, 0xff, 0, 1, 2]));
        all.extend(handshake(14, &[]));
        for cut in 1..all.len() {
            let mut bytes = record(22, &all[..cut]);
            bytes.extend(record(22, &all[cut..]));
            let answer = read(&mut bytes.as_slice(), Depth::Keys).expect("an answer");
            let Answer::Agreed(agreed) = answer else {
                panic!("{answer:?}");
            };
            assert_eq!((agreed.suite, agreed.compression), (0x33, 1));
            assert!(agreed.protects_renegotiation && agreed.binds_handshake);
            assert_eq!(agreed.chain, vec![vec![0x30, 0]]);
            assert_eq!(agreed.dh_bits, Some(15));
        }
    }

    #[test]
    fn what_is_no_tls_is_told_apart() {
        let read = |mut bytes: &[u8]| read(&mut bytes, Depth::Choice);
        assert_eq!(
            read(b"HTTP/1.1 400 Bad Request\r\n"),
            Err(Failure::PlainHttp)
        );
        assert_eq!(read(b"SSH-2.0-x\r\n"), Err(Failure::NotTls));
        assert_eq!(read(b""), Ok(Answer::HungUp));
        assert_eq!(read(&[21, 3, 1, 0, 2, 2, 40]), Ok(Answer::Alert(40)));
        assert_eq!(read(&[22, 3, 1, 0xff, 0xff]), Err(Failure::NotTls));
        assert_eq!(read(&[22, 3, 1, 0, 9, 1]), Err(Failure::Closed));
        assert_eq!(read(&[21, 3, 1, 0, 2, 1, 112]), Err(Failure::Closed));
    }

    proptest! {
        #[test]
        fn no_bytes_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&mut bytes.as_slice(), Depth::Keys);
            let mut bytes = record(22, &bytes);
            bytes.extend(record(21, &[2, 40]));
            let _ = read(&mut bytes.as_slice(), Depth::Keys);
        }

        #[test]
        fn no_changed_byte_harms(at in 0_usize..90, to in any::<u8>(), cut in 0_usize..90) {
            let mut all = hello(0xc02f);
            all.extend(handshake(11, &[0, 0, 5, 0, 0, 2, 0x30, 0]));
            all.extend(handshake(12, &[3, 0, 29, 1, 2]));
            all.extend(handshake(14, &[]));
            let mut bytes = record(22, &all);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = to;
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            let _ = read(&mut bytes.as_slice(), Depth::Keys);
        }
    }
}
