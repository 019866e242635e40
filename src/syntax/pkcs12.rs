//! A walk through the DER of a PFX file: how it is encrypted and how its integrity is protected.
//! Nothing is opened here.

use super::der::{Der, Element, INTEGER, OCTET_STRING, SEQUENCE};

const DATA: &str = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA: &str = "1.2.840.113549.1.7.6";
const KEY_BAG: &str = "1.2.840.113549.1.12.10.1.1";
const SHROUDED_KEY_BAG: &str = "1.2.840.113549.1.12.10.1.2";

/// How a PFX file is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pfx<'a> {
    /// The contents of the `AlgorithmIdentifier`s that encrypt its parts.
    pub encryption: Vec<&'a [u8]>,
    /// Whether a private key stands in it in clear, with nothing around it that is encrypted.
    pub has_open_key: bool,
    /// The hash of its integrity, as a dotted identifier, and its iterations.
    pub mac: Option<(String, u64)>,
}

/// Whether bytes are a PFX file: version 3, and a content of data.
pub fn is_pfx(bytes: &[u8]) -> bool {
    safe(bytes).is_some()
}

/// The content, and what follows it.
fn safe(bytes: &[u8]) -> Option<(Element<'_>, Der<'_>)> {
    let mut parts = Der::new(bytes).tagged(SEQUENCE)?.inside();
    parts
        .tagged(INTEGER)
        .filter(|own| own.number() == Some(3))?;
    let safe = parts.tagged(SEQUENCE)?;
    let kind = safe.inside().next()?.oid()?;
    kind.starts_with("1.2.840.113549.1.7.")
        .then_some((safe, parts))
}

/// Reads one; `None` for bytes that are none, or that are written without lengths.
pub fn read(bytes: &[u8]) -> Option<Pfx<'_>> {
    let (safe, mut rest) = safe(bytes)?;
    let mut pfx = Pfx::default();
    let contents = data(safe)?;
    for content in Der::new(contents).tagged(SEQUENCE)?.inside() {
        match content.inside().next().and_then(|own| own.oid()).as_deref() {
            Some(DATA) => {
                if let Some(bags) = data(content) {
                    pfx.bags(bags);
                }
            }
            Some(ENCRYPTED_DATA) => pfx.encryption.extend(encrypted(content)),
            _ => {}
        }
    }
    pfx.mac = rest.tagged(SEQUENCE).and_then(mac);
    Some(pfx)
}

/// The bytes of a content of data.
fn data(content: Element<'_>) -> Option<&[u8]> {
    let mut parts = content.inside();
    parts.next()?;
    let wrapped = parts.tagged(0xa0)?;
    Some(wrapped.inside().tagged(OCTET_STRING)?.content)
}

/// The algorithm of encrypted data.
fn encrypted(content: Element<'_>) -> Option<&[u8]> {
    let mut parts = content.inside();
    parts.next()?;
    let mut own = parts.tagged(0xa0)?.inside().tagged(SEQUENCE)?.inside();
    own.tagged(INTEGER)?;
    let mut info = own.tagged(SEQUENCE)?.inside();
    info.next()?;
    Some(info.tagged(SEQUENCE)?.content)
}

impl<'a> Pfx<'a> {
    fn bags(&mut self, bags: &'a [u8]) {
        let list = Der::new(bags).tagged(SEQUENCE);
        for bag in list.into_iter().flat_map(|list| list.inside()) {
            let mut parts = bag.inside();
            match parts.next().and_then(|own| own.oid()).as_deref() {
                Some(KEY_BAG) => self.has_open_key = true,
                Some(SHROUDED_KEY_BAG) => {
                    let algorithm = || {
                        let key = parts.tagged(0xa0)?.inside().tagged(SEQUENCE)?;
                        Some(key.inside().tagged(SEQUENCE)?.content)
                    };
                    self.encryption.extend({ algorithm }());
                }
                _ => {}
            }
        }
    }
}

fn mac(mac: Element<'_>) -> Option<(String, u64)> {
    let mut parts = mac.inside();
    let mut digest = parts.tagged(SEQUENCE)?.inside();
    let algorithm = digest.tagged(SEQUENCE)?.inside().next()?.oid()?;
    parts.tagged(OCTET_STRING)?;
    let iterations = parts.tagged(INTEGER).and_then(|own| own.number());
    Some((algorithm, iterations.unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_are_none() {
        for bytes in [&[][..], &[0x30, 0], &[0x30, 3, 2, 1, 3], b"-----BEGIN"] {
            assert!(!is_pfx(bytes));
            assert_eq!(read(bytes), None);
        }
    }
}
