//! Weaker rules give way.

use std::collections::HashMap;

use crate::rules::{CauseKey, Occurrence, Subject};

/// Whose findings give way: those on the same subject, or, where one of both is a file, those on the
/// same value, whoever holds it there.
#[derive(PartialEq, Eq, Hash)]
enum Whose {
    Subject(Subject),
    /// The stronger finding is about the file.
    ByFile,
    /// The weaker one is.
    OfFile,
}

type Key = (&'static str, Whose, CauseKey);

/// Takes out each occurrence whose rule is superseded by another one on the same subject and
/// value, and notes its rule there as an alias.
pub(super) fn supersede(mut occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    let mut weaker: HashMap<Key, bool> = HashMap::new();
    for strong in &occurrences {
        for id in strong.rule.supersedes {
            for key in keys(id, strong) {
                weaker.insert(key, false);
            }
        }
    }
    if weaker.is_empty() {
        return occurrences;
    }
    occurrences.retain(|occurrence| {
        let of_file = is_of_file(&occurrence.subject);
        let whose = [
            Whose::Subject(occurrence.subject.clone()),
            Whose::ByFile,
            Whose::OfFile,
        ];
        let mut found = false;
        for whose in whose {
            if matches!(whose, Whose::OfFile) && !of_file {
                continue;
            }
            if let Some(seen) = weaker.get_mut(&(occurrence.rule.id, whose, occurrence.cause)) {
                *seen = true;
                found = true;
            }
        }
        !found
    });
    for strong in &mut occurrences {
        for id in strong.rule.supersedes {
            let mut keys = keys(id, strong).into_iter();
            if keys.any(|key| weaker.get(&key) == Some(&true)) {
                strong.aliases.push(id);
            }
        }
    }
    occurrences
}

fn keys(id: &'static str, strong: &Occurrence) -> Vec<Key> {
    let mut keys = vec![(id, Whose::Subject(strong.subject.clone()), strong.covers)];
    keys.push(if is_of_file(&strong.subject) {
        (id, Whose::ByFile, strong.covers)
    } else {
        (id, Whose::OfFile, strong.covers)
    });
    keys
}

fn is_of_file(subject: &Subject) -> bool {
    subject.kind == "file"
}
