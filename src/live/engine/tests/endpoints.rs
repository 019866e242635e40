//! Which engine is meant, in every order of what may say so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::live::engine::endpoint::{EndpointError, EngineEndpoint, Here};
use crate::live::engine::system;

type Result = std::result::Result<EngineEndpoint, EndpointError>;

/// A home and what stands around it.
struct World {
    home: tempfile::TempDir,
    variables: BTreeMap<&'static str, String>,
    existing: Vec<PathBuf>,
}

impl World {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().expect("made"),
            variables: BTreeMap::new(),
            existing: Vec::new(),
        }
    }

    fn set(mut self, name: &'static str, value: &str) -> Self {
        self.variables.insert(name, value.to_owned());
        self
    }

    fn with(mut self, path: &str) -> Self {
        self.existing.push(PathBuf::from(path));
        self
    }

    /// Writes below `~/.docker`.
    fn file(self, path: &str, content: &str) -> Self {
        let path = self.home.path().join(".docker").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
        self
    }

    fn context(self, name: &str, docker: &Value) -> Self {
        let meta = json!({"Name": name, "Metadata": {}, "Endpoints": {"docker": docker}});
        let path = format!("contexts/meta/{}/meta.json", id(name));
        self.file(&path, &meta.to_string())
    }

    fn ask(&self, word: Option<&str>) -> Result {
        let here = Here {
            environment: &|name| self.variables.get(name).cloned(),
            home: Some(self.home.path()),
            exists: &|path| self.existing.iter().any(|own| own == path) || path.is_dir(),
            user: Some(1000),
        };
        here.resolve(word)
    }

    fn name(&self, word: Option<&str>) -> String {
        self.ask(word).expect("an endpoint").name().to_owned()
    }
}

fn id(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digit = |half| char::from_digit(u32::from(half), 16).expect("a digit");
    digits.map(digit).collect()
}

fn failure(result: Result) -> EndpointError {
    result.expect_err("no endpoint")
}

#[test]
fn the_word_comes_first_then_the_variable_then_the_context() {
    let there = json!({"Host": "tcp://context.example:1"});
    let world = World::new()
        .context("there", &there)
        .context("chosen", &json!({"Host": "tcp://chosen.example:1"}))
        .file("config.json", r#"{"auths": {}, "currentContext": "there"}"#);
    assert_eq!(world.name(None), "tcp://context.example:1");
    let world = world.set("DOCKER_CONTEXT", "chosen");
    assert_eq!(world.name(None), "tcp://chosen.example:1");
    let world = world.set("DOCKER_HOST", "tcp://variable.example");
    assert_eq!(world.name(None), "tcp://variable.example:2375");
    assert_eq!(world.name(Some("tcp://[::1]:9")), "tcp://[::1]:9");
    // Empty variables say nothing; an empty word is a mistake.
    let world = world.set("DOCKER_HOST", "").set("DOCKER_CONTEXT", "");
    assert_eq!(world.name(None), "tcp://context.example:1");
    assert_eq!(failure(world.ask(Some(""))), EndpointError::Malformed);
    let world = world.set("DOCKER_CONTEXT", "default");
    assert_eq!(
        world.name(None),
        system::name_of(Path::new(system::DEFAULT_PLACE))
    );
}

#[test]
fn contexts_that_cannot_be_read_are_no_reason_to_ask_another_engine() {
    let world = World::new().set("DOCKER_CONTEXT", "gone");
    assert_eq!(
        failure(world.ask(None)),
        EndpointError::NoContext("gone".to_owned())
    );
    let path = |world: &World, path: &str| world.home.path().join(".docker").join(path);
    for content in ["{", "[]", r#"{"currentContext": 7}"#] {
        let world = World::new().file("config.json", content);
        match world.ask(None) {
            // No object, and no context.
            Ok(endpoint) => assert_eq!((content, endpoint.is_encrypted()), ("[]", false)),
            Err(error) => {
                let expected = EndpointError::BrokenFile(path(&world, "config.json"));
                assert_eq!(error, expected, "{content}");
            }
        }
    }
    for content in ["", "{}", r#"{"Endpoints": {"kubernetes": {}}}"#] {
        let meta = format!("contexts/meta/{}/meta.json", id("odd"));
        let world = World::new()
            .set("DOCKER_CONTEXT", "odd")
            .file(&meta, content);
        let expected = EndpointError::BrokenFile(path(&world, &meta));
        assert_eq!(failure(world.ask(None)), expected, "{content}");
    }
    let ssh = World::new().set("DOCKER_CONTEXT", "far");
    let ssh = ssh.context("far", &json!({"Host": "ssh://root@far.example"}));
    assert_eq!(failure(ssh.ask(None)), EndpointError::Ssh);
}

#[test]
fn the_folder_of_the_command_may_stand_elsewhere() {
    let world = World::new()
        .context("there", &json!({"Host": "tcp://context.example:1"}))
        .set("DOCKER_CONTEXT", "there");
    let elsewhere = world.home.path().join(".docker");
    let other = World::new()
        .set("DOCKER_CONTEXT", "there")
        .set("DOCKER_CONFIG", &elsewhere.display().to_string());
    assert_eq!(other.name(None), "tcp://context.example:1");
}

#[cfg(unix)]
#[test]
fn sockets_stand_in_the_usual_places() {
    let world = World::new();
    assert_eq!(world.name(None), "unix:///var/run/docker.sock");
    let desktop = world.home.path().join(".docker/run/docker.sock");
    let world = world.with(&desktop.display().to_string());
    assert_eq!(world.name(None), format!("unix://{}", desktop.display()));
    assert!(world.ask(None).expect("an endpoint").is_docker_desktop);
    let world = world.with("/run/user/1000/docker.sock");
    assert_eq!(world.name(None), "unix:///run/user/1000/docker.sock");
    let world = world.set("XDG_RUNTIME_DIR", "/x").with("/x/docker.sock");
    assert_eq!(world.name(None), "unix:///x/docker.sock");
    let world = world.with("/var/run/docker.sock");
    assert_eq!(world.name(None), "unix:///var/run/docker.sock");
    assert!(!world.ask(None).expect("an endpoint").is_docker_desktop);
}

#[cfg(unix)]
#[test]
fn docker_desktop_is_known_by_its_places() {
    let wsl = World::new().set("WSL_DISTRO_NAME", "Ubuntu");
    assert!(wsl.ask(None).expect("an endpoint").is_docker_desktop);
    let own = wsl.ask(Some("unix:///run/own.sock")).expect("an endpoint");
    assert!(!own.is_docker_desktop);
    let host = json!({"Host": "unix:///home/a/.docker/desktop/docker.sock"});
    let linux = World::new().context("desktop-linux", &host);
    let linux = linux.set("DOCKER_CONTEXT", "desktop-linux");
    assert!(linux.ask(None).expect("an endpoint").is_docker_desktop);
}

#[test]
fn encryption_follows_the_variables_of_the_command() {
    let world = World::new().set("DOCKER_TLS_VERIFY", "1");
    let missing = world.home.path().join(".docker/ca.pem");
    let far = Some("tcp://far.example");
    assert_eq!(failure(world.ask(far)), EndpointError::TlsFile(missing));
    // A socket is not encrypted, whatever the variables say.
    if cfg!(unix) {
        let local = world.ask(Some("unix:///a.sock")).expect("an endpoint");
        assert!(!local.is_encrypted());
    }
    let world = world.file("ca.pem", "no certificate");
    let broken = world.home.path().join(".docker/ca.pem");
    assert_eq!(failure(world.ask(far)), EndpointError::TlsFile(broken));

    let certified = rcgen::generate_simple_self_signed(["far.example".to_owned()]);
    let certified = certified.expect("made");
    let world = world.file("ca.pem", &certified.cert.pem());
    let endpoint = world.ask(far).expect("an endpoint");
    assert!(endpoint.is_encrypted());
    assert_eq!(endpoint.name(), "tcp://far.example:2376");
    // A certificate without its key opens nothing, and neither does a key of something else.
    let world = world.file("cert.pem", &certified.cert.pem());
    let key = world.home.path().join(".docker/key.pem");
    assert_eq!(failure(world.ask(far)), EndpointError::TlsFile(key.clone()));
    let other = rcgen::KeyPair::generate().expect("made");
    let world = world.file("key.pem", &other.serialize_pem());
    assert_eq!(failure(world.ask(far)), EndpointError::TlsFile(key));
    let world = world.file("key.pem", &certified.signing_key.serialize_pem());
    assert!(world.ask(far).expect("an endpoint").is_encrypted());
    // No variable, no encryption: the files alone say nothing.
    let mut world = world;
    world.variables.clear();
    assert!(!world.ask(far).expect("an endpoint").is_encrypted());
}

#[test]
fn encryption_follows_the_files_of_a_context() {
    let far = json!({"Host": "tcp://far.example:7"});
    let world = World::new()
        .context("far", &far)
        .set("DOCKER_CONTEXT", "far");
    assert!(!world.ask(None).expect("an endpoint").is_encrypted());
    let certified = rcgen::generate_simple_self_signed(["far.example".to_owned()]);
    let ca = format!("contexts/tls/{}/docker/ca.pem", id("far"));
    let world = world.file(&ca, &certified.expect("made").cert.pem());
    assert!(world.ask(None).expect("an endpoint").is_encrypted());
    let believing = json!({"Host": "tcp://far.example:7", "SkipTLSVerify": true});
    let world = World::new()
        .context("far", &believing)
        .set("DOCKER_CONTEXT", "far");
    assert!(world.ask(None).expect("an endpoint").is_encrypted());
}

/// What is refused may hold a password: it is not repeated.
#[test]
fn mistakes_are_not_repeated() {
    let error = failure(World::new().ask(Some("tcp://me:made-up@host:2375")));
    assert!(!format!("{error:?}").contains("made-up"));
}
