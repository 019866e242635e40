//! Dockerfiles: their instructions with places. As `BuildKit` reads them, but nothing is refused:
//! what no builder knows is an instruction of that name.

mod logical;

#[cfg(test)]
mod tests;

use std::ops::Range;

use logical::{Line, Reader, Tag};

/// A Dockerfile.
#[derive(Debug, Default)]
pub struct Dockerfile {
    /// Its instructions in order.
    pub instructions: Vec<Instruction>,
}

/// An instruction.
#[derive(Debug)]
pub struct Instruction {
    /// What it is called, in capitals.
    pub keyword: String,
    /// All its bytes, here-documents included.
    pub range: Range<usize>,
    /// The bytes of its first word.
    pub keyword_range: Range<usize>,
    /// Its `--name=value` in order.
    pub flags: Vec<Flag>,
    /// Its arguments: the words of a list, the paths of `COPY`, and the whole line of a `RUN`.
    pub arguments: Vec<Piece>,
    /// Whether the arguments are written as a JSON list.
    pub is_list: bool,
    /// What `ENV`, `ARG` and `LABEL` set.
    pub pairs: Vec<Pair>,
    /// The bodies of its here-documents.
    pub documents: Vec<Range<usize>>,
}

/// A part of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text without quotes and line ends. Variables are not replaced.
    pub value: String,
    /// Its bytes, quotes included.
    pub range: Range<usize>,
}

/// A flag of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Its name without dashes.
    pub name: String,
    /// Its value; empty where it has none.
    pub value: String,
    /// Its bytes.
    pub range: Range<usize>,
}

/// A variable or label that an instruction sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its name.
    pub name: Piece,
    /// Its value; an `ARG` may have none.
    pub value: Option<Piece>,
}

impl Instruction {
    /// The value of a flag.
    pub fn flag(&self, name: &str) -> Option<&str> {
        let flag = self.flags.iter().find(|flag| flag.name == name);
        flag.map(|flag| flag.value.as_str())
    }
}

/// Reads a Dockerfile in one pass.
pub fn parse(text: &str) -> Dockerfile {
    let mut reader = Reader::new(text);
    let mut instructions = Vec::new();
    while let Some(line) = reader.next_line() {
        if let Some(instruction) = instruction(&mut reader, &line) {
            instructions.push(instruction);
        }
    }
    Dockerfile { instructions }
}

fn instruction(reader: &mut Reader<'_>, line: &Line) -> Option<Instruction> {
    let keyword = line.words(0).next()?;
    let mut at = keyword.end;
    let mut flags = Vec::new();
    for word in line.words(at) {
        let Some(flag) = line.get(&word).strip_prefix("--") else {
            break;
        };
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        flags.push(Flag {
            name: name.to_owned(),
            value: value.to_owned(),
            range: line.source(&word),
        });
        at = word.end;
    }
    let name = line.get(&keyword).to_ascii_uppercase();
    let rest = line.trimmed(at);
    let list = list(line, &rest);
    let mut pairs = Vec::new();
    let mut tags = Vec::new();
    let arguments = match name.as_str() {
        _ if list.is_some() => list.clone().unwrap_or_default(),
        "ENV" | "LABEL" => {
            pairs = line.pairs(&rest);
            Vec::new()
        }
        "ARG" => {
            pairs = line.declarations(&rest);
            Vec::new()
        }
        "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK" if !rest.is_empty() => {
            vec![line.piece(&rest)]
        }
        _ => line.words(at).map(|word| line.piece(&word)).collect(),
    };
    if matches!(name.as_str(), "RUN" | "COPY" | "ADD") {
        tags = line
            .words(at)
            .filter_map(|word| Tag::read(line.get(&word)))
            .collect();
    }
    let documents: Vec<Range<usize>> = tags.iter().map(|tag| reader.document(tag)).collect();
    let end = documents.last().map_or(line.end(), |last| last.end);
    Some(Instruction {
        keyword_range: line.source(&keyword),
        range: line.source(&keyword).start..end,
        keyword: name,
        flags,
        is_list: list.is_some(),
        arguments,
        pairs,
        documents,
    })
}

/// The strings of a JSON list, if that is what these bytes are.
fn list(line: &Line, rest: &Range<usize>) -> Option<Vec<Piece>> {
    let text = line.get(rest);
    if !text.starts_with('[') {
        return None;
    }
    let values: Vec<String> = serde_json::from_str(text).ok()?;
    // Each string stands between quotes; a backslash hides the next byte.
    let mut ranges = Vec::new();
    let mut open = None;
    let mut hidden = false;
    for (at, byte) in text.bytes().enumerate() {
        match (open, byte) {
            _ if hidden => hidden = false,
            (Some(_), b'\\') => hidden = true,
            (None, b'"') => open = Some(at),
            (Some(start), b'"') => {
                ranges.push(rest.start + start..rest.start + at + 1);
                open = None;
            }
            _ => {}
        }
    }
    let pieces = values.into_iter().zip(ranges).map(|(value, range)| Piece {
        value,
        range: line.source(&range),
    });
    Some(pieces.collect())
}
