//! Ways in, found in real deployments: those that must be there, and those that must not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hulan::graph::ways::{
    Assumed, Assumptions, Change, Cut, EdgeKind, Found, Limits, Node, NodeKind, Strength, Way, Ways,
};
use hulan::scan::{Request, Scan, scan};
use tempfile::TempDir;

use crate::support::{corpus, write};

/// A scan that looks for ways in.
pub(crate) fn scanned(folder: &Path, assumptions: Assumptions) -> Scan {
    scan(&Request {
        paths: vec![folder.to_path_buf()],
        ways: Some(assumptions),
        ..Request::default()
    })
}

fn ways(scan: &Scan) -> &Ways {
    scan.ways.as_ref().expect("asked for")
}

fn named(node: &Node) -> String {
    let kind = match node.kind {
        NodeKind::Service => return node.name.clone(),
        NodeKind::Front => "front",
        NodeKind::Inside => "inside",
        NodeKind::Store => "data of",
        NodeKind::Model => "model of",
        NodeKind::SigningKey => "key of",
        NodeKind::Network => "network",
        NodeKind::Secret => "secret",
        NodeKind::Lan => "lan",
        NodeKind::Internet => "internet",
        NodeKind::Local => "local",
        NodeKind::Prompt => "prompt",
        NodeKind::Account => "account",
        NodeKind::Directory => "directory",
        NodeKind::Outside => "outside",
        NodeKind::Engine => "engine",
        NodeKind::Host => "host",
    };
    format!("{kind} {}", node.name).trim_end().to_owned()
}

/// The places of a way, without its networks.
fn told(ways: &Ways, way: &Way) -> String {
    let start = way.edges.first().map(|id| ways.edge(*id).from);
    let ends = way.edges.iter().map(|id| ways.edge(*id).to);
    let nodes = start.into_iter().chain(ends).map(|id| ways.node(id));
    let nodes = nodes.filter(|node| node.kind != NodeKind::Network);
    nodes.map(named).collect::<Vec<_>>().join(" > ")
}

fn all(ways: &Ways, limits: &Limits<'_>) -> BTreeSet<String> {
    let found = ways.search(limits);
    assert!(found.is_complete);
    found.ways.iter().map(|way| told(ways, way)).collect()
}

/// Ways without an edge of which nobody knows whether it can be passed.
fn known() -> Limits<'static> {
    Limits {
        hardest: Strength::Reused,
        ..Limits::default()
    }
}

fn to_host(ways: &Ways, found: &Found) -> usize {
    let goal = |way: &&Way| {
        let last = way.edges.last().expect("an edge");
        ways.node(ways.edge(*last).to).kind == NodeKind::Host
    };
    found.ways.iter().filter(goal).count()
}

const FASTGPT: &str = "fastgpt/v4.14.10.2-054c3f18/docker/global/docker-compose.pg.valid.yml";

/// Two holders of the engine's socket, one without a key and one with the vendor's, on a network
/// that the application and the sandboxes share.
#[test]
fn fastgpt_leads_to_the_host_in_two_steps() {
    let Some(corpus) = corpus("ways") else { return };
    let scan = scanned(&corpus.join(FASTGPT), Assumptions::default());
    let ways = ways(&scan);
    let found = all(ways, &known());
    for expected in [
        "lan > fastgpt-app > opensandbox-server > engine > host",
        "lan > fastgpt-app > fastgpt-volume-manager > engine > host",
        "prompt > inside opensandbox-server sandbox > opensandbox-server > engine > host",
        "prompt > inside opensandbox-server sandbox > fastgpt-volume-manager > engine > host",
        "prompt > inside fastgpt-code-sandbox > fastgpt-app > opensandbox-server > engine > host",
        "lan > key of fastgpt-app",
        "lan > fastgpt-minio > data of fastgpt-minio",
        "lan > fastgpt-app > fastgpt-mongo > data of fastgpt-mongo",
        "lan > fastgpt-app > fastgpt-redis > data of fastgpt-redis",
        "lan > fastgpt-app > fastgpt-vector > data of fastgpt-vector",
        "lan > fastgpt-app > fastgpt-aiproxy > fastgpt-aiproxy-pg > data of fastgpt-aiproxy-pg",
    ] {
        assert!(found.contains(expected), "{expected} is not in {found:#?}");
    }
    // What is on no common network, and what is not published.
    for impossible in [
        "fastgpt-code-sandbox > opensandbox-server",
        "fastgpt-code-sandbox > fastgpt-mongo",
        "fastgpt-code-sandbox > fastgpt-vector",
        "lan > fastgpt-mongo",
        "lan > fastgpt-redis",
        "lan > opensandbox-server",
        "fastgpt-mcp-server",
    ] {
        let wrong = found.iter().find(|way| way.contains(impossible));
        assert!(wrong.is_none(), "{wrong:?}");
    }
    let cheapest = ways.search(&known()).classes;
    let to_host = cheapest
        .iter()
        .find(|class| class.start == NodeKind::Lan && class.goal == NodeKind::Host);
    let to_host = to_host.expect("a class");
    assert_eq!(to_host.technique, EdgeKind::Socket);
    assert_eq!((to_host.easiest.hops, to_host.easiest.cost), (2, 1));
}

/// The cut of the config without a key, and the one of the vendor's token.
fn key_and_token(scan: &Scan) -> (Cut, Cut) {
    let ways = ways(scan);
    let cuts = ways.edges().iter().flat_map(|edge| &edge.cuts);
    let cuts: BTreeSet<&Cut> = cuts.collect();
    let key = cuts
        .iter()
        .find(|cut| matches!(cut.change, Change::AddToConfig { .. }));
    let token = cuts.iter().find(|cut| {
        let text = scan.texts.get(cut.place.text);
        matches!(cut.change, Change::StrongSecret { .. })
            && text.slice(cut.place).contains("vmtoken")
    });
    let key = (*key.expect("the config")).clone();
    let token = (*token.expect("the token")).clone();
    (key, token)
}

/// A model of this file by hand, with one door at the application, had 36 ways to the host: 4 with a
/// strong password of root, 11 with a key of the sandbox server, none with that and a token of the
/// volume manager. Here what is let into a store sends no requests, so that there are fewer ways
/// round, and the application has three doors: the password, the key of root and the key that
/// signs sessions. The two edits that end all of them are the same.
#[test]
fn two_values_end_all_ways_of_fastgpt_to_the_host() {
    let Some(corpus) = corpus("ways") else { return };
    let scan = scanned(&corpus.join(FASTGPT), Assumptions::default());
    let ways = ways(&scan);
    let (key, token) = key_and_token(&scan);
    let left = |made: &[Cut]| {
        let found = ways.search(&Limits { made, ..known() });
        assert!(found.is_complete);
        to_host(ways, &found)
    };
    let (neither, one, other) = (
        left(&[]),
        left(std::slice::from_ref(&key)),
        left(std::slice::from_ref(&token)),
    );
    assert_eq!((neither, one, other), (20, 10, 10));
    assert_eq!(left(&[key, token.clone()]), 0);
    // The token is one edit for both that have it.
    let holders = ways.holders(token.place).iter();
    let holders: BTreeSet<(&str, &str)> = holders
        .map(|own| (own.service.as_str(), own.name.as_str()))
        .collect();
    assert_eq!(
        holders.into_iter().collect::<Vec<_>>(),
        [
            ("fastgpt-app", "AGENT_SANDBOX_VOLUME_MANAGER_TOKEN"),
            ("fastgpt-volume-manager", "VM_AUTH_TOKEN"),
        ]
    );
}

#[test]
fn assumptions_close_and_open_doors() {
    let Some(corpus) = corpus("ways") else { return };
    let assume = |names: &[&str]| {
        let mut assumptions = Assumptions::default();
        for text in names {
            let (name, assumed) = Assumptions::parse(text).expect("an assumption");
            assumptions.add(name, assumed);
        }
        let scan = scanned(&corpus.join(FASTGPT), assumptions);
        let ways = ways(&scan);
        (to_host(ways, &ways.search(&known())), all(ways, &known()))
    };
    let password = ["DEFAULT_ROOT_PSW=strong"];
    let (count, found) = assume(&password);
    assert!(count < 20, "{count}");
    // The key of root and the key of the sessions open it as well.
    assert!(found.contains("lan > fastgpt-app > opensandbox-server > engine > host"));
    let app = [password[0], "ROOT_KEY=strong", "TOKEN_KEY=strong"];
    let (_, found) = assume(&app);
    assert!(
        found.iter().all(|way| !way.contains("> fastgpt-app")),
        "{found:#?}"
    );
    assert!(found.contains(
        "prompt > inside opensandbox-server sandbox > opensandbox-server > engine > host"
    ));
    let both = [
        "AGENT_SANDBOX_OPENSANDBOX_API_KEY=strong",
        "VM_AUTH_TOKEN=strong",
    ];
    assert_eq!(assume(&both).0, 0);
    let weak = [both[0], "VM_AUTH_TOKEN=weak"];
    assert_eq!(assume(&weak).0, 10);
    assert_eq!(Assumptions::parse("A=good"), None);
    assert_eq!(Assumptions::parse("=weak"), None);
    assert_eq!(Assumptions::parse("A"), None);
    assert_eq!(
        Assumptions::parse(" A = Weak"),
        Some(("A".to_owned(), Assumed::Weak))
    );
}

/// Version 4.14.8 has no engine's socket anywhere: everything is on one network, and the sandbox
/// reaches the stores.
#[test]
fn an_older_fastgpt_leads_to_its_data() {
    let Some(corpus) = corpus("ways") else { return };
    let path = "fastgpt/v4.14.8/docker/global/docker-compose.pg.yml";
    let scan = scanned(&corpus.join(path), Assumptions::default());
    let ways = ways(&scan);
    let found = all(ways, &known());
    for expected in [
        "lan > fastgpt-minio > data of fastgpt-minio",
        "lan > key of fastgpt",
        "prompt > inside sandbox > vectorDB > data of vectorDB",
        "prompt > inside sandbox > mongo > data of mongo",
        "prompt > inside sandbox > redis > data of redis",
    ] {
        assert!(found.contains(expected), "{expected} is not in {found:#?}");
    }
    // What the application does with addresses of its users, this file does not say.
    let guarded = found.iter().find(|way| way.contains("fastgpt > vectorDB"));
    assert!(guarded.is_none(), "{guarded:?}");
    let everything = all(ways, &Limits::default());
    assert!(everything.contains("lan > fastgpt > vectorDB > data of vectorDB"));
    let host = everything.iter().find(|way| way.ends_with("host"));
    assert!(host.is_none(), "{host:?}");
}

/// A release of Dify with its Nginx, as its vendor tells users to set it up.
fn dify(corpus: &Path, version: &str) -> TempDir {
    let from = corpus.join("dify").join(version);
    let folder = tempfile::tempdir().expect("a folder");
    let copy = |name: &str, to: &str| {
        let to = folder.path().join(to);
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(from.join(name), to).expect("copied");
    };
    copy("docker-compose.yaml", "docker-compose.yaml");
    copy(".env.example", ".env");
    for name in fs::read_dir(from.join("nginx"))
        .expect("a folder")
        .flatten()
    {
        if name.path().is_file() {
            let name = format!("nginx/{}", name.file_name().to_string_lossy());
            copy(&name, &name);
        }
    }
    for name in fs::read_dir(from.join("nginx/conf.d"))
        .expect("a folder")
        .flatten()
    {
        let name = format!("nginx/conf.d/{}", name.file_name().to_string_lossy());
        copy(&name, &name);
    }
    folder
}

#[test]
fn the_sandboxes_of_dify_reach_no_store() {
    let Some(corpus) = corpus("ways") else { return };
    for version in ["1.16.1", "1.13.0"] {
        let folder = dify(&corpus, version);
        let scan = scanned(folder.path(), Assumptions::default());
        let ways = ways(&scan);
        for limits in [known(), Limits::default()] {
            let found = all(ways, &limits);
            for way in &found {
                let is_store = way.contains("> data of") || way.ends_with("host");
                assert!(!(way.starts_with("prompt") && is_store), "{version}: {way}");
                assert!(!way.starts_with("lan > db_postgres"), "{version}: {way}");
                assert!(!way.starts_with("lan > redis"), "{version}: {way}");
            }
            let starts = found.iter().any(|way| way.starts_with("prompt > inside"));
            assert!(starts, "{version}: the sandbox is not seen: {found:#?}");
        }
    }
}

/// The published key of the sessions opens the older one from the front. The newer one has none in
/// its example, and makes one.
#[test]
fn the_key_of_dify_is_known_in_one_release_only() {
    let Some(corpus) = corpus("ways") else { return };
    for (version, is_known) in [("1.13.0", true), ("1.16.1", false)] {
        let folder = dify(&corpus, version);
        let scan = scanned(folder.path(), Assumptions::default());
        let found = all(ways(&scan), &known());
        let way = "lan > front nginx > key of api";
        assert_eq!(found.contains(way), is_known, "{version}: {found:#?}");
    }
    let folder = dify(&corpus, "1.16.1");
    let scan = scanned(folder.path(), Assumptions::default());
    let found = all(ways(&scan), &known());
    assert!(
        found.contains("prompt > inside local_sandbox > key of agent_backend"),
        "{found:#?}"
    );
}

/// Each edge that can be passed shows why.
#[test]
fn every_edge_has_evidence() {
    let Some(corpus) = corpus("ways") else { return };
    let folder = dify(&corpus, "1.13.0");
    for path in [corpus.join(FASTGPT), folder.path().to_path_buf()] {
        let scan = scanned(&path, Assumptions::default());
        let ways = ways(&scan);
        assert!(ways.edges().len() > 50);
        for edge in ways.edges() {
            let from = ways.node(edge.from);
            assert!(
                !edge.evidence.is_empty() || from.kind == NodeKind::Local,
                "{from:?} {edge:?}"
            );
            for evidence in &edge.evidence {
                let text = scan.texts.get(evidence.span.text);
                assert!(evidence.span.range().end <= text.content().len());
            }
        }
    }
}

/// The ways of a small deployment.
fn small(compose: &str) -> BTreeSet<String> {
    of_files(&[("compose.yaml", compose)])
}

fn of_files(files: &[(&str, &str)]) -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("made");
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    write(folder.path(), &files);
    let scan = scanned(folder.path(), Assumptions::default());
    all(ways(&scan), &Limits::default())
}

/// One edge each, and the same without its part.
#[test]
fn each_part_of_a_way_is_needed() {
    let web = "services:\n  web:\n    image: example/web:1\n    ports: ['8080:8080']\n";
    for (part, way) in [
        ("    privileged: true\n", "lan > inside web > host"),
        ("    cap_add: [SYS_ADMIN]\n", "lan > inside web > host"),
        ("    devices: [/dev/sda]\n", "lan > inside web > host"),
        ("    pid: host\n", "lan > inside web > host"),
        ("    volumes: ['/etc:/mnt']\n", "lan > inside web > host"),
        (
            "    volumes: ['/var/run/docker.sock:/s']\n",
            "lan > inside web > engine > host",
        ),
        (
            "    environment: {DOCKER_HOST: 'tcp://10.0.0.9:2375'}\n",
            "lan > inside web > engine > host",
        ),
        (
            "    environment: {LDAP_URL: 'ldaps://dc', LDAP_BIND_DN: 'cn=Administrator,dc=x', LDAP_BIND_PASSWORD: 'k3Zx91-mmQ'}\n",
            "lan > inside web > directory",
        ),
        (
            "  db:\n    image: ollama/ollama:1\n",
            "lan > inside web > db > model of db",
        ),
        (
            "  db:\n    image: redis:7\n",
            "lan > inside web > db > data of db",
        ),
        (
            "  db:\n    image: postgres:16\n    environment: {POSTGRES_PASSWORD: postgres}\n",
            "lan > inside web > db > data of db",
        ),
        (
            "    environment: {DB_URL: 'postgres://a:Vq93-kdjW0-2mxE@db/a'}\n  db:\n    image: postgres:16\n    environment: {POSTGRES_PASSWORD: Vq93-kdjW0-2mxE}\n",
            "lan > inside web > db > data of db",
        ),
    ] {
        let found = small(&format!("{web}{part}"));
        assert!(found.contains(way), "{part}: {found:#?}");
        let without = small(web);
        assert!(!without.contains(way), "{part}");
        let unpublished = format!("{web}{part}").replace("    ports: ['8080:8080']\n", "");
        let unpublished = small(&unpublished);
        assert!(!unpublished.contains(way), "{part}: {unpublished:#?}");
    }
}

#[test]
fn walls_are_respected() {
    let base = "services:\n  web:\n    image: example/web:1\n    ports: ['8080:8080']\n    networks: [a]\n";
    for (rest, is_way) in [
        (
            "  db: {image: 'redis:7', networks: [a]}\nnetworks: {a: , b: }\n",
            true,
        ),
        (
            "  db: {image: 'redis:7', networks: [b]}\nnetworks: {a: , b: }\n",
            false,
        ),
        (
            "  db: {image: 'redis:7', network_mode: none}\nnetworks: {a: }\n",
            false,
        ),
        (
            "  db: {image: 'redis:7', network_mode: 'service:web'}\nnetworks: {a: }\n",
            true,
        ),
        (
            "  db: {image: 'redis:7', networks: [a], command: redis-server --requirepass hG2-kk29-Ldmw-xx7}\nnetworks: {a: }\n",
            false,
        ),
    ] {
        let found = small(&format!("{base}{rest}"));
        let way = "lan > inside web > db > data of db";
        assert_eq!(found.contains(way), is_way, "{rest}: {found:#?}");
    }
    // By loopback it begins on the machine itself.
    let local = small("services:\n  db: {image: 'redis:7', ports: ['127.0.0.1:6379:6379']}\n");
    assert_eq!(
        local.into_iter().collect::<Vec<_>>(),
        ["local > db > data of db"]
    );
    let host = small("services:\n  db: {image: 'redis:7', network_mode: host}\n");
    assert!(host.contains("lan > db > data of db"), "{host:#?}");
}

/// Engines on TCP, socket proxies, fronts, directories and Docker Desktop, each beside what it is
/// like without the one thing that matters.
#[test]
fn engines_proxies_fronts_and_directories() {
    let app = "services:\n  web: {image: 'example/web:1', ports: ['80:80']}\n";
    let engine = "lan > inside web > engine > host";
    let desktop = |value| format!("{{\"exposeDockerAPIOnTCP2375\": {value}}}");
    let found = of_files(&[
        ("compose.yaml", app),
        ("settings-store.json", &desktop("true")),
    ]);
    assert!(found.contains(engine), "{found:#?}");
    assert!(found.contains("local > engine > host"), "{found:#?}");
    assert!(!found.contains("lan > engine > host"), "{found:#?}");
    let found = of_files(&[
        ("compose.yaml", app),
        ("settings-store.json", &desktop("false")),
    ]);
    assert!(!found.contains(engine), "{found:#?}");
    let daemon = "{\"hosts\": [\"tcp://0.0.0.0:2375\", \"unix:///var/run/docker.sock\"]}";
    let found = of_files(&[("compose.yaml", app), ("daemon.json", daemon)]);
    assert!(found.contains("lan > engine > host"), "{found:#?}");
    assert!(found.contains(engine), "{found:#?}");
    let shut = app.to_owned() + "networks: {default: {internal: true}}\n";
    let found = of_files(&[("compose.yaml", &shut), ("daemon.json", daemon)]);
    assert!(!found.contains(engine), "{found:#?}");

    // Docker Desktop may keep ports without an address on the machine.
    let redis = "services:\n  db: {image: 'redis:7', ports: ['6379:6379']}\n";
    let kept = "{\"configurationFileVersion\": 2, \"portBindingBehavior\": {\"locked\": true, \"value\": \"default-local-port-binding\"}}";
    let found = of_files(&[("compose.yaml", redis)]);
    assert!(found.contains("lan > db > data of db"), "{found:#?}");
    let found = of_files(&[("compose.yaml", redis), ("admin-settings.json", kept)]);
    assert!(!found.contains("lan > db > data of db"), "{found:#?}");
    assert!(found.contains("local > db > data of db"), "{found:#?}");

    let proxy = |settings: &str| {
        format!(
            "{app}  proxy:\n    image: tecnativa/docker-socket-proxy:0.3\n    environment: {{{settings}}}\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']\n"
        )
    };
    let way = "lan > inside web > proxy > engine > host";
    assert!(small(&proxy("CONTAINERS: 1, POST: 1")).contains(way));
    let found = small(&proxy("CONTAINERS: 1, POST: 0"));
    assert!(!found.contains(way), "{found:#?}");

    let front = "services:\n  front:\n    image: nginx:1.27\n    ports: ['80:80']\n    volumes: ['./nginx.conf:/etc/nginx/conf.d/default.conf:ro']\n  model: {image: 'ollama/ollama:0.5'}\n  db: {image: 'redis:7'}\n";
    let passes = "server {\n  listen 80;\n  location / { proxy_pass http://model:11434; }\n}\n";
    let found = of_files(&[("compose.yaml", front), ("nginx.conf", passes)]);
    assert!(
        found.contains("lan > front front > model > model of model"),
        "{found:#?}"
    );
    assert!(
        !found.iter().any(|way| way.contains("data of db")),
        "{found:#?}"
    );

    let ldap = "ldap_server corp {\n  url ldaps://dc.example/DC=example;\n  binddn \"CN=reader,DC=example\";\n  binddn_passwd k3Zx91-mmQ;\n}\nserver {\n  listen 80;\n  auth_ldap \"x\";\n  auth_ldap_servers corp;\n}\n";
    let found = of_files(&[("nginx.conf", ldap)]);
    assert!(found.contains("lan > directory"), "{found:#?}");
    let safe = ldap.replace("listen 80", "listen 443 ssl");
    let found = of_files(&[("nginx.conf", &safe)]);
    assert!(!found.contains("lan > directory"), "{found:#?}");
}

/// Two compose files that share a network of the engine are one deployment.
#[test]
fn projects_meet_on_networks_with_a_name() {
    let web = "services:\n  web: {image: 'example/web:1', ports: ['80:80'], networks: [shared]}\nnetworks: {shared: {name: corp}}\n";
    let data = "services:\n  db: {image: 'redis:7', networks: [corp]}\nnetworks: {corp: {external: true}}\n";
    let found = of_files(&[("a/compose.yaml", web), ("b/compose.yaml", data)]);
    assert!(
        found.contains("lan > inside web > db > data of db"),
        "{found:#?}"
    );
    let apart = data.replace("{external: true}", "");
    let found = of_files(&[("a/compose.yaml", web), ("b/compose.yaml", &apart)]);
    assert!(
        !found.contains("lan > inside web > db > data of db"),
        "{found:#?}"
    );
}
