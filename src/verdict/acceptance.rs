//! Gaps of coverage that the user accepts: named, with a reason, until a day.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::input::PathSet;
use crate::model::{Arg, Deployment, Problem, ProblemKind, Span, TextId, Texts};

/// A gap that is accepted.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The path as the configuration writes it.
    pub path: String,
    /// The files that it names.
    pub files: PathSet,
    /// Why.
    pub reason: Arc<str>,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// Where it stands in the configuration.
    pub place: Range<usize>,
}

/// Marks the problems that are accepted. An acceptance whose day has passed does not count; that,
/// and one that names no gap, are problems of their own, in the text `configuration`.
pub fn accept(
    acceptances: &[Acceptance],
    configuration: TextId,
    today: Date,
    deployment: &mut Deployment,
    texts: &Texts,
    root: &Path,
) {
    let mut notes = Vec::new();
    for acceptance in acceptances {
        let place = Span::new(configuration, acceptance.place.clone());
        let note =
            |kind| Problem::new(kind, place).with("path", Arg::Name(acceptance.path.clone()));
        if let Some(until) = acceptance.until
            && until < today
        {
            let until = Arg::Name(until.to_string());
            notes.push(note(ProblemKind::ExpiredAcceptance).with("until", until));
            continue;
        }
        let mut used = false;
        let projects = deployment.projects.iter_mut();
        let problems = projects.flat_map(|project| &mut project.problems);
        for problem in problems.chain(&mut deployment.problems) {
            let text = texts.get(texts.resolve(problem.span).text);
            if problem.kind.is_gap() && acceptance.files.matches(&root.join(&**text.path())) {
                used = true;
                problem
                    .accepted
                    .get_or_insert_with(|| Arc::clone(&acceptance.reason));
            }
        }
        if !used {
            notes.push(note(ProblemKind::UnusedAcceptance));
        }
    }
    deployment.problems.extend(notes);
}
