//! What stands between a name and its value.

use std::ops::Range;

/// How a name and a value are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// `=`, with the blanks around it.
    Equals {
        /// Whether there are none.
        is_tight: bool,
    },
    /// `:`, likewise.
    Colon {
        /// Whether there are none.
        is_tight: bool,
    },
    /// `=>`, `:=`.
    Arrow,
    /// `==` and its relatives.
    Comparison,
    /// Blanks alone.
    Blank,
    /// `<name>` before and `</name>` after.
    Tag,
    /// `${NAME:-`: up to the brace.
    Default,
    /// `||`, `??`, `?=` and the comma of `getenv("NAME", "value")`.
    Otherwise,
}

/// What follows a name, and where the value behind it begins.
pub(super) fn separator(text: &str, name: &Range<usize>) -> Option<(Separator, usize)> {
    let before = text.get(..name.start)?;
    let mut rest = text.get(name.end..)?;
    let unquoted = rest
        .strip_prefix('\\')
        .filter(|rest| rest.starts_with(['"', '\'']))
        .unwrap_or(rest);
    let is_closed = unquoted.starts_with(['"', '\'', '`']);
    if is_closed {
        rest = unquoted.get(1..)?;
    }
    if before.ends_with("${") {
        let operators = [":-", ":=", "-", "="];
        let found = operators.iter().find_map(|sign| rest.strip_prefix(sign));
        return found.map(|rest| (Separator::Default, text.len() - rest.len()));
    }
    rest = rest.strip_prefix(']').unwrap_or(rest);
    rest = rest
        .strip_prefix(['?', '!'])
        .filter(|rest| rest.starts_with(':'))
        .unwrap_or(rest);
    let blanked = blanks(rest);
    let spaced = blanked.len() < rest.len();
    let sign = |sign: &str| blanked.strip_prefix(sign);
    let place = |rest: &str| text.len() - blanks(rest).len();
    let tight = |rest: &str| !spaced && !rest.starts_with([' ', '\t']);
    for comparison in ["===", "!==", "==", "!="] {
        if let Some(rest) = sign(comparison) {
            return Some((Separator::Comparison, place(rest)));
        }
    }
    if ["=~", "::", "=\n", "=\r"]
        .iter()
        .any(|none| sign(none).is_some())
    {
        return None;
    }
    for arrow in ["=>", ":="] {
        if let Some(rest) = sign(arrow) {
            return Some((Separator::Arrow, place(rest)));
        }
    }
    for otherwise in ["||", "??", "?="] {
        if let Some(rest) = sign(otherwise) {
            return Some((Separator::Otherwise, place(rest)));
        }
    }
    if let Some(rest) = sign(",")
        && is_closed
        && is_asked_for(before)
    {
        return Some((Separator::Otherwise, place(rest)));
    }
    if let Some(rest) = sign("=") {
        let is_tight = tight(rest);
        return Some((Separator::Equals { is_tight }, place(rest)));
    }
    if let Some(rest) = sign(":") {
        let is_tight = tight(rest);
        return Some((Separator::Colon { is_tight }, place(rest)));
    }
    if !spaced && before.ends_with('<') {
        return sign(">").map(|rest| (Separator::Tag, text.len() - rest.len()));
    }
    (spaced && !is_closed).then(|| (Separator::Blank, text.len() - blanked.len()))
}

/// Whether what stands before a name asks for it by a call: `os.getenv("`, `env('`.
fn is_asked_for(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'', '`', '\\']);
    let Some(before) = before.trim_end().strip_suffix('(') else {
        return false;
    };
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':');
    let call: String = before.chars().rev().take(40).take_while(is_part).collect();
    // The word is read from its end.
    let call = call.to_ascii_lowercase();
    ["vne", "teg", "gifnoc", "ytreporp"]
        .iter()
        .any(|word| call.contains(word))
}

fn blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}
