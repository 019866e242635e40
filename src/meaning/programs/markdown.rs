//! Markdown: the fences that hold programs.

use super::code::Code;
use super::found::{About, Found};
use super::{Language, Runtime, scripts};
use crate::model::OffsetMap;

/// The fences of a file.
pub(super) fn fences(content: &str, found: &mut Found) {
    let about = About::of(Runtime::Prompt);
    fences_in(&Code::verbatim(content, 0), &about, found);
}

/// An open fence.
struct Open {
    sign: char,
    length: usize,
    /// Columns before it, which its lines need not have.
    indent: usize,
    /// `>` before it.
    quotes: usize,
    kind: Option<Kind>,
    text: String,
    map: OffsetMap,
}

#[derive(Clone, Copy)]
enum Kind {
    Program(Language),
    Session,
    Script,
}

/// The fences of a text.
pub(super) fn fences_in(code: &Code, about: &About, found: &mut Found) {
    if !code.text.contains("```") && !code.text.contains("~~~") {
        return;
    }
    let mut open: Option<Open> = None;
    let mut at = 0;
    for line in code.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match &mut open {
            None => open = opening(line),
            Some(fence) => {
                let (inside, quotes) = unquoted(line, fence.quotes);
                let closes = closes(fence, inside);
                if closes || quotes < fence.quotes {
                    if let Some(fence) = open.take() {
                        close(fence, code, about, found);
                    }
                    if !closes {
                        open = opening(line);
                    }
                    continue;
                }
                let blanks = inside.len() - inside.trim_start_matches(' ').len();
                let kept = inside.get(blanks.min(fence.indent)..).unwrap_or_default();
                let from = start + (line.len() - kept.len());
                fence
                    .map
                    .push(fence.text.len(), kept.len(), from, kept.len());
                fence.text.push_str(kept);
            }
        }
    }
    // What is not closed ends with the text.
    if let Some(fence) = open {
        close(fence, code, about, found);
    }
}

/// A line without so many `>`, and how many it has of them.
fn unquoted(line: &str, most: usize) -> (&str, usize) {
    let mut rest = line;
    let mut count = 0;
    while count < most {
        let Some(inside) = rest.trim_start_matches(' ').strip_prefix('>') else {
            break;
        };
        rest = inside.strip_prefix(' ').unwrap_or(inside);
        count += 1;
    }
    (rest, count)
}

fn opening(line: &str) -> Option<Open> {
    let (inside, quotes) = unquoted(line, 8);
    let body = inside.trim_start_matches(' ');
    let mut indent = inside.len() - body.len();
    // In a list: `- ```python`.
    let item = body.strip_prefix("- ").or_else(|| body.strip_prefix("* "));
    let body = match item {
        Some(item) if item.starts_with(['`', '~']) => {
            indent += 2;
            item
        }
        _ => body,
    };
    let sign = body.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = body.len() - body.trim_start_matches(sign).len();
    let info = body.get(length..)?.trim();
    if length < 3 || (sign == '`' && info.contains('`')) {
        return None;
    }
    Some(Open {
        sign,
        length,
        indent,
        quotes,
        kind: kind(info),
        text: String::new(),
        map: OffsetMap::default(),
    })
}

fn closes(fence: &Open, line: &str) -> bool {
    let line = line.trim();
    let rest = line.trim_start_matches(fence.sign);
    rest.is_empty() && line.len() >= fence.length
}

/// What an info string says: `python`, `{.python}`, `{python}`, `py title="x"`.
fn kind(info: &str) -> Option<Kind> {
    let words = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ',' | '.' | ':' | ';');
    let word = info.split(words).find(|word| !word.is_empty())?;
    match word.to_ascii_lowercase().as_str() {
        "python" | "py" | "python3" | "py3" | "python2" | "pyw" | "tool_code" => {
            Some(Kind::Program(Language::Python))
        }
        "ipython" | "ipython3" | "jupyter" => Some(Kind::Program(Language::IPython)),
        "pycon" | "python-repl" | "pyconsole" => Some(Kind::Session),
        "bash" | "sh" | "shell" | "zsh" | "console" | "shell-session" | "terminal" => {
            Some(Kind::Script)
        }
        _ => None,
    }
}

fn close(fence: Open, code: &Code, about: &About, found: &mut Found) {
    let inside = code.inside(fence.text, &fence.map);
    match fence.kind {
        Some(Kind::Program(language)) if is_session(&inside.text) => {
            session(&inside, language, about, found);
        }
        Some(Kind::Program(language)) => found.program(inside, language, about),
        Some(Kind::Session) => session(&inside, Language::Python, about, found),
        Some(Kind::Script) => scripts::script(&inside, about, 0, found),
        None => {}
    }
}

fn is_session(text: &str) -> bool {
    text.trim_start().starts_with(">>> ")
}

/// What was typed in a session: the lines with a prompt.
fn session(code: &Code, language: Language, about: &About, found: &mut Found) {
    let mut typed = Code::default();
    let mut at = 0;
    for line in code.text.split_inclusive('\n') {
        let body = line.trim_start();
        let prompt = [">>> ", "... ", ">>>", "..."];
        if let Some(prompt) = prompt.iter().find(|prompt| body.starts_with(**prompt)) {
            let from = at + (line.len() - body.len()) + prompt.len();
            typed.append(&code.part(from..at + line.len()));
        }
        at += line.len();
    }
    found.program(typed, language, about);
}
