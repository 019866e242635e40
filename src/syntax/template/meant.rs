//! Which variables of a value were written on purpose.

use super::{Piece, Variable};

/// Signs between which a variable stands for itself: those of addresses, paths, lists and options.
const SEPARATORS: &str = "/\\:@,;=.-_()[]{}\"'&?|+";

/// The variables of a value that look like a part of its text: whoever wrote them took the `$` for a
/// character like others. Braces are never written by chance, and a name in capitals that stands
/// alone hardly ever is.
pub fn unmeant<'p, 'a>(template: &str, pieces: &'p [Piece<'a>]) -> Vec<&'p Variable<'a>> {
    let mut found = Vec::new();
    let mut is_separated = true;
    for piece in pieces {
        let Piece::Variable(variable) = piece else {
            let written = template.get(piece.range()).unwrap_or_default();
            let last = written.chars().next_back();
            is_separated =
                last.is_none_or(|sign| sign.is_whitespace() || SEPARATORS.contains(sign));
            continue;
        };
        if !looks_meant(template, variable, is_separated) {
            found.push(variable);
            is_separated = false;
        }
    }
    found
}

fn looks_meant(template: &str, variable: &Variable<'_>, is_separated: bool) -> bool {
    let written = template.get(variable.range.clone()).unwrap_or_default();
    let is_capital = |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_';
    let is_name = variable.name.len() > 1 && variable.name.chars().all(is_capital);
    written.starts_with("${") || (is_name && is_separated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::template::parse;

    #[test]
    fn tells_references_from_text() {
        for (value, expected) in [
            ("$HOST", vec![]),
            ("${word}x${Y:-z}", vec![]),
            ("http://$HOST:$PORT/$PATH_1?x=$QUERY", vec![]),
            ("$A1$B1", vec![]),
            ("a, $NAME", vec![]),
            ("pa$word", vec!["word"]),
            ("$ecret", vec!["ecret"]),
            ("pa$WORD", vec!["WORD"]),
            ("pa-$W", vec!["W"]),
            ("$2b$10$zhabc.def", vec!["zhabc"]),
            ("$2b$10$ZHABC.def", vec!["ZHABC"]),
            ("pa$word$WORD", vec!["word", "WORD"]),
            ("pa$$word", vec![]),
        ] {
            let pieces = parse(value);
            let found = unmeant(value, &pieces);
            let names: Vec<&str> = found.iter().map(|variable| variable.name).collect();
            assert_eq!(names, expected, "{value}");
        }
    }
}
