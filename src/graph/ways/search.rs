//! Finding ways: the easiest ones, and all simple ones of a few steps, with bounded work.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

use super::Ways;
use super::model::{Cut, EdgeId, EdgeKind, NodeId, NodeKind, Strength};

/// How far to look.
#[derive(Clone, Debug)]
pub struct Limits<'a> {
    /// The most containers that a way enters.
    pub hops: u32,
    /// The hardest edge that a way may pass; never [`Strength::Closed`].
    pub hardest: Strength,
    /// How many ways are kept, beside the easiest one of each class.
    pub kept: usize,
    /// How many edges are looked at before the count is cut off.
    pub work: usize,
    /// Edits that are taken as made: edges that one of them closes are not passed.
    pub made: &'a [Cut],
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self {
            hops: 5,
            hardest: Strength::Unknown,
            kept: 10_000,
            work: 1_000_000,
            made: &[],
        }
    }
}

/// A way: edges, each beginning where the one before ends. Steps through a network are two edges.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Way {
    /// What passing it costs: the sum over its edges.
    pub cost: u32,
    /// How many containers it enters.
    pub hops: u32,
    /// Its edges.
    pub edges: Vec<EdgeId>,
}

/// Ways of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Where they begin.
    pub start: NodeKind,
    /// Where they end.
    pub goal: NodeKind,
    /// What opens the goal in the end.
    pub technique: EdgeKind,
    /// The easiest of them.
    pub easiest: Way,
    /// How many there are; at least so many where the search was cut off, which may be none but the
    /// easiest.
    pub count: usize,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The simple ways, the easiest first; no more than are kept.
    pub ways: Vec<Way>,
    /// Their classes: the worst goal first, then the easiest way.
    pub classes: Vec<Class>,
    /// How many simple ways there are; at least so many where the search was cut off.
    pub count: usize,
    /// Whether all were counted.
    pub is_complete: bool,
}

impl Found {
    /// Whether the ways that are kept are all that there are.
    pub fn is_whole(&self) -> bool {
        self.is_complete && self.count == self.ways.len()
    }
}

impl Ways {
    /// All simple ways from starts to goals within the limits. A way is simple when it comes to no
    /// container, secret or goal twice; two edges between the same nodes make two ways.
    pub fn search(&self, limits: &Limits<'_>) -> Found {
        Search::new(self, limits).run()
    }

    /// The easiest way from one node to another: the cheapest, then the shortest. No limit of hops.
    pub fn easiest(&self, from: NodeId, to: NodeId, limits: &Limits<'_>) -> Option<Way> {
        Reached::from(self, from, &Passable::new(limits)).way(self, to)
    }

    /// What opens the goal of a way in the end: the last edge that is more than a consequence.
    pub fn technique(&self, way: &Way) -> EdgeKind {
        let is_consequence = |kind: &EdgeKind| {
            matches!(
                kind,
                EdgeKind::CommandsEngine | EdgeKind::Holds | EdgeKind::Joins
            )
        };
        let mut kinds = way.edges.iter().rev().map(|id| self.edge(*id).kind);
        kinds
            .find(|kind| !is_consequence(kind))
            .unwrap_or(EdgeKind::Holds)
    }
}

/// The easiest ways from one node to all others.
struct Reached {
    from: NodeId,
    /// Cost, hops and edges up to a node.
    best: Vec<Option<(u32, u32, u32)>>,
    /// The last edge to it.
    by: Vec<Option<EdgeId>>,
}

impl Reached {
    fn from(ways: &Ways, from: NodeId, passable: &Passable<'_>) -> Self {
        let mut own = Self {
            from,
            best: vec![None; ways.nodes.len()],
            by: vec![None; ways.nodes.len()],
        };
        let mut queue = BinaryHeap::new();
        if let Some(best) = own.best.get_mut(from.index()) {
            *best = Some((0, 0, 0));
        }
        queue.push(Reverse(((0, 0, 0), from)));
        while let Some(Reverse((so_far, node))) = queue.pop() {
            if own.best.get(node.index()) != Some(&Some(so_far)) {
                continue;
            }
            for id in ways.outgoing(node) {
                let Some(cost) = passable.cost(ways, *id) else {
                    continue;
                };
                let edge = ways.edge(*id);
                let hop = u32::from(ways.is_hop(edge));
                let next = (so_far.0 + cost, so_far.1 + hop, so_far.2 + 1);
                let to = edge.to.index();
                let (Some(best), Some(by)) = (own.best.get_mut(to), own.by.get_mut(to)) else {
                    continue;
                };
                if best.is_none_or(|known| next < known) {
                    *best = Some(next);
                    *by = Some(*id);
                    queue.push(Reverse((next, edge.to)));
                }
            }
        }
        own
    }

    /// The easiest way to a node.
    fn way(&self, ways: &Ways, to: NodeId) -> Option<Way> {
        let (cost, hops, _) = self.best.get(to.index()).copied().flatten()?;
        let mut edges = Vec::new();
        let mut at = to;
        // Each edge was found from a node that is cheaper or nearer: the walk ends.
        while at != self.from {
            let id = self.by.get(at.index()).copied().flatten()?;
            edges.push(id);
            at = ways.edge(id).from;
        }
        edges.reverse();
        Some(Way { cost, hops, edges })
    }
}

/// Which edges may be passed.
struct Passable<'a> {
    hardest: Strength,
    made: HashSet<&'a Cut>,
}

impl<'a> Passable<'a> {
    fn new(limits: &Limits<'a>) -> Self {
        Self {
            hardest: limits.hardest,
            made: limits.made.iter().collect(),
        }
    }

    /// What passing costs, where it is possible.
    fn cost(&self, ways: &Ways, id: EdgeId) -> Option<u32> {
        let edge = ways.edge(id);
        let is_cut = !self.made.is_empty() && edge.cuts.iter().any(|cut| self.made.contains(cut));
        edge.strength
            .cost()
            .filter(|_| edge.strength <= self.hardest && !is_cut)
    }
}

/// An edge as the search sees it.
#[derive(Clone, Copy)]
struct Step {
    id: EdgeId,
    to: NodeId,
    cost: u32,
    hop: u32,
}

struct Search<'w, 'l> {
    ways: &'w Ways,
    limits: &'l Limits<'l>,
    /// The passable edges of each node, those nearest to a goal first.
    steps: Vec<Vec<Step>>,
    /// The fewest hops from each node to a goal.
    far: Vec<u32>,
    classes: BTreeMap<(NodeKind, NodeKind, EdgeKind), Class>,
    found: Vec<Way>,
    count: usize,
    work: usize,
}

impl<'w, 'l> Search<'w, 'l> {
    fn new(ways: &'w Ways, limits: &'l Limits<'l>) -> Self {
        let passable = Passable::new(limits);
        let mut steps: Vec<Vec<Step>> = vec![Vec::new(); ways.nodes.len()];
        let mut back: Vec<Vec<(NodeId, u32)>> = vec![Vec::new(); ways.nodes.len()];
        for (number, edge) in (0..).zip(&ways.edges) {
            let id = EdgeId(number);
            let Some(cost) = passable.cost(ways, id) else {
                continue;
            };
            let hop = u32::from(ways.is_hop(edge));
            let (from, to) = (edge.from, edge.to);
            if let (Some(steps), Some(back)) =
                (steps.get_mut(from.index()), back.get_mut(to.index()))
            {
                steps.push(Step { id, to, cost, hop });
                back.push((from, hop));
            }
        }
        let far = distances(ways, &back);
        let near = |step: &Step| far.get(step.to.index()).copied().unwrap_or(u32::MAX);
        for own in &mut steps {
            own.retain(|step| near(step) < u32::MAX);
            own.sort_by_key(|step| (near(step).saturating_add(step.hop), step.id));
        }
        Self {
            ways,
            limits,
            steps,
            far,
            classes: BTreeMap::new(),
            found: Vec::new(),
            count: 0,
            work: 0,
        }
    }

    fn run(mut self) -> Found {
        let starts = (0..).zip(&self.ways.nodes);
        let starts = starts.filter(|(_, node)| node.kind.is_start());
        let starts: Vec<NodeId> = starts.map(|(number, _)| NodeId(number)).collect();
        let share = self.limits.work / starts.len().max(1);
        let mut is_complete = true;
        for start in starts {
            self.work = 0;
            if !self.walk(start, share) {
                is_complete = false;
                self.complete(start);
            }
        }
        let mut classes: Vec<Class> = self.classes.into_values().collect();
        let rank = |class: &Class| {
            let mut goals = NodeKind::GOALS.iter();
            goals.position(|goal| *goal == class.goal)
        };
        classes.sort_by(|a, b| (rank(a), &a.easiest).cmp(&(rank(b), &b.easiest)));
        self.found.sort();
        Found {
            ways: self.found,
            classes,
            count: self.count,
            is_complete,
        }
    }

    /// Every simple way from a start; whether all were seen.
    fn walk(&mut self, start: NodeId, most: usize) -> bool {
        let mut on_way = vec![false; self.ways.nodes.len()];
        // For each node on the way: its number, the next of its steps, and the hops and the cost
        // up to it.
        let mut stack: Vec<(NodeId, usize, u32, u32)> = vec![(start, 0, 0, 0)];
        let mut edges: Vec<EdgeId> = Vec::new();
        mark(&mut on_way, start, true);
        while let Some((node, next, hops, cost)) = stack.last_mut() {
            let step = self.steps.get(node.index()).and_then(|own| own.get(*next));
            let far = step.and_then(|step| self.far.get(step.to.index()));
            let (Some(step), Some(far)) = (step.copied(), far) else {
                leave(&mut stack, &mut edges, &mut on_way);
                continue;
            };
            *next += 1;
            self.work += 1;
            if self.work > most {
                return false;
            }
            let (hops, cost) = (*hops + step.hop, *cost + step.cost);
            if hops.saturating_add(*far) > self.limits.hops {
                // The steps after it lead to no goal sooner.
                leave(&mut stack, &mut edges, &mut on_way);
                continue;
            }
            if on_way.get(step.to.index()).copied().unwrap_or(true) {
                continue;
            }
            edges.push(step.id);
            let kind = self.ways.node(step.to).kind;
            if kind.is_goal() {
                self.note(Way {
                    cost,
                    hops,
                    edges: edges.clone(),
                });
                edges.pop();
                continue;
            }
            // A network may be crossed again by others.
            mark(&mut on_way, step.to, kind != NodeKind::Network);
            stack.push((step.to, 0, hops, cost));
        }
        true
    }

    /// Where not all was seen: the easiest way to each kind of goal is shown all the same.
    fn complete(&mut self, start: NodeId) {
        let reached = Reached::from(self.ways, start, &Passable::new(self.limits));
        let mut easiest: BTreeMap<NodeKind, Way> = BTreeMap::new();
        for (number, node) in (0..).zip(&self.ways.nodes) {
            if !node.kind.is_goal() {
                continue;
            }
            let way = reached.way(self.ways, NodeId(number));
            if let Some(way) = way.filter(|way| way.hops <= self.limits.hops) {
                let known = easiest.entry(node.kind).or_insert_with(|| way.clone());
                if way < *known {
                    *known = way;
                }
            }
        }
        for way in easiest.into_values() {
            // Of ways that were not kept nobody knows whether they were counted.
            if self.found.len() < self.limits.kept && !self.found.contains(&way) {
                self.note(way);
            } else {
                self.class_of(&way);
            }
        }
    }

    fn note(&mut self, way: Way) {
        self.count += 1;
        if let Some(class) = self.class_of(&way) {
            class.count += 1;
        }
        if self.found.len() < self.limits.kept {
            self.found.push(way);
        }
    }

    /// The class of a way, which knows the way from now on.
    fn class_of(&mut self, way: &Way) -> Option<&mut Class> {
        let first = self.ways.edge(*way.edges.first()?);
        let last = self.ways.edge(*way.edges.last()?);
        let start = self.ways.node(first.from).kind;
        let goal = self.ways.node(last.to).kind;
        let technique = self.ways.technique(way);
        let class = self.classes.entry((start, goal, technique));
        let class = class.or_insert_with(|| Class {
            start,
            goal,
            technique,
            easiest: way.clone(),
            count: 0,
        });
        if *way < class.easiest {
            class.easiest.clone_from(way);
        }
        Some(class)
    }
}

fn mark(on_way: &mut [bool], node: NodeId, is_on: bool) {
    if let Some(mark) = on_way.get_mut(node.index()) {
        *mark = is_on;
    }
}

/// Takes the last node off the way, with the edge that led to it.
fn leave(stack: &mut Vec<(NodeId, usize, u32, u32)>, edges: &mut Vec<EdgeId>, on_way: &mut [bool]) {
    if let Some((node, ..)) = stack.pop() {
        mark(on_way, node, false);
        edges.pop();
    }
}

/// The fewest hops from each node to a goal.
fn distances(ways: &Ways, back: &[Vec<(NodeId, u32)>]) -> Vec<u32> {
    let mut far = vec![u32::MAX; ways.nodes.len()];
    let mut queue = std::collections::VecDeque::new();
    for (number, node) in (0..).zip(&ways.nodes) {
        if node.kind.is_goal() {
            let id = NodeId(number);
            if let Some(own) = far.get_mut(id.index()) {
                *own = 0;
            }
            queue.push_back(id);
        }
    }
    while let Some(node) = queue.pop_front() {
        let own = far.get(node.index()).copied().unwrap_or(u32::MAX);
        for (from, hop) in back.get(node.index()).into_iter().flatten() {
            let Some(known) = far.get_mut(from.index()) else {
                continue;
            };
            let through = own.saturating_add(*hop);
            if through < *known {
                *known = through;
                // What costs no hop goes first.
                if *hop == 0 {
                    queue.push_front(*from);
                } else {
                    queue.push_back(*from);
                }
            }
        }
    }
    far
}
