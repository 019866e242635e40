//! Occurrences with one cause become one finding: the last step before the report.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::known::Since;
use super::register::Waived;
use super::suppress::Silence;
use crate::model::{Arg, Confidence, Exposure, Severity, Span, TextId, Texts};
use crate::rules::{CauseKey, FlowStep, Message, Occurrence, Rule, Subject};

/// An occurrence with its place in a file and its name.
pub struct Placed {
    /// The path of the file, relative to the scan root.
    pub path: Arc<str>,
    /// The place in the file.
    pub span: Span,
    /// The line of the place, from 1.
    pub line: usize,
    /// The cause, in files.
    pub cause: CauseKey,
    /// The occurrence.
    pub occurrence: Occurrence,
    /// Its stable name.
    pub fingerprint: String,
    /// Why it is not reported; `None` for one that is.
    pub silence: Option<Silence>,
    /// Who waived it in the register; `None` for one that nobody did.
    pub waived: Option<Waived>,
    /// Who waived it until a day that is over; `None` while the waiver holds.
    pub lapsed: Option<Waived>,
    /// Since when it is known; `None` for one that is new, and without a baseline.
    pub known: Option<Since>,
    /// Only what changed counts, and this did not.
    pub is_unchanged: bool,
}

impl Placed {
    /// Whether it is reported: neither suppressed nor accepted nor known, and of a service that starts.
    pub fn is_active(&self) -> bool {
        self.is_open() && !self.is_inactive()
    }

    /// Whether nobody has decided about it.
    fn is_open(&self) -> bool {
        self.is_undecided() && self.known.is_none() && !self.is_unchanged
    }

    /// Whether nobody has suppressed or accepted it.
    fn is_undecided(&self) -> bool {
        self.silence.is_none() && self.occurrence.accepted.is_none()
    }

    /// Whether it is not reported because it is known, and for no other reason.
    pub fn is_known(&self) -> bool {
        self.known.is_some() && self.is_undecided()
    }

    /// Whether it is not reported because no place of it changed, and for no other reason.
    pub fn is_left_out(&self) -> bool {
        self.is_unchanged && self.known.is_none() && self.is_undecided()
    }

    /// Whether it is of a service that does not start.
    fn is_inactive(&self) -> bool {
        !self.occurrence.inactive_in.is_empty()
    }

    /// Whether it would be reported if its service started.
    pub fn is_dormant(&self) -> bool {
        self.is_inactive() && self.is_open()
    }

    /// What became of it, as the JSON report names it.
    pub fn status(&self) -> &'static str {
        if self.occurrence.accepted.is_some() {
            "waived"
        } else if self.silence.is_some() {
            "suppressed"
        } else if self.is_known() {
            "baseline"
        } else if self.is_left_out() {
            "unchanged"
        } else if self.is_inactive() {
            "inactive-profile"
        } else {
            "active"
        }
    }

    /// The order of occurrences: by file, place, rule, subject and role.
    pub(super) fn order(&self) -> (&str, u32, u32, &str, &Subject, &str) {
        let occurrence = &self.occurrence;
        (
            &self.path,
            self.span.start,
            self.span.end,
            occurrence.rule.id,
            &occurrence.subject,
            &occurrence.role,
        )
    }
}

/// One thing that is not as it should be, with all its places. What is suppressed of it is among
/// the occurrences and nowhere else, unless all of it is.
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The sentence.
    pub message: &'static Message,
    /// The arguments of the sentence; each has every value that the occurrences give it.
    pub args: Vec<(&'static str, Vec<Arg>)>,
    /// The worst of the occurrences.
    pub severity: Severity,
    /// The exposure that decided the severity.
    pub because: Option<Exposure>,
    /// The surest of the occurrences.
    pub confidence: Confidence,
    /// Names of the rule elsewhere, and weaker rules that said the same.
    pub aliases: Vec<&'static str>,
    /// The subject of the first occurrence.
    pub subject: Subject,
    /// The place to change.
    pub span: Span,
    /// The other places, on other lines: those to change as well, then the rest, both in the order
    /// of the files.
    pub related: Vec<Related>,
    /// So many of the other places are to be changed as well.
    pub to_change: usize,
    /// The way of the value that the worst of the occurrences is about, from where it comes from:
    /// places in files, and what happens there. It ends before the finding itself.
    pub flow: Vec<FlowStep>,
    /// Somebody else than whoever wrote the program decides what it does there.
    pub is_steered: bool,
    /// The occurrences, in the order of the files. Never empty.
    pub occurrences: Vec<Placed>,
    /// Its stable name: the smallest name of an occurrence, whatever their order.
    pub fingerprint: String,
    /// The worst of the occurrences comes from a template that stands in for a missing file.
    pub from_template: bool,
    /// Something was not read or not followed.
    pub is_gap: bool,
}

impl Finding {
    /// Whether it is to be acted on: an occurrence is not accepted.
    pub fn is_active(&self) -> bool {
        self.occurrences.iter().any(Placed::is_active)
    }

    /// What became of it, as the JSON report names it.
    pub fn status(&self) -> &'static str {
        if self.is_active() {
            "active"
        } else if self.accepted().is_some() {
            "waived"
        } else if self.is_dormant() {
            "inactive-profile"
        } else if self.is_known() {
            "baseline"
        } else if self.is_left_out() {
            "unchanged"
        } else {
            "suppressed"
        }
    }

    /// Whether it is not reported because something of it is known and the rest is suppressed.
    pub fn is_known(&self) -> bool {
        let is_other = self.is_active() || self.accepted().is_some() || self.is_dormant();
        !is_other && self.occurrences.iter().any(Placed::is_known)
    }

    /// Whether it is not reported because nothing of it changed that is not known or suppressed.
    pub fn is_left_out(&self) -> bool {
        let is_other = self.is_active() || self.accepted().is_some() || self.is_dormant();
        let is_known = self.occurrences.iter().any(Placed::is_known);
        !is_other && !is_known && self.occurrences.iter().any(Placed::is_left_out)
    }

    /// The first day on which something of it was known.
    pub fn known_since(&self) -> Option<Date> {
        let known = self.occurrences.iter().filter(|one| one.is_known());
        known.filter_map(|one| one.known?.0).min()
    }

    /// Whether it would be reported if the services of some Compose profile started.
    pub fn is_dormant(&self) -> bool {
        !self.is_active() && self.occurrences.iter().any(Placed::is_dormant)
    }

    /// The hashes of the programs that it is about, where machines wrote those, each once.
    pub fn codes(&self) -> Vec<&str> {
        let codes = self.occurrences.iter();
        let codes = codes.filter_map(|placed| placed.occurrence.code.as_deref());
        let mut codes: Vec<&str> = codes.collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Who waived the first of its occurrences in the register, if so.
    pub fn waived(&self) -> Option<&Waived> {
        self.occurrences.first()?.waived.as_ref()
    }

    /// Why the user accepts it, if so.
    pub fn accepted(&self) -> Option<&str> {
        let first = self.occurrences.first()?;
        let reason = first.occurrence.accepted.as_deref();
        reason.filter(|_| !self.is_active())
    }
}

/// Another place of a finding.
pub struct Related {
    /// Where.
    pub span: Span,
    /// The subjects that it is about.
    pub subjects: Vec<String>,
}

/// Groups occurrences that come in the order of the files; what is reported first, worst first.
pub(super) fn group(placed: Vec<Placed>, texts: &Texts) -> Vec<Finding> {
    let mut index: HashMap<(&'static str, &'static str, CauseKey), usize> = HashMap::new();
    let mut groups: Vec<Vec<Placed>> = Vec::new();
    for placed in placed {
        let rule = placed.occurrence.rule;
        // What is missing is the same only with the same sentence.
        let sentence = match placed.cause {
            CauseKey::Missing(_) => placed.occurrence.message.key,
            CauseKey::Place(_) => "",
        };
        let at = *index
            .entry((rule.id, sentence, placed.cause))
            .or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(placed),
            None => groups.push(vec![placed]),
        }
    }
    let mut findings: Vec<Finding> = kindred(groups)
        .into_iter()
        .filter_map(|group| finding(group, texts))
        .collect();
    // Stable: findings of one severity stay in the order of the files.
    findings.sort_by_key(|finding| {
        Reverse((finding.is_active(), finding.severity, finding.confidence))
    });
    findings
}

/// Puts lines of one file together that have to be changed for the same reason, where they are as
/// bad and have come to the same.
fn kindred(groups: Vec<Vec<Placed>>) -> Vec<Vec<Placed>> {
    let mut index = HashMap::new();
    let mut joined: Vec<Vec<Placed>> = Vec::new();
    for group in groups {
        let kin = group.first().and_then(|first| {
            let CauseKey::Place(place) = first.cause else {
                return None;
            };
            let speakers = speakers(&group);
            let severity = speakers.iter().map(|one| one.occurrence.severity).max();
            let status = speakers.first().map(|one| one.status());
            let occurrence = &first.occurrence;
            Some((
                occurrence.rule.id,
                occurrence.kin?,
                place.text,
                severity,
                status,
            ))
        });
        let at = kin.map_or(joined.len(), |kin| {
            *index.entry(kin).or_insert(joined.len())
        });
        match joined.get_mut(at) {
            Some(other) => {
                other.extend(group);
                other.sort_by(|a, b| a.order().cmp(&b.order()));
            }
            None => joined.push(group),
        }
    }
    joined
}

/// The occurrences that a finding speaks of: those that are reported; where there are none, those
/// that would be if their services started, or all.
fn speakers(occurrences: &[Placed]) -> Vec<&Placed> {
    let some = |wanted: fn(&Placed) -> bool| {
        let some: Vec<&Placed> = occurrences.iter().filter(|one| wanted(one)).collect();
        (!some.is_empty()).then_some(some)
    };
    some(Placed::is_active)
        .or_else(|| some(Placed::is_dormant))
        .unwrap_or_else(|| occurrences.iter().collect())
}

fn finding(occurrences: Vec<Placed>, texts: &Texts) -> Option<Finding> {
    let fingerprint = occurrences
        .iter()
        .map(|placed| placed.fingerprint.as_str())
        .min()?
        .to_owned();
    let mut speakers = speakers(&occurrences);
    let cause = |placed: &Placed| match placed.cause {
        CauseKey::Place(place) => place,
        CauseKey::Missing(_) => placed.span,
    };
    // Stable: of the occurrences of one cause the first one stays in front.
    speakers.sort_by_key(|placed| match placed.cause {
        CauseKey::Place(place) => place.start,
        CauseKey::Missing(_) => 0,
    });
    // Of equals the most general sentence speaks, and then the first one.
    let worst = speakers
        .iter()
        .map(|placed| &placed.occurrence)
        .rev()
        .max_by_key(|occurrence| {
            let is_general = occurrence.message.key == "default";
            (occurrence.severity, occurrence.confidence, is_general)
        })?;
    let first = speakers.first()?;
    let span = cause(first);
    let (related, to_change) = related(span, &speakers, texts);
    let rule = worst.rule;
    let mut aliases: Vec<&'static str> = speakers
        .iter()
        .flat_map(|placed| placed.occurrence.aliases.iter().copied())
        .collect();
    aliases.sort_unstable();
    aliases.dedup();
    aliases.splice(0..0, rule.aliases.iter().copied());
    Some(Finding {
        rule,
        message: worst.message,
        args: args(worst.message, &speakers),
        severity: worst.severity,
        because: worst.because,
        confidence: worst.confidence,
        aliases,
        subject: first.occurrence.subject.clone(),
        span,
        related,
        to_change,
        flow: flow(worst, texts),
        is_steered: worst.is_steered,
        fingerprint,
        from_template: worst.from_template,
        is_gap: worst.is_gap,
        occurrences,
    })
}

/// The way of a value in files, each place once with one sentence.
fn flow(occurrence: &Occurrence, texts: &Texts) -> Vec<FlowStep> {
    let mut flow: Vec<FlowStep> = Vec::new();
    for step in &occurrence.flow {
        let step = FlowStep {
            place: texts.resolve(step.place),
            ..step.clone()
        };
        if flow.last() != Some(&step) {
            flow.push(step);
        }
    }
    flow
}

fn args(message: &Message, occurrences: &[&Placed]) -> Vec<(&'static str, Vec<Arg>)> {
    let values = |name: &str| {
        let mut seen = HashSet::new();
        let values = occurrences.iter().filter_map(|placed| {
            let occurrence = &placed.occurrence;
            if name == "subjects" {
                return Some(Arg::Name(shown(placed)));
            }
            let own = occurrence.args.iter().find(|(own, _)| *own == name);
            own.map(|(_, value)| value.clone())
        });
        values.filter(|value| seen.insert(value.clone())).collect()
    };
    let names = message.args.iter();
    names.map(|name| (*name, values(name))).collect()
}

/// What an occurrence is about, as a sentence names it: a program inside of a file by its own name,
/// and then the file.
fn shown(placed: &Placed) -> String {
    let subject = &placed.occurrence.subject;
    match subject.inside(&placed.path) {
        Some(node) => format!("{node} ({})", placed.path),
        None => subject.name.clone(),
    }
}

/// The other places of a finding, and how many of them, in front, are to be changed as well.
fn related(primary: Span, occurrences: &[&Placed], texts: &Texts) -> (Vec<Related>, usize) {
    let mut places = Places::new(primary, texts);
    for placed in occurrences {
        if let CauseKey::Place(place) = placed.cause {
            places.add(place, placed);
        }
    }
    let to_change = places.related.len();
    for placed in occurrences {
        places.add(placed.span, placed);
        for place in &placed.occurrence.related {
            places.add(texts.resolve(*place), placed);
        }
    }
    (places.related, to_change)
}

/// Places on other lines than the first one, each once.
struct Places<'t> {
    texts: &'t Texts,
    first: (TextId, usize),
    related: Vec<Related>,
    index: HashMap<Span, usize>,
}

impl<'t> Places<'t> {
    fn new(first: Span, texts: &'t Texts) -> Self {
        let mut places = Self {
            texts,
            first: (first.text, 0),
            related: Vec::new(),
            index: HashMap::new(),
        };
        places.first.1 = places.line(first);
        places
    }

    fn line(&self, place: Span) -> usize {
        self.texts
            .get(place.text)
            .position(place.range().start)
            .line
    }

    fn add(&mut self, span: Span, placed: &Placed) {
        if (span.text, self.line(span)) == self.first {
            return;
        }
        let name = placed.occurrence.subject.name.clone();
        let at = *self.index.entry(span).or_insert(self.related.len());
        match self.related.get_mut(at) {
            Some(other) if other.subjects.contains(&name) => {}
            Some(other) => other.subjects.push(name),
            None => self.related.push(Related {
                span,
                subjects: vec![name],
            }),
        }
    }
}
