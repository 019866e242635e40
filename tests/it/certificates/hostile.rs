//! Bytes that are nearly certificates, keys or stores: whatever is changed in them, hulan reads on.

use hulan::meaning::pki::{Anchors, in_file};
use hulan::rules::{Answers, RULES, Tally};

use super::forge::{self, ca, leaf};

/// Numbers that look drawn, the same ones each time.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below.max(1)
    }
}

fn judge(name: &str, bytes: &[u8]) {
    let Some(found) = in_file(name, bytes) else {
        return;
    };
    let rules = RULES.iter().filter(|rule| rule.family() == "CRT");
    let mut answers = Answers {
        occurrences: Vec::new(),
        tallies: rules.map(|rule| (*rule, Tally::default())).collect(),
    };
    answers.about_certificates(&[found.bundle], &Anchors::new(), 1_795_305_600);
}

fn change(bytes: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=draw.next(4) {
        let at = draw.next(bytes.len());
        match draw.next(4) {
            0 => bytes.truncate(at.max(1)),
            1 => {
                let byte = u8::try_from(draw.next(256)).expect("a byte");
                bytes.insert(at, byte);
            }
            2 => {
                bytes.remove(at);
                if bytes.is_empty() {
                    return bytes;
                }
            }
            _ => bytes[at] = u8::try_from(draw.next(256)).expect("a byte"),
        }
    }
    bytes
}

#[test]
fn changed_bytes_are_read_without_a_panic() {
    let root = ca("Lab Root CA", None, (-9, 900), |_| {});
    let own = leaf(&root, |_| {});
    let chain = format!("{}{}", own.pem, root.pem);
    let list = forge::revocation_list(&root, 9);
    let mut draw = Draw(20_261_123);
    let seeds: [(&str, &[u8]); 4] = [
        ("server.pem", chain.as_bytes()),
        ("server.der", &own.der),
        ("server.key", own.key.as_bytes()),
        ("ca.crl", list.as_bytes()),
    ];
    for (name, seed) in seeds {
        judge(name, seed);
        for _ in 0..1_500 {
            judge(name, &change(seed, &mut draw));
        }
    }
}

#[test]
fn changed_stores_are_read_without_a_panic() {
    let Some(openssl) = forge::openssl() else {
        eprintln!("skipped: no openssl");
        return;
    };
    let root = ca("Lab Root CA", None, (-9, 900), |_| {});
    let own = leaf(&root, |_| {});
    let folder = tempfile::tempdir().expect("made");
    crate::support::write(
        folder.path(),
        &[("k", own.key.as_bytes()), ("c", own.pem.as_bytes())],
    );
    let mut draw = Draw(7);
    for how in [
        &["-iter", "1"][..],
        &["-legacy", "-iter", "1"],
        &["-keypbe", "NONE", "-certpbe", "NONE", "-nomac"],
    ] {
        let mut arguments = vec!["pkcs12", "-export", "-inkey", "k", "-in", "c", "-out", "s"];
        arguments.extend(["-passout", "pass:changeit"]);
        arguments.extend(how);
        forge::run(&openssl, folder.path(), &arguments);
        let seed = std::fs::read(folder.path().join("s")).expect("made");
        for _ in 0..400 {
            judge("server.pfx", &change(&seed, &mut draw));
        }
    }
}

/// A store that was cut off is no store: it is said, and none of its bytes are shown.
#[test]
fn what_is_cut_off_is_named() {
    let root = ca("Root", None, (-1, 3650), |_| {});
    let own = leaf(&root, |_| {});
    let folder = tempfile::tempdir().expect("a folder");
    let half = own.der.get(..own.der.len() / 2).expect("long enough");
    let names = ["cut.der", "cut.p12", "cut.p7b", "cut.pfx"];
    for name in names {
        std::fs::write(folder.path().join(name), half).expect("written");
    }
    let (report, status) = crate::support::json(folder.path(), &["--select", "CRT126"]);
    let found = report["findings"].as_array().expect("a list");
    let mut files: Vec<&str> = found
        .iter()
        .filter_map(|own| own["location"]["path"].as_str())
        .collect();
    files.sort_unstable();
    assert_eq!(files, names);
    assert_ne!(status, 0);
}
