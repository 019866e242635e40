//! Every format is found wherever people write it down.

use std::collections::BTreeMap;

use super::found;
use super::generator::{Random, Sample, samples};
use hulan::meaning::tokens::Checksum;

/// Values of each format.
const VALUES: usize = 20;

/// The ways in which people write a value down.
fn carriers(name: &str, value: &str) -> [String; 6] {
    let small = name.to_lowercase();
    [
        format!("# settings\nDEBUG=false\n{name}={value}\nPORT=8080\n"),
        format!(
            "services:\n  web:\n    environment:\n      {name}: \"{value}\"\n      PORT: 8080\n"
        ),
        format!("{{\n  \"debug\": false,\n  \"{small}\": \"{value}\",\n  \"port\": 8080\n}}\n"),
        format!("import os\n\n{name} = '{value}'\nprint(1)\n"),
        format!(
            "import os\n\nclient = connect(\n    port=8080, {small}=\"{value}\", debug=False)\n"
        ),
        format!("#!/bin/sh\nexport {name}='{value}'\nexec run\n"),
    ]
}

/// How often the values of a format were found, and found as what they are.
#[derive(Default)]
struct Score {
    tried: usize,
    found: usize,
    right: usize,
}

fn score(sample: &Sample, name: &str, random: &mut Random) -> Score {
    let mut score = Score::default();
    for _ in 0..VALUES {
        let (value, secret) = sample.value(random);
        for text in carriers(name, &value) {
            let start = text.find(&value).expect("the carrier has the value");
            let expected = start + secret.start..start + secret.end;
            let tokens = found(text.as_bytes());
            let hit = tokens.iter().find(|token| token.range == expected);
            score.tried += 1;
            score.found += usize::from(hit.is_some());
            let is_right = hit.is_some_and(|hit| {
                hit.format.id == sample.id && hit.checksum != Checksum::Wrong && tokens.len() == 1
            });
            score.right += usize::from(is_right);
        }
    }
    score
}

fn table(title: &str, name: impl Fn(&Sample) -> Option<String>) -> Vec<(String, Score)> {
    let mut random = Random::new(7);
    let mut sums: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut scores = Vec::new();
    for sample in samples().iter().filter(|sample| !sample.fallback) {
        let Some(name) = name(sample) else { continue };
        let score = score(sample, &name, &mut random);
        for key in [sample.category.as_str(), "~ all"] {
            let sum = sums.entry(key.to_owned()).or_default();
            for (sum, part) in sum
                .iter_mut()
                .zip([1, score.tried, score.found, score.right])
            {
                *sum += part;
            }
        }
        scores.push((sample.id.clone(), score));
    }
    eprintln!("{title}\n{:<12} formats  values   found   right", "");
    for (key, [formats, tried, found, right]) in sums {
        eprintln!("{key:<12} {formats:>7} {tried:>7} {found:>7} {right:>7}");
    }
    scores
}

#[test]
fn every_format_is_found_and_named_under_its_own_name() {
    let scores = table("own name", |sample| Some(sample.variable.clone()));
    assert_eq!(scores.len(), 212);
    let missed: Vec<String> = scores
        .iter()
        .filter(|(_, score)| score.right < score.tried)
        .map(|(id, score)| {
            format!(
                "{id}: {} found, {} right of {}",
                score.found, score.right, score.tried
            )
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn what_says_enough_is_found_and_named_under_any_name() {
    let scores = table("neutral name", |sample| {
        sample.context.is_empty().then(|| "VALUE_A".to_owned())
    });
    let missed: Vec<String> = scores
        .iter()
        .filter(|(_, score)| score.right < score.tried)
        .map(|(id, score)| {
            format!(
                "{id}: {} found, {} right of {}",
                score.found, score.right, score.tried
            )
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn other_lengths_and_kin_are_found_too() {
    let mut random = Random::new(13);
    for sample in samples().iter().filter(|sample| sample.verify.is_empty()) {
        for value in sample.others(&mut random) {
            let tokens = found(format!("{}={value}", sample.variable).as_bytes());
            assert_eq!(
                tokens.first().map(|token| token.format.id),
                Some(sample.id.as_str()),
                "{}",
                sample.id
            );
        }
    }
}
