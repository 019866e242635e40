//! Which service of the files a running container is.

use std::collections::HashMap;

use super::pairing;
use crate::model::Deployment;

/// A container or service: the number of its project, and its name there.
type Whose = (usize, String);

/// The service of the files that each running container was made from, where they are known.
pub fn twins(deployment: &Deployment) -> HashMap<Whose, Whose> {
    let groups = pairing::groups(deployment);
    let pairs = groups.iter().flat_map(|group| group.pairs(deployment));
    let twins = pairs.map(|pair| {
        let running = (pair.instance.project, pair.running.name.clone());
        (running, (pair.number, pair.service.name.clone()))
    });
    twins.collect()
}
