//! What the stages of loading share.

use crate::model::{Arg, Origins, Problem, ProblemKind, Span};

/// Where stages put origins and problems.
pub(super) struct Stages<'a> {
    /// Where each value came from.
    pub(super) origins: &'a mut Origins,
    /// What Compose refuses.
    pub(super) problems: &'a mut Vec<Problem>,
    /// How many ports the ranges of the project may still stand for.
    pub(super) ports_left: &'a mut usize,
}

impl Stages<'_> {
    /// Notes that Compose refuses something; `path` says what, as `services.web.ports`.
    pub(super) fn refuse(&mut self, span: Span, detail: &'static str, path: &str) {
        self.problems.push(
            Problem::new(ProblemKind::Refused, span)
                .with("detail", Arg::Text(detail))
                .with("path", path.into()),
        );
    }
}
