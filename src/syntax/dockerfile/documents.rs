//! Here-documents: `<<NAME`, `<<-"NAME"`, `3<<NAME`.

use std::collections::HashMap;

use super::Document;
use super::logical::Reader;

/// What ends a here-document.
pub(super) struct Tag {
    name: String,
    strips: bool,
    is_verbatim: bool,
}

impl Tag {
    /// Reads a word of an instruction, with its quotes.
    pub(super) fn read(word: &str) -> Option<Self> {
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let name = word.strip_prefix("<<")?;
        let (strips, name) = match name.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, name),
        };
        if name.contains('<') {
            return None;
        }
        let bare: String = name
            .chars()
            .filter(|c| !matches!(c, '"' | '\'' | '\\'))
            .collect();
        (!bare.is_empty()).then(|| Self {
            strips,
            is_verbatim: bare != name,
            name: bare,
        })
    }

    fn ends(&self, line: &str) -> bool {
        let line = line.trim_end_matches('\r');
        let line = if self.strips {
            line.trim_start_matches('\t')
        } else {
            line
        };
        line == self.name
    }
}

impl Reader<'_> {
    /// The body of a here-document that begins here; `None` where nothing ends it. Nothing is
    /// passed over then: what follows are instructions after all.
    pub(super) fn document(&mut self, tag: &Tag) -> Option<Document> {
        let start = self.at;
        // Only what some line behind ends is sought: files with many open documents would be read
        // many times.
        if self.last_line(tag).is_none_or(|last| last < start) {
            return None;
        }
        let mut end = start;
        while let Some(range) = self.physical() {
            if tag.ends(self.text.get(range).unwrap_or_default()) {
                return Some(Document {
                    name: tag.name.clone(),
                    body: start..end,
                    is_verbatim: tag.is_verbatim,
                });
            }
            end = self.at;
        }
        self.at = start;
        None
    }

    /// Where the last line stands that ends such a document.
    fn last_line(&mut self, tag: &Tag) -> Option<usize> {
        let text = self.text;
        let (plain, stripped) = self.last_lines.get_or_insert_with(|| {
            let mut plain = HashMap::new();
            let mut stripped = HashMap::new();
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                let bare = line.trim_end_matches('\n').trim_end_matches('\r');
                plain.insert(bare, at);
                stripped.insert(bare.trim_start_matches('\t'), at);
                at += line.len();
            }
            (plain, stripped)
        });
        let lines = if tag.strips { stripped } else { plain };
        lines.get(tag.name.as_str()).copied()
    }
}
