//! What the files and an engine say of one service is said once: at the file, where it is changed.

use std::collections::HashMap;

use crate::meaning::twins;
use crate::model::Deployment;
use crate::rules::Occurrence;

/// Takes out what is said of a running container and, by the same rule, of the service that it was
/// made from; the place in the engine's answers goes with the latter. A service that does not start
/// by its profile stands for nothing that runs.
pub(super) fn said_once(
    mut occurrences: Vec<Occurrence>,
    deployment: &Deployment,
) -> Vec<Occurrence> {
    let twins = twins(deployment);
    if twins.is_empty() {
        return occurrences;
    }
    let mut declared = HashMap::new();
    for (at, own) in occurrences.iter().enumerate() {
        if own.subject.kind == "container" && own.inactive_in.is_empty() {
            for project in &own.projects {
                let (name, role) = (own.subject.name.clone(), own.role.clone());
                declared.insert((own.rule.id, *project, name, role), at);
            }
        }
    }
    let mut moved = Vec::new();
    for (at, own) in occurrences.iter().enumerate() {
        let [project] = own.projects.as_slice() else {
            continue;
        };
        let Some((number, service)) = twins.get(&(*project, own.subject.name.clone())) else {
            continue;
        };
        let key = (own.rule.id, *number, service.clone(), own.role.clone());
        if let Some(to) = declared.get(&key)
            && own.subject.kind == "container"
        {
            moved.push((at, *to, own.span, own.severity));
        }
    }
    for (_, to, place, severity) in &moved {
        if let Some(own) = occurrences.get_mut(*to) {
            own.related.push(*place);
            own.severity = own.severity.max(*severity);
        }
    }
    let mut at = 0;
    let mut gone = moved.iter().map(|(at, ..)| *at).peekable();
    occurrences.retain(|_| {
        let goes = gone.next_if_eq(&at).is_some();
        at += 1;
        !goes
    });
    occurrences
}
