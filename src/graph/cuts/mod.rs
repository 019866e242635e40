//! The smallest cut: the fewest and cheapest edits after which no way leads to a goal.
//!
//! Ways are not listed one by one. The cheapest set of edits for the ways known so far is taken as
//! made; a way that is still open is one more that has to be cut. When none is left, the set is the
//! cheapest of all, as nothing cheaper cuts even the ways that were looked at.

mod advice;
mod config;
mod edits;
mod hitting;
mod values;
mod yaml;

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

pub use advice::{Advice, Advised, Counsel, targets};
pub use edits::{EnvFile, ProjectEdits, edits};

use super::ways::{Change, Cut, EdgeId, NodeId, NodeKind, Strength, Ways};

/// So many ways are looked at one by one; of more, every one that turns up is cut at once.
const MOST_WAYS: usize = 2_000;

/// What is to be cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where the ways begin.
    pub starts: Vec<NodeKind>,
    /// What they lead to.
    pub goal: NodeKind,
    /// The hardest edge that is taken for passable.
    pub hardest: Strength,
}

/// Edits that cut all ways to a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutSet {
    /// The edits.
    pub cuts: Vec<Cut>,
    /// What they cost together.
    pub price: u32,
    /// Whether it is known that nothing cheaper does.
    pub is_proven: bool,
}

/// Cheapest cuts of a target, one after the other.
pub struct Cutter<'w> {
    ways: &'w Ways,
    target: Target,
    cuts: Vec<Cut>,
    prices: Vec<u32>,
    index: BTreeMap<Cut, usize>,
    sets: Vec<BTreeSet<usize>>,
    refused: Vec<Vec<usize>>,
}

impl<'w> Cutter<'w> {
    /// The edits that may be made are those that `may` allows.
    pub fn new(ways: &'w Ways, target: Target, may: impl Fn(&Cut) -> bool) -> Self {
        let mut cutter = Self {
            ways,
            target,
            cuts: Vec::new(),
            prices: Vec::new(),
            index: BTreeMap::new(),
            sets: Vec::new(),
            refused: Vec::new(),
        };
        for cut in ways.edges().iter().flat_map(|edge| &edge.cuts) {
            if !cutter.index.contains_key(cut) && may(cut) {
                cutter.index.insert(cut.clone(), cutter.cuts.len());
                cutter.cuts.push(cut.clone());
                cutter.prices.push(price(ways, cut));
            }
        }
        cutter
    }

    /// The next cheapest cut; `None` where a way has no edit that closes it, or all cuts are
    /// refused.
    pub fn next_set(&mut self) -> Option<CutSet> {
        loop {
            let found = hitting::cheapest(&self.sets, &self.prices, &self.refused)?;
            let mut made: HashSet<usize> = found.members.iter().copied().collect();
            let before = self.sets.len();
            // Ways that have no edit in common are looked at together.
            while let Some(way) = self.open_way(&made) {
                let set = self.edits(&way);
                if set.is_empty() {
                    return None;
                }
                made.extend(set.iter().copied());
                self.sets.push(set);
            }
            let is_cut = self.sets.len() == before;
            if is_cut || self.sets.len() > MOST_WAYS {
                let members = if is_cut {
                    found.members
                } else {
                    // Everything that came up is more than enough, and known to be no less.
                    made.into_iter().collect()
                };
                return Some(self.set(members, is_cut && found.is_proven));
            }
        }
    }

    /// Leaves a cut out from now on.
    pub fn refuse(&mut self, set: &CutSet) {
        let members = set
            .cuts
            .iter()
            .filter_map(|cut| self.index.get(cut).copied());
        let mut members: Vec<usize> = members.collect();
        members.sort_unstable();
        self.refused.push(members);
    }

    fn set(&self, mut members: Vec<usize>, is_proven: bool) -> CutSet {
        members.sort_unstable();
        let cuts = members.iter().filter_map(|member| self.cuts.get(*member));
        let mut cuts: Vec<Cut> = cuts.cloned().collect();
        cuts.sort();
        let prices = members.iter().filter_map(|member| self.prices.get(*member));
        CutSet {
            cuts,
            price: prices.sum(),
            is_proven,
        }
    }

    /// The edits of which each one closes a way.
    fn edits(&self, way: &[EdgeId]) -> BTreeSet<usize> {
        let edges = way.iter().map(|id| self.ways.edge(*id));
        let cuts = edges.flat_map(|edge| &edge.cuts);
        cuts.filter_map(|cut| self.index.get(cut).copied())
            .collect()
    }

    /// A way with the fewest edges that is open when some edits are made.
    fn open_way(&self, made: &HashSet<usize>) -> Option<Vec<EdgeId>> {
        let is_made = |cut: &Cut| self.index.get(cut).is_some_and(|own| made.contains(own));
        open_way(self.ways, &self.target, is_made)
    }
}

/// Whether any way leads to the goal.
pub fn is_open(ways: &Ways, target: &Target) -> bool {
    open_way(ways, target, |_| false).is_some()
}

fn open_way(ways: &Ways, target: &Target, is_made: impl Fn(&Cut) -> bool) -> Option<Vec<EdgeId>> {
    let mut by: Vec<Option<EdgeId>> = vec![None; ways.nodes().len()];
    let mut seen = vec![false; ways.nodes().len()];
    let mut queue = VecDeque::new();
    for start in ways.all(|node| target.starts.contains(&node.kind)) {
        mark(&mut seen, start);
        queue.push_back(start);
    }
    while let Some(node) = queue.pop_front() {
        if ways.node(node).kind == target.goal {
            return Some(walk_back(ways, &by, node));
        }
        for id in ways.outgoing(node) {
            let edge = ways.edge(*id);
            let is_passable = edge.strength <= target.hardest && edge.strength.cost().is_some();
            let is_seen = seen.get(edge.to.index()).copied().unwrap_or(true);
            if is_seen || !is_passable || edge.cuts.iter().any(&is_made) {
                continue;
            }
            mark(&mut seen, edge.to);
            if let Some(by) = by.get_mut(edge.to.index()) {
                *by = Some(*id);
            }
            queue.push_back(edge.to);
        }
    }
    None
}

fn mark(seen: &mut [bool], node: NodeId) {
    if let Some(seen) = seen.get_mut(node.index()) {
        *seen = true;
    }
}

fn walk_back(ways: &Ways, by: &[Option<EdgeId>], goal: NodeId) -> Vec<EdgeId> {
    let mut way = Vec::new();
    let mut at = goal;
    // Every node was reached from one that was reached before it.
    while let Some(id) = by.get(at.index()).copied().flatten() {
        way.push(id);
        at = ways.edge(id).from;
    }
    way.reverse();
    way
}

/// What an edit costs the one who makes it, in work and in what may break: a value is replaced in a
/// moment, a network is shared by others. A port that people use is what the deployment is there
/// for: it is given up last; that of a store, nobody but its own services needs.
pub fn price(ways: &Ways, cut: &Cut) -> u32 {
    match &cut.change {
        Change::StrongSecret { .. } | Change::SetVariable { .. } => 1,
        Change::AddFlag { .. } | Change::AddToConfig { .. } => 2,
        Change::BindToLoopback { service, .. } => {
            if is_used_by_people(ways, service, cut.project) {
                6
            } else {
                2
            }
        }
        Change::DropMount { .. }
        | Change::MountReadOnly { .. }
        | Change::DropField { .. }
        | Change::Setting { .. } => 3,
        Change::Leave { .. } | Change::MakeInternal { .. } => 4,
    }
}

/// Whether a published port may be what people come for: what holds data itself, or commands the
/// engine, is asked by other services.
fn is_used_by_people(ways: &Ways, service: &str, project: Option<usize>) -> bool {
    let stands = [NodeKind::Service, NodeKind::Inside];
    let nodes = stands
        .iter()
        .filter_map(|kind| ways.find(*kind, service, project));
    let mut edges = nodes
        .flat_map(|node| ways.outgoing(node))
        .map(|id| ways.edge(*id));
    !edges.any(|edge| {
        let goal = ways.node(edge.to);
        let own = matches!(goal.kind, NodeKind::Store | NodeKind::Model);
        own || goal.kind == NodeKind::Engine
    })
}
