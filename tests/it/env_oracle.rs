//! Docker Compose itself says what env files and templates mean: values and refusals must be
//! the same here. `HULAN_COMPOSE` is the path of the binary.

// Tests may stop at the first surprise, in their helpers as well.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

mod cases;
mod libraries;
mod oracle;
mod probes;
mod random;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use oracle::{Case, Compose, Meaning};

/// The process environment of all cases.
const OUTER: [(&str, &str); 4] = [
    ("SET", "value"),
    ("EMPTY", ""),
    ("MONEY", "a$b${c"),
    ("HOME", "/root"),
];

/// What each service with env files sets itself.
const OWN: [(&str, &str); 1] = [("OWN", "own")];

/// How many random cases of each kind run, and how many of them may be refused ones: each of
/// those takes a call of its own.
const RANDOM: usize = 300;
const RANDOM_REFUSED: usize = 40;

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |given| given.parse().expect("a number"))
}

#[test]
fn compose_agrees() {
    let Some(compose) = Compose::find() else {
        assert!(
            std::env::var("HULAN_REQUIRE_TOOLS").as_deref() != Ok("1"),
            "HULAN_COMPOSE is not set"
        );
        println!("skipped: HULAN_COMPOSE is not set");
        return;
    };
    let mut random = random::Random::new(number("HULAN_ORACLE_SEED", 1));
    let count = number("HULAN_ORACLE_COUNT", RANDOM);
    let refused = number("HULAN_ORACLE_REFUSED", RANDOM_REFUSED);
    let mut jobs: Vec<Vec<(Case, Meaning)>> = Vec::new();
    for mut cases in [
        cases::templates(),
        cases::files(),
        cases::raw_files(),
        cases::projects(),
        random.cases(count, random::template),
        random.cases(count, random::file),
        random.cases(count / 3, random::raw_file),
    ] {
        let is_random = cases.first().is_some_and(|case| case.random);
        let mut accepted = Vec::new();
        let mut alone = Vec::new();
        for case in cases.drain(..) {
            let meaning = case.meaning();
            // A project has one set of env files, and a refusal hides its neighbours.
            if meaning == Meaning::Refused || matches!(case.kind, oracle::Kind::Project) {
                alone.push(vec![(case, meaning)]);
            } else {
                accepted.push((case, meaning));
            }
        }
        if is_random {
            alone.truncate(refused);
        }
        jobs.push(accepted);
        jobs.append(&mut alone);
    }
    let cases: usize = jobs.iter().map(Vec::len).sum();
    let next = AtomicUsize::new(0);
    let different = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = compose.differences(job);
                    different.lock().expect("no panic").extend(found);
                }
            });
        }
    });
    let different = different.into_inner().expect("no panic");
    println!(
        "{cases} cases, {} differ, {} calls",
        different.len(),
        compose.calls()
    );
    assert!(different.is_empty(), "{}", different.join("\n"));
}
