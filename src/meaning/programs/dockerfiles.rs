//! Dockerfiles: programs in `RUN`, `CMD`, `ENTRYPOINT`, health checks and here-documents.

use super::code::Code;
use super::commands::{self, Argument};
use super::documents::Value;
use super::found::{About, Found};
use super::python_words::is_python;
use super::scripts;
use crate::meaning::programs::Language;
use crate::syntax::dockerfile::{self, Instruction};
use crate::syntax::json::Json;

/// Reads a Dockerfile.
pub(super) fn dockerfile(content: &str, found: &mut Found) {
    instructions(&Code::verbatim(content, 0), &About::host(), found);
}

/// Reads the Dockerfile that `code` is.
pub(super) fn instructions(code: &Code, about: &About, found: &mut Found) {
    let file = dockerfile::parse(&code.text);
    let mut shell_is_python = false;
    for instruction in &file.instructions {
        match instruction.keyword.as_str() {
            "FROM" => shell_is_python = false,
            "SHELL" => {
                let shell = instruction.arguments.first();
                shell_is_python =
                    shell.is_some_and(|shell| is_python(commands::name_of(&shell.value)));
            }
            "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK" | "ONBUILD" => {
                run(&rest_of(instruction, code), shell_is_python, about, found);
            }
            "COPY" | "ADD" => copied(instruction, code, about, found),
            _ => {}
        }
    }
}

/// What follows the keyword and the flags of an instruction, here-documents included.
fn rest_of(instruction: &Instruction, code: &Code) -> Code {
    let flags = instruction.flags.iter().map(|flag| flag.range.end);
    let start = flags.fold(instruction.keyword_range.end, usize::max);
    let last = instruction
        .arguments
        .last()
        .map_or(start, |last| last.range.end);
    // The line that ends a here-document is needed to know where it ends.
    let text = code.text.as_str();
    let end = instruction.range.end.max(last).min(text.len());
    let line = text.get(end..).unwrap_or_default();
    let line = if instruction.documents.is_empty() {
        0
    } else {
        line.find('\n').unwrap_or(line.len())
    };
    trimmed(&code.part(start..end + line))
}

fn trimmed(code: &Code) -> Code {
    let start = code.text.len() - code.text.trim_start().len();
    code.part(start..code.text.len())
}

fn run(code: &Code, shell_is_python: bool, about: &About, found: &mut Found) {
    let known = ["CMD", "RUN", "ENTRYPOINT", "HEALTHCHECK"];
    let word = code.text.split_whitespace().next().unwrap_or_default();
    if known.contains(&word.to_ascii_uppercase().as_str()) {
        // `HEALTHCHECK CMD …`, `ONBUILD RUN …`
        let inside = trimmed(&code.part(word.len()..code.text.len()));
        return run(&inside, shell_is_python, about, found);
    }
    if code.text.starts_with('[') && list(code, about, found) {
        return;
    }
    if shell_is_python {
        found.program(code.clone(), Language::Python, about);
    } else {
        scripts::script(code, about, 0, found);
    }
}

/// A list of words, if it is one.
fn list(code: &Code, about: &About, found: &mut Found) -> bool {
    let plain = code.text.replace("\\\r\n", "  \n").replace("\\\n", " \n");
    let json = Json::parse(plain.trim_end());
    let (Some(top), None) = (json.top(), json.broken_at) else {
        return false;
    };
    let items = Value::Json(&json, plain.trim_end(), top)
        .items()
        .into_iter();
    let items = items.filter_map(Value::code);
    let words: Vec<Argument> = items
        .map(|item| Argument::plain(code.inside(item.text, &item.map)))
        .collect();
    commands::command(&words, None, about, 0, found);
    true
}

/// A program that is written into the image: `COPY <<EOF /app/main.py`.
fn copied(instruction: &Instruction, code: &Code, about: &About, found: &mut Found) {
    let arguments = instruction.arguments.iter();
    let is_python = arguments
        .map(|own| own.value.trim_end_matches('"'))
        .any(|own| {
            let lower = own.to_ascii_lowercase();
            [".py", ".pyw"].iter().any(|end| lower.ends_with(end))
        });
    for document in &instruction.documents {
        let body = code.part(document.body.clone());
        if is_python || crate::input::is_python_script(body.text.as_bytes()) {
            found.program(body, Language::Python, about);
        }
    }
}
