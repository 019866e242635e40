//! What a comment behind a piece of code is about.

use std::ops::Range;

use super::nodes::{BlockId, StmtKind};
use super::tree::Tree;

/// The bytes of each statement; of one with blocks those of its head. A handler that only passes
/// over an error is one piece with its body.
pub fn statements(tree: &Tree, text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let until = |start: usize, block: BlockId| {
        let first = tree.block(block).stmts.first();
        let end = first.map_or(start, |first| tree.stmt(*first).start as usize);
        head(text, start, end)
    };
    for id in tree.stmt_ids() {
        let stmt = tree.stmt(id);
        let start = stmt.start as usize;
        let piece = match &stmt.kind {
            StmtKind::Function { body, .. }
            | StmtKind::Class { body, .. }
            | StmtKind::For { body, .. }
            | StmtKind::While { body, .. }
            | StmtKind::With(_, body) => until(start, *body),
            StmtKind::If(branches) => match branches.first() {
                Some((_, body)) => until(start, *body),
                None => stmt.range(),
            },
            StmtKind::Match(subject, _) => start..tree.range(*subject).end,
            StmtKind::Try { body, handlers, .. } => {
                for handler in handlers {
                    let body = tree.block(handler.body);
                    let passes = |id| {
                        let kind = &tree.stmt(id).kind;
                        matches!(kind, StmtKind::Pass | StmtKind::Continue)
                    };
                    pieces.push(match body.stmts.as_slice() {
                        [only] if passes(*only) => handler.start as usize..handler.end as usize,
                        _ => until(handler.start as usize, handler.body),
                    });
                }
                until(start, *body)
            }
            _ => stmt.range(),
        };
        pieces.push(piece);
    }
    pieces
}

/// From `start` to the last code before `end`, which is where the first block begins.
fn head(text: &str, start: usize, end: usize) -> Range<usize> {
    let mut head = text.get(start..end).unwrap_or_default().trim_end();
    while let Some((before, last)) = head.rsplit_once('\n')
        && last.trim_start().starts_with('#')
    {
        head = before.trim_end();
    }
    start..start + head.len()
}

#[cfg(test)]
mod tests {
    use super::super::parser::{Dialect, parse};
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let tree = parse(text, Dialect::Plain).expect("short");
        let mut ranges = statements(&tree, text);
        ranges.sort_by_key(|range| range.start);
        let slices = ranges.into_iter();
        slices
            .map(|range| text.get(range).expect("inside"))
            .collect()
    }

    #[test]
    fn a_statement_reaches_to_its_end_and_a_head_to_its_block() {
        let text = "def f(\n    a,\n):  # one\n    # two\n    run(\n        a\n    )\n";
        assert_eq!(
            pieces(text),
            ["def f(\n    a,\n):  # one", "run(\n        a\n    )"]
        );
        let text = "match f(\n  x\n):\n    case 1:\n        go()\n";
        assert_eq!(pieces(text), ["match f(\n  x\n)", "go()"]);
        let text = "if a: b()\nelse:\n  c()\nwith d as e:\r\n  # f\r\n  g()\r\n";
        assert_eq!(pieces(text), ["if a:", "b()", "c()", "with d as e:", "g()"]);
    }

    #[test]
    fn a_handler_that_passes_is_one_piece() {
        let text = "try:\n  a()\nexcept E:\n  pass\nexcept F:\n  # why\n  b()\n";
        assert_eq!(
            pieces(text),
            [
                "try:",
                "a()",
                "except E:\n  pass",
                "pass",
                "except F:",
                "b()"
            ]
        );
    }
}
