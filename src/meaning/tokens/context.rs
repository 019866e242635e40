//! What stands around a value: the name it is given to, its line, and the lines nearby. They say
//! whose a key is where its shape does not.

use crate::meaning::names::{is_secret_name, words};

/// How far before a value its name may begin, and how far its line and its neighbourhood reach,
/// in bytes.
pub(super) const REACH: usize = 300;

/// Words between a name and its value: `Authorization: Bearer …`, `key: str = "…"`.
const BETWEEN: [&str; 7] = [
    "bearer",
    "basic",
    "str",
    "string",
    "secretstr",
    "value",
    "r",
];

/// Words of names that say nothing of a provider.
const NEUTRAL: [&str; 42] = [
    "",
    "access",
    "ai",
    "ak",
    "api",
    "apikey",
    "app",
    "auth",
    "authorization",
    "base",
    "bearer",
    "chat",
    "client",
    "compatible",
    "credential",
    "credentials",
    "custom",
    "default",
    "embedding",
    "embeddings",
    "id",
    "key",
    "keys",
    "llm",
    "model",
    "models",
    "my",
    "name",
    "openai",
    "password",
    "private",
    "provider",
    "rerank",
    "secret",
    "secretkey",
    "service",
    "sk",
    "test",
    "token",
    "tokens",
    "user",
    "x",
];

/// How near the word stands that says whose a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// No word does.
    Nowhere,
    /// On the lines around, and the name leaves it open.
    Nearby,
    /// On the same line, and the name leaves it open.
    Line,
    /// In the name.
    Name,
}

/// What stands around a value.
pub(super) struct Around<'t> {
    name: &'t [u8],
    is_secret: bool,
    before: &'t [u8],
    after: &'t [u8],
}

impl<'t> Around<'t> {
    /// Around the bytes from `start` to `end` of a text.
    pub(super) fn new(text: &'t [u8], start: usize, end: usize) -> Self {
        let before = text
            .get(start.saturating_sub(REACH)..start)
            .unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let name = name_at_end(before);
        Self {
            name,
            is_secret: is_secret(name),
            before,
            after: after.get(..REACH).unwrap_or(after),
        }
    }

    /// What of the same line stands before and after.
    fn line(&self) -> [&'t [u8]; 2] {
        let start = self
            .before
            .iter()
            .rposition(|byte| ends_line(*byte))
            .map_or(0, |at| at + 1);
        let end = self
            .after
            .iter()
            .position(|byte| ends_line(*byte))
            .unwrap_or(self.after.len());
        let before = self.before.get(start..).unwrap_or_default();
        [before, self.after.get(..end).unwrap_or_default()]
    }

    /// The nearest place where one of the words stands: anywhere, or only in the name.
    pub(super) fn nearest(&self, words: &[&str], is_anywhere: bool) -> Nearness {
        let says = |text: &[u8]| words.iter().any(|word| mentions(text, word));
        if says(self.name) {
            Nearness::Name
        } else if !is_anywhere || !self.leaves_open() {
            Nearness::Nowhere
        } else if self.line().iter().any(|part| says(part)) {
            Nearness::Line
        } else if says(self.before) || says(self.after) {
            Nearness::Nearby
        } else {
            Nearness::Nowhere
        }
    }

    /// Whether the name is that of a secret.
    pub(super) fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// Whether the name says nothing of a provider.
    fn leaves_open(&self) -> bool {
        let Ok(name) = std::str::from_utf8(self.name) else {
            return false;
        };
        words(name)
            .iter()
            .all(|word| NEUTRAL.contains(&word.as_str()))
    }

    /// The name, if it is text.
    pub(super) fn name(&self) -> &'t str {
        std::str::from_utf8(self.name).unwrap_or_default()
    }
}

fn is_secret(name: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(name) else {
        return false;
    };
    let is_short = |last: &String| ["ak", "sk", "auth", "authorization"].contains(&last.as_str());
    is_secret_name(text)
        || words(text).last().is_some_and(is_short)
        || mentions(name, "privatekeyid")
}

/// Whether what follows this byte is another line. In files that are no texts, any control
/// character ends what belongs together.
fn ends_line(byte: u8) -> bool {
    byte.is_ascii_control() && byte != b'\t'
}

/// The last name before a value: `NAME=`, `"name": "`, `os.environ["NAME"] = "`, `call(name="`.
fn name_at_end(line: &[u8]) -> &[u8] {
    let mut rest = line;
    for _ in 0..4 {
        let stop = rest
            .iter()
            .rposition(|byte| is_name(*byte) || ends_line(*byte));
        let end = match stop.and_then(|at| Some((at, rest.get(at)?))) {
            Some((at, byte)) if is_name(*byte) => at + 1,
            _ => return b"",
        };
        let before = rest.get(..end).unwrap_or_default();
        let start = before
            .iter()
            .rposition(|byte| !is_name(*byte))
            .map_or(0, |at| at + 1);
        let name = before.get(start..).unwrap_or_default();
        let is_between = BETWEEN
            .iter()
            .any(|word| name.eq_ignore_ascii_case(word.as_bytes()));
        let is_sign = !name.iter().any(u8::is_ascii_alphanumeric);
        if !is_between && !is_sign || start == 0 {
            return name;
        }
        rest = before.get(..start).unwrap_or_default();
    }
    b""
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Whether a word stands in a text as a word: in any case of letters, also as a hump of a joined
/// name. Longer ones may have signs between their letters: `open_webui`.
pub(super) fn mentions(text: &[u8], word: &str) -> bool {
    let Some(first) = word.as_bytes().first() else {
        return false;
    };
    let starts = text
        .iter()
        .enumerate()
        .filter(|(_, byte)| byte.eq_ignore_ascii_case(first));
    starts.into_iter().any(|(at, byte)| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        let is_start = before.is_none_or(|before| {
            !before.is_ascii_alphabetic()
                || before.is_ascii_lowercase() && byte.is_ascii_uppercase()
        });
        is_start
            && text
                .get(at..)
                .is_some_and(|rest| begins_with(rest, word.as_bytes()))
    })
}

/// From this length on a word may be written with signs between its letters.
const LONG: usize = 6;

fn begins_with(text: &[u8], word: &[u8]) -> bool {
    let mut letters = text.iter().copied().peekable();
    let mut last = 0;
    for (index, wanted) in word.iter().enumerate() {
        if index > 0 && word.len() >= LONG {
            letters.next_if(|byte| matches!(byte, b'_' | b'-' | b'.' | b' '));
        }
        match letters.next() {
            Some(letter) if letter.eq_ignore_ascii_case(wanted) => last = letter,
            _ => return false,
        }
    }
    letters.next().is_none_or(|next| {
        !next.is_ascii_alphabetic() || last.is_ascii_lowercase() && next.is_ascii_uppercase()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_the_line_before() {
        for (line, name) in [
            ("EXA_API_KEY=", "EXA_API_KEY"),
            ("export EXA_API_KEY='", "EXA_API_KEY"),
            ("  exa_api_key: \"", "exa_api_key"),
            ("{\"provider\": \"exa\", \"apiKey\": \"", "apiKey"),
            ("client = Exa(api_key=\"", "api_key"),
            ("os.environ[\"EXA_API_KEY\"] = '", "EXA_API_KEY"),
            ("exa_key: str = \"", "exa_key"),
            ("Authorization: Bearer ", "Authorization"),
            ("run --api-key ", "--api-key"),
            ("", ""),
        ] {
            let found = String::from_utf8_lossy(name_at_end(line.as_bytes()));
            assert_eq!(found, name, "{line}");
        }
    }

    #[test]
    fn words_are_not_parts_of_others() {
        for (text, word) in [
            ("EXA_API_KEY", "exa"),
            ("exaApiKey", "exa"),
            ("myExaKey", "exa"),
            ("ONE_API_KEY", "oneapi"),
            ("OneApiKey", "oneapi"),
            ("open-webui", "openwebui"),
            ("https://api.deepseek.com/v1", "deepseek"),
        ] {
            assert!(mentions(text.as_bytes(), word), "{text} {word}");
        }
        for (text, word) in [
            ("EXAMPLE_KEY", "exa"),
            ("texas", "exa"),
            ("PARK_KEY", "ark"),
            ("coherent", "cohere"),
            ("", "exa"),
            ("exa", ""),
        ] {
            assert!(!mentions(text.as_bytes(), word), "{text} {word}");
        }
    }
}
