//! What a rule says of one subject.

use std::sync::Arc;

use crate::model::{Arg, Confidence, Exposure, Severity, Span, TextId};

use super::policy::{Message, Rule};

/// One rule, one subject, one place.
#[derive(Clone)]
pub struct Occurrence {
    /// The rule.
    pub rule: &'static Rule,
    /// Its sentence.
    pub message: &'static Message,
    /// Arguments of the sentence by name, `subjects` aside.
    pub args: Vec<(&'static str, Arg)>,
    /// What it is about.
    pub subject: Subject,
    /// What of the subject: a target port, a mount target, a variable. Part of the fingerprint.
    pub role: String,
    /// Where the subject shows it.
    pub span: Span,
    /// Where it comes from: findings are grouped by it.
    pub cause: CauseKey,
    /// Lines of one file that share this, and are as bad, are one finding: they have to be changed
    /// for the same reason.
    pub kin: Option<u64>,
    /// Other places that belong to it: what was there before, say.
    pub related: Vec<Span>,
    /// Weaker rules on this give way to it: its cause, unless it was found elsewhere.
    pub covers: CauseKey,
    /// The way of a value through a program, from where it comes from.
    pub flow: Vec<FlowStep>,
    /// Somebody else than whoever wrote it decides what it does, as far as that can be followed.
    pub is_steered: bool,
    /// How bad.
    pub severity: Severity,
    /// The exposure that decided the severity.
    pub because: Option<Exposure>,
    /// How sure.
    pub confidence: Confidence,
    /// Ids of the weaker rules that said the same.
    pub aliases: Vec<&'static str>,
    /// The projects that it is in, by their numbers in the deployment; empty for what belongs to
    /// none.
    pub projects: Vec<usize>,
    /// The Compose profiles of a subject that does not start; empty for one that does.
    pub inactive_in: Vec<String>,
    /// It comes from a template that stands in for a missing file.
    pub from_template: bool,
    /// Something was not read or not followed.
    pub is_gap: bool,
    /// Why the user accepts it, if so.
    pub accepted: Option<Arc<str>>,
    /// The hash of the program that it is about, where a machine wrote that.
    pub code: Option<Arc<str>>,
}

impl Occurrence {
    /// Gives its texts other numbers: text `n` is `numbers[n]` from now on.
    pub fn renumber(&mut self, numbers: &[TextId]) {
        let of = |text: TextId| numbers.get(text.0 as usize).copied().unwrap_or(text);
        let key = |cause: CauseKey| match cause {
            CauseKey::Place(place) => CauseKey::Place(Span {
                text: of(place.text),
                ..place
            }),
            CauseKey::Missing(text) => CauseKey::Missing(of(text)),
        };
        self.span.text = of(self.span.text);
        self.cause = key(self.cause);
        self.covers = key(self.covers);
        let flow = self.flow.iter_mut().map(|step| &mut step.place);
        for place in self.related.iter_mut().chain(flow) {
            place.text = of(place.text);
        }
    }

    /// Notes that it stands in a document, as an example: worth a look before somebody runs it.
    pub(super) fn is_example(&mut self) {
        if self.severity > Severity::Medium {
            self.severity = Severity::Medium;
            self.because = None;
        }
        self.confidence = Confidence::Low;
    }

    /// Notes that it comes from a template: it is worth knowing, no more.
    pub(super) fn is_of_template(&mut self) {
        self.from_template = true;
        self.severity = Severity::Info;
        self.because = None;
    }
}

/// A step of the way of a value through a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowStep {
    /// Where.
    pub place: Span,
    /// The key of the sentence that says what happens there.
    pub what: &'static str,
    /// The name that is part of the sentence.
    pub name: Option<Arc<str>>,
    /// The other arguments of the sentence.
    pub args: Vec<(&'static str, Arg)>,
}

/// What an occurrence is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// `container`, `file`…
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// The name that its project gives itself.
    pub project: Option<String>,
}

impl Subject {
    /// What it is called inside of the file `path`, for a program that is a part of one:
    /// `path#name`.
    pub fn inside(&self, path: &str) -> Option<&str> {
        let is_program = self.kind == "program";
        let inside = self.name.strip_prefix(path)?.strip_prefix('#')?;
        (is_program && !inside.is_empty()).then_some(inside)
    }
}

/// Why occurrences belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKey {
    /// They come from one place.
    Place(Span),
    /// Each subject of this compose file lacks the same.
    Missing(TextId),
}
