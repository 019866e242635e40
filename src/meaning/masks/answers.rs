//! Answers of an engine that are to be saved: whatever can be a secret in them gives way to a
//! marker. Names stay, and so does every line.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value;

use super::super::arguments::arguments;
use super::super::names::is_secret_name;
use super::super::secrets::says_nothing;
use super::super::tokens;
use super::{FLAGS, in_prose, random_words};

/// What stands in place of a value that is not kept.
pub const MASKED: &str = "__hulan_masked__";

/// Whether a value, or a part of it, was not kept: it is not known.
pub fn is_masked(value: &str) -> bool {
    value.contains(MASKED)
}

/// Shortest secret that is looked for beside its own place.
const SHORTEST: usize = 8;

/// Deeper than any answer: what lies below is not kept.
const DEEPEST: usize = 100;

/// Fields that hold words of people or of programs, in which a secret can look like anything.
const FREE: [&str; 17] = [
    "Env",
    "Cmd",
    "Entrypoint",
    "Args",
    "Test",
    "CreatedBy",
    "CreateCommand",
    "OnBuild",
    "Command",
    "Comment",
    "Author",
    "Shell",
    "Path",
    "Error",
    "Err",
    "Message",
    "Value",
];

/// Fields of which nothing is kept: what programs printed, and what lets others in.
const HIDDEN: [&str; 6] = [
    "Output",
    "JoinTokens",
    "UnlockKey",
    "SigningCAKey",
    "IdentityToken",
    "Data",
];

/// Objects whose fields people name themselves.
const NAMED: [&str; 6] = [
    "Labels",
    "Options",
    "Opts",
    "DriverOpts",
    "Annotations",
    "Sysctls",
];

/// Labels that say which part of which project a container is; they are no secrets, and a saved
/// document is held against the files by them.
const OF_COMPOSE: &str = "com.docker.compose.";

/// Puts [`MASKED`] in place of whatever can be a secret.
pub fn mask_answers(document: &mut Value) {
    let mut known = BTreeSet::new();
    let place = Place {
        holder: "",
        field: "",
        is_free: false,
        depth: 0,
    };
    each(document, place, &mut |place, words| {
        let found = secrets_of(place, words);
        for (word, ranges) in words.iter_mut().zip(found) {
            for range in &ranges {
                known.extend(word.get(range.clone()).map(str::to_owned));
            }
            replace(word, ranges);
        }
    });
    known.retain(|word| word.len() >= SHORTEST && !is_masked(word));
    let search = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&known);
    let Ok(search) = search else { return };
    if known.is_empty() {
        return;
    }
    each(document, place, &mut |place, words| {
        for word in words.iter_mut().filter(|_| place.is_free) {
            let found = search.find_iter(word.as_str()).map(|found| found.range());
            let found = found.collect();
            replace(word, found);
        }
    });
}

/// Where a string stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The field that holds the object.
    holder: &'p str,
    /// The field that holds it, or the list that it is in.
    field: &'p str,
    /// Whether it is in the words of people or of programs.
    is_free: bool,
    depth: usize,
}

/// Calls `act` for each string, and for each list of strings as a whole.
fn each(value: &mut Value, place: Place<'_>, act: &mut impl FnMut(Place<'_>, &mut [String])) {
    if place.depth > DEEPEST {
        *value = Value::Null;
        return;
    }
    let depth = place.depth + 1;
    if HIDDEN.contains(&place.field) && !value.is_null() {
        *value = Value::String(MASKED.to_owned());
        return;
    }
    match value {
        Value::String(text) => act(place, std::slice::from_mut(text)),
        Value::Array(items) => {
            let words = items.iter().map(|item| item.as_str().map(str::to_owned));
            let words: Option<Vec<String>> = words.collect();
            match words {
                Some(mut words) => {
                    act(place, &mut words);
                    *items = words.into_iter().map(Value::String).collect();
                }
                None => {
                    for item in items {
                        each(item, Place { depth, ..place }, act);
                    }
                }
            }
        }
        Value::Object(fields) => {
            // The options of a log driver; elsewhere `Config` has fields of its own.
            let of_log_driver = (place.holder, place.field) == ("LogConfig", "Config");
            let is_named = of_log_driver || NAMED.contains(&place.field);
            let holder = place.field;
            // `{"Name": …, "Value": …}`
            let name = fields.get("Name").and_then(Value::as_str);
            let names_secret = name.is_some_and(is_secret_name);
            for (field, value) in fields {
                if names_secret && field == "Value" && !value.is_null() {
                    *value = Value::String(MASKED.to_owned());
                }
                let is_compose = field.starts_with(OF_COMPOSE);
                let is_free = FREE.contains(&field.as_str()) || is_named && !is_compose;
                let place = Place {
                    holder,
                    field,
                    is_free,
                    depth,
                };
                each(value, place, act);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The secrets of some words that follow each other, each by its bytes.
fn secrets_of(place: Place<'_>, words: &[String]) -> Vec<Vec<Range<usize>>> {
    let mut found: Vec<Vec<Range<usize>>> =
        words.iter().map(|word| secrets_in(place, word)).collect();
    let texts: Vec<&str> = words.iter().map(String::as_str).collect();
    if place.is_free && place.field != "Env" {
        for own in arguments(&texts) {
            if let Some(ranges) = found.get_mut(own.word) {
                ranges.push(own.range);
            }
        }
        for (pair, ranges) in texts.windows(2).zip(found.iter_mut().skip(1)) {
            if let [before, word] = pair
                && FLAGS.contains(before)
                && !word.starts_with('-')
            {
                ranges.push(0..word.len());
            }
        }
    }
    found
}

fn secrets_in(place: Place<'_>, word: &str) -> Vec<Range<usize>> {
    if is_secret_name(place.field) && !says_nothing(word) && !place.field.starts_with(OF_COMPOSE) {
        return std::iter::once(0..word.len()).collect();
    }
    let mut start = 0;
    if place.is_free
        && let Some((name, value)) = word.split_once('=')
        && !name.contains(char::is_whitespace)
    {
        start = name.len() + 1;
        if is_secret_name(name.trim_start_matches('-')) && !says_nothing(value) {
            return std::iter::once(start..word.len()).collect();
        }
    }
    let value = word.get(start..).unwrap_or_default();
    let mut found = in_prose(value);
    let mut held = Vec::new();
    tokens::search(value.as_bytes(), &mut held);
    found.extend(held.into_iter().map(|token| token.range));
    if place.is_free {
        found.extend(random_words(value));
    }
    let found = found.into_iter();
    found
        .map(|range| start + range.start..start + range.end)
        .collect()
}

/// Puts the marker in place of ranges, which may overlap.
fn replace(word: &mut String, mut ranges: Vec<Range<usize>>) {
    ranges.retain(|range| !range.is_empty() && word.get(range.clone()).is_some());
    if ranges.is_empty() {
        return;
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out = String::with_capacity(word.len());
    let mut at = 0;
    for range in ranges {
        if range.start >= at {
            out.push_str(word.get(at..range.start).unwrap_or_default());
            out.push_str(MASKED);
        }
        at = at.max(range.end);
    }
    out.push_str(word.get(at..).unwrap_or_default());
    *word = out;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_go_and_names_stay() {
        let mut answers = json!({
            "Id": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "Config": {
                "Image": "registry.example/team/app:build-20251123-0a1b2c",
                "Env": [
                    "PATH=/usr/local/sbin:/usr/bin",
                    "DB_PASSWORD=made-up=one",
                    "DSN=postgres://app:made-up-two@db/x",
                    "PLAIN=hello",
                    "OPAQUE=zQ81kkP0aa1xyvv8",
                    "USE_KEY=true",
                ],
                "Cmd": ["redis-server", "--requirepass", "made-up-three", "--port", "6379"],
                "Labels": {
                    "com.docker.compose.config-hash": "8f14e45fceea167a5a36dedd4bea2543",
                    "app.password": "made-up-four",
                    "note": "made-up=one again",
                },
            },
            "HostConfig": {"LogConfig": {"Config": {"splunk-token": "made-up-five"}}},
            "Mounts": [{"Source": "/srv/made-up=one"}],
            "history": [{"CreatedBy": "RUN |1 TOKEN=made-up-six /bin/sh -c ./build.sh"}],
        });
        mask_answers(&mut answers);
        let text = answers.to_string();
        for kept in [
            "0123456789abcdef",
            "registry.example/team/app:build-20251123-0a1b2c",
            "PATH=/usr/local/sbin:/usr/bin",
            "\"DB_PASSWORD=__hulan_masked__\"",
            "postgres://app:__hulan_masked__@db/x",
            "PLAIN=hello",
            "\"OPAQUE=__hulan_masked__\"",
            "USE_KEY=true",
            "6379",
            "8f14e45fceea167a5a36dedd4bea2543",
            "|1 TOKEN=__hulan_masked__ /bin/sh",
            "\"note\":\"__hulan_masked__ again\"",
        ] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        for gone in ["two", "three", "four", "five", "six", "zQ81"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        let before = text.clone();
        mask_answers(&mut answers);
        assert_eq!(answers.to_string(), before);
    }
}
