//! Faults that together are more than each: what their rules share, and who asks them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::graph::ways::{
    Change, Edge, EdgeKind, Found, Limits, NodeId, NodeKind, Strength, Way, Ways,
};
use crate::meaning::nginx::Nginx;
use crate::model::{Arg, Confidence, Container, Deployment, Exposure, Project, Severity, Span};

use super::context::{Around, Context};
use super::occurrence::{FlowStep, Occurrence, Subject};
use super::out::{Fail, Out, Site};
use super::policy::Check;
use super::run::Answers;

/// What combinations are found in.
pub struct Combined<'a> {
    /// The ways in.
    pub ways: &'a Ways,
    /// What was read.
    pub deployment: &'a Deployment,
    /// Every Nginx of it.
    pub nginx: &'a [Nginx],
    /// What other rules found: of programs among it.
    pub said: &'a [Occurrence],
    around: Around<'a>,
    found: OnceCell<Found>,
    near: OnceCell<Found>,
    contexts: OnceCell<Vec<Context<'a>>>,
}

/// Ways of one kind: from one start, through one project.
pub struct Group<'w> {
    /// Where they begin.
    pub start: NodeKind,
    /// The number of the project in which they end.
    pub project: usize,
    /// The service in which they end.
    pub service: &'w str,
    /// The easiest of them.
    pub easiest: &'w Way,
    /// All of them.
    pub ways: Vec<&'w Way>,
    /// Whether these are all.
    pub is_complete: bool,
}

/// How far ways go that are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// At most two containers: of so few steps there are seldom too many ways to look at each.
    TwoHops,
    /// As far as ways are searched.
    AllHops,
}

/// A combination that was found.
pub struct Combination {
    key: &'static str,
    subject: Subject,
    project: Option<usize>,
    role: String,
    place: Span,
    steps: Vec<FlowStep>,
    related: Vec<Span>,
    exposure: Exposure,
    most: Severity,
    confidence: Confidence,
    args: Vec<(&'static str, Arg)>,
}

impl<'a> Combined<'a> {
    /// All simple ways of a few steps.
    fn found(&self, within: Within) -> &Found {
        let all = self
            .found
            .get_or_init(|| self.ways.search(&Limits::default()));
        if within == Within::AllHops || all.is_whole() {
            return all;
        }
        let limits = Limits {
            hops: 2,
            ..Limits::default()
        };
        self.near.get_or_init(|| self.ways.search(&limits))
    }

    /// The project of a number, with facts about it.
    pub fn context(&self, project: usize) -> Option<&Context<'a>> {
        self.contexts().get(project)
    }

    /// All projects, with facts about them.
    pub fn contexts(&self) -> &[Context<'a>] {
        let projects = self.deployment.projects.iter();
        self.contexts.get_or_init(|| {
            let all = projects.map(|project| Context::new(project, self.around));
            all.collect()
        })
    }

    /// The container of a service.
    pub fn container(&self, project: usize, service: &str) -> Option<&'a Container> {
        let project: &'a Project = self.deployment.projects.get(project)?;
        project.containers.iter().find(|own| own.name == service)
    }

    /// The ways that are meant, by their starts and projects: one combination each, however many
    /// ways there are. Of ways that nobody can tell to be open, only those with one such step.
    pub fn groups(&self, within: Within, is_meant: impl Fn(&Way) -> bool) -> Vec<Group<'_>> {
        let found = self.found(within);
        // Where not all ways are kept, the easiest of a class may be none of them; they are sorted.
        let classes = found.classes.iter().map(|class| &class.easiest);
        let others = classes.filter(|way| found.ways.binary_search(way).is_err());
        let all = found.ways.iter().chain(others);
        let mut groups: BTreeMap<(usize, NodeKind), Vec<&Way>> = BTreeMap::new();
        for way in all {
            let (Some(start), Some((project, _))) = (self.start(way), self.end(way)) else {
                continue;
            };
            let is_within = within == Within::AllHops || way.hops <= 2;
            if is_within && self.unknowns(way) < 2 && is_meant(way) {
                groups.entry((project, start)).or_default().push(way);
            }
        }
        let groups = groups
            .into_iter()
            .filter_map(|((project, start), mut ways)| {
                // A way that is known to be open counts before a cheaper guess.
                // Of equal ones the names decide, and not the order of the file.
                ways.sort_by_cached_key(|way| {
                    (self.unknowns(way), way.cost, way.hops, self.names(way))
                });
                let easiest = *ways.first()?;
                let (_, service) = self.end(easiest)?;
                let known = self.unknowns(easiest);
                ways.retain(|way| self.unknowns(way) == known);
                Some(Group {
                    start,
                    project,
                    service,
                    easiest,
                    ways,
                    is_complete: found.is_whole(),
                })
            });
        groups.collect()
    }

    /// The edges of a way.
    pub fn edges<'s>(&'s self, way: &'s Way) -> impl DoubleEndedIterator<Item = &'s Edge> {
        way.edges.iter().map(|id| self.ways.edge(*id))
    }

    /// The names on a way, its end first.
    fn names(&self, way: &Way) -> Vec<&str> {
        let edges = self.edges(way).rev();
        edges
            .map(|edge| self.ways.node(edge.to).name.as_str())
            .collect()
    }

    /// Where a way begins.
    pub fn start(&self, way: &Way) -> Option<NodeKind> {
        let first = self.edges(way).next()?;
        Some(self.ways.node(first.from).kind)
    }

    /// What a way reaches.
    pub fn goal(&self, way: &Way) -> Option<NodeKind> {
        let last = self.edges(way).next_back()?;
        Some(self.ways.node(last.to).kind)
    }

    /// The last service of a way.
    fn end(&self, way: &Way) -> Option<(usize, &str)> {
        let mut nodes = self.edges(way).rev().flat_map(|edge| [edge.to, edge.from]);
        nodes.find_map(|id| self.service(id))
    }

    /// The project and the service of a node, if it is one.
    pub fn service(&self, id: NodeId) -> Option<(usize, &str)> {
        let node = self.ways.node(id);
        let is_service = !matches!(node.kind, NodeKind::Network);
        let project = node.project.filter(|_| is_service)?;
        Some((project, node.name.as_str()))
    }

    /// How many steps of a way nobody can tell to be open.
    pub fn unknowns(&self, way: &Way) -> usize {
        let unknown = |edge: &&Edge| edge.strength == Strength::Unknown;
        self.edges(way).filter(unknown).count()
    }

    /// Whether other machines can open connections to a service, by itself or by a front, whatever
    /// it asks them for: the step that shows it.
    pub fn exposed(&self, project: usize, service: &str) -> Option<&Edge> {
        let kinds = [NodeKind::Service, NodeKind::Inside, NodeKind::SigningKey];
        let nodes = kinds
            .into_iter()
            .filter_map(|kind| self.ways.find(kind, service, Some(project)));
        let mut edges = nodes.flat_map(|node| self.ways.incoming(node));
        edges.find_map(|id| {
            let edge = self.ways.edge(*id);
            let from = self.ways.node(edge.from).kind;
            let is_outer = [NodeKind::Lan, NodeKind::Internet, NodeKind::Front].contains(&from);
            (is_outer && edge.kind != EdgeKind::Joins).then_some(edge)
        })
    }
}

/// The steps that show edges, each place once with one sentence.
pub(crate) fn steps<'e>(edges: impl IntoIterator<Item = &'e Edge>) -> Vec<FlowStep> {
    let mut steps = Vec::new();
    for shown in edges.into_iter().flat_map(|edge| &edge.evidence) {
        let step = FlowStep {
            place: shown.span,
            what: shown.key,
            name: None,
            args: shown.args.clone(),
        };
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// One step by its sentence.
pub(crate) fn step(place: Span, what: &'static str, args: Vec<(&'static str, Arg)>) -> FlowStep {
    FlowStep {
        place,
        what,
        name: None,
        args,
    }
}

impl Combination {
    /// Of ways: at the line whose change closes most of them, with the steps of the easiest one.
    pub fn of_ways(cx: &Combined<'_>, key: &'static str, group: &Group<'_>) -> Self {
        let mut counts: BTreeMap<Span, usize> = BTreeMap::new();
        for way in &group.ways {
            let cuts = cx.edges(way).flat_map(|edge| &edge.cuts);
            let places: BTreeSet<Span> = cuts.map(|cut| cut.place).collect();
            for place in places {
                *counts.entry(place).or_default() += 1;
            }
        }
        let own = cx.edges(group.easiest).flat_map(|edge| &edge.cuts);
        let own: Vec<(bool, Span)> = own.map(|cut| (is_value(&cut.change), cut.place)).collect();
        // A value is changed more easily than what a service needs in order to work.
        let best = own
            .iter()
            .max_by_key(|(is_value, place)| (counts.get(place).copied(), *is_value))
            .map(|(_, place)| *place);
        let own = own.into_iter().map(|(_, place)| place);
        let steps = steps(cx.edges(group.easiest));
        let last = steps.last().map(|step| step.place);
        let place = best
            .or(last)
            .unwrap_or(Span::start_of(crate::model::TextId(0)));
        let mut made = Self::new(cx, key, (Some(group.project), group.service), place);
        made.steps = steps;
        let mut others: Vec<Span> = own.filter(|other| *other != place).collect();
        others.sort_unstable();
        others.dedup();
        made.related = others;
        made.exposure = exposure(group.start);
        made.role = format!("{:?}", group.start).to_lowercase();
        if cx.unknowns(group.easiest) > 0 {
            made = made.is_unsure();
        }
        let count = group.ways.len();
        let count = if group.is_complete {
            Arg::Number(count as u64)
        } else {
            Arg::Name(format!("{count}+"))
        };
        made.arg("steps", Arg::Number(u64::from(group.easiest.hops)))
            .arg("count", count)
    }

    /// About a service, with a sentence of its policy, at a place.
    pub fn new(
        cx: &Combined<'_>,
        key: &'static str,
        (project, service): (Option<usize>, &str),
        place: Span,
    ) -> Self {
        let own = project.and_then(|number| cx.deployment.projects.get(number));
        Self {
            key,
            subject: Subject {
                kind: if project.is_some() {
                    "container"
                } else {
                    "daemon"
                },
                name: service.to_owned(),
                project: own.and_then(|own| own.name.clone()),
            },
            project,
            role: String::new(),
            place,
            steps: Vec::new(),
            related: Vec::new(),
            exposure: Exposure::Public,
            most: Severity::Critical,
            confidence: Confidence::High,
            args: Vec::new(),
        }
    }

    /// What shows it.
    #[must_use]
    pub fn steps(mut self, steps: impl IntoIterator<Item = FlowStep>) -> Self {
        self.steps.extend(steps);
        self
    }

    /// An argument of its sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name, arg.into()));
        self
    }

    /// No worse than this.
    #[must_use]
    pub fn at_most(mut self, most: Severity) -> Self {
        self.most = self.most.min(most);
        self
    }

    /// What of the service it is about.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = role.into();
        self
    }

    /// From where it is open.
    #[must_use]
    pub fn exposed(mut self, exposure: Exposure) -> Self {
        self.exposure = exposure;
        self
    }

    /// A step of it cannot be told from here: it is worth a look, no more.
    #[must_use]
    pub fn is_unsure(mut self) -> Self {
        self.most = self.most.min(Severity::Low);
        self.confidence = Confidence::Low;
        self
    }
}

/// Whether an edit gives a value, and takes nothing away.
fn is_value(change: &Change) -> bool {
    matches!(
        change,
        Change::StrongSecret { .. }
            | Change::SetVariable { .. }
            | Change::AddFlag { .. }
            | Change::AddToConfig { .. }
    )
}

/// The exposure of what is open from a start.
fn exposure(start: NodeKind) -> Exposure {
    match start {
        NodeKind::Lan | NodeKind::Internet => Exposure::Public,
        NodeKind::Local => Exposure::Loopback,
        _ => Exposure::Internal,
    }
}

impl Answers {
    /// Asks the same rules which faults are together more than each.
    pub fn about_combinations(
        &mut self,
        ways: &Ways,
        deployment: &Deployment,
        nginx: &[Nginx],
        around: Around<'_>,
    ) {
        let mut occurrences = Vec::new();
        let combined = Combined {
            ways,
            deployment,
            nginx,
            said: &self.occurrences,
            around,
            found: OnceCell::new(),
            near: OnceCell::new(),
            contexts: OnceCell::new(),
        };
        for (rule, tally) in &mut self.tallies {
            let Check::Combination(check) = rule.check else {
                continue;
            };
            let all = check(&combined);
            if all.is_empty() {
                // It was asked about the whole deployment.
                tally.subjects += 1;
            }
            for own in all {
                let mut fail = Fail::new(own.key, Site::at(own.place)).role(own.role);
                for (name, arg) in own.args {
                    fail = fail.arg(name, arg);
                }
                for place in own.related {
                    fail = fail.related(place);
                }
                let fail = fail
                    .exposed(own.exposure)
                    .at_most(own.most)
                    .confidence(own.confidence.min(rule.precision));
                let mut made = Vec::new();
                let mut out = Out::new(rule, own.subject, own.exposure, &mut made, tally);
                out.fail(fail.steps(own.steps));
                for mut occurrence in made {
                    occurrence.projects = own.project.into_iter().collect();
                    if combined.is_of_template(&occurrence) {
                        occurrence.is_of_template();
                    }
                    occurrences.push(occurrence);
                }
            }
        }
        self.occurrences.extend(occurrences);
    }
}

impl Combined<'_> {
    /// Whether a step stands in a template: its values are no deployment's.
    fn is_of_template(&self, occurrence: &Occurrence) -> bool {
        let projects = occurrence.projects.iter();
        let mut projects = projects.filter_map(|own| self.deployment.projects.get(*own));
        projects.any(|project| {
            let is_template = |place: &Span| project.templates.contains(&place.text);
            occurrence.flow.iter().any(|step| is_template(&step.place))
        })
    }
}
