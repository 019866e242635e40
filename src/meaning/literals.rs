//! Values that stand for themselves, and those that stand for something else.

/// Whether a value is filled in from elsewhere: `$X`, `${X}`, `{{ x }}`, `<%= x %>`, `%(x)s`.
pub(super) fn is_reference(value: &str) -> bool {
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

/// Whether a value is what a call gives: `get_password()`.
pub(super) fn is_call(value: &str) -> bool {
    let value = value.trim_end_matches([';', ',']);
    value.ends_with(')')
        && value.split_once('(').is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':'))
        })
}
