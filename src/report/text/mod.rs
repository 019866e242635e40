//! The report for people.

mod snippet;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::summary::{everything, summary};
use super::told::{Finding, One, Part, Related, Told};
use super::words::{clean, say};
use super::{Detail, first, table, way, ways};
use crate::model::{Exposure, Lang, Severity};
use snippet::snippet;

/// So many other places of a finding are listed.
const OTHER_PLACES: usize = 4;

/// So many programs that machines wrote are listed, unless all is asked for.
const MOST_CODES: usize = 20;

/// How the report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences.
    Plain,
    /// In colour.
    Colour,
}

/// The whole report: the rules with the worst findings first, each rule explained once, and a
/// summary; of several machines one after the other. Lines are never cut.
pub fn text(told: &Told, style: Style, detail: Detail) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let renderer = renderer
        .decor_style(DecorStyle::Ascii)
        .term_width(usize::from(u16::MAX));
    told.by_machine(|part| whole(told.lang, part, &renderer, detail))
}

fn whole(lang: Lang, part: &Part, renderer: &Renderer, detail: Detail) -> String {
    let mut out = String::new();
    if detail == Detail::Summary {
        let is_clean = part.saved.findings.is_empty() && part.saved.outcome.exit == 0;
        return if is_clean {
            out
        } else {
            summary(lang, part, detail)
        };
    }
    for findings in by_rule(part, detail) {
        for one in &findings {
            let _ = writeln!(out, "{}\n", shown(lang, renderer, one.finding));
        }
        if let Some(one) = findings.first() {
            let _ = writeln!(out, "{}\n", explanation(lang, *one));
        }
    }
    if detail == Detail::Everything {
        out.push_str(&everything(lang, part));
    }
    let by_rule = table::by_rule(lang, part);
    if !by_rule.is_empty() {
        let _ = writeln!(out, "{by_rule}");
    }
    out.push_str(&codes(lang, part, detail));
    let first = first::first(lang, part);
    if !first.is_empty() {
        let _ = writeln!(out, "{first}");
    }
    let ways = ways::ways_in(lang, &part.saved.paths);
    if !ways.is_empty() {
        let _ = writeln!(out, "{ways}");
    }
    out.push_str(&summary(lang, part, detail));
    out
}

/// The programs that machines wrote and findings are about, with their hashes, for whoever reviews
/// them; with a line end and an empty line, or nothing.
fn codes(lang: Lang, part: &Part, detail: Detail) -> String {
    let mut codes: BTreeSet<(&str, &str)> = BTreeSet::new();
    let places = part.saved.findings.iter().flat_map(|own| &own.occurrences);
    for placed in places.filter(|one| one.is_active()) {
        if let Some(code) = placed.code_sha256.as_deref() {
            codes.insert((&placed.subject.name, code));
        }
    }
    if codes.is_empty() {
        return String::new();
    }
    let all = detail == Detail::Everything;
    let shown = if all { codes.len() } else { MOST_CODES };
    let mut out = say(lang, "text.codes", &[]);
    for (program, code) in codes.iter().take(shown) {
        let _ = write!(out, "\n  {code}  {program}");
    }
    if codes.len() > shown {
        let count = (codes.len() - shown).to_string();
        let more = say(lang, "text.more-codes", &[("count", &count)]);
        let _ = write!(out, "\n  {more}");
    }
    out.push_str("\n\n");
    out
}

/// Findings rule by rule, in the order of each rule's worst one.
fn by_rule(part: &Part, detail: Detail) -> Vec<Vec<One<'_>>> {
    let mut rules: Vec<Vec<One<'_>>> = Vec::new();
    // What is suppressed in the files is counted, what the user accepts can be seen.
    let all = detail == Detail::Everything;
    let is_decided = |own: &Finding| own.is_accepted() || own.is_old();
    let is_shown = |own: &Finding| own.is_active() || (all && is_decided(own));
    for one in part.all().filter(|one| is_shown(one.finding)) {
        let is_same = |group: &&mut Vec<One<'_>>| {
            let first = group.first();
            first.is_some_and(|own| own.finding.rule == one.finding.rule)
        };
        match rules.iter_mut().find(is_same) {
            Some(group) => group.push(one),
            None => rules.push(vec![one]),
        }
    }
    rules
}

/// How many places of a finding are not reported, by what became of them, each line after a line end.
fn left_out(lang: Lang, finding: &Finding) -> String {
    let mut counts = Vec::new();
    let places = || finding.occurrences.iter();
    let suppressed = places().filter(|one| one.suppression.is_some()).count();
    counts.push((suppressed, "text.suppressed-places"));
    if !finding.is_accepted() {
        let accepted = places().filter(|one| one.accepted.is_some());
        let (by_entry, by_code): (Vec<_>, Vec<_>) = accepted.partition(|one| one.waiver.is_some());
        counts.push((by_code.len(), "text.accepted-places"));
        counts.push((by_entry.len(), "text.waived-places"));
    }
    let of = |status| finding.occurrences_of(status);
    counts.push((of("baseline"), "text.known-places"));
    counts.push((of("unchanged"), "text.unchanged-places"));
    counts.push((of("inactive-profile"), "text.inactive-places"));
    let mut shown = String::new();
    for (count, key) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let not_shown = say(lang, key, &[("count", &count.to_string())]);
        let _ = write!(shown, "\n   = {not_shown}");
    }
    shown
}

/// Who accepts a finding, and why, each line after a line end.
fn accepted(lang: Lang, finding: &Finding) -> String {
    let mut shown = String::new();
    if !finding.is_accepted() {
        return shown;
    }
    let first = finding.occurrences.first();
    if let Some(reason) = first.and_then(|one| one.accepted.as_deref()) {
        let reason = say(lang, "text.accepted", &[("text", reason)]);
        let _ = write!(shown, "\n   = {reason}");
    }
    if let Some(entry) = finding.waiver() {
        let args = [("owner", &*entry.owner), ("until", &*entry.until)];
        let who = say(lang, "text.waived-by", &args);
        let _ = write!(shown, "\n   = {who}");
    }
    shown
}

/// A finding: its sentence, its lines, its way, and its other places.
fn shown(lang: Lang, renderer: &Renderer, finding: &Finding) -> String {
    let mut sentence = finding.message.to_string();
    let because = finding
        .exposure
        .map(|exposure| exposure_key(exposure, false));
    let template = finding.from_template.then_some("text.from-template");
    if let Some(reason) = because.or(template) {
        let reason = say(lang, reason, &[]);
        if lang == Lang::En {
            sentence.push(' ');
        }
        sentence.push_str(&reason);
    }
    let level = level(finding.severity).with_name(say(lang, severity_key(finding.severity), &[]));
    let place = &finding.location;
    let path = clean(&place.path);
    let title = level.primary_title(sentence.as_str()).id(&*finding.rule);
    let snippet = snippet(place);
    let snippet = snippet.as_ref();
    let is_at_column = snippet.is_some_and(|own| own.column() == place.column);
    let mut group = Group::with_title(title);
    if !is_at_column {
        let origin = Origin::path(path.as_str()).line(place.line);
        group = group.element(origin.char_column(place.column));
    }
    if let Some(own) = snippet {
        let annotation = AnnotationKind::Primary.span(own.highlight.clone());
        let source = Snippet::source(own.source.as_str());
        let source = source.line_start(place.line).fold(false);
        let source = source.path(is_at_column.then_some(path.as_str()));
        group = group.element(source.annotation(annotation));
    }
    let mut shown = renderer.render(&[group]);
    shown.push_str(&way::way(lang, finding));
    // Each line to change is named, of the others some.
    let named = OTHER_PLACES.max(finding.to_change);
    for other in finding.related.iter().take(named) {
        let _ = write!(shown, "\n   = {}", also(lang, other));
    }
    if finding.related.len() > named {
        let rest = (finding.related.len() - named).to_string();
        let more = say(lang, "text.more-places", &[("count", &rest)]);
        let _ = write!(shown, "\n   = {more}");
    }
    shown.push_str(&left_out(lang, finding));
    shown.push_str(&accepted(lang, finding));
    shown
}

fn also(lang: Lang, other: &Related) -> String {
    let place = &other.location;
    let path = clean(&place.path);
    let at = format!("{path}:{}:{}", place.line, place.column);
    let subjects = other.subjects.iter().map(|own| &**own);
    let subjects = subjects.collect::<Vec<_>>().join(", ");
    // A file that is itself what the finding is about is named by the place.
    if subjects == path {
        return say(lang, "text.also-here", &[("place", &at)]);
    }
    say(
        lang,
        "text.also",
        &[("place", &at), ("subjects", &subjects)],
    )
}

/// Why the findings of a rule matter and what to do, once for all of them. A rule of another version of
/// hulan is named alone.
fn explanation(lang: Lang, one: One<'_>) -> String {
    let line = |key, text: &str| format!("   {}", say(lang, key, &[("text", text)]));
    let id = &*one.finding.rule;
    match one.rule() {
        Some(rule) => [
            line("text.why", rule.why.get(lang)),
            line("text.fix", rule.fix.get(lang)),
            line("text.explain", id),
        ]
        .join("\n"),
        None => line("text.explain", id),
    }
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
