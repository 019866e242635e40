//! `key = value` in lines with sections: INI, `.properties`, `.conf`, `.cfg`.

use super::entry::Entry;
use super::json::unescape;

/// The two ways of reading a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Quotes around a value are no part of it, and a note may follow it.
    Ini,
    /// `.properties` of Java: backslashes escape, everything behind the separator is the value.
    Properties,
}

/// The entries in their order. The name of a section is the parent of what stands in it.
pub fn entries(text: &str, dialect: Dialect) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut section = String::new();
    let mut owner = 0_u32;
    let mut at = 0;
    while let Some(line) = line_at(text, at) {
        let start = at;
        at += line.len() + 1;
        let body = line.trim();
        if body.is_empty() || body.starts_with(['#', ';', '!']) {
            continue;
        }
        if let Some(name) = body
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next())
        {
            name.trim_matches(['"', '\'', '[', ' '])
                .clone_into(&mut section);
            owner = owner.saturating_add(1);
            continue;
        }
        let Some(sign) = line.find(['=', ':']) else {
            continue;
        };
        let name = line.get(..sign).unwrap_or_default().trim();
        let name = name.strip_prefix("export ").unwrap_or(name);
        let name = name.trim_matches(['"', '\'', ' ', '\t']);
        let mut end = start + line.trim_end().len();
        // A backslash at the end: the value goes on in the next line.
        let goes_on = |end: usize| {
            let written = text.get(start..end).unwrap_or_default();
            let slashes = written.len() - written.trim_end_matches('\\').len();
            slashes % 2 == 1
        };
        while goes_on(end) {
            let Some(next) = line_at(text, at) else {
                break;
            };
            end = at + next.trim_end().len();
            at += next.len() + 1;
        }
        let from = start + sign + 1;
        let written = text.get(from..end.max(from)).unwrap_or_default();
        let blank = written.len() - written.trim_start().len();
        let mut range = from + blank..end.max(from + blank);
        let mut is_string = true;
        if dialect == Dialect::Ini {
            let value = text.get(range.clone()).unwrap_or_default();
            let inner = without_note(value);
            is_string = inner.start > 0;
            range = range.start + inner.start..range.start + inner.end;
        }
        let value = text.get(range.clone()).unwrap_or_default();
        let goes_over = value.contains('\n');
        let escapes = dialect == Dialect::Properties && value.contains('\\');
        let decoded = (goes_over || escapes).then(|| {
            let joined: Vec<&str> = value
                .lines()
                .map(|line| line.trim().trim_end_matches('\\'))
                .collect();
            let joined = if goes_over {
                joined.concat()
            } else {
                value.to_owned()
            };
            if escapes { unescape(&joined) } else { joined }
        });
        found.push(Entry {
            name: name.to_owned(),
            parent: section.clone(),
            owner,
            outer: 0,
            value: range,
            decoded,
            is_string,
            is_fallback: false,
        });
    }
    found
}

fn line_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    rest.split('\n').next()
}

/// A value without its quotes and without the note behind it.
fn without_note(value: &str) -> std::ops::Range<usize> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote
        && let Some(length) = value.get(1..).and_then(|inner| inner.find(quote))
    {
        return 1..1 + length;
    }
    let notes = [" #", " ;", "\t#", "\t;"];
    let note = notes.iter().filter_map(|note| value.find(note)).min();
    let kept = value.get(..note.unwrap_or(value.len())).unwrap_or_default();
    0..kept.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, dialect: Dialect) -> Vec<String> {
        let entries = entries(text, dialect).into_iter();
        let line = |entry: Entry| format!("{}/{}={}", entry.parent, entry.name, entry.text(text));
        entries.map(line).collect()
    }

    #[test]
    fn reads_ini() {
        let text = "; a\n[db]\r\nuser = root\r\npassword = \"a ; b\" ; note\nkey=x#y # z\n[mail.out]\npass: p\\\n   q\nbroken\n= x\n[open";
        assert_eq!(
            read(text, Dialect::Ini),
            [
                "db/user=root",
                "db/password=a ; b",
                "db/key=x#y",
                "mail.out/pass=pq",
                "mail.out/=x"
            ]
        );
    }

    #[test]
    fn reads_properties() {
        let text = "! a\nspring.password = a\\:b # c\ntoken=\\u0041b";
        let rows = ["/spring.password=a:b # c", "/token=Ab"];
        assert_eq!(read(text, Dialect::Properties), rows);
    }
}
