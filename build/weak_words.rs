//! `policies/knowledge/weak-words.yaml` as one sorted table, each word with its cheapest meaning.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::{Outcome, read_yaml};

/// Lists of words are written as running text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeakWords {
    common: String,
    words: String,
    vendors: String,
    pinyin: String,
    surnames: String,
    numbers: String,
    syllables: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Defaults {
    entries: Vec<Product>,
}

#[derive(Deserialize)]
struct Product {
    product: String,
}

/// The word, what it is, and its cost in tenths of a bit.
type Table = BTreeMap<String, (&'static str, u32)>;

/// The table of words.
pub(crate) fn table(root: &Path) -> Outcome<String> {
    let folder = root.join("policies/knowledge");
    let all: WeakWords = read_yaml(&folder.join("weak-words.yaml"))?;
    let defaults: Defaults = read_yaml(&folder.join("default-secrets.yaml"))?;
    let mut table = Table::new();
    for (rank, word) in all.common.split_whitespace().enumerate() {
        add(&mut table, word, "Common", rank_cost(rank))?;
    }
    let lists = [
        (&all.words, "Word", 75),
        (&all.vendors, "Name", 70),
        (&all.pinyin, "Pinyin", 65),
        (&all.surnames, "Pinyin", 66),
        (&all.numbers, "Number", 55),
    ];
    for (words, kind, cost) in lists {
        for word in words.split_whitespace() {
            add(&mut table, word, kind, cost)?;
        }
    }
    for entry in &defaults.entries {
        // A product of two words is written in one, and one word of it may stand alone.
        let lower = entry.product.to_lowercase();
        let parts = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
        let whole: String = parts.clone().collect();
        for part in parts.chain([whole.as_str()]).filter(|part| part.len() > 2) {
            add(&mut table, part, "Name", 70)?;
        }
    }
    for (initial, finals) in &all.syllables {
        for end in finals.split_whitespace() {
            let syllable = format!("{initial}{end}");
            if syllable.len() > 1 {
                add(&mut table, &syllable, "Pinyin", 80)?;
            }
        }
    }
    let mut code = String::from("static WORDS: &[(&str, Kind, u8)] = &[\n");
    for (word, (kind, cost)) in &table {
        let _ = writeln!(code, "({word:?}, Kind::{kind}, {cost}),");
    }
    code.push_str("];\n");
    Ok(code)
}

/// The cheapest meaning counts. Three letters turn up by chance, so they say less.
fn add(table: &mut Table, word: &str, kind: &'static str, cost: u32) -> Outcome<()> {
    if word
        .chars()
        .any(|letter| letter.is_uppercase() || !letter.is_ascii())
    {
        return Err(format!("weak-words.yaml: {word}: not in lower case"));
    }
    let is_short = word.len() <= 3 && word.chars().all(|letter| letter.is_ascii_alphabetic());
    let cost = if is_short { cost.max(80) + 15 } else { cost };
    let entry = table.entry(word.to_owned()).or_insert((kind, cost));
    if cost < entry.1 {
        *entry = (kind, cost);
    }
    Ok(())
}

/// Tenths of a bit for the place in a list of frequent passwords: the logarithm, and one bit more.
fn rank_cost(rank: usize) -> u32 {
    let rank = u32::try_from(rank).unwrap_or(u32::MAX).saturating_add(1);
    // Whole bits are exact enough, and need no floating point.
    (rank.ilog2() + 1) * 10
}
