//! What a text is, as far as programs in it are concerned.

use memchr::memmem;

use super::Language;
use crate::input::is_python_script;
use crate::meaning::file_kind::FileKind;

/// How programs stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It is Python itself.
    Python,
    /// A script of a shell.
    Shell,
    /// Markdown.
    Markdown,
    /// A Jupyter notebook.
    Notebook,
    /// YAML: apps of Dify, compose files.
    Yaml,
    /// JSON: workflows of `FastGPT` and Dify.
    Json,
    /// A Dockerfile.
    Dockerfile,
}

/// What of a text has to be there for a form to hold programs. Most files have none of it.
const YAML_SIGNS: [&[u8]; 3] = [b"python", b"graph", b"pypy"];
const JSON_SIGNS: [&[u8]; 3] = [b"\"nodes\"", b"\"modules\"", b"\"services\""];
const SCRIPT_SIGNS: [&[u8]; 4] = [b"py", b"PY", b"Py", b"\\x"];

impl Form {
    /// The form of the file at `path`, if it can hold programs beside itself.
    pub(super) fn of(path: &str, content: &str) -> Option<Self> {
        let has = |signs: &[&[u8]]| {
            let found = |sign: &&[u8]| memmem::find(content.as_bytes(), sign).is_some();
            signs.iter().any(found)
        };
        let lower = path.to_ascii_lowercase();
        let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
        if ends(&[".ipynb"]) {
            return Some(Self::Notebook);
        }
        if ends(&[".md", ".markdown", ".mdx", ".qmd", ".rmd"]) {
            return Some(Self::Markdown).filter(|_| has(&SCRIPT_SIGNS));
        }
        let mut start = content.len().min(512);
        while !content.is_char_boundary(start) {
            start -= 1;
        }
        let start = content.get(..start).unwrap_or_default();
        match FileKind::of(path, start.as_bytes()) {
            FileKind::Yaml => Some(Self::Yaml).filter(|_| has(&YAML_SIGNS)),
            FileKind::Json => Some(Self::Json).filter(|_| has(&JSON_SIGNS)),
            FileKind::Dockerfile => Some(Self::Dockerfile).filter(|_| has(&SCRIPT_SIGNS)),
            // Whatever it runs, it is no Python, and that has to be said.
            FileKind::Shell => Some(Self::Shell),
            _ => None,
        }
    }
}

/// Whether a text that is no YAML, or breaks off, looks like an app of Dify all the same. Much is
/// written in templates of YAML, which are no YAML either.
pub(super) fn is_app(content: &str) -> bool {
    let has = |sign: &str| memmem::find(content.as_bytes(), sign.as_bytes()).is_some();
    let is_flow = || has("graph:") && has("nodes:");
    let is_dify = || has("kind: app") || has("code_language") || has("prompt_template");
    has("workflow:") && is_flow() && is_dify()
}

/// What the file at `path` is written in, where it is a program that is analysed; `start` is how it
/// begins.
pub fn is_program(path: &str, start: &[u8]) -> Option<Language> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let lower = name.to_ascii_lowercase();
    if lower.rsplit_once('.').is_some_and(|(_, end)| end == "ipy") {
        return Some(Language::IPython);
    }
    let by_name = [".py", ".pyw", ".pyi"]
        .iter()
        .any(|end| lower.ends_with(end));
    let by_start = !name.contains('.') && is_python_script(start);
    (by_name || by_start).then_some(Language::Python)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_signs_tell() {
        for (path, content, form) in [
            ("a/b.ipynb", "", Some(Form::Notebook)),
            ("README.md", "```python\n", Some(Form::Markdown)),
            ("README.md", "words", None),
            ("app.yml", "workflow:\n  graph:\n", Some(Form::Yaml)),
            ("app.yml", "a: 1", None),
            ("x.json", "{\"nodes\": []}", Some(Form::Json)),
            ("Dockerfile.dev", "RUN python -c 1", Some(Form::Dockerfile)),
            ("run", "#!/bin/sh\npython -c 1", Some(Form::Shell)),
            ("main.py", "python", None),
        ] {
            assert_eq!(Form::of(path, content), form, "{path}");
        }
    }

    #[test]
    fn programs_are_told_by_name_or_first_line() {
        for path in ["a.py", "B.PYW", "stubs.pyi"] {
            assert_eq!(is_program(path, b""), Some(Language::Python), "{path}");
        }
        let start = b"#!/usr/bin/env python3\n";
        assert_eq!(is_program("bin/tool", start), Some(Language::Python));
        assert_eq!(is_program("tool.txt", start), None);
    }
}
