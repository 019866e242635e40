//! PowerShell: where commands begin and end, and what their words say. Brackets are kept on a stack
//! of our own, so that no depth of them is too much.

mod draft;
mod strings;

use super::scan::Scan;
use super::{DEEPEST, Group, GroupKind, Piece, Script, Word};
use draft::{Draft, Mode};
use std::ops::Range;
use strings::{Expandable, is_double, is_single};

/// Words that begin a statement which is no command.
const KEYWORDS: [&str; 25] = [
    "if",
    "elseif",
    "else",
    "while",
    "until",
    "do",
    "for",
    "foreach",
    "switch",
    "function",
    "filter",
    "workflow",
    "param",
    "try",
    "catch",
    "finally",
    "trap",
    "begin",
    "process",
    "end",
    "clean",
    "data",
    "class",
    "enum",
    "dynamicparam",
];

/// Words before a value or a command.
const BEFORE: [&str; 3] = ["return", "throw", "exit"];

/// Brackets that are open, or a string with code in it.
struct Frame {
    kind: Kind,
    /// The number of the group.
    group: usize,
    /// Its first byte.
    start: usize,
    /// The keyword before it.
    keyword: String,
    /// What is being read.
    draft: Draft,
    /// The values of its statements, as long as each is one.
    values: Option<Vec<Vec<Piece>>>,
    /// Whether `$_` in it is one of the values that come in.
    has_item: bool,
}

enum Kind {
    Brackets(GroupKind),
    Quotes(Expandable),
}

struct Reader<'c> {
    scan: Scan<'c>,
    script: Script,
    frames: Vec<Frame>,
}

/// Reads a script.
pub(super) fn parse(content: &str) -> Script {
    let mut reader = Reader {
        scan: Scan::new(content),
        script: Script::default(),
        frames: Vec::new(),
    };
    reader.open(0, Kind::Brackets(GroupKind::Script), String::new());
    while reader.scan.peek().is_some() && reader.frames.len() <= DEEPEST {
        reader.step();
    }
    if reader.frames.len() > 1 {
        let start = reader.frames.last().map_or(0, |own| own.start);
        reader.broken(start);
    }
    while !reader.frames.is_empty() {
        reader.end();
        reader.frames.pop();
    }
    reader.script
}

impl Reader<'_> {
    fn step(&mut self) {
        if matches!(
            self.frames.last(),
            Some(Frame {
                kind: Kind::Quotes(_),
                ..
            })
        ) {
            self.in_quotes();
            return;
        }
        let Some(next) = self.scan.peek() else {
            return;
        };
        let start = self.scan.at;
        match next {
            '\r' | '\n' => self.line_end(),
            '`' if matches!(self.scan.second(), Some('\r' | '\n') | None) => {
                self.scan.next();
                self.scan.line_end();
            }
            '<' if self.scan.starts("<#") => {
                let rest = self.scan.rest();
                if let Some(length) = rest.find("#>") {
                    self.scan.at += length + 2;
                } else {
                    self.scan.at += rest.len();
                    self.broken(start);
                }
            }
            '#' if !self.is_adjacent(start) => {
                let range = self.scan.line();
                self.script.comments.push(range);
            }
            ';' => {
                self.scan.next();
                self.end();
            }
            '|' => {
                self.scan.next();
                if self.scan.take("|") {
                    self.end();
                } else {
                    self.pipe();
                }
            }
            '&' => self.ampersand(),
            '(' => self.bracket(1, GroupKind::Parentheses),
            '{' => self.bracket(1, GroupKind::Block),
            '@' if self
                .scan
                .second()
                .is_some_and(|own| is_single(own) || is_double(own)) =>
            {
                self.here_string();
            }
            '@' if self.scan.starts("@(") => self.bracket(2, GroupKind::Parentheses),
            '$' if self.scan.starts("$(") => self.bracket(2, GroupKind::Parentheses),
            '@' if self.scan.starts("@{") => self.bracket(2, GroupKind::Table),
            ')' | '}' => self.close(next),
            ',' => self.comma(),
            '=' if self.takes_values() => self.assign(start),
            '>' => {
                self.scan.next();
                self.scan.take(">");
                // `2>&1`
                let is_other = self.scan.take("&");
                if is_other {
                    self.scan.while_(|own| own.is_ascii_digit());
                }
                self.draft(|own| own.redirect(start, is_other));
            }
            '@' | '$' => self.name(next),
            _ if is_single(next) => self.single(),
            _ if is_double(next) => {
                self.scan.next();
                let quotes = Expandable::default();
                self.open(start, Kind::Quotes(quotes), String::new());
            }
            _ if next.is_whitespace() => {
                self.scan.next();
            }
            _ => self.bare(),
        }
    }

    fn draft<T>(&mut self, change: impl FnOnce(&mut Draft) -> T) -> Option<T> {
        self.frames.last_mut().map(|own| change(&mut own.draft))
    }

    fn broken(&mut self, start: usize) {
        let length = self
            .scan
            .content
            .get(start..)
            .and_then(|own| own.chars().next());
        let end = start + length.map_or(0, char::len_utf8);
        self.script.broken.get_or_insert(start..end);
    }

    /// Whether the last word ends here.
    fn is_adjacent(&self, start: usize) -> bool {
        let last = self.frames.last().and_then(|own| own.draft.words.last());
        last.is_some_and(|own| own.range.end == start)
    }

    fn mode(&self) -> Mode {
        self.frames.last().map_or(Mode::Start, |own| own.draft.mode)
    }

    fn is_table(&self) -> bool {
        let frame = self.frames.last();
        frame.is_some_and(|own| {
            matches!(own.kind, Kind::Brackets(GroupKind::Table)) && own.draft.key.is_none()
        })
    }

    /// Whether `=` gives a value to what stands before it.
    fn takes_values(&self) -> bool {
        self.is_table() || matches!(self.mode(), Mode::Expression | Mode::Keyword)
    }

    fn open(&mut self, start: usize, kind: Kind, keyword: String) {
        let parent = self.frames.last().map_or(0, |own| own.group);
        let group = match &kind {
            Kind::Brackets(kind) => {
                self.script.groups.push(Group {
                    kind: *kind,
                    parent,
                    entries: Vec::new(),
                });
                self.script.groups.len() - 1
            }
            Kind::Quotes(_) => parent,
        };
        self.frames.push(Frame {
            kind,
            group,
            start,
            keyword,
            draft: Draft::default(),
            values: Some(Vec::new()),
            has_item: false,
        });
    }

    fn bracket(&mut self, length: usize, kind: GroupKind) {
        let start = self.scan.at;
        self.scan.at += length;
        let keyword = self.draft(|own| match own.mode {
            Mode::Keyword if kind == GroupKind::Parentheses => own.keyword.clone(),
            Mode::Start => {
                own.mode = Mode::Expression;
                String::new()
            }
            _ => String::new(),
        });
        let incoming = (kind == GroupKind::Block)
            .then(|| self.incoming())
            .flatten();
        self.open(start, Kind::Brackets(kind), keyword.unwrap_or_default());
        if let (Some(value), Some(frame)) = (incoming, self.frames.last_mut()) {
            frame.has_item = true;
            let name = format!("_#{}", frame.group);
            self.script.set(&name, Some(value));
        }
    }

    /// What comes in through the pipe, where a block is asked about each of known values.
    fn incoming(&self) -> Option<String> {
        let draft = &self.frames.last()?.draft;
        let program = self.script.said(draft.words.first()?).text;
        let is_each = ["foreach-object", "foreach", "%"].contains(&&*program.to_ascii_lowercase());
        let before = self.script.commands.get(draft.follows?)?;
        let [value] = before.words.as_slice() else {
            return None;
        };
        let said = self.script.said(value);
        (is_each && before.is_expression && said.is_known).then_some(said.text)
    }

    fn close(&mut self, sign: char) {
        let closes = |frame: &Frame| match frame.kind {
            Kind::Brackets(GroupKind::Parentheses) => sign == ')',
            Kind::Brackets(GroupKind::Block | GroupKind::Table) => sign == '}',
            Kind::Brackets(GroupKind::Script) | Kind::Quotes(_) => false,
        };
        let at = self.scan.at;
        self.scan.next();
        // What a string holds does not close what the string stands in.
        let is_quotes = |own: &Frame| matches!(own.kind, Kind::Quotes(_));
        let floor = self
            .frames
            .iter()
            .rposition(is_quotes)
            .map_or(0, |own| own + 1);
        let Some(number) = self
            .frames
            .iter()
            .rposition(closes)
            .filter(|own| *own >= floor)
        else {
            self.broken(at);
            return;
        };
        while self.frames.len() > number + 1 {
            let start = self.frames.last().map_or(0, |own| own.start);
            self.broken(start);
            self.end();
            self.frames.pop();
        }
        self.end();
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let is_block = matches!(frame.kind, Kind::Brackets(GroupKind::Block));
        let is_list = matches!(frame.kind, Kind::Brackets(GroupKind::Parentheses));
        let values = frame.values.filter(|own| is_list && !own.is_empty());
        let pieces = values.map_or_else(|| vec![Piece::Unknown], joined);
        let word = Word {
            range: frame.start..self.scan.at,
            pieces,
            is_bare: false,
            groups: vec![frame.group],
        };
        self.add(word);
        let ends = self.draft(|own| is_block && own.mode == Mode::Keyword);
        if ends == Some(true) {
            self.end();
        }
    }

    /// Adds a word, or a part of one, to what is being read.
    fn add(&mut self, word: Word) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        match &mut frame.kind {
            Kind::Quotes(quotes) => {
                quotes.pieces.extend(word.pieces);
                quotes.groups.extend(word.groups);
            }
            Kind::Brackets(_) => {
                if frame.draft.mode == Mode::Start {
                    frame.draft.mode = Mode::Expression;
                }
                frame.draft.add(word);
            }
        }
    }

    fn line_end(&mut self) {
        self.scan.while_(char::is_whitespace);
        let next = self.scan.peek();
        let goes_on = self.draft(|own| {
            own.is_waiting()
                || next == Some('{') && own.mode == Mode::Keyword
                || next == Some('|') && !own.words.is_empty()
        });
        if goes_on != Some(true) {
            self.end();
        }
    }

    fn ampersand(&mut self) {
        self.scan.next();
        if self.scan.take("&") || self.mode() != Mode::Start {
            self.end();
        } else {
            self.draft(|own| own.mode = Mode::Command);
        }
    }

    fn comma(&mut self) {
        self.scan.next();
        let is_parameters = self.frames.last().is_some_and(|own| declares(&own.keyword));
        if is_parameters {
            self.end();
        } else {
            self.draft(Draft::comma);
        }
    }

    fn assign(&mut self, start: usize) {
        self.scan.next();
        let source = self.scan.content;
        let is_table = self.is_table();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if is_table {
            let key = frame
                .draft
                .words
                .iter()
                .map(|own| self.script.said(own).text);
            frame.draft.key = Some(key.collect());
            frame.draft.restart();
            return;
        }
        if let Some(changed) = frame.draft.assign(source, start) {
            self.script.set_table(&changed, None);
        }
    }

    /// `$name`, `${name}`, and `@name`, which hands the entries of a table on.
    fn name(&mut self, sign: char) {
        let start = self.scan.at;
        self.scan.next();
        let name = strings::variable(&mut self.scan);
        let range = start..self.scan.at;
        if sign == '@' {
            if name.is_empty() {
                self.add_bare(range, "@");
            } else {
                self.draft(|own| own.splat(range, name));
            }
            return;
        }
        let pieces = if name.is_empty() {
            vec![Piece::Literal("$".to_owned())]
        } else {
            vec![Piece::Variable(self.item(name))]
        };
        self.add(Word {
            range,
            pieces,
            is_bare: true,
            groups: Vec::new(),
        });
    }

    /// `$_` is another value in each block.
    fn item(&self, name: String) -> String {
        if !matches!(name.as_str(), "_" | "psitem") {
            return name;
        }
        let is_block = |own: &&Frame| matches!(own.kind, Kind::Brackets(GroupKind::Block));
        match self.frames.iter().rev().find(is_block) {
            Some(frame) if frame.has_item => format!("_#{}", frame.group),
            _ => "_".to_owned(),
        }
    }

    fn single(&mut self) {
        let start = self.scan.at;
        let Some(value) = strings::single(&mut self.scan) else {
            self.broken(start);
            return;
        };
        self.add(Word {
            range: start..self.scan.at,
            pieces: vec![Piece::Literal(value)],
            is_bare: false,
            groups: Vec::new(),
        });
    }

    /// `@'` or `@"`, where a line ends behind it.
    fn here_string(&mut self) {
        let start = self.scan.at;
        if strings::begins_here(&mut self.scan, is_double) {
            let quotes = Expandable {
                is_here: true,
                ..Expandable::default()
            };
            self.open(start, Kind::Quotes(quotes), String::new());
        } else if !strings::begins_here(&mut self.scan, is_single) {
            self.scan.next();
        } else if let Some(value) = strings::here(&mut self.scan) {
            self.add(Word {
                range: start..self.scan.at,
                pieces: vec![Piece::Literal(value)],
                is_bare: false,
                groups: Vec::new(),
            });
        } else {
            self.scan.at = self.scan.content.len();
            self.broken(start);
        }
    }

    fn in_quotes(&mut self) {
        let Some(Frame {
            kind: Kind::Quotes(quotes),
            start,
            ..
        }) = self.frames.last_mut()
        else {
            return;
        };
        let start = *start;
        match quotes.read(&mut self.scan, start) {
            strings::Next::Code => {
                let at = self.scan.at;
                self.scan.at += 2;
                self.open(at, Kind::Brackets(GroupKind::Parentheses), String::new());
            }
            strings::Next::Closed => {
                let Some(Frame {
                    kind: Kind::Quotes(quotes),
                    start,
                    ..
                }) = self.frames.pop()
                else {
                    return;
                };
                let pieces = quotes.pieces.into_iter().map(|piece| match piece {
                    Piece::Variable(name) => Piece::Variable(self.item(name)),
                    other => other,
                });
                let word = Word {
                    range: start..self.scan.at,
                    pieces: pieces.collect(),
                    is_bare: false,
                    groups: quotes.groups,
                };
                self.add(word);
            }
            strings::Next::Ended => {}
        }
    }

    fn add_bare(&mut self, range: Range<usize>, text: &str) {
        self.add(Word {
            range,
            pieces: vec![Piece::Literal(text.to_owned())],
            is_bare: true,
            groups: Vec::new(),
        });
    }

    fn bare(&mut self) {
        let start = self.scan.at;
        let mode = self.mode();
        let first = self.scan.peek().unwrap_or_default();
        let begins_value = matches!(first, '[' | '!' | '-' | '+');
        let is_value = match mode {
            Mode::Start => begins_value || self.is_table(),
            Mode::Command => false,
            Mode::Expression | Mode::Keyword => true,
        };
        let text = strings::bare(&mut self.scan, is_value);
        let range = start..self.scan.at;
        let is_member = text.starts_with("::")
            || text.starts_with('[')
            || text
                .strip_prefix('.')
                .is_some_and(|own| own.starts_with(char::is_alphabetic));
        if is_member && self.is_adjacent(start) {
            let changes = [".add", ".remove", ".clear", ".set_item"];
            let changes = changes
                .iter()
                .any(|own| text.to_ascii_lowercase().starts_with(own));
            let owner = self.draft(Draft::take_member).flatten();
            if let Some(owner) = owner.filter(|_| changes) {
                self.script.set_table(&owner, None);
            }
        }
        if mode == Mode::Start && !self.is_table() {
            let lower = text.to_ascii_lowercase();
            let is_first = self.draft(|own| own.follows.is_none()) == Some(true);
            if is_first && BEFORE.contains(&&*lower) {
                return;
            }
            if is_first && KEYWORDS.contains(&&*lower) {
                self.draft(|own| {
                    own.mode = Mode::Keyword;
                    own.keyword = lower;
                });
                return;
            }
            let is_number = text.chars().all(|own| own.is_ascii_digit() || own == '.');
            let is_source = text == ".";
            self.draft(|own| {
                own.mode = if (is_value || is_number) && !is_source {
                    Mode::Expression
                } else {
                    Mode::Command
                };
            });
            if is_source {
                return;
            }
        }
        // `--%`: the rest of the line goes on as it is.
        if mode == Mode::Command && text == "--%" {
            let line = self.scan.line();
            self.verbatim(line);
            return;
        }
        self.add_bare(range, &text);
    }

    fn verbatim(&mut self, line: Range<usize>) {
        self.scan.at = line.start;
        while self.scan.at < line.end {
            self.scan.while_(|own| matches!(own, ' ' | '\t'));
            let start = self.scan.at;
            let text = self.scan.while_(|own| !own.is_whitespace());
            if text.is_empty() {
                break;
            }
            let pieces = if text.contains('%') {
                vec![Piece::Unknown]
            } else {
                vec![Piece::Literal(text.replace('"', ""))]
            };
            self.add(Word {
                range: start..self.scan.at,
                pieces,
                is_bare: true,
                groups: Vec::new(),
            });
        }
    }

    fn pipe(&mut self) {
        let last = self.finish(true);
        self.draft(|own| own.follows = last);
    }

    fn end(&mut self) {
        self.finish(false);
    }

    /// Takes what was read as a command, and begins the next one.
    fn finish(&mut self, is_piped: bool) -> Option<usize> {
        let frame = self.frames.last_mut()?;
        let draft = std::mem::take(&mut frame.draft);
        let is_mere = draft.is_mere_value() && !is_piped;
        match (&mut frame.values, draft.words.as_slice()) {
            (_, []) => {}
            (Some(values), [word]) if is_mere => values.push(word.pieces.clone()),
            (values, _) => *values = None,
        }
        let (group, keyword) = (frame.group, frame.keyword.clone());
        draft.finish(&mut self.script, group, &keyword, is_piped)
    }
}

/// Whether parameters stand in brackets behind this keyword.
fn declares(keyword: &str) -> bool {
    matches!(keyword, "param" | "function" | "filter" | "workflow")
}

/// Values as one, with commas between them.
fn joined(values: Vec<Vec<Piece>>) -> Vec<Piece> {
    let mut all = Vec::new();
    for value in values {
        if !all.is_empty() {
            all.push(Piece::Literal(",".to_owned()));
        }
        all.extend(value);
    }
    all
}
