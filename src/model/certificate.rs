//! Certificates and keys as facts: from a file or as a server presented them.

use std::net::IpAddr;
use std::sync::Arc;

use super::span::Span;

/// One certificate, as far as rules ask about it. Nothing of it is borrowed from where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The place of its block, where it stands in a text; none for what a server presented and for
    /// binary files.
    pub place: Option<Span>,
    /// Its DER bytes.
    pub der: Arc<[u8]>,
    /// SHA-256 of these.
    pub sha256: [u8; 32],
    /// Whose it is.
    pub subject: DistinguishedName,
    /// Who made it.
    pub issuer: DistinguishedName,
    /// The bytes of the serial number as they are written: two's complement, the highest first.
    pub serial: Vec<u8>,
    /// From when on it is valid, in seconds since 1970.
    pub not_before: i64,
    /// Until when it is valid, in seconds since 1970.
    pub not_after: i64,
    /// The names that it is valid for; `None` without the extension.
    pub names: Option<Vec<SubjectName>>,
    /// Its public key.
    pub key: PublicKey,
    /// How it is signed.
    pub signature: Signature,
    /// Its basic constraints; `None` without the extension.
    pub basic: Option<Basic>,
    /// What its key may be used for; `None` without the extension.
    pub usage: Option<KeyUsage>,
    /// What it may be used for, as dotted object identifiers; `None` without the extension.
    pub purposes: Option<Vec<String>>,
    /// The identifier of its key.
    pub key_id: Option<Vec<u8>>,
    /// The identifier of its issuer's key.
    pub issuer_key_id: Option<Vec<u8>>,
    /// Where lists of revoked certificates are (CDP), as written.
    pub crls: Vec<String>,
    /// Where OCSP answers (AIA), as written.
    pub ocsp: Vec<String>,
    /// Where the issuer's certificate is (AIA), as written.
    pub issuers_at: Vec<String>,
    /// Whether clients must refuse it without a stapled OCSP answer.
    pub must_staple: bool,
    /// Templates of Active Directory Certificate Services: names or dotted object identifiers.
    pub templates: Vec<String>,
    /// Whether it limits the names below it.
    pub has_name_constraints: bool,
    /// What is not as X.509 wants it.
    pub oddities: Vec<Oddity>,
}

/// A distinguished name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DistinguishedName {
    /// Its DER bytes: names are the same if these are.
    pub raw: Vec<u8>,
    /// As people write it: `CN=db.example, O=Lab`.
    pub text: String,
    /// The last common name.
    pub common: Option<String>,
}

/// A name that a certificate is valid for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SubjectName {
    /// A host name, perhaps with a wildcard; as written, also where no host can have it.
    Dns(String),
    /// An address.
    Ip(IpAddr),
    /// An address of a wrong length.
    BrokenIp,
    /// Something that servers are not called by: mail addresses, URIs, names of accounts.
    Other,
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey {
    /// What it is.
    pub kind: KeyKind,
    /// SHA-256 of its SPKI, by which it is known everywhere.
    pub spki: [u8; 32],
}

/// Kinds of keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA, with the bytes of its modulus and exponent, the highest first and not zero.
    Rsa {
        /// The modulus.
        modulus: Vec<u8>,
        /// The exponent.
        exponent: Vec<u8>,
    },
    /// An elliptic curve, by its dotted object identifier; `None` for one with parameters of its own.
    Ec(Option<String>),
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// DSA, which no browser accepts.
    Dsa,
    /// Another one, by its dotted object identifier.
    Other(String),
}

impl KeyKind {
    /// The bits of an RSA modulus.
    pub fn rsa_bits(&self) -> Option<usize> {
        let Self::Rsa { modulus, .. } = self else {
            return None;
        };
        let first = modulus.first().copied().unwrap_or(0);
        let unused = first.leading_zeros() as usize;
        Some((modulus.len() * 8).saturating_sub(unused))
    }

    /// The algorithm alone: `RSA`, `EC`.
    pub fn family(&self) -> &str {
        match self {
            Self::Rsa { .. } => "RSA",
            Self::Ec(_) => "EC",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::Dsa => "DSA",
            Self::Other(oid) => oid,
        }
    }
}

/// How a certificate is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The dotted object identifier of the algorithm.
    pub algorithm: String,
    /// The hash that it uses.
    pub hash: Digest,
}

/// Hashes of signatures and of containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Digest {
    /// MD2 or MD4.
    Older,
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-2, SHA-3, or one that the algorithm brings itself.
    Strong,
    /// Unknown here.
    Unknown,
}

/// Basic constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basic {
    /// Whether it may issue certificates.
    pub is_ca: bool,
    /// How many CAs may follow.
    pub path_len: Option<u32>,
    /// Whether whoever does not know the extension has to refuse the certificate.
    pub is_critical: bool,
}

/// What a key may be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyUsage(pub u16);

impl KeyUsage {
    /// `digitalSignature`.
    pub fn signs(self) -> bool {
        self.0 & 1 != 0
    }

    /// `keyEncipherment`.
    pub fn wraps_keys(self) -> bool {
        self.0 & 4 != 0
    }

    /// `keyAgreement`.
    pub fn agrees(self) -> bool {
        self.0 & 16 != 0
    }

    /// `keyCertSign`.
    pub fn signs_certificates(self) -> bool {
        self.0 & 32 != 0
    }
}

/// What is not as X.509 wants it, and some clients refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Oddity {
    /// It is of version 1 or 2.
    OldVersion,
    /// An extension stands twice.
    RepeatedExtension,
    /// An extension cannot be read.
    BrokenExtension,
    /// A critical extension that nobody knows.
    UnknownCritical,
    /// The algorithm is named twice, differently.
    AlgorithmsDiffer,
    /// Its end is before its beginning.
    EndsBeforeItBegins,
    /// A time is written as no time may be.
    BrokenTime,
    /// The list of names is there and empty.
    NoNames,
    /// It has no subject and its names are not critical.
    NamesNotCritical,
    /// A CA without a subject.
    CaWithoutName,
    /// The basic constraints of a CA are not critical.
    BasicNotCritical,
    /// It limits paths and is no CA.
    PathLenWithoutCa,
    /// It limits names and is no CA.
    ConstraintsWithoutCa,
    /// The identifier of its key, or of its issuer's, is critical.
    KeyIdCritical,
    /// It has no identifier of its issuer's key.
    NoIssuerKeyId,
    /// It is a CA without an identifier of its key.
    NoKeyId,
    /// The addresses about the issuer are critical.
    AiaCritical,
    /// Limits of names are there and empty.
    EmptyConstraints,
    /// Limits of names are not critical.
    ConstraintsNotCritical,
    /// A CA whose key may not sign certificates.
    CaCannotSign,
    /// A root that names another key than its own as its issuer's.
    KeyIdsDiffer,
    /// Its purposes are critical.
    PurposesCritical,
    /// Its names are critical although it has a subject.
    NamesCritical,
    /// It names its issuer's certificate besides the key, or without it.
    IssuerKeyIdFull,
    /// The policy constraints are empty or not critical.
    OddPolicyConstraints,
    /// Bytes follow where it ends.
    TrailingBytes,
}

/// A file or a connection with certificates or keys.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// What reports call it: a path, or `host:port`.
    pub name: String,
    /// Where it came from.
    pub source: Source,
    /// The text that findings about the whole are placed in: that of the file, or of whatever names
    /// the endpoint.
    pub place: Span,
    /// Its certificates, in their order.
    pub certificates: Vec<Certificate>,
    /// Its private keys, in their order.
    pub keys: Vec<PrivateKey>,
    /// Its lists of revoked certificates.
    pub crls: Vec<RevocationList>,
    /// How it is wrapped.
    pub form: Form,
    /// What readers of it stumble over.
    pub flaws: Vec<Flaw>,
    /// Who uses it, and for which names.
    pub uses: Vec<Use>,
}

/// Where certificates came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File,
    /// A value inside of another file: an env variable, a YAML scalar.
    Value,
    /// A server presented them, the leaf first.
    Endpoint,
}

/// How certificates and keys are wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text with PEM blocks.
    Pem,
    /// The bytes of one certificate or key.
    Der,
    /// A list of certificates as Windows exports it (PKCS#7).
    Pkcs7,
    /// A PFX file.
    Pkcs12(Pkcs12),
    /// A key store of Java in its own format, or in that of JCE.
    Jks,
    /// TLS, as the server sent it.
    Presented,
}

/// How a PFX file is protected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pkcs12 {
    /// How its parts are encrypted.
    pub encryption: Vec<Protection>,
    /// Whether a private key stands in it without encryption of its own or around it.
    pub has_open_key: bool,
    /// How its integrity is protected, if it is.
    pub mac: Option<Mac>,
    /// The password that opened it.
    pub opened: Opened,
}

/// Which password opened a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opened {
    /// None that was tried.
    #[default]
    No,
    /// It needs none, as nothing in it is encrypted.
    Unneeded,
    /// The empty one.
    Empty,
    /// One that everybody knows.
    Published,
    /// One that the user gave.
    Given,
}

/// The integrity of a PFX file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mac {
    /// The dotted object identifier of its hash, or of PBMAC1.
    pub algorithm: String,
    /// How often the password is hashed.
    pub iterations: u64,
}

/// How something is encrypted with a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// The dotted object identifier of the cipher; for a PEM header the name of it.
    pub cipher: String,
    /// How often the password is hashed; `None` where the scheme has no such number.
    pub iterations: Option<u64>,
}

/// A private key. The key itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateKey {
    /// The place of its block, where it stands in a text.
    pub place: Option<Span>,
    /// The public key that belongs to it; `None` where that is encrypted or not written there.
    pub public: Option<PublicKey>,
    /// The algorithm, where that is known without opening it.
    pub family: Option<String>,
    /// How it is encrypted; `None` where it is in clear.
    pub protection: Option<Protection>,
}

/// A list of revoked certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationList {
    /// The place of its block.
    pub place: Option<Span>,
    /// Who made it.
    pub issuer: DistinguishedName,
    /// Until when it counts, in seconds since 1970.
    pub next_update: Option<i64>,
    /// Whether its number is marked so that clients must refuse it.
    pub is_odd: bool,
    /// Its DER bytes.
    pub der: Arc<[u8]>,
}

/// What readers stumble over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What.
    pub kind: FlawKind,
    /// Where.
    pub place: Span,
}

/// What can be wrong with how certificates and keys are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlawKind {
    /// A byte-order mark stands before the first block.
    Bom,
    /// It is written in UTF-16.
    Utf16,
    /// The end of a block and the beginning of the next stand on one line.
    Glued,
    /// Blocks are indented.
    Indented,
    /// Line ends are written as `\n`.
    EscapedLines,
    /// DER bytes under the name of a text.
    DerAsPem,
    /// PKCS#7 under the name of a certificate.
    Pkcs7AsPem,
    /// A block without its end.
    Truncated,
    /// A block whose Base64 cannot be read.
    BrokenBase64,
    /// A block whose bytes are not what its label says.
    BrokenContent,
    /// `TRUSTED CERTIFICATE`, which only OpenSSL reads.
    TrustedLabel,
    /// `X509 CERTIFICATE`, which not everybody reads.
    OldLabel,
    /// Text around the blocks that is not UTF-8.
    OddText,
    /// The same certificate stands there twice.
    Duplicate,
    /// A name of a certificate file without any.
    Empty,
}

/// Who uses certificates, and for which names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The line that says so: a mount, `ssl_certificate`, a published port.
    pub place: Span,
    /// Who: a service, a server of Nginx.
    pub who: String,
    /// For what.
    pub role: UseRole,
    /// The host names that the certificate must cover; empty where they are not known.
    pub names: Vec<String>,
    /// The private key that belongs to it, by the name of its store.
    pub key: Option<String>,
    /// Whether OCSP answers are stapled, where that is known.
    pub staples: Option<bool>,
}

/// What certificates are used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseRole {
    /// A server shows them.
    Server,
    /// Others are verified by them.
    Anchors,
    /// A key beside a certificate.
    Key,
    /// Nobody can tell: a file that is mounted.
    Unknown,
}
