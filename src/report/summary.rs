//! What a scan comes to, in a few lines.

use std::fmt::Write as _;

use super::Detail;
use super::overview;
use super::told::{Finding, One, Part};
use super::words::{clean, say};
use crate::model::{Lang, Severity};

/// So many files with code that nobody analyses are named.
const MOST_FILES: usize = 3;

/// The last lines of the text report.
pub(super) fn summary(lang: Lang, part: &Part, detail: Detail) -> String {
    let saved = &part.saved;
    let mut lines = Vec::new();
    let real = |one: &One<'_>| !one.is_about_the_scan() && one.finding.is_active();
    let real: Vec<Severity> = part
        .all()
        .filter(real)
        .map(|one| one.finding.severity)
        .collect();
    if !real.is_empty() {
        let of = |severity: Severity| {
            let own = real.iter().filter(|own| **own == severity);
            (severity, own.count())
        };
        let counts = overview::counts(lang, &Severity::ALL.map(of));
        let total = real.len().to_string();
        let key = if saved.alternatives.is_empty() {
            "text.summary"
        } else {
            "text.summary-alternatives"
        };
        lines.push(say(lang, key, &[("total", &total), ("counts", &counts)]));
    } else if !saved.outcome.empty && !saved.outcome.incomplete {
        lines.push(say(lang, "text.clean", &[]));
    }
    let is_short = detail == Detail::Summary;
    if !is_short {
        lines.extend(overview::projects(lang, saved));
        lines.extend(overview::inactive(lang, saved));
    }
    lines.extend(suppressed(lang, part));
    lines.extend(unchanged(lang, part));
    lines.extend(known(lang, part));
    if !is_short {
        let files = saved.coverage.files.to_string();
        let size = format!("{:.1}", kibibytes(saved.coverage.bytes));
        let args = [("files", &*files), ("size", &size)];
        lines.push(say(lang, "text.read", &args));
        lines.extend(searched(lang, part));
    }
    let config = saved.config.as_ref();
    if let Some(config) = config.filter(|config| config.from_tree || !is_short) {
        let key = if config.from_tree {
            "text.config-from-tree"
        } else {
            "text.config"
        };
        lines.push(say(lang, key, &[("path", &config.path)]));
    }
    lines.extend(knowledge(lang, part, detail));
    lines.extend(not_analysed(lang, part));
    lines.extend(accepted(lang, part, detail));
    if saved.outcome.incomplete {
        lines.push(say(lang, "text.incomplete", &[]));
    }
    if let Some(paste) = saved.coverage.paste.as_ref().filter(|_| !is_short) {
        lines.push(say(lang, "text.paste", &[]));
        lines.extend(paste.lines().map(|line| format!("    {}", clean(line))));
    }
    if saved.outcome.empty {
        lines.push(say(lang, "text.empty", &[]));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What the configuration accepts, gaps and findings in programs that somebody has looked at, and what
/// is waived. All but the first could hide much, so they are always counted.
fn accepted(lang: Lang, part: &Part, detail: Detail) -> Vec<String> {
    let accepted = part.saved.findings.iter().filter(|one| one.is_accepted());
    let (gaps, others): (Vec<&Finding>, Vec<_>) = accepted.partition(|one| part.is_gap(one));
    let (waived, reviewed): (Vec<&Finding>, Vec<_>) =
        others.into_iter().partition(|one| one.waiver().is_some());
    let gaps = gaps.len() * usize::from(detail != Detail::Summary);
    let counts = [
        (gaps, "text.accepted-count"),
        (reviewed.len(), "text.reviewed-count"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let lines = counts.map(|(count, key)| say(lang, key, &[("count", &count.to_string())]));
    lines.chain(in_register(lang, &waived)).collect()
}

/// What the register of waivers accepts, and how grave it is.
fn in_register(lang: Lang, waived: &[&Finding]) -> Option<String> {
    let entry = waived.iter().find_map(|one| one.waiver())?;
    let (count, critical) = (waived.len().to_string(), critical(waived));
    let key = if critical == "0" {
        "text.waived"
    } else {
        "text.waived-critical"
    };
    let path = clean(&entry.location.path);
    let args = [("count", &*count), ("critical", &critical), ("path", &path)];
    Some(say(lang, key, &args))
}

/// How many of them are critical.
fn critical(findings: &[&Finding]) -> String {
    let critical = findings.iter();
    let critical = critical.filter(|one| one.severity == Severity::Critical);
    critical.count().to_string()
}

/// What was searched for secrets.
fn searched(lang: Lang, part: &Part) -> Option<String> {
    let searched = &part.saved.coverage.searched;
    let files = (searched.files > 0).then(|| searched.files.to_string())?;
    let size = format!("{:.1}", kibibytes(searched.bytes));
    let binary = searched.binary.to_string();
    let args = [("files", &*files), ("size", &size), ("binary", &binary)];
    Some(say(lang, "text.searched", &args))
}

/// What the findings are judged by. An overlay can change them, so it is always named.
fn knowledge(lang: Lang, part: &Part, detail: Detail) -> Option<String> {
    let own = &part.saved.knowledge;
    let date = &*own.date;
    match &own.overlay {
        Some(path) => {
            let args = [("date", date), ("path", path)];
            Some(say(lang, "text.knowledge-overlay", &args))
        }
        None if detail == Detail::Everything => {
            Some(say(lang, "text.knowledge", &[("date", date)]))
        }
        None => None,
    }
}

/// Code that nobody analyses, with the files of the first pieces. It is said also where little is:
/// such code is not clean.
fn not_analysed(lang: Lang, part: &Part) -> Option<String> {
    let all = &part.saved.coverage.not_analysed;
    let count = (!all.is_empty()).then(|| all.len().to_string())?;
    let mut files: Vec<String> = Vec::new();
    for code in all {
        let file = clean(&code.location.path);
        if !files.contains(&file) {
            files.push(file);
        }
        if files.len() > MOST_FILES {
            break;
        }
    }
    let has_more = files.len() > MOST_FILES;
    files.truncate(MOST_FILES);
    let more = if has_more { ", …" } else { "" };
    let names = format!("{}{more}", files.join(", "));
    let args = [("count", &*count), ("names", &names)];
    Some(say(lang, "text.not-analysed", &args))
}

/// What each rule was asked, and the files.
pub(super) fn everything(lang: Lang, part: &Part) -> String {
    let mut out = String::new();
    let number = |count: usize| count.to_string();
    for tally in &part.saved.rules {
        let args = [
            ("rule", &*tally.rule),
            ("subjects", &number(tally.subjects)),
            ("failed", &number(tally.failed)),
            ("unknown", &number(tally.unknown)),
        ];
        let _ = writeln!(out, "{}", say(lang, "text.tally", &args));
    }
    let coverage = &part.saved.coverage;
    let found = &coverage.found;
    let args = [
        ("compose", &*number(found.compose)),
        ("env", &number(found.env)),
        ("python", &number(found.python)),
        ("notebooks", &number(found.notebooks)),
        ("packages", &number(found.packages)),
    ];
    let _ = writeln!(out, "{}", say(lang, "text.found", &args));
    for file in &coverage.paths {
        let file = clean(file);
        let _ = writeln!(out, "{}", say(lang, "text.file", &[("path", &file)]));
    }
    out.push('\n');
    out
}

/// Bytes as KiB; a rounded figure for people.
fn kibibytes(bytes: u64) -> f64 {
    let part = |bytes: u64| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
    part(bytes >> 10) + part(bytes & 1023) / 1024.0
}

/// What the scanned files themselves ask not to report. Whoever reads that it was much, or grave,
/// looks into it.
fn suppressed(lang: Lang, part: &Part) -> Option<String> {
    let silent = part.saved.findings.iter();
    let silent: Vec<&Finding> = silent.filter(|one| one.is_suppressed()).collect();
    let count = (!silent.is_empty()).then(|| silent.len().to_string())?;
    let critical = critical(&silent);
    let key = if critical == "0" {
        "text.suppressed"
    } else {
        "text.suppressed-critical"
    };
    let args = [("count", count.as_str()), ("critical", critical.as_str())];
    Some(say(lang, key, &args))
}

/// What is left out because it did not change, and how grave it is.
fn unchanged(lang: Lang, part: &Part) -> Option<String> {
    let diff = part.saved.diff.as_ref()?;
    let all = part.saved.findings.iter();
    let all: Vec<&Finding> = all.filter(|one| one.is_left_out()).collect();
    let (count, critical) = (all.len().to_string(), critical(&all));
    let args = [
        ("count", &*count),
        ("critical", &critical),
        ("revision", &*diff.against),
    ];
    Some(say(lang, "text.unchanged", &args))
}

/// What is known, since when, and how grave it is.
fn known(lang: Lang, part: &Part) -> Option<String> {
    let known = part.saved.findings.iter();
    let known: Vec<&Finding> = known.filter(|one| one.is_known()).collect();
    let count = (!known.is_empty()).then(|| known.len().to_string())?;
    let critical = critical(&known);
    let places = known.iter().flat_map(|one| &one.occurrences);
    let places = places.filter(|one| &*one.status == "baseline");
    // Days sort as they are written.
    let since = places.filter_map(|one| one.known_since.as_deref()).min();
    let key = if since.is_some() {
        "text.known-since"
    } else {
        "text.known"
    };
    let args = [
        ("count", &*count),
        ("critical", &critical),
        ("date", since.unwrap_or_default()),
    ];
    Some(say(lang, key, &args))
}
