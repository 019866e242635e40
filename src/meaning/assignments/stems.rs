//! Finding the stems of the names of secrets: a look at every byte of every file, so it is worth being
//! quick.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::packed::{self, Searcher};
use aho_corasick::{AhoCorasick, Span};

use crate::meaning::names::STEMS;

/// The search, as the processor at hand does it best. People write `key`, `Key` and `KEY`.
struct Search {
    packed: Option<Searcher>,
    plain: Option<AhoCorasick>,
}

static SEARCH: LazyLock<Search> = LazyLock::new(|| {
    let forms = STEMS.iter().flat_map(|stem| {
        let upper = stem.to_ascii_uppercase();
        let rest = stem.get(1..).unwrap_or_default();
        let title = upper.chars().take(1).chain(rest.chars()).collect();
        [(*stem).to_owned(), title, upper]
    });
    let forms: Vec<String> = forms.collect();
    let packed = packed::Config::new().builder().extend(&forms).build();
    let plain = match packed {
        Some(_) => None,
        None => AhoCorasick::new(&forms).ok(),
    };
    Search { packed, plain }
});

/// The first stem from byte `from` on.
pub(super) fn next(text: &[u8], from: usize) -> Option<Range<usize>> {
    let search = &*SEARCH;
    if let Some(packed) = &search.packed {
        let rest = Span::from(from..text.len());
        return packed.find_in(text, rest).map(|found| found.range());
    }
    let found = search.plain.as_ref()?.find(text.get(from..)?)?;
    Some(from + found.start()..from + found.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stem_is_found_as_people_write_it() {
        for stem in STEMS {
            for form in [stem.to_owned(), stem.to_ascii_uppercase()] {
                for before in [
                    "",
                    "x_",
                    "a long line before it, of more bytes than one step: ",
                ] {
                    let text = format!("{before}{form}=1");
                    let found = next(text.as_bytes(), 0);
                    assert_eq!(
                        found,
                        Some(before.len()..before.len() + form.len()),
                        "{text}"
                    );
                }
            }
        }
        assert_eq!(next(b"apiKey", 0), Some(3..6));
        assert_eq!(next(b"key key", 1), Some(4..7));
        assert_eq!(next(b"nothing of the sort", 0), None);
        assert_eq!(next(b"", 0), None);
    }
}
