//! The figures by project and by Compose profile, in sentences.

use super::Report;
use super::text::severity_key;
use super::words::{clean, name, say};
use crate::model::{Lang, Severity};

/// So many folders are named.
const FOLDERS: usize = 3;

/// The lines about projects, where there are several, and about compose files that were left alone.
pub(super) fn projects(report: &Report<'_>) -> Vec<String> {
    let overview = report.overview;
    let lang = report.lang;
    let mut lines = Vec::new();
    let count = overview.projects.len();
    if count > 1 {
        let count = count.to_string();
        lines.push(say(lang, "text.projects", &[("count", &count)]));
        for project in &overview.projects {
            let path = clean(&project.path);
            let shown = match &project.name {
                Some(own) => format!("{} ({path})", name(report, own)),
                None => path,
            };
            let counts = match counts(lang, &project.findings) {
                counts if counts.is_empty() => say(lang, "text.project-clean", &[]),
                counts => counts,
            };
            let args = [("project", shown.as_str()), ("counts", &counts)];
            lines.push(say(lang, "text.project", &args));
        }
    }
    if !overview.alternatives.is_empty() {
        let named = overview.alternatives.iter().take(FOLDERS);
        let mut folders: Vec<String> = named.map(|folder| format!("{}/", clean(folder))).collect();
        let rest = overview.alternatives.len() - folders.len();
        if rest > 0 {
            folders.push(format!("(+{rest})"));
        }
        let folders = folders.join(", ");
        lines.push(say(lang, "text.alternatives", &[("folders", &folders)]));
    }
    lines.extend(undeclared(report));
    lines
}

/// How many compose files are no part of what is declared, if any.
pub(super) fn undeclared(report: &Report<'_>) -> Option<String> {
    let count = report.overview.undeclared;
    let count = (count > 0).then(|| count.to_string())?;
    Some(say(report.lang, "text.undeclared", &[("count", &count)]))
}

/// A line for each Compose profile whose services do not start.
pub(super) fn inactive(report: &Report<'_>) -> Vec<String> {
    let profiles = &report.overview.inactive;
    if profiles.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![say(report.lang, "text.inactive", &[])];
    lines.extend(profiles.iter().map(|profile| {
        let args = [
            ("profile", &*name(report, &profile.name)),
            ("findings", &*profile.findings.to_string()),
            ("services", &*profile.services.to_string()),
        ];
        say(report.lang, "text.inactive-profile", &args)
    }));
    lines
}

/// `2 high, 1 low`; empty where there is nothing.
pub(super) fn counts(lang: Lang, counts: &[(Severity, usize)]) -> String {
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    let counts = counts.map(|(severity, count)| {
        let label = say(lang, severity_key(*severity), &[]);
        format!("{count} {label}")
    });
    counts.collect::<Vec<_>>().join(", ")
}
