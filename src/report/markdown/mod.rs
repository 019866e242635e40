//! A page of Markdown: the summary of a job, or a comment of a pull request.

mod escape;

use super::severity_key;
use super::told::{One, Told, rule, sums};
use super::words::say;
use crate::rules::Rule;
use escape::code_in_cell;

pub(super) use escape::{escaped, prose};

/// Longest page, in UTF-16 code units. A comment on GitHub has at most 65,536 characters, the summary
/// of a step 1 MiB: this many are at most 192 KiB. A few are left for a heading of somebody else's.
const LONGEST: usize = 65_000;

/// Of them so many are kept for the sentences about what is left out.
const KEPT: usize = 1_000;

/// What it comes to, a table of the findings to act on, worst first, and below it, folded, why each
/// rule matters and what to do. What does not fit on the page is counted.
pub fn markdown(told: &Told) -> String {
    let lang = told.lang;
    let active = told.active();
    let mut page = Page::new(LONGEST - KEPT);
    let mut lines = sums(told).into_iter();
    let first = lines.next().unwrap_or_default();
    page.push(&format!(
        "## {}: {}\n",
        env!("CARGO_PKG_NAME"),
        escaped(&first)
    ));
    for line in lines {
        page.push(&format!("\n{}\n", escaped(&line)));
    }
    if active.is_empty() {
        return page.text;
    }
    let head = ["table.severity", "table.rule", "table.place", "table.what"];
    let head = head.map(|key| say(lang, key, &[]));
    page.push(&format!("\n| {} |\n|---|---|---|---|\n", head.join(" | ")));
    let shown = active.iter().take_while(|one| page.push(&row(told, **one)));
    let left = active.len() - shown.count();
    if left > 0 {
        let count = left.to_string();
        let sentence = say(lang, "markdown.more-findings", &[("count", &count)]);
        page.add(&format!("\n{}\n", escaped(&sentence)));
    }
    let mut rules: Vec<&'static Rule> = Vec::new();
    for rule in active.iter().filter_map(|one| rule(&one.finding.rule)) {
        if rules.iter().all(|known| known.id != rule.id) {
            rules.push(rule);
        }
    }
    let shown = rules
        .iter()
        .take_while(|rule| page.push(&explained(told, rule)));
    let left = rules.len() - shown.count();
    if left > 0 {
        let count = left.to_string();
        let sentence = say(lang, "markdown.more-rules", &[("count", &count)]);
        page.add(&format!("\n{}\n", escaped(&sentence)));
    }
    page.text
}

fn row(told: &Told, one: One<'_>) -> String {
    let finding = one.finding;
    let severity = say(told.lang, severity_key(finding.severity), &[]);
    let place = format!("{}:{}", one.shown_path(), finding.location.line);
    format!(
        "| {} | {} | {} | {} |\n",
        escaped(&severity),
        escaped(&finding.rule),
        code_in_cell(&place),
        escaped(&one.sentence(told.lang))
    )
}

fn explained(told: &Told, rule: &Rule) -> String {
    let lang = told.lang;
    let why = say(lang, "text.why", &[("text", rule.why.get(lang))]);
    let fix = say(lang, "text.fix", &[("text", rule.fix.get(lang))]);
    format!(
        "\n<details><summary>{} {}</summary>\n\n{}\n\n{}\n\n</details>\n",
        escaped(rule.id),
        in_tags(rule.title.get(lang)),
        prose(&why),
        prose(&fix)
    )
}

/// Within the tags of a line there is HTML and no Markdown.
fn in_tags(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;")
}

/// A text that does not grow without end.
struct Page {
    text: String,
    left: usize,
}

impl Page {
    fn new(left: usize) -> Self {
        Self {
            text: String::new(),
            left,
        }
    }

    /// Adds a piece if it fits, and says whether it did.
    fn push(&mut self, piece: &str) -> bool {
        let length = piece.encode_utf16().count();
        let fits = length <= self.left;
        if fits {
            self.left -= length;
            self.text.push_str(piece);
        } else {
            // What is worse than the next one stands above it: nothing that is shorter slips in.
            self.left = 0;
        }
        fits
    }

    /// Adds one of the few sentences that there is always room for.
    fn add(&mut self, sentence: &str) {
        self.text.push_str(sentence);
    }
}
