//! A name for an occurrence that stays the same while lines move, services change their order and
//! values change.

use std::collections::HashMap;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::group::Placed;
use crate::model::Texts;
use crate::rules::{CauseKey, Occurrence};

/// From so many occurrences on a second thread is worth its start.
const MANY: usize = 256;

/// How many bytes of the digest are kept.
const BYTES: usize = 16;

/// Resolves the places of occurrences, brings them into the order of the files, takes out what is
/// said twice, and names each.
pub(super) fn place(occurrences: Vec<Occurrence>, texts: &Texts) -> Vec<Placed> {
    let at = |occurrence| placed_at(occurrence, texts);
    let mut placed: Vec<Placed> = if occurrences.len() >= MANY {
        occurrences.into_par_iter().map(at).collect()
    } else {
        occurrences.into_iter().map(at).collect()
    };
    placed.sort_by(|a, b| a.order().cmp(&b.order()));
    placed.dedup_by(|a, b| {
        let is_same =
            a.order() == b.order() && a.cause == b.cause && a.occurrence.args == b.occurrence.args;
        if is_same {
            b.occurrence.projects.append(&mut a.occurrence.projects);
            // What starts in one project of several is not inactive.
            if a.occurrence.inactive_in.is_empty() {
                b.occurrence.inactive_in.clear();
            }
        }
        is_same
    });
    let mut seen: HashMap<String, usize> = HashMap::new();
    for placed in &mut placed {
        let key = key(&placed.occurrence);
        let nth = seen.entry(key.clone()).or_insert(0);
        // The same subject in several files: the first in the order of the paths keeps the name
        // that it has alone.
        placed.fingerprint = match *nth {
            0 => digest(&key),
            nth => digest(&format!("{key}\0{nth}")),
        };
        *nth += 1;
    }
    placed
}

fn placed_at(occurrence: Occurrence, texts: &Texts) -> Placed {
    let span = texts.resolve(occurrence.span);
    let cause = match occurrence.cause {
        CauseKey::Place(place) => CauseKey::Place(texts.resolve(place)),
        CauseKey::Missing(text) => CauseKey::Missing(text),
    };
    let text = texts.get(span.text);
    Placed {
        path: text.path().clone(),
        span,
        line: text.position(span.range().start).line,
        cause,
        occurrence,
        fingerprint: String::new(),
        silence: None,
        waived: None,
        lapsed: None,
        known: None,
        is_unchanged: false,
    }
}

/// Rule, subject and role: no value, no line, no name of a folder.
fn key(occurrence: &Occurrence) -> String {
    let subject = &occurrence.subject;
    let project = subject.project.as_deref().unwrap_or_default();
    [
        occurrence.rule.id,
        subject.kind,
        project,
        &subject.name,
        &occurrence.role,
    ]
    .join("\0")
}

fn digest(key: &str) -> String {
    let mut name = String::with_capacity(3 + 2 * BYTES);
    name.push_str("v1:");
    for byte in Sha256::digest(key.as_bytes()).iter().take(BYTES) {
        for half in [byte >> 4, byte & 15] {
            name.extend(char::from_digit(u32::from(half), 16));
        }
    }
    name
}
