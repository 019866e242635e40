//! The first message of a client, for any protocol since SSLv3. Nothing in it needs cryptography:
//! the handshake is never finished.

use super::groups::{P256, X25519};

/// SSLv3.
pub(super) const SSL3: u16 = 0x0300;
/// TLS 1.0.
pub(super) const TLS10: u16 = 0x0301;
/// TLS 1.2.
pub(super) const TLS12: u16 = 0x0303;
/// TLS 1.3.
pub(super) const TLS13: u16 = 0x0304;

/// A suite that says "renegotiation is protected", for SSLv3, which has no extensions.
const RENEGOTIATION_SUITE: u16 = 0x00ff;

/// All signatures that there are: what a server signs with is not the question here.
const SIGNATURES: [u16; 25] = [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x081a,
    0x081b, 0x081c, 0x0401, 0x0501, 0x0601, 0x0301, 0x0303, 0x0203, 0x0201, 0x0202, 0x0402, 0x0502,
    0x0602,
];

/// The base point of P-256, uncompressed: a public key like any other.
const P256_POINT: [u8; 65] = [
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40,
    0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2,
    0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e,
    0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51,
    0xf5,
];

/// What a client says first.
#[derive(Clone, Copy)]
pub(super) struct Hello<'a> {
    /// The protocol to speak, and no other one.
    pub(super) version: u16,
    pub(super) suites: &'a [u16],
    pub(super) groups: &'a [u16],
    /// The name of the host.
    pub(super) name: Option<&'a str>,
    /// For TLS 1.3: with keys, for servers that want some at once.
    pub(super) with_keys: bool,
}

impl Hello<'_> {
    /// The message in its record.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(1024);
        body.extend(self.version.min(TLS12).to_be_bytes());
        let mut random = [0; 64];
        // Without random numbers the question is the same: nothing is protected by it.
        let _ = getrandom::fill(&mut random);
        body.extend(random.iter().take(32));
        if self.version == TLS13 {
            body.push(32);
            body.extend(random.iter().skip(32));
        } else {
            body.push(0);
        }
        let mut suites = Vec::new();
        for suite in self.suites {
            suites.extend(suite.to_be_bytes());
        }
        if self.version == SSL3 {
            suites.extend(RENEGOTIATION_SUITE.to_be_bytes());
        }
        block(&mut body, &suites);
        // TLS 1.3 forbids to offer compression; before, one cannot see it without an offer.
        body.extend(if self.version == TLS13 {
            [1, 0].as_slice()
        } else {
            &[2, 1, 0]
        });
        if self.version > SSL3 {
            let extensions = self.extensions();
            block(&mut body, &extensions);
        }
        let mut message = vec![1, 0];
        block(&mut message, &body);
        let mut record = vec![22];
        record.extend(self.version.min(TLS10).to_be_bytes());
        block(&mut record, &message);
        record
    }

    fn extensions(&self) -> Vec<u8> {
        let mut all = Vec::new();
        if let Some(name) = self.name {
            let mut entry = vec![0];
            block(&mut entry, name.as_bytes());
            extension(&mut all, 0, &listed(&entry));
        }
        let of = |numbers: &[u16]| {
            let numbers = numbers.iter().flat_map(|number| number.to_be_bytes());
            listed(&numbers.collect::<Vec<u8>>())
        };
        if !self.groups.is_empty() {
            extension(&mut all, 10, &of(self.groups));
        }
        extension(&mut all, 11, &[1, 0]);
        if self.version >= TLS12 {
            extension(&mut all, 13, &of(&SIGNATURES));
        }
        if self.version < TLS13 {
            extension(&mut all, 23, &[]);
            extension(&mut all, 0xff01, &[0]);
            return all;
        }
        extension(&mut all, 43, &[2, 3, 4]);
        extension(&mut all, 45, &[1, 1]);
        let mut keys = Vec::new();
        if self.with_keys {
            keys.extend(X25519.to_be_bytes());
            let mut base = [0; 32];
            base[0] = 9;
            block(&mut keys, &base);
            keys.extend(P256.to_be_bytes());
            block(&mut keys, &P256_POINT);
        }
        extension(&mut all, 51, &listed(&keys));
        all
    }
}

/// Bytes behind their length in two bytes. Nothing that is sent is longer than that.
fn block(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    out.extend(length.to_be_bytes());
    out.extend(bytes);
}

fn listed(bytes: &[u8]) -> Vec<u8> {
    let mut list = Vec::new();
    block(&mut list, bytes);
    list
}

fn extension(out: &mut Vec<u8>, kind: u16, content: &[u8]) {
    out.extend(kind.to_be_bytes());
    block(out, content);
}
