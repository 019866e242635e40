//! The figures by project and by Compose profile, in sentences.

use super::severity_key;
use super::told::Saved;
use super::words::{clean, say};
use crate::model::{Lang, Severity};

/// So many folders are named.
const FOLDERS: usize = 3;

/// The lines about projects, where there are several, and about compose files that were left alone.
pub(super) fn projects(lang: Lang, saved: &Saved) -> Vec<String> {
    let mut lines = Vec::new();
    let count = saved.projects.len();
    if count > 1 {
        let count = count.to_string();
        lines.push(say(lang, "text.projects", &[("count", &count)]));
        for project in &saved.projects {
            let path = clean(&project.path);
            let shown = match &project.name {
                Some(own) => format!("{} ({path})", &**own),
                None => path,
            };
            let counts = match counts(lang, &project.findings.all()) {
                counts if counts.is_empty() => say(lang, "text.project-clean", &[]),
                counts => counts,
            };
            let args = [("project", shown.as_str()), ("counts", &counts)];
            lines.push(say(lang, "text.project", &args));
        }
    }
    if !saved.alternatives.is_empty() {
        let named = saved.alternatives.iter().take(FOLDERS);
        let mut folders: Vec<String> = named.map(|folder| format!("{}/", clean(folder))).collect();
        let rest = saved.alternatives.len() - folders.len();
        if rest > 0 {
            folders.push(format!("(+{rest})"));
        }
        let folders = folders.join(", ");
        lines.push(say(lang, "text.alternatives", &[("folders", &folders)]));
    }
    let undeclared = saved.coverage.undeclared;
    if undeclared > 0 {
        let count = undeclared.to_string();
        lines.push(say(lang, "text.undeclared", &[("count", &count)]));
    }
    lines
}

/// A line for each Compose profile whose services do not start.
pub(super) fn inactive(lang: Lang, saved: &Saved) -> Vec<String> {
    let profiles = &saved.inactive_profiles;
    if profiles.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![say(lang, "text.inactive", &[])];
    lines.extend(profiles.iter().map(|own| {
        let args = [
            ("profile", &*own.profile),
            ("findings", &*own.findings.to_string()),
            ("services", &*own.services.to_string()),
        ];
        say(lang, "text.inactive-profile", &args)
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
