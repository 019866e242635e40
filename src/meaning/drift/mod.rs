//! Where what runs differs from what was declared: the containers of an engine, held against the
//! projects of the files through the labels of Docker Compose. Pure: both sides are in the model.

mod capabilities;
mod images;
mod mounts;
mod pair;
mod pairing;
mod ports;
mod privileges;
mod settings;
mod sources;
mod state;
mod twins;
mod variables;

use std::collections::HashMap;

use jiff::Timestamp;

use crate::model::{Deployment, Drift, DriftKind};
use pair::{Differences, Pair};
pub use twins::twins;

/// Every difference between the engines of a deployment and its files, and every container that
/// does not run as it should, as of `now`.
pub fn drift(deployment: &Deployment, now: Timestamp) -> Vec<Drift> {
    let groups = pairing::groups(deployment);
    let mut all = Vec::new();
    for group in &groups {
        let mut known = HashMap::new();
        for pair in group.pairs(deployment) {
            for own in differences(&pair) {
                add(&mut all, &mut known, own);
            }
        }
    }
    pairing::about_projects(deployment, &groups, &mut all);
    state::about_containers(deployment, &groups, now, &mut all);
    all
}

/// What differs between a service and one of its containers.
fn differences(pair: &Pair<'_>) -> impl Iterator<Item = Drift> {
    let mut found = Differences::default();
    images::compare(pair, &mut found);
    privileges::compare(pair, &mut found);
    capabilities::compare(pair, &mut found);
    ports::compare(pair, &mut found);
    ports::compare_networks(pair, &mut found);
    mounts::compare(pair, &mut found);
    settings::compare(pair, &mut found);
    variables::compare(pair, &mut found);
    found.0.into_iter().map(|own| pair.drift(own))
}

/// By what the same difference of several containers of a service is found.
type Key = (DriftKind, String, String, [Option<String>; 2]);

/// Adds a difference; of several containers of a service that show the same, one.
fn add(all: &mut Vec<Drift>, known: &mut HashMap<Key, usize>, drift: Drift) {
    let key = (
        drift.kind,
        drift.subject.clone(),
        drift.what.clone(),
        [drift.declared.clone(), drift.running.clone()],
    );
    let at = *known.entry(key).or_insert(all.len());
    match all.get_mut(at) {
        Some(same) => same.found.extend(drift.found),
        None => all.push(drift),
    }
}
