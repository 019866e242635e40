//! The words of what a container runs. They may be secrets.

use crate::model::{Container, OriginId};

/// A word of a command, also of a script in one.
pub(super) struct Token<'a> {
    /// The word, without quotes.
    pub(super) text: &'a str,
    /// Where it comes from.
    pub(super) origin: OriginId,
}

/// The words of the entry point and the command, also those inside of scripts.
pub(super) fn tokens(container: &Container) -> Vec<Token<'_>> {
    let commands = [&container.entrypoint, &container.command];
    let words = commands.into_iter().filter_map(|command| command.value());
    let mut tokens = Vec::new();
    for word in words.flat_map(|command| &command.words) {
        let text = word.value.expose();
        let mut parts = text.split_whitespace().peekable();
        if parts.peek().is_none() {
            tokens.push(Token {
                text: "",
                origin: word.origin,
            });
        }
        tokens.extend(parts.map(|part| Token {
            text: part.trim_matches(['"', '\'', ';', '\\']),
            origin: word.origin,
        }));
    }
    tokens
}

/// The value of a flag; empty where it has none.
pub(super) fn flag<'a>(tokens: &[Token<'a>], name: &str) -> Option<(&'a str, OriginId)> {
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        if let Some(rest) = token.text.strip_prefix(name) {
            if let Some(value) = rest.strip_prefix('=') {
                return Some((value, token.origin));
            }
            if rest.is_empty() {
                let next = tokens.peek().filter(|next| !next.text.starts_with('-'));
                return Some(next.map_or(("", token.origin), |next| (next.text, next.origin)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origins, Span, TextId};

    #[test]
    fn flags_have_values_in_several_ways() {
        let mut origins = Origins::default();
        let origin = origins.literal(Span::start_of(TextId(0)));
        for (words, value) in [
            (
                &["redis-server", "--requirepass", "made-up"][..],
                Some("made-up"),
            ),
            (&["--requirepass=made-up"], Some("made-up")),
            (&["--requirepass", ""], Some("")),
            (&["--requirepass", "--appendonly", "yes"], Some("")),
            (&["--requirepass"], Some("")),
            (&["--requirepassing", "x"], None),
            (&["redis-server"], None),
        ] {
            let tokens: Vec<Token<'_>> = words.iter().map(|text| Token { text, origin }).collect();
            let found = flag(&tokens, "--requirepass").map(|(value, _)| value);
            assert_eq!(found, value, "{words:?}");
        }
    }
}
