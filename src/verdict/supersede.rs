//! Weaker rules give way.

use std::collections::HashMap;

use crate::rules::{CauseKey, Occurrence, Subject};

/// Takes out each occurrence whose rule is superseded by another one on the same subject and
/// value, and notes its rule there as an alias.
pub(super) fn supersede(mut occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    let mut weaker: HashMap<(&'static str, Subject, CauseKey), bool> = HashMap::new();
    for strong in &occurrences {
        for id in strong.rule.supersedes {
            weaker.insert((*id, strong.subject.clone(), strong.covers), false);
        }
    }
    if weaker.is_empty() {
        return occurrences;
    }
    occurrences.retain(|occurrence| {
        let key = (
            occurrence.rule.id,
            occurrence.subject.clone(),
            occurrence.cause,
        );
        match weaker.get_mut(&key) {
            Some(seen) => {
                *seen = true;
                false
            }
            None => true,
        }
    });
    for strong in &mut occurrences {
        for id in strong.rule.supersedes {
            let key = (*id, strong.subject.clone(), strong.covers);
            if weaker.get(&key) == Some(&true) {
                strong.aliases.push(id);
            }
        }
    }
    occurrences
}
