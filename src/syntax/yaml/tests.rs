//! The tree: places, aliases, merges, limits, recovery. Accepting and refusing is compared with
//! Docker Compose in the integration tests.

mod scalars;

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::*;
use crate::model::{Arg, Decoded, ProblemKind, Texts};

fn text(content: &str) -> Arc<Text> {
    let texts = Texts::default();
    let id = texts.add("compose.yaml", Decoded::utf8(content));
    texts.get(id)
}

fn value<'y>(yaml: &'y Yaml, path: &[&str]) -> &'y Node {
    yaml.node(find(yaml, path))
}

fn find(yaml: &Yaml, path: &[&str]) -> NodeId {
    path.iter().fold(yaml.documents[0], |at, key| {
        let entries = yaml.entries(at);
        let entry = entries.iter().find(|entry| {
            yaml.scalar(entry.key)
                .is_some_and(|own| &*own.value == *key)
        });
        yaml.follow(entry.expect("the key is there").value)
    })
}

/// Kind, bytes of the place, detail.
fn problems(content: &str) -> Vec<(ProblemKind, String, Option<Arg>)> {
    let text = text(content);
    let yaml = Yaml::parse(&text);
    let of = |problem: &Problem| {
        let detail = problem.args.first().map(|(_, arg)| arg.clone());
        (problem.kind, text.slice(problem.span).to_owned(), detail)
    };
    yaml.problems.iter().map(of).collect()
}

#[test]
fn nodes_are_where_they_are_written() {
    let content = "# head\na: &x !reset  \"q\\n\" # tail\nb:\n  - 1\n  - |+\n    lit\n\n  # foot\nc: {d: [e],\n  f: 'g'}\nh:\ni: !!str 5\n";
    let text = text(content);
    let yaml = Yaml::parse(&text);
    let at = |path: &[&str]| text.slice(value(&yaml, path).span);
    assert!(yaml.problems.is_empty());
    assert_eq!(at(&["a"]), "\"q\\n\"");
    assert_eq!(value(&yaml, &["a"]).tag.as_deref(), Some("!reset"));
    assert_eq!(at(&["b"]), "- 1\n  - |+\n    lit");
    assert_eq!(at(&["c"]), "{d: [e],\n  f: 'g'}");
    assert_eq!(at(&["c", "d"]), "[e]");
    let nothing = value(&yaml, &["h"]).span;
    assert_eq!(
        content.get(..nothing.range().start).unwrap().lines().last(),
        Some("h:")
    );
    assert_eq!(
        value(&yaml, &["i"]).tag.as_deref(),
        Some("tag:yaml.org,2002:str")
    );
    assert_eq!(yaml.core(find(&yaml, &["i"])), Core::Str);
    let comments: Vec<_> = yaml
        .comments
        .iter()
        .map(|comment| (text.slice(comment.span), comment.own_line))
        .collect();
    assert_eq!(
        comments,
        [("# head", true), ("# tail", false), ("# foot", true)]
    );
}

#[test]
fn part_of_a_value_has_its_place() {
    let text = text("a: \"x\\u4e2d\\\n   y\"\nb: >-\r\n  one\r\n  two\r\n");
    let yaml = Yaml::parse(&text);
    let place = |key: &str, range| text.slice(yaml.span_in(find(&yaml, &[key]), range));
    assert_eq!(
        yaml.scalar(find(&yaml, &["a"])).unwrap().value.as_ref(),
        "x中y"
    );
    assert_eq!(place("a", 1..4), "\\u4e2d");
    assert_eq!(place("a", 4..5), "y");
    assert_eq!(place("b", 4..7), "two");
}

#[test]
fn merges_follow_the_order_of_go_yaml() {
    let text = text(
        "x: &x {a: 1, b: 1, c: 1}\ny: &y {<<: *x, b: 2, d: 2}\nz:\n  <<: [{a: 3}, *y]\n  c: 4\nq:\n  \"<<\": *x\n",
    );
    let yaml = Yaml::parse(&text);
    let shown = |path: &[&str]| -> Vec<String> {
        let entries = yaml.entries(find(&yaml, path));
        let pair = |entry: &Entry| {
            let text = |id| yaml.scalar(id).map_or("?", |scalar| &scalar.value);
            format!("{}={}", text(entry.key), text(entry.value))
        };
        entries.iter().map(pair).collect()
    };
    assert_eq!(shown(&["z"]), ["c=4", "a=3", "b=2", "d=2"]);
    assert_eq!(shown(&["q"]), ["<<=?"]);
    assert!(yaml.problems.is_empty());
}

#[test]
fn a_broken_document_keeps_what_was_read() {
    let text = text("a: 1\nb: [2, {c: 3\n---\nd: 4\n---\ne: 'open\n");
    let yaml = Yaml::parse(&text);
    assert_eq!(yaml.documents.len(), 3);
    assert_eq!(yaml.entries(yaml.documents[0]).len(), 2);
    assert_eq!(yaml.entries(yaml.documents[1]).len(), 1);
    let kinds: Vec<_> = yaml.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::InvalidYaml; 2]);
}

#[test]
fn problems_stand_at_their_places() {
    assert_eq!(
        problems("a: 1\nb: 2\na: 3\n"),
        [(
            ProblemKind::DuplicateKey,
            "a".to_owned(),
            Some(Arg::Number(1))
        )]
    );
    let found = problems("a: &a [*a]\n");
    assert_eq!(
        (found[0].0, found[0].1.as_str()),
        (ProblemKind::InvalidYaml, "*a")
    );
    let found = problems("a:\n\tb: 1\n");
    assert_eq!(found.len(), 1, "{found:?}");
    let found = problems("a: \"x\\/y\"\n");
    assert_eq!(
        (found[0].0, found[0].1.as_str()),
        (ProblemKind::Refused, "\\/")
    );
    let found = problems("a: 1\nb: {1: x}\n");
    assert_eq!(
        (found[0].0, found[0].1.as_str()),
        (ProblemKind::Refused, "1")
    );
}

#[test]
fn what_only_docker_compose_reads_is_mended() {
    let text = text("a: \"it\\'s\\x0b\"# one\nb: [-, -]#two\nc: [\n\t1\n]\n");
    let yaml = Yaml::parse(&text);
    assert!(yaml.problems.is_empty());
    assert_eq!(
        yaml.scalar(find(&yaml, &["a"])).unwrap().value.as_ref(),
        "it's\u{B}"
    );
    let Kind::Sequence(items) = &value(&yaml, &["b"]).kind else {
        panic!("a sequence");
    };
    assert_eq!(yaml.scalar(items[1]).unwrap().value.as_ref(), "-");
    let comments: Vec<_> = yaml
        .comments
        .iter()
        .map(|own| text.slice(own.span))
        .collect();
    assert_eq!(comments, ["# one", "#two"]);
}

#[test]
fn depth_is_bounded_through_aliases_too() {
    for (depth, expected) in [(250, 0), (300, 1), (100_000, 1)] {
        let content = format!("a: {}{}\n", "[".repeat(depth), "]".repeat(depth));
        let found = problems(&content);
        let limits = found
            .iter()
            .filter(|found| found.0 == ProblemKind::LimitExceeded);
        assert_eq!(limits.count(), expected, "{depth}");
    }
    let mut content = "a0: &a0 [x]\n".to_owned();
    for number in 1..300 {
        writeln!(content, "a{number}: &a{number} [*a{}]", number - 1).unwrap();
    }
    let yaml = Yaml::parse(&text(&content));
    assert!(yaml.documents.is_empty());
    assert_eq!(yaml.problems[0].kind, ProblemKind::LimitExceeded);
}

#[test]
fn a_billion_laughs_ends_at_once() {
    let mut content = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    let mut merges = "b0: &b0 {k: v}\n".to_owned();
    for number in 1..30 {
        let before = number - 1;
        let list = vec![format!("*a{before}"); 10].join(", ");
        writeln!(content, "a{number}: &a{number} [{list}]").unwrap();
        let list = vec![format!("*b{before}"); 10].join(", ");
        writeln!(
            merges,
            "b{number}: &b{number}\n  <<: [{list}]\n  k{number}: v"
        )
        .unwrap();
    }
    let start = Instant::now();
    let yaml = Yaml::parse(&text(&content));
    // It is named, and can be walked all the same: nobody unfolds an alias.
    assert_eq!((yaml.documents.len(), yaml.problems.len()), (1, 1));
    let yaml = Yaml::parse(&text(&merges));
    assert_eq!((yaml.documents.len(), yaml.problems.len()), (1, 1));
    for id in yaml.ids() {
        yaml.entries(id);
    }
    assert!(start.elapsed() < Duration::from_millis(100));
}

#[test]
fn merge_chains_are_walked_once() {
    let mut content = "b0: &b0 {k: v}\n".to_owned();
    for number in 1..30 {
        let before = number - 1;
        writeln!(
            content,
            "b{number}: &b{number}\n  <<: [*b{before}, *b{before}]\n  k{number}: v"
        )
        .unwrap();
    }
    let yaml = Yaml::parse(&text(&content));
    // Far too much for a walk; the entries of one mapping are still few.
    let last = yaml
        .nodes
        .iter()
        .rposition(|node| matches!(node.kind, Kind::Mapping(_)));
    let ids = (0..=last.unwrap()).map(|at| NodeId(u32::try_from(at).unwrap()));
    assert_eq!(ids.map(|id| yaml.entries(id).len()).max(), Some(30));
}

#[test]
fn many_comments_do_not_stop_the_reading() {
    let content = format!(
        "a:\n{}  - b\n{}c: d\n",
        "  # x\n".repeat(5000),
        "# y\n".repeat(5000)
    );
    let yaml = Yaml::parse(&text(&content));
    assert!(yaml.problems.is_empty());
    assert_eq!(yaml.comments.len(), 10_000);
    assert_eq!(yaml.entries(yaml.documents[0]).len(), 2);
}

#[test]
fn no_text_takes_long() {
    let many = 20_000;
    for content in [
        "\t\n".repeat(many),
        format!("a: b{}", "\n \t".repeat(many)),
        format!("# a\n{}", "\t\n".repeat(many)),
        format!("a: [{}]", "{b: c}, ".repeat(many)),
        format!("a: {{{}}}", "b: c, ".repeat(many)),
        format!("a: [{}]", "\"\\'\"# b\n, ".repeat(many)),
        "- - - - a\n".repeat(many),
        "---\n'\n".repeat(many),
        "a:\n- b\n".repeat(many),
        "\t".repeat(many),
        format!("a: |{}x", "\n".repeat(many)),
        format!("a: >\n{}", "  b\n\n".repeat(many)),
        format!("a: \"{}\"", "b \n \\\n".repeat(many)),
        "&a ".repeat(many),
        "? ".repeat(many),
    ] {
        let start = Instant::now();
        Yaml::parse(&text(&content));
        let name: String = content.chars().take(12).collect();
        assert!(start.elapsed() < Duration::from_secs(4), "{name:?}");
    }
}
