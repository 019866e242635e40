//! Where a check puts its answers.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::meaning::python::{Certainty, Step, StepKind};
use crate::meaning::{Place, Secret};
use crate::model::{
    Arg, Cause, Confidence, Exposure, How, OriginId, Setting, Severity, Span, TextId,
};
use crate::syntax::python::Tree;

use super::context::Context;
use super::occurrence::{CauseKey, FlowStep, Occurrence, Subject};
use super::policy::Rule;

/// How often a rule was asked, and what it answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Subjects it was asked about.
    pub subjects: usize,
    /// Subjects with at least one occurrence.
    pub failed: usize,
    /// Subjects about which it could not tell.
    pub unknown: usize,
    /// Subjects that it does not concern.
    pub not_applicable: usize,
}

impl Tally {
    /// Adds the counts of another part of the deployment.
    pub fn add(&mut self, other: Self) {
        self.subjects += other.subjects;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.not_applicable += other.not_applicable;
    }
}

/// Collects the answers of one rule about one subject. Silence is a pass.
pub struct Out<'a> {
    rule: &'static Rule,
    subject: Subject,
    exposure: Exposure,
    occurrences: &'a mut Vec<Occurrence>,
    tally: &'a mut Tally,
    failed: bool,
    placing: Placing,
    tree: Option<&'a Tree>,
}

/// Where the bytes of a program stand.
#[derive(Clone, Debug)]
pub(super) enum Placing {
    /// From a byte of a text on, as they are.
    From(TextId, usize),
    /// All of them at one place: the program was decoded from it.
    At(Span),
}

impl Placing {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match self {
            Self::From(text, start) => Span::new(*text, start + range.start..start + range.end),
            Self::At(span) => *span,
        }
    }
}

/// Where something shows, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    span: Span,
    cause: CauseKey,
}

impl Site {
    /// At `span`, with nothing deeper behind it.
    pub fn at(span: Span) -> Self {
        Self {
            span,
            cause: CauseKey::Place(span),
        }
    }

    /// A file as a whole.
    pub fn start_of(text: TextId) -> Self {
        Self::at(Span::start_of(text))
    }

    /// At `span`, as one of several that belong to what stands at the other site.
    pub fn belonging(span: Span, to: Self) -> Self {
        Self {
            span,
            cause: to.cause,
        }
    }

    /// Where it shows.
    pub fn span(self) -> Span {
        self.span
    }

    /// Something that the owner at `owner` lacks.
    pub fn missing(owner: Span) -> Self {
        Self {
            span: owner,
            cause: CauseKey::Missing(owner.text),
        }
    }

    /// At the same cause, where it lacks what others of its file lack as well.
    #[must_use]
    pub fn as_lack(self) -> Self {
        let span = match self.cause {
            CauseKey::Place(place) => place,
            CauseKey::Missing(_) => self.span,
        };
        Self {
            span,
            cause: CauseKey::Missing(span.text),
        }
    }

    /// Something that a value lacks: it shows at the value, and the others of the file lack it too.
    pub fn lacking(shown: Span) -> Self {
        Self {
            span: shown,
            cause: CauseKey::Missing(shown.text),
        }
    }

    /// A value: it shows at `shown`, and comes from `cause`.
    pub fn caused(shown: Span, cause: Option<Cause>) -> Self {
        let place = match cause {
            // Nothing supplies the value: its place is where it is used.
            Some(Cause {
                how: How::Unset { .. } | How::Supplied { .. },
                ..
            })
            | None => shown,
            Some(cause) => cause.place,
        };
        Self {
            span: shown,
            cause: CauseKey::Place(place),
        }
    }

    /// A value by its origin.
    pub fn origin(cx: &Context<'_>, origin: OriginId, owner: Span) -> Self {
        let origins = &cx.project.origins;
        Self::caused(
            origins.place(origin).unwrap_or(owner),
            origins.cause(origin),
        )
    }

    /// A secret: it shows where its holder has it, and comes from whatever supplies it.
    pub fn secret(cx: &Context<'_>, secret: &Secret<'_>) -> Self {
        let origins = &cx.project.origins;
        let mut cause = secret.cause(origins);
        if let Some(cause) = &mut cause {
            cause.place = secret.in_lines(cause.place, cx.texts);
        }
        let shown = secret.shown(origins);
        let shown = shown.or_else(|| cause.as_ref().map(|cause| cause.place));
        Self::caused(shown.unwrap_or(Span::start_of(cx.project.file)), cause)
    }

    /// A secret, at the value that holds it: whatever supplies it, that is what has to be changed.
    pub fn holding(cx: &Context<'_>, secret: &Secret<'_>) -> Self {
        let written = match &secret.place {
            Place::Traced { origin, .. } => cx.project.origins.place(*origin),
            Place::At(span) => Some(*span),
        };
        let written = written.map(|place| secret.in_lines(place, cx.texts));
        written.map_or_else(|| Self::secret(cx, secret), Self::at)
    }

    /// A setting: its value's place, or missing in its owner.
    pub fn setting<T>(cx: &Context<'_>, setting: &Setting<T>, owner: Span) -> Self {
        match setting.origin() {
            Some(origin) => Self::origin(cx, origin, owner),
            None => Self::missing(owner),
        }
    }
}

/// An answer "not as it should be", before it is given.
pub struct Fail {
    key: &'static str,
    site: Site,
    covers: Option<Site>,
    role: String,
    kin: Option<u64>,
    args: Vec<(&'static str, Arg)>,
    related: Vec<Span>,
    exposure: Option<Exposure>,
    confidence: Option<Confidence>,
    most: Severity,
    certainty: Option<Certainty>,
    ways: Vec<Rc<Step>>,
    steps: Vec<FlowStep>,
    code: Option<Arc<str>>,
}

impl Fail {
    /// With the sentence `key` of the policy, at `site`.
    pub fn new(key: &'static str, site: Site) -> Self {
        Self {
            key,
            site,
            covers: None,
            role: String::new(),
            kin: None,
            args: Vec::new(),
            related: Vec::new(),
            exposure: None,
            confidence: None,
            most: Severity::Critical,
            certainty: None,
            ways: Vec::new(),
            steps: Vec::new(),
            code: None,
        }
    }

    /// The hash of the program that it is about, which a machine wrote.
    #[must_use]
    pub fn code(mut self, hash: &Arc<str>) -> Self {
        self.code = Some(Arc::clone(hash));
        self
    }

    /// Where the value comes from that it is about: the policy says how bad that is.
    #[must_use]
    pub fn certainty(mut self, certainty: Certainty) -> Self {
        self.certainty = Some(certainty);
        self
    }

    /// The way of a value that belongs to it.
    #[must_use]
    pub fn way(mut self, way: Option<Rc<Step>>) -> Self {
        self.ways.extend(way);
        self
    }

    /// The steps of a way through the deployment.
    #[must_use]
    pub(super) fn steps(mut self, steps: Vec<FlowStep>) -> Self {
        self.steps = steps;
        self
    }

    /// What of the subject.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = role.into();
        self
    }

    /// One finding with the other lines of its file of which the same is true: by its hash, as it
    /// may be a secret.
    #[must_use]
    pub fn kin(mut self, same: impl Hash) -> Self {
        self.kin = Some(BuildHasherDefault::<DefaultHasher>::default().hash_one(same));
        self
    }

    /// An argument of the sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name, arg.into()));
        self
    }

    /// Another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Span) -> Self {
        self.related.push(place);
        self
    }

    /// Weaker rules at this site give way, where that is not where the finding is.
    #[must_use]
    pub fn covering(mut self, site: Site) -> Self {
        self.covers = Some(site);
        self
    }

    /// The exposure of what was found, where it is not that of the subject.
    #[must_use]
    pub fn exposed(mut self, exposure: Exposure) -> Self {
        self.exposure = Some(exposure);
        self
    }

    /// No worse than this, whatever the policy says.
    #[must_use]
    pub fn at_most(mut self, most: Severity) -> Self {
        self.most = most;
        self
    }

    /// Less sure than the policy says.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }
}

impl<'a> Out<'a> {
    /// For one rule and one subject.
    pub(super) fn new(
        rule: &'static Rule,
        subject: Subject,
        exposure: Exposure,
        occurrences: &'a mut Vec<Occurrence>,
        tally: &'a mut Tally,
    ) -> Self {
        tally.subjects += 1;
        Self {
            rule,
            subject,
            exposure,
            occurrences,
            tally,
            failed: false,
            placing: Placing::From(TextId(0), 0),
            tree: None,
        }
    }

    /// For a program that stands there.
    pub(super) fn placed(mut self, placing: &Placing, tree: &'a Tree) -> Self {
        self.placing = placing.clone();
        self.tree = Some(tree);
        self
    }

    /// A place of the program that is judged, by its bytes there.
    pub fn site(&self, range: Range<usize>) -> Site {
        Site::at(self.placing.span(range))
    }

    /// The steps of some ways, each once, from the first one on.
    fn flow(&self, ways: &[Rc<Step>]) -> Vec<FlowStep> {
        let mut flow = Vec::new();
        for way in ways {
            let mut steps = Vec::new();
            let mut next = Some(way);
            while let Some(step) = next {
                let name = match (step.kind, self.tree) {
                    (StepKind::Assigned(Some(name)), Some(tree)) => Some(tree.name(name).into()),
                    _ => None,
                };
                steps.push(FlowStep {
                    place: self.placing.span(step.range.clone()),
                    what: step.kind.text(),
                    name,
                    args: Vec::new(),
                });
                next = step.before.as_ref();
            }
            steps.reverse();
            for step in steps {
                if !flow.contains(&step) {
                    flow.push(step);
                }
            }
        }
        flow
    }

    /// Not as it should be.
    pub fn fail(&mut self, fail: Fail) {
        let Some(message) = self.rule.message(fail.key) else {
            return;
        };
        if !self.failed {
            self.failed = true;
            self.tally.failed += 1;
        }
        let exposure = fail.exposure.unwrap_or(self.exposure);
        let (severity, decided) = match &fail.certainty {
            Some(certainty) => (self.rule.severity.of(certainty), false),
            None => self.rule.severity.at(exposure),
        };
        let mut flow = self.flow(&fail.ways);
        flow.extend(fail.steps);
        self.occurrences.push(Occurrence {
            rule: self.rule,
            message,
            args: fail.args,
            subject: self.subject.clone(),
            role: fail.role,
            span: fail.site.span,
            cause: fail.site.cause,
            kin: fail.kin,
            related: fail.related,
            covers: fail.covers.unwrap_or(fail.site).cause,
            flow,
            is_steered: matches!(fail.certainty, Some(Certainty::Tainted(_))),
            severity: severity.min(fail.most),
            because: (decided && severity <= fail.most).then_some(exposure),
            confidence: fail.confidence.unwrap_or(self.rule.precision),
            aliases: Vec::new(),
            projects: Vec::new(),
            inactive_in: Vec::new(),
            from_template: false,
            is_gap: false,
            accepted: None,
            code: fail.code,
        });
    }

    /// It cannot be told from here.
    pub fn unknown(&mut self) {
        self.tally.unknown += 1;
    }

    /// The rule does not concern this subject.
    pub fn not_applicable(&mut self) {
        self.tally.not_applicable += 1;
    }
}
