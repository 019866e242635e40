//! Strings, names of variables and words without quotes. Quotes and dashes that a word processor
//! made count as PowerShell counts them.

use super::super::Piece;
use super::super::scan::Scan;

/// A string in double quotes whose end was not yet read.
#[derive(Default)]
pub(super) struct Expandable {
    pub(super) pieces: Vec<Piece>,
    pub(super) groups: Vec<usize>,
    pub(super) is_here: bool,
}

/// Why reading a string stopped.
pub(super) enum Next {
    /// `$(` is next.
    Code,
    /// The closing quote was read.
    Closed,
    /// The text is over.
    Ended,
}

pub(super) fn is_single(sign: char) -> bool {
    matches!(sign, '\'' | '‘' | '’' | '‚' | '‛')
}

pub(super) fn is_double(sign: char) -> bool {
    matches!(sign, '"' | '“' | '”' | '„')
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '–' | '—' | '―')
}

/// The value of a string in single quotes, which is next; `None` where nothing closes it.
pub(super) fn single(scan: &mut Scan<'_>) -> Option<String> {
    scan.next();
    let mut value = String::new();
    while let Some(sign) = scan.next() {
        if !is_single(sign) {
            value.push(sign);
        } else if scan.peek().is_some_and(is_single) {
            scan.next();
            value.push(sign);
        } else {
            return Some(value);
        }
    }
    None
}

/// The value of a here-string in single quotes, whose first line was read.
pub(super) fn here(scan: &mut Scan<'_>) -> Option<String> {
    let rest = scan.rest();
    let (length, found) = here_end(rest, is_single)?;
    scan.at += found;
    Some(rest.get(..length).unwrap_or_default().to_owned())
}

/// Whether a here-string begins at the next character; then its first line is read.
pub(super) fn begins_here(scan: &mut Scan<'_>, is_quote: fn(char) -> bool) -> bool {
    let rest = scan.rest();
    let mut signs = rest.chars();
    if signs.next() != Some('@') || !signs.next().is_some_and(is_quote) {
        return false;
    }
    let behind = signs.as_str();
    let line = behind.trim_start_matches([' ', '\t']);
    if !line.starts_with(['\r', '\n']) {
        return false;
    }
    scan.at += rest.len() - line.len();
    scan.line_end();
    true
}

/// Where the text of a here-string ends, and what follows it begins.
fn here_end(rest: &str, is_quote: fn(char) -> bool) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let mut signs = line.chars();
        if let Some(quote) = signs.next().filter(|own| is_quote(*own))
            && signs.next() == Some('@')
        {
            let text = rest.get(..at).unwrap_or_default();
            let text = text.strip_suffix('\n').unwrap_or(text);
            let text = text.strip_suffix('\r').unwrap_or(text);
            return Some((text.len(), at + quote.len_utf8() + 1));
        }
        at += line.len();
    }
    None
}

impl Expandable {
    /// Reads on, up to code, the end of the string or that of the text. `start` is its first byte.
    pub(super) fn read(&mut self, scan: &mut Scan<'_>, start: usize) -> Next {
        let mut text = String::new();
        let next = loop {
            let at = scan.at;
            if self.is_here && Self::closes(scan, start) {
                break Next::Closed;
            }
            if scan.starts("$(") {
                break Next::Code;
            }
            let Some(sign) = scan.next() else {
                break Next::Ended;
            };
            match sign {
                '`' => text.extend(escaped(scan)),
                '$' => {
                    let name = variable(scan);
                    if name.is_empty() {
                        text.push('$');
                    } else {
                        self.literal(&mut text);
                        self.pieces.push(Piece::Variable(name));
                    }
                }
                _ if is_double(sign) && !self.is_here => {
                    if !scan.peek().is_some_and(is_double) {
                        break Next::Closed;
                    }
                    scan.next();
                    text.push(sign);
                }
                _ => text.push(sign),
            }
            debug_assert!(scan.at > at, "each step reads something");
        };
        if self.is_here && matches!(next, Next::Closed) {
            // The last line end belongs to the quote.
            let line = text.strip_suffix('\n').unwrap_or(&text);
            text.truncate(line.strip_suffix('\r').unwrap_or(line).len());
        }
        self.literal(&mut text);
        if matches!(next, Next::Closed) && self.pieces.is_empty() {
            self.pieces.push(Piece::Literal(String::new()));
        }
        next
    }

    fn literal(&mut self, text: &mut String) {
        if !text.is_empty() {
            self.pieces.push(Piece::Literal(std::mem::take(text)));
        }
    }

    /// Reads the end of a here-string, if it is next: at the beginning of a line.
    fn closes(scan: &mut Scan<'_>, start: usize) -> bool {
        let before = scan.content.get(start..scan.at).unwrap_or_default();
        if !before.ends_with('\n') {
            return false;
        }
        let mut signs = scan.rest().chars();
        let quote = signs.next().filter(|own| is_double(*own));
        let Some(quote) = quote.filter(|_| signs.next() == Some('@')) else {
            return false;
        };
        scan.at += quote.len_utf8() + 1;
        true
    }
}

/// What stands behind a backtick.
fn escaped(scan: &mut Scan<'_>) -> Option<char> {
    let sign = scan.next()?;
    Some(match sign {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'e' => '\u{1b}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        other => other,
    })
}

/// The name of a variable behind its sign, in lower case and without the scope that is the usual one
/// anyway; empty where there is none.
pub(super) fn variable(scan: &mut Scan<'_>) -> String {
    let written = if scan.peek() == Some('{') {
        let rest = scan.rest();
        let Some(end) = rest
            .find(['}', '\n'])
            .filter(|end| rest.get(*end..).is_some_and(|own| own.starts_with('}')))
        else {
            return String::new();
        };
        scan.at += end + 1;
        rest.get(1..end).unwrap_or_default()
    } else if matches!(scan.peek(), Some('$' | '?' | '^')) {
        let rest = scan.rest();
        scan.next();
        rest.get(..1).unwrap_or_default()
    } else {
        let rest = scan.rest();
        let start = scan.at;
        scan.while_(is_of_name);
        // `$env:name`, but in "$drive:" the colon is text.
        if scan.at > start && scan.peek() == Some(':') && scan.second().is_some_and(is_of_name) {
            scan.next();
            scan.while_(is_of_name);
        }
        rest.get(..scan.at - start).unwrap_or_default()
    };
    let name = written.to_lowercase();
    let scopes = [
        "script:",
        "global:",
        "local:",
        "private:",
        "using:",
        "variable:",
    ];
    let inner = scopes.iter().find_map(|scope| name.strip_prefix(scope));
    inner.map(str::to_owned).unwrap_or(name)
}

fn is_of_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// A word without quotes, or a part of one: of a value, or of the arguments of a command.
pub(super) fn bare(scan: &mut Scan<'_>, is_value: bool) -> String {
    let mut text = String::new();
    while let Some(sign) = scan.peek() {
        if sign == '`' {
            if matches!(scan.second(), Some('\r' | '\n') | None) {
                break;
            }
            scan.next();
            text.extend(escaped(scan));
            continue;
        }
        let ends = sign.is_whitespace()
            || matches!(
                sign,
                '(' | ')' | '{' | '}' | ';' | ',' | '|' | '&' | '$' | '>'
            )
            || is_single(sign)
            || is_double(sign)
            || is_value && matches!(sign, '=' | '@');
        if ends {
            break;
        }
        scan.next();
        let is_first = text.is_empty();
        text.push(if is_first && is_dash(sign) { '-' } else { sign });
    }
    if text.is_empty() {
        // A sign that begins no word, and nothing else either: it is one of its own.
        text.extend(scan.next());
    }
    text
}
