use super::*;
use crate::compose::build::Builder;
use crate::compose::environment::Variables;
use crate::model::{Arg, Decoded, Origins, ProblemKind, Sensitive, Span, Text, TextId, Texts};
use crate::syntax::yaml::Yaml;

/// The tree of a file, in which `$LATER` is supplied at deploy, and the file.
fn read<T>(content: &str, look: impl FnOnce(&Value, &Text) -> T) -> T {
    let texts = Texts::default();
    let decoded = Decoded::utf8(content);
    let file = texts.get(texts.add("compose.yaml", decoded));
    let yaml = Yaml::parse(&file);
    assert!(yaml.problems.is_empty(), "{:?}", yaml.problems);
    let mut origins = Origins::default();
    let mut variables = Variables::default();
    let origin = origins.literal(Span::start_of(TextId(0)));
    variables.set("LATER", None::<Sensitive>, origin);
    let mut builder = Builder::new(&yaml, &variables, &mut origins);
    let root = builder.value(yaml.documents[0]);
    look(&root, &file)
}

/// Path, sentence and place of what is refused.
fn refused(content: &str) -> Vec<(String, &'static str, String)> {
    read(content, |root, file| {
        let problems = decode(root).into_iter().map(|problem| {
            assert_eq!(problem.kind, ProblemKind::Refused);
            let [(_, Arg::Text(detail)), (_, Arg::Name(path))] = &problem.args[..] else {
                panic!("{problem:?}");
            };
            (path.clone(), *detail, file.slice(problem.span).to_owned())
        });
        problems.collect()
    })
}

#[test]
fn what_no_member_can_hold_is_refused_where_it_stands() {
    let content = "services:
  a:
    stop_grace_period: soon
    ports: [{target: 80}, {target: -1}]
    deploy: {resources: {limits: {memory: lots}}}
    environment: [\"A =b\"]
    x-own: {stop_grace_period: soon}
models: {m: {context_size: big}}
";
    let expected = [
        ("models.m.context_size", "refused.number", "big"),
        (
            "services.a.deploy.resources.limits.memory",
            "refused.size",
            "lots",
        ),
        (
            "services.a.environment",
            "refused.trailing-space",
            "\"A =b\"",
        ),
        ("services.a.ports[1].target", "refused.negative", "-1"),
        ("services.a.stop_grace_period", "refused.duration", "soon"),
    ];
    let found = refused(content);
    let found = found.iter();
    let found: Vec<_> = found
        .map(|(path, detail, at)| (&**path, *detail, &**at))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_supplied_at_deploy_decodes_as_anything() {
    let content = "services:
  a:
    command: ${LATER}
    cpus: ${LATER}
    environment: {A: \"x$LATER\", x-b: $LATER}
    extra_hosts: [\"h=$LATER\"]
    labels: [\"a=$LATER\", \"$LATER\"]
    ports: [$LATER, {target: $LATER}]
    stop_grace_period: ${LATER}s
    ulimits: {a: {soft: $LATER, hard: 1}}
x-a: $LATER
";
    let printed = read(content, |root, _| {
        assert_eq!(decode(root), Vec::new());
        json(root, "a")
    });
    let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let service = &json["services"]["a"];
    for pointer in [
        "/command",
        "/cpus",
        "/environment/A",
        "/labels/a",
        "/ports/0",
        "/ports/1/target",
        "/stop_grace_period",
        "/ulimits/a/soft",
    ] {
        assert_eq!(
            service.pointer(pointer).unwrap(),
            out::SUPPLIED,
            "{pointer}"
        );
    }
    assert_eq!(json["x-a"], out::SUPPLIED);
    assert_eq!(
        service["environment"][text::EXTENSIONS],
        format!("map[x-b:{}]", out::SUPPLIED)
    );
}

#[test]
fn shared_parts_are_printed_up_to_a_bound() {
    let long = "x".repeat(1 << 20);
    let aliases = "*a, ".repeat(80);
    let content = format!("x-a: &a {long}\nx-b: [{aliases}]\nservices: {{a: {{image: x}}}}\n");
    read(&content, |root, _| {
        let problems = decode(root);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].kind, ProblemKind::LimitExceeded);
        assert!(json(root, "a").len() < 65 << 20);
    });
}

#[test]
fn what_json_cannot_hold_is_shown_all_the_same() {
    let content = "services:
  a: {image: x, cpus: .inf, build: {context: /a, ssh: {default: ~, k: /b}}}
x-a: .nan
";
    let printed = read(content, |root, _| json(root, "a"));
    let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(json["services"]["a"]["cpus"].is_null() && json["x-a"].is_null());
    let ssh = &json["services"]["a"]["build"]["ssh"];
    assert_eq!(*ssh, serde_json::json!(["default", "k=/b"]));
}

#[test]
fn the_content_of_a_config_is_hidden_where_a_variable_gives_it() {
    let content = "configs:
  a: {environment: A, content: made-up-content}
  b: {content: open}
secrets: {s: {content: made-up-content}}
";
    let printed = read(content, |root, _| json(root, "a"));
    assert!(!printed.contains("made-up") && printed.contains("open"));
}
