//! The attributes and texts of XML. Nothing is resolved but the five entities that XML itself
//! knows, so no text can grow; tags that do not fit are passed over.

use std::ops::Range;

use super::entry::Entry;

/// Attributes by their names, and texts of elements without children by the names of the elements.
/// The text of an element that a `name` or `key` names goes by `value`, beside that attribute.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut owners = 0_u32;
    let mut at = 0;
    while let Some(sign) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + sign;
        let rest = text.get(start..).unwrap_or_default();
        let skipped = [
            ("<!--", "-->"),
            ("<![CDATA[", "]]>"),
            ("<?", "?>"),
            ("<!", ">"),
        ];
        if let Some((_, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
            at = start + rest.find(end).map_or(rest.len(), |found| found + end.len());
            continue;
        }
        if rest.starts_with("</") {
            open.pop();
            at = start + 2;
            continue;
        }
        let name = word(text, start + 1);
        if name.is_empty() {
            at = start + 1;
            continue;
        }
        owners = owners.saturating_add(1);
        let tag = text.get(name.clone()).unwrap_or_default();
        let first = found.len();
        let (end, closes) = attributes(text, name.end, |name, value| {
            found.push(entry(text, name, tag, owners, value));
        });
        at = end;
        if closes {
            continue;
        }
        let attributes = found.get(first..).unwrap_or_default();
        let is_named = attributes
            .iter()
            .any(|one| ["name", "key"].contains(&&*one.name));
        let inner = text.get(at..).unwrap_or_default();
        let length = inner.find('<').unwrap_or(inner.len());
        if inner
            .get(length..)
            .is_some_and(|rest| rest.starts_with("</"))
        {
            let value = at..at + length;
            let (parent, owner) = open.last().map_or(("", 0), |up| (up.name, up.owner));
            if is_named {
                found.push(entry(text, "value", tag, owners, value));
            } else {
                found.push(entry(text, tag, parent, owner, value));
            }
        }
        open.push(Open {
            name: tag,
            owner: owners,
        });
    }
    found
}

/// An element that is not closed yet.
struct Open<'a> {
    name: &'a str,
    owner: u32,
}

fn entry(text: &str, name: &str, parent: &str, owner: u32, value: Range<usize>) -> Entry {
    let written = text.get(value.clone()).unwrap_or_default();
    let blank = written.len() - written.trim_start().len();
    let trimmed = written.trim();
    let start = value.start + blank.min(written.len());
    Entry {
        name: name.to_owned(),
        parent: parent.to_owned(),
        owner,
        outer: 0,
        value: start..start + trimmed.len(),
        decoded: trimmed.contains('&').then(|| unescape(trimmed)),
        is_string: true,
        is_fallback: false,
    }
}

/// Reads the attributes of a tag. Gives the byte behind it, and whether it has no inside.
fn attributes(text: &str, from: usize, mut each: impl FnMut(&str, Range<usize>)) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return (at + 1, bytes.get(at.wrapping_sub(1)) == Some(&b'/')),
            b'<' => return (at, true),
            _ => {}
        }
        let name = word(text, at);
        if name.is_empty() {
            at += 1;
            continue;
        }
        at = blanks(text, name.end);
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at = blanks(text, at + 1);
        let Some(quote @ (b'"' | b'\'')) = bytes.get(at) else {
            continue;
        };
        let rest = text.get(at + 1..).unwrap_or_default();
        let length = rest.find(char::from(*quote)).unwrap_or(rest.len());
        each(text.get(name).unwrap_or_default(), at + 1..at + 1 + length);
        at = (at + length + 2).min(text.len());
    }
    (text.len(), true)
}

fn blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len()
}

/// The name at byte `at`.
fn word(text: &str, at: usize) -> Range<usize> {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let is_part =
        |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
    at..at + rest.iter().take_while(is_part).count()
}

fn unescape(written: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(written.to_owned(), |text, (entity, plain)| {
            text.replace(entity, plain)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_attributes_and_texts() {
        let text = "<?xml version='1.0'?><!-- <password>no</password> --><a><db user=\"u\" password='p&amp;q'/>\n<b><password> x </password><add key=\"k\" value=\"v\"></add><property name=\"n\">w</property></b><bad <c>y</c>";
        let rows: Vec<String> = entries(text)
            .iter()
            .map(|entry| format!("{}/{}={}", entry.parent, entry.name, entry.text(text)))
            .collect();
        let expected = [
            "db/user=u",
            "db/password=p&q",
            "b/password=x",
            "add/key=k",
            "add/value=v",
            "add/value=",
            "property/name=n",
            "property/value=w",
            "a/c=y",
        ];
        assert_eq!(rows, expected);
    }
}
