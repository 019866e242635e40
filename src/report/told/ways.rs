//! Ways in as reports have them.

use serde::{Deserialize, Serialize};

use super::{Noted, Safe};

/// The ways to the worst kinds of goals, and what ends them.
#[derive(Default, Serialize, Deserialize)]
pub(in crate::report) struct Worst {
    pub(in crate::report) goals: Vec<Goal>,
    /// All cuts at once, where they were tried together.
    pub(in crate::report) edits: Vec<Pasted>,
}

/// The ways to one goal.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Goal {
    pub(in crate::report) easiest: Way,
    /// How many there are.
    pub(in crate::report) count: usize,
    /// Whether all were counted.
    pub(in crate::report) complete: bool,
    /// What closes them; `None` where nothing does.
    pub(in crate::report) cut: Option<Cut>,
}

/// A way.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct Way {
    /// From where, in how many steps, to what; reports did not always say so.
    #[serde(default)]
    pub(in crate::report) sentence: Safe,
    pub(in crate::report) from: Option<Safe>,
    pub(in crate::report) to: Option<Safe>,
    /// So many containers it enters.
    pub(in crate::report) hops: u32,
    pub(in crate::report) cost: u32,
    pub(in crate::report) steps: Vec<WayStep>,
}

/// A step of a way.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct WayStep {
    pub(in crate::report) from: Safe,
    pub(in crate::report) to: Safe,
    pub(in crate::report) kind: Safe,
    pub(in crate::report) strength: Safe,
    /// The places that show it.
    pub(in crate::report) evidence: Vec<Noted>,
}

/// Edits that close ways.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Cut {
    /// Whether the deployment was judged again with them.
    pub(in crate::report) tried: bool,
    pub(in crate::report) on_engine: bool,
    /// Whether it is proven that nothing cheaper does the same.
    pub(in crate::report) smallest: bool,
    pub(in crate::report) price: u32,
    pub(in crate::report) changes: Vec<Noted>,
    pub(in crate::report) edits: Vec<Pasted>,
}

/// What is to be pasted into files.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Pasted {
    /// The compose files of the project, seen from its folder.
    pub(in crate::report) compose_files: Vec<Safe>,
    pub(in crate::report) override_name: Safe,
    /// A compose file to be laid over the others; empty where none is needed. Not safe to show.
    #[serde(rename = "override")]
    pub(in crate::report) over: String,
    pub(in crate::report) env: Vec<EnvLines>,
}

/// Lines of an env file.
#[derive(Serialize, Deserialize)]
pub(in crate::report) struct EnvLines {
    pub(in crate::report) path: Safe,
    pub(in crate::report) lines: Vec<Safe>,
}
