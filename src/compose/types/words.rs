//! A command in one string, split as Compose splits it: quotes and backslashes count, variables
//! and substitutions stay as they are written.

/// Gives each word to `each`. What follows a `;`, `&`, `|`, `<` or `>` outside of quotes is
/// dropped. `None` where quotes or brackets do not match.
pub(super) fn split(line: &str, mut each: impl FnMut(&str)) -> Option<()> {
    let mut word = String::new();
    let mut has_word = false;
    let mut escaped = false;
    let (mut double, mut single, mut back, mut dollar) = (false, false, false, false);
    for character in line.chars() {
        if escaped {
            word.push(character);
            escaped = false;
            has_word = true;
            continue;
        }
        match character {
            '\\' if !single => {
                escaped = true;
                continue;
            }
            // A backslash in single quotes begins no word by itself.
            '\\' => {
                word.push(character);
                continue;
            }
            ' ' | '\t' | '\r' | '\n' => {
                if single || double || back || dollar {
                    word.push(character);
                } else if has_word {
                    each(&word);
                    word.clear();
                    has_word = false;
                }
                continue;
            }
            '`' if !single && !double && !dollar => back = !back,
            ')' if !single && !double && !back => dollar = !dollar,
            '(' if !single && !double && !back => {
                if dollar || !word.ends_with('$') {
                    return None;
                }
                dollar = true;
                word.push('(');
                continue;
            }
            '"' if !single && !dollar => {
                has_word |= double;
                double = !double;
                continue;
            }
            '\'' if !double && !dollar => {
                has_word |= single;
                single = !single;
                continue;
            }
            ';' | '&' | '|' | '<' | '>' if !(single || double || back || dollar) => {
                // The number of a file handle is no word.
                if character == '>' && word.starts_with(|c: char| c.is_ascii_digit()) {
                    has_word = false;
                }
                break;
            }
            _ => {}
        }
        has_word = true;
        word.push(character);
    }
    if has_word {
        each(&word);
    }
    (!(escaped || double || single || back || dollar)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Option<Vec<String>> {
        let mut words = Vec::new();
        split(line, |word| words.push(word.to_owned()))?;
        Some(words)
    }

    #[test]
    fn commands_are_split() {
        for (line, expected) in [
            ("", &[][..]),
            ("a  b\tc", &["a", "b", "c"]),
            ("a '' b", &["a", "", "b"]),
            (r#"a "b c"d 'e\f' \g"#, &["a", "b cd", r"e\f", "g"]),
            ("a; b", &["a"]),
            ("a && b", &["a"]),
            ("2>x a", &[]),
            ("ab>x", &["ab"]),
            ("a $(b c) `d e` $F", &["a", "$(b c)", "`d e`", "$F"]),
            (r"'\'", &[r"\"]),
        ] {
            assert_eq!(
                words(line).as_deref(),
                Some(expected)
                    .map(|e| e.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
                    .as_deref(),
                "{line}"
            );
        }
        for refused in ["a \"b", "a 'b", "a\\", "(a)", "a)", "$(a", "`a", "$((1))"] {
            assert_eq!(words(refused), None, "{refused}");
        }
    }
}
