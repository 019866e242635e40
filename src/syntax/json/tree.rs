//! A JSON text as a tree with places. What is broken is there as far as it was read.

use std::ops::Range;

use crate::model::OffsetMap;

/// Objects and lists inside of each other before reading stops.
const MAX_DEPTH: usize = 512;

/// The number of a node in its [`Json`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(u32);

/// A JSON text: its nodes in one arena.
#[derive(Debug, Default)]
pub struct Json {
    nodes: Vec<Node>,
    /// Where it stops to be JSON, if it does.
    pub broken_at: Option<usize>,
}

#[derive(Debug)]
struct Node {
    range: Range<usize>,
    kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// Keys and values.
    Object(Vec<(NodeId, NodeId)>),
    /// Items.
    List(Vec<NodeId>),
    /// A string.
    String,
    /// A number, `true`, `false` or `null`.
    Word,
}

/// An object or list that is being read.
struct Open {
    id: NodeId,
    key: Option<NodeId>,
    /// Whether a value has to come before anything else can.
    awaits: bool,
}

impl Json {
    /// Reads a text.
    pub fn parse(text: &str) -> Self {
        let mut reader = Reader {
            text,
            at: 0,
            open: Vec::new(),
            json: Self::default(),
        };
        let is_whole = reader.read().is_some();
        let (at, open) = (reader.at, reader.open);
        let mut json = reader.json;
        for unclosed in &open {
            if let Some(node) = json.nodes.get_mut(unclosed.id.0 as usize) {
                node.range.end = at.min(text.len());
            }
        }
        json.broken_at = (!is_whole).then_some(at.min(text.len()));
        json
    }

    /// The outermost value.
    pub fn top(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    /// What a node is; a number that is not of this tree is a word.
    pub fn kind(&self, id: NodeId) -> &Kind {
        let node = self.nodes.get(id.0 as usize);
        node.map_or(&Kind::Word, |node| &node.kind)
    }

    /// The bytes of a node; of a string without its quotes.
    pub fn range(&self, id: NodeId) -> Range<usize> {
        let node = self.nodes.get(id.0 as usize);
        node.map_or(0..0, |node| node.range.clone())
    }

    /// The value of a string with the way back to its bytes. `text` is what the tree was read from.
    pub fn string(&self, text: &str, id: NodeId) -> Option<(String, OffsetMap)> {
        matches!(self.kind(id), Kind::String).then(|| {
            let range = self.range(id);
            decode(text.get(range.clone()).unwrap_or_default(), range.start)
        })
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Open>,
    json: Json,
}

impl Reader<'_> {
    /// Reads all of it; `None` where it stops to be JSON.
    fn read(&mut self) -> Option<()> {
        let mut is_done = false;
        loop {
            let rest = self.text.get(self.at..)?;
            let blank = |c: char| c.is_ascii_whitespace() || c == '\u{feff}';
            self.at += rest.find(|c| !blank(c)).unwrap_or(rest.len());
            let Some(byte) = self.text.as_bytes().get(self.at).copied() else {
                return is_done.then_some(());
            };
            if is_done {
                return None;
            }
            match byte {
                b'{' | b'[' => self.begin(byte == b'{')?,
                b'}' | b']' => {
                    self.end(byte == b'}')?;
                }
                b',' => {
                    let open = self.open.last_mut()?;
                    if open.awaits || open.key.is_some() {
                        return None;
                    }
                    open.awaits = true;
                    self.at += 1;
                }
                b':' => {
                    let open = self.open.last()?;
                    open.key?;
                    self.at += 1;
                }
                b'"' => self.string()?,
                _ => self.word()?,
            }
            is_done = self.open.is_empty();
        }
    }

    fn begin(&mut self, is_object: bool) -> Option<()> {
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        let kind = if is_object {
            Kind::Object(Vec::new())
        } else {
            Kind::List(Vec::new())
        };
        let id = self.add(self.at..self.at + 1, kind)?;
        self.open.push(Open {
            id,
            key: None,
            awaits: false,
        });
        self.at += 1;
        Some(())
    }

    fn end(&mut self, is_object: bool) -> Option<()> {
        let open = self.open.last()?;
        let node = self.json.nodes.get_mut(open.id.0 as usize)?;
        if matches!(node.kind, Kind::Object(_)) != is_object || open.key.is_some() {
            return None;
        }
        self.at += 1;
        node.range.end = self.at;
        self.open.pop();
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..)?;
        let mut length = 0;
        loop {
            let inside = rest.get(length..)?;
            let Some(stop) = memchr::memchr2(b'"', b'\\', inside) else {
                // It is not closed: what there is of it counts.
                self.add(start..self.text.len(), Kind::String)?;
                self.at = self.text.len();
                return None;
            };
            length += stop;
            if rest.get(length) == Some(&b'"') {
                break;
            }
            length = (length + 2).min(rest.len());
        }
        self.add(start..start + length, Kind::String)?;
        self.at = start + length + 1;
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let ends = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.');
        let length = rest.find(ends).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        self.add(self.at..self.at + length, Kind::Word)?;
        self.at += length;
        Some(())
    }

    /// Adds a node where one may stand.
    fn add(&mut self, range: Range<usize>, kind: Kind) -> Option<NodeId> {
        let id = NodeId(u32::try_from(self.json.nodes.len()).ok()?);
        if let Some(open) = self.open.last_mut() {
            let holder = self.json.nodes.get_mut(open.id.0 as usize)?;
            match &mut holder.kind {
                Kind::Object(entries) => match open.key.take() {
                    Some(key) => {
                        entries.push((key, id));
                        open.awaits = false;
                    }
                    None => open.key = Some(id).filter(|_| matches!(kind, Kind::String)),
                },
                Kind::List(items) => {
                    items.push(id);
                    open.awaits = false;
                }
                Kind::String | Kind::Word => {}
            }
        }
        self.json.nodes.push(Node { range, kind });
        Some(id)
    }
}

/// Undoes the escapes of the inside of a string that starts at `start`.
fn decode(written: &str, start: usize) -> (String, OffsetMap) {
    let mut value = String::with_capacity(written.len());
    let mut map = OffsetMap::default();
    let mut at = 0;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('\\').unwrap_or(rest.len());
        if plain > 0 {
            map.push(value.len(), plain, start + at, plain);
            value.push_str(rest.get(..plain).unwrap_or_default());
            at += plain;
            continue;
        }
        let (length, character) = escape(rest);
        map.push(value.len(), character.len_utf8(), start + at, length);
        value.push(character);
        at += length;
    }
    (value, map)
}

/// The length of an escape, and what it stands for.
fn escape(text: &str) -> (usize, char) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(kind) = text.chars().nth(1) else {
        return (text.len(), char::REPLACEMENT_CHARACTER);
    };
    match (kind, unit(0)) {
        ('n', _) => (2, '\n'),
        ('t', _) => (2, '\t'),
        ('r', _) => (2, '\r'),
        ('b', _) => (2, '\u{8}'),
        ('f', _) => (2, '\u{c}'),
        ('u', Some(first @ 0xD800..=0xDBFF)) => match unit(6) {
            Some(second @ 0xDC00..=0xDFFF) => {
                let joined = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                (
                    12,
                    char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER),
                )
            }
            _ => (6, char::REPLACEMENT_CHARACTER),
        },
        ('u', Some(code)) => (
            6,
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
        ),
        (other, _) => (1 + other.len_utf8(), other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(json: &Json, text: &str, id: NodeId) -> Vec<String> {
        let Kind::Object(entries) = json.kind(id) else {
            return Vec::new();
        };
        let keys = entries
            .iter()
            .filter_map(|(key, _)| json.string(text, *key));
        keys.map(|(key, _)| key).collect()
    }

    #[test]
    fn a_tree_has_places() {
        let text = "{\"a\": [1, \"x\\n\\u5bc6\\ud83d\\ude00y\"], \"b\": {}}";
        let json = Json::parse(text);
        let top = json.top().expect("an object");
        assert_eq!(json.broken_at, None);
        assert_eq!(keys(&json, text, top), ["a", "b"]);
        assert_eq!(json.range(top), 0..text.len());
        let mut strings = (0..20).filter_map(|id| json.string(text, NodeId(id)));
        let (value, map) = strings.nth(1).expect("a string");
        assert_eq!(value, "x\n密😀y");
        let place = |range: Range<usize>| text.get(map.outer(range).expect("a place"));
        assert_eq!(place(1..2), Some("\\n"));
        assert_eq!(place(2..5), Some("\\u5bc6"));
        assert_eq!(place(5..9), Some("\\ud83d\\ude00"));
        assert_eq!(place(9..10), Some("y"));
    }

    #[test]
    fn what_is_broken_is_read_so_far() {
        for text in [
            "{\"a\": 1",
            "{\"a\" }",
            "[1,, 2]",
            "{\"a\": \"x",
            "[1}",
            "1 2",
            "",
            "{1: 2}",
        ] {
            let json = Json::parse(text);
            assert!(json.broken_at.is_some(), "{text}");
        }
        let text = "{\"a\": \"x";
        let json = Json::parse(text);
        assert_eq!(keys(&json, text, NodeId(0)), ["a"]);
        assert!(Json::parse(&"[".repeat(1_000_000)).broken_at.is_some());
        assert!(
            Json::parse("{\"a\": [1, null, -2.5e3]}")
                .broken_at
                .is_none()
        );
    }
}
