//! What `hulan baseline` says.

use std::fmt::Write as _;

use super::words::{clean, say};
use crate::meaning::Redactor;
use crate::model::{Lang, Texts};
use crate::verdict::{Known, KnownDifference, Placed};

/// What names and places are shown with.
pub struct Compared {
    /// The texts.
    pub texts: Texts,
    /// Keeps known secrets out of names.
    pub redactor: Redactor,
}

/// That a baseline was written to the file `shown`, with `count` entries and without what is barred.
pub fn baseline_written(
    lang: Lang,
    compared: &Compared,
    shown: &str,
    count: usize,
    left_out: &[&Placed],
) -> String {
    let count = count.to_string();
    let args = [("path", shown), ("count", &*count)];
    let mut text = say(lang, "known.written", &args);
    text.push('\n');
    text.push_str(&barred(lang, compared, left_out));
    text
}

/// That the baseline in the file `shown` was brought up to date. The counts: of entries, of those that
/// are gone, of those that were added, of occurrences that are new all the same.
pub fn baseline_updated(
    lang: Lang,
    compared: &Compared,
    shown: &str,
    counts: [usize; 4],
    left_out: &[&Placed],
) -> String {
    let [count, gone, added, new] = counts.map(|count| count.to_string());
    let args = [
        ("path", shown),
        ("count", &*count),
        ("gone", &*gone),
        ("added", &*added),
        ("new", &*new),
    ];
    let mut text = say(lang, "known.updated", &args);
    text.push('\n');
    text.push_str(&barred(lang, compared, left_out));
    text
}

/// What is new and what is gone, a line for each.
pub fn baseline_difference(
    lang: Lang,
    compared: &Compared,
    difference: &KnownDifference<'_>,
    is_complete: bool,
) -> String {
    let mut text = String::new();
    for placed in &difference.new {
        let _ = writeln!(text, "+ {}", line(compared, placed));
    }
    for known in &difference.gone {
        let _ = writeln!(text, "- {}", known_line(lang, compared, known));
    }
    let (new, gone) = (
        difference.new.len().to_string(),
        difference.gone.len().to_string(),
    );
    let args = [("new", &*new), ("gone", &*gone)];
    let _ = writeln!(text, "{}", say(lang, "known.difference", &args));
    if !is_complete {
        let _ = writeln!(text, "{}", say(lang, "text.incomplete", &[]));
    }
    text
}

/// What was not taken in.
fn barred(lang: Lang, compared: &Compared, left_out: &[&Placed]) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    let count = left_out.len().to_string();
    let mut text = say(lang, "known.barred", &[("count", &count)]);
    text.push('\n');
    for placed in left_out {
        let _ = writeln!(text, "  {}", line(compared, placed));
    }
    text
}

fn line(compared: &Compared, placed: &Placed) -> String {
    let subject = &placed.occurrence.subject;
    let place = compared.texts.locate(placed.span);
    let named = named(
        compared,
        subject.kind,
        &subject.name,
        subject.project.as_deref(),
    );
    let id = placed.occurrence.rule.id;
    format!("{id} {named}  {}:{}", clean(&place.path), place.start.line)
}

fn known_line(lang: Lang, compared: &Compared, known: &Known) -> String {
    let subject = &known.subject;
    let named = named(
        compared,
        &subject.kind,
        &subject.name,
        subject.project.as_deref(),
    );
    let mut line = format!("{} {named}", clean(&known.rule));
    if let Some(day) = known.first_seen {
        let since = say(lang, "known.since", &[("date", &day.to_string())]);
        let _ = write!(line, "  {since}");
    }
    line
}

/// `container/web (shop)`
fn named(compared: &Compared, kind: &str, name: &str, project: Option<&str>) -> String {
    let safe = |text: &str| clean(&compared.redactor.clean(text));
    let project = project.map_or_else(String::new, |project| format!(" ({})", safe(project)));
    format!("{}/{}{project}", safe(kind), safe(name))
}
