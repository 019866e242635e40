//! A model server, data store or console that asks nobody for anything, handed out by Nginx without a
//! login of its own.

use crate::meaning::nginx::{Directive, Nginx};
use crate::rules::{Out, web};

/// Ports by which such servers are known where no image says more.
const PORTS: [(u16, &str); 8] = [
    (11434, "ollama"),
    (9997, "xinference"),
    (6333, "qdrant"),
    (19530, "milvus"),
    (9091, "milvus"),
    (2375, "docker-engine"),
    (9200, "elasticsearch"),
    (8123, "clickhouse"),
];

/// Stores whose own login is on by default, or is what people see.
const WITH_LOGIN: [&str; 10] = [
    "minio",
    "pgadmin",
    "phpmyadmin",
    "mongo-express",
    "kibana",
    "opensearch-dashboards",
    "portainer",
    "redisinsight",
    "attu",
    "rabbitmq",
];

/// Fails for each proxy to such a server.
pub(super) fn check(nginx: &Nginx, out: &mut Out<'_>) {
    for pass in nginx.any_of(&["proxy_pass", "grpc_pass"]) {
        let Some(block) = pass.parent() else {
            continue;
        };
        let guarded = block.authentication().is_some() || block.denies() || is_keyed(pass);
        if guarded || block.has_own(&["internal"]) {
            continue;
        }
        if let Some(product) = product(pass) {
            out.fail(web::at("default", pass).arg("product", product));
        }
    }
}

fn product(pass: Directive<'_>) -> Option<String> {
    let target = pass.target()?;
    if target.host == "unix" {
        let is_engine = target.uri.is_some_and(|path| path.contains("docker.sock"));
        return is_engine.then(|| "docker-engine".to_owned());
    }
    for address in pass.addresses() {
        if let Some(peer) = pass.nginx().peer(&address.host) {
            let own = peer.store.clone();
            if let Some(store) = own.filter(|store| !WITH_LOGIN.contains(&store.as_str())) {
                return Some(store);
            }
            continue;
        }
        let by_port = PORTS.iter().find(|(port, _)| Some(*port) == address.port);
        if let Some((_, name)) = by_port {
            return Some((*name).to_owned());
        }
    }
    None
}

/// Whether the block asks for a key of its own, by a condition on a header or an argument.
fn is_keyed(pass: Directive<'_>) -> bool {
    pass.around().any(|block| {
        block.own("if").any(|one| {
            let asks = one.text().contains("$http_") || one.text().contains("$arg_");
            asks && one
                .own("return")
                .any(|answer| answer.text().starts_with('4'))
        })
    })
}
