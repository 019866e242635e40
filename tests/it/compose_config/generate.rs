//! Random projects of a base and overrides, the same ones in every run.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rayon::prelude::*;

use super::case::Case;
use super::oracle::Oracle;
use super::runner::{Verdict, compare};
use super::values;

/// How many projects, where `HULAN_CASES` says nothing.
const CASES: u64 = 60;

/// How often a failing project is made smaller; each step asks both tools.
const STEPS: usize = 80;

/// The value of each key of a service.
type Service = std::collections::BTreeMap<&'static str, String>;

/// A file of a project: its services, and whether it declares the common resources.
#[derive(Clone, Debug)]
struct File {
    services: std::collections::BTreeMap<&'static str, Service>,
    resources: bool,
}

/// Fails with the smallest project found that the tools do not load alike.
pub(super) fn check(test: &str) {
    let Some(oracle) = Oracle::find(test) else {
        return;
    };
    let wanted = number("HULAN_CASES").unwrap_or(CASES);
    let first = number("HULAN_SEED").unwrap_or(0);
    let only = std::env::var("HULAN_ONLY").unwrap_or_default();
    let seeds: Vec<u64> = (first..first + wanted)
        .filter(|seed| name(*seed).contains(&only))
        .collect();
    let verdicts: Vec<(u64, Verdict)> = seeds
        .into_par_iter()
        .map(|seed| {
            let case = case(seed, &tree(seed).current());
            (seed, compare(&oracle, &case))
        })
        .collect();
    let loaded = verdicts.iter();
    let loaded = loaded.filter(|(_, one)| matches!(one, Verdict::Equal));
    let wrong: Vec<u64> = verdicts
        .iter()
        .filter(|(_, verdict)| verdict.wrong().is_some())
        .map(|(seed, _)| *seed)
        .collect();
    let (loaded, all) = (loaded.count(), verdicts.len());
    eprintln!(
        "{test}: {all} projects, {loaded} equal, {} different",
        wrong.len()
    );
    let Some(seed) = wrong.first() else {
        // A generator whose projects are all refused proves nothing.
        assert!(
            !only.is_empty() || loaded * 2 > all,
            "{loaded} of {all} load"
        );
        return;
    };
    let (case, verdict) = shrunk(&oracle, *seed);
    let verdict = verdict.wrong().unwrap_or_default().to_owned();
    panic!(
        "{wrong:?} differ, {}: {verdict}\n{}",
        case.name,
        case.shown()
    );
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("a number"))
}

fn name(seed: u64) -> String {
    format!("generated/{seed}")
}

/// The project of a seed.
fn tree(seed: u64) -> impl ValueTree<Value = Vec<File>> {
    let mut bytes = [0; 32];
    for (byte, from) in bytes.iter_mut().zip(seed.to_le_bytes()) {
        *byte = from;
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    vec(file(), 1..=3)
        .new_tree(&mut runner)
        .expect("it generates")
}

/// The project of a seed, made smaller while it fails.
fn shrunk(oracle: &Oracle, seed: u64) -> (Case, Verdict) {
    let mut tree = tree(seed);
    let mut smallest = case(seed, &tree.current());
    let mut verdict = compare(oracle, &smallest);
    for _ in 0..STEPS {
        let smaller = case(seed, &tree.current());
        let now = compare(oracle, &smaller);
        let goes_on = if now.wrong().is_some() {
            (smallest, verdict) = (smaller, now);
            tree.simplify()
        } else {
            tree.complicate()
        };
        if !goes_on {
            break;
        }
    }
    (smallest, verdict)
}

fn file() -> impl Strategy<Value = File> {
    let names = select(vec!["web", "db", "job"]);
    let services = btree_map(names, service(), 1..=3);
    (services, proptest::bool::weighted(0.2)).prop_map(|(services, resources)| File {
        services,
        resources,
    })
}

fn service() -> impl Strategy<Value = Service> {
    let pairs = vec(values::pair(), 1..7);
    pairs.prop_map(|pairs| pairs.into_iter().collect())
}

fn case(seed: u64, files: &[File]) -> Case {
    let mut written = std::collections::BTreeMap::new();
    let mut args = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let name = format!("file{number}.yaml");
        args.extend(["-f".to_owned(), name.clone()]);
        written.insert(name, text(file, number == 0).into_bytes());
    }
    for (name, content) in values::ENV_FILES {
        written.insert(name.to_owned(), content.as_bytes().to_vec());
    }
    Case::new(name(seed), written, args)
}

/// The base has all services, so that a project seldom fails for want of one.
fn text(file: &File, is_base: bool) -> String {
    let mut text = String::from(values::ANCHORS);
    text.push_str("services:\n");
    let mut services = file.services.clone();
    if is_base {
        for (name, service) in values::bases() {
            let own = services.entry(name).or_default();
            for (key, value) in service {
                own.entry(key).or_insert_with(|| value.to_owned());
            }
        }
    }
    for (name, service) in &services {
        text.push_str(&format!("  {name}:\n"));
        for (key, value) in service {
            text.push_str(&format!("    {key}: {value}\n"));
        }
    }
    if is_base || file.resources {
        text.push_str(values::RESOURCES);
    }
    text
}
