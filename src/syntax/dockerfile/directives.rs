//! What the first lines of a Dockerfile tell the builder: `# syntax=`, `# escape=`, `# check=`.

use super::{Directive, Piece, Unread};

/// Directives that builders know; another one is a comment.
const KNOWN: [&str; 3] = ["syntax", "escape", "check"];

/// What the first lines say.
#[derive(Default)]
pub(super) struct Directives {
    pub(super) all: Vec<Directive>,
    pub(super) unread: Vec<Unread>,
}

/// Reads the directives from byte `start` on. The first line that is none ends them.
pub(super) fn read(text: &str, start: usize) -> Directives {
    let mut found = Directives::default();
    let mut at = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let bare = line.trim();
        let Some((name, value)) = bare.strip_prefix('#').and_then(|own| own.split_once('=')) else {
            break;
        };
        let (name, value) = (name.trim(), value.trim());
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_name || value.is_empty() {
            break;
        }
        let name = name.to_ascii_lowercase();
        if !KNOWN.contains(&name.as_str()) {
            continue;
        }
        let end = begin + line.trim_end().len();
        let range = end - value.len()..end;
        let is_wrong = name == "escape" && !matches!(value, "\\" | "`");
        let why = if found.all.iter().any(|own| own.name == name) {
            Some("dockerfile.directive-twice")
        } else {
            is_wrong.then_some("dockerfile.escape-sign")
        };
        if let Some(why) = why {
            found.unread.push(Unread { range, why });
            continue;
        }
        found.all.push(Directive {
            name,
            value: Piece {
                value: value.to_owned(),
                raw: value.to_owned(),
                range,
            },
        });
    }
    found
}
