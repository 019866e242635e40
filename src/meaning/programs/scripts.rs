//! Scripts of shells: the programs that their commands run.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::code::Code;
use super::commands::{self, Argument};
use super::found::{About, Found};
use crate::meaning::programs::Language;
use crate::model::OffsetMap;
use crate::syntax::shell_words::{self, Document, Script};

/// Scripts inside of scripts that are followed.
const DEEPEST: usize = 6;

/// A file that is a script.
pub(super) fn whole(content: &str, found: &mut Found) {
    if !content.trim().is_empty() {
        found.unanalysed(0..0, "", "not-analysed.shell");
    }
    script(&Code::verbatim(content, 0), &About::host(), 0, found);
}

/// The programs that a script runs.
pub(super) fn script(code: &Code, about: &About, depth: usize, found: &mut Found) {
    if depth > DEEPEST {
        return;
    }
    let script = shell_words::parse(&code.text);
    let links = Links::new(&script);
    for (number, words) in script.commands.iter().enumerate() {
        let arguments: Vec<Argument> = words
            .iter()
            .filter(|word| !word.is_input)
            .map(|word| Argument::of(word, code))
            .collect();
        let mut input = words
            .iter()
            .find(|word| word.is_input)
            .map(|word| Argument::of(word, code).program());
        input = input.or_else(|| links.document(number, code));
        let before = number.checked_sub(1);
        if let Some(before) = before.filter(|own| script.piped.binary_search(own).is_ok()) {
            input = input.or_else(|| output_of(&script, &links, before, code));
        }
        commands::command(&arguments, input, about, depth, found);
    }
    for inside in &script.inner {
        if !links.bodies.contains(inside) {
            script_in(&code.part(inside.clone()), about, depth, found);
        }
    }
    for document in &script.documents {
        written(&script, &links, document, (code, about), depth, found);
    }
}

/// What belongs to which command, so that it is found at once.
struct Links<'s> {
    documents: HashMap<usize, &'s Document>,
    outputs: HashMap<usize, Vec<&'s str>>,
    bodies: HashSet<Range<usize>>,
}

impl<'s> Links<'s> {
    fn new(script: &'s Script<'_>) -> Self {
        let documents = script.documents.iter();
        let documents = documents.filter_map(|own| Some((own.command?, own)));
        let mut outputs: HashMap<usize, Vec<&str>> = HashMap::new();
        for (number, target) in &script.outputs {
            outputs.entry(*number).or_default().push(target);
        }
        Self {
            documents: documents.collect(),
            outputs,
            bodies: script
                .documents
                .iter()
                .map(|own| own.body.clone())
                .collect(),
        }
    }

    /// The here-document that a command reads: the last of them.
    fn document(&self, number: usize, code: &Code) -> Option<Code> {
        let document = self.documents.get(&number)?;
        Some(body_of(document, code))
    }
}

/// A script in a script.
pub(super) fn script_in(code: &Code, about: &About, depth: usize, found: &mut Found) {
    script(code, about, depth + 1, found);
}

/// What a here-document is where no interpreter reads it: a file that is written, or the lines of
/// a `RUN` that has nothing else.
fn written(
    script: &Script<'_>,
    links: &Links<'_>,
    document: &Document,
    (code, about): (&Code, &About),
    depth: usize,
    found: &mut Found,
) {
    let body = || body_of(document, code);
    let Some(number) = document.command else {
        return lines(&body(), about, depth, found);
    };
    let words = script.commands.get(number).map_or(&[][..], Vec::as_slice);
    let first = words
        .first()
        .map_or("", |word| commands::name_of(&word.value));
    if !matches!(first, "cat" | "tee") {
        return;
    }
    let outputs = links.outputs.get(&number).into_iter().flatten().copied();
    let tees = words.iter().skip(1).map(|word| &*word.value);
    let mut targets = outputs.chain(tees);
    let is_python = |target: &str| {
        let target = target.to_ascii_lowercase();
        [".py", ".pyw"].iter().any(|end| target.ends_with(end))
    };
    if targets.any(is_python) {
        found.program(body(), Language::Python, about);
    }
}

/// Lines that run as their first one says, or else as a script.
pub(super) fn lines(code: &Code, about: &About, depth: usize, found: &mut Found) {
    if crate::input::is_python_script(code.text.as_bytes()) {
        found.program(code.clone(), Language::Python, about);
    } else {
        script_in(code, about, depth, found);
    }
}

/// What a command writes, where that stands there: `echo 'import os' | python3`.
fn output_of(script: &Script<'_>, links: &Links<'_>, number: usize, code: &Code) -> Option<Code> {
    let words = script.commands.get(number)?;
    let name = commands::name_of(&words.first()?.value);
    match name {
        "cat" | "tee" => links.document(number, code),
        "echo" | "printf" => {
            let mut said = Code::default();
            let is_option = |value: &str| value.starts_with('-') && value.len() <= 3;
            let words = words.iter().skip(1);
            for word in words.skip_while(|word| name == "echo" && is_option(&word.value)) {
                if !said.text.is_empty() {
                    said.fill(" ");
                }
                said.append(&Argument::of(word, code).program());
            }
            Some(unescaped(&said))
        }
        _ => None,
    }
}

/// `\n` and `\t` as `printf` and most `echo` write them.
fn unescaped(said: &Code) -> Code {
    let mut plain = String::new();
    let mut map = OffsetMap::default();
    let mut at = 0;
    while let Some(rest) = said.text.get(at..).filter(|rest| !rest.is_empty()) {
        let sign = match rest.as_bytes() {
            [b'\\', b'n', ..] => Some('\n'),
            [b'\\', b't', ..] => Some('\t'),
            [b'\\', b'\\', ..] => Some('\\'),
            _ => None,
        };
        let next = rest.chars().next().unwrap_or_default();
        let length = if sign.is_some() { 2 } else { next.len_utf8() };
        let next = sign.unwrap_or(next);
        map.push(plain.len(), next.len_utf8(), at, length);
        plain.push(next);
        at += length;
    }
    said.inside(plain, &map)
}

/// The lines of a here-document as the command gets them.
fn body_of(document: &Document, code: &Code) -> Code {
    let body = code.text.get(document.body.clone()).unwrap_or_default();
    let mut plain = String::with_capacity(body.len());
    let mut map = OffsetMap::default();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let kept = if document.strips_tabs {
            line.trim_start_matches('\t')
        } else {
            line
        };
        at += line.len() - kept.len();
        let mut from = 0;
        let mut hidden = false;
        for (place, next) in kept.char_indices() {
            // The shell takes a backslash away where it hides something from the shell.
            let hides = matches!(next, '$' | '`' | '\\');
            if hidden && hides && !document.is_verbatim {
                let before = kept.get(from..place - 1).unwrap_or_default();
                map.push(plain.len(), before.len(), at + from, before.len());
                plain.push_str(before);
                from = place;
                hidden = false;
            } else {
                hidden = next == '\\' && !hidden;
            }
        }
        let rest = kept.get(from..).unwrap_or_default();
        map.push(plain.len(), rest.len(), at + from, rest.len());
        plain.push_str(rest);
        at += kept.len();
    }
    code.part(document.body.clone()).inside(plain, &map)
}
