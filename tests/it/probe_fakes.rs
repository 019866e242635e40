//! `hulan probe` against servers of our own making: what no library offers any more, and what is no
//! server at all.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::servers::{Probe, free_port, probe};
use crate::support::{hulan, write};

/// Serves each connection with `answer`, in a thread of its own, until the test ends.
fn serve(answer: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("0.0.0.0:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let address = format!("127.0.0.1:{port}");
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            std::thread::spawn(move || answer(stream));
        }
    });
    address
}

/// The first message of a client, as far as the servers here look at it.
#[derive(Default)]
struct Hello {
    version: u16,
    suites: Vec<u16>,
    compression: Vec<u8>,
    groups: Vec<u16>,
    has_keys: bool,
    is_modern: bool,
}

fn number(bytes: &[u8]) -> u16 {
    u16::from_be_bytes([bytes[0], bytes[1]])
}

fn numbers(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks(2).map(number).collect()
}

fn hello(stream: &mut TcpStream) -> Option<Hello> {
    let mut header = [0; 5];
    stream.read_exact(&mut header).ok()?;
    let mut record = vec![0; usize::from(number(&header[3..]))];
    stream.read_exact(&mut record).ok()?;
    let mut hello = Hello {
        version: number(&record[4..]),
        ..Hello::default()
    };
    let mut at = 38;
    at += 1 + usize::from(record[at]);
    let length = usize::from(number(&record[at..]));
    hello.suites = numbers(&record[at + 2..at + 2 + length]);
    at += 2 + length;
    hello.compression = record[at + 1..=at + usize::from(record[at])].to_vec();
    at += 1 + usize::from(record[at]) + 2;
    while at + 4 <= record.len() {
        let length = usize::from(number(&record[at + 2..]));
        let content = &record[at + 4..at + 4 + length];
        match number(&record[at..]) {
            10 => hello.groups = numbers(&content[2..]),
            43 => hello.is_modern = true,
            51 => hello.has_keys = content.len() > 2,
            _ => {}
        }
        at += 4 + length;
    }
    Some(hello)
}

fn block(bytes: &[u8]) -> Vec<u8> {
    let mut out = u16::try_from(bytes.len())
        .expect("short")
        .to_be_bytes()
        .to_vec();
    out.extend(bytes);
    out
}

fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    [&[kind, 3, 3][..], &block(content)].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind, 0][..], &block(body)].concat()
}

const REFUSAL: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];

fn server_hello(
    version: u16,
    random: [u8; 32],
    suite: u16,
    compression: u8,
    more: &[u8],
) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend(random);
    body.push(0);
    body.extend(suite.to_be_bytes());
    body.push(compression);
    if !more.is_empty() {
        body.extend(block(more));
    }
    message(2, &body)
}

/// A server of TLS 1.2 from the time before 2010: compression, a suite of the nineties with a group
/// of 512 bits, nothing that protects renegotiation.
fn old(mut stream: TcpStream) {
    let Some(hello) = hello(&mut stream) else {
        return;
    };
    let offered = [0x0014_u16, 0x0003]
        .into_iter()
        .find(|suite| hello.suites.contains(suite));
    let (0x0303, false, Some(suite)) = (hello.version, hello.is_modern, offered) else {
        let _ = stream.write_all(&REFUSAL);
        return;
    };
    let compression = u8::from(hello.compression.contains(&1));
    let mut all = server_hello(0x0303, [7; 32], suite, compression, &[]);
    all.extend(message(11, &[0, 0, 5, 0, 0, 2, 0x30, 0]));
    if suite == 0x0014 {
        all.extend(message(
            12,
            &[block(&[0xff; 64]), block(&[2]), block(&[3; 64])].concat(),
        ));
    }
    all.extend(message(14, &[]));
    let _ = stream.write_all(&record(22, &all));
}

/// A server of TLS 1.3 with the newest group.
fn new(mut stream: TcpStream) {
    const AGAIN: [u8; 32] = [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8,
        0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8,
        0x33, 0x9c,
    ];
    let Some(hello) = hello(&mut stream) else {
        return;
    };
    let group = [0x11ec_u16, 29]
        .into_iter()
        .find(|group| hello.groups.contains(group));
    let is_asked = hello.is_modern && hello.suites.contains(&0x1301) && hello.compression == [0];
    let (true, Some(group)) = (is_asked, group) else {
        let _ = stream.write_all(&REFUSAL);
        return;
    };
    let more = [&[0, 43, 0, 2, 3, 4, 0, 51, 0, 2][..], &group.to_be_bytes()].concat();
    let all = server_hello(0x0303, AGAIN, 0x1301, 0, &more);
    let _ = stream.write_all(&record(22, &all));
}

/// One that hangs up unless it gets a key at once.
fn impatient(mut stream: TcpStream) {
    let Some(hello) = hello(&mut stream) else {
        return;
    };
    if hello.has_keys && hello.suites.contains(&0x1302) && hello.groups.contains(&29) {
        let key = [
            &[0, 43, 0, 2, 3, 4, 0, 51, 0, 36, 0, 29][..],
            &block(&[5; 32]),
        ]
        .concat();
        let all = server_hello(0x0303, [7; 32], 0x1302, 0, &key);
        let _ = stream.write_all(&record(22, &all));
    }
}

fn tls(address: &str) -> Probe {
    probe(&["tls", address, "--timeout", "1"], &[])
}

#[test]
fn what_no_library_offers_any_more_is_seen() {
    let old = tls(&serve(old));
    assert_eq!(old.status, 1);
    assert_eq!(
        old.suites("TLS 1.2"),
        [
            "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA",
            "TLS_RSA_EXPORT_WITH_RC4_40_MD5"
        ]
    );
    // Its certificate is none.
    let found = [
        "HUL142", "TLS104", "TLS108", "TLS109", "TLS110", "TLS111", "TLS113",
    ];
    assert_eq!(old.rules(), found, "{:#}", old.report);
    assert_eq!(old.snapshot["tls"]["dh-bits"], 512);
}

#[test]
fn what_is_newer_than_our_library_is_seen() {
    let new = tls(&serve(new));
    assert_eq!(
        new.snapshot["tls"]["groups"],
        serde_json::json!(["x25519", "X25519MLKEM768"])
    );
    assert_eq!((new.rules(), new.status), (vec![], 0), "{:#}", new.report);
    let impatient = tls(&serve(impatient));
    assert_eq!(impatient.suites("TLS 1.3"), ["TLS_AES_256_GCM_SHA384"]);
    assert_eq!(
        impatient.snapshot["tls"]["groups"],
        serde_json::json!(["x25519"])
    );
}

/// Whatever is no answer is a gap, soon, and never a pass.
#[test]
fn what_is_no_answer_is_a_gap() {
    let closed = format!("127.0.0.1:{}", free_port());
    let silent = serve(|stream| {
        std::thread::sleep(Duration::from_secs(30));
        drop(stream);
    });
    let hangs_up = serve(drop);
    let http = serve(|mut stream| {
        let mut buffer = [0; 16];
        let _ = stream.read(&mut buffer);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let garbage = serve(|mut stream| {
        let bytes: Vec<u8> = (0..4096_u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1])
            .collect();
        let _ = stream.write_all(&bytes);
    });
    let dripping = serve(|mut stream| {
        let bytes = [&[22, 3, 3, 0x40, 0][..], &[2; 64]].concat();
        for byte in bytes {
            std::thread::sleep(Duration::from_millis(100));
            if stream.write_all(&[byte]).is_err() {
                return;
            }
        }
    });
    let endless = serve(|mut stream| {
        let part = record(22, &[1; 16_000]);
        while stream.write_all(&part).is_ok() {}
    });
    for (address, failure) in [
        (closed, "refused"),
        (silent, "silent"),
        (hangs_up, "closed"),
        (http, "plain-http"),
        (garbage, "not-tls"),
        (dripping, "silent"),
        (endless, "not-tls"),
        ("nobody.invalid:443".to_owned(), "unresolved"),
    ] {
        let begun = Instant::now();
        let own = tls(&address);
        let took = begun.elapsed();
        assert_eq!(own.snapshot["failure"], failure, "{:#}", own.snapshot);
        assert_eq!(
            (own.rules(), own.status),
            (vec!["HUL141"], 2),
            "{:#}",
            own.report
        );
        assert!(took < Duration::from_secs(12), "{failure}: {took:?}");
        for starttls in ["ldap", "postgres", "smtp"] {
            let begun = Instant::now();
            let own = probe(
                &["tls", &address, "--timeout", "1", "--starttls", starttls],
                &[],
            );
            assert_eq!(
                (own.rules(), own.status),
                (vec!["HUL141"], 2),
                "{:#}",
                own.report
            );
            assert!(begun.elapsed() < Duration::from_secs(12));
        }
        let url = format!("ldap://{address}");
        let own = probe(&["ldap", &url, "--timeout", "1"], &[]);
        assert_eq!(
            (own.rules(), own.status),
            (vec!["HUL141"], 2),
            "{:#}",
            own.report
        );
    }
}

/// An answer that ends anywhere does no harm.
#[test]
fn an_answer_may_end_anywhere() {
    let whole = record(
        22,
        &[
            server_hello(0x0303, [7; 32], 0xc02f, 0, &[0xff, 1, 0, 1, 0]),
            message(11, &[0, 0, 5, 0, 0, 2, 0x30, 0]),
            message(12, &[3, 0, 29, 1, 2]),
        ]
        .concat(),
    );
    for cut in [0, 3, 5, 9, 40, 45, 60, whole.len() - 1] {
        let part = whole[..cut].to_vec();
        let address = serve(move |mut stream| {
            let _ = hello(&mut stream);
            let _ = stream.write_all(&part);
        });
        let own = tls(&address);
        assert!([1, 2].contains(&own.status), "{cut}: {:#}", own.report);
    }
}

type Heard = Arc<Mutex<Vec<u8>>>;

/// A directory that writes down what it gets: it has a root entry, takes every bind and refuses to
/// begin TLS.
fn directory(mut stream: impl Read + Write, heard: &Heard) {
    let mut buffer = [0; 2048];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        heard
            .lock()
            .expect("not poisoned")
            .extend(&buffer[..length]);
        // A length of two bytes begins with a byte that says so.
        let at = if buffer[1] < 0x80 { 4 } else { 5 };
        let (id, operation) = (buffer[at], buffer[at + 1]);
        let done = |tag: u8, code: u8| vec![0x30, 12, 2, 1, id, tag, 7, 10, 1, code, 4, 0, 4, 0];
        let answer = match operation {
            0x60 => done(0x61, 0),
            0x63 => {
                let value = b"dc=x";
                let mut entry = vec![0x30, 16, 4, 14];
                entry.extend(b"namingContexts");
                entry.extend([0x31, 6, 4, 4]);
                entry.extend(value);
                entry[1] = u8::try_from(entry.len() - 2).expect("short");
                let mut list = vec![4, 0, 0x30, u8::try_from(entry.len()).expect("short")];
                list.extend(entry);
                let mut found = vec![2, 1, id, 0x64, u8::try_from(list.len()).expect("short")];
                found.extend(list);
                let mut all = vec![0x30, u8::try_from(found.len()).expect("short")];
                all.extend(found);
                all.extend(done(0x65, 0));
                all
            }
            0x77 => done(0x78, 2),
            _ => return,
        };
        if stream.write_all(&answer).is_err() {
            return;
        }
    }
}

fn has(heard: &Heard, word: &str) -> bool {
    let heard = heard.lock().expect("not poisoned");
    heard
        .windows(word.len())
        .any(|part| part == word.as_bytes())
}

const PASSWORD: &str = "made-up-4711-very-secret";
const ACCOUNT: &str = "cn=svc-ai,dc=x";

/// A directory that asks for nothing gets no password all the same.
#[test]
fn no_password_of_anybody_is_sent_in_clear() {
    let authority = tempfile::tempdir().expect("made");
    let Some(openssl) = crate::servers::openssl("no_password_of_anybody_is_sent_in_clear") else {
        return;
    };
    crate::servers::make_keys(&openssl, authority.path());
    let ca = authority.path().join("ca.pem").display().to_string();
    let heard = Heard::default();
    let ears = Arc::clone(&heard);
    let url = format!("ldap://{}", serve(move |stream| directory(stream, &ears)));
    let arguments = [
        "ldap",
        &url,
        "--ca",
        &ca,
        "--bind-dn",
        ACCOUNT,
        "--password-env",
        "PW",
    ];
    let own = probe(&arguments, &[("PW", PASSWORD)]);
    assert!(has(&heard, "hulan-probe-"), "it was asked");
    assert!(
        !has(&heard, PASSWORD) && !has(&heard, ACCOUNT),
        "the account was sent in clear"
    );
    // That it was not asked about is a gap, and what else was seen is said.
    assert_eq!(
        own.rules(),
        ["HUL142", "LDAP202", "LDAP203", "LDAP204"],
        "{:#}",
        own.report
    );
    assert_eq!(own.status, 1);
    let text = format!("{:#}{:#}", own.report, own.snapshot);
    assert!(!text.contains(PASSWORD));
}

/// Encrypted is not enough: what the server decrypts holds the password only if its certificate is
/// one of the authority, for this name.
#[test]
fn only_a_verified_server_hears_the_password() {
    let folder = tempfile::tempdir().expect("made");
    let Some(openssl) = crate::servers::openssl("only_a_verified_server_hears_the_password") else {
        return;
    };
    crate::servers::make_keys(&openssl, folder.path());
    let read = |name: &str| folder.path().join(name);
    let chain = CertificateDer::pem_file_iter(read("srv.pem")).expect("readable");
    let chain = chain.map(|own| own.expect("a certificate")).collect();
    let key = PrivateKeyDer::from_pem_file(read("srv.key")).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("they fit");
    let config = Arc::new(config);
    for (ca, host, hears) in [
        ("ca.pem", "127.0.0.1", true),
        ("other.pem", "127.0.0.1", false),
        ("ca.pem", "127.0.0.2", false),
    ] {
        let heard = Heard::default();
        let (ears, config) = (Arc::clone(&heard), Arc::clone(&config));
        let address = serve(move |stream| {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).expect("one");
            directory(rustls::StreamOwned::new(connection, stream), &ears);
        });
        let port = address.rsplit_once(':').expect("a port").1;
        let (url, ca) = (
            format!("ldaps://{host}:{port}"),
            read(ca).display().to_string(),
        );
        let arguments = [
            "ldap",
            &url,
            "--ca",
            &ca,
            "--bind-dn",
            ACCOUNT,
            "--password-env",
            "PW",
        ];
        let own = probe(&arguments, &[("PW", PASSWORD)]);
        assert!(
            has(&heard, "hulan-probe-"),
            "it was asked: {:#}",
            own.snapshot
        );
        assert_eq!(
            has(&heard, PASSWORD),
            hears,
            "{ca} {host}: {:#}",
            own.snapshot
        );
        assert!(!format!("{:#}{:#}", own.report, own.snapshot).contains(PASSWORD));
    }
}

#[test]
fn usage_is_checked_before_anybody_is_contacted() {
    for arguments in [
        &["tls"][..],
        &["tls", "host"],
        &["tls", "host:0"],
        &["ldap", "http://host"],
        &["ldap", "ldap://u:p@host"],
        &["ldap", "ldap://host", "--bind-dn", "cn=x"],
        &[
            "ldap",
            "ldap://host",
            "--bind-dn",
            "cn=x",
            "--password-env",
            "PW",
        ],
        &["tls", "host:1", "--ca", "Cargo.toml"],
        &["snapshot", "Cargo.toml"],
        &["tls", "host:1", "--timeout", "0"],
    ] {
        let output = hulan()
            .arg("probe")
            .args(arguments)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

/// A deployment names endpoints; they are asked only when somebody says so.
#[test]
fn a_deployment_is_asked_when_it_is_allowed() {
    let folder = tempfile::tempdir().expect("made");
    let asked = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&asked);
    let address = serve(move |stream| {
        *counter.lock().expect("not poisoned") += 1;
        old(stream);
    });
    let port = address.rsplit_once(':').expect("a port").1;
    let compose = format!(
        "services:\n  web:\n    image: nginx:1.27\n    ports:\n      - \"127.0.0.1:{port}:443\"\n      - \"8080:80\"\n    \
         environment:\n      LDAP_URL: ldap://directory/\n      PASSWORD: made-up-4711-very-secret\n"
    );
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    let run = |more: &[&str]| {
        let output = hulan()
            .current_dir(folder.path())
            .args(["probe", "deployment", ".", "--output", "json"])
            .args(more)
            .output()
            .expect("it runs");
        let listed = String::from_utf8_lossy(&output.stderr).into_owned();
        (output, listed)
    };
    let (output, listed) = run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        listed.contains(&format!("tls://{address}  compose.yaml:5  web")),
        "{listed}"
    );
    assert!(
        !listed.contains("8080") && !listed.contains("directory"),
        "{listed}"
    );
    assert_eq!(*asked.lock().expect("not poisoned"), 0);
    let (output, _) = run(&["--yes"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(*asked.lock().expect("not poisoned") > 0);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let first = &report["findings"][0];
    assert_eq!(first["location"]["path"], "compose.yaml");
    assert_eq!(first["location"]["line"], 5);
    assert_eq!(first["subject"]["kind"], "endpoint");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!text.contains("made-up-4711"), "{text}");
}
