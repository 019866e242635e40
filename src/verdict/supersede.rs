//! Weaker rules give way.

use std::collections::HashMap;

use crate::rules::{CauseKey, Occurrence, Subject};

/// What gives way: a rule, on a subject or on any, at a cause.
type Weaker = (&'static str, Option<Subject>, CauseKey);

/// The key of what gives way to `strong`. What is said of a file is said of all that read it.
fn weaker_than(strong: &Occurrence, id: &'static str) -> Weaker {
    let subject = (strong.subject.kind != "file").then(|| strong.subject.clone());
    (id, subject, strong.covers)
}

/// Takes out each occurrence whose rule is superseded by another one on the same subject and
/// value, and notes its rule there as an alias.
pub(super) fn supersede(mut occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    let mut weaker: HashMap<Weaker, bool> = HashMap::new();
    for strong in &occurrences {
        for id in strong.rule.supersedes {
            weaker.insert(weaker_than(strong, id), false);
        }
    }
    if weaker.is_empty() {
        return occurrences;
    }
    occurrences.retain(|occurrence| {
        let own = (occurrence.rule.id, Some(&occurrence.subject));
        let mut keeps = true;
        for (id, subject) in [own, (own.0, None)] {
            let key = (id, subject.cloned(), occurrence.cause);
            if let Some(seen) = weaker.get_mut(&key) {
                *seen = true;
                keeps = false;
            }
        }
        keeps
    });
    for strong in &mut occurrences {
        for id in strong.rule.supersedes {
            if weaker.get(&weaker_than(strong, id)) == Some(&true) {
                strong.aliases.push(id);
            }
        }
    }
    occurrences
}
