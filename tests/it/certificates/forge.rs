//! Makes certificates of every sort: with `rcgen` what it makes, and with the `openssl` command what
//! it refuses to.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use num_bigint::BigUint;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PublicKeyData, SignatureAlgorithm,
};
use time::{Duration, OffsetDateTime};

/// The host of all servers here.
pub(super) const HOST: &str = "db.lab.example";

/// A CA.
pub(super) struct Ca {
    pub(super) pem: String,
    pub(super) der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate of a server with its key.
pub(super) struct Leaf {
    pub(super) pem: String,
    pub(super) der: Vec<u8>,
    pub(super) key: String,
}

/// Parameters from so many days before today to so many after.
fn params(name: &str, from: i64, to: i64) -> CertificateParams {
    let mut params = CertificateParams::default();
    let mut subject = DistinguishedName::new();
    subject.push(DnType::OrganizationName, "Lab");
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    let now = OffsetDateTime::now_utc();
    params.not_before = now + Duration::days(from);
    params.not_after = now + Duration::days(to);
    params.use_authority_key_identifier_extension = true;
    params
}

/// A CA below `issuer`, or a root.
pub(super) fn ca(
    name: &str,
    issuer: Option<&Ca>,
    (from, to): (i64, i64),
    edit: impl FnOnce(&mut CertificateParams),
) -> Ca {
    let mut params = params(name, from, to);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = issuer.is_some();
    edit(&mut params);
    let key = KeyPair::generate().expect("a key");
    let made = match issuer {
        Some(above) => params.signed_by(&key, &above.issuer),
        None => params.self_signed(&key),
    };
    let made = made.expect("a certificate");
    Ca {
        pem: made.pem(),
        der: made.der().to_vec(),
        issuer: Issuer::new(params, key),
    }
}

/// Parameters of a server's certificate as they should be.
pub(super) fn server() -> CertificateParams {
    let mut params = params(HOST, -10, 80);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.subject_alt_names = vec![dns(HOST)];
    params
}

pub(super) fn dns(name: &str) -> rcgen::SanType {
    rcgen::SanType::DnsName(name.try_into().expect("ASCII"))
}

/// So many days from now.
pub(super) fn day(days: i64) -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::days(days)
}

/// A server's certificate, changed by `edit`.
pub(super) fn leaf(issuer: &Ca, edit: impl FnOnce(&mut CertificateParams)) -> Leaf {
    let key = KeyPair::generate().expect("a key");
    leaf_of(issuer, &key, key.serialize_pem(), edit)
}

/// The same with a key of Ed25519.
pub(super) fn ed25519_leaf(issuer: &Ca) -> Leaf {
    let key = KeyPair::generate_for(&rcgen::PKCS_ED25519).expect("a key");
    leaf_of(issuer, &key, key.serialize_pem(), |_| {})
}

/// A server's certificate for a public key whose private half nobody needs.
pub(super) fn leaf_of(
    issuer: &Ca,
    public: &impl PublicKeyData,
    key: String,
    edit: impl FnOnce(&mut CertificateParams),
) -> Leaf {
    let mut params = server();
    edit(&mut params);
    let made = params.signed_by(public, &issuer.issuer).expect("signed");
    Leaf {
        pem: made.pem(),
        der: made.der().to_vec(),
        key,
    }
}

/// A server's certificate that signs itself.
pub(super) fn own_root(edit: impl FnOnce(&mut CertificateParams)) -> Leaf {
    let mut params = server();
    params.use_authority_key_identifier_extension = false;
    edit(&mut params);
    let key = KeyPair::generate().expect("a key");
    let made = params.self_signed(&key).expect("signed");
    Leaf {
        pem: made.pem(),
        der: made.der().to_vec(),
        key: key.serialize_pem(),
    }
}

/// A list of revoked certificates that counts until so many days from now.
pub(super) fn revocation_list(issuer: &Ca, until: i64) -> String {
    let params = rcgen::CertificateRevocationListParams {
        this_update: day(-60),
        next_update: day(until),
        crl_number: rcgen::SerialNumber::from(7u64),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    let list = params.signed_by(&issuer.issuer).expect("signed");
    list.pem().expect("written")
}

/// A public key that was never made by a sound generator.
pub(super) struct Bare {
    bytes: Vec<u8>,
    algorithm: &'static SignatureAlgorithm,
}

impl PublicKeyData for Bare {
    fn der_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

fn rsa(modulus: &BigUint) -> Bare {
    let element = |tag: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).expect("short").to_be_bytes();
        [&[tag, 0x82, length[0], length[1]], content].concat()
    };
    let mut number = modulus.to_bytes_be();
    number.insert(0, 0);
    let exponent = [2, 3, 1, 0, 1];
    let both = [element(2, &number), exponent.to_vec()].concat();
    Bare {
        bytes: element(0x30, &both),
        algorithm: &rcgen::PKCS_RSA_SHA256,
    }
}

fn primes(to: u32) -> Vec<u32> {
    let is_prime = |own: &u32| {
        (2..*own)
            .take_while(|by| by * by <= *own)
            .all(|by| !own.is_multiple_of(by))
    };
    (2..to).filter(is_prime).collect()
}

fn has_small_factor(number: &BigUint) -> bool {
    primes(1_000)
        .iter()
        .any(|prime| number % *prime == BigUint::ZERO)
}

/// A modulus with the pattern of ROCA: a power of 65537 by the product of the first primes.
pub(super) fn roca() -> Bare {
    let product = primes(168)
        .into_iter()
        .fold(BigUint::from(1u32), |all, prime| all * prime);
    let power = BigUint::from(65_537u32).modpow(&BigUint::from(123_456_789u32), &product);
    let mut factor = (BigUint::from(1u32) << 2047u32) / &product;
    loop {
        factor += 1u32;
        let modulus = &factor * &product + &power;
        if !has_small_factor(&modulus) {
            return rsa(&modulus);
        }
    }
}

/// A modulus of two numbers that are close together.
pub(super) fn close_primes() -> Bare {
    let mut number = (BigUint::from(3u32) << 1022u32) + 12_345_679u32;
    let mut found = Vec::new();
    while found.len() < 2 {
        number += 2u32;
        if !has_small_factor(&number) {
            found.push(number.clone());
        }
    }
    rsa(&(&found[0] * &found[1]))
}

/// The public half of the key in the example of osixia/openldap, which everybody has.
pub(super) fn published() -> Bare {
    const POINT: &str = "BJZCnR5km8kcKRBpGjFuB6vVx6RFi53re5pKqYoEDAjDYblCi04SmFjpvGSyt2KNtY3m/3Vxdi4l4HfyY2np2rNyl5G/xTCREkFU72d3cHEMDoMhKQk247Nhkm4iu9SbjQ==";
    Bare {
        bytes: STANDARD.decode(POINT).expect("Base64"),
        algorithm: &rcgen::PKCS_ECDSA_P384_SHA384,
    }
}

/// The `openssl` command; `None` where there is none, unless one is demanded.
pub(super) fn openssl() -> Option<String> {
    let name = std::env::var("HULAN_OPENSSL").unwrap_or_else(|_| "openssl".to_owned());
    let runs = Command::new(&name)
        .arg("version")
        .output()
        .is_ok_and(|out| out.status.success());
    assert!(
        runs || std::env::var_os("HULAN_REQUIRE_TOOLS").is_none(),
        "no openssl"
    );
    runs.then_some(name)
}

/// Runs it in a folder.
pub(super) fn run(openssl: &str, folder: &Path, arguments: &[&str]) {
    let out = Command::new(openssl)
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it runs");
    assert!(
        out.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
}

/// A CA of openssl in `ca.pem` and `ca.key`.
pub(super) fn openssl_ca(openssl: &str, folder: &Path) {
    let subject = "/O=Lab/CN=Lab Plain CA";
    let mut arguments = vec![
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3000",
    ];
    arguments.extend(["-keyout", "ca.key", "-out", "ca.pem", "-subj", subject]);
    arguments.extend(["-addext", "keyUsage=critical,keyCertSign,cRLSign"]);
    run(openssl, folder, &arguments);
}

/// A server's certificate of that CA: its key is made by these arguments of `genpkey`, and the hash of
/// the signature is this one.
pub(super) fn openssl_leaf(openssl: &str, folder: &Path, key: &[&str], hash: &str) -> String {
    let path = folder.join("key.pem");
    let mut arguments = vec!["genpkey", "-out", "key.pem"];
    arguments.extend(key);
    run(openssl, folder, &arguments);
    assert!(path.is_file());
    let subject = format!("/O=Lab/CN={HOST}");
    run(
        openssl,
        folder,
        &[
            "req", "-new", "-key", "key.pem", "-subj", &subject, "-out", "r.csr",
        ],
    );
    let extensions = format!(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyEncipherment\n\
         extendedKeyUsage=serverAuth\nsubjectAltName=DNS:{HOST}\nauthorityKeyIdentifier=keyid\n"
    );
    std::fs::write(folder.join("ext"), extensions).expect("written");
    let mut arguments = vec![
        "x509", "-req", "-in", "r.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
    ];
    let hash = format!("-{hash}");
    arguments.extend([
        "-extfile",
        "ext",
        "-days",
        "90",
        "-out",
        "leaf.pem",
        "-set_serial",
    ]);
    arguments.extend(["0x5e1f9b77c1d20e5512aa", &hash]);
    run(openssl, folder, &arguments);
    std::fs::read_to_string(folder.join("leaf.pem")).expect("made")
}
