//! Ways in: how an attacker comes from where he stands to what he wants, step by step.
//!
//! A node says what an attacker holds; an edge says what lets him pass from one to the next, how
//! hard that is, where it is written, and which single edits would close it. Edges are there only
//! with evidence; what cannot be told is an edge of unknown strength, and what is well guarded is a
//! closed one, which no way uses. Networks are nodes, so that many services on one network cost
//! their number and not its square.

mod build;
mod model;
mod search;

use std::collections::{BTreeMap, HashMap};

use crate::meaning::Knowledge;
use crate::meaning::nginx::Nginx;
use crate::model::{Deployment, Span};

pub use model::{
    Change, Cut, Edge, EdgeId, EdgeKind, Evidence, Holder, Node, NodeId, NodeKind, Strength,
};
pub use search::{Class, Found, Limits, Way};

/// What ways are made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// What was read.
    pub deployment: &'a Deployment,
    /// What is known of products.
    pub knowledge: &'a Knowledge,
    /// Every Nginx of the deployment.
    pub nginx: &'a [Nginx],
    /// What is taken for granted in place of what is written.
    pub assumptions: &'a Assumptions,
}

/// What is taken for granted of secrets, by the names of the variables that hold or supply them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumptions(BTreeMap<String, Assumed>);

/// What a secret is taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// Nobody guesses it.
    Strong,
    /// It can be guessed.
    Weak,
}

impl Assumptions {
    /// Takes a variable's value for strong or weak.
    pub fn add(&mut self, name: impl Into<String>, assumed: Assumed) {
        self.0.insert(name.into(), assumed);
    }

    /// Reads `NAME=strong` or `NAME=weak`; `None` for anything else.
    pub fn parse(text: &str) -> Option<(String, Assumed)> {
        let (name, value) = text.split_once('=')?;
        let assumed = match value.trim().to_ascii_lowercase().as_str() {
            "strong" => Assumed::Strong,
            "weak" => Assumed::Weak,
            _ => return None,
        };
        let name = name.trim();
        (!name.is_empty()).then(|| (name.to_owned(), assumed))
    }

    /// What is assumed of a variable.
    pub fn of(&self, name: &str) -> Option<Assumed> {
        self.0.get(name).copied()
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The nodes and edges of a deployment. It owns what it says, and holds no value of a secret.
#[derive(Default)]
pub struct Ways {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    outgoing: Vec<Vec<EdgeId>>,
    incoming: Vec<Vec<EdgeId>>,
    index: HashMap<Node, NodeId>,
    holders: BTreeMap<Span, Vec<Holder>>,
}

impl Ways {
    /// Reads the nodes and edges out of a deployment.
    pub fn new(sources: Sources<'_>) -> Self {
        build::build(sources)
    }

    /// All nodes, by their numbers.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All edges, by their numbers; closed ones too.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The node of a number.
    #[expect(
        clippy::indexing_slicing,
        reason = "numbers are made by this graph alone"
    )]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The edge of a number.
    #[expect(
        clippy::indexing_slicing,
        reason = "numbers are made by this graph alone"
    )]
    pub fn edge(&self, id: EdgeId) -> &Edge {
        &self.edges[id.index()]
    }

    /// The number of a node.
    pub fn find(&self, kind: NodeKind, name: &str, project: Option<usize>) -> Option<NodeId> {
        let node = Node {
            kind,
            name: name.to_owned(),
            project,
        };
        self.index.get(&node).copied()
    }

    /// The numbers of the nodes that `is_one` takes, in their order.
    pub fn all(&self, is_one: impl Fn(&Node) -> bool) -> Vec<NodeId> {
        let nodes = (0..).zip(&self.nodes);
        let nodes = nodes.filter(|(_, node)| is_one(node));
        nodes.map(|(number, _)| NodeId(number)).collect()
    }

    /// The edges that begin at a node.
    pub fn outgoing(&self, id: NodeId) -> &[EdgeId] {
        self.outgoing.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The edges that end at a node.
    pub fn incoming(&self, id: NodeId) -> &[EdgeId] {
        self.incoming.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// Whether an edge is a step to another container: what happens within one, and from the
    /// engine to its machine, is none.
    pub fn is_hop(&self, edge: &Edge) -> bool {
        let (from, to) = (self.node(edge.from), self.node(edge.to));
        let is_container = matches!(
            to.kind,
            NodeKind::Front | NodeKind::Service | NodeKind::Inside
        );
        let is_same = from.name == to.name
            && from.project == to.project
            && matches!(
                from.kind,
                NodeKind::Front | NodeKind::Service | NodeKind::Inside
            );
        is_container && !is_same
    }

    /// Every service that has the secret at a place, or shows the same one to the server that
    /// checks it: where the secret is changed, all of them must get the new one.
    pub fn holders(&self, place: Span) -> &[Holder] {
        self.holders.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The number of a node, which is made if it is new.
    fn place(&mut self, kind: NodeKind, name: &str, project: Option<usize>) -> NodeId {
        let node = Node {
            kind,
            name: name.to_owned(),
            project,
        };
        if let Some(id) = self.index.get(&node) {
            return *id;
        }
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.index.insert(node.clone(), id);
        self.nodes.push(node);
        self.outgoing.push(Vec::new());
        self.incoming.push(Vec::new());
        id
    }

    /// Adds an edge, once.
    fn add(&mut self, edge: Edge) {
        let (from, to) = (edge.from.index(), edge.to.index());
        let id = EdgeId(u32::try_from(self.edges.len()).unwrap_or(u32::MAX));
        if let (Some(outgoing), Some(incoming)) =
            (self.outgoing.get_mut(from), self.incoming.get_mut(to))
        {
            outgoing.push(id);
            incoming.push(id);
            self.edges.push(edge);
        }
    }
}
