//! What to say of ways in: the easiest one to each kind of goal, and what cuts them all.

use super::{CutSet, ProjectEdits, Target};
use crate::graph::ways::{Class, Found, NodeKind, Strength, Way};

/// What to say of the ways in of a deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counsel {
    /// The ways to each kind of goal, the worst first.
    pub goals: Vec<Advice>,
    /// What is to be written to make all the cuts at once, tried as each one was; empty where that
    /// was not, or there are none.
    pub together: Vec<ProjectEdits>,
}

/// All ways to one kind of goal, and what cuts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What the ways lead to, and from where.
    pub target: Target,
    /// The easiest of them.
    pub way: Way,
    /// How many there are; at least so many where not all were counted.
    pub count: usize,
    /// Whether all were counted.
    pub is_complete: bool,
    /// What cuts them.
    pub cut: Advised,
}

/// What cuts all ways to a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advised {
    /// These edits: made on a copy in memory that was read and judged again, they left no way and
    /// brought no new finding of medium severity or above.
    Tried {
        /// The edits.
        set: CutSet,
        /// What is to be written.
        edits: Vec<ProjectEdits>,
    },
    /// These edits by what the files say; they are made elsewhere, and were not tried.
    Untried(CutSet),
    /// None was found.
    Nothing,
}

/// The ways to each kind of goal, the worst first, over edges up to `hardest`. Ways that begin on
/// the machine itself count only where there are no others: whoever is there has passed the door.
pub fn targets(found: &Found, hardest: Strength) -> Vec<Advice> {
    let mut all = Vec::new();
    for goal in NodeKind::GOALS {
        let classes = found.classes.iter().filter(|class| class.goal == goal);
        let (local, remote): (Vec<&Class>, Vec<&Class>) =
            classes.partition(|class| class.start == NodeKind::Local);
        let own = if remote.is_empty() { local } else { remote };
        let Some(easiest) = own.iter().min_by_key(|class| &class.easiest) else {
            continue;
        };
        let is_local = easiest.start == NodeKind::Local;
        let starts = NodeKind::STARTS.into_iter();
        let starts = starts.filter(|start| (*start == NodeKind::Local) == is_local);
        all.push(Advice {
            target: Target {
                starts: starts.collect(),
                goal,
                hardest,
            },
            way: easiest.easiest.clone(),
            count: own.iter().map(|class| class.count).sum(),
            is_complete: found.is_complete,
            cut: Advised::Nothing,
        });
    }
    all
}
