//! Strings, and the commands of `IPython`, which are texts as well.

use std::ops::Range;

use ruff_python_ast as ast;
use ruff_python_ast::StringFlags;

use super::super::nodes::{Bytes, Escape, ExprKind, Str};
use super::builder::{Around, Builder, deep};
use super::{bounds, number};

impl Builder<'_> {
    pub(super) fn string(&mut self, own: &ast::ExprStringLiteral) -> ExprKind {
        let mut inside: Option<Range<u32>> = None;
        let mut parts = 0_usize;
        for part in &own.value {
            let (start, end) = bounds(part.range);
            let start = start + u32::from(part.flags.opener_len());
            let end = end
                .saturating_sub(part.flags.closer_len().into())
                .max(start);
            inside = Some(inside.map_or(start, |inside| inside.start)..end);
            parts += 1;
        }
        let inside = inside.unwrap_or_default();
        let value = own.value.to_str();
        self.add_string(inside, value, parts > 1)
    }

    pub(super) fn add_string(
        &mut self,
        inside: Range<u32>,
        value: &str,
        is_joined: bool,
    ) -> ExprKind {
        let written = self.text.get(inside.start as usize..inside.end as usize);
        let value = (written != Some(value)).then(|| value.into());
        let id = number(self.tree.strings.len());
        self.tree.strings.push(Str {
            inside,
            value,
            is_joined,
        });
        ExprKind::Str(id)
    }

    pub(super) fn bytes(&mut self, own: &ast::ExprBytesLiteral) -> ExprKind {
        let mut inside: Option<Range<u32>> = None;
        let mut value = Vec::new();
        for part in &own.value {
            let (start, end) = bounds(part.range);
            let start = start + u32::from(part.flags.opener_len());
            let end = end
                .saturating_sub(part.flags.closer_len().into())
                .max(start);
            inside = Some(inside.map_or(start, |inside| inside.start)..end);
            value.extend_from_slice(&part.value);
        }
        let id = number(self.tree.bytes.len());
        self.tree.bytes.push(Bytes {
            inside: inside.unwrap_or_default(),
            value: value.into(),
        });
        ExprKind::Bytes(id)
    }

    pub(super) fn joined(&mut self, own: &ast::ExprFString, at: Around) -> ExprKind {
        let from = self.waiting.len();
        for part in own.value.as_slice() {
            match part {
                ast::FStringPart::Literal(literal) => {
                    let (start, end) = bounds(literal.range);
                    let inside = start + u32::from(literal.flags.opener_len());
                    let last = end.saturating_sub(literal.flags.closer_len().into());
                    let kind = self.add_string(inside..last.max(inside), &literal.value, false);
                    let id = self.place((start, end), at, kind);
                    self.waiting.push(id);
                }
                ast::FStringPart::FString(string) => self.elements(&string.elements, at),
            }
        }
        ExprKind::Joined(self.list_since(from))
    }

    pub(super) fn elements(&mut self, elements: &ast::InterpolatedStringElements, at: Around) {
        for element in elements {
            let id = match element {
                ast::InterpolatedStringElement::Literal(literal) => {
                    let (start, end) = bounds(literal.range);
                    let kind = self.add_string(start..end, &literal.value, false);
                    self.place((start, end), at, kind)
                }
                ast::InterpolatedStringElement::Interpolation(own) => {
                    let id = self.place(bounds(own.range), at, ExprKind::Ellipsis);
                    let within = at.within(id);
                    let value = self.expr(&own.expression, within);
                    let spec = own.format_spec.as_ref().map(|spec| {
                        let inner = self.place(bounds(spec.range), within, ExprKind::Ellipsis);
                        let from = self.waiting.len();
                        deep(|| {
                            self.elements(&spec.elements, within.within(inner));
                        });
                        let list = self.list_since(from);
                        if let Some(expr) = self.tree.exprs.get_mut(inner.0 as usize) {
                            expr.kind = ExprKind::Joined(list);
                        }
                        inner
                    });
                    if let Some(expr) = self.tree.exprs.get_mut(id.0 as usize) {
                        expr.kind = ExprKind::Interpolation(value, spec);
                    }
                    id
                }
            };
            self.waiting.push(id);
        }
    }

    pub(super) fn escape(
        &mut self,
        kind: ast::IpyEscapeKind,
        value: &str,
        inside: (u32, u32),
    ) -> ExprKind {
        let escape = match kind {
            ast::IpyEscapeKind::Shell | ast::IpyEscapeKind::ShCap => Escape::Shell,
            ast::IpyEscapeKind::Magic | ast::IpyEscapeKind::Magic2 => Escape::Magic,
            _ => Escape::Other,
        };
        match self.add_string(inside.0..inside.1, value, false) {
            ExprKind::Str(id) => ExprKind::Escape(id, escape),
            other => other,
        }
    }
}
