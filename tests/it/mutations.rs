//! Broken copies of real files: no crash, no long wait, and an honest word about what was read.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::support::{corpus, files_below, json, project, write};

const COPIES: u64 = 200;

/// Longest time for one file, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(1);

#[test]
fn mutated_files_are_survived_and_accounted_for() {
    let folder = corpus("mutated_files_are_survived_and_accounted_for (fixtures stand in)");
    let sources = sources(&folder.unwrap_or_else(|| project().join("fixtures")));
    assert!(sources.len() > 5);
    (0..COPIES).into_par_iter().for_each(|seed| {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
        let source = &sources[random.below(sources.len())];
        let original = std::fs::read(source).expect("readable");
        let mutated = mutate(&original, &mut random);
        let folder = tempfile::tempdir().expect("made");
        let is_yaml = source
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml");
        let compose: &[u8] = b"services:\n  web:\n    image: nginx:1.27\n    env_file: app.env\n";
        if is_yaml {
            write(folder.path(), &[("compose.yaml", &mutated)]);
        } else {
            write(
                folder.path(),
                &[("compose.yaml", compose), ("app.env", &mutated)],
            );
        }
        let name = format!("{} with seed {seed}", source.display());
        let judged = || {
            let before = Instant::now();
            let judged = json(folder.path(), &[]);
            (before.elapsed() < LONGEST, judged)
        };
        // A busy machine makes one run slow, and not three.
        let mut runs = (0..3).map(|_| judged());
        let (_, (report, status)) = runs
            .find(|(is_quick, _)| *is_quick)
            .unwrap_or_else(|| panic!("{name} took longer than {LONGEST:?}, each of three times"));
        let unread = report["coverage"]["unread"].as_array().expect("a list");
        let files = report["coverage"]["files"].as_u64().expect("a number");
        assert!(
            files >= 1 || !unread.is_empty(),
            "{name}: nothing read, nothing said"
        );
        assert_eq!(
            report["outcome"]["exit"].as_i64(),
            Some(status.into()),
            "{name}"
        );
        let incomplete = report["outcome"]["incomplete"].as_bool().expect("a switch");
        assert_eq!(incomplete, !unread.is_empty(), "{name}");
        assert!(!(status == 0 && incomplete), "{name}");
    });
}

/// Compose and env files of real deployments.
fn sources(folder: &Path) -> Vec<PathBuf> {
    files_below(folder, &|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.contains("compose") || name.contains(".env")
    })
}

fn mutate(original: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = original.to_vec();
    match random.below(5) {
        // Flipped bytes.
        0 => {
            for _ in 0..=random.below(20) {
                let at = random.below(bytes.len().max(1));
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
        // Cut off.
        1 => bytes.truncate(random.below(bytes.len().max(1))),
        // Random indentation.
        2 => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let lines = text
                .split_inclusive('\n')
                .map(|line| match random.below(12) {
                    0 => format!("{}{line}", " ".repeat(random.below(7))),
                    1 => format!("\t{line}"),
                    2 => line.trim_start().to_owned(),
                    _ => line.to_owned(),
                });
            bytes = lines.collect::<String>().into_bytes();
        }
        // Deep nesting in the middle.
        3 => {
            let opener = ["[", "{a: ", "- ", "? ", "${A:-", "\"", "&a [", "!x "][random.below(8)];
            let at = random.below(bytes.len().max(1));
            let nested = opener.repeat(1 + random.below(20_000));
            bytes.splice(at..at, nested.into_bytes());
        }
        // A piece taken from one place to another.
        _ => {
            let from = random.below(bytes.len().max(1));
            let length = random.below(400).min(bytes.len() - from);
            let piece: Vec<u8> = bytes.drain(from..from + length).collect();
            let to = random.below(bytes.len().max(1));
            bytes.splice(to..to, piece);
        }
    }
    bytes
}

/// A small generator: the same copies in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("small")
    }
}
