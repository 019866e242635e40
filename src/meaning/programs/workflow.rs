//! A workflow as a graph: which node reads what of which other one, and what goes out of it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use memchr::memmem;

use super::code::Code;
use super::documents::{Leaf, Value};
use super::javascript::Hit;
use super::jinja::Reach;
use crate::meaning::is_secret_name;
use crate::model::{Sensitive, Span, TextId};

/// A workflow of Dify or `FastGPT`. Places are bytes of the file.
pub struct Workflow {
    /// The text it stands in, once that has a number.
    pub text: TextId,
    /// Its nodes.
    pub nodes: Vec<Node>,
    /// Which node follows which, by their places in `nodes`.
    pub edges: Vec<(usize, usize)>,
    /// What it sets for all nodes.
    pub variables: Vec<Variable>,
    /// The nodes whose output is what a model wrote, as far as it is known.
    from_model: HashSet<String>,
}

/// A node.
pub struct Node {
    /// Its number in the workflow, as written.
    pub id: String,
    /// What it does.
    pub kind: NodeKind,
    /// What people call it.
    pub title: String,
    /// Where it stands.
    pub place: Range<usize>,
    /// Which outputs of other nodes it reads.
    pub reads: Vec<Marker>,
    /// The request that it sends.
    pub request: Option<Request>,
    /// What its JavaScript reaches for.
    pub hits: Vec<Hit>,
    /// What its templates reach for in Python.
    pub reaches: Vec<Reach>,
}

/// What a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A model answers.
    Model,
    /// Code runs.
    Code,
    /// A request is sent.
    Http,
    /// Values are put together or handed on.
    Passing,
    /// Anything else: what it gives is not what a model wrote.
    Other,
}

/// A place where a value of another node is put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The node; `env`, `sys` and `conversation` are none.
    pub node: String,
    /// Its bytes in the value.
    pub at: Range<usize>,
    /// Its bytes in the file.
    pub place: Range<usize>,
}

/// A request of an http node.
pub struct Request {
    /// The address.
    pub url: Field,
    /// Headers, parameters, parts of the body and credentials.
    pub fields: Vec<Field>,
}

/// A value of a request. It has no `Debug`: it may be a secret.
pub struct Field {
    /// What it is called: a header, a parameter, a key; empty for the address and for a whole body.
    pub name: String,
    /// The value.
    pub value: Sensitive,
    /// Where it stands.
    pub place: Range<usize>,
    /// What is put into it.
    pub markers: Vec<Marker>,
}

/// A variable that a workflow brings along.
pub struct Variable {
    /// Its name.
    pub name: String,
    /// `string`, `secret`, `number`.
    pub kind: String,
    /// Its value.
    pub value: Sensitive,
    /// Where the value stands.
    pub place: Range<usize>,
}

impl Workflow {
    pub(super) fn new(
        nodes: Vec<Node>,
        edges: &[(String, String)],
        variables: Vec<Variable>,
    ) -> Self {
        let ids: HashMap<&str, usize> = nodes
            .iter()
            .enumerate()
            .map(|(number, node)| (node.id.as_str(), number))
            .collect();
        let edges = edges
            .iter()
            .filter_map(|(from, to)| Some((*ids.get(from.as_str())?, *ids.get(to.as_str())?)))
            .collect();
        let from_model = from_model(&nodes);
        Self {
            text: TextId(u32::MAX),
            nodes,
            edges,
            variables,
            from_model,
        }
    }

    /// A place of it.
    pub fn span(&self, place: &Range<usize>) -> Span {
        Span::new(self.text, place.clone())
    }

    /// Whether what a marker puts in is what a model wrote.
    pub fn is_from_model(&self, marker: &Marker) -> bool {
        self.from_model.contains(&marker.node)
    }

    /// The values that can be secrets, with their places: never to be shown.
    pub fn secrets(&self) -> impl Iterator<Item = (Span, &Sensitive)> {
        let fields = self.nodes.iter().filter_map(|node| node.request.as_ref());
        let fields = fields.flat_map(|request| &request.fields);
        let fields = fields
            .filter(|field| field.markers.is_empty() && field.carries_key())
            .map(|field| (self.span(&field.place), &field.value));
        let variables = self.variables.iter();
        let variables = variables
            .filter(|own| own.is_key())
            .map(|own| (self.span(&own.place), &own.value));
        fields
            .chain(variables)
            .filter(|(_, value)| !value.is_empty())
    }
}

/// Names of headers and parameters that carry keys, beside those of secrets in general.
const KEYS: [&str; 8] = [
    "authorization",
    "proxyauthorization",
    "cookie",
    "xapikey",
    "apikey",
    "xgoogapikey",
    "ocpapimsubscriptionkey",
    "accesskey",
];

impl Variable {
    /// Whether it holds a key.
    pub fn is_key(&self) -> bool {
        self.kind == "secret" || is_secret_name(&self.name)
    }
}

impl Field {
    pub(super) fn new(name: impl Into<String>, code: &Code) -> Self {
        Self {
            name: name.into(),
            value: Sensitive::new(code.text.as_str()),
            place: code.place(),
            markers: markers(code),
        }
    }

    /// Whether, by its name, it is what the receiver knows the sender by.
    pub fn carries_key(&self) -> bool {
        Self::is_key_name(&self.name)
    }

    /// Whether headers and parameters of this name carry keys.
    pub fn is_key_name(name: &str) -> bool {
        let plain = name.to_ascii_lowercase().replace(['-', '_', ' '], "");
        KEYS.contains(&plain.as_str()) || is_secret_name(name)
    }

    /// Where bytes of the value stand, as far as nothing in it is written otherwise.
    pub fn part(&self, range: Range<usize>) -> Range<usize> {
        if self.place.len() == self.value.expose().len() {
            self.place.start + range.start..self.place.start + range.end
        } else {
            self.place.clone()
        }
    }
}

/// The nodes whose output is what a model wrote: models, and what hands on what those wrote.
fn from_model(nodes: &[Node]) -> HashSet<String> {
    let mut known: HashSet<String> = nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Model)
        .map(|node| node.id.clone())
        .collect();
    // Who reads what of whom, the other way round: each node is visited once.
    let mut readers: HashMap<&str, Vec<&Node>> = HashMap::new();
    for node in nodes {
        if matches!(node.kind, NodeKind::Code | NodeKind::Passing) {
            for marker in &node.reads {
                readers.entry(marker.node.as_str()).or_default().push(node);
            }
        }
    }
    let mut waiting: Vec<String> = known.iter().cloned().collect();
    while let Some(id) = waiting.pop() {
        for node in readers.get(id.as_str()).into_iter().flatten() {
            if known.insert(node.id.clone()) {
                waiting.push(node.id.clone());
            }
        }
    }
    known
}

/// Names are no longer than this, in bytes.
const LONGEST_MARKER: usize = 200;

/// What is put into a text: `{{#node.field#}}` of Dify, `{{$node.field$}}` of `FastGPT`.
pub(super) fn markers(code: &Code) -> Vec<Marker> {
    let mut found = Vec::new();
    let text = code.text.as_str();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at + open;
        at = start + 2;
        let rest = text.get(at..).unwrap_or_default();
        let near = rest
            .as_bytes()
            .get(..LONGEST_MARKER)
            .unwrap_or(rest.as_bytes());
        let Some(length) = memmem::find(near, b"}}") else {
            continue;
        };
        let inside = rest.get(..length).unwrap_or_default().trim();
        let sign = |sign: char| inside.strip_prefix(sign)?.strip_suffix(sign);
        let end = at + length + 2;
        // Older nodes name the variables of their own list: `{{name}}`.
        let node = sign('#').or_else(|| sign('$'));
        let node = node.map_or("", |name| name.split('.').next().unwrap_or(name));
        found.push(Marker {
            node: node.trim().to_owned(),
            at: start..end,
            place: code.place_of(start..end),
        });
        at = end;
    }
    found
}

/// Everything that a node reads of other nodes: markers in its strings, and selectors, which are
/// lists that begin with the number of a node.
pub(super) fn reads(value: Value<'_>, ids: &HashSet<String>) -> Vec<Marker> {
    let mut found = Vec::new();
    for leaf in value.leaves() {
        match leaf {
            Leaf::String(code) => {
                found.extend(
                    markers(&code)
                        .into_iter()
                        .filter(|own| !own.node.is_empty()),
                );
            }
            Leaf::List(words) => {
                for word in &words {
                    found.extend(markers(word).into_iter().filter(|own| !own.node.is_empty()));
                }
                if let Some(first) = words.first().filter(|first| ids.contains(&first.text)) {
                    found.push(Marker {
                        node: first.text.clone(),
                        at: 0..first.text.len(),
                        place: first.place(),
                    });
                }
            }
        }
    }
    found
}
