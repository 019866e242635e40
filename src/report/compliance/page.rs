//! For people: as text and as Markdown.

use std::fmt::Write as _;

use super::{Framework, Judged, Told, counts, judged};
use crate::model::Lang;
use crate::report::markdown::escaped;
use crate::report::table;
use crate::report::words::{clean, say};

/// The columns, by the keys of their names.
const HEAD: [&str; 9] = [
    "compliance.clause",
    "compliance.state",
    "compliance.subjects-failed",
    "compliance.subjects-expired",
    "compliance.subjects-waived",
    "compliance.checks",
    "compliance.rules",
    "compliance.title",
    "compliance.because",
];

/// The clauses as tables for a terminal. Lines are never cut.
pub fn compliance(told: &Told) -> String {
    let mut page = String::new();
    for line in about(told) {
        page.push_str(&line);
        page.push('\n');
    }
    for framework in &told.frameworks {
        let clauses = judged(told, framework);
        let mut table = table::new(told.lang, &HEAD);
        for one in &clauses {
            table.add_row(row(told, one).to_vec());
        }
        page.push('\n');
        page.push_str(&head(told, framework, &clauses));
        page.push('\n');
        page.push_str(&table::lines(&table));
    }
    page
}

/// The clauses as tables of a page of Markdown.
pub fn compliance_markdown(told: &Told) -> String {
    let mut page = format!("## {}\n", say(told.lang, "compliance.heading", &[]));
    for line in about(told) {
        let _ = write!(page, "\n{}\n", escaped(&line));
    }
    for framework in &told.frameworks {
        let clauses = judged(told, framework);
        let _ = write!(page, "\n### {}\n", escaped(framework.title.get(told.lang)));
        let _ = write!(page, "\n{}\n\n", escaped(&sums(told, &clauses)));
        let names = HEAD.map(|key| say(told.lang, key, &[]));
        let _ = write!(
            page,
            "| {} |\n|{}\n",
            names.join(" | "),
            "---|".repeat(HEAD.len())
        );
        for one in &clauses {
            let cells = row(told, one).map(|cell| escaped(&cell));
            let _ = writeln!(page, "| {} |", cells.join(" | "));
        }
    }
    page
}

/// What was looked at, and what the tables do not say.
fn about(told: &Told) -> Vec<String> {
    let lang = told.lang;
    let mut lines: Vec<String> = told
        .parts
        .iter()
        .map(|part| {
            let root = clean(&part.saved.root);
            let time = part.saved.time.to_string();
            let args = [("root", &*root), ("time", &time)];
            let line = say(lang, "compliance.of", &args);
            match part.machine.as_deref() {
                Some(machine) => {
                    let args = [("machine", machine), ("text", &line)];
                    say(lang, "told.on-machine", &args)
                }
                None => line,
            }
        })
        .collect();
    lines.push(say(lang, "compliance.about", &[]));
    lines
}

fn head(told: &Told, framework: &Framework, clauses: &[Judged<'_>]) -> String {
    format!(
        "{}\n{}",
        framework.title.get(told.lang),
        sums(told, clauses)
    )
}

/// How many clauses are in each state.
fn sums(told: &Told, clauses: &[Judged<'_>]) -> String {
    let counts = counts(clauses).into_iter().map(|(state, count)| {
        let state = say(told.lang, state.key(), &[]);
        let args = [("state", &*state), ("count", &*count.to_string())];
        say(told.lang, "compliance.count", &args)
    });
    let counts: Vec<String> = counts.collect();
    counts.join(separator(told.lang))
}

fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "; ",
        Lang::Zh => "；",
    }
}

fn row(told: &Told, one: &Judged<'_>) -> [String; HEAD.len()] {
    let lang = told.lang;
    let evidence = &one.evidence;
    let reasons = one.reasons.iter().map(|own| say(lang, own.key(), &[]));
    let reasons: Vec<String> = reasons.collect();
    let count = |count: usize| match count {
        0 => "-".to_owned(),
        count => count.to_string(),
    };
    [
        one.clause.id.to_owned(),
        say(lang, one.state.key(), &[]),
        count(evidence.failed.len()),
        count(evidence.expired.len()),
        count(evidence.waived.len()),
        count(evidence.checks),
        format!("{}/{}", evidence.looked.len(), one.clause.speakers.len()),
        one.clause.title.get(lang).to_owned(),
        reasons.join(separator(lang)),
    ]
}
