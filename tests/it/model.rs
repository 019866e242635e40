//! Short and long syntax give the same model.

use hulan::model::{Container, MountKind, Port, Setting};
use hulan::scan::{Request, scan};

use crate::support::write;

/// Runs `check` on the service `a` of a compose file.
fn service(body: &str, check: impl FnOnce(&Container)) {
    let folder = tempfile::tempdir().expect("made");
    let mut text = String::from("services:\n  a:\n    image: x\n");
    for line in body.lines() {
        text.push_str(&format!("    {line}\n"));
    }
    text.push_str("volumes: {data: {}}\nnetworks: {back: {}}\n");
    write(folder.path(), &[("compose.yaml", text.as_bytes())]);
    let scan = scan(&Request {
        paths: vec![folder.path().to_path_buf()],
        ..Request::default()
    });
    let project = &scan.deployment.projects[0];
    assert!(
        project.problems.is_empty(),
        "{:?} in {text}",
        project.problems
    );
    check(&project.containers[0]);
}

/// Address, published, target, protocol.
type Meaning = (Option<String>, Option<(u16, u16)>, (u16, u16), String);

/// What a port means, without where it stands.
fn meaning(port: &Port) -> Meaning {
    (
        port.host_ip.clone(),
        port.published,
        port.target,
        port.protocol.clone(),
    )
}

#[test]
fn ports_in_short_and_long_syntax() {
    let pairs = [
        ("ports: [80]", "ports: [{target: 80}]"),
        (
            "ports: ['8080:80']",
            "ports: [{target: 80, published: '8080'}]",
        ),
        (
            "ports: [8080:80/udp]",
            "ports: [{target: 80, published: 8080, protocol: udp}]",
        ),
        (
            "ports: ['127.0.0.1:8080:80']",
            "ports: [{target: 80, published: '8080', host_ip: 127.0.0.1}]",
        ),
        (
            "ports: ['[::1]:8080:80']",
            "ports: [{target: 80, published: '8080', host_ip: '::1'}]",
        ),
    ];
    for (short, long) in pairs {
        let mut ports = Vec::new();
        service(short, |container| {
            ports.extend(container.ports.iter().map(meaning));
        });
        service(long, |container| {
            ports.extend(container.ports.iter().map(meaning));
        });
        assert_eq!(ports.len(), 2);
        assert_eq!(ports[0], ports[1], "{short}");
    }
    service("ports: ['127.0.0.1:3000-3005:3000-3005']", |container| {
        assert!(container.ports[0].is_loopback());
        assert_eq!(container.ports[0].published, Some((3000, 3005)));
    });
}

#[test]
fn mounts_in_short_and_long_syntax() {
    let pairs = [
        (
            r"volumes: ['C:\data:/data:ro']",
            r"volumes: [{type: bind, source: 'C:\data', target: /data, read_only: true}]",
        ),
        (
            "volumes: ['./x:/x']",
            "volumes: [{type: bind, source: ./x, target: /x}]",
        ),
        (
            "volumes: ['data:/x:z,ro']",
            "volumes: [{type: volume, source: data, target: /x, read_only: yes}]",
        ),
        ("volumes: ['/x']", "volumes: [{type: volume, target: /x}]"),
        (
            "tmpfs: '/run:size=1m'",
            "volumes: [{type: tmpfs, target: /run}]",
        ),
    ];
    for (short, long) in pairs {
        let mut mounts = Vec::new();
        for body in [short, long] {
            service(body, |container| {
                for mount in &container.mounts {
                    let kind = mount.kind;
                    let (source, target) = (mount.source.clone(), mount.target.clone());
                    mounts.push((kind, source, target, mount.read_only));
                }
            });
        }
        assert_eq!(mounts.len(), 2, "{short}");
        assert_eq!(mounts[0], mounts[1], "{short}");
    }
    service(
        r"volumes: ['\\.\pipe\docker_engine:\\.\pipe\docker_engine']",
        |container| {
            assert_eq!(container.mounts[0].kind, MountKind::Pipe);
        },
    );
}

#[test]
fn limits_in_both_spellings() {
    let short = "mem_limit: 512m\ncpus: 0.5\npids_limit: 100";
    let long = "deploy: {resources: {limits: {memory: 512M, cpus: '0.5', pids: 100}}}";
    for body in [short, long] {
        service(body, |container| {
            assert!(container.limits.memory.is(&(512 << 20)));
            assert!(container.limits.cpus.is(&500));
            assert!(container.limits.pids.is(&100));
        });
    }
    service("restart: always", |container| {
        assert!(matches!(container.limits.memory, Setting::Unset(_)));
    });
}

#[test]
fn environment_from_everywhere() {
    let body = "environment:\n  A: 1\n  B: ${HOME_GROWN:-x$$y}\n  C:";
    let list = "environment: ['A=1', 'B=${HOME_GROWN:-x$$y}', C]";
    for body in [body, list] {
        service(body, |container| {
            let seen: Vec<(&str, Option<&str>)> = container
                .environment
                .iter()
                .map(|variable| {
                    let value = variable.value.as_ref();
                    (
                        variable.name.as_str(),
                        value.map(hulan::model::Sensitive::expose),
                    )
                })
                .collect();
            assert_eq!(seen, [("A", Some("1")), ("B", Some("x$y")), ("C", None)]);
        });
    }
}

#[test]
fn privileges_and_networks() {
    let body = "privileged: 'yes'\nread_only: ${X:-on}\ncap_add: [cap_net_admin]\nnetworks: {back: {}}\nuser: '0'\npid: host";
    service(body, |container| {
        assert!(container.privileged.is(&true) && container.read_only.is(&true));
        assert_eq!(container.cap_add[0].value, "NET_ADMIN");
        assert_eq!(container.networks[0].value, "back");
        assert!(container.user.is(&"0".to_owned()));
        assert!(container.namespaces.pid.is(&"host".to_owned()));
    });
    service("network_mode: none", |container| {
        assert!(container.networks.is_empty());
    });
    service("init: true", |container| {
        assert_eq!(container.networks[0].value, "default");
    });
}
