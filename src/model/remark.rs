//! Comments that speak to hulan.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::problem::Problem;
use super::span::Span;

/// A comment `# hulan: ignore[CTR114] until=2027-01-31 reason`, or in Python `# nosec B602 reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// From `hulan:` or `nosec` to the end of the comment.
    pub span: Span,
    /// The lines that it is about, from 1: one, or those of a value that reaches over several. Of
    /// two remarks in a text the lines are the same or apart. Where nothing follows it,
    /// the line behind the last one.
    pub lines: RangeInclusive<usize>,
    /// What it asks, or what is wrong with it.
    pub ask: Result<Ask, Problem>,
}

/// What a remark asks: not to report these rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The ids, each with the place where it is written. Never empty.
    pub rules: Vec<(String, Span)>,
    /// The last day on which it holds, and the place of it (`until=2027-01-31`).
    pub until: Option<(Date, Span)>,
    /// Why; of a `nosec` that does not say so, the comment itself. The words stand in the text alone: they are shown like any other quote.
    pub reason: Span,
}
