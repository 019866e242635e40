//! Texts that a program puts together from pieces.

use crate::meaning::python::Program;
use crate::syntax::python::{ExprId, ExprKind, Operator, Parent};

/// An expression that makes one text of several.
pub(super) struct Built {
    /// The expression.
    pub(super) whole: ExprId,
    /// What makes the text.
    pub(super) how: &'static str,
}

impl Built {
    /// The largest such expression around a string.
    pub(super) fn around(program: &Program<'_>, string: ExprId) -> Option<Self> {
        let tree = program.tree();
        let mut built = None;
        let mut inner = string;
        while let Parent::Expr(outer) = tree.parent(inner) {
            let how = match tree.kind(outer) {
                ExprKind::Joined(_) => "f-string",
                ExprKind::Binary(Operator::Mod, left, _) if left == inner => "%",
                ExprKind::Binary(Operator::Mod, ..) => break,
                ExprKind::Binary(..) => "+",
                ExprKind::Attribute(_, name) => match tree.name(name) {
                    "format" | "format_map" => "format",
                    "replace" => "replace",
                    _ => break,
                },
                // The call of such a method.
                ExprKind::Call(function, ..) if function == inner && inner != string => {
                    inner = outer;
                    built = built.map(|own: Self| Self {
                        whole: outer,
                        ..own
                    });
                    continue;
                }
                _ => break,
            };
            built = Some(Self { whole: outer, how });
            inner = outer;
        }
        built
    }

    /// The strings of the whole from one of them on. Strings in a row are parted by a blank,
    /// those of an f-string by nothing.
    pub(super) fn text_from(&self, program: &Program<'_>, string: ExprId) -> String {
        let tree = program.tree();
        let mut joined = String::new();
        let mut has_begun = false;
        let mut left = vec![self.whole];
        while let Some(id) = left.pop() {
            match tree.kind(id) {
                ExprKind::Str(_) => {
                    has_begun |= id == string;
                    if has_begun {
                        joined.push_str(program.string(id));
                        let is_piece = matches!(tree.parent(id), Parent::Expr(outer)
                            if matches!(tree.kind(outer), ExprKind::Joined(_)));
                        if !is_piece {
                            joined.push(' ');
                        }
                    }
                }
                ExprKind::Binary(_, first, second) => left.extend([second, first]),
                ExprKind::Joined(parts) => left.extend(tree.list(parts).iter().rev()),
                ExprKind::Attribute(inner, _) | ExprKind::Call(inner, ..) => left.push(inner),
                _ => {}
            }
        }
        joined
    }
}
