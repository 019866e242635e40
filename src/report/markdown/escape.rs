//! Words of others in Markdown, as GitHub and GitLab read it: no tags, no links, no pictures, nobody
//! mentioned, no cell of a table torn apart.

/// Nothing that can be seen: it keeps apart what would be a mention, a reference or an address. The
/// character itself would do as well; as a number it can be seen in the source.
const APART: &str = "&#8203;";

/// `text` such that it is shown as it is. Line ends become blanks.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '{' | '}' | '#' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
        if is_torn(character, after) {
            out.push_str(APART);
        }
        // `www.` alone starts an address.
        let www = rest
            .get(..4)
            .filter(|four| four.eq_ignore_ascii_case("www."));
        if let Some(four) = www {
            out.push_str(four.get(1..3).unwrap_or_default());
            out.push_str(APART);
            rest = rest.get(3..).unwrap_or_default();
            continue;
        }
        rest = after;
    }
    out
}

/// Whether something that is hidden has to stand between `character` and what comes after it.
fn is_torn(character: char, after: &str) -> bool {
    let next = after.chars().next();
    match character {
        // Names of people and teams, numbers of issues, labels, milestones and the like.
        '@' | '#' | '!' | '~' | '%' | '$' | '&' | '^' => {
            next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '_' | '"' | '\''))
        }
        ':' => after.starts_with("//"),
        _ => false,
    }
}

/// A text of our own, with code between backticks.
pub(in crate::report) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(text);
    }
    let parts = parts.into_iter().enumerate();
    let parts = parts.map(|(index, part)| {
        if index.is_multiple_of(2) {
            escaped(part)
        } else {
            code(part)
        }
    });
    parts.collect()
}

/// `text` as code in a cell of a table, where a bar would end the cell.
pub(super) fn code_in_cell(text: &str) -> String {
    code(&text.replace('|', "\\|"))
}

/// `text` as code: nothing in it has a meaning.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_bare = !text.starts_with('`') && !text.ends_with('`') && !text.starts_with(' ');
    let pad = if is_bare && !text.is_empty() { "" } else { " " };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_has_a_meaning() {
        for (text, shown) in [
            ("a <b>&amp;", "a &lt;b&gt;&amp;&#8203;amp;"),
            ("[a](b) *c*|d", "\\[a\\](b) \\*c\\*\\|d"),
            ("@team, a@b.c", "@&#8203;team, a@&#8203;b.c"),
            ("#12 o/r#3", "\\#&#8203;12 o/r\\#&#8203;3"),
            ("http://a", "http:&#8203;//a"),
            ("www.a.b wwww.c", "www&#8203;.a.b wwww&#8203;.c"),
            ("中文 ${A}", "中文 \\$\\{A\\}"),
            ("a\nb", "a b"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }

    #[test]
    fn code_is_fenced_by_more_than_it_holds() {
        assert_eq!(code_in_cell("a|b"), "`a\\|b`");
        assert_eq!(prose("a_b `c_d|` e"), "a\\_b `c_d|` e");
        assert_eq!(prose("a ` b"), "a \\` b");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "`  `");
    }
}
