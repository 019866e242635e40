//! Known secrets, taken out of whatever else they turn up in.

use std::sync::Arc;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::knowledge::Knowledge;
use crate::model::{REDACTED, Sensitive, Span, Text, Texts};

/// Shortest secret that is looked for outside of its own place. Shorter ones, and those that
/// everybody knows, are words of other texts as well.
const SHORTEST: usize = 8;

/// From so many texts on a second thread is worth its start.
const MANY: usize = 256;

/// Finds the secrets that a scan came to know.
#[derive(Default)]
pub struct Redactor {
    search: Option<AhoCorasick>,
}

impl Redactor {
    /// A redactor for these secrets; what everybody knows is none.
    pub fn new(secrets: &[Sensitive], knowledge: &Knowledge) -> Self {
        let mut words: Vec<&str> = secrets
            .iter()
            .map(Sensitive::expose)
            .filter(|word| word.len() >= SHORTEST && !knowledge.is_published(word))
            .collect();
        words.sort_unstable();
        words.dedup();
        let search = (!words.is_empty()).then(|| AhoCorasick::new(&words).ok());
        Self {
            search: search.flatten(),
        }
    }

    /// Masks the secrets wherever they stand: in comments, in other files.
    pub fn mask_all(&self, texts: &Texts) {
        let Some(search) = &self.search else {
            return;
        };
        let mask = |text: &Arc<Text>| {
            // Most texts hold none, which is told faster than where one is.
            if search.is_match(text.content()) {
                for found in search.find_overlapping_iter(text.content()) {
                    texts.mask(Span::new(text.id(), found.range()));
                }
            }
        };
        let all = texts.all();
        if all.len() >= MANY {
            all.par_iter().for_each(mask);
        } else {
            all.iter().for_each(mask);
        }
    }

    /// `text` without the secrets.
    pub fn clean(&self, text: &str) -> String {
        let Some(search) = &self.search else {
            return text.to_owned();
        };
        let mut clean = String::new();
        let mut at = 0;
        for found in search.find_overlapping_iter(text) {
            if found.end() > at {
                clean.push_str(text.get(at..found.start()).unwrap_or_default());
                if !clean.ends_with(REDACTED) {
                    clean.push_str(REDACTED);
                }
                at = found.end();
            }
        }
        clean.push_str(text.get(at..).unwrap_or_default());
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_known_secrets_out() {
        let secrets = ["made-up-one", "up-one-two", "short"].map(Sensitive::new);
        let redactor = Redactor::new(&secrets, &Knowledge::default());
        assert_eq!(
            redactor.clean("a made-up-one b short"),
            "a [REDACTED] b short"
        );
        assert_eq!(redactor.clean("made-up-one-two"), "[REDACTED]");
        assert_eq!(redactor.clean("made-up-onemade-up-one"), "[REDACTED]");
    }
}
