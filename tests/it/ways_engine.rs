//! What the ways say of connections, against an engine: containers are started as the compose file
//! declares them, and each one tries to reach each other one.
//!
//! The engine has no packet filter, so that names alone keep networks of different containers
//! apart; what has left its only network, and what is bound to the loopback address, is out of
//! reach altogether.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hulan::graph::ways::{Assumptions, NodeKind, Ways};

use crate::engines::{Docker, IMAGE};
use crate::support::write;
use crate::ways::scanned;

/// A service: its image in the compose file, its networks or its mode, its port, and where that is
/// published: an address, or empty for all.
#[derive(Clone)]
struct Service {
    name: &'static str,
    image: &'static str,
    networks: Vec<&'static str>,
    mode: &'static str,
    port: u16,
    published: Option<(&'static str, u16)>,
}

fn service(
    name: &'static str,
    image: &'static str,
    networks: &[&'static str],
    port: u16,
) -> Service {
    Service {
        name,
        image,
        networks: networks.to_vec(),
        mode: "",
        port,
        published: None,
    }
}

/// A published program, what it uses, a sidecar on its network, a store of the machine itself, and
/// something that has nothing to do with them.
fn deployment() -> Vec<Service> {
    vec![
        Service {
            published: Some(("", 18080)),
            ..service("web", "example/web:1", &["app", "data"], 8080)
        },
        service("model", "ollama/ollama:0.5", &["app"], 11434),
        service("db", "redis:7", &["data"], 6379),
        Service {
            published: Some(("127.0.0.1", 16380)),
            ..service("cache", "redis:7", &["other"], 6380)
        },
        Service {
            mode: "service:web",
            ..service("side", "example/side:1", &[], 9100)
        },
        service("alone", "example/alone:1", &["other"], 9200),
    ]
}

fn compose(services: &[Service]) -> String {
    let mut text = String::from("services:\n");
    for own in services {
        let _ = write!(text, "  {}:\n    image: {}\n", own.name, own.image);
        if !own.networks.is_empty() {
            let _ = writeln!(text, "    networks: [{}]", own.networks.join(", "));
        } else if own.mode.is_empty() {
            text.push_str("    network_mode: none\n");
        } else {
            let _ = writeln!(text, "    network_mode: '{}'", own.mode);
        }
        if let Some((address, port)) = own.published {
            let before = if address.is_empty() { "" } else { ":" };
            let _ = writeln!(text, "    ports: ['{address}{before}{port}:{}']", own.port);
        }
    }
    text.push_str("networks: {app: , data: , other: }\n");
    text
}

/// From where to where the ways say that a connection can be opened: a service, `lan` or `local`.
fn claimed(services: &[Service]) -> BTreeSet<(String, String)> {
    let folder = tempfile::tempdir().expect("made");
    let text = compose(services);
    write(folder.path(), &[("compose.yaml", text.as_bytes())]);
    let scan = scanned(folder.path(), Assumptions::default());
    let ways = scan.ways.as_ref().expect("asked for");
    let mut claimed = BTreeSet::new();
    for node in ways.nodes() {
        let from = match node.kind {
            NodeKind::Inside => node.name.clone(),
            NodeKind::Lan => "lan".to_owned(),
            NodeKind::Local => "local".to_owned(),
            _ => continue,
        };
        let start = ways.find(node.kind, &node.name, node.project).expect("it");
        for to in opened(ways, start) {
            claimed.insert((from.clone(), to));
        }
    }
    claimed
}

/// The services to which one at a node can open connections.
fn opened(ways: &Ways, start: hulan::graph::ways::NodeId) -> BTreeSet<String> {
    let own = ways.node(start).name.clone();
    let ends = |from| {
        let edges = ways.outgoing(from).iter();
        edges.map(|id| ways.edge(*id).to).collect::<Vec<_>>()
    };
    let mut found = BTreeSet::new();
    for end in ends(start) {
        let next = if ways.node(end).kind == NodeKind::Network {
            ends(end)
        } else {
            vec![end]
        };
        let nodes = next.into_iter().map(|id| ways.node(id));
        let doors = nodes.filter(|node| {
            matches!(node.kind, NodeKind::Service | NodeKind::Inside) && node.name != own
        });
        found.extend(doors.map(|node| node.name.clone()));
    }
    found
}

/// Starts the containers, and lets each one try to reach each other one.
fn measured(docker: &Docker, services: &[Service]) -> BTreeSet<(String, String)> {
    for network in ["app", "data", "other"] {
        docker.docker(&["network", "create", network]);
    }
    // It stands for the machine itself, which lacks a loopback address in a network of its own.
    let probe = ["run", "--detach", "--name=probe", "--network=host"];
    let sleeps = ["--cap-add=NET_ADMIN", IMAGE, "/bin/sleep", "600"];
    docker.docker(&[&probe[..], &sleeps[..]].concat());
    let raise = "busybox ip link set lo up";
    docker.docker(&["exec", "probe", "/bin/sh", "-c", raise]);
    for own in services {
        let first = match (own.networks.first(), own.mode.strip_prefix("service:")) {
            (Some(first), _) => (*first).to_owned(),
            (None, Some(peer)) => format!("container:{peer}"),
            (None, None) => "none".to_owned(),
        };
        let port = own.port.to_string();
        let network = format!("--network={first}");
        let mut words = vec!["run", "--detach", "--name", own.name, &network];
        let publish = own.published.map(|(address, number)| {
            let before = if address.is_empty() { "" } else { ":" };
            format!("--publish={address}{before}{number}:{port}")
        });
        words.extend(publish.as_deref());
        // It answers each connection with a word, as long as it runs.
        words.extend([IMAGE, "/bin/busybox", "nc", "-ll", "-p", &port]);
        words.extend(["-e", "/bin/busybox", "echo", "here"]);
        docker.docker(&words);
        for more in own.networks.iter().skip(1) {
            docker.docker(&["network", "connect", more, own.name]);
        }
    }
    // Another machine comes by an address of this one that is not its loopback address.
    let gateway = "{{(index .IPAM.Config 0).Gateway}}";
    let outer = docker.docker(&["network", "inspect", "-f", gateway, "app"]);
    let answers = |from: &str, host: &str, port: u16| {
        let line = format!("busybox nc -w 2 {host} {port} </dev/null");
        let said = docker.try_docker(&["exec", from, "/bin/sh", "-c", &line]);
        String::from_utf8_lossy(&said.stdout).contains("here")
    };
    let mut found = BTreeSet::new();
    let mut note = |from: &str, to: &str| {
        found.insert((from.to_owned(), to.to_owned()));
    };
    for to in services {
        // A sidecar answers under the name of the service on whose network it stands.
        let name = to.mode.strip_prefix("service:").unwrap_or(to.name);
        for from in services.iter().filter(|from| from.name != to.name) {
            let shares = from.mode.strip_prefix("service:") == Some(name)
                || to.mode.strip_prefix("service:") == Some(from.name);
            let host = if shares { "127.0.0.1" } else { name };
            if answers(from.name, host, to.port) {
                note(from.name, to.name);
            }
        }
        if let Some((_, port)) = to.published {
            if answers("probe", outer.trim(), port) {
                note("lan", to.name);
            } else if answers("probe", "127.0.0.1", port) {
                note("local", to.name);
            }
        }
    }
    let mut names: Vec<&str> = services.iter().map(|own| own.name).collect();
    names.push("probe");
    docker.docker(&[&["rm", "--force"][..], &names].concat());
    docker.docker(&["network", "rm", "app", "data", "other"]);
    found
}

#[test]
fn containers_reach_each_other_as_the_ways_say() {
    let Some(docker) = Docker::start("ways_engine") else {
        return;
    };
    if !docker.runs_containers() {
        return;
    }
    let before = deployment();
    let mut shut = before.clone();
    for own in &mut shut {
        match own.name {
            // The edits that ways propose: off the network, and on the loopback address.
            "db" => own.networks.clear(),
            "web" => own.published = Some(("127.0.0.1", 18080)),
            _ => {}
        }
    }
    for services in [&before, &shut] {
        let (ours, real) = (claimed(services), measured(&docker, services));
        // Which of two containers at one address listens at a published port, the ways leave open.
        let is_of_side =
            |(from, to): &&(String, String)| !(to == "side" && (from == "lan" || from == "local"));
        let ours: BTreeSet<_> = ours.iter().filter(is_of_side).cloned().collect();
        assert_eq!(ours, real);
        assert!(real.len() >= 6, "{real:#?}");
    }
    let (open, closed) = (claimed(&before), claimed(&shut));
    for (from, to) in [("web", "db"), ("side", "db"), ("lan", "web")] {
        let step = (from.to_owned(), to.to_owned());
        assert!(open.contains(&step) && !closed.contains(&step), "{step:?}");
    }
}
