//! `hulan probe tls` against real servers, beside what `openssl s_client` and sslyze see.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::servers::{
    Probe, Server, ask_sslyze, free_port, make_keys, openssl, probe, run, suites, tool,
};

/// The protocols as hulan, sslyze and `openssl s_client` name them.
pub(crate) const PROTOCOLS: [(&str, &str, &str); 5] = [
    ("SSLv3", "ssl_3_0_cipher_suites", ""),
    ("TLS 1.0", "tls_1_0_cipher_suites", "-tls1"),
    ("TLS 1.1", "tls_1_1_cipher_suites", "-tls1_1"),
    ("TLS 1.2", "tls_1_2_cipher_suites", "-tls1_2"),
    ("TLS 1.3", "tls_1_3_cipher_suites", "-tls1_3"),
];

/// A server, and what hulan has to find.
struct Case {
    name: &'static str,
    address: String,
    _server: Server,
    rules: Vec<&'static str>,
}

struct Lab {
    openssl: PathBuf,
    folder: tempfile::TempDir,
}

impl Lab {
    fn s_server(&self, name: &'static str, arguments: &[&str], rules: &[&'static str]) -> Case {
        let address = format!("127.0.0.1:{}", free_port());
        let mut command = Command::new(&self.openssl);
        command
            .current_dir(self.folder.path())
            .args(["s_server", "-quiet", "-www", "-accept", &address])
            .args(["-cert", "srv.pem", "-key", "srv.key"])
            .args(arguments)
            .stdout(Stdio::null());
        case(name, address, &mut command, rules)
    }

    fn nginx(&self, name: &'static str, settings: &str, rules: &[&'static str]) -> Option<Case> {
        let nginx = tool(name, "HULAN_NGINX", &["/usr/sbin/nginx"])?;
        let address = format!("127.0.0.1:{}", free_port());
        let folder = self.folder.path().join(name);
        fs::create_dir(&folder).expect("made");
        let shown = folder.display();
        let mut temporary = String::new();
        for what in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            let _ = write!(temporary, "{what}_temp_path {shown}/{what};");
        }
        let keys = self.folder.path().display();
        let configuration = format!(
            "daemon off; master_process off; pid {shown}/pid; error_log {shown}/log;\nevents {{}}\n\
             http {{ access_log off; {temporary}\nssl_certificate {keys}/srv.pem; \
             ssl_certificate_key {keys}/srv.key;\n{} }}\n",
            settings.replace("ADDRESS", &address)
        );
        fs::write(folder.join("nginx.conf"), configuration).expect("written");
        let mut command = Command::new(nginx);
        command.args([
            "-c",
            &format!("{shown}/nginx.conf"),
            "-p",
            &shown.to_string(),
        ]);
        command.stdout(Stdio::null());
        Some(case(name, address, &mut command, rules))
    }

    /// tlslite-ng, which speaks what every other library has dropped.
    fn tlslite(&self, python: &Path, rules: &[&'static str]) -> Case {
        let address = format!("127.0.0.1:{}", free_port());
        let mut command = Command::new(python);
        let script = crate::support::project().join("tests/tls/tlslite_server.py");
        command
            .current_dir(self.folder.path())
            .arg(script)
            .arg(&address);
        case(
            "tlslite SSLv3 3DES RC4",
            address,
            command.stdout(Stdio::null()),
            rules,
        )
    }

    /// Whether `openssl s_client` gets a connection with a protocol.
    fn s_client(&self, address: &str, protocol: &str) -> bool {
        let output = Command::new(&self.openssl)
            .args(["s_client", "-connect", address, protocol])
            .args(["-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"])
            .args(["-curves", "X25519:P-256:P-384:P-521:secp224r1"])
            .stdin(Stdio::null())
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout);
        !said.contains("Cipher is (NONE)") && said.contains("Cipher is ")
    }
}

fn case(
    name: &'static str,
    address: String,
    command: &mut Command,
    rules: &[&'static str],
) -> Case {
    let server = Server::start(command, &address);
    Case {
        name,
        address,
        _server: server,
        rules: rules.to_vec(),
    }
}

/// The servers, each with what hulan has to find.
fn cases(lab: &Lab, python: &Path) -> Vec<Case> {
    let mut cases = vec![
        lab.s_server(
            "TLS 1.0 only",
            &["-tls1", "-cipher", "ALL:@SECLEVEL=0"],
            &["TLS102", "TLS103", "TLS104", "TLS106"],
        ),
        lab.s_server(
            "TLS 1.1 only",
            &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
            &["TLS102", "TLS103", "TLS104", "TLS106"],
        ),
        lab.s_server(
            "RSA keys only",
            &["-tls1_2", "-cipher", "AES128-SHA:AES256-GCM-SHA384"],
            &["TLS106", "TLS107", "TLS113"],
        ),
        lab.s_server(
            "NULL",
            &["-tls1_2", "-cipher", "NULL-SHA256:NULL:@SECLEVEL=0"],
            &["TLS104", "TLS113"],
        ),
        lab.s_server(
            "anonymous",
            &["-tls1_2", "-cipher", "aNULL:@SECLEVEL=0"],
            &["TLS104", "TLS108", "TLS113"],
        ),
        lab.s_server(
            "DH of 1024 bits",
            &[
                "-tls1_2",
                "-cipher",
                "DHE+AESGCM:@SECLEVEL=0",
                "-dhparam",
                "dh1024.pem",
            ],
            &["TLS108", "TLS113"],
        ),
        lab.s_server("TLS 1.3 only", &["-tls1_3"], &[]),
        lab.s_server(
            "weak curve",
            &[
                "-tls1_2",
                "-cipher",
                "ECDHE+AESGCM:@SECLEVEL=0",
                "-named_curve",
                "secp224r1",
            ],
            &["TLS112", "TLS113"],
        ),
        lab.tlslite(
            python,
            &["TLS101", "TLS102", "TLS103", "TLS104", "TLS105", "TLS106"],
        ),
    ];
    let servers = "server { listen ADDRESS ssl; ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers \"ECDHE+AESGCM:ECDHE+CHACHA20\"; }";
    cases.extend(lab.nginx("nginx-intermediate", servers, &[]));
    let servers = "server { listen ADDRESS ssl; ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers \"ALL:@SECLEVEL=0\"; }";
    cases.extend(lab.nginx(
        "nginx-everything",
        servers,
        &["TLS102", "TLS104", "TLS106", "TLS107"],
    ));
    // Configured, and not offered: the library refuses.
    let servers = "server { listen ADDRESS ssl; ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ECDHE+AESGCM; }";
    cases.extend(lab.nginx("nginx-configured-only", servers, &["TLS113"]));
    cases
}

#[test]
fn servers_are_seen_as_sslyze_and_openssl_see_them() {
    let test = "servers_are_seen_as_sslyze_and_openssl_see_them";
    let Some(openssl) = openssl(test) else { return };
    let Some(sslyze) = tool(test, "HULAN_SSLYZE", &[]) else {
        return;
    };
    let lab = Lab {
        openssl,
        folder: tempfile::tempdir().expect("made"),
    };
    make_keys(&lab.openssl, lab.folder.path());
    // A known prime of 1024 bits: the second Oakley group. To search one takes a while.
    fs::write(lab.folder.path().join("dh1024.pem"), DH1024).expect("written");
    let cases = cases(&lab, &sslyze.with_file_name("python"));
    let mut table =
        String::from("| server | protocol | hulan | sslyze | s_client | hulan s | sslyze s |\n");
    let mut unseen = Vec::new();
    for case in &cases {
        let begun = Instant::now();
        let own = probe(&["tls", &case.address, "--sni", "localhost"], &[]);
        let ours = begun.elapsed().as_secs_f64();
        let tls: Vec<&str> = own
            .rules()
            .into_iter()
            .filter(|rule| rule.starts_with("TLS"))
            .collect();
        assert_eq!(tls, case.rules, "{}: {:#}", case.name, own.snapshot);
        let begun = Instant::now();
        let theirs = ask_sslyze(&sslyze, &[&case.address], lab.folder.path());
        let slow = begun.elapsed().as_secs_f64();
        for (name, key, flag) in PROTOCOLS {
            let sees = theirs.as_ref().map(|theirs| suites(theirs, key));
            let client = (!flag.is_empty()).then(|| lab.s_client(&case.address, flag));
            let shown = client.map_or("-".to_owned(), |yes| {
                if yes { "yes" } else { "no" }.to_owned()
            });
            let _ = writeln!(
                table,
                "| {} | {name} | {} | {} | {shown} | {ours:.2} | {slow:.2} |",
                case.name,
                own.suites(name).len(),
                sees.as_ref()
                    .map_or("-".to_owned(), |sees| sees.len().to_string())
            );
            if let Some(sees) = sees {
                assert_eq!(
                    own.suites(name),
                    sees,
                    "{}, {name}: hulan and sslyze",
                    case.name
                );
            }
            if let Some(client) = client.filter(|_| !case.name.contains("tlslite")) {
                assert_eq!(
                    !own.suites(name).is_empty(),
                    client,
                    "{}, {name}: s_client",
                    case.name
                );
            }
        }
        match &theirs {
            Some(theirs) => compare_rest(case, &own, theirs),
            None => unseen.push(case.name),
        }
    }
    eprintln!("{table}");
    // sslyze wants a connection with a certificate before it looks any further.
    assert_eq!(unseen, ["NULL", "anonymous", "weak curve"]);
    assert!(cases.len() >= 12, "{}", cases.len());
}

/// What is not about suites: where sslyze has an answer, it is the same.
fn compare_rest(case: &Case, own: &Probe, theirs: &Value) {
    let tls = &own.snapshot["tls"];
    let of = |key: &str, field: &str| theirs[key]["result"][field].as_bool();
    let mut compared = BTreeMap::new();
    for (ours, key, field) in [
        (
            "secure-renegotiation",
            "session_renegotiation",
            "supports_secure_renegotiation",
        ),
        (
            "extended-master-secret",
            "tls_extended_master_secret",
            "supports_ems_extension",
        ),
    ] {
        // What sslyze says of TLS 1.3, which has neither, is about nothing.
        if let (Some(ours_says), Some(says)) = (tls[ours].as_bool(), of(key, field)) {
            compared.insert(ours, (ours_says, says));
        }
    }
    if let Some(says) = of("tls_compression", "supports_compression") {
        compared.insert("compression", (tls["compression"].is_string(), says));
    }
    for (what, (ours, says)) in compared {
        assert_eq!(ours, says, "{}: {what}", case.name);
    }
    let deployments = &theirs["certificate_info"]["result"]["certificate_deployments"];
    if let Some(pem) = deployments[0]["received_certificate_chain"][0]["as_pem"].as_str() {
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(
            tls["chains"][0]["certificates"][0], body,
            "{}: certificate",
            case.name
        );
    }
    let curves = theirs["elliptic_curves"]["result"]["supported_curves"].as_array();
    for curve in curves
        .into_iter()
        .flatten()
        .filter_map(|own| own["name"].as_str())
    {
        let curve = match curve {
            "X25519" => "x25519",
            "X448" => "x448",
            "prime256v1" => "secp256r1",
            other => other,
        };
        let groups = tls["groups"].as_array().expect("groups");
        assert!(
            groups.iter().any(|own| own == curve),
            "{}: {curve} not in {groups:?}",
            case.name
        );
    }
}

/// The verifier's verdict comes with the chain, whatever it is; and another certificate without a
/// name is seen.
#[test]
fn certificates_are_seen_whatever_is_wrong_with_them() {
    let test = "certificates_are_seen_whatever_is_wrong_with_them";
    let Some(openssl) = openssl(test) else { return };
    let lab = Lab {
        openssl,
        folder: tempfile::tempdir().expect("made"),
    };
    make_keys(&lab.openssl, lab.folder.path());
    let make = |name: &str, more: &[&str]| {
        let (key, pem) = (format!("{name}.key"), format!("{name}.pem"));
        run(Command::new(&lab.openssl)
            .current_dir(lab.folder.path())
            .args([
                "req", "-x509", "-nodes", "-keyout", &key, "-out", &pem, "-subj", "/CN=x",
            ])
            .args(["-addext", "subjectAltName=DNS:localhost"])
            .args(more));
    };
    make("short", &["-newkey", "rsa:1024", "-days", "2"]);
    make(
        "old",
        &[
            "-newkey",
            "rsa:2048",
            "-days",
            "1",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ],
    );
    let ca = |name: &str| lab.folder.path().join(name).display().to_string();
    let seen = |case: &Case, ca: &str, sni: &str| {
        probe(&["tls", &case.address, "--ca", ca, "--sni", sni], &[]).snapshot
    };
    let good = lab.s_server("good", &[], &[]);
    let verdict = |snapshot: &Value| snapshot["tls"]["chains"][0]["verdict"].clone();
    assert_eq!(verdict(&seen(&good, &ca("ca.pem"), "localhost")), "ok");
    assert_eq!(
        verdict(&seen(&good, &ca("ca.pem"), "elsewhere.test")),
        "NotValidForNameContext"
    );
    assert_eq!(
        verdict(&seen(&good, &ca("other.pem"), "localhost")),
        "UnknownIssuer"
    );
    for (protocol, name) in [
        ("-tls1_3", "TLS 1.3 and a short key"),
        ("-tls1_2", "TLS 1.2 and a short key"),
    ] {
        let arguments = [
            protocol,
            "-cert",
            "short.pem",
            "-key",
            "short.key",
            "-cipher",
            "DEFAULT:@SECLEVEL=0",
        ];
        let short = lab.s_server(name, &arguments, &[]);
        let snapshot = seen(&short, &ca("ca.pem"), "localhost");
        assert_eq!(
            verdict(&snapshot),
            "CaUsedAsEndEntity",
            "{name}: {snapshot:#}"
        );
    }
    // TLS 1.3 encrypts certificates: what is wrong with one shows all the same.
    let modern = lab.s_server("TLS 1.3 and a certificate of the past", &["-tls1_3"], &[]);
    let finds = |rule: &str, sni: &str, arguments: &[&str]| {
        let all = [&["tls", &modern.address, "--sni", sni], arguments].concat();
        probe(&all, &[]).rules().contains(&rule)
    };
    let (known, other) = (ca("ca.pem"), ca("other.pem"));
    let later = ["--ca", &known, "--now", "2099-01-01T00:00:00Z"];
    assert!(finds("CRT101", "localhost", &later));
    assert!(!finds("CRT101", "localhost", &["--ca", &known]));
    assert!(finds("CRT104", "elsewhere.test", &["--ca", &known]));
    // Its issuer is neither sent nor known.
    assert!(finds("CRT116", "localhost", &["--ca", &other]));
    assert!(!finds("CRT116", "localhost", &["--ca", &known]));
    let arguments = [
        "-cert2",
        "old.pem",
        "-key2",
        "old.key",
        "-servername",
        "localhost",
    ];
    let two = lab.s_server("two certificates", &arguments, &[]);
    let own = probe(&["tls", &two.address, "--sni", "localhost"], &[]);
    assert!(own.rules().contains(&"TLS114"), "{:#}", own.snapshot);
    // Without a name to ask for there is nothing to compare.
    let own = probe(&["tls", &two.address], &[]);
    assert!(!own.rules().contains(&"TLS114"), "{:#}", own.snapshot);
}

/// The second Oakley group, of 1024 bits (RFC 2409).
const DH1024: &str = "-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
";
