//! The words of shell lines and scripts, as a POSIX shell splits them: quotes, escapes, comments,
//! here-documents. Nothing is expanded or run, and nothing fails: what is not closed ends with the
//! text.

mod word;

#[cfg(test)]
mod tests;

use std::ops::Range;

use word::Builder;
pub use word::Word;

/// A text as a shell reads it.
#[derive(Debug, Default)]
pub struct Script<'t> {
    /// Its simple commands in order, none without words. Redirections are left out.
    pub commands: Vec<Vec<Word<'t>>>,
    /// The bytes of texts that stand inside of it: what `$(…)` and backquotes run, and the bodies of
    /// here-documents. The words they are part of hold them as they are written.
    pub inner: Vec<Range<usize>>,
    /// The here-documents among them.
    pub documents: Vec<Document>,
    /// The bytes of its comments, from their `#` on.
    pub comments: Vec<Range<usize>>,
    /// The commands whose output the next one reads.
    pub piped: Vec<usize>,
    /// The files that commands write, by the numbers of the commands.
    pub outputs: Vec<(usize, String)>,
}

/// A here-document.
#[derive(Debug)]
pub struct Document {
    /// The command that reads it, unless it stands alone.
    pub command: Option<usize>,
    /// Its lines.
    pub body: Range<usize>,
    /// Whether the shell leaves it as it is.
    pub is_verbatim: bool,
    /// Whether tabs at the beginning of its lines are taken away.
    pub strips_tabs: bool,
}

/// Reads a script in one pass.
pub fn parse(text: &str) -> Script<'_> {
    let mut reader = Reader {
        text,
        at: 0,
        words: Vec::new(),
        awaited: Vec::new(),
        next_is_input: false,
        script: Script::default(),
    };
    reader.read();
    reader.script
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    words: Vec<Word<'t>>,
    /// Here-documents that begin after this line, with the line that ends each.
    awaited: Vec<(String, Document)>,
    next_is_input: bool,
    script: Script<'t>,
}

impl<'t> Reader<'t> {
    fn read(&mut self) {
        while let Some(next) = self.peek() {
            match next {
                ' ' | '\t' | '\r' => self.at += 1,
                '\\' if self.continuation() > 0 => self.at += self.continuation(),
                '\n' => {
                    self.at += 1;
                    self.end_command();
                    self.here_documents();
                }
                '#' => {
                    let start = self.at;
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                    self.script.comments.push(start..self.at);
                }
                '&' if self.rest().starts_with("&>") => self.at += 1,
                ';' | '&' | '|' | '(' | ')' => {
                    let is_pipe = next == '|' && !self.rest().starts_with("||");
                    if is_pipe && !self.words.is_empty() {
                        self.script.piped.push(self.script.commands.len());
                    }
                    self.at += if is_pipe || next != '|' { 1 } else { 2 };
                    self.end_command();
                }
                '<' | '>' => self.redirection(),
                _ => {
                    let mut word = self.word();
                    word.is_input = std::mem::take(&mut self.next_is_input);
                    let is_handle = word.value.bytes().all(|byte| byte.is_ascii_digit())
                        && self.peek().is_some_and(|next| matches!(next, '<' | '>'));
                    let is_brace = self.words.is_empty() && matches!(&*word.value, "{" | "}");
                    if !is_handle && !is_brace {
                        self.words.push(word);
                    }
                }
            }
        }
        self.end_command();
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The length of a backslash with the end of line that it hides; else 0.
    fn continuation(&self) -> usize {
        let rest = self.rest();
        ["\\\n", "\\\r\n"]
            .iter()
            .find(|end| rest.starts_with(**end))
            .map_or(0, |end| end.len())
    }

    fn end_command(&mut self) {
        self.next_is_input = false;
        if self.words.is_empty() {
            let next = Some(self.script.commands.len());
            for (_, document) in &mut self.awaited {
                document.command = document.command.filter(|own| Some(*own) != next);
            }
        }
        if !self.words.is_empty() {
            let words = std::mem::take(&mut self.words);
            self.script.commands.push(words);
        }
    }

    /// Where a redirection leads is no word of the command. A here-string is one.
    fn redirection(&mut self) {
        let rest = self.rest();
        if rest.starts_with("<<<") {
            self.at += 3;
            self.next_is_input = true;
            return;
        }
        let is_document = rest.starts_with("<<");
        let strips = rest.starts_with("<<-");
        let operator = rest.find(|c: char| !matches!(c, '<' | '>' | '&' | '|'));
        self.at += match (is_document, strips) {
            (true, true) => 3,
            (true, false) => 2,
            _ => operator.unwrap_or(rest.len()),
        };
        self.at += self.rest().find(|c| c != ' ' && c != '\t').unwrap_or(0);
        let target = self.word();
        let command = self.script.commands.len();
        if is_document && !target.value.is_empty() {
            let document = Document {
                command: Some(command),
                body: 0..0,
                is_verbatim: target.is_quoted || target.value.len() != target.range.len(),
                strips_tabs: strips,
            };
            self.awaited.push((target.value.into_owned(), document));
        } else if rest.starts_with('>') {
            let target = target.value.into_owned();
            self.script.outputs.push((command, target));
        }
    }

    fn here_documents(&mut self) {
        for (end, mut document) in std::mem::take(&mut self.awaited) {
            let start = self.at;
            let mut body = start;
            while self.at < self.text.len() {
                let rest = self.rest();
                let line = rest.split('\n').next().unwrap_or_default();
                self.at += (line.len() + 1).min(rest.len());
                let line = line.trim_end_matches('\r');
                let line = if document.strips_tabs {
                    line.trim_start_matches('\t')
                } else {
                    line
                };
                if line == end {
                    break;
                }
                body = self.at;
            }
            self.script.inner.push(start..body);
            document.body = start..body;
            self.script.documents.push(document);
        }
    }

    /// The word at this place; empty where a sign stands that is none.
    fn word(&mut self) -> Word<'t> {
        let mut word = Builder::new(self.text, self.at);
        while let Some(next) = self.peek() {
            match next {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\\' if self.continuation() > 0 => self.at += self.continuation(),
                '\\' => self.escaped(&mut word),
                '\'' => self.single(&mut word),
                '"' => self.double(&mut word),
                '$' if self.rest().starts_with("$'") => self.ansi(&mut word),
                '$' if self.rest().starts_with("$\"") => self.at += 1,
                '$' | '`' => self.expansion(&mut word),
                other => self.verbatim(&mut word, other.len_utf8()),
            }
        }
        word.finish(self.at)
    }

    /// Takes over so many bytes as they are.
    fn verbatim(&mut self, word: &mut Builder<'t>, length: usize) {
        let end = (self.at + length).min(self.text.len());
        word.push(self.at..end);
        self.at = end;
    }

    fn escaped(&mut self, word: &mut Builder<'t>) {
        let hidden = self.rest().chars().nth(1);
        if let Some(hidden) = hidden {
            self.at += 1;
            self.verbatim(word, hidden.len_utf8());
        } else {
            self.verbatim(word, 1);
        }
    }

    fn single(&mut self, word: &mut Builder<'t>) {
        self.at += 1;
        word.quoted();
        let length = self.rest().find('\'').unwrap_or(self.rest().len());
        self.verbatim(word, length);
        self.at = (self.at + 1).min(self.text.len());
    }

    fn double(&mut self, word: &mut Builder<'t>) {
        self.at += 1;
        word.quoted();
        while let Some(next) = self.peek() {
            match next {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' if self.continuation() > 0 => self.at += self.continuation(),
                '\\' if self
                    .rest()
                    .chars()
                    .nth(1)
                    .is_some_and(|hidden| matches!(hidden, '$' | '`' | '"' | '\\')) =>
                {
                    self.escaped(word);
                }
                '$' | '`' => self.expansion(word),
                other => self.verbatim(word, other.len_utf8()),
            }
        }
    }

    /// `$'…'` with the escapes of C.
    fn ansi(&mut self, word: &mut Builder<'t>) {
        self.at += 2;
        word.quoted();
        while let Some(next) = self.peek() {
            match next {
                '\'' => {
                    self.at += 1;
                    return;
                }
                '\\' => {
                    let (decoded, length) = ansi_escape(self.rest());
                    word.push_decoded(decoded, self.at..self.at + length);
                    self.at += length;
                }
                other => self.verbatim(word, other.len_utf8()),
            }
        }
    }

    /// What a shell replaces, kept as it is written: variables, `$(…)`, backquotes.
    fn expansion(&mut self, word: &mut Builder<'t>) {
        let rest = self.rest();
        let length = if let Some(inside) = rest.strip_prefix('`') {
            let length = closing_backquote(inside);
            self.note(self.at + 1, length);
            (length + 2).min(rest.len())
        } else if rest.starts_with("$((") {
            1 + balanced(rest.get(1..).unwrap_or_default(), '(', ')')
        } else if rest.starts_with("$(") {
            let length = 1 + balanced(rest.get(1..).unwrap_or_default(), '(', ')');
            let inside = rest.get(2..length).unwrap_or_default();
            let inside = inside.strip_suffix(')').unwrap_or(inside);
            self.note(self.at + 2, inside.len());
            length
        } else if rest.starts_with("${") {
            1 + balanced(rest.get(1..).unwrap_or_default(), '{', '}')
        } else if rest.starts_with("$${") {
            // Compose's own way to write `${`.
            2 + balanced(rest.get(2..).unwrap_or_default(), '{', '}')
        } else {
            variable(rest)
        };
        if length == 1 {
            // A `$` that begins nothing stands for itself.
            self.verbatim(word, 1);
        } else {
            word.expands(length);
            self.verbatim(word, length);
        }
    }

    fn note(&mut self, start: usize, length: usize) {
        let end = (start + length).min(self.text.len());
        if start < end {
            self.script.inner.push(start..end);
        }
    }
}

/// The length of `$NAME`, `$$NAME`, `$1`, `$@` and so on.
fn variable(text: &str) -> usize {
    let dollars = if text.starts_with("$$") { 2 } else { 1 };
    let after = text.get(dollars..).unwrap_or_default();
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_';
    if after.starts_with(starts) {
        let name = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        return dollars + name.unwrap_or(after.len());
    }
    let is_special =
        |c: char| c.is_ascii_digit() || matches!(c, '@' | '*' | '#' | '?' | '!' | '-' | '$');
    let special = text.chars().nth(1).is_some_and(is_special);
    if special { 2 } else { 1 }
}

/// The bytes before the backquote that closes.
fn closing_backquote(text: &str) -> usize {
    let mut hidden = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if hidden => hidden = false,
            b'\\' => hidden = true,
            b'`' => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a text from its first bracket to the one that closes it, quotes respected.
fn balanced(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut hidden = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if hidden => hidden = false,
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => hidden = true,
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c == open => depth += 1,
            (None, c) if c == close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The character that an escape of `$'…'` stands for, and the bytes it is written with.
fn ansi_escape(text: &str) -> (char, usize) {
    let Some(kind) = text.chars().nth(1) else {
        return ('\\', text.len());
    };
    let number = |prefix: usize, digits: usize, radix: u32| {
        let rest = text.get(prefix..).unwrap_or_default();
        let length = rest
            .chars()
            .take(digits)
            .take_while(|c| c.is_digit(radix))
            .count();
        let written = rest.get(..length)?;
        let code = u32::from_str_radix(written, radix).ok()?;
        Some((char::from_u32(code)?, prefix + length))
    };
    let plain = |decoded| Some((decoded, 2));
    let decoded = match kind {
        'n' => plain('\n'),
        't' => plain('\t'),
        'r' => plain('\r'),
        'a' => plain('\u{7}'),
        'b' => plain('\u{8}'),
        'e' | 'E' => plain('\u{1b}'),
        'f' => plain('\u{c}'),
        'v' => plain('\u{b}'),
        'x' => number(2, 2, 16),
        'u' => number(2, 4, 16),
        'U' => number(2, 8, 16),
        '0'..='7' => number(1, 3, 8),
        _ => None,
    };
    decoded.unwrap_or((kind, 1 + kind.len_utf8()))
}
