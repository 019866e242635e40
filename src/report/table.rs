//! Tables: one line per finding, one line per rule.

use comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED;
use comfy_table::{ContentArrangement, Table};

use super::told::{One, Part, Told};
use super::words::{clean, say};
use super::{Detail, severity_key, summary};
use crate::model::Lang;
use crate::rules::RULES;

/// The findings as a table, and below it what they come to; a table for each machine. Lines are never
/// cut.
pub fn table(told: &Told, detail: Detail) -> String {
    told.by_machine(|part| {
        let head = ["table.severity", "table.rule", "table.place", "table.what"];
        let mut table = new(told.lang, &head);
        for finding in part.saved.findings.iter().filter(|one| one.is_active()) {
            let place = &finding.location;
            table.add_row(vec![
                say(told.lang, severity_key(finding.severity), &[]),
                finding.rule.to_string(),
                format!("{}:{}", clean(&place.path), place.line),
                finding.message.to_string(),
            ]);
        }
        let summary = summary::summary(told.lang, part, detail);
        format!("{}\n{summary}", lines(&table))
    })
}

/// How often each rule found something, worst first.
pub(super) fn by_rule(lang: Lang, part: &Part) -> String {
    let mut rows: Vec<(One<'_>, usize, usize)> = Vec::new();
    for one in part.all().filter(|one| one.finding.is_active()) {
        let places = one.finding.occurrences_of("active");
        let is_same =
            |(own, ..): &&mut (One<'_>, usize, usize)| own.finding.rule == one.finding.rule;
        match rows.iter_mut().find(is_same) {
            Some((_, findings, all)) => {
                *findings += 1;
                *all += places;
            }
            None => rows.push((one, 1, places)),
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
    let mut table = new(lang, &head);
    for (one, findings, places) in rows {
        table.add_row(vec![
            say(lang, severity_key(one.finding.severity), &[]),
            one.finding.rule.to_string(),
            one.title(lang).to_owned(),
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
