//! The messages of LDAP that are sent, and those that come back.

use super::ber::{self, BYTES, CHOICE, INTEGER, Reader, SEQUENCE, SET};

/// The request to begin TLS.
const START_TLS: &str = "1.3.6.1.4.1.1466.20037";
/// A search gives so many attributes of an entry at most, and values of an attribute.
const MOST: usize = 4_096;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Response {
    /// An operation is done, with this code.
    Done(u32),
    /// A search found something.
    Entry(Entry),
    /// Something that is passed over: a reference, a notice.
    Other,
}

/// An entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    attributes: Vec<(String, Vec<Vec<u8>>)>,
}

impl Entry {
    /// The values of an attribute.
    pub(super) fn bytes(&self, name: &str) -> &[Vec<u8>] {
        let own = self.attributes.iter();
        let mut own = own.filter(|(own, _)| own.eq_ignore_ascii_case(name));
        own.next().map_or(&[], |(_, values)| values)
    }

    /// The values of an attribute, as texts.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let values = self.bytes(name).iter();
        let values = values.map(|value| String::from_utf8_lossy(value).into_owned());
        values.collect()
    }

    /// The number that an attribute is.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.texts(name).first()?.parse().ok()
    }
}

/// How deep a search goes.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    Base = 0,
    Whole = 2,
}

/// What is searched for.
pub(super) enum Filter<'a> {
    /// Every entry.
    Any,
    /// Entries with this value.
    Equal(&'a str, &'a str),
}

pub(super) fn bind(id: u32, name: &str, password: &[u8]) -> Vec<u8> {
    let operation = ber::joined(
        0x60,
        &[
            ber::integer(INTEGER, 3),
            ber::text(BYTES, name),
            ber::element(0x80, password),
        ],
    );
    message(id, operation)
}

pub(super) fn search(
    id: u32,
    base: &str,
    scope: Scope,
    filter: &Filter<'_>,
    attributes: &[&str],
) -> Vec<u8> {
    let filter = match filter {
        Filter::Any => ber::text(0x87, "objectClass"),
        Filter::Equal(name, value) => {
            ber::joined(0xa3, &[ber::text(BYTES, name), ber::text(BYTES, value)])
        }
    };
    let wanted = attributes.iter().map(|name| ber::text(BYTES, name));
    let wanted: Vec<Vec<u8>> = wanted.collect();
    let operation = ber::joined(
        0x63,
        &[
            ber::text(BYTES, base),
            ber::integer(CHOICE, scope as u32),
            ber::integer(CHOICE, 0),
            // One entry, within two seconds: a probe is no burden.
            ber::integer(INTEGER, 1),
            ber::integer(INTEGER, 2),
            ber::element(0x01, &[0]),
            filter,
            ber::joined(SEQUENCE, &wanted),
        ],
    );
    message(id, operation)
}

pub(super) fn start_tls(id: u32) -> Vec<u8> {
    message(id, ber::joined(0x77, &[ber::text(0x80, START_TLS)]))
}

pub(super) fn unbind(id: u32) -> Vec<u8> {
    message(id, ber::element(0x42, &[]))
}

fn message(id: u32, operation: Vec<u8>) -> Vec<u8> {
    ber::joined(SEQUENCE, &[ber::integer(INTEGER, id), operation])
}

/// Reads the content of a message that answers the one with number `id`.
pub(super) fn response(content: &[u8], id: u32) -> Option<Response> {
    let mut reader = Reader(content);
    let own = reader.integer(INTEGER)?;
    let (tag, operation) = reader.next()?;
    let mut operation = Reader(operation);
    match tag {
        // Bind, the end of a search, an extended operation; a notice of disconnection has number 0.
        0x61 | 0x65 | 0x78 => {
            let code = operation.integer(CHOICE)?;
            (own == id || own == 0).then_some(Response::Done(code))
        }
        0x64 if own == id => {
            operation.tagged(BYTES)?;
            let mut attributes = Vec::new();
            let mut list = Reader(operation.tagged(SEQUENCE)?);
            while let Some(attribute) = list.tagged(SEQUENCE).filter(|_| attributes.len() < MOST) {
                let mut attribute = Reader(attribute);
                let name = String::from_utf8_lossy(attribute.tagged(BYTES)?).into_owned();
                let mut set = Reader(attribute.tagged(SET)?);
                let mut values = Vec::new();
                while let Some(value) = set.tagged(BYTES).filter(|_| values.len() < MOST) {
                    values.push(value.to_vec());
                }
                attributes.push((name, values));
            }
            Some(Response::Entry(Entry { attributes }))
        }
        _ => Some(Response::Other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_request_for_tls_is_the_known_one() {
        let known = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";
        assert_eq!(start_tls(1), known);
    }

    #[test]
    fn answers_are_read() {
        let done = ber::joined(0x61, &[ber::integer(CHOICE, 49), ber::text(BYTES, "")]);
        let content = [ber::integer(INTEGER, 7), done].concat();
        assert_eq!(response(&content, 7), Some(Response::Done(49)));
        assert_eq!(response(&content, 8), None);
        let values = ber::joined(SET, &[ber::text(BYTES, "EXTERNAL")]);
        let attribute = ber::joined(SEQUENCE, &[ber::text(BYTES, "Mechs"), values]);
        let list = ber::element(SEQUENCE, &attribute);
        let entry = ber::joined(0x64, &[ber::text(BYTES, ""), list]);
        let content = [ber::integer(INTEGER, 7), entry].concat();
        let Some(Response::Entry(entry)) = response(&content, 7) else {
            panic!("no entry");
        };
        assert_eq!(entry.texts("mechs"), ["EXTERNAL"]);
    }

    proptest! {
        #[test]
        fn no_bytes_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = response(&bytes, 1);
            let mut start = vec![2, 1, 1, 0x64];
            start.extend(&bytes);
            let _ = response(&start, 1);
        }
    }
}
