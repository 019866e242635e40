//! Tables: one line per finding, one line per rule.

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use super::Report;
use super::text::severity_key;
use super::words::{clean, message, say};
use crate::model::{Lang, Severity};
use crate::rules::{RULES, Rule};

/// The findings as a table. Lines are never cut.
pub fn table(report: &Report<'_>) -> String {
    let mut table = new(
        report.lang,
        &["table.severity", "table.rule", "table.place", "table.what"],
    );
    for finding in report.findings.iter().filter(|one| one.is_active()) {
        let place = report.texts.locate(finding.span);
        let (sentence, _) = message(report, finding);
        table.add_row(vec![
            say(report.lang, severity_key(finding.severity), &[]),
            finding.rule.id.to_owned(),
            format!("{}:{}", clean(&place.path), place.start.line),
            sentence,
        ]);
    }
    format!("{}\n{}", lines(&table), super::summary::summary(report))
}

/// How often each rule found something, worst first.
pub(super) fn by_rule(report: &Report<'_>) -> String {
    let mut rows: Vec<(&'static Rule, Severity, usize, usize)> = Vec::new();
    for finding in report.findings.iter().filter(|one| one.is_active()) {
        let places = finding
            .occurrences
            .iter()
            .filter(|one| one.is_active())
            .count();
        match rows
            .iter_mut()
            .find(|(rule, ..)| rule.id == finding.rule.id)
        {
            Some((_, _, findings, all)) => {
                *findings += 1;
                *all += places;
            }
            None => rows.push((finding.rule, finding.severity, 1, places)),
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let head = [
        "table.severity",
        "table.rule",
        "table.title",
        "table.findings",
        "table.places",
    ];
    let mut table = new(report.lang, &head);
    for (rule, severity, findings, places) in rows {
        table.add_row(vec![
            say(report.lang, severity_key(severity), &[]),
            rule.id.to_owned(),
            rule.title.get(report.lang).to_owned(),
            findings.to_string(),
            places.to_string(),
        ]);
    }
    lines(&table)
}

/// All rules: id, worst severity, title.
pub fn rules(lang: Lang) -> String {
    let mut table = new(lang, &["table.rule", "table.severity", "table.title"]);
    for rule in RULES {
        table.add_row(vec![
            rule.id.to_owned(),
            say(lang, severity_key(rule.severity.worst()), &[]),
            rule.title.get(lang).to_owned(),
        ]);
    }
    lines(&table)
}

pub(super) fn new(lang: Lang, head: &[&'static str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(ASCII_BORDERS_ONLY_CONDENSED)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(head.iter().map(|key| say(lang, key, &[])));
    table
}

/// The table without blanks at the ends of its lines.
pub(super) fn lines(table: &Table) -> String {
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_columns_line_up() {
        let text = rules(Lang::Zh);
        let starts: Vec<usize> = text
            .lines()
            .filter(|line| line.contains("CTR1"))
            .map(|line| {
                let before = line.split_once("  ").map_or("", |(before, _)| before);
                before.chars().map(crate::model::cell_width).sum()
            })
            .collect();
        assert!(starts.len() > 2 && starts.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
