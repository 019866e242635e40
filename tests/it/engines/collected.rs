//! What is collected of real engines is what their own commands show.

use hulan::live::{EngineLimits, collect_engine, engine_endpoint};
use serde_json::Value;

use super::{Docker, IMAGE, Podman};

/// The document of an engine.
fn document(endpoint: &str) -> Value {
    let endpoint = engine_endpoint(Some(endpoint), &|_| None, None).expect("an endpoint");
    collect_engine(&endpoint, &EngineLimits::default())
}

fn list<'v>(document: &'v Value, key: &str) -> &'v [Value] {
    document[key].as_array().expect("a list")
}

#[test]
fn a_docker_engine_shows_what_its_command_shows() {
    let test = "a_docker_engine_shows_what_its_command_shows";
    let Some(docker) = Docker::start(test) else {
        return;
    };
    let create: [(&str, &[&str]); 4] = [
        (
            "web",
            &[
                "--network=none",
                "--read-only",
                "--cap-drop=ALL",
                "--memory=64m",
            ],
        ),
        (
            "db",
            &[
                "--network=none",
                "--env=PASSWORD=made-up",
                "--volume=data:/data",
            ],
        ),
        ("root", &["--privileged", "--network=host", "--pid=host"]),
        (
            "probe",
            &[
                "--network=none",
                "--health-cmd=true",
                "--restart=on-failure:5",
            ],
        ),
    ];
    for (name, rest) in create {
        let name = format!("--name={name}");
        let command = [IMAGE, "/bin/sleep", "1000"];
        docker.docker(&[&["create", name.as_str()], rest, &command].concat());
    }
    if docker.runs_containers() {
        docker.docker(&["start", "web", "db"]);
    }
    // One that nothing uses, and one without a name, which nobody looks at.
    docker.docker(&["import", &docker.image.display().to_string(), "unused:1"]);
    docker.docker(&["import", &docker.image.display().to_string()]);

    let document = document(&docker.endpoint());
    assert_eq!(document.get("gaps"), None);
    assert_eq!(document.get("failure"), None);
    assert_eq!(document["hulan-engine"], 1);
    assert_eq!(document["endpoint"], Value::from(docker.endpoint()));
    let shown = |arguments: &[&str]| -> Value {
        serde_json::from_str(&docker.docker(arguments)).expect("JSON")
    };
    let names = ["db", "probe", "root", "web"];
    let inspect = shown(&[&["container", "inspect"], &names[..]].concat());
    assert_eq!(document["containers"], inspect);

    let images = list(&document, "images");
    assert_eq!(images.len(), 2, "{images:#?}");
    for image in images {
        let id = image["inspect"]["Id"].as_str().expect("an id");
        assert_eq!(shown(&["image", "inspect", id])[0], image["inspect"]);
        assert_eq!(list(image, "history").len(), 1);
    }
    let networks = list(&document, "networks");
    let mut found: Vec<&str> = networks
        .iter()
        .filter_map(|own| own["Name"].as_str())
        .collect();
    assert_eq!(found, ["host", "none"]);
    for network in networks {
        let id = network["Id"].as_str().expect("an id");
        assert_eq!(shown(&["network", "inspect", id])[0], *network);
    }
    assert_eq!(document["volumes"], shown(&["volume", "inspect", "data"]));
    let server = shown(&["version", "--format={{json .Server}}"]);
    assert_eq!(document["version"]["ApiVersion"], server["ApiVersion"]);
    let info = shown(&["info", "--format={{json .}}"]);
    for key in ["ID", "Driver", "SecurityOptions", "CgroupVersion", "Images"] {
        assert_eq!(document["info"][key], info[key], "{key}");
    }
    assert_eq!(list(&document, "plugins").len(), 0);
    found.clear();
    for key in ["swarm", "nodes", "services"] {
        assert_eq!(document.get(key), None, "{key}");
    }
}

#[test]
fn a_manager_of_a_swarm_shows_it_without_its_tokens() {
    let test = "a_manager_of_a_swarm_shows_it_without_its_tokens";
    let Some(docker) = Docker::start(test) else {
        return;
    };
    let port = crate::servers::free_port();
    let listen = format!("--listen-addr=127.0.0.1:{port}");
    let begun = docker.try_docker(&["swarm", "init", "--advertise-addr=127.0.0.1", &listen]);
    if !begun.status.success() {
        // It makes networks, which not every machine lets it.
        eprintln!(
            "{test}: skipped, {}",
            String::from_utf8_lossy(&begun.stderr)
        );
        return;
    }
    let document = document(&docker.endpoint());
    assert_eq!(document.get("gaps"), None);
    assert!(
        document["swarm"]["ID"].is_string(),
        "{:#}",
        document["swarm"]
    );
    assert_eq!(list(&document, "nodes").len(), 1);
    assert_eq!(list(&document, "services").len(), 0);
    let token = docker.docker(&["swarm", "join-token", "--quiet", "worker"]);
    assert!(token.starts_with("SWMTKN-"));
    assert!(!document.to_string().contains("SWMTKN"));
}

#[test]
fn podman_answers_as_an_engine() {
    let Some(podman) = Podman::start("podman_answers_as_an_engine") else {
        return;
    };
    let image = format!("localhost/{IMAGE}");
    for name in ["web", "db"] {
        let name = format!("--name={name}");
        podman.podman(&[
            "create",
            &name,
            "--network=none",
            &image,
            "/bin/sleep",
            "1000",
        ]);
    }
    let started = podman.try_podman(&["start", "web"]);
    let document = document(&podman.endpoint());
    assert_eq!(document.get("gaps"), None);
    assert_eq!(document.get("plugins"), None);
    let containers = list(&document, "containers");
    let names: Vec<&str> = containers
        .iter()
        .filter_map(|own| own["Name"].as_str())
        .collect();
    assert_eq!(names, ["/db", "/web"]);
    if started.status.success() {
        assert_eq!(containers[1]["State"]["Status"], "running");
    }
    for container in containers {
        assert_eq!(container["HostConfig"]["NetworkMode"], "none");
    }
    let id = podman.podman(&["image", "inspect", "--format={{.Id}}", &image]);
    let images = list(&document, "images");
    assert_eq!(images.len(), 1);
    assert_eq!(images[0]["inspect"]["Id"], format!("sha256:{id}"));
    assert_eq!(list(&images[0], "history").len(), 1);
    assert_eq!(
        document["version"]["Components"][0]["Name"],
        "Podman Engine"
    );
}
