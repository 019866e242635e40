//! An engine at a port, with certificates on both sides, found as the `docker` command finds it.

use std::fs;
use std::path::Path;
use std::process::Command;

use hulan::live::{EngineEndpoint, EngineLimits, collect_engine, engine_endpoint};
use serde_json::{Value, json};

use super::Docker;
use crate::servers::{free_port, make_keys, openssl, run};

fn answer(endpoint: &EngineEndpoint) -> Value {
    collect_engine(endpoint, &EngineLimits::default())
}

/// A folder with keys as `DOCKER_CERT_PATH` names one.
fn keys(folder: &Path, ca: &Path, client: Option<&Path>) {
    fs::create_dir_all(folder).expect("made");
    fs::copy(ca, folder.join("ca.pem")).expect("copied");
    if let Some(client) = client {
        for (from, to) in [("client.pem", "cert.pem"), ("client.key", "key.pem")] {
            fs::copy(client.join(from), folder.join(to)).expect("copied");
        }
    }
}

/// A certificate for a client (`client.pem`, `client.key`), from the authority of the others.
fn make_client(openssl: &Path, folder: &Path) {
    let key =
        "req -newkey rsa:2048 -nodes -keyout client.key -out client.csr -subj /O=Lab/CN=client";
    let sign = "x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 -sha256 \
                -extfile client.ext -out client.pem";
    let extensions = "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=clientAuth\n";
    fs::write(folder.join("client.ext"), extensions).expect("written");
    for arguments in [key, sign] {
        let mut command = Command::new(openssl);
        run(command
            .current_dir(folder)
            .args(arguments.split_whitespace()));
    }
}

#[test]
fn certificates_open_an_engine_and_nothing_else_does() {
    let test = "certificates_open_an_engine_and_nothing_else_does";
    let Some(openssl) = openssl(test) else { return };
    let made = tempfile::tempdir().expect("made");
    make_keys(&openssl, made.path());
    make_client(&openssl, made.path());
    let port = free_port();
    let own = made.path();
    let at = |name: &str| own.join(name).display().to_string();
    let arguments = vec![
        format!("--host=tcp://127.0.0.1:{port}"),
        "--tlsverify".to_owned(),
        format!("--tlscacert={}", at("ca.pem")),
        format!("--tlscert={}", at("srv.pem")),
        format!("--tlskey={}", at("srv.key")),
    ];
    let Some(docker) = Docker::start_with(test, |_| arguments.clone()) else {
        return;
    };
    let good = own.join("good");
    keys(&good, &own.join("ca.pem"), Some(own));
    let stranger = own.join("stranger");
    keys(&stranger, &own.join("other.pem"), Some(own));
    let nobody = own.join("nobody");
    keys(&nobody, &own.join("ca.pem"), None);
    let word = format!("tcp://127.0.0.1:{port}");
    let by_variables = |folder: &Path, variable: &'static str| {
        let folder = folder.display().to_string();
        let environment = |name: &str| match name {
            "DOCKER_HOST" => Some(word.clone()),
            "DOCKER_CERT_PATH" => Some(folder.clone()),
            name if name == variable => Some("1".to_owned()),
            _ => None,
        };
        engine_endpoint(None, &environment, None).expect("an endpoint")
    };
    let id = docker.docker(&["info", "--format={{.ID}}"]);
    let verified = by_variables(&good, "DOCKER_TLS_VERIFY");
    assert!(verified.is_encrypted());
    assert_eq!(verified.name(), word);
    let document = answer(&verified);
    assert_eq!(document["info"]["ID"], id, "{document:#}");
    assert_eq!(document.get("gaps"), None);
    // Encrypted, and whoever answers is believed: that is what the command does as well.
    assert_eq!(
        answer(&by_variables(&stranger, "DOCKER_TLS"))["info"]["ID"],
        id
    );

    let closed = [
        by_variables(&stranger, "DOCKER_TLS_VERIFY"),
        by_variables(&nobody, "DOCKER_TLS_VERIFY"),
        by_variables(&nobody, "NONE"),
    ];
    for endpoint in closed {
        assert_eq!(answer(&endpoint)["failure"], json!({"why": "tls"}));
    }

    // A context that the command itself has written.
    let files = good.display();
    let docker_option =
        format!("host={word},ca={files}/ca.pem,cert={files}/cert.pem,key={files}/key.pem");
    docker.docker(&["context", "create", "there", "--docker", &docker_option]);
    let local = format!("host={}", docker.endpoint());
    docker.docker(&["context", "create", "here", "--docker", &local]);
    let chosen = |context: &'static str| {
        let environment = move |name: &str| (name == "DOCKER_CONTEXT").then(|| context.to_owned());
        engine_endpoint(None, &environment, Some(docker.folder()))
    };
    let there = chosen("there").expect("an endpoint");
    assert!(there.is_encrypted());
    assert_eq!(answer(&there)["info"]["ID"], id);
    assert_eq!(
        answer(&chosen("here").expect("an endpoint"))["info"]["ID"],
        id
    );
    assert!(chosen("nowhere").is_err());
    docker.docker(&["context", "use", "here"]);
    let used = engine_endpoint(None, &|_| None, Some(docker.folder())).expect("an endpoint");
    assert_eq!(used.name(), docker.endpoint());
}
