//! Certificates and keys of a file, whatever it is wrapped in.

use std::ops::Range;

use x509_parser::prelude::{CertificateRevocationList, FromDer as _};

use super::keys::private_key;
use super::stores::pfx;
use crate::input::decode;
use crate::model::certificate::{
    Bundle, Certificate, DistinguishedName, Flaw, FlawKind, Form, PrivateKey, Protection,
    RevocationList, Source,
};
use crate::model::{Decoded, Encoding, Span, TextId};
use crate::syntax::der::{Der, SEQUENCE};
use crate::syntax::pem::{self, Block, Split};

/// What a file holds. Its places are in the text 0 until it has one.
pub struct FoundBundle {
    /// What it holds.
    pub bundle: Bundle,
    /// The bytes of its text that must not be shown.
    pub secret: Vec<Range<usize>>,
    /// Its text, where it is one.
    pub decoded: Option<Decoded>,
}

/// Names that people give to certificates, keys and stores of them.
const ENDS: [&str; 17] = [
    ".pem",
    ".crt",
    ".cer",
    ".cert",
    ".key",
    ".der",
    ".p12",
    ".pfx",
    ".jks",
    ".keystore",
    ".truststore",
    ".p7b",
    ".p7c",
    ".crl",
    ".ca-bundle",
    ".chain",
    ".p8",
];

/// Names of files with settings, whose values may be certificates.
const SETTINGS: [&str; 8] = [
    ".env",
    ".yaml",
    ".yml",
    ".json",
    ".toml",
    ".ini",
    ".conf",
    ".properties",
];

/// Names of files that everybody takes for texts.
const TEXTS: [&str; 4] = [".pem", ".crt", ".cer", ".cert"];

/// Names of files that hold certificates or keys as bytes.
const STORES: [&str; 5] = [".pfx", ".p12", ".der", ".p7b", ".jks"];

/// Whether a name is one of certificates or keys.
pub fn is_certificate_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ENDS.iter().any(|end| name.ends_with(end))
}

fn is_settings_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let file = name.rsplit('/').next().unwrap_or(&name);
    SETTINGS.iter().any(|end| name.ends_with(end)) || file.starts_with(".env")
}

/// The certificates and keys of the bytes of a file, if it has any or its name says that it should.
pub fn in_file(name: &str, bytes: &[u8]) -> Option<FoundBundle> {
    let is_named = is_certificate_name(name);
    if !is_named && !pem::may_begin(bytes) {
        return None;
    }
    if let Some(bundle) = binary(name, bytes) {
        return Some(FoundBundle {
            bundle,
            secret: Vec::new(),
            decoded: None,
        });
    }
    let odd = std::str::from_utf8(bytes).is_err();
    let decoded = decode(bytes).unwrap_or_else(|| Decoded {
        content: String::from_utf8_lossy(bytes).into_owned(),
        encoding: Encoding::Utf8,
        bom: false,
    });
    let mut found = in_text(name, &decoded.content)?;
    let utf16 = matches!(decoded.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    // A file of settings that holds a certificate is read by those who read its settings.
    if found.bundle.source == Source::File && !found.bundle.is_empty() {
        let start = found.bundle.first_place();
        let mut note = |kind| found.bundle.flaws.push(Flaw { kind, place: start });
        if utf16 {
            note(FlawKind::Utf16);
        } else if decoded.bom {
            note(FlawKind::Bom);
        } else if odd {
            note(FlawKind::OddText);
        }
    }
    // Nobody wants to see the bytes of a broken key store.
    let is_shown = !odd || !found.bundle.is_empty();
    found.decoded = is_shown.then_some(decoded);
    Some(found)
}

/// The certificates and keys of a text.
pub fn in_text(name: &str, content: &str) -> Option<FoundBundle> {
    let source = if is_certificate_name(name) || content.trim_start().starts_with("-----BEGIN ") {
        Source::File
    } else if is_settings_name(name) {
        Source::Value
    } else {
        return None;
    };
    let split = pem::split(content);
    let mut reader = Reader::new(name, source);
    for block in &split.blocks {
        reader.take(block);
    }
    if source == Source::File {
        reader.flaws(&split);
        let should_have = TEXTS
            .iter()
            .chain(&STORES)
            .any(|end| name.to_ascii_lowercase().ends_with(end));
        let says_nothing = reader.bundle.is_empty() && reader.bundle.flaws.is_empty();
        if should_have && says_nothing && split.blocks.is_empty() && !is_template(name) {
            reader.flaw(FlawKind::Empty, 0..0);
        }
    }
    let bundle = reader.bundle;
    let says_something = !bundle.is_empty() || !bundle.flaws.is_empty();
    says_something.then_some(FoundBundle {
        bundle,
        secret: reader.secret,
        decoded: None,
    })
}

fn is_template(name: &str) -> bool {
    crate::meaning::is_template(name.rsplit('/').next().unwrap_or(name))
}

impl FoundBundle {
    /// The same with its places in this text.
    #[must_use]
    pub fn in_text_of(mut self, text: TextId) -> Self {
        let bundle = &mut self.bundle;
        let place = |own: &mut Option<Span>| {
            if let Some(own) = own {
                own.text = text;
            }
        };
        bundle
            .certificates
            .iter_mut()
            .for_each(|own| place(&mut own.place));
        bundle.keys.iter_mut().for_each(|own| place(&mut own.place));
        bundle.crls.iter_mut().for_each(|own| place(&mut own.place));
        bundle
            .flaws
            .iter_mut()
            .for_each(|own| own.place.text = text);
        bundle.place.text = text;
        self
    }
}

impl Bundle {
    /// One without anything.
    pub fn new(name: &str, source: Source, form: Form) -> Self {
        Self {
            name: name.to_owned(),
            source,
            place: Span::start_of(TextId::default()),
            certificates: Vec::new(),
            keys: Vec::new(),
            crls: Vec::new(),
            form,
            flaws: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// Whether it has neither certificates nor keys, nor is a store that could hold some.
    pub fn is_empty(&self) -> bool {
        let is_store = matches!(self.form, Form::Pkcs12(_) | Form::Jks);
        self.certificates.is_empty() && self.keys.is_empty() && self.crls.is_empty() && !is_store
    }

    fn first_place(&self) -> Span {
        let places = self.certificates.iter().map(|own| own.place);
        let places = places.chain(self.keys.iter().map(|own| own.place));
        places.flatten().min().unwrap_or(self.place)
    }
}

/// Takes the blocks of a text.
struct Reader {
    bundle: Bundle,
    secret: Vec<Range<usize>>,
}

impl Reader {
    fn new(name: &str, source: Source) -> Self {
        Self {
            bundle: Bundle::new(name, source, Form::Pem),
            secret: Vec::new(),
        }
    }

    fn flaw(&mut self, kind: FlawKind, range: Range<usize>) {
        let place = Span::new(TextId::default(), range);
        self.bundle.flaws.push(Flaw { kind, place });
    }

    fn flaws(&mut self, split: &Split<'_>) {
        for (kind, range) in &split.flaws {
            let is_known = self.bundle.flaws.iter().any(|own| own.kind == *kind);
            // One of a kind is enough: they are mended together.
            if !is_known {
                self.flaw(*kind, range.clone());
            }
        }
    }

    fn take(&mut self, block: &Block<'_>) {
        let place = Some(Span::new(TextId::default(), block.head.clone()));
        let read = match block.label {
            "CERTIFICATE" => self.certificate(block, place),
            "TRUSTED CERTIFICATE" => {
                self.label(FlawKind::TrustedLabel, block);
                self.certificate(block, place)
            }
            "X509 CERTIFICATE" => {
                self.label(FlawKind::OldLabel, block);
                self.certificate(block, place)
            }
            "PKCS7" | "CMS" => {
                let all = pkcs7(&block.der);
                let read = !all.is_empty();
                self.take_all(all, place);
                read
            }
            "X509 CRL" => {
                let list = revocation_list(&block.der, place);
                let read = list.is_some();
                self.bundle.crls.extend(list);
                read
            }
            label if label.ends_with("PRIVATE KEY") => {
                self.secret.push(block.range.clone());
                self.key(block, place)
            }
            _ => true,
        };
        if !read && !block.der.is_empty() && self.bundle.source == Source::File {
            self.flaw(FlawKind::BrokenContent, block.head.clone());
        }
    }

    fn label(&mut self, kind: FlawKind, block: &Block<'_>) {
        if self.bundle.source == Source::File {
            self.flaw(kind, block.head.clone());
        }
    }

    fn certificate(&mut self, block: &Block<'_>, place: Option<Span>) -> bool {
        if let Ok(own) = Certificate::from_der(&block.der, place) {
            if self
                .bundle
                .certificates
                .iter()
                .any(|other| other.sha256 == own.sha256)
            {
                self.label(FlawKind::Duplicate, block);
            } else {
                self.bundle.certificates.push(own);
            }
            return true;
        }
        let all = pkcs7(&block.der);
        if all.is_empty() {
            return false;
        }
        self.label(FlawKind::Pkcs7AsPem, block);
        self.take_all(all, place);
        true
    }

    fn take_all(&mut self, all: Vec<Certificate>, place: Option<Span>) {
        let placed = all.into_iter().map(|own| Certificate { place, ..own });
        self.bundle.certificates.extend(placed);
    }

    fn key(&mut self, block: &Block<'_>, place: Option<Span>) -> bool {
        let key = match block.cipher {
            Some(cipher) => Some(PrivateKey {
                place,
                public: None,
                family: block.label.strip_suffix(" PRIVATE KEY").map(str::to_owned),
                protection: Some(Protection {
                    cipher: cipher.to_owned(),
                    iterations: Some(1),
                }),
            }),
            // OpenSSH has a form of its own, which no server of TLS reads.
            None if block.label.starts_with("OPENSSH") || block.label.starts_with("PGP") => {
                return true;
            }
            None => private_key(&block.der, place),
        };
        let read = key.is_some();
        self.bundle.keys.extend(key);
        read
    }
}

/// Certificates and keys that are no text.
fn binary(name: &str, bytes: &[u8]) -> Option<Bundle> {
    let is_jks = matches!(
        bytes,
        [0xFE, 0xED, 0xFE, 0xED, ..] | [0xCE, 0xCE, 0xCE, 0xCE, ..]
    );
    if is_jks {
        return Some(Bundle::new(name, Source::File, Form::Jks));
    }
    if bytes.first() != Some(&SEQUENCE) || Der::new(bytes).next().is_none() {
        return None;
    }
    let is_pem = name.to_ascii_lowercase().ends_with(".pem");
    let mut bundle = Bundle::new(name, Source::File, Form::Der);
    let mut flaw = None;
    if let Ok(own) = Certificate::from_der(bytes, None) {
        bundle.certificates.push(own);
        flaw = is_pem.then_some(FlawKind::DerAsPem);
    } else if let Some(found) = pfx(name, bytes) {
        return Some(found);
    } else if let Some(list) = revocation_list(bytes, None) {
        bundle.crls.push(list);
    } else {
        let all = pkcs7(bytes);
        if all.is_empty() {
            bundle.keys.extend(private_key(bytes, None));
            flaw = is_pem.then_some(FlawKind::DerAsPem);
        } else {
            bundle.form = Form::Pkcs7;
            bundle.certificates = all;
            let is_text = TEXTS
                .iter()
                .any(|end| name.to_ascii_lowercase().ends_with(end));
            flaw = is_text.then_some(FlawKind::Pkcs7AsPem);
        }
    }
    if bundle.is_empty() {
        return None;
    }
    let place = bundle.place;
    bundle.flaws.extend(flaw.map(|kind| Flaw { kind, place }));
    Some(bundle)
}

/// The certificates of a PKCS#7 list.
fn pkcs7(bytes: &[u8]) -> Vec<Certificate> {
    let list = || {
        let mut parts = Der::new(bytes).tagged(SEQUENCE)?.inside();
        let is_signed = parts.next()?.oid()? == "1.2.840.113549.1.7.2";
        let wrapped = parts.tagged(0xa0).filter(|_| is_signed)?;
        let mut data = wrapped.inside().tagged(SEQUENCE)?.inside();
        data.find(|own| own.tag == 0xa0)
    };
    let all = list().into_iter().flat_map(|list| list.inside());
    all.filter_map(|own| Certificate::from_der(own.raw, None).ok())
        .collect()
}

fn revocation_list(der: &[u8], place: Option<Span>) -> Option<RevocationList> {
    let (_, list) = CertificateRevocationList::from_der(der).ok()?;
    let issuer = list.issuer();
    Some(RevocationList {
        place,
        issuer: DistinguishedName {
            raw: issuer.as_raw().to_vec(),
            text: issuer.to_string(),
            common: None,
        },
        next_update: list.next_update().map(|time| time.timestamp()),
        is_odd: list.extensions().iter().any(|own| {
            let is_number = own.oid.to_id_string() == "2.5.29.20";
            is_number && own.critical
        }),
        der: der.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_to_look_at() {
        assert!(in_file("notes.md", b"-----BEGIN CERTIFICATE-----\n").is_some());
        assert!(in_file("notes.md", b"see -----BEGIN CERTIFICATE-----\n").is_none());
        assert!(in_file("compose.yaml", b"services: {}").is_none());
        let empty = in_file("tls/server.crt", b"").expect("it should have one");
        assert_eq!(
            empty.bundle.flaws.first().map(|own| own.kind),
            Some(FlawKind::Empty)
        );
        assert!(in_file("server.key", b"").is_none());
        assert!(in_file("server.crt.example", b"").is_none());
    }

    #[test]
    fn stores_of_java_are_told_by_their_first_bytes() {
        let found = in_file("app.jks", b"\xFE\xED\xFE\xED\0\0\0\x02").expect("one");
        assert_eq!(found.bundle.form, Form::Jks);
    }
}
