//! Dockerfiles: their instructions with places. As `BuildKit` reads them, but nothing is refused:
//! what no builder knows is noted, and the rest is read.

mod directives;
mod documents;
mod expand;
mod instruction;
mod logical;

#[cfg(test)]
mod oracles;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use expand::{Expanded, Lookup, expand};
use logical::Reader;

/// A Dockerfile.
#[derive(Clone, Debug, Default)]
pub struct Dockerfile {
    /// What its first lines tell the builder.
    pub directives: Vec<Directive>,
    /// Its instructions in order.
    pub instructions: Vec<Instruction>,
    /// The bytes of its comments, each from its sign to the end of the line.
    pub comments: Vec<Range<usize>>,
    /// What no builder understands.
    pub unread: Vec<Unread>,
    /// The sign that joins lines and hides others.
    pub escape: char,
}

/// A line `# name=value` before everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// `syntax`, `escape` or `check`.
    pub name: String,
    /// Its value.
    pub value: Piece,
}

/// Something that no builder understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its bytes.
    pub range: Range<usize>,
    /// What is wrong with it: a key of the sentences.
    pub why: &'static str,
}

/// An instruction.
#[derive(Clone, Debug)]
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
    /// Its here-documents.
    pub documents: Vec<Document>,
    /// The line that a shell reads: of `RUN`, `CMD`, `ENTRYPOINT`, without a list.
    pub script: Option<Joined>,
    /// What `ONBUILD` keeps for the images that are built on this one, or what follows the options
    /// of `HEALTHCHECK`.
    pub inner: Option<Box<Instruction>>,
}

/// A here-document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What ends it, without quotes.
    pub name: String,
    /// Its lines.
    pub body: Range<usize>,
    /// Whether nothing in it is replaced: its name is quoted.
    pub is_verbatim: bool,
}

/// Continued lines in one, with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The lines without what joins them.
    pub text: String,
    /// Where parts of it begin, and where those stand in the file.
    parts: Vec<(usize, usize)>,
}

/// A part of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text without quotes and line ends. Variables are not replaced.
    pub value: String,
    /// The same with its quotes, as far as a builder reads them: what [`expand`] takes.
    pub raw: String,
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

impl Joined {
    /// The bytes of the file from the first of these to the last.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let after = self.parts.partition_point(|(start, _)| *start <= at);
            let part = self.parts.get(after.saturating_sub(1));
            part.map_or(at, |(start, source)| source + (at - start))
        };
        let start = place(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..place(range.end - 1) + 1
    }

    /// A part of it.
    fn part(&self, range: &Range<usize>) -> Self {
        let mut parts = vec![(0, self.source(&(range.start..range.start)).start)];
        let inside = self.parts.iter();
        let inside = inside.filter(|(start, _)| *start > range.start && *start < range.end);
        parts.extend(inside.map(|(start, source)| (start - range.start, *source)));
        Self {
            text: self.text.get(range.clone()).unwrap_or_default().to_owned(),
            parts,
        }
    }
}

/// Reads a Dockerfile in one pass.
pub fn parse(text: &str) -> Dockerfile {
    let mut reader = Reader::new(text);
    let mut file = Dockerfile {
        escape: reader.escape,
        directives: std::mem::take(&mut reader.directives),
        unread: std::mem::take(&mut reader.unread),
        comments: Vec::new(),
        instructions: Vec::new(),
    };
    let mut has_stage = false;
    while let Some(line) = reader.next_line() {
        let Some(instruction) = instruction::read(&mut reader, &line, 0) else {
            continue;
        };
        let is_known = instruction::KEYWORDS.contains(&instruction.keyword.as_str());
        has_stage |= instruction.keyword == "FROM";
        if is_known && !has_stage && instruction.keyword != "ARG" {
            // What follows has no stage either: that is said once.
            has_stage = true;
            reader.unread.push(Unread {
                range: instruction.keyword_range.clone(),
                why: "dockerfile.before-from",
            });
        }
        file.instructions.push(instruction);
    }
    file.unread.append(&mut reader.unread);
    file.comments = reader.comments;
    file
}
