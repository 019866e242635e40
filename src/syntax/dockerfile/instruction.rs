//! One instruction: its flags, arguments and here-documents.

use std::ops::Range;

use super::documents::Tag;
use super::logical::{Line, Reader};
use super::{Document, Flag, Instruction, Piece, Unread};

/// What builders know.
pub(super) const KEYWORDS: [&str; 18] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Reads the instruction that begins at byte `at` of a line.
pub(super) fn read(reader: &mut Reader<'_>, line: &Line, at: usize) -> Option<Instruction> {
    let keyword = line.words(at).next()?;
    let name = line.get(&keyword).to_ascii_uppercase();
    let (flags, at) = flags(line, &name, keyword.end);
    let rest = line.trimmed(at);
    let list = list(line, &rest);
    let mut own = Instruction {
        keyword_range: line.source(&keyword),
        range: line.source(&keyword).start..line.end(),
        flags,
        arguments: Vec::new(),
        is_list: list.is_some(),
        pairs: Vec::new(),
        documents: Vec::new(),
        script: None,
        inner: None,
        keyword: name,
    };
    match own.keyword.as_str() {
        "ENV" | "LABEL" => own.pairs = line.pairs(&rest),
        "ARG" => own.pairs = line.declarations(&rest),
        "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK" if list.is_none() => {
            if !rest.is_empty() {
                own.arguments = vec![line.piece(&rest)];
            }
            own.script = Some(line.part(&rest));
        }
        _ => {
            own.arguments = list.unwrap_or_else(|| {
                let words = line.words(at);
                words.map(|word| line.piece(&word)).collect()
            });
        }
    }
    if matches!(own.keyword.as_str(), "ONBUILD" | "HEALTHCHECK") && !rest.is_empty() {
        own.inner = inner(reader, line, rest.start, &own.keyword).map(Box::new);
    }
    let is_command = matches!(own.keyword.as_str(), "RUN" | "COPY" | "ADD");
    if is_command && !own.is_list {
        own.documents = documents(reader, line, &rest, &own.keyword_range);
    }
    if let Some(inner) = &own.inner {
        own.documents.clone_from(&inner.documents);
    }
    if let Some(last) = own.documents.last() {
        own.range.end = own.range.end.max(last.body.end);
    }
    // What follows a here-document that nothing ends may be its body: one word about it is enough.
    let is_left_open = reader.unread.iter().any(|own| own.why == OPEN_DOCUMENT);
    if let Some(why) = wrong(&own).filter(|_| !is_left_open) {
        let range = own.keyword_range.clone();
        reader.unread.push(Unread { range, why });
    }
    Some(own)
}

/// What `ONBUILD` or `HEALTHCHECK` holds; the latter only a command.
fn inner(reader: &mut Reader<'_>, line: &Line, start: usize, keyword: &str) -> Option<Instruction> {
    let word = line.words(start).next()?;
    let name = line.get(&word).to_ascii_uppercase();
    let may_hold = match keyword {
        "HEALTHCHECK" => name == "CMD",
        // A trigger holds no trigger, and no stage: builders refuse both.
        _ => KEYWORDS.contains(&name.as_str()) && !matches!(name.as_str(), "ONBUILD" | "FROM"),
    };
    if may_hold {
        return read(reader, line, start);
    }
    if keyword == "ONBUILD" {
        reader.unread.push(Unread {
            range: line.source(&word),
            why: "dockerfile.trigger",
        });
    }
    None
}

/// A here-document that nothing ends.
const OPEN_DOCUMENT: &str = "dockerfile.open-document";

fn wrong(own: &Instruction) -> Option<&'static str> {
    if !KEYWORDS.contains(&own.keyword.as_str()) {
        return Some("dockerfile.unknown-instruction");
    }
    let is_empty = own.arguments.is_empty() && own.pairs.is_empty() && own.inner.is_none();
    // `ENTRYPOINT []` and the like take away what the base says.
    (is_empty && !own.is_list).then_some("dockerfile.no-arguments")
}

/// The flags behind a keyword, and where they end.
fn flags(line: &Line, keyword: &str, at: usize) -> (Vec<Flag>, usize) {
    let mut at = at;
    let mut flags = Vec::new();
    let takes_any = matches!(keyword, "FROM" | "RUN" | "COPY" | "ADD" | "HEALTHCHECK");
    while takes_any && let Some(word) = line.quoted_word(at) {
        let Some(flag) = line.get(&word).strip_prefix("--") else {
            break;
        };
        at = word.end;
        if flag.is_empty() {
            break;
        }
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        let start = word.end - value.len();
        flags.push(Flag {
            name: name.to_owned(),
            value: line.unquoted(&(start..word.end)).value,
            range: line.source(&word),
        });
    }
    (flags, at)
}

fn documents(
    reader: &mut Reader<'_>,
    line: &Line,
    rest: &Range<usize>,
    keyword: &Range<usize>,
) -> Vec<Document> {
    if !line.get(rest).contains("<<") {
        return Vec::new();
    }
    let words = line.quoted_words(rest);
    let tags = words.iter().filter_map(|word| Tag::read(line.get(word)));
    let mut found = Vec::new();
    for tag in tags {
        match reader.document(&tag) {
            Some(document) => found.push(document),
            None => reader.unread.push(Unread {
                range: keyword.clone(),
                why: OPEN_DOCUMENT,
            }),
        }
    }
    found
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
        raw: value.clone(),
        value,
        range: line.source(&range),
    });
    Some(pieces.collect())
}
