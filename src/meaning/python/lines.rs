//! Lines of notebooks that stand for calls: `!pip install x` is `get_ipython().system("pip install x")`,
//! and `%pip install x` is `get_ipython().run_line_magic("pip", "install x")`.

use std::rc::Rc;

use super::find::Found;
use super::program::Program;
use super::value::{Abs, Given, Piece, Value};
use crate::syntax::python::{Escape, ExprKind};

impl Program<'_> {
    /// The lines as the calls that they stand for. Those of `asked` ask about each.
    pub fn lines(&self, asked: &[usize]) -> Vec<Found> {
        let tree = self.tree();
        let lines = tree.expr_ids().filter_map(|id| {
            let ExprKind::Escape(number, kind) = tree.kind(id) else {
                return None;
            };
            let text = tree.string(number, self.code()).trim();
            let (name, places) = match kind {
                Escape::Shell => ("get_ipython().system", vec![filled(text)]),
                Escape::Magic => {
                    let (magic, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
                    let magic = Abs::text(magic);
                    (
                        "get_ipython().run_line_magic",
                        vec![magic, filled(rest.trim())],
                    )
                }
                Escape::Other => return None,
            };
            let name: Rc<str> = name.into();
            Some(Found {
                id,
                names: vec![Rc::clone(&name)],
                before: Given {
                    places,
                    ..Given::default()
                },
                is_whole: true,
                asked: asked.iter().map(|who| (*who, Rc::clone(&name))).collect(),
                is_reference: false,
            })
        });
        lines.collect()
    }
}

/// A line into which Python fills `{x}` and `$x` first. `$$x` and `${x}` are for the shell, whose
/// values nobody knows either.
fn filled(line: &str) -> Abs {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['{', '$']) {
        let (before, from) = rest.split_at(at);
        let name = from.trim_start_matches('$');
        let end = if let Some(inside) = name.strip_prefix('{') {
            inside
                .find('}')
                .map(|end| from.len() - inside.len() + end + 1)
        } else {
            let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            let length = name.find(|letter| !is_name(letter)).unwrap_or(name.len());
            Some(from.len() - name.len() + length).filter(|_| length > 0)
        };
        let Some(after) = end.and_then(|end| from.get(end..)) else {
            break;
        };
        pieces.push(Piece::Known(before.into()));
        // How a notebook names its own Python.
        let is_python = from.starts_with("{sys.executable}");
        pieces.push(if is_python {
            Piece::Known("python".into())
        } else {
            Piece::Hole { is_safe: false }
        });
        rest = after;
    }
    pieces.push(Piece::Known(rest.into()));
    Value::Text(pieces.into()).into()
}
