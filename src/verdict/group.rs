//! Occurrences with one cause become one finding: the last step before the report.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::suppress::Silence;
use crate::model::{Arg, Confidence, Exposure, Severity, Span, Texts};
use crate::rules::{CauseKey, Message, Occurrence, Rule, Subject};

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
}

impl Placed {
    /// Whether it is reported: neither suppressed nor accepted, and of a service that starts.
    pub fn is_active(&self) -> bool {
        self.silence.is_none() && self.occurrence.accepted.is_none() && !self.is_inactive()
    }

    /// Whether it is of a service that does not start.
    fn is_inactive(&self) -> bool {
        !self.occurrence.inactive_in.is_empty()
    }

    /// Whether it would be reported if its service started.
    pub fn is_dormant(&self) -> bool {
        self.is_inactive() && self.silence.is_none() && self.occurrence.accepted.is_none()
    }

    /// What became of it, as the JSON report names it.
    pub fn status(&self) -> &'static str {
        if self.occurrence.accepted.is_some() {
            "waived"
        } else if self.silence.is_some() {
            "suppressed"
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
    /// The other places, on other lines, in the order of the files.
    pub related: Vec<Related>,
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
        } else {
            "suppressed"
        }
    }

    /// Whether it would be reported if the services of some Compose profile started.
    pub fn is_dormant(&self) -> bool {
        !self.is_active() && self.occurrences.iter().any(Placed::is_dormant)
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
    let mut findings: Vec<Finding> = groups
        .into_iter()
        .filter_map(|group| finding(group, texts))
        .collect();
    // Stable: findings of one severity stay in the order of the files.
    findings.sort_by_key(|finding| {
        Reverse((finding.is_active(), finding.severity, finding.confidence))
    });
    findings
}

fn finding(occurrences: Vec<Placed>, texts: &Texts) -> Option<Finding> {
    let fingerprint = occurrences
        .iter()
        .map(|placed| placed.fingerprint.as_str())
        .min()?
        .to_owned();
    let mut speakers: Vec<&Placed> = occurrences.iter().filter(|one| one.is_active()).collect();
    if speakers.is_empty() {
        speakers = occurrences.iter().filter(|one| one.is_dormant()).collect();
    }
    if speakers.is_empty() {
        speakers = occurrences.iter().collect();
    }
    // Of equals the first one speaks.
    let worst = speakers
        .iter()
        .map(|placed| &placed.occurrence)
        .rev()
        .max_by_key(|occurrence| (occurrence.severity, occurrence.confidence))?;
    let first = speakers.first()?;
    let span = match first.cause {
        CauseKey::Place(place) => place,
        CauseKey::Missing(_) => first.span,
    };
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
        related: related(span, &speakers, texts),
        fingerprint,
        from_template: worst.from_template,
        is_gap: worst.is_gap,
        occurrences,
    })
}

fn args(message: &Message, occurrences: &[&Placed]) -> Vec<(&'static str, Vec<Arg>)> {
    let values = |name: &str| {
        let mut seen = HashSet::new();
        let values = occurrences.iter().filter_map(|placed| {
            let occurrence = &placed.occurrence;
            if name == "subjects" {
                return Some(Arg::Name(occurrence.subject.name.clone()));
            }
            let own = occurrence.args.iter().find(|(own, _)| *own == name);
            own.map(|(_, value)| value.clone())
        });
        values.filter(|value| seen.insert(value.clone())).collect()
    };
    let names = message.args.iter();
    names.map(|name| (*name, values(name))).collect()
}

fn related(primary: Span, occurrences: &[&Placed], texts: &Texts) -> Vec<Related> {
    let line = texts.get(primary.text).position(primary.range().start).line;
    let mut related: Vec<Related> = Vec::new();
    let mut index: HashMap<Span, usize> = HashMap::new();
    for placed in occurrences {
        let further = placed.occurrence.related.iter().map(|place| {
            let place = texts.resolve(*place);
            let start = texts.get(place.text).position(place.range().start);
            (place, start.line)
        });
        for (span, at_line) in std::iter::once((placed.span, placed.line)).chain(further) {
            if span.text == primary.text && at_line == line {
                continue;
            }
            let name = placed.occurrence.subject.name.clone();
            let at = *index.entry(span).or_insert(related.len());
            match related.get_mut(at) {
                // Occurrences of one place come one after the other.
                Some(other) if other.subjects.last() == Some(&name) => {}
                Some(other) => other.subjects.push(name),
                None => related.push(Related {
                    span,
                    subjects: vec![name],
                }),
            }
        }
    }
    related
}
