//! The last lines of the report for people.

use super::Report;
use super::text::severity_key;
use super::words::say;
use crate::model::Severity;
use crate::verdict::Finding;

/// How many findings of which severity, what was suppressed, how much was read.
pub(super) fn summary(report: &Report<'_>) -> String {
    let lang = report.lang;
    let mut lines = Vec::new();
    let real = |finding: &&Finding| finding.is_active() && !finding.rule.is_about_the_scan();
    let total = report.findings.iter().filter(real).count();
    if total > 0 {
        let counts: Vec<String> = Severity::ALL
            .iter()
            .filter_map(|severity| {
                let of = |finding: &&Finding| finding.severity == *severity;
                let count = report.findings.iter().filter(real).filter(of).count();
                let label = say(lang, severity_key(*severity), &[]);
                (count > 0).then(|| format!("{count} {label}"))
            })
            .collect();
        let total = total.to_string();
        let counts = counts.join(", ");
        lines.push(say(
            lang,
            "text.summary",
            &[("total", &total), ("counts", &counts)],
        ));
    } else if !report.outcome.empty && !report.outcome.incomplete {
        lines.push(say(lang, "text.clean", &[]));
    }
    lines.extend(suppressed(report));
    let (files, bytes) = report.read;
    let files = files.to_string();
    let size = format!("{:.1}", kibibytes(bytes));
    lines.push(say(
        lang,
        "text.read",
        &[("files", &files), ("size", &size)],
    ));
    if report.outcome.incomplete {
        lines.push(say(lang, "text.incomplete", &[]));
    }
    if report.outcome.empty {
        lines.push(say(lang, "text.empty", &[]));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Bytes as KiB; a rounded figure for people.
fn kibibytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1024.0
}

/// What the scanned files themselves ask not to report. Whoever reads that it was much, or grave,
/// looks into it.
fn suppressed(report: &Report<'_>) -> Option<String> {
    let silent = || report.findings.iter().filter(|one| !one.is_active());
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
