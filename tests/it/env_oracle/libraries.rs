//! What python-dotenv and dotenv for Node read out of env files, asked of the libraries themselves.
//! `HULAN_DOTENV_PYTHON` is a Python that has the one, `HULAN_DOTENV_NODE` the folder of the other.

use std::io::Write as _;
use std::process::{Command, Stdio};

use hulan::syntax::dotenv::Library;
use serde_json::{Map, Value};

use super::oracle::Kind;
use super::{cases, probes, random};

/// How many random files each library reads.
const RANDOM: usize = 2000;

const PYTHON: &str = "
import io, json, logging, os, sys
from dotenv import dotenv_values
logging.disable(logging.CRITICAL)
os.environ.clear()
read = lambda text: dotenv_values(stream=io.TextIOWrapper(io.BytesIO(text.encode()), 'utf-8'))
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
";

const NODE: &str = "
const { parse } = require(process.argv[1])
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'))
console.log(JSON.stringify(texts.map((text) => parse(Buffer.from(text)))))
";

#[test]
fn python_dotenv_agrees() {
    let Some(python) = tool("HULAN_DOTENV_PYTHON") else {
        return;
    };
    compare(Library::Python, Command::new(python).args(["-c", PYTHON]));
}

#[test]
fn dotenv_for_node_agrees() {
    let Some(folder) = tool("HULAN_DOTENV_NODE") else {
        return;
    };
    compare(
        Library::Node,
        Command::new("node").args(["-e", NODE]).arg(folder),
    );
}

fn tool(name: &str) -> Option<std::ffi::OsString> {
    let tool = std::env::var_os(name);
    if tool.is_none() {
        assert!(
            std::env::var("HULAN_REQUIRE_TOOLS").as_deref() != Ok("1"),
            "{name} is not set"
        );
        println!("skipped: {name} is not set");
    }
    tool
}

fn compare(library: Library, command: &mut Command) {
    let texts = texts();
    let theirs = ask(command, &texts);
    assert_eq!(theirs.len(), texts.len());
    let mut different = Vec::new();
    for (text, theirs) in texts.iter().zip(&theirs) {
        let ours: Map<String, Value> = library
            .read(text)
            .into_iter()
            .map(|reading| {
                let value = reading.value.map(|value| value.expose().to_owned());
                (reading.name, Value::from(value))
            })
            .collect();
        let ours = Value::Object(ours);
        if ours != *theirs {
            different.push(format!("{text:?}: here {ours}, {theirs} there"));
        }
    }
    println!(
        "{}: {} cases, {} differ",
        library.name(),
        texts.len(),
        different.len()
    );
    assert!(different.is_empty(), "{}", different.join("\n"));
}

fn texts() -> Vec<String> {
    let mut texts: Vec<String> = probes::PROBES
        .iter()
        .map(|&probe| probe.to_owned())
        .collect();
    let mut random = random::Random::new(super::number("HULAN_ORACLE_SEED", 1));
    let mut cases = cases::files();
    cases.extend(random.cases(
        super::number("HULAN_ORACLE_COUNT", RANDOM),
        random::library_file,
    ));
    let is_file = |kind: &Kind| matches!(kind, Kind::Files(_));
    let files = cases.into_iter().filter(|case| is_file(&case.kind));
    // The byte-order mark is gone before a text is parsed.
    texts.extend(
        files
            .flat_map(|case| case.texts)
            .filter(|text| !text.starts_with('\u{feff}')),
    );
    texts
}

fn ask(command: &mut Command, texts: &[String]) -> Vec<Value> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("piped");
    let question = serde_json::to_vec(texts).expect("JSON");
    let writer = std::thread::spawn(move || input.write_all(&question));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it listens");
    assert!(output.status.success(), "it fails");
    serde_json::from_slice(&output.stdout).expect("JSON")
}
