//! Comments, and the assignments that templates keep in them.

use std::ops::Range;

use super::{EnvFile, Key};
use crate::model::Span;

/// A comment.
pub struct Comment {
    /// From the `#` to the end of the line, without the line end.
    pub span: Span,
    /// The assignment that is commented out, where the comment is one.
    pub assignment: Option<Assignment>,
}

/// `# KEY=value`: never an error and without effect, but a hint of what is meant to be set.
pub struct Assignment {
    /// The key.
    pub key: Key,
    /// The value as written, without quotes around it.
    pub value: Span,
}

impl EnvFile {
    /// Adds the comment in bytes `range` of `content`, from its `#` to the end of its line.
    pub(super) fn comment(&mut self, content: &str, range: Range<usize>) {
        let written = content.get(range.clone()).unwrap_or_default();
        let written = written.strip_suffix('\r').unwrap_or(written);
        let range = range.start..range.start + written.len();
        let assignment = find(written).map(|(key, value)| Assignment {
            key: self.key(content, range.start + key.start..range.start + key.end),
            value: self.span(range.start + value.start..range.start + value.end),
        });
        let span = self.span(range);
        self.comments.push(Comment { span, assignment });
    }
}

/// The key and the value of a commented assignment, in bytes of the comment.
fn find(comment: &str) -> Option<(Range<usize>, Range<usize>)> {
    let body = comment.trim_start_matches(['#', ' ', '\t']);
    let body = match body.strip_prefix("export") {
        Some(rest) if rest.starts_with([' ', '\t']) => rest.trim_start(),
        _ => body,
    };
    let start = comment.len() - body.len();
    let (left, right) = body.split_once('=')?;
    let key = left.trim_end();
    let is_name = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key
            .chars()
            .all(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '.' | '-'));
    if !is_name {
        return None;
    }
    let trimmed = right.trim_start();
    let from = comment.len() - trimmed.len();
    let value = trimmed.trim_end();
    let quoted = ['"', '\'']
        .into_iter()
        .any(|quote| value.len() >= 2 && value.starts_with(quote) && value.ends_with(quote));
    let inset = usize::from(quoted);
    Some((
        start..start + key.len(),
        from + inset..from + value.len() - inset,
    ))
}
