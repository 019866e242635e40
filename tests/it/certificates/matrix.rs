//! The matrix of bad and good certificate files: each is made here, and hulan says of each just what
//! is wrong with it.

use std::path::Path;
use std::process::Command;

use hulan::meaning::pki::{Anchors, in_file};
use hulan::model::certificate::{Bundle, Certificate, Use, UseRole};
use hulan::model::{Severity, Span, TextId};
use hulan::rules::{Answers, RULES, Tally};
use rcgen::{
    BasicConstraints, CertificateParams, CrlDistributionPoint, CustomExtension,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyUsagePurpose, NameConstraints, SanType,
    SerialNumber,
};

use super::forge::{self, Ca, HOST, Leaf, ca, day, dns, leaf, leaf_of, own_root};
use crate::support::{json, write};

/// What one case is made of.
#[derive(Default)]
struct Made {
    name: String,
    files: Vec<(String, Vec<u8>)>,
    /// The rules that find it; none where it is good.
    expected: Vec<&'static str>,
    /// A word that a finding must say.
    says: &'static str,
    tracked: bool,
    open: bool,
    /// It has a CA of its own, and nobody says whom to trust.
    trusts_nobody: bool,
}

impl Made {
    fn new(name: &str, expected: &[&'static str]) -> Self {
        Self {
            name: name.to_owned(),
            expected: expected.to_vec(),
            ..Self::default()
        }
    }

    fn with(mut self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.files
            .push((path.to_owned(), content.as_ref().to_vec()));
        self
    }
}

/// The CAs of all cases.
struct World {
    root: Ca,
    issuing: Ca,
}

impl World {
    fn new() -> Self {
        let root = ca("Lab Root CA", None, (-300, 3000), |_| {});
        let issuing = ca("Lab Issuing CA", Some(&root), (-200, 2000), |own| {
            own.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        });
        Self { root, issuing }
    }

    fn leaf(&self, edit: impl FnOnce(&mut CertificateParams)) -> Leaf {
        leaf(&self.issuing, edit)
    }

    /// A server's certificate with its issuer, as a file should have them.
    fn chain(&self, own: &Leaf) -> String {
        format!("{}{}", own.pem, self.issuing.pem)
    }

    fn case(
        &self,
        name: &str,
        expected: &[&'static str],
        edit: impl FnOnce(&mut CertificateParams),
    ) -> Made {
        let own = self.leaf(edit);
        Made::new(name, expected).with("server.crt", self.chain(&own))
    }
}

fn lives(from: i64, to: i64) -> impl FnOnce(&mut CertificateParams) {
    move |own| {
        own.not_before = day(from);
        own.not_after = day(to);
    }
}

fn named(names: Vec<SanType>) -> impl FnOnce(&mut CertificateParams) {
    move |own| own.subject_alt_names = names
}

fn purposes(all: Vec<ExtendedKeyUsagePurpose>) -> impl FnOnce(&mut CertificateParams) {
    move |own| own.extended_key_usages = all
}

fn points_at(address: &str) -> impl FnOnce(&mut CertificateParams) {
    let uris = vec![address.to_owned()];
    move |own| own.crl_distribution_points = vec![CrlDistributionPoint { uris }]
}

/// Certificates of servers: validity, names, keys, purposes.
fn leaves(world: &World) -> Vec<Made> {
    use ExtendedKeyUsagePurpose as Purpose;
    let bare = |name: &str, expected: &'static str, key: &forge::Bare| {
        let own = leaf_of(&world.issuing, key, String::new(), |_| {});
        Made::new(name, &[expected]).with("server.crt", world.chain(&own))
    };
    vec![
        world.case("1 expired", &["CRT101"], lives(-90, -2)),
        world.case("2 not yet", &["CRT101"], lives(3, 90)),
        world.case("3 five days left", &["CRT102"], lives(-200, 5)),
        world.case("4 25 days left", &["CRT102"], lives(-200, 25)),
        world.case("5 824 days", &["CRT103"], lives(-10, 814)),
        Made::new("6 ten years", &["CRT103"]).with(
            "server.crt",
            leaf(&world.root, lives(-10, 2900)).pem + &world.root.pem,
        ),
        world.case("8 common name only", &["CRT105"], named(Vec::new())),
        world.case(
            "9 address as DNS",
            &["CRT106"],
            named(vec![dns(HOST), dns("10.0.0.5")]),
        ),
        world.case("10 *.example", &["CRT107"], named(vec![dns("*.example")])),
        world.case("11 *", &["CRT107"], named(vec![dns("*")])),
        world.case(
            "12 NUL",
            &["CRT107"],
            named(vec![dns("db.lab.example\0.evil.example")]),
        ),
        world.case(
            "13 trailing dot",
            &["CRT104"],
            named(vec![dns("db.lab.example.")]),
        ),
        bare("19 ROCA", "CRT109", &forge::roca()),
        bare("20 close primes", "CRT109", &forge::close_primes()),
        bare("21 published key", "CRT110", &forge::published()),
        Made::new("25 CA:TRUE", &["CRT112", "CRT118"]).with(
            "server.crt",
            own_root(|own| {
                own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
                own.key_usages.clear();
                own.extended_key_usages.clear();
            })
            .pem,
        ),
        world.case("26 keyCertSign", &["CRT113"], |own| {
            own.key_usages.push(KeyUsagePurpose::KeyCertSign);
        }),
        world.case(
            "27 clientAuth",
            &["CRT114"],
            purposes(vec![Purpose::ClientAuth]),
        ),
        world.case("28 any", &["CRT115"], purposes(vec![Purpose::Any])),
        world.case("29 none", &["CRT115"], purposes(Vec::new())),
        world.case(
            "30 codeSigning",
            &["CRT115"],
            purposes(vec![Purpose::ServerAuth, Purpose::CodeSigning]),
        ),
        world.case("31 serial 1", &["CRT121"], |own| {
            own.serial_number = Some(SerialNumber::from(1u64));
        }),
        world.case("41 ldap only", &["CRT132"], |own| {
            points_at("ldap:///CN=Lab,CN=CDP,DC=lab?certificateRevocationList")(own);
            lives(-30, 160)(own);
        }),
        world.case("43 must staple", &["CRT122"], |own| {
            let feature = vec![0x30, 3, 2, 1, 5];
            let oid = [1, 3, 6, 1, 5, 5, 7, 1, 24];
            own.custom_extensions
                .push(CustomExtension::from_oid_content(&oid, feature));
        }),
    ]
}

/// Chains.
fn chains(world: &World) -> Vec<Made> {
    let World { root, issuing } = world;
    let own = world.leaf(|_| {});
    let other = leaf(root, |own| {
        own.subject_alt_names = vec![dns("other.lab.example")];
    });
    let sub = |name: &str, days, edit: fn(&mut CertificateParams)| ca(name, Some(root), days, edit);
    let below = |name: &str, expected: &[&'static str], above: &Ca| {
        let own = leaf(above, |_| {});
        Made::new(name, expected).with("server.crt", own.pem + &above.pem)
    };
    let double = |path: &str, made: Made| {
        let serial = vec![0x4f, 0x3a, 0x9b, 0x77, 0xc1, 0xd2, 0x0e, 0x55, 0x12];
        let own = world.leaf(|own| own.serial_number = Some(SerialNumber::from(serial)));
        made.with(path, world.chain(&own))
    };
    let expired = sub("Lab Old CA", (-400, -9), |_| {});
    vec![
        double(
            "b.crt",
            double("a.crt", Made::new("32 the same serial", &["CRT121"])),
        ),
        Made::new("33 intermediate missing", &["CRT116"]).with("server.crt", &own.pem),
        Made::new("34 reversed", &["CRT117"])
            .with("server.crt", format!("{}{}", issuing.pem, own.pem)),
        Made::new("35 root included", &["CRT117"])
            .with("server.crt", world.chain(&own) + &root.pem),
        Made::new("36 unrelated", &["CRT117"]).with("server.crt", world.chain(&own) + &other.pem),
        Made {
            says: "Lab Old CA",
            ..below("37 expired intermediate", &["CRT101"], &expired)
        },
        below(
            "38 intermediate is no CA",
            &["CRT119"],
            &sub("Lab Plain", (-9, 900), |own| {
                own.is_ca = IsCa::ExplicitNoCa;
            }),
        ),
        below(
            "39 name constraint",
            &["CRT119"],
            &sub("Lab Limited CA", (-9, 900), |own| {
                own.name_constraints = Some(NameConstraints {
                    permitted_subtrees: vec![GeneralSubtree::DnsName("app.example".to_owned())],
                    excluded_subtrees: Vec::new(),
                });
            }),
        ),
        below(
            "40 outlives its issuer",
            &["CRT120"],
            &sub("Lab Ending CA", (-900, 70), |_| {}),
        ),
        Made::new("42 list is over", &["CRT122"])
            .with("ca.crl", forge::revocation_list(issuing, -3)),
    ]
}

/// Keys and how files are written.
fn files(world: &World) -> Vec<Made> {
    let own = world.leaf(|_| {});
    let other = world.leaf(|_| {});
    let chain = world.chain(&own);
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(chain.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = |name: &str, expected: &'static str, content: &[u8]| {
        Made::new(name, &[expected]).with("server.pem", content)
    };
    let with_key = |name: &str, expected: &'static str| {
        Made::new(name, &[expected])
            .with("server.crt", &chain)
            .with("server.key", &own.key)
    };
    let indented: String = chain.lines().map(|line| format!("  {line}\n")).collect();
    vec![
        Made::new("44 key of another", &["CRT123"])
            .with("server.crt", &chain)
            .with("server.key", other.key),
        Made {
            open: true,
            ..with_key("46 key for everybody", "SEC301")
        },
        file(
            "47 key in the bundle",
            "CRT124",
            (chain.clone() + &own.key).as_bytes(),
        ),
        Made {
            tracked: true,
            ..with_key("48 key tracked", "SEC302")
        },
        with_key("49 key in an image", "SEC303").with("Dockerfile", "FROM nginx:1.29\nCOPY . /\n"),
        file("50 BOM", "CRT127", format!("\u{feff}{chain}").as_bytes()),
        file("51 UTF-16", "CRT126", &utf16),
        file(
            "52 glued",
            "CRT126",
            chain
                .replace("-----\n-----BEGIN", "----------BEGIN")
                .as_bytes(),
        ),
        file("53 indented", "CRT126", indented.as_bytes()),
        file(
            "54 escaped",
            "CRT126",
            chain.replace('\n', "\\n").as_bytes(),
        ),
        file("55 DER", "CRT126", &own.der),
        file(
            "57 truncated",
            "CRT126",
            &chain.as_bytes()[..chain.len() - 60],
        ),
        Made::new("64 JKS", &["CRT130"]).with("a.jks", b"\xFE\xED\xFE\xED\0\0\0\x02\0\0\0\0"),
    ]
}

/// What only the `openssl` command makes.
fn by_openssl(world: &World, openssl: &str) -> Vec<Made> {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    forge::openssl_ca(openssl, at);
    let read = |name: &str| std::fs::read(at.join(name)).expect("made");
    let mut made = Vec::new();
    let keys: [(&str, &[&str], &str, &'static str); 8] = [
        (
            "14 RSA-1024",
            &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
            "sha256",
            "CRT108",
        ),
        (
            "15 e=3",
            &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_pubexp:3"],
            "sha256",
            "CRT108",
        ),
        (
            "16 P-224",
            &[
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:secp224r1",
            ],
            "sha256",
            "CRT108",
        ),
        (
            "17 secp256k1",
            &[
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:secp256k1",
            ],
            "sha256",
            "CRT108",
        ),
        (
            "18 brainpool",
            &[
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:brainpoolP256r1",
            ],
            "sha256",
            "CRT108",
        ),
        ("22 SHA-1", &["-algorithm", "RSA"], "sha1", "CRT111"),
        ("24 MD5", &["-algorithm", "RSA"], "md5", "CRT111"),
        ("G4 RSA-2048", &["-algorithm", "RSA"], "sha256", ""),
    ];
    for (name, key, hash, expected) in keys {
        let pem = forge::openssl_leaf(openssl, at, key, hash);
        let expected = Some(expected).filter(|own| !own.is_empty());
        let ca = read("ca.pem");
        let expected: Vec<&str> = expected.into_iter().collect();
        let own = Made {
            trusts_nobody: true,
            ..Made::new(name, &expected)
        };
        made.push(own.with("server.crt", [pem.as_bytes(), &ca].concat()));
    }
    made.extend(stores(world, openssl, at));
    made
}

/// Stores and keys in the forms of the `openssl` command; the folder has a key of RSA already.
fn stores(world: &World, openssl: &str, at: &Path) -> Vec<Made> {
    let read = |name: &str| std::fs::read(at.join(name)).expect("made");
    let mut made = Vec::new();
    let rsa = read("key.pem");
    let own = world.leaf(|_| {});
    let chain = world.chain(&own);
    made.push(
        Made::new("45 EC certificate, RSA key", &["CRT123"])
            .with("server.crt", &chain)
            .with("server.key", rsa),
    );
    write(
        at,
        &[("k.pem", own.key.as_bytes()), ("c.pem", chain.as_bytes())],
    );
    forge::run(
        openssl,
        at,
        &["crl2pkcs7", "-nocrl", "-certfile", "c.pem", "-out", "c.p7"],
    );
    let list = String::from_utf8(read("c.p7"))
        .expect("ASCII")
        .replace("PKCS7", "CERTIFICATE");
    made.push(Made::new("56 PKCS#7", &["CRT126"]).with("server.pem", list));
    let strong = "pass:w7Uu0Zk3-made-up";
    let stores: [(&str, &[&str], &str, &[&'static str]); 6] = [
        ("58 RC2", &["-legacy"], strong, &["CRT128"]),
        (
            "59 3DES, SHA-1",
            &[
                "-keypbe",
                "PBE-SHA1-3DES",
                "-certpbe",
                "PBE-SHA1-3DES",
                "-macalg",
                "sha1",
            ],
            strong,
            &["CRT128"],
        ),
        ("60 no MAC", &["-nomac"], strong, &["CRT128"]),
        (
            "61 key in clear",
            &["-keypbe", "NONE", "-certpbe", "NONE"],
            strong,
            &["CRT128"],
        ),
        (
            "62 changeit",
            &["-iter", "10000"],
            "pass:changeit",
            &["CRT129"],
        ),
        ("G8 PBES2", &[], strong, &[]),
    ];
    for (name, how, password, expected) in stores {
        let mut arguments = vec![
            "pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "s.pfx",
        ];
        arguments.extend(["-passout", password]);
        arguments.extend(how);
        forge::run(openssl, at, &arguments);
        made.push(Made::new(name, expected).with("server.pfx", read("s.pfx")));
    }
    let mut arguments = vec!["pkcs8", "-topk8", "-in", "k.pem", "-out", "e.pem", "-v1"];
    arguments.extend([
        "PBE-MD5-DES",
        "-passout",
        strong,
        "-provider",
        "legacy",
        "-provider",
        "default",
    ]);
    forge::run(openssl, at, &arguments);
    made.push(Made::new("63 PBE-MD5-DES", &["CRT125"]).with("server.key", read("e.pem")));
    made
}

fn good(world: &World) -> Vec<Made> {
    let own = world.leaf(|_| {});
    let ed25519 = forge::ed25519_leaf(&world.issuing);
    let template = |own: &mut CertificateParams| {
        let name: Vec<u8> = "WebServer"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let length = u8::try_from(name.len()).expect("short");
        let content = [&[0x1e, length], name.as_slice()].concat();
        let oid = [1, 3, 6, 1, 4, 1, 311, 20, 2];
        own.custom_extensions
            .push(CustomExtension::from_oid_content(&oid, content));
        points_at("ldap:///CN=Lab,CN=CDP,DC=lab?certificateRevocationList")(own);
        lives(-30, 700)(own);
    };
    vec![
        Made::new("G1 leaf and intermediate", &[])
            .with("server.crt", world.chain(&own))
            .with("server.key", &own.key),
        world.case("G2 wildcard", &[], named(vec![dns("*.lab.example")])),
        Made::new("G3 Ed25519", &[])
            .with("server.crt", world.chain(&ed25519))
            .with("server.key", ed25519.key),
        world.case(
            "G5 private domain",
            &[],
            named(vec![dns("db.corp.internal"), dns("db")]),
        ),
        Made::new("G6 root alone", &[]).with("ca.pem", &world.root.pem),
        Made::new("G7 CRLF", &[]).with("server.crt", world.chain(&own).replace('\n', "\r\n")),
        world.case("G11 no basic constraints", &[], |own| {
            own.is_ca = IsCa::NoCa;
        }),
        world.case("AD CS", &[], template),
    ]
}

#[test]
fn every_bad_file_is_found_and_no_good_one() {
    let world = World::new();
    let mut cases = leaves(&world);
    cases.extend(chains(&world));
    cases.extend(files(&world));
    cases.extend(good(&world));
    if let Some(openssl) = forge::openssl() {
        cases.extend(by_openssl(&world, &openssl));
    } else {
        eprintln!("skipped: what only the openssl command makes");
    }
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| judge(&world, case))
        .collect();
    let good = cases.iter().filter(|case| case.expected.is_empty()).count();
    eprintln!(
        "{} bad and {good} good files, {} failures",
        cases.len() - good,
        failures.len()
    );
    assert!(failures.is_empty(), "{failures:#?}");
}

/// What is wrong with the answer about one case.
fn judge(world: &World, case: &Made) -> Option<String> {
    let folder = tempfile::tempdir().expect("made");
    let at = folder.path();
    let files: Vec<(&str, &[u8])> = case
        .files
        .iter()
        .map(|(path, content)| (path.as_str(), content.as_slice()))
        .collect();
    write(at, &files);
    for (path, _) in &files {
        set_mode(&at.join(path), if case.open { 0o644 } else { 0o600 });
    }
    set_mode(at, if case.open { 0o755 } else { 0o700 });
    if case.tracked {
        for arguments in [&["init", "-q"][..], &["add", "--force", "."]] {
            let git = Command::new("git").current_dir(at).args(arguments).output();
            assert!(git.expect("git runs").status.success());
        }
    }
    let outside = tempfile::tempdir().expect("made");
    let root = outside.path().join("root.pem");
    std::fs::write(&root, &world.root.pem).expect("written");
    let now = jiff::Timestamp::now().to_string();
    let mut arguments = vec![
        "--profile",
        "strict",
        "--now",
        &now,
        "--select",
        "CRT,SEC301,SEC302,SEC303",
    ];
    // What openssl made has a CA of its own.
    if !case.trusts_nobody {
        arguments.extend(["--ca", root.to_str().expect("UTF-8")]);
    }
    let (report, _) = json(at, &arguments);
    let findings = report["findings"].as_array().expect("a list");
    let ids: Vec<&str> = findings
        .iter()
        .filter_map(|own| own["rule"].as_str())
        .collect();
    let text = report["findings"].to_string();
    let missing: Vec<&&str> = case
        .expected
        .iter()
        .filter(|id| !ids.contains(id))
        .collect();
    if !missing.is_empty() {
        return Some(format!(
            "{}: {missing:?} is missing, there is {ids:?}",
            case.name
        ));
    }
    if !text.contains(case.says) {
        return Some(format!("{}: nothing says {}", case.name, case.says));
    }
    let is_loud = |own: &&serde_json::Value| {
        matches!(
            own["severity"].as_str(),
            Some("medium" | "high" | "critical")
        )
    };
    let loud = findings.iter().filter(is_loud);
    let foreign: Vec<&str> = loud
        .filter_map(|own| own["rule"].as_str())
        .filter(|id| case.expected.is_empty() && id.starts_with("CRT"))
        .collect();
    (!foreign.is_empty()).then(|| format!("{}: {foreign:?}", case.name))
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, mode).expect("set");
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) {}

/// What the rules say of a bundle: ids and how bad.
fn said(bundle: Bundle, anchors: &Anchors) -> Vec<(&'static str, Severity)> {
    let rules = RULES.iter().filter(|rule| rule.family() == "CRT");
    let mut answers = Answers {
        occurrences: Vec::new(),
        tallies: rules.map(|rule| (*rule, Tally::default())).collect(),
    };
    answers.about_certificates(&[bundle], anchors, jiff::Timestamp::now().as_second());
    let said = answers.occurrences.iter();
    said.map(|one| (one.rule.id, one.severity)).collect()
}

fn bundle(pem: &str) -> Bundle {
    in_file("server.crt", pem.as_bytes())
        .expect("certificates")
        .bundle
}

fn used(staples: Option<bool>, name: &str) -> Use {
    Use {
        place: Span::start_of(TextId::default()),
        who: "web".to_owned(),
        role: UseRole::Server,
        names: vec![name.to_owned()],
        key: None,
        staples,
    }
}

#[test]
fn what_a_certificate_is_used_for_counts() {
    let world = World::new();
    let own = world.leaf(|_| {});
    let anchors = Anchors::default();
    // 7: another host.
    let mut found = bundle(&world.chain(&own));
    found.uses.push(used(None, "other.lab.example"));
    assert!(said(found, &anchors).contains(&("CRT104", Severity::High)));
    let mut found = bundle(&world.chain(&own));
    found.uses.push(used(None, HOST));
    assert!(
        said(found, &anchors)
            .iter()
            .all(|(_, own)| *own < Severity::Medium)
    );
    // 43: a server that must staple and does not.
    let feature =
        CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 24], vec![0x30, 3, 2, 1, 5]);
    let own = world.leaf(|own| own.custom_extensions.push(feature));
    let mut found = bundle(&world.chain(&own));
    found.uses.push(used(Some(false), HOST));
    assert!(said(found, &anchors).contains(&("CRT122", Severity::Medium)));
}

/// 65: the limits of public CAs count where browsers trust the root, and nowhere else.
#[test]
fn rules_of_public_cas_are_for_what_they_issued() {
    let world = World::new();
    let own = world.leaf(|own| {
        own.not_before = day(-5);
        own.not_after = day(295);
    });
    let private = Anchors::default();
    let root = Certificate::from_der(&world.root.der, None).expect("a root");
    let der = rustls_pki_types::CertificateDer::from(world.root.der.as_slice());
    let anchor = webpki::anchor_from_trusted_cert(&der).expect("an anchor");
    let public = Anchors {
        given: vec![root],
        are_said: true,
        public: vec![anchor.to_owned()],
    };
    let long = |anchors: &Anchors| {
        let said = said(bundle(&world.chain(&own)), anchors);
        said.contains(&("CRT103", Severity::High))
    };
    assert!(long(&public));
    assert!(!long(&private));
    let private_names = said(bundle(&world.chain(&own)), &private);
    assert!(private_names.iter().all(|(id, _)| *id != "CRT103"));
}
