//! What a scan comes to, in a few lines.

use std::fmt::Write as _;

use super::overview;
use super::words::{clean, name, say};
use super::{Detail, Report};
use crate::meaning::BuiltIn;
use crate::model::Severity;
use crate::verdict::{Finding, Undeclared};

/// So many files with code that nobody analyses are named.
const MOST_FILES: usize = 3;

/// The last lines of the text report.
pub(super) fn summary(report: &Report<'_>) -> String {
    let lang = report.lang;
    let mut lines = Vec::new();
    let real = |finding: &&Finding| !finding.rule.is_about_the_scan() && finding.is_active();
    let total = report.findings.iter().filter(real).count();
    if total > 0 {
        let of = |severity: Severity| {
            let own = report.findings.iter().filter(real);
            (severity, own.filter(|one| one.severity == severity).count())
        };
        let counts = overview::counts(lang, &Severity::ALL.map(of));
        let total = total.to_string();
        let key = if report.overview.alternatives.is_empty() {
            "text.summary"
        } else {
            "text.summary-alternatives"
        };
        lines.push(say(lang, key, &[("total", &total), ("counts", &counts)]));
    } else if !report.outcome.empty && !report.outcome.incomplete {
        lines.push(say(lang, "text.clean", &[]));
    }
    let is_short = report.detail == Detail::Summary;
    if !is_short {
        lines.extend(overview::projects(report));
        lines.extend(overview::inactive(report));
    }
    lines.extend(suppressed(report));
    lines.extend(unchanged(report));
    lines.extend(known(report));
    if !is_short {
        let (files, bytes) = report.read;
        let files = files.to_string();
        let size = format!("{:.1}", kibibytes(bytes));
        lines.push(say(
            lang,
            "text.read",
            &[("files", &files), ("size", &size)],
        ));
        lines.extend(searched(report));
    }
    if let Some(config) = report.config.filter(|config| config.from_tree || !is_short) {
        let key = if config.from_tree {
            "text.config-from-tree"
        } else {
            "text.config"
        };
        lines.push(say(lang, key, &[("path", &config.path)]));
    }
    lines.extend(knowledge(report));
    lines.extend(not_analysed(report));
    lines.extend(accepted(report));
    if report.outcome.incomplete {
        lines.push(say(lang, "text.incomplete", &[]));
    }
    if let Some(paste) = paste(report).filter(|_| !is_short) {
        lines.push(say(lang, "text.paste", &[]));
        lines.extend(paste.lines().map(|line| format!("    {line}")));
    }
    if report.outcome.empty {
        lines.push(say(lang, "text.empty", &[]));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What the configuration accepts, gaps and findings in programs that somebody has looked at, and what
/// is waived. All but the first could hide much, so they are always counted.
fn accepted(report: &Report<'_>) -> Vec<String> {
    let accepted = report.findings.iter();
    let accepted = accepted.filter(|one| one.accepted().is_some());
    let (gaps, others): (Vec<&Finding>, Vec<_>) = accepted.partition(|one| one.is_gap);
    let (waived, reviewed): (Vec<&Finding>, Vec<_>) =
        others.into_iter().partition(|one| one.waived().is_some());
    let gaps = gaps.len() * usize::from(report.detail != Detail::Summary);
    let counts = [
        (gaps, "text.accepted-count"),
        (reviewed.len(), "text.reviewed-count"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let lines = counts.map(|(count, key)| say(report.lang, key, &[("count", &count.to_string())]));
    lines.chain(in_register(report, &waived)).collect()
}

/// What the register of waivers accepts, and how grave it is.
fn in_register(report: &Report<'_>, waived: &[&Finding]) -> Option<String> {
    let entry = waived.iter().find_map(|one| one.waived())?;
    let path = name(report, &report.texts.locate(entry.span).path);
    let critical = waived.iter();
    let critical = critical.filter(|one| one.severity == Severity::Critical);
    let (count, critical) = (waived.len().to_string(), critical.count().to_string());
    let key = if critical == "0" {
        "text.waived"
    } else {
        "text.waived-critical"
    };
    let args = [("count", &*count), ("critical", &critical), ("path", &path)];
    Some(say(report.lang, key, &args))
}

/// What was searched for secrets.
fn searched(report: &Report<'_>) -> Option<String> {
    let searched = report.searched;
    let files = (searched.files > 0).then(|| searched.files.to_string())?;
    let size = format!("{:.1}", kibibytes(searched.bytes));
    let binary = searched.binary.to_string();
    let args = [("files", &*files), ("size", &size), ("binary", &binary)];
    Some(say(report.lang, "text.searched", &args))
}

/// What the findings are judged by. An overlay can change them, so it is always named.
fn knowledge(report: &Report<'_>) -> Option<String> {
    let date = BuiltIn::new().date;
    match report.overlay {
        Some(path) => {
            let args = [("date", date), ("path", path)];
            Some(say(report.lang, "text.knowledge-overlay", &args))
        }
        None if report.detail == Detail::Everything => {
            Some(say(report.lang, "text.knowledge", &[("date", date)]))
        }
        None => None,
    }
}

/// Code that nobody analyses, with the files of the first pieces. It is said also where little is:
/// such code is not clean.
fn not_analysed(report: &Report<'_>) -> Option<String> {
    let all = report.not_analysed;
    let count = (!all.is_empty()).then(|| all.len().to_string())?;
    let mut files: Vec<String> = Vec::new();
    for code in all {
        let file = name(report, &report.texts.locate(code.span).path);
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
    Some(say(report.lang, "text.not-analysed", &args))
}

/// What each rule was asked, and the files.
pub(super) fn everything(report: &Report<'_>) -> String {
    let mut out = String::new();
    for (rule, tally) in report.tallies {
        let number = |count: usize| count.to_string();
        let args = [
            ("rule", rule.id),
            ("subjects", &number(tally.subjects)),
            ("failed", &number(tally.failed)),
            ("unknown", &number(tally.unknown)),
        ];
        let _ = writeln!(out, "{}", say(report.lang, "text.tally", &args));
    }
    let number = |count: usize| count.to_string();
    let found = report.found;
    let args = [
        ("compose", &*number(found.compose)),
        ("env", &number(found.env)),
        ("python", &number(found.python)),
        ("notebooks", &number(found.notebooks)),
        ("packages", &number(found.packages)),
    ];
    let _ = writeln!(out, "{}", say(report.lang, "text.found", &args));
    for file in report.files {
        let file = name(report, file);
        let _ = writeln!(out, "{}", say(report.lang, "text.file", &[("path", &file)]));
    }
    out.push('\n');
    out
}

/// The lines of the configuration that declare what is missing as supplied at deploy.
pub(super) fn paste(report: &Report<'_>) -> Option<String> {
    let Undeclared { files, variables } = report.undeclared?;
    let mut lines = String::new();
    for (key, names) in [("files", files), ("variables", variables)] {
        // What a terminal would obey, or what may be a secret, is not offered for pasting.
        let safe = |text: &&String| clean(&report.redactor.clean(text)) == **text;
        let names: Vec<String> = names
            .iter()
            .filter(safe)
            .filter_map(|name| serde_json::to_string(name).ok())
            .collect();
        if !names.is_empty() {
            let _ = writeln!(lines, "{key} = [{}]", names.join(", "));
        }
    }
    (!lines.is_empty()).then(|| format!("[supplied]\n{lines}"))
}

/// Bytes as KiB; a rounded figure for people.
fn kibibytes(bytes: u64) -> f64 {
    let part = |bytes: u64| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
    part(bytes >> 10) + part(bytes & 1023) / 1024.0
}

/// What the scanned files themselves ask not to report. Whoever reads that it was much, or grave,
/// looks into it.
fn suppressed(report: &Report<'_>) -> Option<String> {
    let silent = || {
        let quiet = report.findings.iter().filter(|one| !one.is_active());
        let quiet = quiet.filter(|one| one.accepted().is_none() && !one.is_dormant());
        quiet.filter(|one| !one.is_known() && !one.is_left_out())
    };
    let count = silent().count();
    if count == 0 {
        return None;
    }
    let critical = silent().filter(|one| one.severity == Severity::Critical);
    let (count, critical) = (count.to_string(), critical.count().to_string());
    let key = if critical == "0" {
        "text.suppressed"
    } else {
        "text.suppressed-critical"
    };
    let args = [("count", count.as_str()), ("critical", critical.as_str())];
    Some(say(report.lang, key, &args))
}

/// What is left out because it did not change, and how grave it is.
fn unchanged(report: &Report<'_>) -> Option<String> {
    let diff = report.diff?;
    let all = || report.findings.iter().filter(|one| one.is_left_out());
    let critical = all().filter(|one| one.severity == Severity::Critical);
    let (count, critical) = (all().count().to_string(), critical.count().to_string());
    let args = [
        ("count", &*count),
        ("critical", &critical),
        ("revision", &diff.against),
    ];
    Some(say(report.lang, "text.unchanged", &args))
}

/// What is known, since when, and how grave it is.
fn known(report: &Report<'_>) -> Option<String> {
    let known = || report.findings.iter().filter(|one| one.is_known());
    let count = known().count();
    if count == 0 {
        return None;
    }
    let critical = known().filter(|one| one.severity == Severity::Critical);
    let (count, critical) = (count.to_string(), critical.count().to_string());
    let since = known().filter_map(Finding::known_since).min();
    let since = since.map(|day| day.to_string());
    let key = if since.is_some() {
        "text.known-since"
    } else {
        "text.known"
    };
    let since = since.unwrap_or_default();
    let args = [
        ("count", &*count),
        ("critical", &critical),
        ("date", &since),
    ];
    Some(say(report.lang, key, &args))
}
