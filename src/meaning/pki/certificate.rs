//! A certificate from its DER bytes.

use std::collections::HashSet;
use std::net::IpAddr;

use sha2::{Digest as _, Sha256};
use x509_parser::extensions::{DistributionPointName, GeneralName, ParsedExtension, X509Extension};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::x509::{SubjectPublicKeyInfo, X509Name};

use super::signed::{is_signed_with, spki_of};
use crate::model::Span;
use crate::model::certificate::{
    Basic, Certificate, Digest, DistinguishedName, KeyKind, KeyUsage, Oddity, PublicKey, Signature,
    SubjectName,
};
use crate::syntax::der::{BMP_STRING, Der, SEQUENCE};

/// Bytes that are no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCertificate;

impl Certificate {
    /// Reads the facts of the certificate that begins there; what follows it is an oddity.
    pub fn from_der(bytes: &[u8], place: Option<Span>) -> Result<Self, NoCertificate> {
        let (rest, parsed) = X509Certificate::from_der(bytes).map_err(|_| NoCertificate)?;
        let der = bytes.get(..bytes.len() - rest.len()).ok_or(NoCertificate)?;
        let tbs = &parsed.tbs_certificate;
        let mut own = Self {
            place,
            der: der.into(),
            sha256: Sha256::digest(der).into(),
            subject: name(&tbs.subject),
            issuer: name(&tbs.issuer),
            serial: tbs.raw_serial().to_vec(),
            not_before: tbs.validity.not_before.timestamp(),
            not_after: tbs.validity.not_after.timestamp(),
            names: None,
            key: key(&tbs.subject_pki),
            signature: signature(&parsed.signature_algorithm.algorithm.to_id_string()),
            basic: None,
            usage: None,
            purposes: None,
            key_id: None,
            issuer_key_id: None,
            crls: Vec::new(),
            ocsp: Vec::new(),
            issuers_at: Vec::new(),
            must_staple: false,
            templates: Vec::new(),
            has_name_constraints: false,
            oddities: Vec::new(),
        };
        let mut seen = HashSet::new();
        for extension in tbs.extensions() {
            if !seen.insert(extension.oid.to_id_string()) {
                own.oddities.push(Oddity::RepeatedExtension);
            }
            own.take(extension);
        }
        own.judge(&parsed, !rest.is_empty());
        own.oddities.sort_unstable();
        own.oddities.dedup();
        Ok(own)
    }

    fn take(&mut self, extension: &X509Extension<'_>) {
        match extension.parsed_extension() {
            ParsedExtension::SubjectAlternativeName(names) => {
                let names = names.general_names.iter().map(subject_name);
                self.names = Some(names.collect());
                let is_nameless = self.subject.text.is_empty();
                self.odd(is_nameless && !extension.critical, Oddity::NamesNotCritical);
                self.odd(!is_nameless && extension.critical, Oddity::NamesCritical);
            }
            ParsedExtension::BasicConstraints(basic) => {
                self.basic = Some(Basic {
                    is_ca: basic.ca,
                    path_len: basic.path_len_constraint,
                    is_critical: extension.critical,
                });
            }
            ParsedExtension::KeyUsage(usage) => self.usage = Some(KeyUsage(usage.flags)),
            ParsedExtension::ExtendedKeyUsage(_) => {
                self.odd(extension.critical, Oddity::PurposesCritical);
                let list = Der::new(extension.value).tagged(SEQUENCE);
                let purposes = list.map(|list| list.inside().filter_map(|own| own.oid()).collect());
                self.purposes = Some(purposes.unwrap_or_default());
            }
            ParsedExtension::SubjectKeyIdentifier(id) => {
                self.key_id = Some(id.0.to_vec());
                self.odd(extension.critical, Oddity::KeyIdCritical);
            }
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                self.issuer_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
                let names =
                    id.authority_cert_issuer.is_some() || id.authority_cert_serial.is_some();
                self.odd(
                    names || self.issuer_key_id.is_none(),
                    Oddity::IssuerKeyIdFull,
                );
                self.odd(extension.critical, Oddity::KeyIdCritical);
            }
            ParsedExtension::CRLDistributionPoints(points) => {
                for point in points.iter() {
                    if let Some(DistributionPointName::FullName(names)) = &point.distribution_point
                    {
                        self.crls.extend(names.iter().filter_map(uri));
                    }
                }
            }
            ParsedExtension::AuthorityInfoAccess(access) => {
                self.odd(extension.critical, Oddity::AiaCritical);
                for one in access.iter() {
                    let to = match one.access_method.to_id_string().as_str() {
                        "1.3.6.1.5.5.7.48.1" => &mut self.ocsp,
                        "1.3.6.1.5.5.7.48.2" => &mut self.issuers_at,
                        _ => continue,
                    };
                    to.extend(uri(&one.access_location));
                }
            }
            ParsedExtension::NameConstraints(limits) => {
                self.has_name_constraints = true;
                let count = |list: &Option<Vec<_>>| list.as_ref().map_or(0, Vec::len);
                let is_empty =
                    count(&limits.permitted_subtrees) + count(&limits.excluded_subtrees) == 0;
                self.odd(is_empty, Oddity::EmptyConstraints);
                self.odd(!extension.critical, Oddity::ConstraintsNotCritical);
            }
            ParsedExtension::PolicyConstraints(limits) => {
                let is_empty = limits.require_explicit_policy.is_none()
                    && limits.inhibit_policy_mapping.is_none();
                self.odd(
                    is_empty || !extension.critical,
                    Oddity::OddPolicyConstraints,
                );
            }
            ParsedExtension::ParseError { .. } => self.oddities.push(Oddity::BrokenExtension),
            _ => self.take_other(extension),
        }
    }

    /// Extensions that the parser does not know.
    fn take_other(&mut self, extension: &X509Extension<'_>) {
        let mut value = Der::new(extension.value);
        match extension.oid.to_id_string().as_str() {
            // TLS features: status_request is number 5.
            "1.3.6.1.5.5.7.1.24" => {
                let list = value.tagged(SEQUENCE);
                let mut features = list.into_iter().flat_map(|list| list.inside());
                self.must_staple = features.any(|own| own.number() == Some(5));
            }
            "1.3.6.1.4.1.311.20.2" => {
                let text = value.tagged(BMP_STRING).map(|own| {
                    let units = own.content.chunks_exact(2);
                    let units = units
                        .map(|pair| pair.iter().fold(0, |all, byte| all << 8 | u16::from(*byte)));
                    String::from_utf16_lossy(&units.collect::<Vec<u16>>())
                });
                self.templates.extend(text);
            }
            "1.3.6.1.4.1.311.21.7" => {
                let template = value.tagged(SEQUENCE);
                let oid = template.and_then(|own| own.inside().next()?.oid());
                self.templates.extend(oid);
            }
            _ if extension.critical && extension.parsed_extension().unsupported() => {
                self.oddities.push(Oddity::UnknownCritical);
            }
            _ => {}
        }
    }

    /// What several parts together say.
    fn judge(&mut self, parsed: &X509Certificate<'_>, has_more: bool) {
        let tbs = &parsed.tbs_certificate;
        self.odd(tbs.version.0 != 2, Oddity::OldVersion);
        self.odd(
            tbs.signature != parsed.signature_algorithm,
            Oddity::AlgorithmsDiffer,
        );
        self.odd(self.not_after < self.not_before, Oddity::EndsBeforeItBegins);
        self.odd(has_broken_time(&self.der), Oddity::BrokenTime);
        self.odd(
            self.names.as_ref().is_some_and(Vec::is_empty),
            Oddity::NoNames,
        );
        self.odd(has_more, Oddity::TrailingBytes);
        let is_ca = self.is_ca();
        self.odd(is_ca && self.subject.text.is_empty(), Oddity::CaWithoutName);
        self.odd(is_ca && self.key_id.is_none(), Oddity::NoKeyId);
        self.odd(
            self.has_name_constraints && !is_ca,
            Oddity::ConstraintsWithoutCa,
        );
        let cannot_sign = self.usage.is_some_and(|usage| !usage.signs_certificates());
        self.odd(is_ca && cannot_sign, Oddity::CaCannotSign);
        let both = (&self.issuer_key_id, &self.key_id);
        let differ = matches!(both, (Some(issuer), Some(own)) if issuer != own);
        // A CA that renews its key names the old one in the certificate that it issues to itself.
        let is_root = || spki_of(&self.der).and_then(|spki| is_signed_with(self, spki.content));
        let is_root = differ && self.is_self_issued() && is_root() == Some(true);
        self.odd(is_root, Oddity::KeyIdsDiffer);
        let lacks_issuer = self.issuer_key_id.is_none() && !self.is_self_issued();
        self.odd(lacks_issuer, Oddity::NoIssuerKeyId);
        if let Some(basic) = self.basic {
            self.odd(basic.is_ca && !basic.is_critical, Oddity::BasicNotCritical);
            self.odd(
                !basic.is_ca && basic.path_len.is_some(),
                Oddity::PathLenWithoutCa,
            );
        }
    }

    fn odd(&mut self, is_odd: bool, oddity: Oddity) {
        if is_odd {
            self.oddities.push(oddity);
        }
    }

    /// Whether it may issue certificates.
    pub fn is_ca(&self) -> bool {
        self.basic.is_some_and(|basic| basic.is_ca)
    }

    /// Whether it names itself as its issuer, which a root does.
    pub fn is_self_issued(&self) -> bool {
        self.subject.raw == self.issuer.raw
    }

    /// Whether another one can have issued it, by their names and by the identifiers of their keys.
    pub fn is_issued_by(&self, other: &Self) -> bool {
        self.issuer.raw == other.subject.raw
            && match (&self.issuer_key_id, &other.key_id) {
                (Some(wanted), Some(own)) => wanted == own,
                _ => true,
            }
    }
}

fn name(name: &X509Name<'_>) -> DistinguishedName {
    let common = name.iter_common_name().last();
    DistinguishedName {
        raw: name.as_raw().to_vec(),
        text: name.to_string(),
        common: common.and_then(|own| own.as_str().ok()).map(str::to_owned),
    }
}

fn subject_name(name: &GeneralName<'_>) -> SubjectName {
    match name {
        GeneralName::DNSName(name) => SubjectName::Dns((*name).to_owned()),
        GeneralName::Invalid(tag, bytes) if tag.0 == 2 => {
            SubjectName::Dns(String::from_utf8_lossy(bytes).into_owned())
        }
        GeneralName::IPAddress(bytes) => {
            let four = <[u8; 4]>::try_from(*bytes).map(IpAddr::from);
            let address = four.or_else(|_| <[u8; 16]>::try_from(*bytes).map(IpAddr::from));
            address.map_or(SubjectName::BrokenIp, SubjectName::Ip)
        }
        _ => SubjectName::Other,
    }
}

fn uri(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::URI(uri) => Some((*uri).to_owned()),
        _ => None,
    }
}

/// A public key from the parts that the parser found.
fn key(spki: &SubjectPublicKeyInfo<'_>) -> PublicKey {
    public_key(spki.raw).unwrap_or_else(|| PublicKey {
        kind: KeyKind::Other(spki.algorithm.algorithm.to_id_string()),
        spki: Sha256::digest(spki.raw).into(),
    })
}

/// A public key from the DER bytes of its SPKI.
pub fn public_key(spki: &[u8]) -> Option<PublicKey> {
    let whole = Der::new(spki).tagged(SEQUENCE)?;
    let mut parts = whole.inside();
    let mut algorithm = parts.tagged(SEQUENCE)?.inside();
    let oid = algorithm.next()?.oid()?;
    let bits = parts.next()?.bits();
    let kind = match oid.as_str() {
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => rsa(bits?)?,
        "1.2.840.10045.2.1" => KeyKind::Ec(algorithm.next().and_then(|own| own.oid())),
        "1.3.101.112" => KeyKind::Ed25519,
        "1.3.101.113" => KeyKind::Ed448,
        "1.2.840.10040.4.1" => KeyKind::Dsa,
        _ => KeyKind::Other(oid),
    };
    Some(PublicKey {
        kind,
        spki: Sha256::digest(whole.raw).into(),
    })
}

/// An RSA key as PKCS#1 writes it.
fn rsa(bytes: &[u8]) -> Option<KeyKind> {
    let mut numbers = Der::new(bytes).tagged(SEQUENCE)?.inside();
    Some(KeyKind::Rsa {
        modulus: numbers.next()?.magnitude()?.to_vec(),
        exponent: numbers.next()?.magnitude()?.to_vec(),
    })
}

fn signature(oid: &str) -> Signature {
    let hash = match oid {
        "1.2.840.113549.1.1.2" | "1.2.840.113549.1.1.3" => Digest::Older,
        "1.2.840.113549.1.1.4" => Digest::Md5,
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => {
            Digest::Sha1
        }
        _ if oid.starts_with("1.2.840.113549.1.1.")
            || oid.starts_with("1.2.840.10045.4.3.")
            || oid.starts_with("2.16.840.1.101.3.4.3.")
            || oid.starts_with("1.3.101.") =>
        {
            Digest::Strong
        }
        _ => Digest::Unknown,
    };
    Signature {
        algorithm: oid.to_owned(),
        hash,
    }
}

/// Whether a time of the validity is written otherwise than RFC 5280 wants it: without seconds, with
/// a time zone, or in the form for other years.
fn has_broken_time(der: &[u8]) -> bool {
    let times = || {
        let tbs = Der::new(der).tagged(SEQUENCE)?.inside().tagged(SEQUENCE)?;
        let mut parts = tbs.inside();
        if parts.peek()?.tag == 0xa0 {
            parts.next();
        }
        // Serial number, algorithm, issuer.
        parts.nth(2)?;
        Some(parts.next()?.inside())
    };
    let is_right = |tag: u8, text: &[u8]| {
        let digits = text.strip_suffix(b"Z").unwrap_or_default();
        let all_digits = digits.iter().all(u8::is_ascii_digit);
        all_digits
            && match tag {
                0x17 => digits.len() == 12,
                0x18 => digits.len() == 14 && digits >= &b"20500101000000"[..],
                _ => false,
            }
    };
    times().is_some_and(|mut times| times.any(|own| !is_right(own.tag, own.content)))
}
