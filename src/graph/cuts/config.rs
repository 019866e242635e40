//! A config whose content stands in the compose file, with one more key in it.

use std::fmt::Write as _;

use super::yaml::literal;

/// The content with `key = "${variable}"` in a section, which is made if it is not there; `None`
/// where the section has that key already.
pub(super) fn with_key(content: &str, section: &str, key: &str, variable: &str) -> Option<String> {
    let header = format!("[{section}]");
    let line = format!("{key} = \"${{{variable}}}\"");
    let mut out = String::new();
    let (mut is_inside, mut is_written) = (false, false);
    for own in content.lines() {
        let trimmed = own.trim();
        if trimmed.starts_with('[') {
            is_inside = trimmed == header;
        }
        let name = trimmed.split_once('=').map(|(name, _)| name.trim());
        if is_inside && name == Some(key) {
            return None;
        }
        let _ = writeln!(out, "{}", literal(own));
        if trimmed == header && !is_written {
            let _ = writeln!(out, "{line}");
            is_written = true;
        }
    }
    if !is_written {
        let _ = write!(out, "{header}\n{line}\n");
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_added_once() {
        let added = with_key("[a]\nx = 1\n[b]\ny = \"$z\"\n", "a", "k", "V");
        let expected = "[a]\nk = \"${V}\"\nx = 1\n[b]\ny = \"$$z\"\n";
        assert_eq!(added.as_deref(), Some(expected));
        let made = with_key("", "a", "k", "V");
        assert_eq!(made.as_deref(), Some("[a]\nk = \"${V}\"\n"));
        assert_eq!(with_key("[a]\nk = \"old\"\n", "a", "k", "V"), None);
    }
}
