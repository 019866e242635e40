//! Who reaches whom: ways over shared networks, networks of others, and how long it takes.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use hulan::graph::{Graph, Reach};
use hulan::model::{Exposure, Project};
use hulan::scan::{Request, scan};

use crate::support::write;

/// Runs `check` on the project of a compose file.
fn project(text: &str, check: impl FnOnce(&Project)) {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("compose.yaml", text.as_bytes())]);
    let scan = scan(&Request {
        paths: vec![folder.path().to_path_buf()],
        ..Request::default()
    });
    check(&scan.deployment.projects[0]);
}

const DEPLOYMENT: &str = "
services:
  proxy: {image: nginx, networks: [front], ports: ['443:443']}
  app: {image: app, networks: [front, data]}
  db: {image: postgres, networks: [data]}
  helper: {image: helper, network_mode: 'service:proxy'}
  host: {image: host, network_mode: host}
  local: {image: local, networks: [own], ports: ['127.0.0.1:80:80']}
  beside: {image: beside, networks: [own]}
  none: {image: none, network_mode: none}
networks: {front: , data: , own: }
";

#[test]
fn ways_lead_over_shared_networks() {
    project(DEPLOYMENT, |project| {
        let graph = Graph::new(project);
        let reach = |name: &str| {
            let own = project.containers.iter().find(|own| own.name == name);
            match graph.reach(own.expect("a service")) {
                Reach::Published => "published".to_owned(),
                Reach::Apart => "apart".to_owned(),
                Reach::Through(way) => way.iter().fold(String::new(), |mut text, hop| {
                    let _ = write!(text, "{}>{} ", hop.network.unwrap_or_default(), hop.service);
                    text
                }),
            }
        };
        for (name, way) in [
            ("proxy", "published"),
            ("helper", "published"),
            ("host", "published"),
            ("app", ">proxy front>app "),
            ("db", ">proxy front>app data>db "),
            ("local", "apart"),
            ("beside", "apart"),
            ("none", "apart"),
        ] {
            assert_eq!(reach(name), way, "{name}");
        }
        let exposures: Vec<Exposure> = project
            .containers
            .iter()
            .map(|own| graph.exposure(own))
            .collect();
        assert_eq!(exposures.iter().max(), Some(&Exposure::Public));
        assert_eq!(graph.published_on("front").len(), 2);
        assert_eq!(graph.members("data").len(), 2);
    });
}

#[test]
fn ten_thousand_services_on_one_network_are_joined_at_once() {
    let mut text = String::from("services:\n");
    for number in 0..10_000 {
        let _ = match number % 2 {
            0 => writeln!(text, "  s{number}: {{image: redis, ports: ['{number}']}}"),
            _ => writeln!(text, "  s{number}: {{image: redis}}"),
        };
    }
    project(&text, |project| {
        let start = Instant::now();
        let graph = Graph::new(project);
        let through = project
            .containers
            .iter()
            .filter(|own| matches!(graph.reach(own), Reach::Through(way) if way.len() == 2));
        assert_eq!(through.count(), 5_000);
        assert!(start.elapsed() < Duration::from_secs(2));
    });
}
