//! `hulan probe ldap` against slapd and a domain controller of Samba.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::probe_tls::PROTOCOLS;
use crate::servers::{
    Probe, Server, ask_sslyze, free_port, make_keys, openssl, probe, run, suites, tool,
};

const ADMIN: &str = "cn=admin,dc=lab,dc=test";
const PASSWORD: &str = "made-up-4711-secret";

struct Slapd {
    _server: Server,
    clear: String,
    secure: String,
}

struct Lab {
    slapd: PathBuf,
    folder: tempfile::TempDir,
    ca: String,
}

impl Lab {
    fn new(test: &str) -> Option<Self> {
        let openssl = openssl(test)?;
        let slapd = tool(test, "HULAN_SLAPD", &["/usr/sbin/slapd"])?;
        let folder = tempfile::tempdir().expect("made");
        make_keys(&openssl, folder.path());
        let ca = folder.path().join("ca.pem").display().to_string();
        Some(Self { slapd, folder, ca })
    }

    /// A directory with one entry, set up with `more`, below the data base with `after`.
    fn slapd(&self, name: &str, more: &str, after: &str) -> Slapd {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(folder.join("db")).expect("made");
        let (own, keys) = (folder.display(), self.folder.path().display());
        let base = format!(
            "include /etc/ldap/schema/core.schema\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\n\
             pidfile {own}/pid\nargsfile {own}/args\n{more}\ndatabase mdb\nsuffix \"dc=lab,dc=test\"\n\
             rootdn \"{ADMIN}\"\nrootpw {PASSWORD}\ndirectory {own}/db\nmaxsize 10485760\n{after}\n"
        );
        let tls = if more.contains("no-tls") {
            String::new()
        } else {
            format!(
                "TLSCertificateFile {keys}/srv.pem\nTLSCertificateKeyFile {keys}/srv.key\n\
                 TLSVerifyClient never\n"
            )
        };
        let text = base
            .replace("no-tls", "")
            .replace("\ndatabase mdb", &format!("\n{tls}database mdb"));
        let configuration = folder.join("slapd.conf");
        fs::write(&configuration, text).expect("written");
        let entry = "dn: dc=lab,dc=test\nobjectClass: dcObject\nobjectClass: organization\no: lab\ndc: lab\n";
        fs::write(folder.join("init.ldif"), entry).expect("written");
        run(Command::new(&self.slapd)
            .args(["-Ta", "-f"])
            .arg(&configuration)
            .arg("-l")
            .arg(folder.join("init.ldif")));
        let clear = format!("ldap://127.0.0.1:{}", free_port());
        let secure = format!("ldaps://127.0.0.1:{}", free_port());
        let urls = if tls.is_empty() {
            clear.clone()
        } else {
            format!("{clear} {secure}")
        };
        let mut command = Command::new(&self.slapd);
        command
            .arg("-f")
            .arg(&configuration)
            .args(["-h", &urls, "-d", "0"]);
        let server = Server::start(command.stdout(Stdio::null()), &clear[7..]);
        Slapd {
            _server: server,
            clear,
            secure,
        }
    }
}

/// The findings about the directory itself.
fn rules(probe: &Probe) -> Vec<&str> {
    let rules = probe.rules().into_iter();
    rules
        .filter(|rule| rule.starts_with("LDAP") || rule.starts_with("HUL"))
        .collect()
}

#[test]
fn slapd_in_all_its_settings() {
    let Some(lab) = Lab::new("slapd_in_all_its_settings") else {
        return;
    };
    let default = lab.slapd("default", "", "");
    let own = probe(&["ldap", &default.clear], &[]);
    assert_eq!(
        rules(&own),
        ["LDAP201", "LDAP202", "LDAP205"],
        "{:#}",
        own.snapshot
    );
    assert!(
        own.rules().contains(&"TLS102"),
        "TLS 1.0 by default, through StartTLS"
    );
    assert_eq!(own.snapshot["ldap"]["starttls"], "accepted");
    let own = probe(&["ldap", &default.secure], &[]);
    assert_eq!(rules(&own), ["LDAP202"], "{:#}", own.snapshot);
    assert!(own.rules().contains(&"TLS102"));

    let protocol = "TLSProtocolMin 3.3\nTLSCipherSuite NORMAL:-RSA:-CIPHER-ALL:+AES-256-GCM:+AES-128-GCM:+CHACHA20-POLY1305:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3";
    let strict = format!(
        "{protocol}\nsecurity simple_bind=128\nsasl-secprops noplain,noanonymous,minssf=256"
    );
    let strict = lab.slapd("strict", &strict, "access to * by users read by * auth");
    let own = probe(&["ldap", &strict.clear], &[]);
    assert_eq!(
        own.snapshot["ldap"]["clear-bind"], "refused",
        "{:#}",
        own.snapshot
    );
    assert_eq!((own.rules(), own.status), (vec![], 0), "{:#}", own.snapshot);
    let own = probe(&["ldap", &strict.secure], &[]);
    assert_eq!((own.rules(), own.status), (vec![], 0), "{:#}", own.snapshot);

    // Whoever may not even read what the directory holds cannot be asked with a name below it.
    let closed = lab.slapd("closed", "require bind\ndisallow bind_anon", "");
    let own = probe(&["ldap", &closed.clear], &[]);
    assert_eq!(
        own.snapshot["ldap"]["clear-bind"], "undetermined",
        "{:#}",
        own.snapshot
    );
    assert!(rules(&own).is_empty(), "{:#}", own.snapshot);

    let open = lab.slapd("open", "allow bind_anon_dn\nno-tls", "");
    let own = probe(&["ldap", &open.clear], &[]);
    assert!(rules(&own).contains(&"LDAP203"), "{:#}", own.snapshot);
    assert!(rules(&own).contains(&"LDAP204"), "{:#}", own.snapshot);
}

/// The password of the account goes to a server that the authority vouches for, and to no other.
/// LDAPS and StartTLS, protocol by protocol, as sslyze and `openssl s_client` see them.
#[test]
fn directories_are_seen_as_sslyze_sees_them() {
    let test = "directories_are_seen_as_sslyze_sees_them";
    let Some(lab) = Lab::new(test) else { return };
    let (Some(sslyze), Some(openssl)) = (tool(test, "HULAN_SSLYZE", &[]), openssl(test)) else {
        return;
    };
    let slapd = lab.slapd("seen", "", "");
    let mut table = String::from("| server | protocol | hulan | sslyze | s_client |\n");
    for (name, url, starttls) in [
        ("slapd, LDAPS", &slapd.secure, &[][..]),
        ("slapd, StartTLS", &slapd.clear, &["--starttls", "ldap"]),
    ] {
        let address = url.rsplit('/').next().expect("an address");
        let own = [&["tls", address, "--sni", "localhost"], starttls].concat();
        let own = probe(&own, &[]);
        let target = [starttls, &[address]].concat();
        let theirs = ask_sslyze(&sslyze, &target, lab.folder.path()).expect("a connection");
        for (protocol, key, flag) in PROTOCOLS {
            let sees = suites(&theirs, key);
            assert_eq!(own.suites(protocol), sees, "{name}, {protocol}");
            if flag.is_empty() {
                continue;
            }
            let spoken = starttls.iter().map(|word| word.trim_start_matches('-'));
            let spoken: Vec<String> = spoken.map(str::to_owned).collect();
            let mut client = Command::new(&openssl);
            client.args(["s_client", "-connect", address, flag]);
            client.args(["-cipher", "ALL:@SECLEVEL=0"]);
            if let [_, protocol] = spoken.as_slice() {
                client.args(["-starttls", protocol]);
            }
            let output = client.stdin(Stdio::null()).output().expect("it runs");
            let said = String::from_utf8_lossy(&output.stdout);
            let connects = !said.contains("Cipher is (NONE)") && said.contains("Cipher is ");
            assert_eq!(connects, !sees.is_empty(), "{name}, {protocol}: s_client");
            table.push_str(&format!(
                "| {name} | {protocol} | {} | {} | {connects} |\n",
                own.suites(protocol).len(),
                sees.len()
            ));
        }
        assert!(own.suites("TLS 1.2").len() > 2, "{name}");
    }
    eprintln!("{table}");
}

#[test]
fn the_account_is_shown_to_a_verified_server_only() {
    let Some(lab) = Lab::new("the_account_is_shown_to_a_verified_server_only") else {
        return;
    };
    let server = lab.slapd("default", "", "");
    let ask = |url: &str, ca: &str, password: &str| {
        let arguments = [
            "ldap",
            url,
            "--ca",
            ca,
            "--bind-dn",
            ADMIN,
            "--password-env",
            "PW",
        ];
        probe(&arguments, &[("PW", password)])
    };
    for url in [&server.clear, &server.secure] {
        let right = ask(url, &lab.ca, PASSWORD);
        // The account of the configuration file has no entry: that is said.
        let why = &right.snapshot["unanswered"][0]["why"];
        assert_eq!(why, "entry-not-found", "{url}: {:#}", right.snapshot);
        let wrong = ask(url, &lab.ca, "made-up-wrong");
        assert_eq!(
            wrong.snapshot["unanswered"][0]["why"], "bind-refused",
            "{:#}",
            wrong.snapshot
        );
        let other = lab.folder.path().join("other.pem").display().to_string();
        let unknown = ask(url, &other, PASSWORD);
        assert_eq!(
            unknown.snapshot["unanswered"][0]["why"], "not-verified",
            "{:#}",
            unknown.snapshot
        );
        assert!(rules(&unknown).contains(&"HUL142"));
    }
}

struct Samba {
    folder: tempfile::TempDir,
    program: PathBuf,
    server: Option<Server>,
}

const ADDRESS: &str = "127.0.0.21";

impl Samba {
    /// A domain of its own. The ports are those of LDAP, which takes an administrator.
    fn new(test: &str) -> Option<Self> {
        let program = tool(test, "HULAN_SAMBA", &["/usr/sbin/samba"])?;
        let folder = tempfile::tempdir().expect("made");
        let target = format!("--targetdir={}", folder.path().display());
        let provision = Command::new("samba-tool")
            .args([
                "domain",
                "provision",
                "--realm=LAB.TEST",
                "--domain=LAB",
                "--server-role=dc",
            ])
            .args([
                "--dns-backend=NONE",
                "--adminpass=Made-up-4711!",
                "--host-name=dc1",
            ])
            .args([&format!("--host-ip={ADDRESS}"), &target])
            .arg(format!("--option=interfaces={ADDRESS}/8"))
            .arg("--option=bind interfaces only=yes")
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&provision.stderr);
        assert!(provision.status.success(), "{said}");
        let samba = Self {
            folder,
            program,
            server: None,
        };
        samba.tool(&["user", "create", "svc-ai", "Made-up-4712!"]);
        Some(samba)
    }

    fn settings(&self) -> PathBuf {
        self.folder.path().join("etc/smb.conf")
    }

    fn tool(&self, arguments: &[&str]) -> String {
        let output = Command::new("samba-tool")
            .args(arguments)
            .arg("-s")
            .arg(self.settings())
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs it with a policy about clear text.
    fn start(&mut self, strong: &str) {
        self.server = None;
        let folder = self.folder.path().display().to_string();
        let text = fs::read_to_string(self.settings()).expect("readable");
        let own = format!(
            "[global]\n\tserver services = ldap, cldap\n\tpid directory = {folder}/run\n\
             \tncalrpc dir = {folder}/run/ncalrpc\n\tntp signd socket directory = {folder}/run/ntp\n\
             \twinbindd socket directory = {folder}/run/wb\n\tldap server require strong auth = {strong}\n"
        );
        let rest = text.split_once("# rest\n").map_or_else(
            || text.replace("[global]\n", ""),
            |(_, rest)| rest.to_owned(),
        );
        fs::write(self.settings(), format!("{own}# rest\n{rest}")).expect("written");
        fs::create_dir_all(self.folder.path().join("run")).expect("made");
        let mut command = Command::new(&self.program);
        command
            .args(["-i", "-M", "single", "-d", "0", "-s"])
            .arg(self.settings());
        command.stdout(Stdio::null());
        self.server = Some(Server::start(&mut command, &format!("{ADDRESS}:636")));
    }

    fn bad_passwords(&self) -> Vec<String> {
        ["Administrator", "svc-ai", "krbtgt"]
            .iter()
            .map(|name| {
                let shown = self.tool(&[
                    "user",
                    "show",
                    name,
                    "--attributes=badPwdCount,badPasswordTime",
                ]);
                shown
                    .lines()
                    .filter(|line| line.starts_with("badP"))
                    .collect()
            })
            .collect()
    }
}

#[test]
fn a_domain_controller_in_all_its_settings() {
    let Some(mut samba) = Samba::new("a_domain_controller_in_all_its_settings") else {
        return;
    };
    let before = samba.bad_passwords();
    let (clear, secure) = (format!("ldap://{ADDRESS}"), format!("ldaps://{ADDRESS}"));
    for (strong, answer, signing) in [
        ("no", "accepted", "not-required"),
        ("allow_sasl_over_tls", "refused", "required"),
        ("yes", "refused", "required"),
    ] {
        samba.start(strong);
        let own = probe(&["ldap", &clear, "--timeout", "10"], &[]);
        let ldap = &own.snapshot["ldap"];
        assert_eq!(ldap["clear-bind"], answer, "{strong}: {:#}", own.snapshot);
        assert_eq!(
            (&ldap["signing"], &ldap["channel-binding"]),
            (&signing.into(), &"undetermined".into())
        );
        assert_eq!(rules(&own).contains(&"LDAP201"), answer == "accepted");
        // It lists no extension at all, and begins TLS all the same.
        assert_eq!(ldap["starttls"], "accepted");
        assert_eq!(ldap["root"]["product"], "active-directory");
        assert!(!rules(&own).contains(&"LDAP202"), "{:#}", own.snapshot);
        assert!(own.rules().contains(&"TLS102"));
    }
    let own = probe(&["ldap", &secure, "--timeout", "10"], &[]);
    assert!(own.rules().contains(&"TLS102"), "{:#}", own.snapshot);
    assert!(rules(&own).is_empty(), "{:#}", own.snapshot);
    // The certificate that it makes for itself names no host.
    assert!(own.rules().contains(&"CRT105"), "{:?}", own.rules());
    // Nobody's count of wrong passwords has moved.
    assert_eq!(samba.bad_passwords(), before);
    account(&mut samba, &secure);
}

/// With a certificate of our own the domain controller can be trusted, and its accounts looked at.
fn account(samba: &mut Samba, secure: &str) {
    let Some(openssl) = openssl("a_domain_controller_in_all_its_settings") else {
        return;
    };
    let keys = tempfile::tempdir().expect("made");
    make_keys(&openssl, keys.path());
    let extensions =
        format!("subjectAltName=DNS:dc1.lab.test,IP:{ADDRESS}\nextendedKeyUsage=serverAuth\n");
    fs::write(keys.path().join("dc.ext"), extensions).expect("written");
    run(Command::new(&openssl).current_dir(keys.path()).args([
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
        "9",
        "-extfile",
        "dc.ext",
        "-out",
        "dc.pem",
    ]));
    let folder = samba.folder.path().join("private/tls");
    for (from, to) in [
        ("dc.pem", "cert.pem"),
        ("srv.key", "key.pem"),
        ("ca.pem", "ca.pem"),
    ] {
        install(&keys.path().join(from), &folder.join(to));
    }
    samba.start("yes");
    let ca = keys.path().join("ca.pem").display().to_string();
    let ask = |name: &str, password: &str| {
        let arguments = [
            "ldap",
            secure,
            "--ca",
            &ca,
            "--bind-dn",
            name,
            "--password-env",
            "PW",
        ];
        probe(
            &[&arguments[..], &["--timeout", "10"]].concat(),
            &[("PW", password)],
        )
    };
    let own = ask("svc-ai@lab.test", "Made-up-4712!");
    assert_eq!(
        own.snapshot["ldap"]["account"]["privileged-groups"],
        serde_json::json!([])
    );
    assert!(rules(&own).is_empty(), "{:#}", own.snapshot);
    samba.tool(&["group", "addmembers", "Domain Admins", "svc-ai"]);
    samba.tool(&["user", "setexpiry", "svc-ai", "--noexpiry"]);
    for name in [
        "svc-ai@lab.test",
        "CN=svc-ai,CN=Users,DC=lab,DC=test",
        "LAB\\svc-ai",
    ] {
        let own = ask(name, "Made-up-4712!");
        let account = &own.snapshot["ldap"]["account"];
        let groups = account["privileged-groups"].as_array().expect("groups");
        assert!(
            groups.iter().any(|own| own == "Domain Admins"),
            "{name}: {:#}",
            own.snapshot
        );
        assert!(rules(&own).contains(&"LDAP206"), "{name}: {:#}", own.report);
        assert!(rules(&own).contains(&"LDAP208"), "{name}: {:#}", own.report);
        assert_eq!(account["password-age-days"], 0);
    }
}

/// The key has to be its owner's alone, or the server refuses it.
fn install(from: &Path, to: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::copy(from, to).expect("copied");
    fs::set_permissions(to, fs::Permissions::from_mode(0o600)).expect("set");
}
