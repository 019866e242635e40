//! Servers to ask: real ones, which end with the test, and the tools to make their keys.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::hulan;

/// A program that tests need: the one that the variable names, or the one that is installed. Says
/// so where there is none; where tools are required, that fails.
pub(crate) fn tool(test: &str, variable: &str, places: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(PathBuf::from(named));
    }
    let found = places.iter().map(PathBuf::from).find(|path| path.exists());
    if found.is_none() {
        let required = std::env::var("HULAN_REQUIRE_TOOLS").as_deref() == Ok("1");
        assert!(!required, "{test}: {variable} names no program");
        eprintln!("{test}: skipped, {variable} is not set");
    }
    found
}

/// The `openssl` command.
pub(crate) fn openssl(test: &str) -> Option<PathBuf> {
    tool(test, "HULAN_OPENSSL", &["/usr/bin/openssl"])
}

/// A port that nobody uses at the moment.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A server that ends with the test.
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Starts it, and waits until somebody listens at `address`.
    pub(crate) fn start(command: &mut Command, address: &str) -> Self {
        command.stdin(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().expect("it starts");
        let mut server = Self { child };
        let until = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(address).is_err() {
            let ended = server.child.try_wait().expect("known");
            assert!(ended.is_none(), "{command:?} ended: {ended:?}");
            assert!(Instant::now() < until, "{command:?} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a program that has to succeed.
pub(crate) fn run(command: &mut Command) {
    let output = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

/// Makes an authority (`ca.pem`), a certificate for `localhost`, `127.0.0.1` and `ldap.lab.test`
/// (`srv.pem`, `srv.key`), and another authority that has nothing to do with it (`other.pem`).
pub(crate) fn make_keys(openssl: &Path, folder: &Path) {
    let run = |arguments: &[&str]| {
        run(Command::new(openssl).current_dir(folder).args(arguments));
    };
    for name in ["ca", "other"] {
        run(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "3650",
            "-keyout",
            &format!("{name}.key"),
            "-out",
            &format!("{name}.pem"),
            "-subj",
            &format!("/O=Lab/CN=Lab {name}"),
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
        ]);
    }
    run(&[
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "srv.key",
        "-out",
        "srv.csr",
        "-subj",
        "/CN=ldap.lab.test",
    ]);
    let extensions = "basicConstraints=critical,CA:FALSE\n\
        keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\n\
        subjectAltName=DNS:ldap.lab.test,DNS:localhost,IP:127.0.0.1\n";
    std::fs::write(folder.join("srv.ext"), extensions).expect("written");
    run(&[
        "x509",
        "-req",
        "-in",
        "srv.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "90",
        "-sha256",
        "-extfile",
        "srv.ext",
        "-out",
        "srv.pem",
    ]);
}

/// What `hulan probe` says.
pub(crate) struct Probe {
    /// The report.
    pub(crate) report: Value,
    /// The answers of the first endpoint.
    pub(crate) snapshot: Value,
    /// The exit status.
    pub(crate) status: i32,
}

impl Probe {
    /// The rules that found something.
    pub(crate) fn rules(&self) -> Vec<&str> {
        let findings = self.report["findings"].as_array().expect("a list");
        let mut rules: Vec<&str> = findings
            .iter()
            .filter_map(|own| own["rule"].as_str())
            .collect();
        rules.sort_unstable();
        rules
    }

    /// The suites of a protocol, sorted.
    pub(crate) fn suites(&self, protocol: &str) -> Vec<&str> {
        let protocols = self.snapshot["tls"]["protocols"].as_array();
        let own = protocols
            .into_iter()
            .flatten()
            .find(|own| own["name"] == protocol);
        let suites = own.and_then(|own| own["suites"].as_array());
        let mut suites: Vec<&str> = suites
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        suites.sort_unstable();
        suites
    }
}

/// Runs `hulan probe` with all rules.
pub(crate) fn probe(arguments: &[&str], variables: &[(&str, &str)]) -> Probe {
    let folder = tempfile::tempdir().expect("made");
    let output = hulan()
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(variables.iter().copied())
        .arg("probe")
        .args(arguments)
        .args(["--profile", "strict", "--output", "json", "--snapshot"])
        .arg(folder.path())
        .output()
        .expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    let report = serde_json::from_slice(&output.stdout);
    let saved = std::fs::read_dir(folder.path()).expect("a folder").next();
    let saved = saved.expect("answers").expect("readable").path();
    let saved = std::fs::read(saved).expect("readable");
    Probe {
        report: report.unwrap_or_else(|error| panic!("{error}: {errors}")),
        snapshot: serde_json::from_slice(&saved).expect("JSON"),
        status: output.status.code().expect("not killed"),
    }
}

/// What sslyze says of a target, which its own flags may stand before; nothing where it finds no connection
/// that suits it.
pub(crate) fn ask_sslyze(sslyze: &Path, target: &[&str], folder: &Path) -> Option<Value> {
    let file = folder.join("sslyze.json");
    let output = Command::new(sslyze)
        .arg(format!("--json_out={}", file.display()))
        .args([
            "--sslv3",
            "--tlsv1",
            "--tlsv1_1",
            "--tlsv1_2",
            "--tlsv1_3",
            "--certinfo",
        ])
        .args([
            "--compression",
            "--reneg",
            "--ems",
            "--elliptic_curves",
            "--sni",
            "localhost",
        ])
        .args(target)
        .output()
        .expect("it runs");
    assert!(file.exists(), "{output:?}");
    // Its numbers are those of keys, which are too long for numbers.
    let read =
        "import json,sys; json.dump(json.load(open(sys.argv[1]), parse_int=str), sys.stdout)";
    let python = Command::new(sslyze.with_file_name("python"));
    let output = { python }
        .args(["-c", read])
        .arg(&file)
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let result = report["server_scan_results"][0]["scan_result"].clone();
    result.is_object().then_some(result)
}

/// The suites of a protocol that sslyze sees accepted.
pub(crate) fn suites(result: &Value, key: &str) -> Vec<String> {
    let accepted = result[key]["result"]["accepted_cipher_suites"].as_array();
    let names = accepted.into_iter().flatten();
    let names = names.filter_map(|own| own["cipher_suite"]["name"].as_str());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort_unstable();
    names
}
