use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::walk::within;
use super::*;
use crate::compose::testing::tree;
use crate::model::ProblemKind;

mod oracle;
mod probes;

fn found(content: &str) -> Vec<String> {
    let tree = tree(content);
    tree.said(&validate(&tree.root))
}

/// What is wrong with a service that has `field` besides its image.
fn in_service(field: &str) -> Vec<String> {
    found(&format!("services: {{a: {{image: x, {field}}}}}"))
}

#[test]
fn the_known_keys_are_sorted() {
    for spot in probes::spots() {
        if let Some(map) = spot.shape.map {
            assert!(map.fields.is_sorted_by_key(|(key, _)| *key));
        }
    }
}

#[test]
fn each_problem_says_where_and_what_is_expected() {
    let content = "\
serivces: {}
services:
  a b: {image: x}
  web:
    imgae: x
    zzz: x
    privileged: [yes]
    cgroup: guest
    oom_score_adj: 1001
    cap_add: [A, B, A]
    ports: [{target: 80, publish: 81}]
    depends_on: {db: {required: true}}
    environment: {A: 2020-01-01, \"\": b}
    pull_policy: every_h
    deploy: 7
    container_name: .a
";
    let expected = [
        "serivces refused.misspelt-key services @ serivces",
        "services.a b refused.name - @ a b",
        "services.web.imgae refused.misspelt-key image @ imgae",
        "services.web.zzz refused.unknown-key - @ zzz",
        "services.web.privileged refused.bool - @ privileged",
        "services.web.cgroup refused.word host, private @ guest",
        "services.web.oom_score_adj refused.range -1000 … 1000 @ 1001",
        "services.web.cap_add[2] refused.duplicate services.web.cap_add[0] @ A",
        "services.web.ports[0].publish refused.misspelt-key published @ publish",
        "services.web.depends_on.db refused.missing-key condition @ db",
        "services.web.environment.A refused.variable - @ 2020-01-01",
        "services.web.environment. refused.empty-key - @ \"\"",
        "services.web.pull_policy refused.pull-policy - @ every_h",
        "services.web.deploy refused.mapping - @ 7",
        "services.web.container_name refused.container-name - @ .a",
    ];
    assert_eq!(found(content), expected);
}

#[test]
fn numbers_are_compared_by_value() {
    let equal = |items: &str| !in_service(&format!("group_add: [{items}]")).is_empty();
    assert!(equal("1, 1.0"));
    assert!(equal("1000, 1e3"));
    assert!(equal("0x10, 16"));
    assert!(equal("-0, 0"));
    assert!(equal("18446744073709551615, 18446744073709551615"));
    assert!(!equal("18446744073709551615, 18446744073709551614"));
    assert!(!equal("1, \"1\""));
    assert!(!equal("1, -1, 10, 0.1, .inf, .inf, .nan, .nan"));
    let fits = |number: &str| in_service(&format!("cpu_percent: {number}")).is_empty();
    for good in ["0", "-0", "100", "1e2", "1.0", "0x64", "1_0"] {
        assert!(fits(good), "{good}");
    }
    for bad in ["101", "1e3", "-1", "0.5", "1e-3", "1e300", "-1e300", ".inf"] {
        assert!(!fits(bad), "{bad}");
    }
}

#[test]
fn a_supplied_value_meets_every_constraint_of_a_scalar() {
    let good = "cgroup: $SUPPLIED, cpu_percent: $SUPPLIED, use_api_socket: $SUPPLIED, \
        cap_add: [$SUPPLIED, $SUPPLIED], container_name: $SUPPLIED, scale: $SUPPLIED";
    assert_eq!(in_service(good), [""; 0]);
    let bad = ["services.a.deploy refused.mapping - @ $SUPPLIED"];
    assert_eq!(in_service("deploy: $SUPPLIED"), bad);
}

#[test]
fn aliases_are_checked_once() {
    // Each service is the same big mapping, which has one fault.
    let mut content = String::from("x-a: &a\n  image: x\n  fault: 1\n  labels:\n");
    for number in 0..5_000 {
        let _ = writeln!(content, "    l{number}: v");
    }
    content.push_str("services:\n");
    for number in 0..5_000 {
        let _ = writeln!(content, "  s{number}: *a");
    }
    let tree = tree(&content);
    let start = Instant::now();
    let problems = tree.said(&validate(&tree.root));
    assert_eq!(
        problems,
        ["services.s0.fault refused.unknown-key - @ fault"]
    );
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn equal_items_are_found_in_an_alias_bomb() {
    let mut content = String::from("x-0: &x0 [a]\n");
    for depth in 1..50 {
        let before = depth - 1;
        let _ = writeln!(
            content,
            "x-{depth}: &x{depth} [*x{before}, *x{before}, *x{before}]"
        );
    }
    let port = |port: u16| format!("{{target: {port}, x-bomb: *x49}}");
    let ports = [port(1), port(2), port(1)].join(", ");
    let _ = writeln!(content, "services: {{a: {{image: x, ports: [{ports}]}}}}");
    let tree = tree(&content);
    let start = Instant::now();
    let problems = validate(&tree.root);
    assert_eq!(problems.len(), 1);
    assert!(tree.said(&problems)[0].starts_with("services.a.ports[2] refused.duplicate"));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn problems_and_work_are_bounded() {
    let mut content = String::from("services:\n");
    for number in 0..1_000 {
        let _ = writeln!(content, "  s{number}: {{image: 1, ports: [[], []]}}");
    }
    let tree = tree(&content);
    assert_eq!(validate(&tree.root).len(), 200);
    let given_up = within(&tree.root, 10);
    let last = given_up.last().expect("a problem");
    assert_eq!(last.kind, ProblemKind::LimitExceeded);
    assert!(given_up.len() < 10);
}
