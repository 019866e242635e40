//! Suppressions: remarks in the scanned files that ask not to report something, with a reason.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::group::Placed;
use super::register::Limits;
use crate::model::{Arg, Problem, ProblemKind, Remark, Span, TextId, Texts};
use crate::rules::{self, CauseKey, Check, Occurrence, Rule};

/// A remark that holds today.
pub struct Suppression {
    /// The rules that are not reported, each with its place and whether there was something to
    /// report.
    pub rules: Vec<Suppressed>,
    /// The last day.
    pub until: Option<Date>,
    /// The words of the reason. They are quoted like any other part of a file: masked.
    pub reason: Span,
    /// The remark.
    pub span: Span,
}

/// A rule of a suppression.
pub struct Suppressed {
    /// The rule.
    pub rule: &'static Rule,
    /// Where it is named.
    pub span: Span,
    /// Whether it had an occurrence here.
    pub used: bool,
}

/// Why an occurrence is not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The words of the reason.
    pub reason: Span,
    /// The last day.
    pub until: Option<Date>,
    /// The remark.
    pub span: Span,
}

/// The suppressions of a scan.
pub(super) struct Suppressions {
    all: Vec<Suppression>,
    index: HashMap<(TextId, &'static str), Lines>,
    problems: Vec<Problem>,
}

/// Which suppressions hold for which lines, by the first line.
type Lines = BTreeMap<usize, (usize, Vec<Named>)>;

/// A rule of a suppression by their numbers.
type Named = (usize, usize);

impl Suppressions {
    /// The remarks that hold on the day `today`. What is wrong with the others becomes a problem.
    pub(super) fn new(remarks: &[Remark], today: Date, limits: Option<&Limits>) -> Self {
        let mut suppressions = Self {
            all: Vec::new(),
            index: HashMap::new(),
            problems: Vec::new(),
        };
        // A file that several projects share is read for each of them.
        let mut remarks: Vec<&Remark> = remarks.iter().collect();
        remarks.sort_by_key(|remark| (remark.span, *remark.lines.start(), *remark.lines.end()));
        remarks.dedup_by_key(|remark| remark.span);
        for remark in remarks {
            match accepted(remark, today, limits) {
                Ok(suppression) => suppressions.add(suppression, &remark.lines),
                Err(problem) => suppressions.problems.push(problem),
            }
        }
        suppressions
    }

    fn add(&mut self, suppression: Suppression, lines: &RangeInclusive<usize>) {
        let number = self.all.len();
        for (nth, suppressed) in suppression.rules.iter().enumerate() {
            let key = (suppression.span.text, suppressed.rule.id);
            let by_line = self.index.entry(key).or_default();
            let (last, named) = by_line.entry(*lines.start()).or_default();
            *last = *lines.end();
            named.push((number, nth));
        }
        self.all.push(suppression);
    }

    /// Silences each occurrence whose place or cause stands on a line of a suppression.
    pub(super) fn apply(&mut self, placed: &mut [Placed], texts: &Texts) {
        let line = |place: Span| texts.get(place.text).position(place.range().start).line;
        for placed in placed {
            let mut lines = vec![(placed.span.text, placed.line)];
            if let CauseKey::Place(cause) = placed.cause {
                lines.push((cause.text, line(cause)));
            }
            // A program inside of a file has remarks of its own, by its own lines.
            let inner = placed.occurrence.span;
            if inner.text != placed.span.text {
                lines.push((inner.text, line(inner)));
            }
            for id in names(&placed.occurrence) {
                for (text, line) in &lines {
                    let silence = self.silence(id, *text, *line);
                    placed.silence = placed.silence.or(silence);
                }
            }
        }
    }

    /// Why the rule `id` is silent about a line. All suppressions that say so are used now.
    fn silence(&mut self, id: &'static str, text: TextId, line: usize) -> Option<Silence> {
        let lines = self.index.get_mut(&(text, id))?;
        let (_, (last, named)) = lines.range_mut(..=line).next_back()?;
        if *last < line {
            return None;
        }
        for (number, nth) in named.iter() {
            let suppression = self.all.get_mut(*number);
            let rule = suppression.and_then(|one| one.rules.get_mut(*nth));
            if let Some(rule) = rule {
                rule.used = true;
            }
        }
        // The first one speaks from now on.
        named.truncate(1);
        let suppression = named
            .first()
            .and_then(|(number, _)| self.all.get(*number))?;
        Some(Silence {
            reason: suppression.reason,
            until: suppression.until,
            span: suppression.span,
        })
    }

    /// What is to be said of the remarks themselves. A rule that was not `asked` had nothing to
    /// report, and neither had one about a file that could not be read to its end.
    pub(super) fn into_problems(
        self,
        asked: impl Fn(&Rule) -> bool,
        texts: &Texts,
    ) -> Vec<Problem> {
        let mut problems = self.problems;
        for suppression in &self.all {
            if texts.get(suppression.span.text).is_sealed() {
                continue;
            }
            for suppressed in &suppression.rules {
                if !suppressed.used && asked(suppressed.rule) {
                    let problem = Problem::new(ProblemKind::UnusedSuppression, suppressed.span);
                    problems.push(problem.with("rules", suppressed.rule.id.into()));
                }
            }
        }
        problems
    }
}

/// The ids by which an occurrence is suppressed. About a call of a program two rules say the same
/// thing, one of them with more knowledge: whoever accepts the one has accepted the call.
pub(super) fn names(occurrence: &Occurrence) -> Vec<&'static str> {
    let mut names = vec![occurrence.rule.id];
    if matches!(occurrence.rule.check, Check::Call(_)) {
        names.extend(&occurrence.aliases);
    }
    names
}

/// The suppression that a remark is, if it can be one and holds today.
fn accepted(remark: &Remark, today: Date, limits: Option<&Limits>) -> Result<Suppression, Problem> {
    let ask = remark.ask.as_ref().map_err(Clone::clone)?;
    let mut rules = Vec::new();
    for (id, span) in &ask.rules {
        let rule = rules::find(id).filter(|rule| rule.id.eq_ignore_ascii_case(id));
        let detail = match rule {
            None => "suppression.unknown-rule",
            // Nobody may ask not to be told what was not read.
            Some(rule) if is_about_hulan(rule) => "suppression.about-the-scan",
            Some(rule) => {
                rules.push(Suppressed {
                    rule,
                    span: *span,
                    used: false,
                });
                continue;
            }
        };
        let problem = Problem::new(ProblemKind::MalformedSuppression, *span);
        return Err(problem.with("detail", Arg::Text(detail)));
    }
    let until = ask.until.map(|(day, _)| day);
    if let Some((day, span)) = ask.until
        && day < today
    {
        let ids: Vec<&str> = rules.iter().map(|suppressed| suppressed.rule.id).collect();
        let problem = Problem::new(ProblemKind::ExpiredSuppression, span);
        let problem = problem.with("rules", ids.join(", ").into());
        return Err(problem.with("until", day.to_string().into()));
    }
    // Nobody knows since when it is there: it may last from today.
    let is_beyond = |limits: &&Limits| until.is_none_or(|day| !limits.allows(today, day));
    if let Some(limits) = limits.filter(is_beyond) {
        let ids: Vec<&str> = rules.iter().map(|suppressed| suppressed.rule.id).collect();
        let problem = Problem::new(ProblemKind::BeyondPolicy, remark.span);
        let problem = problem.with("rules", ids.join(", ").into());
        return Err(problem.with("days", limits.longest_days.to_string().into()));
    }
    Ok(Suppression {
        rules,
        until,
        reason: ask.reason,
        span: remark.span,
    })
}

fn is_about_hulan(rule: &Rule) -> bool {
    matches!(rule.check, Check::Problem(_) | Check::Suppression(_))
}
