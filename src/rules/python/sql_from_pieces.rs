//! A statement of SQL that is put together from pieces.

use std::collections::HashSet;

use crate::meaning::python::Program;
use crate::model::Confidence;
use crate::rules::built_text::Built;
use crate::rules::in_programs::{is_fixed, shown};
use crate::rules::{Fail, Out};
use crate::syntax::python::{ExprId, ExprKind, Parent};

/// The words with which such a statement begins.
const BEGINNINGS: [&str; 4] = ["select", "delete", "insert", "update"];

/// Fails for each expression that makes a statement of more than constants, at the string in which
/// it begins.
pub(super) fn check(program: &Program<'_>, out: &mut Out<'_>) {
    let mut seen = HashSet::new();
    for string in program.strings() {
        if !begins(program.string(string)) {
            continue;
        }
        let Some(built) = Built::around(program, string) else {
            continue;
        };
        // What does not begin in the first of its strings begins in none of the others.
        if !seen.insert(built.whole) || !is_made(&built, program, string) {
            continue;
        }
        let is_run = is_run(&built, program);
        let site = out.site(shown(program, string));
        let fail = Fail::new(if is_run { "executed" } else { "default" }, site);
        let fail = fail.arg("how", built.how);
        // Texts are often made with `replace` from what is fixed.
        out.fail(if is_run && built.how != "replace" {
            fail.confidence(Confidence::Medium)
        } else {
            fail
        });
    }
}

fn begins(text: &str) -> bool {
    let text = text.as_bytes();
    let is_at = |start: usize, word: &str| {
        let end = start + word.len();
        let here = text.get(start..end);
        here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
    };
    let mut starts = memchr::memchr2_iter(b's', b'S', text)
        .chain(memchr::memchr2_iter(b'd', b'D', text))
        .chain(memchr::memchr2_iter(b'i', b'I', text))
        .chain(memchr::memchr2_iter(b'u', b'U', text));
    starts.any(|start| BEGINNINGS.iter().any(|word| is_at(start, word)))
}

/// Whether what it makes looks like a statement from the string on, and is not all constant.
fn is_made(built: &Built, program: &Program<'_>, string: ExprId) -> bool {
    is_statement(&built.text_from(program, string).to_ascii_lowercase())
        && !is_fixed(&program.value(built.whole))
}

/// Whether it is handed to a database at once.
fn is_run(built: &Built, program: &Program<'_>) -> bool {
    let tree = program.tree();
    let Parent::Expr(outer) = tree.parent(built.whole) else {
        return false;
    };
    let ExprKind::Call(function, ..) = tree.kind(outer) else {
        return false;
    };
    let (ExprKind::Name(name) | ExprKind::Attribute(_, name)) = tree.kind(function) else {
        return false;
    };
    matches!(tree.name(name), "execute" | "executemany")
}

/// Whether a text in lower case looks like a statement that reads or changes data.
fn is_statement(text: &str) -> bool {
    let reads = after(text, "select").next();
    let deletes = after(text, "delete").any(|rest| starts(rest, "from"));
    let mut inserts = after(text, "insert").filter(|rest| starts(rest, "into"));
    let changes = after(text, "update").next();
    reads.is_some_and(|rest| after(rest, "from").next().is_some())
        || deletes
        || inserts
            .next()
            .is_some_and(|rest| rest.contains("values(") || after(rest, "values").next().is_some())
        || changes.is_some_and(|rest| after(rest, "set").next().is_some())
}

/// What follows a word, wherever white space does.
fn after<'t>(text: &'t str, word: &str) -> impl Iterator<Item = &'t str> {
    let ends = text
        .match_indices(word)
        .map(|(start, word)| start + word.len());
    let rests = ends.filter_map(|end| text.get(end..));
    rests.filter(|rest| rest.starts_with(char::is_whitespace))
}

/// Whether a word comes next.
fn starts(text: &str, word: &str) -> bool {
    let rest = text.trim_start().strip_prefix(word);
    rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_from_prose() {
        for text in [
            "select a from b ",
            "delete\n from b where c = ",
            "insert into b values(",
            "insert into b (c) values ",
            "update b set c = ",
        ] {
            assert!(is_statement(text), "{text}");
            assert!(begins(text), "{text}");
        }
        for text in [
            "select a",
            "selected a from b",
            "delete all from b",
            "insert into b",
            "update b",
            "from a select ",
        ] {
            assert!(!is_statement(text), "{text}");
        }
        assert!(begins("WITH x AS (SELECT"));
        assert!(!begins("a useful sentence, sir"));
    }
}
