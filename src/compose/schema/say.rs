//! Which sentence says what is expected.

use super::words::{Keys, Pattern};
use super::{BOOL, INTEGER, LIST, MAP, NULL, NUMBER, STRING, Shape};

/// What a value must be, by the types that are allowed.
pub(super) fn expected(shape: &Shape) -> &'static str {
    const TEXT_LIST: u8 = STRING | LIST;
    const TEXT_MAP: u8 = STRING | MAP;
    // A string that stands for a switch or a number is one.
    match shape.types & !NULL {
        STRING => "refused.string",
        BOOL => "refused.bool",
        LIST => "refused.list",
        MAP => "refused.mapping",
        INTEGER => "refused.whole",
        NUMBER => "refused.number",
        types if types == STRING | BOOL => "refused.bool",
        types if types == STRING | INTEGER => "refused.whole",
        types if types == STRING | NUMBER => "refused.number",
        types if types == STRING | NUMBER | BOOL => "refused.variable",
        TEXT_LIST => "refused.string-list",
        TEXT_MAP => "refused.string-mapping",
        types if types == LIST | MAP => "refused.list-mapping",
        types if types == STRING | NUMBER | MAP => "refused.port",
        types if types == STRING | BOOL | MAP => "refused.bool-mapping",
        types if types == STRING | INTEGER | MAP => "refused.whole-mapping",
        _ => "refused.kind",
    }
}

/// What a key must be.
pub(super) fn key(keys: Keys) -> &'static str {
    match keys {
        Keys::Name => "refused.name",
        Keys::Text | Keys::Line | Keys::Letters => "refused.empty-key",
    }
}

/// What a string must hold.
pub(super) fn pattern(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::ContainerName => "refused.container-name",
        Pattern::PullPolicy => "refused.pull-policy",
    }
}

/// A range, for people.
pub(super) fn range((low, high): (i64, i64)) -> String {
    match (low, high) {
        (low, i64::MAX) => format!("≥ {low}"),
        (i64::MIN, high) => format!("≤ {high}"),
        (low, high) => format!("{low} … {high}"),
    }
}

/// The known key that `key` is most probably meant to be.
pub(super) fn nearest<'k>(key: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    const LONGEST: usize = 40;
    if key.len() > LONGEST {
        return None;
    }
    let most = (key.len() / 3).clamp(1, 3);
    let plain = key.to_lowercase().replace('-', "_");
    known
        .map(|one| (strsim::damerau_levenshtein(&plain, one), one))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, one)| one)
}
