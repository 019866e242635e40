//! Jupyter notebooks: their code cells as one program, and the cells that are another language.

use super::code::Code;
use super::documents::Value;
use super::found::{About, Found};
use super::{Language, Runtime, dify, python_words, scripts};

/// Magics whose cell is Python of this kernel.
const KEEPING: [&str; 13] = [
    "time",
    "timeit",
    "capture",
    "prun",
    "debug",
    "memit",
    "mprun",
    "lprun",
    "snakeviz",
    "pinfo",
    "autocall",
    "pdb",
    "python_kernel",
];

/// Of those the ones whose line can hold a statement.
const TIMING: [&str; 5] = ["time", "timeit", "prun", "memit", "snakeviz"];

/// Magics whose cell is a script of a shell.
const SHELLS: [&str; 6] = ["bash", "sh", "shell", "zsh", "!", "system"];

/// Magics whose cell is shown, and runs nothing.
const SHOWN: [&str; 3] = ["markdown", "latex", "svg"];

/// Reads a notebook.
pub(super) fn notebook(top: Value<'_>, found: &mut Found) {
    let language = language_of(top);
    let about = About::of(Runtime::Notebook);
    let mut together = Code::default();
    for (number, cell) in cells(top).into_iter().enumerate() {
        let title = format!("cell {}", number + 1);
        let about = about.titled(title);
        let Some(source) = source_of(cell) else {
            continue;
        };
        if source.text.trim().is_empty() {
            continue;
        }
        if cell.word("cell_type") != "code" {
            super::markdown::fences_in(
                &source,
                &About::of(Runtime::Prompt).titled(about.title),
                found,
            );
            continue;
        }
        let own = cell
            .at(&["metadata", "vscode", "languageId"])
            .and_then(Value::text);
        let own = own.unwrap_or_else(|| language.clone());
        if !is_python(&own) {
            other(&source, &own, &about, found);
            continue;
        }
        match magic(&source) {
            Some(magic) => special(&source, &magic, &about, &mut together, found),
            None => join(&mut together, source, &about, found),
        }
    }
    found.program(together, Language::IPython, &about);
}

fn is_python(language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    language.is_empty() || language.contains("python") || language.starts_with("xpython")
}

/// The language of the kernel; empty where the notebook does not say, which is Python.
fn language_of(top: Value<'_>) -> String {
    let metadata = top.get("metadata");
    let named = [
        ["kernelspec", "language"],
        ["language_info", "name"],
        ["kernelspec", "name"],
    ];
    let named = named.iter().find_map(|keys| {
        let word = metadata?.at(keys)?.text()?;
        Some(word).filter(|word| !word.is_empty())
    });
    named.unwrap_or_default()
}

/// The cells, of the older format as well.
fn cells(top: Value<'_>) -> Vec<Value<'_>> {
    let mut cells = top.get("cells").map(Value::items).unwrap_or_default();
    let sheets = top.get("worksheets").map(Value::items).unwrap_or_default();
    for sheet in sheets {
        cells.extend(sheet.get("cells").map(Value::items).unwrap_or_default());
    }
    cells
}

/// The source of a cell: a string, or a list of lines.
fn source_of(cell: Value<'_>) -> Option<Code> {
    let source = cell.get("source").or_else(|| cell.get("input"))?;
    if !source.is_list() {
        return source.code();
    }
    let mut all = Code::default();
    for line in source.items().into_iter().filter_map(Value::code) {
        all.append(&line);
    }
    Some(all)
}

/// `%%name line` at the beginning of a cell.
struct Magic {
    name: String,
    /// Where its line begins.
    start: usize,
    /// Where what follows the name begins.
    line: usize,
    /// Where the cell goes on.
    body: usize,
}

fn magic(source: &Code) -> Option<Magic> {
    let text = source.text.as_str();
    let start = text.len() - text.trim_start().len();
    let rest = text.get(start..)?;
    let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let line = rest.get(..end)?;
    let after = line.strip_prefix("%%")?;
    let name = after.split_whitespace().next().unwrap_or_default();
    let name = if after.starts_with('!') { "!" } else { name };
    let from = after.find(name).unwrap_or_default() + name.len();
    Some(Magic {
        name: name.to_owned(),
        start,
        line: start + 2 + from,
        body: start + end,
    })
}

/// A cell with a magic of its own.
fn special(source: &Code, magic: &Magic, about: &About, together: &mut Code, found: &mut Found) {
    let text = source.text.as_str();
    let body = source.part(magic.body..text.len());
    let line = text.get(magic.line..magic.body).unwrap_or_default().trim();
    let mut words = line.split_whitespace();
    match magic.name.as_str() {
        "script" => {
            let program = words
                .find(|word| !word.starts_with('-'))
                .unwrap_or_default();
            other(&body, super::commands::name_of(program), about, found);
        }
        "writefile" | "file" => {
            let name = words.next_back().unwrap_or_default();
            let end = name.rsplit('.').next().unwrap_or_default();
            other(&body, end, about, found);
        }
        name if SHOWN.contains(&name) => {}
        name if KEEPING.contains(&name) => {
            // `%%time statement` runs the statement as `%time statement` does.
            let is_statement = TIMING.contains(&name) && has_statement(words);
            let from = if is_statement {
                magic.start + 1
            } else {
                magic.body
            };
            join(together, source.part(from..text.len()), about, found);
        }
        name => other(&body, name, about, found),
    }
}

/// Whether a statement follows the options of a magic that times.
fn has_statement<'a>(mut words: impl Iterator<Item = &'a str>) -> bool {
    while let Some(word) = words.next() {
        match word {
            "-n" | "-r" | "-t" | "-s" | "-l" | "-T" | "-D" => {
                words.next();
            }
            _ if word.starts_with('-') => {}
            _ => return true,
        }
    }
    false
}

/// A cell in another language, or in an interpreter of its own.
fn other(source: &Code, language: &str, about: &About, found: &mut Found) {
    let language = language.to_ascii_lowercase();
    if python_words::is_python(&language) {
        found.program(source.clone(), Language::Python, about);
    } else if SHELLS.contains(&language.as_str()) || language == "shellscript" {
        found.program(source.clone(), Language::Shell, about);
        found.unanalysed(source.place(), &about.title, "not-analysed.shell");
        scripts::script(source, about, 0, found);
    } else if ["js", "javascript", "typescript"].contains(&language.as_str()) {
        dify::code(source.clone(), "js", about, found);
    } else {
        found.unanalysed(source.place(), &about.title, "not-analysed.language");
    }
}

/// Adds a cell to those before it, so that the names of those are known. A cell that leaves
/// something open would take the next ones with it: it stands alone.
fn join(together: &mut Code, cell: Code, about: &About, found: &mut Found) {
    shell_lines(&cell, about, found);
    if leaves_open(&cell.text) {
        return found.program(cell, Language::IPython, about);
    }
    together.append(&cell);
    if !cell.text.ends_with('\n') {
        together.fill("\n");
    }
}

/// The programs that lines for a shell run: `!python -c x`, `files = !python -c x`.
fn shell_lines(cell: &Code, about: &About, found: &mut Found) {
    let text = cell.text.as_str();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        // A line goes on behind a backslash.
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            length += line.len();
            if !line.trim_end_matches(['\n', '\r']).ends_with('\\') {
                break;
            }
        }
        let line = rest.get(..length).unwrap_or_default();
        if let Some(sign) = line.find('!') {
            let before = line.get(..sign).unwrap_or_default().trim();
            let name = before.strip_suffix('=').unwrap_or(before).trim_end();
            let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            let command = line.get(sign..).unwrap_or_default();
            let from = start + sign + (command.len() - command.trim_start_matches('!').len());
            let is_shell = before.is_empty() || before.len() > name.len();
            if is_shell && name.chars().all(is_name) {
                scripts::script(&cell.part(from..start + length), about, 0, found);
            }
        }
        start += length;
    }
}

/// Whether a text ends inside of brackets or a string of several lines, or with a line that goes on.
fn leaves_open(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let mut length = next.len_utf8();
        match next {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '#' => length = rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => match string(rest, next) {
                Some(end) => length = end,
                None => return true,
            },
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    depth != 0 || text.trim_end_matches([' ', '\n']).ends_with('\\')
}

/// The length of a string, if it ends.
fn string(text: &str, quote: char) -> Option<usize> {
    let triple: String = [quote; 3].iter().collect();
    let is_long = text.starts_with(&triple);
    let mut at = if is_long { 3 } else { 1 };
    loop {
        let rest = text.get(at..)?;
        let next = rest.chars().next();
        match next {
            None if is_long => return None,
            // A string that is not closed ends with its line: that breaks no other one.
            None | Some('\n') if !is_long => return Some(at),
            Some('\\') => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            _ if is_long && rest.starts_with(&triple) => return Some(at + 3),
            Some(c) if c == quote && !is_long => return Some(at + 1),
            Some(c) => at += c.len_utf8(),
            None => return None,
        }
    }
}
