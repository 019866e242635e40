//! The usual grammar, statement by statement.

use std::ops::Range;

use super::{EnvFile, Mistake, Quote, Statement, Value, quoted};
use crate::model::Span;

pub(super) fn read(content: &str, file: &mut EnvFile) {
    let mut reader = Reader {
        content,
        at: 0,
        file,
    };
    reader.skip(char::is_whitespace);
    while reader.at < content.len() {
        if reader.rest().starts_with('#') {
            let end = reader.line_end(reader.at);
            reader.comment(end);
        } else if let Err(mistake) = reader.statement() {
            // The next line is the next chance.
            reader.at = reader.line_end(mistake.range.end);
            reader.file.report(mistake);
        }
        reader.skip(char::is_whitespace);
    }
}

struct Reader<'a, 'f> {
    content: &'a str,
    at: usize,
    file: &'f mut EnvFile,
}

/// What ends a key.
enum KeyEnd {
    /// `=` or `:`.
    Separator(usize),
    /// The end of a line: the key stands alone.
    Line(usize),
    /// The end of the file.
    File,
}

impl<'a> Reader<'a, '_> {
    fn statement(&mut self) -> Result<(), Mistake> {
        let start = self.at;
        let export = self.export();
        let begin = self.at;
        if begin == self.content.len() {
            return Err(Mistake {
                range: start..begin,
                detail: "env.key-missing",
            });
        }
        let (key, separator) = match self.key_end()? {
            KeyEnd::Separator(at) => (self.key_before(at)?, Some(self.file.span(at..at + 1))),
            KeyEnd::Line(at) => {
                let key = self.key_before(at)?;
                self.at = at;
                // `export` alone on its line is no statement.
                if !key.is_empty() {
                    self.finish(start, export, key.clone(), None, None, key.end);
                }
                return Ok(());
            }
            KeyEnd::File => (begin..begin, None),
        };
        if let Some(separator) = separator {
            self.at = separator.range().end;
        }
        self.skip(is_blank);
        let (value, end) = match self.rest().as_bytes().first() {
            Some(b'"') => self.quoted(Quote::Double, b'"')?,
            Some(b'\'') => self.quoted(Quote::Single, b'\'')?,
            _ => self.unquoted(),
        };
        self.finish(start, export, key, separator, Some(value), end);
        Ok(())
    }

    fn finish(
        &mut self,
        start: usize,
        export: Option<Span>,
        key: Range<usize>,
        separator: Option<Span>,
        value: Option<Value>,
        end: usize,
    ) {
        self.file.statements.push(Statement {
            span: self.file.span(start..end),
            export,
            key: self.file.key(self.content, key),
            separator,
            value,
        });
    }

    /// Steps over `export` and the blanks behind it. Directly before anything else the word is
    /// the beginning of a key.
    fn export(&mut self) -> Option<Span> {
        let rest = self.rest().strip_prefix("export")?;
        if !rest.starts_with(['\t', '\n', '\u{c}', '\r', ' ']) {
            return None;
        }
        let start = self.at;
        self.at = self.content.len() - rest.len();
        let span = self.file.span(start..self.at);
        self.skip(is_blank);
        Some(span)
    }

    fn key_end(&self) -> Result<KeyEnd, Mistake> {
        for (into, character) in self.rest().char_indices() {
            let at = self.at + into;
            match character {
                '=' | ':' => return Ok(KeyEnd::Separator(at)),
                '\n' => return Ok(KeyEnd::Line(at)),
                _ if is_blank(character) || is_key(character) => {}
                _ => {
                    return Err(Mistake {
                        range: at..at + character.len_utf8(),
                        detail: "env.key-character",
                    });
                }
            }
        }
        Ok(KeyEnd::File)
    }

    /// The bytes of the key that ends before byte `end`.
    fn key_before(&self, end: usize) -> Result<Range<usize>, Mistake> {
        let written = self.content.get(self.at..end).unwrap_or_default();
        let name = written.trim_end();
        let range = self.at..self.at + name.len();
        // Only this blank is forbidden: a key with a tab in it is one.
        if name.contains(' ') {
            let detail = "env.key-space";
            return Err(Mistake { range, detail });
        }
        Ok(range)
    }

    /// The value between quotes, and where its closing quote ends. What stands behind that is
    /// the next statement, on the same line or not.
    fn quoted(&mut self, quote: Quote, mark: u8) -> Result<(Value, usize), Mistake> {
        let start = self.at + 1;
        let Some(close) = quoted::closing(self.content, start, mark) else {
            return Err(Mistake {
                range: self.at..self.line_end(self.at),
                detail: "env.quote-open",
            });
        };
        self.at = close + 1;
        let value = quoted::value(self.file.text, self.content, start..close, quote);
        Ok((value, self.at))
    }

    /// The rest of the line without its comment, which begins with a space.
    fn unquoted(&mut self) -> (Value, usize) {
        let start = self.at;
        let line_end = self.line_end(start);
        let line = self.content.get(start..line_end).unwrap_or_default();
        let hash = line.find(" #");
        let written = line.get(..hash.unwrap_or(line.len())).unwrap_or_default();
        let end = start + written.trim_end().len();
        let value = Value::verbatim(self.file.text, self.content, start..end, Quote::None);
        if let Some(hash) = hash {
            self.at = start + hash + 1;
            self.comment(line_end);
        }
        self.at = line_end;
        (value, end)
    }

    /// Takes the comment from here to byte `end`.
    fn comment(&mut self, end: usize) {
        self.file.comment(self.content, self.at..end);
        self.at = end;
    }

    fn skip(&mut self, skipped: fn(char) -> bool) {
        self.at = self.content.len() - self.rest().trim_start_matches(skipped).len();
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.content.get(at..).unwrap_or_default();
        rest.find('\n').map_or(self.content.len(), |into| at + into)
    }

    fn rest(&self) -> &'a str {
        self.content.get(self.at..).unwrap_or_default()
    }
}

/// Blanks within a line as Compose has them: not all that Unicode knows.
fn is_blank(character: char) -> bool {
    matches!(
        character,
        '\t' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}'
    )
}

/// Characters of a key. Compose asks for letters, where this also takes combining vowel signs.
fn is_key(character: char) -> bool {
    matches!(character, '_' | '.' | '-' | '[' | ']') || character.is_alphanumeric()
}
