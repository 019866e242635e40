//! Decoded texts, the way out of a derived text, and what of them must not be shown.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::lines::{LineIndex, Position};
use super::offsets::OffsetMap;
use super::span::{Span, TextId, offset};

/// How the bytes of a file were turned into characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// GBK, as Windows writes Chinese text in code page 936.
    Gbk,
}

/// A file decoded to characters. A byte-order mark is not part of the content.
#[derive(Clone)]
pub struct Decoded {
    /// The characters.
    pub content: String,
    /// The encoding they were read from.
    pub encoding: Encoding,
    /// Whether a byte-order mark stood before them.
    pub bom: bool,
}

impl Decoded {
    /// A text in UTF-8, as it is.
    pub fn utf8(content: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            encoding: Encoding::Utf8,
            bom: false,
        }
    }
}

/// One text: a file, or something written inside of another text.
pub struct Text {
    id: TextId,
    path: Arc<str>,
    content: Box<str>,
    encoding: Encoding,
    bom: bool,
    /// The number of its first line in its file.
    first_line: usize,
    nature: Nature,
    lines: OnceLock<LineIndex>,
    sealed: AtomicBool,
    masks: RwLock<Masks>,
}

/// Byte ranges that are never shown.
#[derive(Default)]
struct Masks {
    ranges: Vec<Range<u32>>,
    /// Whether the ranges are in order and apart, so that they can be searched.
    tidy: bool,
}

impl Masks {
    fn add(&mut self, range: Range<u32>) {
        self.ranges.push(range);
        self.tidy = false;
    }

    /// Sorts and joins the ranges.
    fn tidy_up(&mut self) {
        self.ranges.sort_by_key(|range| (range.start, range.end));
        self.ranges.dedup_by(|next, last| {
            let joins = next.start <= last.end;
            if joins {
                last.end = last.end.max(next.end);
            }
            joins
        });
        self.tidy = true;
    }

    fn touching(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let first = self
            .ranges
            .partition_point(|mask| mask.end as usize <= range.start);
        let masks = self.ranges.iter().skip(first);
        masks
            .take_while(|mask| (mask.start as usize) < range.end)
            .map(|mask| mask.start as usize..mask.end as usize)
            .collect()
    }
}

enum Nature {
    File,
    Derived { parent: TextId, map: OffsetMap },
}

impl Text {
    /// The number of this text.
    pub fn id(&self) -> TextId {
        self.id
    }

    /// The path of the outermost file, relative to the scan root, with `/`.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The characters, for those who parse them. Reports quote through
    /// [`Texts::quote`](super::Texts::quote) only.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// How the file was encoded; derived texts are UTF-8.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether a byte-order mark stood before the content.
    pub fn bom(&self) -> bool {
        self.bom
    }

    /// The characters of `range`, empty where it is not one of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.content.get(span.range()).unwrap_or_default()
    }

    /// The span of the whole content.
    pub fn whole(&self) -> Span {
        Span::new(self.id, 0..self.content.len())
    }

    /// Line and columns of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.content, offset)
    }

    /// Bytes of line `line` of the file without its line end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        self.lines().line_range(&self.content, line)
    }

    /// The line index, made at the first use.
    pub fn lines(&self) -> &LineIndex {
        let index = || LineIndex::from_line(&self.content, self.first_line);
        self.lines.get_or_init(index)
    }

    /// Whether nothing of this text may be quoted (it could not be parsed).
    pub fn is_sealed(&self) -> bool {
        self.sealed.load(Ordering::Relaxed)
    }

    /// The masked byte ranges that touch `range`, in the order of the text and apart.
    pub fn masks_in(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let masks = self.masks.read().unwrap_or_else(PoisonError::into_inner);
        if masks.tidy {
            return masks.touching(range);
        }
        drop(masks);
        let mut masks = self.masks.write().unwrap_or_else(PoisonError::into_inner);
        masks.tidy_up();
        masks.touching(range)
    }
}

/// All texts of a scan. Texts are added while the scan reads; none is ever changed or removed.
#[derive(Default)]
pub struct Texts {
    all: RwLock<Vec<Arc<Text>>>,
}

impl Texts {
    /// Adds a file under its path relative to the scan root.
    pub fn add(&self, path: &str, decoded: Decoded) -> TextId {
        self.add_part(path, decoded, 1)
    }

    /// Adds a part of a file that is too large to be kept, which begins with its line `first_line`.
    pub fn add_part(&self, path: &str, decoded: Decoded, first_line: usize) -> TextId {
        self.insert(|id| Text {
            id,
            path: path.into(),
            content: decoded.content.into(),
            encoding: decoded.encoding,
            bom: decoded.bom,
            first_line,
            nature: Nature::File,
            lines: OnceLock::new(),
            sealed: AtomicBool::new(false),
            masks: RwLock::default(),
        })
    }

    /// Adds what stands inside of text `parent`: `map` leads from bytes of `content` to bytes of
    /// the parent.
    pub fn derive(&self, parent: TextId, content: String, map: OffsetMap) -> TextId {
        let path = Arc::clone(self.get(parent).path());
        self.insert(|id| Text {
            id,
            path,
            content: content.into(),
            encoding: Encoding::Utf8,
            bom: false,
            first_line: 1,
            nature: Nature::Derived { parent, map },
            lines: OnceLock::new(),
            sealed: AtomicBool::new(false),
            masks: RwLock::default(),
        })
    }

    fn insert(&self, make: impl FnOnce(TextId) -> Text) -> TextId {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let id = TextId(offset(all.len()));
        all.push(Arc::new(make(id)));
        id
    }

    /// The text of a number. Numbers come from this store alone; one that does not would give an
    /// empty text.
    pub fn get(&self, id: TextId) -> Arc<Text> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.get(id.0 as usize)
            .cloned()
            .unwrap_or_else(|| Arc::new(Text::empty(id)))
    }

    /// All texts there are by now.
    pub fn all(&self) -> Vec<Arc<Text>> {
        self.all
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The place of `span` in the outermost file.
    pub fn resolve(&self, span: Span) -> Span {
        let mut span = span;
        while let Some(outer) = self.outward(span) {
            span = outer;
        }
        span
    }

    /// The place of `span` in the text that holds its own text; `None` for a file.
    fn outward(&self, span: Span) -> Option<Span> {
        match &self.get(span.text).nature {
            Nature::File => None,
            Nature::Derived { parent, map } => Some(match map.outer(span.range()) {
                Some(range) => Span::new(*parent, range),
                None => Span::start_of(*parent),
            }),
        }
    }

    /// Never show these bytes, neither here nor in the texts around.
    pub fn mask(&self, span: Span) {
        let mut next = Some(span);
        while let Some(span) = next {
            if !span.is_empty() {
                let text = self.get(span.text);
                let mut masks = text.masks.write().unwrap_or_else(PoisonError::into_inner);
                masks.add(span.start..span.end);
            }
            next = self.outward(span);
        }
    }

    /// Never quote this text or the file it stands in: what it holds is not known.
    pub fn seal(&self, id: TextId) {
        let mut next = Some(id);
        while let Some(id) = next {
            let text = self.get(id);
            text.sealed.store(true, Ordering::Relaxed);
            next = match &text.nature {
                Nature::File => None,
                Nature::Derived { parent, .. } => Some(*parent),
            };
        }
    }
}

impl Text {
    fn empty(id: TextId) -> Self {
        Self {
            id,
            path: "".into(),
            content: "".into(),
            encoding: Encoding::Utf8,
            bom: false,
            first_line: 1,
            nature: Nature::File,
            lines: OnceLock::new(),
            sealed: AtomicBool::new(true),
            masks: RwLock::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(content: &str) -> Decoded {
        Decoded::utf8(content)
    }

    #[test]
    fn a_place_in_a_text_in_a_text_resolves_to_the_file() {
        let texts = Texts::default();
        let file = texts.add("a.yaml", decoded("key: |\n  say \"b\\x63d\"\n"));
        let mut map = OffsetMap::default();
        map.push(0, 13, 9, 13);
        let block = texts.derive(file, "say \"b\\x63d\"\n".to_owned(), map);
        let mut map = OffsetMap::default();
        map.push(0, 1, 5, 1);
        map.push(1, 1, 6, 4);
        map.push(2, 1, 10, 1);
        let inner = texts.derive(block, "bcd".to_owned(), map);
        let place = texts.resolve(Span::new(inner, 1..3));
        assert_eq!(texts.get(file).slice(place), "\\x63d");
        assert_eq!(texts.get(inner).path().as_ref(), "a.yaml");
    }

    #[test]
    fn a_mask_and_a_seal_reach_the_texts_around() {
        let texts = Texts::default();
        let file = texts.add("a.yaml", decoded("x secret"));
        let inner = texts.derive(file, "secret".to_owned(), OffsetMap::verbatim(2, 6));
        texts.mask(Span::new(inner, 0..6));
        assert_eq!(texts.get(file).masks_in(&(0..8)), vec![2..8]);
        texts.seal(inner);
        assert!(texts.get(file).is_sealed());
    }
}
