//! A table for spreadsheets.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::told::{One, Told};
use crate::model::Exposure;

/// The columns.
const HEAD: [&str; 17] = [
    "severity",
    "rule",
    "title",
    "message",
    "path",
    "line",
    "column",
    "subject_kind",
    "subject",
    "project",
    "confidence",
    "exposure",
    "status",
    "reason",
    "places",
    "machine",
    "fingerprint",
];

/// Excel takes a file without it for one in the code page of the system.
const BOM: &str = "\u{feff}";

/// All findings, those that are not to be acted on as well, with their status: a table can be filtered.
/// Lines end as RFC 4180 has them.
pub fn csv(told: &Told) -> String {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(HEAD);
    for one in told.findings() {
        let _ = writer.write_record(row(told, one));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{BOM}{}", String::from_utf8_lossy(&bytes))
}

fn row(told: &Told, one: One<'_>) -> [String; HEAD.len()] {
    let finding = one.finding;
    let place = &finding.location;
    [
        finding.severity.name(),
        &finding.rule,
        one.title(told.lang),
        &finding.message,
        &one.shown_path(),
        &place.line.to_string(),
        &place.column.to_string(),
        &finding.subject.kind,
        &finding.subject.name,
        finding.subject.project.as_deref().unwrap_or_default(),
        finding.confidence.name(),
        finding.exposure.map_or("", Exposure::name),
        &finding.status,
        finding.reason().unwrap_or_default(),
        &finding.occurrences.len().to_string(),
        one.part.machine.as_deref().unwrap_or_default(),
        &finding.fingerprint,
    ]
    .map(cell)
}

/// A cell that no spreadsheet computes: what looks like the start of a formula gets the mark of a text.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|', '%',
    ]);
    let mark = if is_formula { "'" } else { "" };
    format!("{mark}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        assert_eq!(cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(cell("＝1+1"), "'＝1+1");
        assert_eq!(cell("a=1"), "a=1");
        assert_eq!(cell(""), "");
    }
}
