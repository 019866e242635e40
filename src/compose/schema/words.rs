//! The patterns of the schema. Compose looks for them anywhere in a string.

/// A pattern of a string.
#[derive(Clone, Copy)]
pub(super) enum Pattern {
    /// A letter or digit, and one more or `_`, `.`, `-` after it.
    ContainerName,
    /// A policy's name, or `every_` and a duration.
    PullPolicy,
}

/// Keys that the user chooses.
#[derive(Clone, Copy)]
pub(super) enum Keys {
    /// Letters, digits, dots, dashes and underscores.
    Name,
    /// With a character that is no line break.
    Text,
    /// One line that is not empty.
    Line,
    /// Small letters.
    Letters,
}

impl Keys {
    /// Whether `key` is one.
    pub(super) fn take(self, key: &str) -> bool {
        let all = |good: fn(u8) -> bool| !key.is_empty() && key.bytes().all(good);
        match self {
            Self::Name => all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)),
            Self::Text => key.bytes().any(|byte| byte != b'\n'),
            Self::Line => all(|byte| byte != b'\n'),
            Self::Letters => all(|byte| byte.is_ascii_lowercase()),
        }
    }
}

impl Pattern {
    /// Whether it is found in `text`.
    pub(super) fn is_in(self, text: &str) -> bool {
        match self {
            Self::ContainerName => {
                let next = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
                let mut pairs = text.bytes().zip(text.bytes().skip(1));
                pairs.any(|(first, second)| first.is_ascii_alphanumeric() && next(second))
            }
            Self::PullPolicy => {
                let mut every = text.split("every_").skip(1);
                POLICIES.iter().any(|policy| text.contains(policy))
                    || every.any(begins_with_duration)
            }
        }
    }
}

const POLICIES: [&str; 8] = [
    "always",
    "never",
    "build",
    "if_not_present",
    "missing",
    "refresh",
    "daily",
    "weekly",
];

fn begins_with_duration(text: &str) -> bool {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with(['w', 'd', 'h', 'm', 's'])
}
