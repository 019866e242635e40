//! The report for people.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::summary::{everything, summary};
use super::words::{clean, message, name, say};
use super::{Detail, Report, first, table, way, ways};
use crate::model::{Excerpt, Exposure, Lang, Severity};
use crate::rules::Rule;
use crate::verdict::{Finding, Related, Status};

/// So many other places of a finding are listed.
const OTHER_PLACES: usize = 4;

/// So many programs that machines wrote are listed, unless all is asked for.
const MOST_CODES: usize = 20;

/// A place of more lines than these is shown by its first one.
const MOST_LINES: usize = 5;

/// How the report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences.
    Plain,
    /// In colour.
    Colour,
}

/// The whole report: the rules with the worst findings first, each rule explained once, and a
/// summary. Lines are never cut.
pub fn text(report: &Report<'_>, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let renderer = renderer
        .decor_style(DecorStyle::Ascii)
        .term_width(usize::from(u16::MAX));
    let mut out = String::new();
    if report.detail == Detail::Summary {
        let is_clean = report.findings.is_empty() && report.outcome.status == Status::Clean;
        return if is_clean { out } else { summary(report) };
    }
    for findings in by_rule(report) {
        for finding in &findings {
            let _ = writeln!(out, "{}\n", one(report, &renderer, finding));
        }
        if let Some(finding) = findings.first() {
            let _ = writeln!(out, "{}\n", explanation(report, finding.rule));
        }
    }
    if report.detail == Detail::Everything {
        out.push_str(&everything(report));
    }
    if report.detail != Detail::Summary {
        let by_rule = table::by_rule(report);
        if !by_rule.is_empty() {
            let _ = writeln!(out, "{by_rule}");
        }
        out.push_str(&codes(report));
        let first = first::first(report);
        if !first.is_empty() {
            let _ = writeln!(out, "{first}");
        }
        let ways = ways::ways_in(report);
        if !ways.is_empty() {
            let _ = writeln!(out, "{ways}");
        }
    }
    out.push_str(&summary(report));
    out
}

/// The programs that machines wrote and findings are about, with their hashes, for whoever reviews
/// them; with a line end and an empty line, or nothing.
fn codes(report: &Report<'_>) -> String {
    let mut codes: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    let findings = report.findings.iter().filter(|one| one.is_active());
    for placed in findings.flat_map(|finding| &finding.occurrences) {
        if let Some(code) = placed
            .occurrence
            .code
            .as_deref()
            .filter(|_| placed.is_active())
        {
            let subject = &placed.occurrence.subject;
            let program = subject.inside(&placed.path).unwrap_or_default();
            codes.insert((&placed.path, program, code));
        }
    }
    if codes.is_empty() {
        return String::new();
    }
    let all = report.detail == Detail::Everything;
    let shown = if all { codes.len() } else { MOST_CODES };
    let mut out = say(report.lang, "text.codes", &[]);
    for (path, program, code) in codes.iter().take(shown) {
        let path = clean(path);
        let program = match *program {
            "" => path,
            program => format!("{path}#{}", name(report, program)),
        };
        let _ = write!(out, "\n  {code}  {program}");
    }
    if codes.len() > shown {
        let count = (codes.len() - shown).to_string();
        let more = say(report.lang, "text.more-codes", &[("count", &count)]);
        let _ = write!(out, "\n  {more}");
    }
    out.push_str("\n\n");
    out
}

/// Findings rule by rule, in the order of each rule's worst one.
fn by_rule<'r>(report: &Report<'r>) -> Vec<Vec<&'r Finding>> {
    let mut rules: Vec<(&str, Vec<&Finding>)> = Vec::new();
    // What is suppressed in the files is counted, what the user accepts can be seen.
    let all = report.detail == Detail::Everything;
    let is_decided =
        |one: &Finding| one.accepted().is_some() || one.is_known() || one.is_left_out();
    let shown = |one: &&Finding| one.is_active() || (all && is_decided(one));
    for finding in report.findings.iter().filter(shown) {
        match rules.iter_mut().find(|(id, _)| *id == finding.rule.id) {
            Some((_, group)) => group.push(finding),
            None => rules.push((finding.rule.id, vec![finding])),
        }
    }
    rules.into_iter().map(|(_, group)| group).collect()
}

/// How many places are not reported because of a baseline, a revision or a Compose profile.
fn left_out(report: &Report<'_>, finding: &Finding) -> String {
    let mut shown = String::new();
    let occurrences = || finding.occurrences.iter();
    for (count, key) in [
        (
            occurrences().filter(|one| one.is_known()).count(),
            "text.known-places",
        ),
        (
            occurrences().filter(|one| one.is_left_out()).count(),
            "text.unchanged-places",
        ),
        (
            occurrences().filter(|one| one.is_dormant()).count(),
            "text.inactive-places",
        ),
    ] {
        if count > 0 {
            let not_shown = say(report.lang, key, &[("count", &count.to_string())]);
            let _ = write!(shown, "\n   = {not_shown}");
        }
    }
    shown
}

fn one(report: &Report<'_>, renderer: &Renderer, finding: &Finding) -> String {
    let (mut sentence, _) = message(report, finding);
    let because = finding
        .because
        .map(|exposure| exposure_key(exposure, false));
    let template = finding.from_template.then_some("text.from-template");
    if let Some(reason) = because.or(template) {
        let reason = say(report.lang, reason, &[]);
        if report.lang == Lang::En {
            sentence.push(' ');
        }
        sentence.push_str(&reason);
    }
    let level =
        level(finding.severity).with_name(say(report.lang, severity_key(finding.severity), &[]));
    let excerpt = report.texts.excerpt(finding.span, 0);
    let (source, highlight, line) = quoted(&excerpt);
    let path = clean(&excerpt.path);
    let title = level.primary_title(sentence.as_str()).id(finding.rule.id);
    let group = if source.is_empty() {
        let place = annotate_snippets::Origin::path(path.as_str())
            .line(excerpt.start.line)
            .char_column(excerpt.start.utf16);
        Group::with_title(title).element(place)
    } else {
        let annotation = AnnotationKind::Primary.span(highlight);
        let snippet = Snippet::source(source.as_str())
            .line_start(line)
            .path(path.as_str())
            .fold(false)
            .annotation(annotation);
        Group::with_title(title).element(snippet)
    };
    let mut shown = renderer.render(&[group]);
    shown.push_str(&way::way(report, finding));
    // Each line to change is named, of the others some.
    let named = OTHER_PLACES.max(finding.to_change);
    for other in finding.related.iter().take(named) {
        let _ = write!(shown, "\n   = {}", also(report, other));
    }
    if finding.related.len() > named {
        let rest = (finding.related.len() - named).to_string();
        let more = say(report.lang, "text.more-places", &[("count", &rest)]);
        let _ = write!(shown, "\n   = {more}");
    }
    let suppressed = finding
        .occurrences
        .iter()
        .filter(|one| one.silence.is_some());
    let suppressed = suppressed.count();
    if suppressed > 0 {
        let count = suppressed.to_string();
        let not_shown = say(report.lang, "text.suppressed-places", &[("count", &count)]);
        let _ = write!(shown, "\n   = {not_shown}");
    }
    let waived = finding.occurrences.iter();
    let waived = waived.filter(|one| one.occurrence.accepted.is_some());
    let (by_entry, by_code): (Vec<_>, Vec<_>) = waived.partition(|one| one.waived.is_some());
    for (count, key) in [
        (by_code.len(), "text.accepted-places"),
        (by_entry.len(), "text.waived-places"),
    ] {
        if count > 0 && finding.accepted().is_none() {
            let not_shown = say(report.lang, key, &[("count", &count.to_string())]);
            let _ = write!(shown, "\n   = {not_shown}");
        }
    }
    shown.push_str(&left_out(report, finding));
    if let Some(reason) = finding.accepted() {
        let reason = say(
            report.lang,
            "text.accepted",
            &[("text", &name(report, reason))],
        );
        let _ = write!(shown, "\n   = {reason}");
    }
    if let Some(entry) = finding.waived().filter(|_| finding.accepted().is_some()) {
        let owner = name(report, &entry.owner);
        let until = entry.expires.to_string();
        let args = [("owner", &*owner), ("until", &*until)];
        let who = say(report.lang, "text.waived-by", &args);
        let _ = write!(shown, "\n   = {who}");
    }
    shown
}

/// The lines of a place as one string, safe to show, with the bytes to point at.
fn quoted(excerpt: &Excerpt) -> (String, Range<usize>, usize) {
    let short = excerpt.lines.len() <= MOST_LINES;
    let lines = excerpt.lines.get(
        ..if short {
            MOST_LINES.min(excerpt.lines.len())
        } else {
            1
        },
    );
    let mut source = String::new();
    let mut highlight: Option<Range<usize>> = None;
    for line in lines.unwrap_or_default() {
        if !source.is_empty() {
            source.push('\n');
        }
        let place = line.highlight.clone().unwrap_or(0..0);
        let piece = |range: Range<usize>| {
            let text = line.text.get(range).unwrap_or_default();
            clean(&text.replace('\t', "    "))
        };
        source.push_str(&piece(0..place.start));
        let start = source.len();
        source.push_str(&piece(place.clone()));
        if line.highlight.is_some() {
            highlight.get_or_insert(start..start).end = source.len();
        }
        source.push_str(&piece(place.end..line.text.len()));
    }
    let line = excerpt.lines.first().map_or(1, |line| line.number);
    (source, highlight.unwrap_or(0..0), line)
}

fn also(report: &Report<'_>, other: &Related) -> String {
    let place = report.texts.locate(other.span);
    let at = format!(
        "{}:{}:{}",
        clean(&place.path),
        place.start.line,
        place.start.utf16
    );
    // A program inside of the file has a name of its own.
    let inside = format!("{}#", place.path);
    let subjects: Vec<String> = other
        .subjects
        .iter()
        .map(|subject| name(report, subject.strip_prefix(&inside).unwrap_or(subject)))
        .collect();
    let subjects = subjects.join(", ");
    // A file that is itself what the finding is about is named by the place.
    if subjects == *place.path {
        return say(report.lang, "text.also-here", &[("place", &at)]);
    }
    say(
        report.lang,
        "text.also",
        &[("place", &at), ("subjects", &subjects)],
    )
}

/// Why the findings of a rule matter and what to do, once for all of them.
fn explanation(report: &Report<'_>, rule: &Rule) -> String {
    let line = |key, text: &str| format!("   {}", say(report.lang, key, &[("text", text)]));
    [
        line("text.why", rule.why.get(report.lang)),
        line("text.fix", rule.fix.get(report.lang)),
        line("text.explain", rule.id),
    ]
    .join("\n")
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::NOTE,
        Severity::Info => Level::INFO,
    }
}

/// The key of a severity's name.
pub(super) fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "severity.critical",
        Severity::High => "severity.high",
        Severity::Medium => "severity.medium",
        Severity::Low => "severity.low",
        Severity::Info => "severity.info",
    }
}

/// The key of the sentence about an exposure, or of its name where `short`.
pub(super) fn exposure_key(exposure: Exposure, short: bool) -> &'static str {
    match (exposure, short) {
        (Exposure::Isolated, false) => "exposure.isolated",
        (Exposure::Internal, false) => "exposure.internal",
        (Exposure::Loopback, false) => "exposure.loopback",
        (Exposure::Public, false) => "exposure.public",
        (Exposure::Isolated, true) => "exposure.if-isolated",
        (Exposure::Internal, true) => "exposure.if-internal",
        (Exposure::Loopback, true) => "exposure.if-loopback",
        (Exposure::Public, true) => "exposure.if-public",
    }
}
