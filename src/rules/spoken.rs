//! What stands in arguments: texts with gaps where something is not known, and commands of them.

use crate::meaning::python::{Abs, Arg, Call, Piece, Value};
use crate::syntax::python::{ExprId, ExprKind, Operator};
use crate::syntax::shell_words;

/// Stands for what is not known.
pub(super) const GAP: &str = "\u{fffc}";

/// The texts that an argument may be. Paths that are joined with `/` are texts.
pub(super) fn texts(call: &Call<'_, '_>, arg: &Arg<'_, '_>) -> Vec<String> {
    let own = of_value(arg.value());
    match arg.node().filter(|_| own.is_empty()) {
        Some(node) => joined(call, node).into_iter().collect(),
        None => own,
    }
}

fn of_value(value: &Abs) -> Vec<String> {
    let texts = value.values.iter().filter_map(|one| match one {
        Value::Text(pieces) => Some(
            pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Known(text) => &**text,
                    Piece::Hole { .. } => GAP,
                })
                .collect(),
        ),
        Value::Bytes(bytes) => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Value::Named(name) => match &**name {
            "pathlib.Path.home()" => Some("~".to_owned()),
            "sys.executable" => Some("python".to_owned()),
            _ => None,
        },
        _ => None,
    });
    texts.collect()
}

/// `Path.home() / "a" / "b"`
fn joined(call: &Call<'_, '_>, node: ExprId) -> Option<String> {
    let tree = call.program().tree();
    let mut parts = Vec::new();
    let mut left = node;
    while let ExprKind::Binary(Operator::Other, before, part) = tree.kind(left) {
        parts.push(part);
        left = before;
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(left);
    let mut whole = String::new();
    for part in parts.iter().rev() {
        let text = of_value(&call.program().value(*part)).into_iter().next();
        let text = text.unwrap_or_else(|| GAP.to_owned());
        if text.starts_with('/') {
            whole.clear();
        } else if !whole.is_empty() && !whole.ends_with('/') {
            whole.push('/');
        }
        whole.push_str(&text);
    }
    Some(whole)
}

/// The commands that a call runs, as words; of a text those that a shell finds in it.
pub(super) fn commands(call: &Call<'_, '_>) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for place in 0..3 {
        let Some(given) = call.positional(place) else {
            break;
        };
        of_argument(call, &given, &mut found);
    }
    for name in ["args", "command", "cmd", "argv"] {
        if let Some(given) = call.keyword(name) {
            of_argument(call, &given, &mut found);
        }
    }
    let words = (0..call.positional_count()).filter_map(|place| call.positional(place));
    let words: Vec<String> = words.map(|word| word_of(call, &word)).collect();
    if words.len() > 1 {
        found.push(words);
    }
    found
}

fn of_argument(call: &Call<'_, '_>, given: &Arg<'_, '_>, found: &mut Vec<Vec<String>>) {
    let Some(items) = given.items() else {
        for text in texts(call, given) {
            found.extend(split(&text));
        }
        return;
    };
    let words: Vec<String> = items.iter().map(|item| word_of(call, item)).collect();
    if let [shell, option, text, ..] = words.as_slice()
        && shell.ends_with("sh")
        && option.starts_with('-')
        && option.ends_with('c')
    {
        found.extend(split(text));
    }
    found.push(words);
}

fn word_of(call: &Call<'_, '_>, arg: &Arg<'_, '_>) -> String {
    let first = texts(call, arg).into_iter().next();
    first.unwrap_or_else(|| GAP.to_owned())
}

/// The commands in a text.
pub(super) fn split(text: &str) -> Vec<Vec<String>> {
    let script = shell_words::parse(text);
    let words = |command: &Vec<shell_words::Word<'_>>| {
        command.iter().map(|word| word.value.to_string()).collect()
    };
    script.commands.iter().map(words).collect()
}

/// The program of a command and its words, without what only starts it.
pub(super) fn program(words: &[String]) -> Option<(&str, &[String])> {
    let mut rest = words;
    loop {
        let (first, more) = rest.split_first()?;
        let name = first.rsplit(['/', '\\']).next().unwrap_or(first);
        let name = name.strip_suffix(".exe").unwrap_or(name);
        let only_starts = matches!(name, "sudo" | "env" | "nohup" | "exec" | "nice" | "time")
            || name.starts_with('-')
            || name.contains('=');
        if !only_starts {
            return Some((name, more));
        }
        rest = more;
    }
}
