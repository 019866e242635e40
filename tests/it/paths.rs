//! `hulan paths`, and the cuts that it proposes, applied as a person would.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use hulan::graph::cuts::{Advised, price};
use hulan::graph::ways::{Assumptions, Cut, Limits, NodeKind, Strength};
use hulan::scan::{Request, scan};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{corpus, hulan, json, project, write};

/// A deployment with a way to root: a published console whose password everybody knows commands the
/// engine.
const CONSOLE: &str = "\
services:
  db:
    image: postgres:16.4
    ports:
      - 5432:5432
    environment:
      POSTGRES_PASSWORD: postgres
  web:
    image: nginx:1.27.1
    privileged: true
    networks: [default, back]
    ports:
      - 8080:80
networks:
  back: {}
";

/// What `hulan paths` writes, and its status.
fn paths(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let output = hulan()
        .arg("paths")
        .arg(folder)
        .args(arguments)
        .output()
        .expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    (text + &errors, output.status.code().expect("not killed"))
}

fn data(folder: &Path, arguments: &[&str]) -> (Value, i32) {
    let (text, status) = paths(
        folder,
        &[&["--isolated", "--format", "json"], arguments].concat(),
    );
    (
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")),
        status,
    )
}

fn console() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &[("compose.yaml", CONSOLE.as_bytes())]);
    folder
}

#[test]
fn data_keeps_its_schema() {
    let text = fs::read_to_string(project().join("schema/paths-v1.json")).expect("there");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let folder = console();
    let empty = tempfile::tempdir().expect("made");
    for (folder, arguments, status) in [
        (folder.path(), &[][..], 1),
        (folder.path(), &["--lang", "zh"], 1),
        (folder.path(), &["--from", "lan", "--to", "store:db"], 1),
        (folder.path(), &["--to", "directory"], 0),
        (empty.path(), &[], 3),
    ] {
        let (found, own) = data(folder, arguments);
        let errors: Vec<String> = validator
            .iter_errors(&found)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:?}");
        assert_eq!(own, status, "{arguments:?}");
        assert_eq!(found["count"] == 0, status != 1, "{arguments:?}");
    }
    let (found, _) = data(folder.path(), &[]);
    let mut broken = found.clone();
    broken["paths"][0]["steps"][0]["strength"] = "closed".into();
    assert!(!validator.is_valid(&broken), "a closed step is no step");
}

#[test]
fn places_and_variables_have_names() {
    let folder = console();
    for (arguments, said) in [
        (&["--from", "wbe"][..], "did you mean 'web'?"),
        (&["--to", "hosts"], "did you mean 'host'?"),
        (
            &["--assume", "POSTGRES_PASWORD=strong"],
            "did you mean 'POSTGRES_PASSWORD'?",
        ),
        (
            &["--assume", "POSTGRES_PASSWORD=s3cr3t"],
            "NAME=strong or NAME=weak",
        ),
    ] {
        let (text, status) = paths(folder.path(), arguments);
        assert!(text.contains(said), "{arguments:?}: {text}");
        assert!(!text.contains("s3cr3t"), "{text}");
        assert_eq!(status, 2, "{arguments:?}");
    }
    let (text, _) = paths(folder.path(), &["--lang", "zh"]);
    assert!(text.contains("从端口 5432 出发"), "{text}");
}

#[test]
fn an_assumption_shows_what_remains() {
    let folder = console();
    let to_data = ["--to", "store:db", "--from", "lan"];
    let (now, _) = data(folder.path(), &to_data);
    let assumed = [&to_data[..], &["--assume", "POSTGRES_PASSWORD=strong"]].concat();
    let (then, _) = data(folder.path(), &assumed);
    let certain = |found: &Value| {
        let ways = found["paths"].as_array().expect("a list").iter();
        let is_known = |step: &Value| step["strength"] != "unknown";
        let steps = |way: &&Value| {
            way["steps"]
                .as_array()
                .expect("a list")
                .iter()
                .all(is_known)
        };
        ways.filter(steps).count()
    };
    assert!(certain(&now) > 0);
    assert_eq!(certain(&then), 0);
}

#[test]
fn drawings_have_nothing_but_nodes_and_edges() {
    let folder = console();
    let text = r#"[^"\\\n]*"#;
    let node = r"n\d+";
    let flowchart = format!(
        "^flowchart LR\n(  {node}(\\[\"{text}\"\\]|\\(\\[\"{text}\"\\]\\)|\\[\\[\"{text}\"\\]\\])\n)+(  {node} -->\\|\"[^\"|\\n]*\"\\| {node}\n)+$"
    );
    let graph = format!(
        "^digraph paths \\{{\n  rankdir=LR;\n(  {node} \\[label=\"{text}\", shape=[a-z]+\\];\n)+(  {node} -> {node} \\[label=\"{text}\"\\];\n)+\\}}\n$"
    );
    for (format, grammar) in [("mermaid", flowchart), ("dot", graph)] {
        let (drawn, _) = paths(folder.path(), &["--format", format]);
        let grammar = regex::Regex::new(&grammar).expect("a grammar");
        assert!(grammar.is_match(&drawn), "{drawn}");
    }
}

/// Writes what is to be pasted beside the files of a copy, with new secrets in it, and gives the
/// arguments that name all of it.
fn apply(folder: &Path, edits: &Value) -> Vec<String> {
    let mut arguments = Vec::new();
    let edits = edits.as_array().expect("a list");
    assert_eq!(edits.len(), 1, "one project");
    for file in edits[0]["composeFiles"].as_array().expect("a list") {
        let file = folder.join(file.as_str().expect("a name"));
        arguments.extend(["-f".to_owned(), file.to_str().expect("UTF-8").to_owned()]);
    }
    let over = edits[0]["override"].as_str().expect("a text");
    if !over.is_empty() {
        let file = folder.join(edits[0]["overrideName"].as_str().expect("a name"));
        fs::write(&file, over).expect("written");
        arguments.extend(["-f".to_owned(), file.to_str().expect("UTF-8").to_owned()]);
    }
    let mut number = 0;
    for env in edits[0]["env"].as_array().expect("a list") {
        let file = folder.join(env["path"].as_str().expect("a path"));
        let mut text = fs::read_to_string(&file).unwrap_or_default();
        for line in env["lines"].as_array().expect("a list") {
            let (name, value) = line
                .as_str()
                .expect("a line")
                .split_once('=')
                .expect("a line");
            assert!(value.starts_with("<a new secret"), "{line}");
            number += 1;
            let _ = write!(text, "\n{name}={}\n", new_secret(number));
        }
        fs::write(&file, text).expect("written");
    }
    arguments
}

/// Secrets as `openssl rand -hex 24` makes them, made up once and for all.
fn new_secret(number: u32) -> String {
    let mut state = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::new();
    while text.len() < 48 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let _ = write!(text, "{:04x}", state >> 48);
    }
    text
}

/// The findings of medium severity and above, by rule and subject. With `is_before` also what a
/// worse finding about the same said with it: that it stays when the worse one goes is nothing new.
fn findings(report: &Value, is_before: bool) -> std::collections::BTreeSet<String> {
    let mut found = std::collections::BTreeSet::new();
    for one in report["findings"].as_array().expect("a list") {
        let severity = one["severity"].as_str().expect("a word");
        if !is_before && !["medium", "high", "critical"].contains(&severity) {
            continue;
        }
        let aliases = one["aliases"].as_array().expect("a list").iter();
        let rules = std::iter::once(&one["rule"]).chain(aliases.filter(|_| is_before));
        for rule in rules.filter_map(Value::as_str) {
            for own in one["occurrences"].as_array().expect("a list") {
                found.insert(format!("{rule} {}", own["subject"]["name"]));
            }
        }
    }
    found
}

/// The kinds of goals that ways of known strength lead to.
fn goals(found: &Value) -> Vec<String> {
    let goals = found["worst"]["goals"].as_array().expect("a list").iter();
    let names = goals.map(|goal| goal["easiest"]["to"].as_str().expect("a name"));
    names
        .map(|name| name.split(':').next().expect("a word").to_owned())
        .collect()
}

#[test]
fn proposed_cuts_end_the_ways_of_real_deployments() {
    let Some(corpus) = corpus("paths") else {
        return;
    };
    for (folder, file, is_template) in [
        (
            "fastgpt/v4.14.10.2-054c3f18/docker/global",
            "docker-compose.pg.valid.yml",
            false,
        ),
        (
            "fastgpt/v4.14.8/docker/global",
            "docker-compose.pg.yml",
            false,
        ),
        ("dify/1.16.1", "docker-compose.yaml", true),
        ("dify/1.13.0", "docker-compose.yaml", true),
    ] {
        let copy = tempfile::tempdir().expect("made");
        let from = corpus.join(folder);
        for path in crate::support::files_below(&from, &|_: &Path| true) {
            let name = path
                .strip_prefix(&from)
                .expect("below")
                .to_str()
                .expect("UTF-8")
                .to_owned();
            write(copy.path(), &[(&name, &fs::read(&path).expect("readable"))]);
        }
        if is_template {
            fs::copy(copy.path().join(".env.example"), copy.path().join(".env")).expect("copied");
        }
        let main = copy.path().join(file);
        let named = ["-f", main.to_str().expect("UTF-8")];
        let (before, status) = data(Path::new("."), &named);
        assert_eq!(status, 1, "{folder}");
        let tried: Vec<bool> = before["worst"]["goals"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|goal| goal["cut"]["tried"] == true)
            .collect();
        eprintln!("{folder}: {:?} {tried:?}", goals(&before));
        assert!(tried.contains(&true), "{folder}: no cut");
        let (old, _) = json_of(&named);
        let edits = &before["worst"]["edits"];
        let all = apply(copy.path(), edits);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let (after, _) = data(Path::new("."), &all);
        let left = goals(&after);
        for (goal, tried) in goals(&before).iter().zip(&tried) {
            assert!(
                !tried || !left.contains(goal),
                "{folder}: {goal} is still there"
            );
        }
        let (new, _) = json_of(&all);
        let (new, old) = (findings(&new, false), findings(&old, true));
        let new: Vec<String> = new.difference(&old).cloned().collect();
        assert!(new.is_empty(), "{folder}: {new:?}");
        let Some(compose) = crate::compose_oracle::compose("paths") else {
            continue;
        };
        let mut command = Command::new(compose);
        command.args(&all).arg("config").current_dir(copy.path());
        let output = command.output().expect("it runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{folder}: {errors}");
    }
}

/// The report of a scan of named files.
fn json_of(files: &[&str]) -> (Value, i32) {
    json(Path::new("."), &[&["--isolated"], files].concat())
}

#[test]
fn fastgpt_needs_two_values() {
    let Some(corpus) = corpus("paths") else {
        return;
    };
    let file = corpus.join("fastgpt/v4.14.10.2-054c3f18/docker/global/docker-compose.pg.valid.yml");
    let (found, _) = data(Path::new("."), &["-f", file.to_str().expect("UTF-8")]);
    let to_host = &found["worst"]["goals"][0];
    assert_eq!(to_host["easiest"]["to"], "host");
    assert_eq!(
        to_host["cut"]["changes"].as_array().expect("a list").len(),
        2
    );
    assert_eq!(to_host["cut"]["smallest"], true);
    let env = &to_host["cut"]["edits"][0]["env"][0]["lines"];
    let lines: Vec<&str> = env
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        lines[0].starts_with("AGENT_SANDBOX_OPENSANDBOX_API_KEY="),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("AGENT_SANDBOX_VOLUME_MANAGER_TOKEN="),
        "{lines:?}"
    );
}

#[test]
fn nothing_is_written_and_no_secret_shown() {
    let folder = tempfile::tempdir().expect("made");
    let compose = CONSOLE.replace(
        "POSTGRES_PASSWORD: postgres",
        "POSTGRES_PASSWORD: hunter2hunter2",
    );
    write(folder.path(), &[("compose.yaml", compose.as_bytes())]);
    for arguments in [
        &[][..],
        &["--format", "json"],
        &["--format", "dot"],
        &["--format", "mermaid"],
    ] {
        let (text, _) = paths(folder.path(), arguments);
        assert!(!text.contains("hunter2"), "{text}");
    }
    let names: Vec<_> = fs::read_dir(folder.path())
        .expect("there")
        .flatten()
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

/// A service of a made-up deployment.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is drawn by itself")]
struct Made {
    is_store: bool,
    has_default: bool,
    is_published: bool,
    is_privileged: bool,
    has_socket: bool,
    networks: u8,
}

fn made() -> impl Strategy<Value = Made> {
    let parts = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        1_u8..8,
    );
    parts.prop_map(
        |(is_store, has_default, is_published, is_privileged, has_socket, networks)| Made {
            is_store,
            has_default,
            is_published,
            is_privileged,
            has_socket,
            networks,
        },
    )
}

fn compose_of(services: &[Made]) -> String {
    let mut text = "services:\n".to_owned();
    for (number, own) in services.iter().enumerate() {
        let image = if own.is_store {
            "redis:7.4.1"
        } else {
            "portainer/portainer-ce:2.21.4"
        };
        let _ = write!(text, "  s{number}:\n    image: {image}\n");
        if own.is_store {
            let secret = if own.has_default {
                "difyai123456".to_owned()
            } else {
                new_secret(100)
            };
            let _ = writeln!(text, "    command: [redis-server, --requirepass, {secret}]");
        }
        if own.is_published {
            let target = if own.is_store { 6379 } else { 9443 };
            let _ = write!(text, "    ports:\n      - {}:{target}\n", 7000 + number);
        }
        if own.is_privileged {
            text.push_str("    privileged: true\n");
        }
        if own.has_socket {
            text.push_str("    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n      - data:/data\n");
        }
        let networks: Vec<String> = (0..3)
            .filter(|bit| own.networks >> bit & 1 == 1)
            .map(|bit| format!("n{bit}"))
            .collect();
        let _ = writeln!(text, "    networks: [{}]", networks.join(", "));
    }
    text.push_str("networks: {n0: {}, n1: {}, n2: {}}\nvolumes: {data: {}}\n");
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_single_edit_and_no_pair_is_cheaper(services in prop::collection::vec(made(), 1..6)) {
        let folder = tempfile::tempdir().expect("made");
        write(folder.path(), &[("compose.yaml", compose_of(&services).as_bytes())]);
        let request = |paths| Request { paths, ways: Some(Assumptions::default()), ..Request::default() };
        let found = scan(&request(vec![folder.path().to_path_buf()]));
        let ways = found.ways.as_ref().expect("asked for");
        for advice in &found.counsel.goals {
            let Advised::Tried { set, edits } = &advice.cut else { continue };
            let is_open = |made: &[Cut]| {
                let limits = Limits { hops: 50, hardest: Strength::Reused, made, ..Limits::default() };
                let is_own = |start: NodeKind| advice.target.starts.contains(&start);
                ways.search(&limits).classes.iter().any(|own| own.goal == advice.target.goal && is_own(own.start))
            };
            prop_assert!(is_open(&[]));
            prop_assert!(!is_open(&set.cuts), "{:?}", set.cuts);
            let mut all: Vec<&Cut> = ways.edges().iter().flat_map(|edge| &edge.cuts).collect();
            all.sort();
            all.dedup();
            all.retain(|cut| hulan::graph::cuts::edits(&found.deployment, ways, &found.texts, &[(*cut).clone()]).is_some());
            for (number, one) in all.iter().enumerate() {
                for other in all.iter().skip(number) {
                    let pair = if one == other { vec![(*one).clone()] } else { vec![(*one).clone(), (*other).clone()] };
                    let cost: u32 = pair.iter().map(|cut| price(ways, cut)).sum();
                    prop_assert!(cost >= set.price || is_open(&pair), "{pair:?} for {:?}", set.cuts);
                }
            }
            // What is pasted does the same on the disk.
            let copy = tempfile::tempdir().expect("made");
            let mut env = String::new();
            for (number, (_, name)) in (0..).zip(edits.iter().flat_map(|own| &own.secrets)) {
                let _ = writeln!(env, "{name}={}", new_secret(number));
            }
            let over: String = edits.iter().map(|own| own.over.as_str()).collect();
            let compose = compose_of(&services);
            let mut files = vec![("compose.yaml", compose.as_bytes()), (".env", env.as_bytes())];
            if !over.is_empty() {
                files.push(("compose.override.yaml", over.as_bytes()));
            }
            write(copy.path(), &files);
            let after = scan(&request(vec![copy.path().to_path_buf()]));
            let same = |own: &&hulan::graph::cuts::Advice| own.target == advice.target;
            prop_assert!(after.counsel.goals.iter().find(same).is_none(), "{over}");
        }
    }
}
