//! Reading comments that ask for something, for the tests of those who read them.

use std::sync::Arc;

use crate::model::{Arg, Ask, Decoded, Problem, Span, Text, Texts};

/// What reads a comment at its place.
type Read = fn(&str, Span) -> Option<(Span, Result<Ask, Problem>)>;

/// What a comment asks for: the span from its word on, and the answer; with the text of both, in which
/// something of several bytes a letter stands before the comment.
pub(super) fn asked(
    read: Read,
    before: &str,
    comment: &str,
) -> Option<(Arc<Text>, Span, Result<Ask, Problem>)> {
    let texts = Texts::default();
    let id = texts.add("x", Decoded::utf8(format!("{before}{comment}")));
    let text = texts.get(id);
    let place = Span::new(id, before.len()..text.content().len());
    let (span, ask) = read(text.slice(place), place)?;
    Some((text, span, ask))
}

/// The key of the sentence that says what is wrong.
pub(super) fn detail(problem: &Problem) -> &'static str {
    match problem.args.first() {
        Some((_, Arg::Text(key))) => key,
        other => panic!("{other:?}"),
    }
}
