//! The sentences that belong to no rule.

use crate::model::Both;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The sentence of a key. A key that is not there shows itself; a test looks for such keys.
pub fn sentence(key: &'static str) -> Both {
    let found = TEXTS.binary_search_by(|(known, _)| (*known).cmp(key));
    let entry = found.ok().and_then(|index| TEXTS.get(index));
    entry.map_or(Both { en: key, zh: key }, |(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TEXTS.is_sorted_by_key(|(key, _)| *key));
    }
}
