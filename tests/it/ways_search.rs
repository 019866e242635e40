//! The search for ways against one that simply tries everything, on deployments that chance makes,
//! and how long it takes on large ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use hulan::graph::ways::{
    Assumptions, Cut, EdgeId, Limits, NodeId, NodeKind, Sources, Strength, Ways,
};
use hulan::meaning::Knowledge;
use hulan::scan::Scan;
use proptest::prelude::*;

use crate::support::write;
use crate::ways::scanned;

fn scan_of(compose: &str) -> Scan {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    scanned(folder.path(), Assumptions::default())
}

/// What a service of a generated deployment is.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Nobody knows what it asks.
    Program,
    /// The same, and it is root on the machine.
    Privileged,
    /// It has the engine's socket.
    Socket,
    /// A store that asks nobody.
    OpenStore,
    /// A store with a strong password, which no other service has.
    ShutStore,
    /// A model that asks nobody.
    Model,
}

#[derive(Clone, Debug)]
struct Service {
    kind: Kind,
    networks: BTreeSet<usize>,
    /// Published for others, for the machine, or not.
    port: Option<bool>,
}

impl Service {
    fn write(&self, number: usize, text: &mut String) {
        let (image, more) = match self.kind {
            Kind::Program => ("example/program:1", ""),
            Kind::Privileged => ("example/program:1", "    privileged: true\n"),
            Kind::Socket => (
                "example/program:1",
                "    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n",
            ),
            Kind::OpenStore => ("redis:7", ""),
            Kind::ShutStore => (
                "redis:7",
                "    command: redis-server --requirepass k9-Wq2xZ-77bTm-Pp4\n",
            ),
            Kind::Model => ("ollama/ollama:0.5", ""),
        };
        let _ = write!(text, "  s{number}:\n    image: {image}\n{more}");
        if self.networks.is_empty() {
            text.push_str("    network_mode: none\n");
        } else {
            let names: Vec<String> = self.networks.iter().map(|n| format!("n{n}")).collect();
            let _ = writeln!(text, "    networks: [{}]", names.join(", "));
        }
        match self.port {
            Some(true) => {
                let _ = writeln!(text, "    ports: ['{}:80']", 8000 + number);
            }
            Some(false) => {
                let _ = writeln!(text, "    ports: ['127.0.0.1:{}:80']", 8000 + number);
            }
            None => {}
        }
    }

    /// What one gets who can open a connection to it; and whether he goes on from there.
    fn gives(&self) -> (Option<NodeKind>, bool) {
        match self.kind {
            Kind::Program => (None, true),
            Kind::Privileged | Kind::Socket => (Some(NodeKind::Host), true),
            Kind::OpenStore => (Some(NodeKind::Store), false),
            Kind::ShutStore => (None, false),
            Kind::Model => (Some(NodeKind::Model), false),
        }
    }

    fn is_open(&self, to: NodeKind) -> bool {
        // Without a network nothing is published.
        let is_published = match to {
            NodeKind::Lan => self.port == Some(true),
            _ => self.port == Some(false),
        };
        is_published && !self.networks.is_empty()
    }
}

fn compose(services: &[Service]) -> String {
    let mut text = String::from("services:\n");
    for (number, service) in services.iter().enumerate() {
        service.write(number, &mut text);
    }
    text.push_str("networks: {n0: , n1: , n2: }\n");
    text
}

/// What can be reached of a generated deployment, found without a graph: the set of those that an
/// attacker has grows until nothing is added.
fn reached(services: &[Service], start: NodeKind) -> BTreeSet<(NodeKind, usize)> {
    let mut held: BTreeSet<usize> = BTreeSet::new();
    loop {
        let before = held.len();
        for (number, service) in services.iter().enumerate() {
            let from_start = service.is_open(start);
            let from_other = held.iter().any(|other| {
                let other = &services[*other];
                other.gives().1 && !other.networks.is_disjoint(&service.networks)
            });
            if from_start || from_other {
                held.insert(number);
            }
        }
        if held.len() == before {
            break;
        }
    }
    let goals = held.into_iter().filter_map(|number| {
        let goal = services[number].gives().0?;
        Some((goal, if goal == NodeKind::Host { 0 } else { number }))
    });
    goals.collect()
}

/// Every simple way from the starts to the goals, by trying every edge at every node.
fn every_way(ways: &Ways, limits: &Limits<'_>) -> BTreeSet<Vec<EdgeId>> {
    fn go(
        ways: &Ways,
        limits: &Limits<'_>,
        at: NodeId,
        edges: &mut Vec<EdgeId>,
        found: &mut BTreeSet<Vec<EdgeId>>,
    ) {
        for id in ways.outgoing(at) {
            let edge = ways.edge(*id);
            let is_cut = edge.cuts.iter().any(|cut| limits.made.contains(cut));
            if edge.strength > limits.hardest || edge.strength == Strength::Closed || is_cut {
                continue;
            }
            let to = ways.node(edge.to);
            let mut seen = edges.iter().map(|id| ways.edge(*id).from).chain([at]);
            if to.kind != NodeKind::Network && seen.any(|node| node == edge.to) {
                continue;
            }
            edges.push(*id);
            let hops = edges.iter().filter(|id| ways.is_hop(ways.edge(**id)));
            if hops.count() <= limits.hops as usize {
                if to.kind.is_goal() {
                    found.insert(edges.clone());
                } else {
                    go(ways, limits, edge.to, edges, found);
                }
            }
            edges.pop();
        }
    }
    let mut found = BTreeSet::new();
    for node in ways.nodes() {
        if node.kind.is_start()
            && let Some(start) = ways.find(node.kind, &node.name, node.project)
        {
            go(ways, limits, start, &mut Vec::new(), &mut found);
        }
    }
    found
}

fn cost(ways: &Ways, edges: &[EdgeId]) -> u32 {
    let costs = edges.iter().filter_map(|id| ways.edge(*id).strength.cost());
    costs.sum()
}

fn service() -> impl Strategy<Value = Service> {
    let kind = prop_oneof![
        3 => Just(Kind::Program),
        1 => Just(Kind::Privileged),
        1 => Just(Kind::Socket),
        2 => Just(Kind::OpenStore),
        1 => Just(Kind::ShutStore),
        1 => Just(Kind::Model),
    ];
    let networks = proptest::collection::btree_set(0_usize..3, 0..3);
    let port = prop_oneof![4 => Just(None), 1 => Just(Some(true)), 1 => Just(Some(false))];
    (kind, networks, port).prop_map(|(kind, networks, port)| Service {
        kind,
        networks,
        port,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn chance_finds_no_other_ways(services in proptest::collection::vec(service(), 1..7)) {
        let scan = scan_of(&compose(&services));
        let ways = scan.ways.as_ref().expect("asked for");
        // What can be reached at all.
        let limits = Limits { hops: 20, work: 50_000_000, ..Limits::default() };
        let found = ways.search(&limits);
        prop_assert!(found.is_complete);
        for start in [NodeKind::Lan, NodeKind::Local] {
            let ours = found.ways.iter().filter_map(|way| {
                let (first, last) = (way.edges.first()?, way.edges.last()?);
                let goal = ways.node(ways.edge(*last).to);
                let number = goal.name.trim_start_matches('s').parse().unwrap_or(0);
                let begins = ways.node(ways.edge(*first).from).kind == start;
                begins.then_some((goal.kind, number))
            });
            let ours: BTreeSet<(NodeKind, usize)> = ours.collect();
            prop_assert_eq!(ours, reached(&services, start));
        }
        // The ways themselves, short and long, with and without an edit.
        let cuts: BTreeSet<&Cut> = ways.edges().iter().flat_map(|edge| &edge.cuts).collect();
        let first: Vec<Cut> = cuts.into_iter().take(1).cloned().collect();
        for (hops, made) in [(2, &[][..]), (5, &[][..]), (5, first.as_slice())] {
            let limits = Limits { hops, made, ..Limits::default() };
            let found = ways.search(&limits);
            prop_assert!(found.is_complete);
            let ours: BTreeSet<Vec<EdgeId>> =
                found.ways.iter().map(|way| way.edges.clone()).collect();
            let theirs = every_way(ways, &limits);
            prop_assert_eq!(found.count, theirs.len());
            prop_assert_eq!(&ours, &theirs);
            let mut cheapest: BTreeMap<(NodeKind, NodeKind), u32> = BTreeMap::new();
            for edges in &theirs {
                let start = ways.node(ways.edge(edges[0]).from).kind;
                let goal = ways.node(ways.edge(edges[edges.len() - 1]).to).kind;
                let known = cheapest.entry((start, goal)).or_insert(u32::MAX);
                *known = cost(ways, edges).min(*known);
            }
            for ((start, goal), cost) in cheapest {
                let own = found.classes.iter().filter(|class| {
                    class.start == start && class.goal == goal
                });
                prop_assert_eq!(own.map(|class| class.easiest.cost).min(), Some(cost));
            }
            prop_assert_eq!(found.classes.iter().map(|class| class.count).sum::<usize>(), theirs.len());
        }
    }
}

/// 10,000 services on one network: each could be a step to each other one.
#[test]
fn a_large_network_ends_and_says_that_not_all_was_counted() {
    let mut text = String::from("services:\n  gate: {image: 'example/gate:1', ports: ['80:80']}\n");
    text.push_str("  holder: {image: 'example/holder:1', privileged: true}\n");
    text.push_str("  cache: {image: 'redis:7'}\n");
    for number in 0..10_000 {
        let _ = writeln!(text, "  s{number}: {{image: 'example/s:1'}}");
    }
    let scan = scan_of(&text);
    let knowledge = Knowledge::default();
    let assumptions = Assumptions::default();
    let begin = Instant::now();
    let ways = Ways::new(Sources {
        deployment: &scan.deployment,
        knowledge: &knowledge,
        nginx: &[],
        assumptions: &assumptions,
    });
    let built = begin.elapsed();
    let begin_search = Instant::now();
    let found = ways.search(&Limits::default());
    let searched = begin_search.elapsed();
    eprintln!("10,000 services: built in {built:?}, searched in {searched:?}");
    assert!(ways.edges().len() < 60_000, "{}", ways.edges().len());
    assert!(!found.is_complete);
    assert!(found.count > 1_000, "{}", found.count);
    let goals: BTreeSet<NodeKind> = found.classes.iter().map(|class| class.goal).collect();
    assert_eq!(goals, BTreeSet::from([NodeKind::Host, NodeKind::Store]));
    for class in &found.classes {
        assert_eq!(class.easiest.hops, 2);
    }
    // A debug build is slower than the one that users run by ten times and more.
    assert!(
        begin.elapsed() < Duration::from_secs(20),
        "{built:?} {searched:?}"
    );
}
