//! Values that stand for themselves, and those that stand for something else.

/// Whether a value is filled in from elsewhere: `$X`, `${X}`, `{{ x }}`, `<%= x %>`, `%(x)s`.
pub fn is_reference(value: &str) -> bool {
    let value = value.trim();
    let is_hash = || {
        // `$2b$10$…`, `$apr1$…`, `$argon2id$…`: a digest in the form of crypt(3).
        let scheme = value
            .strip_prefix('$')
            .and_then(|rest| rest.split_once('$'));
        scheme.is_some_and(|(scheme, rest)| {
            let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
            !scheme.is_empty() && scheme.chars().all(is_word) && rest.len() > 8
        })
    };
    let starts = |signs: &[&str]| signs.iter().any(|sign| value.starts_with(sign));
    let within = |open: &str, close: &str| {
        let inner = value.strip_prefix(open);
        let inner = inner.and_then(|inner| inner.strip_suffix(close));
        inner.is_some_and(|inner| {
            !inner.is_empty()
                && inner
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_.-: ".contains(c))
        })
    };
    let is_variable = value.strip_prefix('$').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '('))
    });
    (is_variable && !is_hash())
        || (value.contains("{{") && value.contains("}}"))
        || value.contains("${")
        || value.contains("$(")
        || starts(&["<%", "%(", "#{", "%s", "!Ref", "!ref", "ENC["])
        || within("%", "%")
        || within("@", "@")
        || within("{", "}")
        || within("`", "`")
}

/// Whether a value is what a call gives: `get_password()`, also where it is cut off.
pub(super) fn is_call(value: &str) -> bool {
    let value = value.trim_end_matches([';', ',']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':');
    value.split_once('(').is_some_and(|(name, rest)| {
        let ends = rest.ends_with(')') || !rest.contains(')');
        !name.is_empty() && name.chars().all(is_part) && ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_stands_for_something_else() {
        for value in [
            "$X", "${X}", "$(x)", "{{ x }}", "<%= x %>", "%(x)s", "#{x}", "%X%", "@X@", "{x}",
        ] {
            assert!(is_reference(value), "{value}");
        }
        for value in [
            "$2b$10$abcdefghijkl",
            "pa$$word",
            "100%",
            "a@b",
            "{}x",
            "$1",
        ] {
            assert!(!is_reference(value), "{value}");
        }
        assert!(is_call("a.b(c)") && is_call("f(b") && !is_call("P@ss(w)") && !is_call("(x)"));
    }
}
