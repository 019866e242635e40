//! The one value of a git configuration that matters here.

/// The address of the remote `origin`.
pub(super) fn origin(config: &str) -> Option<String> {
    let mut is_here = false;
    for line in config.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            is_here = is_origin(section);
        } else if let Some((key, value)) = line.split_once('=')
            && is_here
            && key.trim().eq_ignore_ascii_case("url")
        {
            return Some(plain(value));
        }
    }
    None
}

fn is_origin(section: &str) -> bool {
    let header = section.split_once(']').map_or("", |(header, _)| header);
    header
        .split_once(char::is_whitespace)
        .is_some_and(|(name, part)| {
            name.eq_ignore_ascii_case("remote") && part.trim() == "\"origin\""
        })
}

/// A value without its comment and quotes. No address needs the escapes that git knows.
fn plain(value: &str) -> String {
    let value = value.split([';', '#']).next().unwrap_or_default();
    value.trim().trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_address_of_the_origin() {
        let config =
            "[remote \"other\"]\n\turl = a\n[Remote \"origin\"]\n\tfetch = b\n\tURL = \"c\" ; d\n";
        assert_eq!(origin(config).as_deref(), Some("c"));
        assert_eq!(origin("[remote \"Origin\"]\nurl = a\n"), None);
        assert_eq!(origin("url = a\n[core]\nurl = b\n"), None);
    }
}
